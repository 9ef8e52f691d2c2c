use super::*;
use crate::certificate::tests::samples::{self, CALIBRATOR, CHECKER};
use crate::event::body::Value;
use crate::record::CellEntry;
use base::text::Bilingual;
use measurement::method::DecisionRule;

#[test]
fn a_draft_states_what_was_seen_with_its_digits() {
    // C-5.4.1 i, j
    let stated = samples::draft().stated;
    assert_eq!((stated.environment[0].low.as_str(), stated.environment[0].high.as_str()), ("19.9", "20.10"));
    let row = &stated.results[0].rows[0];
    assert_eq!((row.value.as_str(), row.expanded_uncertainty.as_str(), row.coverage_factor.as_str()), ("0.10", "0.06", "1.83"));
    assert_eq!(row.means[0].value, "150.10");
    assert_eq!(stated.inspections[0].answer, Bilingual::new("良好", "good"));
}

#[test]
fn what_was_not_observed_is_stated_with_its_reason() {
    let stated = samples::draft().stated;
    let row = &stated.results[0].rows[1];
    assert_eq!((row.value.as_str(), row.note.as_str()), ("", "jaw damaged"));
}

#[test]
fn conformity_is_stated_only_where_it_was_asked_for() {
    // C-5.4.1 m
    let asked = OfficeFacts { decision_rule: Some(DecisionRule::Simple), ..samples::office() };
    assert!(samples::draft().stated.results[0].rows[0].conformity.is_none());
    let stated = samples::draft_of(&samples::record(), &asked).stated;
    assert!(stated.results[0].rows[0].conformity.is_some());
    assert_eq!(stated.decision.map(|d| d.rule), Some(DecisionRule::Simple));
}

#[test]
fn only_standards_that_readings_in_force_were_taken_with_are_stated_each_once() {
    // C-5.4.1 h
    assert_eq!(samples::draft().stated.standards.len(), 1);
    let mut record = samples::record();
    for cell in record.cells.values_mut() {
        cell.entries[0].equipment.clear();
    }
    assert!(samples::draft_of(&record, &samples::office()).stated.standards.is_empty());
}

#[test]
fn the_day_of_calibration_is_the_places_day_and_an_amendment_does_not_move_it() {
    // C-5.4.1 f; noon UTC plus eight hours is still the day
    let mut record = samples::record();
    let cell = record.cells.get_mut("as_found/points/p1/readings/r1").unwrap();
    let mut amended = cell.entries[0].clone();
    amended.at = amended.at.plus_millis(30 * 86_400_000);
    cell.entries.push(amended);
    let stated = samples::draft_of(&record, &samples::office()).stated;
    assert_eq!(stated.calibrated_on, [record.opened_at.date_at(480)]);
    record.opened.place.offset_minutes = 13 * 60;
    let stated = samples::draft_of(&record, &samples::office()).stated;
    assert_eq!(stated.calibrated_on, [record.opened_at.date_at(0).tomorrow().unwrap()]);
}

#[test]
fn a_number_beside_not_observed_was_seen_when_it_was_written() {
    // C-5.4.1 f: a place that was marked on the first day fixes no day for what is read there a month later
    let mut record = samples::record();
    let later = |days: i64| record.opened_at.plus_millis(days * 86_400_000);
    let (month, weeks) = (later(30), later(45));
    let cell = record.cells.get_mut("as_found/points/p1/readings/r1").unwrap();
    let read = cell.entries[0].clone();
    cell.entries[0].value = Value::NotObserved { reason: "later".to_owned() };
    cell.entries.push(CellEntry { at: month, ..read.clone() });
    let ends = [record.opened_at, month].map(|at| at.date_at(480));
    assert_eq!(samples::draft_of(&record, &samples::office()).stated.calibrated_on, ends);
    // A corrected number is of the day of its original.
    record.cells.get_mut("as_found/points/p1/readings/r1").unwrap().entries.push(CellEntry { at: weeks, ..read });
    assert_eq!(samples::draft_of(&record, &samples::office()).stated.calibrated_on, ends);
    // What is "not observed" in the end is of the day it was first looked at.
    let cell = record.cells.get_mut("as_found/points/p2/readings/r1").unwrap();
    let first = cell.entries[0].clone();
    cell.entries.push(CellEntry { at: weeks, ..first });
    assert_eq!(samples::draft_of(&record, &samples::office()).stated.calibrated_on, ends);
}

#[test]
fn the_day_of_calibration_and_of_a_signature_is_by_the_offset_of_that_instant() {
    // C-5.4.1 f, e: noon UTC is the next day thirteen hours ahead, and was the same day twelve hours less
    let change = |at: base::time::Instant, before: i32, after: i32| {
        let from = |from, minutes| base::time::OffsetFrom { from, minutes };
        vec![from(base::time::Instant(0), before), from(at, after)]
    };
    let mut record = samples::record();
    let noon = record.opened_at;
    record.opened.place.offset_minutes = 13 * 60;
    // The last reading is of a second before.
    record.opened.place.offsets = change(noon.plus_millis(55_000), 60, 13 * 60);
    let draft = samples::draft_of(&record, &samples::office());
    assert_eq!(draft.stated.calibrated_on, [noon.date_at(60)]);
    let mut envelope = draft.envelope;
    envelope.offsets = change(noon.plus_millis(1), 60, 13 * 60);
    assert_eq!((envelope.day_at(noon), envelope.day_at(noon.plus_millis(1))), (noon.date_at(60), noon.date_at(13 * 60)));
}

#[test]
fn the_draft_carries_the_calibrators_and_the_checkers_signatures() {
    // C-5.4.1 e
    let draft = samples::draft();
    let signed: Vec<_> = draft.envelope.signatures.iter().map(|s| (s.role, s.person)).collect();
    assert_eq!(signed, [(SignatureRole::Calibrator, samples::id(CALIBRATOR)), (SignatureRole::Checker, samples::id(CHECKER))]);
}

#[test]
fn composing_twice_gives_the_same_document() {
    let (a, b) = (samples::draft(), samples::draft());
    assert_eq!(serde_json::to_string(&a).unwrap(), serde_json::to_string(&b).unwrap());
}

#[test]
fn facts_missing_in_the_snapshots_come_from_the_registers_and_stated_ones_stay() {
    let mut snapshot = samples::office();
    snapshot.customer.name.en.clear();
    let mut register = samples::office();
    register.customer.name = Bilingual::new("别的名字", "Another name");
    let filled = snapshot.filled_from(&register);
    assert_eq!(filled.customer.name, Bilingual::new("恒达阀门", "Another name"));
}

#[test]
fn only_remarks_meant_for_the_certificate_are_repeated_on_it() {
    let mut record = samples::record();
    for (path, text) in [("record", "rain"), (CERTIFICATE, "Scale hard to read")] {
        record.remarks.push(samples::parse(serde_json::json!({
            "event": samples::id::<base::id::kind::Event>(70), "by": samples::id::<Person>(1), "at": 0, "path": path, "text": text
        })));
    }
    assert_eq!(samples::draft_of(&record, &samples::office()).stated.remarks, ["Scale hard to read"]);
}

// C-5.4.1 j
#[test]
fn a_row_states_interval_capability_power_of_ten_and_further_results() {
    let mut results = serde_json::to_value(samples::results()).unwrap();
    let outcome = &mut results["points"][0]["outcome"];
    outcome["raised_to_cmc"] = serde_json::json!(true);
    outcome["interval"] = serde_json::json!({"low": "0.05", "high": "0.16"});
    outcome["scaled"] = serde_json::json!({"value": "1", "expanded_uncertainty": "1", "power": 3});
    let copy = outcome.clone();
    results["points"][0]["further"] = serde_json::json!([{"key": "phase", "unit": "mm", "outcome": copy}]);
    results["points"][0]["correlations"] = serde_json::json!([{"a": "", "b": "phase", "r": "0.500"}]);
    let results = samples::parse(results);
    let stated = crate::certificate::results::by_stage(&samples::record(), &results, true);
    let row = &stated[0].rows[0];
    assert!(row.raised_to_cmc && row.interval.is_some() && row.scaled.is_some());
    assert_eq!((row.further[0].key.as_str(), row.further[0].value.as_str()), ("phase", row.value.as_str()));
    assert_eq!(row.correlations[0].r, "0.500");
}

#[test]
fn only_departures_that_the_customer_agreed_to_are_stated_as_agreed() {
    // C-5.1.2
    let mut record = samples::record();
    let strike =
        serde_json::json!({"event": samples::id::<base::id::kind::Event>(79), "by": samples::id::<Person>(1), "at": 0, "reason": "not so"});
    for (what, consent, struck) in [
        ("one jaw only", "", None),
        ("outside jaws only", "Ms Wu", None),
        ("taken back", "Ms Wu", Some(&strike)),
        ("unseen", "\u{200b}", None),
    ] {
        let mut made = serde_json::json!({
            "event": samples::id::<base::id::kind::Event>(71), "by": samples::id::<Person>(1), "at": 0, "what": what, "consent": consent
        });
        if let Some(strike) = struck {
            made["struck"] = strike.clone();
        }
        record.deviations.push(samples::parse(made));
    }
    assert_eq!(samples::draft_of(&record, &samples::office()).stated.deviations, ["outside jaws only"]);
}

// C-5.1.2, C-5.4.2: records were checked, and certificates issued, with consents that would not do today.
#[test]
fn a_departure_that_a_record_was_checked_with_stays_on_its_certificate_whoever_is_named() {
    for consent in [".", "OK", "none", "+86 512 0000", "Ms Wu"] {
        let mut record = samples::record();
        record.deviations.push(samples::parse(serde_json::json!({
            "event": samples::id::<base::id::kind::Event>(71), "by": samples::id::<Person>(1), "at": 0, "what": "one jaw only", "consent": consent
        })));
        assert_eq!(samples::draft_of(&record, &samples::office()).stated.deviations, ["one jaw only"], "{consent}");
    }
}

#[test]
fn a_standard_that_only_the_environment_was_noted_with_is_not_stated() {
    // C-5.4.1 h: swapped before the first reading
    let mut record = samples::record();
    let before = record.equipment[0].event;
    record.equipment[0].standard.standard.number = "S-00".into();
    for (path, cell) in &mut record.cells {
        if path.starts_with("environment/") {
            cell.entries[0].equipment.insert("blocks".into(), before);
        }
    }
    let stated = samples::draft_of(&record, &samples::office()).stated;
    assert_eq!(stated.standards.iter().map(|s| s.number.as_str()).collect::<Vec<_>>(), ["S-01"]);
}
