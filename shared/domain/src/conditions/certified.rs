//! Conditions on what the standards' certificates state where readings rest on it: an uncertainty above zero (C-4.5.2).

use crate::conditions::basis::{Basis, Spot};
use crate::conditions::worked::{self, Reading};
use crate::record::{EquipmentEntry, path};
use measurement::{NoUncertainty, without_uncertainty};

/// The certified uncertainty of a standard is not above zero at a point that was read with it.
pub(super) fn without(basis: &Basis<'_>) -> Vec<Spot> {
    spots(basis, |none| !none.at_zero)
}

/// The same at a nominal value of zero: there an uncertainty relative to the value vanishes.
pub(super) fn without_at_zero(basis: &Basis<'_>) -> Vec<Spot> {
    spots(basis, |none| none.at_zero)
}

fn spots(basis: &Basis<'_>, is: impl Fn(&NoUncertainty) -> bool) -> Vec<Spot> {
    without_uncertainty(&basis.record.observations()).iter().filter(|none| is(none)).filter_map(|none| spot(basis, none)).collect()
}

/// Where it is; `None` where a certificate rests on all readings of the point: what it states is corrected in a case.
fn spot(basis: &Basis<'_>, none: &NoUncertainty) -> Option<Spot> {
    let point = path::point(none.stage, &none.point);
    let under = format!("{point}/");
    let read: Vec<Reading<'_>> = worked::readings(basis.record).filter(|reading| reading.path.starts_with(&under)).collect();
    if read.iter().all(|reading| reading.is_certified(basis)) {
        return None;
    }
    let used = |entry: &&EquipmentEntry| read.iter().any(|reading| reading.in_force.equipment.values().any(|event| *event == entry.event));
    let mut in_slot = basis.record.equipment.iter().rev().filter(|entry| entry.slot == none.slot);
    let entry = in_slot.clone().find(used).or_else(|| in_slot.next())?;
    let spot = Spot::at(point).with("number", &entry.standard.standard.number).with("name", &none.characteristic);
    Some(spot.with("point", &none.nominal).settled_at("standards", entry.standard.id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::certificate::tests::samples::{self, SIGNATORY, TODAY};
    use crate::conditions::act::{Act, Weight};
    use crate::conditions::unmet;
    use crate::record::facts::Facts;
    use crate::record::office::Office;
    use base::time::Instant;

    /// The codes of this module, with the standard and the point that they name.
    fn found(act: Act, (nominal, uncertainty): (&str, &str), office: &Office) -> Vec<(&'static str, Weight, String)> {
        let (record, facts) = (samples::certified(nominal, uncertainty), Facts::default());
        let (who, at) = (samples::id(SIGNATORY), Instant(i64::MAX));
        let basis = Basis { act, record: &record, facts: &facts, visit: None, office: Some(office), who, at, today: TODAY };
        let all = unmet(&basis).into_iter().filter(|unmet| unmet.code.starts_with("standard_without_uncertainty"));
        all.map(|unmet| (unmet.code, unmet.weight, format!("{} {}", unmet.spot.params["number"], unmet.spot.params["point"]))).collect()
    }

    // C-4.5.2
    #[test]
    fn an_uncertainty_of_zero_refuses_check_and_issue_and_one_that_is_relative_is_told_at_zero() {
        let (mm, zero) = (("150", "nominal - nominal"), ("0", "2e-5 * abs(nominal)"));
        for act in [Act::Check, Act::Issue] {
            let none = Office::default();
            assert_eq!(found(act, mm, &none), [("standard_without_uncertainty", Weight::Refuses, "S-01 150 mm".to_owned())]);
            assert_eq!(found(act, zero, &none), [("standard_without_uncertainty_at_zero", Weight::Shows, "S-01 0 mm".to_owned())]);
            assert_eq!(found(act, ("150", "2e-5 * abs(nominal)"), &none), []);
            // What a certificate rests on already is not refused.
            assert_eq!(found(act, mm, &Office { issued: true, issued_on_check: true, ..Office::default() }), []);
        }
    }
}
