use base::id::Id;
use proptest::prelude::*;

use super::*;
use crate::certificate::tests::samples::{self, CALIBRATOR, CHECKER};

#[test]
fn a_case_is_opened_for_a_certificate_in_force_with_a_reason_once() {
    // C-5.4.2
    let good = Standing { void: false, supplemented: false, case_open: false };
    assert_eq!(open("Serial number wrong", good), Ok(()));
    for nothing in [" ", ".", "—", "ok", "\u{200b}"] {
        assert_eq!(open(nothing, good), Err(CorrectionRefused::ReasonMissing), "{nothing}");
    }
    assert_eq!(open("Serial number wrong", Standing { void: true, ..good }), Err(CorrectionRefused::Void));
    assert_eq!(open("Serial number wrong", Standing { supplemented: true, ..good }), Err(CorrectionRefused::Supplemented));
    assert_eq!(open("Serial number wrong", Standing { case_open: true, ..good }), Err(CorrectionRefused::CaseOpen));
    let by = |had_part, reason| Withdrawing { reason, had_part };
    assert_eq!(withdraw(true, Under::Same, by(false, "")), Err(CorrectionRefused::CaseClosed));
    // A certificate is not left over a record that is open, or that says something else.
    let left = [Under::Untouched, Under::Open, Under::Same, Under::Differs].map(|under| withdraw(false, under, by(true, "")));
    assert_eq!(left, [Ok(()), Err(CorrectionRefused::RecordOpen), Ok(()), Err(CorrectionRefused::RecordDiffers)]);
}

// C-5.4.2
#[test]
fn a_case_is_left_over_facts_that_differ_by_a_second_person_who_says_why() {
    for (had_part, reason, expected) in [
        (true, "", Err(CorrectionRefused::FactsDiffer)),
        (true, "opened by mistake", Err(CorrectionRefused::FactsDiffer)),
        (false, "", Err(CorrectionRefused::WithdrawalUnexplained)),
        (false, " . ", Err(CorrectionRefused::WithdrawalUnexplained)),
        (false, "the customer moved after the issue", Ok(())),
    ] {
        assert_eq!(withdraw(false, Under::FactsDiffer, Withdrawing { reason, had_part }), expected, "{had_part} {reason:?}");
    }
}

#[test]
fn the_return_of_a_paper_original_is_noted_once_and_only_where_it_was_asked_back() {
    // C-5.4.2.2
    assert_eq!(recall("original", true, false), Ok(()));
    assert_eq!(recall(" ", true, false), Err(CorrectionRefused::NoteMissing));
    assert_eq!(recall(".", true, false), Err(CorrectionRefused::NoteMissing));
    assert_eq!(recall("original", false, false), Err(CorrectionRefused::NotAskedBack));
    assert_eq!(recall("original", true, true), Err(CorrectionRefused::CameBack));
}

// C-5.4.2.1, C-5.4.2.2
#[test]
fn a_supplement_leaves_what_it_follows_in_force_and_a_replacement_makes_all_that_stood_void() {
    use Became::{Supplemented, Void};
    let (id, number) = (Id::from_uuid(uuid::Uuid::nil()), String::new());
    let supplement = || Kind::Supplement { to: id, number: number.clone() };
    let replacement = || Kind::Replacement { of: id, number: number.clone(), also: Vec::new() };
    assert_eq!(became(&[Kind::Original]), []);
    assert_eq!(became(&[Kind::Original, supplement(), supplement()]), [(0, Supplemented, 1), (1, Supplemented, 2)]);
    assert_eq!(became(&[Kind::Original, replacement(), replacement()]), [(0, Void, 1), (1, Void, 2)]);
    let mixed = [Kind::Original, supplement(), replacement(), supplement()];
    assert_eq!(became(&mixed), [(0, Supplemented, 1), (0, Void, 2), (1, Void, 2), (2, Supplemented, 3)]);
}

/// A checker by profession, who has had no part in it.
fn checker() -> Person {
    let mut person = samples::person("孙", 7);
    person.authorisations[0].activity = Activity::Check;
    person
}

fn case(origin: Origin) -> Correction {
    let (id, certificate, record) = (samples::id(90), samples::id(80), samples::record().id);
    Correction { id, certificate, record, reason: "x".into(), origin, by: samples::id(8), at: Instant(0), closed_by: None }
}

#[test]
fn a_correction_of_office_facts_is_checked_by_a_second_person_who_had_no_part_in_it() {
    // C-5.4.2, C-4.3.1
    let record = samples::record();
    let seen = Hash::of(b"seen");
    let ask = |who: u8, person: &Person, origin: Origin, checks: &[CaseCheck]| {
        let changed_by = BTreeSet::from([samples::id(9)]);
        check(Checking {
            who: samples::id(who),
            person,
            case: &case(origin),
            record: &record,
            service: samples::service(),
            today: samples::TODAY,
            changed_by: &changed_by,
            checks,
            stated: seen,
            unmet: &[],
        })
    };
    let good = checker();
    assert_eq!(ask(7, &good, Origin::Office, &[]), Ok(()));
    assert_eq!(ask(CHECKER, &good, Origin::Office, &[]), Ok(()), "who checked the record knows it");
    assert_eq!(ask(8, &good, Origin::Office, &[]), Err(CorrectionRefused::CheckerOpened));
    assert_eq!(ask(9, &good, Origin::Office, &[]), Err(CorrectionRefused::CheckerChanged));
    assert_eq!(ask(CALIBRATOR, &good, Origin::Office, &[]), Err(CorrectionRefused::CheckerCalibrated));
    assert_eq!(ask(7, &good, Origin::Record, &[]), Err(CorrectionRefused::CheckedInRecord));
    type Spoil = fn(&mut Person);
    let spoiled: [Spoil; 4] = [
        |p| p.active = false,
        |p| p.authorisations[0].activity = Activity::Sign,
        |p| p.authorisations[0].service = samples::id(99),
        |p| p.authorisations[0].validity.until = Some(Date::constant(2026, 11, 21)),
    ];
    for spoil in spoiled {
        let mut person = checker();
        spoil(&mut person);
        assert_eq!(ask(7, &person, Origin::Office, &[]), Err(CorrectionRefused::CheckerNotAuthorised));
    }
    let done = |stated| [CaseCheck { by: samples::id(CHECKER), at: Instant(0), stated }];
    assert_eq!(ask(7, &good, Origin::Office, &done(seen)), Err(CorrectionRefused::AlreadyChecked));
    assert_eq!(ask(7, &good, Origin::Office, &done(Hash::ZERO)), Ok(()), "changed since it was checked");
}

proptest! {
    // C-5.4.2: identities are made by the clock; what follows what is not.
    #[test]
    fn certificates_stand_in_the_order_in_which_they_follow_one_another(names in prop::collection::btree_set("[a-z]{3}", 0..8).prop_map(|names| names.into_iter().collect::<Vec<_>>()).prop_shuffle(), shuffle in any::<u64>()) {
        let follows = |n: usize| n.checked_sub(1).map(|before| names[before].clone());
        let mut rows: Vec<(String, Option<String>)> = names.iter().cloned().enumerate().map(|(n, name)| (name, follows(n))).collect();
        let turn = usize::try_from(shuffle % 7).unwrap() % rows.len().max(1);
        rows.rotate_left(turn);
        let ordered = in_order(rows, |row| row.0.clone(), |row| row.1.clone());
        prop_assert_eq!(ordered.into_iter().map(|row| row.0).collect::<Vec<_>>(), names);
    }
}
