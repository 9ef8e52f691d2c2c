use proptest::prelude::*;

use super::*;
use crate::case::Folded;
use crate::certificate::tests::samples;
use crate::event::ledger::Verdict;
use crate::library::person::Activity;
use base::time::Instant;

const OPENER: u8 = 8;
const SECOND: u8 = 7;

fn by(n: u8) -> By {
    By::Person { person: samples::id(n) }
}

fn opened(origin: Origin) -> Fact {
    let (certificate, record) = (samples::id(80), samples::record().id);
    Fact::Opened {
        certificate,
        number: "EC2026-00001".into(),
        record,
        customer: samples::id(30),
        reason: "told by the customer".into(),
        origin,
    }
}

const IN_FORCE: OfCertificate = OfCertificate { void: false, supplemented: false, case_open: false };

/// The case after these facts, each decided with everything granted that is no matter of the case itself.
fn after(facts: &[(By, Fact)]) -> CorrectionCase {
    facts.iter().fold(CorrectionCase::default(), |case, (by, fact)| decided(case, by, fact).unwrap())
}

fn decided(mut case: CorrectionCase, by: &By, fact: &Fact) -> Result<CorrectionCase, CorrectionRefused> {
    let record = samples::record();
    let mut person = samples::person("孙", SECOND);
    person.authorisations[0].activity = Activity::Check;
    let changed_by = BTreeSet::new();
    let (service, today, stated) = (samples::service(), samples::TODAY, Hash::of(b"seen"));
    let checker = Checker { person: &person, record: &record, service, today, changed_by: &changed_by, stated, unmet: &[] };
    let around =
        Around { certificate: IN_FORCE, checker: Some(checker), issued: Some(samples::id(81)), under: Under::Untouched, had_part: false };
    case.decide(&around, by, fact)?;
    case.apply(&Stamp { case: samples::id(90), id: samples::id(91), by: by.clone(), at: Instant(5), hash: Hash::ZERO }, fact.clone());
    Ok(case)
}

fn closed() -> Fact {
    Fact::Closed { certificate: samples::id(81), number: "EC2026-00002".into() }
}

fn stands(status: RecordStatus) -> (By, Fact) {
    (By::Event { event: Hash::of(b"an event") }, Fact::RecordStands { status })
}

// C-5.4.2
#[test]
fn a_correction_of_office_facts_is_opened_checked_and_closed_and_says_whose_turn_it_is() {
    let acts = |case: &CorrectionCase| case.standing().acts.into_iter().collect::<Vec<_>>();
    let role = |role| vec![Acts::Role { role }];
    let open = after(&[(by(OPENER), opened(Origin::Office))]);
    assert_eq!((open.standing().status, acts(&open)), ("open", role(Role::Checker)));
    let seen = Fact::Checked { stated: Hash::of(b"seen") };
    let checked = decided(open.clone(), &by(SECOND), &seen).unwrap();
    assert_eq!(acts(&checked), role(Role::Signatory));
    let ended = decided(checked, &by(6), &closed()).unwrap();
    assert_eq!((ended.standing().status, ended.standing().open, acts(&ended)), ("closed", false, vec![]));
    let row = ended.summary().unwrap();
    assert_eq!(
        (row.number.as_str(), row.closed_by.as_deref(), row.checked, row.withdrawn),
        ("EC2026-00001", Some("EC2026-00002"), true, false)
    );
    assert_eq!(row.case.closed_by, Some(samples::id(81)));
    for late in [seen, closed(), Fact::Withdrawn { reason: String::new() }] {
        assert_eq!(decided(ended.clone(), &by(SECOND), &late), Err(CorrectionRefused::CaseClosed), "{late:?}");
    }
    assert_eq!(decided(open, &by(OPENER), &opened(Origin::Record)), Err(CorrectionRefused::CaseOpen));
}

// C-5.4.2, C-5.5.2: the record goes its way, and the case says whose turn it is.
#[test]
fn a_correction_of_the_record_follows_the_record() {
    let open = after(&[(by(OPENER), opened(Origin::Record))]);
    for (status, role) in [
        (RecordStatus::Reopened, Role::Calibrator),
        (RecordStatus::Submitted, Role::Checker),
        (RecordStatus::Returned, Role::Calibrator),
        (RecordStatus::Checked, Role::Signatory),
        (RecordStatus::Abandoned, Role::TechnicalManager),
    ] {
        let (event, fact) = stands(status);
        let moved = decided(open.clone(), &event, &fact).unwrap();
        assert_eq!(moved.standing().acts, BTreeSet::from([Acts::Role { role }]), "{status:?}");
        assert_eq!(decided(open.clone(), &by(OPENER), &fact), Err(CorrectionRefused::Misplaced), "the record says it, and nobody else");
    }
    let (event, fact) = stands(RecordStatus::Checked);
    let of_office = after(&[(by(OPENER), opened(Origin::Office))]);
    assert_eq!(decided(of_office, &event, &fact), Err(CorrectionRefused::Misplaced));
}

// C-5.4.2: nobody says that a certificate was issued, and what nobody loaded grants nothing.
#[test]
fn what_was_not_loaded_opens_checks_closes_and_withdraws_nothing() {
    let around = Around::default();
    let case = CorrectionCase::default();
    assert_eq!(case.decide(&around, &by(OPENER), &opened(Origin::Office)), Err(CorrectionRefused::Void));
    let case = after(&[(by(OPENER), opened(Origin::Office))]);
    for (fact, refused) in [
        (Fact::Checked { stated: Hash::of(b"seen") }, CorrectionRefused::CheckerNotAuthorised),
        (closed(), CorrectionRefused::Misplaced),
        (Fact::Withdrawn { reason: "it is right as it is".into() }, CorrectionRefused::RecordOpen),
    ] {
        assert_eq!(case.decide(&around, &by(SECOND), &fact), Err(refused), "{fact:?}");
    }
    let other = Around { issued: Some(samples::id(82)), ..around };
    assert_eq!(case.decide(&other, &by(SECOND), &closed()), Err(CorrectionRefused::Misplaced));
}

// C-5.4.2
#[test]
fn what_was_seen_is_what_is_stated() {
    let case = after(&[(by(OPENER), opened(Origin::Office))]);
    let other = Fact::Checked { stated: Hash::of(b"another") };
    assert_eq!(decided(case.clone(), &by(SECOND), &other), Err(CorrectionRefused::DraftChanged));
    let seen = Fact::Checked { stated: Hash::of(b"seen") };
    assert_eq!(decided(case, &by(OPENER), &seen), Err(CorrectionRefused::CheckerOpened));
}

#[test]
fn nobody_but_people_of_the_body_corrects() {
    let outsider = By::Outsider { channel: crate::case::Channel::Portal, party: String::new() };
    for other in [By::Clock {}, outsider, By::Event { event: Hash::ZERO }] {
        assert_eq!(decided(CorrectionCase::default(), &other, &opened(Origin::Office)), Err(CorrectionRefused::Misplaced), "{other:?}");
        let case = after(&[(by(OPENER), opened(Origin::Office))]);
        for fact in [Fact::Checked { stated: Hash::of(b"seen") }, closed(), Fact::Withdrawn { reason: String::new() }] {
            assert_eq!(decided(case.clone(), &other, &fact), Err(CorrectionRefused::Misplaced), "{other:?} {fact:?}");
        }
    }
}

fn any_fact() -> impl Strategy<Value = (By, Fact)> {
    let anybody = prop_oneof![(6u8..10).prop_map(by), Just(By::Clock {}), Just(By::Event { event: Hash::ZERO })];
    let status = prop_oneof![Just(RecordStatus::Submitted), Just(RecordStatus::Checked), Just(RecordStatus::Returned)];
    let fact = prop_oneof![
        Just(opened(Origin::Office)),
        Just(opened(Origin::Record)),
        Just(Fact::Checked { stated: Hash::of(b"seen") }),
        status.prop_map(|status| Fact::RecordStands { status }),
        Just(closed()),
        Just(Fact::Withdrawn { reason: String::new() }),
    ];
    (anybody, fact)
}

proptest! {
    // C-5.4.2: whatever is tried in whatever order.
    #[test]
    fn a_correction_ends_once_and_nothing_happens_in_it_after_that(tries in prop::collection::vec(any_fact(), 0..20)) {
        let mut case = CorrectionCase::default();
        for (by, fact) in tries {
            let before = case.clone();
            match decided(case.clone(), &by, &fact) {
                Ok(after) => {
                    prop_assert!(before.ended().is_none(), "{fact:?} after the end");
                    prop_assert!(before.correction().is_some() || matches!(fact, Fact::Opened { .. }), "{fact:?} before the beginning");
                    case = after;
                }
                Err(_) => prop_assert_eq!(&case, &before),
            }
            let standing = case.standing();
            prop_assert_eq!(standing.open, case.correction().is_some() && case.ended().is_none());
            prop_assert_eq!(standing.acts.len(), usize::from(standing.open));
        }
    }
}

#[test]
fn an_event_that_does_not_count_is_written_and_set_aside() {
    let folded = Folded::<CorrectionCase>::default();
    let (event, fact) = stands(RecordStatus::Checked);
    let decided = crate::case::judge(&folded.case, &Around::default(), event, fact).unwrap();
    assert_eq!(decided.verdict(), &Verdict::SetAside { code: "correction_case_closed".to_owned() });
}
