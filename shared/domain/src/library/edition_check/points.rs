//! Each point tried with its nominal value: a parameter missing at one point, or a formula without a value there, shows here.

use std::collections::BTreeMap;

use super::gathered::Findings;
use crate::library::edition::Edition;
use base::decimal::DecimalText;
use base::finding::{Finding, Refusal};
use measurement::method::Characteristic;
use measurement::method::{Estimate, Uncertainty};
use measurement::monte_carlo::Simulation;
use measurement::{FurtherResult, MeasurementError, Sample, preview};

pub(super) fn check(edition: &Edition, findings: &mut Findings) {
    let sample = sample(edition);
    // A glance at each simulation: this runs with every key pressed in the editor, and while an edition is written.
    let glance = |simulation: &Simulation| simulation.glance();
    for (n, point) in edition.form.points.iter().enumerate() {
        let path = format!("form/points/{n}");
        match preview(edition.procedure(), &point.key, &sample, &glance) {
            Ok(preview) => findings.0.extend(preview.result.further.iter().filter_map(|output| without(output, &path))),
            Err(error) => findings.0.push(refused(&error, path)),
        }
    }
}

/// A model may be undefined at its nominal value alone; an unknown symbol is wrong everywhere.
fn refused(error: &MeasurementError, path: String) -> Finding {
    let mut finding = match error {
        MeasurementError::SymbolUnknown(_) => Finding::error(error.code(), path),
        _ => Finding::warning(error.code(), path),
    };
    finding.params = error.params();
    finding
}

/// A further output without a result. The sample's readings do not scatter: an output of readings alone has no uncertainty here.
fn without(output: &FurtherResult, path: &str) -> Option<Finding> {
    output.refused.as_deref().filter(|code| *code != "not_positive")?;
    Some(Finding::warning("further_without_result", path).with("name", &output.key))
}

/// Standards that state anything the computation asks for, and environment fields at zero.
pub(super) fn sample(edition: &Edition) -> Sample {
    let mut standards: BTreeMap<String, Vec<Characteristic>> = BTreeMap::new();
    let Ok(zero) = DecimalText::parse("0") else { return Sample::default() };
    let Ok(two) = DecimalText::parse("2") else { return Sample::default() };
    for input in &edition.computation.inputs {
        let mut add = |slot: &str, key: &str| {
            standards.entry(slot.to_owned()).or_default().push(Characteristic {
                key: key.to_owned(),
                value: zero.clone(),
                expanded_uncertainty: "1".to_owned(),
                coverage_factor: two.clone(),
                unit: input.unit,
            });
        };
        if let Estimate::Standard { slot, characteristic } = &input.estimate {
            add(slot, characteristic);
        }
        if let Uncertainty::Certificate { slot, characteristic } = &input.uncertainty {
            add(slot, characteristic);
        }
    }
    let environment = edition
        .form
        .environment
        .iter()
        .map(|field| (field.key.clone(), field.low.clone().or_else(|| field.high.clone()).unwrap_or_else(|| zero.clone())));
    Sample { environment: environment.collect(), standards, ..Sample::default() }
}
