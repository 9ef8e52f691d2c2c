//! What a correction of office facts may state beside results that it does not compute (C-5.4.2).

use super::restated::{by, certified, corrected, found};
use crate::certificate::origin::Origin;
use crate::conditions::act::Act;
use crate::library::standard::Standard;
use base::time::Date;
use measurement::method::{Estimate, Uncertainty};

const HOUR: i64 = 3_600_000;

// C-5.4.1 h, C-5.4.2: a case of the office states the standard afresh, and the results as they were computed.
#[test]
fn a_case_of_the_office_is_refused_where_the_results_rest_on_another_value_of_a_standard() {
    const CODE: &str = "standard_values_corrected";
    let wider = |standard: &mut Standard| standard.characteristics = certified("0.005").characteristics;
    let in_case = |change: fn(&mut Standard), case: Option<Origin>, of_length: bool| {
        let mut world = corrected(HOUR, change);
        (world.office.issued, world.office.case) = (true, case);
        if of_length {
            let (slot, characteristic) = ("blocks".to_owned(), "length".to_owned());
            let inputs = &mut world.record.as_mut().unwrap().opened.edition.computation.inputs;
            inputs[1].uncertainty = Uncertainty::Certificate { slot, characteristic };
        }
        [Act::CheckCorrection, Act::Issue].map(|act| found(&world, act, CODE).len())
    };
    let office = Some(Origin::Office);
    assert_eq!(in_case(wider, office, true), [1, 1]);
    assert_eq!(in_case(|standard| standard.characteristics.clear(), office, true), [1, 1]);
    assert_eq!(in_case(wider, office, false), [0, 0], "the results do not rest on it");
    assert_eq!(in_case(wider, Some(Origin::Record), true), [0, 0], "there the calibrator computes again");
    assert_eq!(in_case(wider, None, true), [0, 0]);
    assert_eq!(in_case(|standard| standard.characteristic = "grade 2".to_owned(), office, true), [0, 0], "a text");
    let renewed = |standard: &mut Standard| {
        by("C-2", Date::constant(2026, 11, 20), Date::constant(2030, 1, 1))(standard);
        standard.characteristics = certified("0.005").characteristics;
    };
    assert_eq!(in_case(renewed, office, true), [0, 0], "a later calibration");
    // The results take its value, and state an uncertainty of their own.
    let mut valued = corrected(HOUR, wider);
    (valued.office.issued, valued.office.case) = (true, office);
    let (slot, characteristic) = ("blocks".to_owned(), "length".to_owned());
    valued.record.as_mut().unwrap().opened.edition.computation.inputs[1].estimate = Estimate::Standard { slot, characteristic };
    assert_eq!([Act::CheckCorrection, Act::Issue].map(|act| found(&valued, act, CODE).len()), [1, 1], "by its value");
}
