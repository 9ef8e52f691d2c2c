//! What concerns several inputs or several outputs: correlations, terms of the second order, further outputs.

use std::collections::BTreeSet;

use super::gathered::Findings;
use crate::library::edition::Edition;
use base::finding::Finding;
use measurement::correlation::{Correlation, Factor};
use measurement::formula::Formula;
use measurement::method::{CoverageRule, Distribution, Input, InputCorrelation, Uncertainty};

/// Symbols that a further output's model can name: those of the computation's.
pub(super) fn check(edition: &Edition, known: &BTreeSet<&str>, points: &BTreeSet<&str>, findings: &mut Findings) {
    correlations(edition, findings);
    further(edition, known, points, findings);
}

fn correlations(edition: &Edition, findings: &mut Findings) {
    let computation = &edition.computation;
    let place = |symbol: &str| computation.inputs.iter().position(|input| input.symbol == symbol);
    let mut pairs = Vec::new();
    for (n, correlation) in computation.correlations.iter().enumerate() {
        let path = format!("computation/correlations/{n}");
        for (field, symbol) in [("a", &correlation.a), ("b", &correlation.b)] {
            if place(symbol).is_none() {
                findings.named("symbol_unknown", format!("{path}/{field}"), symbol);
            }
        }
        findings.refuse_unless(correlation.a != correlation.b, "correlation_with_itself", format!("{path}/b"));
        let twice = computation.correlations[..n].iter().any(|other| same_pair(other, correlation));
        findings.refuse_unless(!twice, "correlation_twice", format!("{path}/b"));
        let r = correlation.r.to_f64();
        findings.refuse_unless(r.abs() <= 1.0, "correlation_out_of_range", format!("{path}/r"));
        if let (Some(a), Some(b)) = (place(&correlation.a), place(&correlation.b)) {
            pairs.push(Correlation { a, b, r });
            usable(edition, [a, b].map(|n| &computation.inputs[n]), &path, findings);
        }
    }
    let apart = pairs.iter().all(|pair| pair.a != pair.b && pair.r.abs() <= 1.0);
    let contradict = apart && Factor::of(computation.inputs.len(), &pairs).is_err();
    findings.refuse_unless(!contradict, "correlations_contradict", "computation/correlations");
    if !pairs.is_empty() {
        let rule = &computation.coverage.rule;
        let independent = matches!(rule, CoverageRule::DominantTerms | CoverageRule::Convolution);
        findings.refuse_unless(!independent, "coverage_needs_independence", "computation/coverage/rule");
    }
}

fn same_pair(one: &InputCorrelation, other: &InputCorrelation) -> bool {
    (&one.a, &one.b) == (&other.a, &other.b) || (&one.a, &one.b) == (&other.b, &other.a)
}

/// Only normal inputs are drawn correlated (JCGM 101 6.4.8).
fn usable(edition: &Edition, pair: [&Input; 2], path: &str, findings: &mut Findings) {
    if !matches!(edition.computation.coverage.rule, CoverageRule::MonteCarlo { .. }) {
        return;
    }
    for input in pair.into_iter().filter(|input| !normal(input)) {
        findings.named("correlation_not_normal", path, &input.symbol);
    }
}

fn normal(input: &Input) -> bool {
    let gaussian = match &input.uncertainty {
        Uncertainty::None | Uncertainty::Certificate { .. } => true,
        Uncertainty::TypeA { .. } => false,
        Uncertainty::TypeB { distribution, .. } => matches!(distribution, Distribution::Normal | Distribution::Expanded { .. }),
    };
    gaussian && input.degrees_of_freedom.is_none()
}

fn further(edition: &Edition, known: &BTreeSet<&str>, points: &BTreeSet<&str>, findings: &mut Findings) {
    let outputs = &edition.computation.further;
    findings.keys("computation/further", outputs.iter().map(|output| output.key.as_str()));
    for (n, output) in outputs.iter().enumerate() {
        let path = format!("computation/further/{n}");
        findings.formula(format!("{path}/model"), &output.model, known);
        if let Some(cmc) = &output.cmc {
            findings.formula(format!("{path}/cmc"), cmc, points);
        }
    }
}

/// Whether any output's model names a symbol.
pub(super) fn named(edition: &Edition, symbol: &str) -> bool {
    let computation = &edition.computation;
    let models = computation.further.iter().map(|output| &output.model).chain([&computation.model]);
    models.filter_map(|model| Formula::parse(model).ok()).any(|model| model.symbols().iter().any(|known| known == symbol))
}

/// Rounding to steps of two or five units takes much of a single digit.
pub(super) fn rounding(edition: &Edition, findings: &mut Findings) {
    let rounding = &edition.computation.rounding;
    findings.refuse_unless((1..=2).contains(&rounding.digits), "digits_out_of_range", "computation/rounding/digits");
    findings.refuse_unless(matches!(rounding.step, 1 | 2 | 5), "step_out_of_range", "computation/rounding/step");
    if rounding.digits == 1 && matches!(rounding.step, 2 | 5) {
        findings.0.push(Finding::warning("step_coarse", "computation/rounding/step"));
    }
}
