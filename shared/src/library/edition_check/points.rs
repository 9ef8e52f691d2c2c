//! Each point tried with its nominal value: a parameter missing at one point, or a formula without a value there, shows here.

use std::collections::BTreeMap;

use super::Findings;
use crate::decimal::DecimalText;
use crate::finding::{Finding, Refusal};
use crate::library::edition::{Edition, Estimate, Uncertainty};
use crate::library::standard::Characteristic;
use crate::measurement::{MeasurementError, Sample, preview};

pub(super) fn check(edition: &Edition, findings: &mut Findings) {
    let sample = sample(edition);
    for (n, point) in edition.form.points.iter().enumerate() {
        let Err(error) = preview(edition, &point.key, &sample) else { continue };
        let path = format!("form/points/{n}");
        // A model may be undefined at its nominal value alone; an unknown symbol is wrong everywhere.
        let mut finding = match &error {
            MeasurementError::SymbolUnknown(_) => Finding::error(error.code(), path),
            _ => Finding::warning(error.code(), path),
        };
        finding.params = error.params();
        findings.0.push(finding);
    }
}

/// Standards that state anything the computation asks for, and environment fields at zero.
fn sample(edition: &Edition) -> Sample {
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
