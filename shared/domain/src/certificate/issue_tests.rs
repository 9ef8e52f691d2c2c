use super::*;
use crate::certificate::compare::Change;
use crate::certificate::tests::samples::{self, CALIBRATOR, CHECKER, SIGNATORY, TODAY};
use crate::library::person::TitleLevel;

fn request<'a>(person: &'a Person, n: u8, expected: &'a str) -> Request<'a> {
    Request {
        who: Signatory { id: samples::id(n), person },
        service: samples::service(),
        today: TODAY,
        unmet: &[],
        seen: 12,
        entries: 12,
        stated_seen: Hash::ZERO,
        stated: Hash::ZERO,
        expected,
    }
}

fn by(person: &Person, n: u8) -> Result<Kind, IssueRefused> {
    decide(request(person, n, "original"), &samples::record(), &[], &Before::Nothing)
}

#[test]
fn an_authorised_signatory_issues() {
    // C-3, C-4.3.2
    assert_eq!(by(&samples::person("张", SIGNATORY), SIGNATORY), Ok(Kind::Original));
}

#[test]
fn nobody_else_issues_whatever_else_they_may() {
    // C-4.3.2
    type Spoil = fn(&mut Person);
    let cases: [(Spoil, IssueRefused); 7] = [
        (|p| p.roles = Role::ALL.into_iter().filter(|r| *r != Role::Signatory).collect(), IssueRefused::NotSignatory),
        (|p| p.active = false, IssueRefused::NotActive),
        (|p| p.authorisations.clear(), IssueRefused::NotAuthorised),
        (|p| p.authorisations[0].service = samples::id(99), IssueRefused::NotAuthorised),
        (|p| p.authorisations[0].activity = Activity::Check, IssueRefused::NotAuthorised),
        (|p| p.authorisations[0].validity.until = Some(Date::constant(2026, 11, 21)), IssueRefused::NotAuthorised),
        (|p| p.title_level = TitleLevel::Junior, IssueRefused::TitleTooLow),
    ];
    for (spoil, refusal) in cases {
        let mut person = samples::person("张", SIGNATORY);
        spoil(&mut person);
        assert_eq!(by(&person, SIGNATORY), Err(refusal));
    }
    for level in [TitleLevel::Intermediate, TitleLevel::Senior, TitleLevel::Equivalent] {
        let person = Person { title_level: level, ..samples::person("张", SIGNATORY) };
        assert!(by(&person, SIGNATORY).is_ok());
    }
}

#[test]
fn neither_the_calibrator_nor_the_checker_issues() {
    // C-5.4.1 e
    let person = samples::person("张", SIGNATORY);
    assert_eq!(by(&person, CALIBRATOR), Err(IssueRefused::OwnCalibration));
    assert_eq!(by(&person, CHECKER), Err(IssueRefused::OwnCheck));
    let mut helped = samples::record();
    helped.cells.values_mut().next().unwrap().entries[0].by = samples::id(SIGNATORY);
    let asked = request(&person, SIGNATORY, "original");
    assert_eq!(decide(asked, &helped, &[], &Before::Nothing), Err(IssueRefused::OwnCalibration));
}

#[test]
fn only_a_checked_record_as_it_was_seen_and_complete_is_issued() {
    // C-5.4.1
    let person = samples::person("张", SIGNATORY);
    let asked = request(&person, SIGNATORY, "original");
    for status in [RecordStatus::Draft, RecordStatus::Submitted, RecordStatus::Returned, RecordStatus::Reopened, RecordStatus::Abandoned] {
        let record = Record { status, ..samples::record() };
        assert_eq!(decide(asked, &record, &[], &Before::Nothing), Err(IssueRefused::NotChecked));
    }
    let changed = Request { entries: 13, ..asked };
    assert_eq!(decide(changed, &samples::record(), &[], &Before::Nothing), Err(IssueRefused::RecordChanged));
    let missing = [Finding::error("missing_seal", "body/seal"), Finding::warning("missing_as_found", "")];
    let refused = decide(asked, &samples::record(), &missing, &Before::Nothing);
    assert_eq!(refused, Err(IssueRefused::Incomplete { missing: 1 }));
}

#[test]
fn only_what_was_seen_is_issued() {
    // C-5.4.1: another value stated than the signatory saw, whatever the record's entries
    let person = samples::person("张", SIGNATORY);
    let other = Request { stated: Hash::of(b"another"), ..request(&person, SIGNATORY, "original") };
    assert_eq!(decide(other, &samples::record(), &[], &Before::Nothing), Err(IssueRefused::DraftChanged));
    let mut draft = samples::draft();
    let before = draft.stated.hash();
    draft.envelope.check_code = "ABCDE23456".into();
    assert_eq!(draft.stated.hash(), before, "number and signatures are not what is stated");
    draft.stated.results[0].rows[0].expanded_uncertainty = "0.07".into();
    assert_ne!(draft.stated.hash(), before);
}

#[test]
fn a_correction_of_office_facts_is_issued_when_a_second_person_has_checked_it() {
    // C-5.4.2: checked again, issued again, by another person
    let person = samples::person("张", SIGNATORY);
    let issue = |check: Check| {
        let Before::Case { certificate, number, supplemented, difference, .. } = case(true, false) else { unreachable!() };
        let before = Before::Case { certificate, number, supplemented, difference, check };
        decide(request(&person, SIGNATORY, "replacement"), &samples::record(), &[], &before).map(|kind| kind.name())
    };
    assert_eq!(issue(Check::WithRecord), Ok("replacement"));
    assert_eq!(issue(Check::By(samples::id(CHECKER))), Ok("replacement"));
    assert_eq!(issue(Check::Missing), Err(IssueRefused::CorrectionNotChecked));
    assert_eq!(issue(Check::By(samples::id(SIGNATORY))), Err(IssueRefused::OwnCheck));
}

fn case(changed: bool, added: bool) -> Before {
    let change = |on: bool| {
        if on { vec![Change { path: "item/serial_number".into(), before: None, after: None }] } else { Vec::new() }
    };
    Before::Case {
        certificate: samples::id(80),
        number: "EC2026-00001".into(),
        supplemented: Vec::new(),
        difference: Difference { changed: change(changed), added: change(added) },
        check: Check::WithRecord,
    }
}

#[test]
fn the_kind_follows_from_the_difference_and_another_is_refused() {
    // C-5.4.2, C-5.4.2.1, C-5.4.2.2
    let person = samples::person("张", SIGNATORY);
    let issue = |before: &Before, expected: &str| {
        decide(request(&person, SIGNATORY, expected), &samples::record(), &[], before).map(|kind| kind.name())
    };
    assert_eq!(issue(&case(false, true), "supplement"), Ok("supplement"));
    assert_eq!(issue(&case(true, true), "replacement"), Ok("replacement"));
    let path = "item/serial_number".to_owned();
    assert_eq!(issue(&case(true, true), "supplement"), Err(IssueRefused::SupplementChangesValue { path }));
    assert_eq!(issue(&case(false, true), "replacement"), Err(IssueRefused::OtherKind { kind: "supplement" }));
    assert_eq!(issue(&case(true, false), "original"), Err(IssueRefused::OtherKind { kind: "replacement" }));
    assert_eq!(issue(&case(false, false), "supplement"), Err(IssueRefused::NothingDiffers));
    let issued = Before::Issued { number: "EC2026-00001".into() };
    assert_eq!(issue(&issued, "original"), Err(IssueRefused::AlreadyIssued { number: "EC2026-00001".into() }));
}

#[test]
fn the_issue_fixes_number_day_kind_and_the_approvers_signature_and_no_stated_value() {
    let person = samples::person("张", SIGNATORY);
    let who = Signatory { id: samples::id(SIGNATORY), person: &person };
    let fixed = fix(
        samples::draft(),
        Issue {
            number: "EC2026-00007".into(),
            check_code: "ABCDE23456".into(),
            kind: Kind::Original,
            issued_on: TODAY,
            by: who,
            at: Instant(1),
            website: "https://lab.example",
        },
    );
    assert_eq!(fixed.stated, samples::draft().stated);
    assert_eq!(fixed.envelope.signatures.last().map(|s| s.role), Some(SignatureRole::Approver));
    assert_eq!(fixed.envelope.check_url, "https://lab.example/check?n=EC2026-00007&c=ABCDE23456");
    assert_eq!(fixed.envelope.issued_on, Some(TODAY));
}
