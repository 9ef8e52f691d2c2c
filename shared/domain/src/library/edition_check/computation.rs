//! The computation: model, inputs, coverage, rounding, decision.

use std::collections::BTreeSet;

use super::gathered::{Findings, point_symbols};
use super::several;
use crate::library::edition::Edition;
use base::decimal::DecimalText;
use base::finding::Finding;
use base::unit::Unit;
use measurement::formula::Formula;
use measurement::formula::units::{Differ, Measure};
use measurement::method::COVERAGE_FACTORS;
use measurement::method::{CoverageRule, DecisionRule, Distribution, Estimate, Input, Uncertainty};
use measurement::monte_carlo::{MAX_TRIALS, MIN_TRIALS};

/// Most decimal places of a printed k.
const MAX_K_PLACES: u8 = 6;
/// Most digits of u that a simulation can be asked to settle: a third takes a hundred times the trials of the second.
const MAX_SETTLED: u8 = 2;

/// Least coverage probability of an edition in force: below it, the interval rather misses the value than holds it.
const LEAST_PROBABILITY: f64 = 0.5;
/// The greatest.
const MOST_PROBABILITY: f64 = 0.9999;
/// Coverage probabilities in use, and what is still about the same: 0.9545 and 0.95, 0.997 and 0.9973.
const USUAL_PROBABILITIES: [(f64, f64); 3] = [(0.95, 0.005), (0.99, 0.005), (0.9973, 0.001)];

pub(super) fn check(edition: &Edition, findings: &mut Findings) {
    let computation = &edition.computation;
    let mut known = point_symbols(edition);
    for (n, constant) in computation.constants.iter().enumerate() {
        let path = format!("computation/constants/{n}/symbol");
        findings.symbol(path.clone(), &constant.symbol);
        if computation.constants.iter().filter(|other| other.symbol == constant.symbol).count() > 1 {
            findings.named("symbol_duplicate", path, &constant.symbol);
        }
    }
    for (path, formula) in [("computation/cmc", &computation.cmc), ("computation/decision/tolerance", &tolerance(edition))] {
        if let Some(formula) = formula {
            findings.formula(path, formula, &known);
        }
    }
    known.extend(edition.form.quantities.iter().map(|quantity| quantity.symbol.as_str()));
    findings.refuse_unless(!computation.inputs.is_empty(), "required", "computation/inputs");
    for (n, input) in computation.inputs.iter().enumerate() {
        check_input(edition, input, &format!("computation/inputs/{n}"), &known, findings);
    }
    known.extend(computation.inputs.iter().map(|input| input.symbol.as_str()));
    findings.formula("computation/model", &computation.model, &known);
    units(edition, findings);
    sensitivities(edition, &known, findings);
    several::check(edition, &known, &point_symbols(edition), findings);
    coverage(edition, findings);
}

/// Units that do not fit together in the model: a warning, since a number in a formula may carry a unit that nobody sees.
fn units(edition: &Edition, findings: &mut Findings) {
    let Ok(model) = Formula::parse(&edition.computation.model) else { return };
    if let Err(Differ { left, right }) = model.fits(|symbol| measure(edition, symbol), edition.computation.unit) {
        findings.0.push(Finding::warning("units_differ", "computation/model").with("left", &left).with("right", &right));
    }
}

/// What is declared of a symbol's unit, in the order in which a computation looks for its value.
fn measure(edition: &Edition, symbol: &str) -> Measure {
    let computation = &edition.computation;
    if let Some(input) = computation.inputs.iter().find(|input| input.symbol == symbol) {
        return Measure::of(input.unit);
    }
    if let Some(quantity) = edition.form.quantities.iter().find(|quantity| quantity.symbol == symbol) {
        return Measure::of(quantity.unit);
    }
    let points = &edition.form.points;
    let stated: Vec<Measure> = if symbol == "nominal" {
        points.iter().map(|point| Measure::of(point.unit)).collect()
    } else {
        let all = computation.constants.iter().chain(points.iter().flat_map(|point| &point.parameters));
        all.filter(|parameter| parameter.symbol == symbol).map(|parameter| parameter.unit.map_or(Measure::UNKNOWN, Measure::of)).collect()
    };
    stated.into_iter().reduce(Measure::common).unwrap_or(Measure::UNKNOWN)
}

fn tolerance(edition: &Edition) -> Option<String> {
    edition.computation.decision.as_ref().map(|decision| decision.tolerance.clone())
}

/// An input that the model does not name and that states no sensitivity has no influence.
fn sensitivities(edition: &Edition, known: &BTreeSet<&str>, findings: &mut Findings) {
    if Formula::parse(&edition.computation.model).is_err() {
        return;
    }
    for (n, input) in edition.computation.inputs.iter().enumerate() {
        let path = format!("computation/inputs/{n}/sensitivity");
        match &input.sensitivity {
            Some(formula) => findings.formula(path, formula, known),
            None if several::named(edition, &input.symbol) => {}
            None => findings.0.push(Finding::warning("input_without_influence", path).with("name", &input.symbol)),
        }
    }
}

fn check_input(edition: &Edition, input: &Input, path: &str, known: &BTreeSet<&str>, findings: &mut Findings) {
    findings.symbol(format!("{path}/symbol"), &input.symbol);
    if edition.computation.inputs.iter().filter(|other| other.symbol == input.symbol).count() > 1 {
        findings.named("symbol_duplicate", format!("{path}/symbol"), &input.symbol);
    }
    let dof = input.degrees_of_freedom.as_ref();
    findings.refuse_unless(dof.is_none_or(positive), "not_positive", format!("{path}/degrees_of_freedom"));
    let estimate = format!("{path}/estimate");
    match &input.estimate {
        Estimate::Zero => {}
        Estimate::Formula { formula } => findings.formula(estimate, formula, known),
        Estimate::Readings { quantity } => {
            same_kind(quantity_unit(edition, quantity), input, quantity, "quantity_unknown", estimate, findings)
        }
        Estimate::Standard { slot, .. } => slot_exists(edition, slot, estimate, findings),
        Estimate::Environment { field } => {
            let unit = edition.form.environment.iter().find(|f| f.key == *field).map(|f| f.unit);
            same_kind(unit, input, field, "environment_unknown", estimate, findings);
        }
    }
    check_uncertainty(edition, input, &format!("{path}/uncertainty"), known, findings);
}

fn check_uncertainty(edition: &Edition, input: &Input, path: &str, known: &BTreeSet<&str>, findings: &mut Findings) {
    match &input.uncertainty {
        Uncertainty::None => {}
        Uncertainty::Certificate { slot, .. } => slot_exists(edition, slot, path.to_owned(), findings),
        Uncertainty::TypeA { quantity, pooled } => {
            same_kind(quantity_unit(edition, quantity), input, quantity, "quantity_unknown", path.to_owned(), findings);
            let single = edition.form.quantities.iter().any(|q| q.key == *quantity && q.readings < 2);
            findings.refuse_unless(pooled.is_some() || !single, "too_few_readings", path);
            if let Some(pooled) = pooled {
                findings.formula(format!("{path}/pooled"), pooled, known);
            }
        }
        Uncertainty::TypeB { magnitude, distribution, .. } => {
            findings.formula(format!("{path}/magnitude"), magnitude, known);
            let sound = match distribution {
                Distribution::Expanded { k } => positive(k),
                Distribution::Trapezoidal { beta } => (0.0..=1.0).contains(&beta.to_f64()),
                Distribution::T => input.degrees_of_freedom.is_some(),
                _ => true,
            };
            findings.refuse_unless(sound, "distribution_incomplete", format!("{path}/distribution"));
        }
    }
}

fn quantity_unit(edition: &Edition, key: &str) -> Option<Unit> {
    edition.form.quantities.iter().find(|quantity| quantity.key == key).map(|quantity| quantity.unit)
}

fn same_kind(unit: Option<Unit>, input: &Input, name: &str, unknown: &'static str, path: String, findings: &mut Findings) {
    match unit {
        None => findings.named(unknown, path, name),
        Some(unit) => findings.refuse_unless(unit.quantity() == input.unit.quantity(), "unit_mismatch", path),
    }
}

fn slot_exists(edition: &Edition, slot: &str, path: String, findings: &mut Findings) {
    if !edition.form.slots.iter().any(|known| known.key == slot) {
        findings.named("slot_unknown", path, slot);
    }
}

fn coverage(edition: &Edition, findings: &mut Findings) {
    let computation = &edition.computation;
    let probability = computation.coverage.probability.to_f64();
    probable(edition, probability, findings);
    findings.refuse_unless(computation.coverage.places <= MAX_K_PLACES, "places_out_of_range", "computation/coverage/places");
    several::rounding(edition, findings);
    match &computation.coverage.rule {
        CoverageRule::Fixed { k } => {
            let path = "computation/coverage/rule/k";
            findings.refuse_unless(positive(k), "not_positive", path);
            let sound = !positive(k) || COVERAGE_FACTORS.contains(&k.to_f64());
            findings.stop_in_force_unless(sound, edition, "coverage_factor_out_of_range", path);
        }
        CoverageRule::MonteCarlo { trials, digits, .. } => {
            let sound = (MIN_TRIALS..=MAX_TRIALS).contains(trials);
            findings.refuse_unless(sound, "trials_out_of_range", "computation/coverage/rule/trials");
            let settled = digits.is_none_or(|digits| (1..=MAX_SETTLED).contains(&digits));
            findings.refuse_unless(settled, "digits_out_of_range", "computation/coverage/rule/digits");
            // Its distribution has all orders in it.
            findings.refuse_unless(!computation.second_order, "second_order_simulated", "computation/second_order");
        }
        CoverageRule::T | CoverageRule::DominantTerms | CoverageRule::Convolution => {}
    }
    if let Some(ratio) = computation.decision.as_ref().and_then(|decision| decision.ratio.as_ref()) {
        findings.refuse_unless(ratio.to_f64() >= 1.0, "ratio_below_one", "computation/decision/ratio");
    }
    if let Some(DecisionRule::Guarded { factor }) = computation.decision.as_ref().map(|decision| &decision.rule) {
        findings.refuse_unless(factor.to_f64() >= 0.0, "not_positive", "computation/decision/rule/factor");
    }
}

/// The coverage probability (C-5.4.1 j): one that an uncertainty can be stated with, and the usual one unless somebody means it.
fn probable(edition: &Edition, probability: f64, findings: &mut Findings) {
    let path = "computation/coverage/probability";
    let possible = probability > 0.0 && probability < 1.0;
    findings.refuse_unless(possible, "probability_out_of_range", path);
    let stated = (LEAST_PROBABILITY..=MOST_PROBABILITY).contains(&probability);
    findings.stop_in_force_unless(!possible || stated, edition, "probability_out_of_range", path);
    let usual = USUAL_PROBABILITIES.iter().any(|(usual, about)| (probability - usual).abs() <= *about);
    if stated && !usual {
        findings.0.push(Finding::warning("probability_unusual", path));
    }
}

fn positive(number: &DecimalText) -> bool {
    number.to_f64() > 0.0
}
