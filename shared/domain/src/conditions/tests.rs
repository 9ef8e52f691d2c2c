//! The table as a whole; its lines are tested where records are checked and certificates issued.

use crate::record::Record;
use base::finding::Finding;
use base::time::Instant;
use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::certificate::tests::samples::{self, CALIBRATOR, CHECKER, SIGNATORY};
use crate::library::person::Person;
use crate::record::facts::Facts;
use crate::record::office::Office;
use crate::register::versions::Versions;
use base::finding::Refusal;

#[test]
fn each_condition_is_named_once_and_weighs_something() {
    let names: BTreeSet<_> = TABLE.iter().map(|condition| condition.name).collect();
    let codes: BTreeSet<_> = TABLE.iter().map(|condition| condition.code).collect();
    assert_eq!((names.len(), codes.len()), (TABLE.len(), TABLE.len()));
    assert!(TABLE.iter().all(|condition| !condition.weighs.is_empty()));
}

// Whatever is asked at the check is asked again at the issue, and whatever refuses a check refuses the issue too.
#[test]
fn what_refuses_the_check_of_the_work_refuses_the_issue() {
    for condition in TABLE.iter().filter(|condition| !is_of_signer(condition.name)) {
        let [check, issue] = [Act::Check, Act::Issue].map(|act| condition.weight(act));
        assert!(issue >= check, "{}: {check:?} {issue:?}", condition.name);
    }
}

// C-5.2.2: what comes with a visit is asked at the check, and again at the issue if it is new by then.
#[test]
fn what_surrounds_a_visit_is_asked_at_the_check_and_at_the_issue() {
    for code in [
        "reading_before_briefing",
        "reading_before_environment",
        "environment_not_observed",
        "environment_end_early",
        "departure_check_missing",
        "reading_off_visit_day",
        "visit_that_day",
        "site_without_visit",
        "task_visit_differs",
    ] {
        let condition = TABLE.iter().find(|condition| condition.code == code).expect(code);
        assert_eq!([Act::Check, Act::Issue].map(|act| condition.weight(act)), [Some(Weight::Asks), Some(Weight::Asks)], "{code}");
    }
}

fn basis<'b>(record: &'b Record, facts: &'b Facts, office: &'b Office) -> Basis<'b> {
    let (who, today) = (samples::id(SIGNATORY), samples::TODAY);
    Basis { act: Act::Issue, record, facts, visit: None, office: Some(office), who, at: Instant(i64::MAX), today }
}

/// A checker who has left.
fn gone() -> Facts {
    let mut checker = samples::person("李", CHECKER);
    checker.authorisations[0].activity = crate::library::person::Activity::Check;
    checker.active = false;
    let method = samples::record().opened.edition.method;
    Facts {
        people: BTreeMap::from([(samples::id(CHECKER), Versions::always(checker))]),
        services: BTreeMap::from([(method, samples::service())]),
        ..Facts::default()
    }
}

fn asked(basis: &Basis<'_>) -> Vec<Unmet> {
    unmet(basis).into_iter().filter(|unmet| unmet.weight == Weight::Asks).collect()
}

#[test]
fn a_finding_that_asks_stops_until_it_is_answered_in_words_and_is_asked_once() {
    let (mut record, facts, mut office) = (samples::record(), gone(), Office::default());
    // A point at which nothing was read would be another question.
    record.cells.retain(|path, _| !path.starts_with("as_found/points/p2"));
    let question = asked(&basis(&record, &facts, &office)).remove(0);
    assert_eq!(question.code, "checker_gone_since");
    let Finding { code, path, params, .. } = question.finding();
    let answer = |text: &str| Answer { code: code.to_string(), path: path.clone(), params: params.clone(), text: text.to_owned() };
    let open = settled(&basis(&record, &facts, &office), &[]).unwrap_err();
    assert_eq!((open.code(), open.open.len(), open.clause()), ("conditions_unanswered", 1, Some("C-4.3.1")));
    for no_answer in
        [answer(" "), answer("."), answer("ok"), answer(&"x".repeat(5_000)), Answer { path: "elsewhere".to_owned(), ..answer("seen") }]
    {
        assert!(settled(&basis(&record, &facts, &office), &[no_answer]).is_err());
    }
    let refused = |text: &str| {
        let why = settled(&basis(&record, &facts, &office), &[answer(text)]).unwrap_err();
        (why.code(), why.params()["open"].clone(), why.params()["wordless"].clone())
    };
    for (text, code, wordless) in [
        ("", "conditions_unanswered", "0"),
        ("\u{200b}", "conditions_unanswered", "0"),
        (".", "answer_without_words", "1"),
        ("ok", "answer_without_words", "1"),
        ("好", "answer_without_words", "1"),
    ] {
        assert_eq!(refused(text), (code, "1".to_owned(), wordless.to_owned()), "{text:?}");
    }
    let kept = settled(&basis(&record, &facts, &office), &[answer("he retired; I know his work"), answer("twice")]).unwrap();
    assert_eq!(kept.iter().map(|answer| answer.text.as_str()).collect::<Vec<_>>(), ["he retired; I know his work"]);
    let by = samples::id(SIGNATORY);
    office.answers = kept.into_iter().map(|answer| Answered { answer, act: Act::Issue, by, at: Instant(1) }).collect();
    assert_eq!(settled(&basis(&record, &facts, &office), &[]), Ok(Vec::new()), "answered with an act that stands");
    let shown = view(&basis(&record, &facts, &office));
    let line = shown.iter().find(|line| line.name == "checkers_here").unwrap();
    assert!(line.found[0].answered.is_some() && line.when == When::Now);
}

// C-5.1.2
#[test]
fn a_service_that_was_not_offered_from_the_work_until_now_is_asked_about() {
    let record = samples::record();
    let (began, always) = (record.opened_at.plus_millis(record.opened_offset).0, i64::MIN);
    let service = |(at, offered): &(i64, bool)| {
        let name = serde_json::json!({"zh": "", "en": ""});
        (Instant(*at), samples::parse(serde_json::json!({"code": "L-01", "name": name, "offered": offered})))
    };
    for (versions, since) in [
        (&[(always, true)][..], None),
        (&[(always, false), (began - 1, true)], None),
        (&[(always, true), (began + 1, false)], Some(began + 1)),
        (&[(always, true), (began + 1, false), (began + 2, true)], Some(began + 1)),
        (&[(always, true), (began - 1, false), (began + 1, true)], Some(began - 1)),
        (&[(began + 5, true)], None),
    ] {
        let mut facts = Facts::default();
        facts.services.insert(record.opened.edition.method, samples::service());
        facts.offers.insert(samples::service(), Versions::of(versions.iter().map(service).collect()).unwrap());
        let found = asked(&basis(&record, &facts, &Office::default())).into_iter().find(|unmet| unmet.code == "service_withdrawn_since");
        assert_eq!(found.map(|unmet| unmet.spot.params["since"].clone()), since.map(|at| at.to_string()), "{versions:?}");
    }
}

/// What is found of the three who answer for a certificate, by their names and mailboxes: calibrator, checker, signatory.
fn of_three(act: Act, who: u8, three: [(&str, &str); 3]) -> Vec<(&'static str, String)> {
    use crate::library::person::Activity;
    let mut facts = Facts::default();
    let record = samples::record();
    facts.services.insert(record.opened.edition.method, samples::service());
    let doing = [(CALIBRATOR, Activity::Calibrate), (CHECKER, Activity::Check), (SIGNATORY, Activity::Sign)];
    for ((name, email), (id, activity)) in three.into_iter().zip(doing) {
        let mut person = Person { email: email.to_owned(), ..samples::person(name, id) };
        person.authorisations[0].activity = activity;
        facts.people.insert(samples::id(id), Versions::always(person));
    }
    let office = Office::default();
    let basis = Basis { act, who: samples::id(who), ..basis(&record, &facts, &office) };
    let about = ["signer_one_person", "checker_one_person", "signers_of_one_name"];
    let found = unmet(&basis).into_iter().filter(|unmet| about.contains(&unmet.code));
    found.map(|unmet| (unmet.code, format!("{} {}", unmet.spot.params["person"], unmet.spot.params["other"]))).collect()
}

// C-4.3.1, C-5.4.1 e: two accounts of one person are one person, as they are where requests are confirmed.
#[test]
fn one_person_with_several_accounts_neither_checks_nor_signs_beside_themselves() {
    let [calibrator, checker, signatory] = [CALIBRATOR, CHECKER, SIGNATORY].map(|n| format!("p{n}"));
    let pair = |second: &str, first: &str| format!("{second} {first}");
    let (wang, li, zhang) = (("王伟", ""), ("李", ""), ("张", "z@body.example"));
    assert_eq!(of_three(Act::Check, CHECKER, [wang, li, zhang]), []);
    assert_eq!(of_three(Act::Issue, SIGNATORY, [wang, li, zhang]), []);
    let of_checker = pair(&checker, &calibrator);
    for alias in ["王伟", " 王 伟", "王伟\u{200b}"] {
        let three = [wang, (alias, ""), zhang];
        assert_eq!(of_three(Act::Check, CHECKER, three), [("signer_one_person", of_checker.clone())], "{alias}");
        assert_eq!(of_three(Act::CheckCorrection, CHECKER, three), [("signer_one_person", of_checker.clone())], "{alias}");
        assert_eq!(of_three(Act::Issue, SIGNATORY, three), [("checker_one_person", of_checker.clone())], "checked before it was asked");
    }
    for (three, first) in [([wang, li, ("王伟", "")], &calibrator), ([li, wang, ("王伟", "w@body.example")], &checker)] {
        assert_eq!(of_three(Act::Issue, SIGNATORY, three), [("signer_one_person", pair(&signatory, first))]);
    }
    let one_mailbox = [("王伟", "w@body.example"), ("李", " W@body.example"), zhang];
    assert_eq!(of_three(Act::Check, CHECKER, one_mailbox), [("signer_one_person", of_checker.clone())]);
    // Two mailboxes: two people of one name, or one with two. That is asked, and what the checker answered is not asked again.
    let namesakes = [("王伟", "w@body.example"), ("王伟", "w2@body.example"), zhang];
    for (act, who) in [(Act::Check, CHECKER), (Act::Issue, SIGNATORY)] {
        assert_eq!(of_three(act, who, namesakes), [("signers_of_one_name", of_checker.clone())]);
    }
    // A calibrator who reads the record is no second signature of it.
    assert_eq!(of_three(Act::Check, SIGNATORY, [wang, li, ("王伟", "")]), []);
}
