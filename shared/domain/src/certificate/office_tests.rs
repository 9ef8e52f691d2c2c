use serde_json::json;

use super::*;
use crate::certificate::compose::Sources;
use crate::certificate::compose::compose;
use crate::certificate::tests::samples;
use crate::event::Hash;
use base::text::Bilingual;
use base::time::Validity;

fn day(year: i16, month: i8, day: i8) -> Date {
    Date::constant(year, month, day)
}

/// The register's entry that the sample record's snapshot was made of.
fn standard() -> Standard {
    samples::record().equipment[0].standard.standard.clone()
}

fn stated(versions: &[Standard]) -> StatedStandard {
    registered(versions, samples::TODAY).unwrap()
}

// C-5.4.1 h: corrected is what the register says of the standard as it was used; a later calibration of it changes nothing.
#[test]
fn the_registers_latest_word_on_the_certificate_that_counted_then_is_taken() {
    let typo = standard();
    let mut right = standard();
    right.name = Bilingual::new("量块组", "Set of gauge blocks");
    right.traceability.certificate = "NIM-1a".into();
    let mut next_year = right.clone();
    next_year.model = "87 pcs".into();
    next_year.characteristic = "grade 0".into();
    next_year.traceability.certificate = "NIM-2".into();
    next_year.traceability.validity = Validity { from: day(2026, 12, 1), until: Some(day(2027, 12, 1)) };
    let said = stated(&[typo, right, next_year]);
    assert_eq!((said.name.en.as_str(), said.model.as_str()), ("Set of gauge blocks", "87 pcs"), "what it is, as of now");
    assert_eq!((said.certificate.as_str(), said.characteristic.as_str()), ("NIM-1a", "grade 1"), "what it was traced to");
    assert_eq!(said.valid_until, Some(day(2027, 1, 1)));
    assert!(registered(&[], samples::TODAY).is_none());
}

fn with_registers(record: &Record, versions: Vec<Standard>) -> OfficeFacts {
    let (body, customer) =
        (samples::body(), samples::parse::<Customer>(json!({"code": "C", "name": {"zh": "", "en": ""}, "address": {"zh": "", "en": ""}})));
    let place = samples::parse(json!({"name": {"zh": "", "en": ""}, "address": {"zh": "", "en": ""}, "time_zone": "Asia/Shanghai"}));
    let standards = BTreeMap::from([(record.equipment[0].standard.id, versions)]);
    let item = &record.opened.item.item;
    OfficeFacts::of_registers(
        record,
        Registers { body: &body, customer: &customer, item, place: &place, order: None, standards: &standards, zone: &[] },
    )
}

// C-5.4.1 h: what the snapshot lacks is filled once the register says it; what it states stays.
#[test]
fn a_field_that_the_snapshot_of_a_standard_lacks_is_filled_from_the_register() {
    let mut record = samples::record();
    for entry in &mut record.equipment {
        entry.standard.standard.range.clear();
        entry.standard.standard.traceability.validity.until = None;
    }
    let mut entered = standard();
    entered.traceability.certificate = "NIM-9".into();
    let office = OfficeFacts::of_record(&record, &samples::body()).filled_from(&with_registers(&record, vec![entered]));
    let said = &samples::draft_of(&record, &office).stated.standards[0];
    assert_eq!((said.range.as_str(), said.valid_until), ("0.5 mm to 150 mm", Some(day(2027, 1, 1))));
    assert_eq!(said.certificate, "NIM-1", "nothing stated is changed");
}

// C-5.4.2: a correction of office facts takes the register's entry of the same standard, by its identity.
#[test]
fn a_correction_of_office_facts_takes_the_same_standard_as_the_register_has_it() {
    let record = samples::record();
    let mut renumbered = standard();
    renumbered.number = "S-77".into();
    let draft = samples::draft_of(&record, &with_registers(&record, vec![standard(), renumbered]));
    assert_eq!(draft.stated.standards.iter().map(|s| s.number.as_str()).collect::<Vec<_>>(), ["S-77"]);
    assert_eq!(draft.envelope.equipment, [vec![record.equipment[1].event]]);
}

// C-5.4.2.2: a correction of the record keeps what was stated of the standards, corrections of the office included; another
// standard put in the slot since is stated as the record has it.
#[test]
fn a_correction_of_the_record_keeps_what_is_stated_of_its_standards() {
    let mut record = samples::record();
    let mut issued = samples::draft();
    issued.stated.standards[0].number = "S-77".into();
    let mut another = record.equipment[1].clone();
    another.event = samples::id(61);
    another.standard.id = samples::id(31);
    another.standard.standard.number = "S-02".into();
    record.equipment.push(another);
    let kept = OfficeFacts::of_certificate(&issued, &record);
    let number = |facts: &OfficeFacts, n: u8| facts.standards[&samples::id(n)].number.clone();
    assert_eq!((number(&kept, 60), number(&kept, 61)), ("S-77".to_owned(), "S-02".to_owned()));
    // Certificates issued before events were named are found by the number they state.
    issued.envelope.equipment.clear();
    issued.stated.standards[0].number = "S-01".into();
    issued.stated.standards[0].model = "as corrected".into();
    let kept = OfficeFacts::of_certificate(&issued, &record);
    assert_eq!(kept.standards[&samples::id(60)].model, "as corrected");
    assert_eq!(number(&kept, 61), "S-02");
}

// C-5.4.2, C-5.4.1 e: who checked exactly this correction signs it beside who checked the record; a check of another draft
// signs nothing.
#[test]
fn the_check_of_a_correction_signs_exactly_the_draft_that_was_seen() {
    let (record, results, office, people) = (samples::record(), samples::results(), samples::office(), samples::people());
    let of = |checks: &[crate::certificate::correction::CaseCheck]| {
        compose(Sources {
            record: &record,
            head: Hash::ZERO,
            results: &results,
            derivations: &[],
            office: &office,
            checks,
            people: &people,
            language: samples::body().certificate_language,
            offset_minutes: 480,
            offsets: &[],
            zone: &[],
        })
    };
    let stated = of(&[]).stated.hash();
    let check =
        |stated| crate::certificate::correction::CaseCheck { by: samples::id(samples::SIGNATORY), at: base::time::Instant(9), stated };
    let signed = |draft: &CertificateDocument| draft.envelope.signatures.iter().map(|s| s.person).collect::<Vec<_>>();
    let (calibrator, checker) = (samples::id(samples::CALIBRATOR), samples::id(samples::CHECKER));
    assert_eq!(signed(&of(&[check(Hash::ZERO)])), [calibrator, checker]);
    assert_eq!(signed(&of(&[check(Hash::ZERO), check(stated)])), [calibrator, checker, samples::id(samples::SIGNATORY)]);
}
