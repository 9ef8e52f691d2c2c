//! Environment, inspections and results, as a certificate states them (C-5.4.1 i, j, m).

use crate::certificate::document::{
    StatedCoverage, StatedEnvironment, StatedInspection, StatedMeasurand, StatedOutput, StatedQuantity, StatedResults, StatedRow,
};
use crate::certificate::observed::in_force;
use crate::event::body::Value;
use crate::library::edition::Edition;
use crate::record::Record;
use base::decimal::DecimalText;
use base::text::Bilingual;
use measurement::method::{Computation, CoverageRule, EnvironmentField, FurtherOutput, InspectionField, Stage};
use measurement::{FurtherResult, Outcome, PointResult, Results};

/// The span of the readings of each environment quantity, as written.
pub(super) fn environment(record: &Record) -> Vec<StatedEnvironment> {
    record.opened.edition.form.environment.iter().filter_map(|field| span(record, field)).collect()
}

fn span(record: &Record, field: &EnvironmentField) -> Option<StatedEnvironment> {
    let readings: Vec<&DecimalText> = in_force(record)
        .filter(|(path, _)| path.starts_with("environment/") && path.rsplit('/').next() == Some(field.key.as_str()))
        .filter_map(|(_, entry)| entry.value.number().map(|(text, _)| text))
        .collect();
    let by_value = |a: &&&DecimalText, b: &&&DecimalText| a.to_f64().total_cmp(&b.to_f64());
    let (low, high) = (readings.iter().min_by(by_value)?, readings.iter().max_by(by_value)?);
    Some(StatedEnvironment {
        key: field.key.clone(),
        label: field.label.clone(),
        low: low.as_str().to_owned(),
        high: high.as_str().to_owned(),
        unit: field.unit,
    })
}

/// Inspections with the answers in force.
pub(super) fn inspections(record: &Record) -> Vec<StatedInspection> {
    record.opened.edition.form.inspections.iter().filter_map(|field| inspection(record, field)).collect()
}

fn inspection(record: &Record, field: &InspectionField) -> Option<StatedInspection> {
    let entry = record.cells.get(&format!("inspection/{}", field.key))?.in_force()?;
    let answer = match &entry.value {
        Value::Choice { key } => field.choices.iter().find(|choice| choice.key == *key)?.label.clone(),
        Value::Text { text } => Bilingual::new(text, text),
        Value::Number { text, unit } => Bilingual::new(&format!("{text} {unit}"), &format!("{text} {unit}")),
        Value::NotObserved { reason } => not_observed(reason),
    };
    Some(StatedInspection { key: field.key.clone(), label: field.label.clone(), answer })
}

fn not_observed(reason: &str) -> Bilingual {
    Bilingual::new(&format!("未观测：{reason}"), &format!("Not observed: {reason}"))
}

/// Results by stage, a row per point; conformity only where it was asked for (C-5.4.1 m).
pub(super) fn by_stage(record: &Record, results: &Results, conformity: bool) -> Vec<StatedResults> {
    let edition = &record.opened.edition;
    [Stage::AsFound, Stage::AsLeft]
        .into_iter()
        .filter_map(|stage| {
            let of_stage: Vec<&PointResult> = results.points.iter().filter(|point| point.stage == stage).collect();
            let first = of_stage.first()?;
            Some(StatedResults {
                stage,
                measurand: edition.computation.measurand.clone(),
                quantities: quantities(edition),
                unit: first.unit,
                further: edition.computation.further.iter().map(measurand).collect(),
                rows: of_stage.iter().map(|point| row(record, point, conformity)).collect(),
            })
        })
        .collect()
}

fn quantities(edition: &Edition) -> Vec<StatedQuantity> {
    let stated = |quantity: &measurement::method::Quantity| StatedQuantity {
        key: quantity.key.clone(),
        label: quantity.label.clone(),
        unit: quantity.unit,
    };
    edition.form.quantities.iter().map(stated).collect()
}

fn measurand(output: &FurtherOutput) -> StatedMeasurand {
    StatedMeasurand { key: output.key.clone(), measurand: output.measurand.clone(), unit: output.unit }
}

fn further(result: &FurtherResult) -> StatedOutput {
    let outcome = result.outcome.as_ref();
    let text = |of: fn(&Outcome) -> &String| outcome.map(of).cloned().unwrap_or_default();
    StatedOutput {
        key: result.key.clone(),
        value: text(|o| &o.value),
        expanded_uncertainty: text(|o| &o.expanded_uncertainty),
        coverage_factor: text(|o| &o.coverage_factor),
        coverage_by: text(|o| &o.coverage_by),
        raised_to_cmc: outcome.is_some_and(|o| o.raised_to_cmc),
        interval: outcome.and_then(|o| o.interval.clone()),
        scaled: outcome.and_then(|o| o.scaled.clone()),
    }
}

fn row(record: &Record, point: &PointResult, conformity: bool) -> StatedRow {
    let edition = &record.opened.edition;
    let outcome = point.outcome.as_ref();
    let text = |of: fn(&Outcome) -> &String| outcome.map(of).cloned().unwrap_or_default();
    StatedRow {
        point: point.point.clone(),
        label: edition.form.points.iter().find(|p| p.key == point.point).map(|p| p.label.clone()).unwrap_or_default(),
        nominal: point.nominal.clone(),
        nominal_unit: point.nominal_unit,
        means: point.means.clone(),
        value: text(|o| &o.value),
        expanded_uncertainty: text(|o| &o.expanded_uncertainty),
        coverage_factor: text(|o| &o.coverage_factor),
        coverage_by: text(|o| &o.coverage_by),
        raised_to_cmc: outcome.is_some_and(|o| o.raised_to_cmc),
        interval: outcome.and_then(|o| o.interval.clone()),
        scaled: outcome.and_then(|o| o.scaled.clone()),
        further: point.further.iter().map(further).collect(),
        correlations: point.correlations.clone(),
        note: if outcome.is_none() { why_not(record, point) } else { String::new() },
        conformity: outcome.filter(|_| conformity).and_then(|o| o.conformity.clone()),
    }
}

/// The reason a person gave for not observing; empty where nobody gave one, which is then found missing.
fn why_not(record: &Record, point: &PointResult) -> String {
    let prefix = format!("{}/points/{}/", point.stage.key(), point.point);
    in_force(record)
        .filter(|(path, _)| path.starts_with(&prefix))
        .find_map(|(_, entry)| match &entry.value {
            Value::NotObserved { reason } => Some(reason.clone()),
            _ => None,
        })
        .unwrap_or_default()
}

/// How U came about.
pub(super) fn coverage(computation: &Computation) -> StatedCoverage {
    let coverage = &computation.coverage;
    let rule = match coverage.rule {
        CoverageRule::Fixed { .. } => "fixed",
        CoverageRule::T => "t",
        CoverageRule::DominantTerms => "dominant_terms",
        CoverageRule::Convolution => "convolution",
        CoverageRule::MonteCarlo { .. } => "monte_carlo",
    };
    StatedCoverage { rule: rule.to_owned(), probability: coverage.probability.as_str().to_owned(), second_order: computation.second_order }
}
