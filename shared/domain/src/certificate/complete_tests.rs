use super::*;
use crate::certificate::tests::samples;
use measurement::method::DecisionRule;

const PATTERN: &str = "EC{year}-{seq:5}";

#[test]
fn a_whole_draft_misses_nothing() {
    // C-5.4.1
    assert_eq!(complete(&samples::draft(), &samples::record(), PATTERN), []);
}

type Spoil = fn(&mut CertificateDocument);

const CASES: &[(char, &str, Spoil)] = &[
    ('b', "missing_body_name", |d| d.stated.body.name = Bilingual::default()),
    ('b', "missing_body_address", |d| d.stated.body.address = Bilingual::default()),
    ('b', "missing_body_contact", |d| {
        d.stated.body.telephone.clear();
        d.stated.body.email.clear();
    }),
    ('b', "missing_seal", |d| d.stated.body.seal = Bilingual::default()),
    ('b', "missing_translation", |d| d.stated.body.name.en.clear()),
    ('c', "missing_customer_name", |d| d.stated.customer.name = Bilingual::default()),
    ('c', "missing_customer_contact", |d| {
        d.stated.customer.contact.clear();
        d.stated.customer.address = Bilingual::default();
    }),
    ('d', "missing_item_name", |d| d.stated.item.name = Bilingual::default()),
    ('d', "missing_item_model", |d| d.stated.item.model.clear()),
    ('d', "missing_item_manufacturer", |d| d.stated.item.manufacturer.clear()),
    ('d', "missing_item_serial_number", |d| d.stated.item.serial_number.clear()),
    ('e', "missing_calibrator_signature", |d| d.envelope.signatures.retain(|s| s.role != SignatureRole::Calibrator)),
    ('e', "missing_checker_signature", |d| d.envelope.signatures.retain(|s| s.role != SignatureRole::Checker)),
    ('f', "missing_receipt_date", |d| d.stated.received_on = None),
    ('f', "missing_calibration_date", |d| d.stated.calibrated_on.clear()),
    ('g', "missing_method_code", |d| d.stated.method.code.clear()),
    ('g', "missing_method_title", |d| d.stated.method.title = Bilingual::default()),
    ('h', "missing_standards", |d| d.stated.standards.clear()),
    ('h', "missing_standard_field", |d| d.stated.standards[0].name = Bilingual::default()),
    ('h', "missing_standard_field", |d| d.stated.standards[0].number.clear()),
    ('h', "missing_standard_field", |d| d.stated.standards[0].model.clear()),
    ('h', "missing_standard_field", |d| d.stated.standards[0].range.clear()),
    ('h', "missing_standard_field", |d| d.stated.standards[0].characteristic.clear()),
    ('h', "missing_standard_field", |d| d.stated.standards[0].traced_to = Bilingual::default()),
    ('h', "missing_standard_field", |d| d.stated.standards[0].certificate.clear()),
    ('h', "missing_standard_field", |d| d.stated.standards[0].valid_until = None),
    ('i', "missing_place", |d| {
        d.stated.place.name = Bilingual::default();
        d.stated.place.address = Bilingual::default();
    }),
    ('i', "missing_environment", |d| d.stated.environment.clear()),
    ('j', "missing_results", |d| d.stated.results.clear()),
    ('j', "missing_result", |d| d.stated.results[0].rows[0].expanded_uncertainty.clear()),
    ('j', "missing_result", |d| d.stated.results[0].rows[0].coverage_factor.clear()),
    ('j', "missing_result", |d| d.stated.results[0].rows[1].note.clear()),
    ('m', "missing_conformity", |d| {
        d.stated.decision = Some(crate::certificate::document::StatedDecision { rule: DecisionRule::Simple });
    }),
];

#[test]
fn each_item_that_is_missing_is_named_with_its_letter_and_where_it_is_entered() {
    // C-5.4.1 b to m
    for (letter, code, spoil) in CASES {
        let mut draft = samples::draft();
        spoil(&mut draft);
        let found = complete(&draft, &samples::record(), PATTERN);
        let codes: Vec<&str> = found.iter().map(|finding| finding.code.as_ref()).collect();
        assert_eq!(codes, [*code], "{letter}");
        assert_eq!(found[0].params.get("item"), Some(&letter.to_string()));
        assert!(found[0].params.get("href").is_some_and(|href| href.starts_with("/office/")), "{code}");
    }
}

#[test]
fn without_a_pattern_there_can_be_no_number() {
    // C-5.4.1 a
    let found = complete(&samples::draft(), &samples::record(), "EC");
    assert_eq!((found[0].params["item"].as_str(), found[0].code.as_ref()), ("a", "number_pattern_without_sequence"));
}

#[test]
fn an_adjustment_needs_results_after_it_and_misses_those_before_it() {
    // C-5.4.1 j
    let mut draft = samples::draft();
    draft.stated.adjustments.push(crate::certificate::document::StatedAdjustment { what: "zero set".into(), seal: String::new() });
    let codes = |draft: &CertificateDocument| -> Vec<_> {
        complete(draft, &samples::record(), PATTERN).into_iter().map(|f| (f.severity, f.code.into_owned())).collect()
    };
    assert_eq!(codes(&draft), [(base::finding::Severity::Error, "missing_as_left".to_owned())]);
    draft.stated.results[0].stage = Stage::AsLeft;
    assert_eq!(codes(&draft), [(base::finding::Severity::Warning, "missing_as_found".to_owned())]);
}

#[test]
fn a_certificate_in_one_language_needs_names_in_that_language_only() {
    let mut draft = samples::draft();
    draft.stated.customer.name.en.clear();
    draft.envelope.language = CertificateLanguage::Chinese;
    assert_eq!(complete(&draft, &samples::record(), PATTERN), []);
    draft.envelope.language = CertificateLanguage::English;
    assert_eq!(complete(&draft, &samples::record(), PATTERN).len(), 1);
}
