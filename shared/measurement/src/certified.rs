//! Certified uncertainties that readings rest on and that are not above zero: the standard's share would be missing from the result's
//! uncertainty, and nobody would see it (C-4.5.2).

use super::line::find_characteristic;
use super::scope::Scope;
use super::situation::Situation;
use crate::method::{Stage, Uncertainty};
use crate::observed::Observations;

/// A certified uncertainty that is not above zero at a point that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoUncertainty {
    /// Stage.
    pub stage: Stage,
    /// Point's key.
    pub point: String,
    /// Nominal value with its unit.
    pub nominal: String,
    /// Slot of the standard.
    pub slot: String,
    /// Key of the certified value.
    pub characteristic: String,
    /// Whether the nominal value is zero, and so is the uncertainty: one that is stated relative to the value vanishes there.
    pub at_zero: bool,
}

/// Every one, in the order of stages and points. A formula without a value there leaves its point without a result.
pub fn without_uncertainty(observations: &Observations<'_>) -> Vec<NoUncertainty> {
    let known = observations.points.iter().filter_map(|observed| Some((observed.stage, Situation::of(observations, observed).ok()?)));
    known.flat_map(|(stage, situation)| at(stage, &situation)).collect()
}

fn at(stage: Stage, situation: &Situation<'_>) -> Vec<NoUncertainty> {
    let point = situation.point;
    let scope = Scope::of_point(situation.procedure, point);
    let mut found: Vec<NoUncertainty> = Vec::new();
    for input in &situation.procedure.computation.inputs {
        let Uncertainty::Certificate { slot, characteristic } = &input.uncertainty else { continue };
        let Ok(stated) = find_characteristic(situation, slot, characteristic) else { continue };
        let Ok(expanded) = scope.evaluate(&input.symbol, &stated.expanded_uncertainty) else { continue };
        let told = found.iter().any(|other| other.slot == *slot && other.characteristic == *characteristic);
        if told || expanded.approx > 0.0 {
            continue;
        }
        found.push(NoUncertainty {
            stage,
            point: point.key.clone(),
            nominal: format!("{} {}", point.nominal, point.unit),
            slot: slot.clone(),
            characteristic: characteristic.clone(),
            at_zero: point.nominal.to_f64() == 0.0 && expanded.approx == 0.0,
        });
    }
    found
}
