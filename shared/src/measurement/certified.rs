//! Certified uncertainties that readings rest on and that are not above zero: the standard's share would be missing from the result's
//! uncertainty, and nobody would see it (C-4.5.2).

use super::line::find_characteristic;
use super::scope::Scope;
use super::situation::Situation;
use crate::library::edition::{Stage, Uncertainty};
use crate::record::Record;

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

/// Every one of a record, in the order of stages and points. A formula without a value there leaves its point without a result.
pub fn without_uncertainty(record: &Record) -> Vec<NoUncertainty> {
    let mut found = Vec::new();
    for stage in [Stage::AsFound, Stage::AsLeft] {
        for point in &record.opened.edition.form.points {
            if let Ok(Some(situation)) = Situation::of(record, stage, point) {
                found.extend(at(stage, &situation));
            }
        }
    }
    found
}

fn at(stage: Stage, situation: &Situation<'_>) -> Vec<NoUncertainty> {
    let point = situation.point;
    let scope = Scope::of_point(situation.edition, point);
    let mut found: Vec<NoUncertainty> = Vec::new();
    for input in &situation.edition.computation.inputs {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::certificate::tests::samples;

    // C-4.5.2: U was zero by a formula, and vanished from the result.
    #[test]
    fn a_certified_uncertainty_of_zero_is_found_at_the_points_that_rest_on_it() {
        let found = |nominal: &str, uncertainty: &str| {
            let found = without_uncertainty(&samples::certified(nominal, uncertainty));
            found.into_iter().map(|none| (none.point, none.slot, none.characteristic, none.at_zero)).collect::<Vec<_>>()
        };
        let one = |at_zero| vec![("p1".to_owned(), "blocks".to_owned(), "length".to_owned(), at_zero)];
        for zero in ["0", "nominal - nominal", "nominal - 150", "0 - nominal", "sqrt(nominal - 150)", "mpe_weight - mpe_weight"] {
            assert_eq!(found("150", zero), one(false), "{zero}");
        }
        for sound in ["0.06", "2e-5 * abs(nominal)", "mpe_weight / 3", "unknown - unknown", "1 / (nominal - nominal)"] {
            assert_eq!(found("150", sound), [], "{sound}");
        }
        // Relative to the value, it vanishes at zero alone.
        assert_eq!(found("0", "2e-5 * abs(nominal)"), one(true));
        assert_eq!(found("0.0", "nominal - 0.001"), one(false));
    }
}
