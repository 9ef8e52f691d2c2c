//! Rows erased together with their seals, so that no chain has a gap: what stays speaks of them.

use backend::app::verify::Fault;
use backend::demo::{id, names};
use base::id::{ConfirmationId, RecordId, kind};
use contract::api::authority::AskedView;
use contract::api::path;
use domain::access::Role;
use domain::certificate::correction::Correction;
use domain::certificate::origin::Origin;
use serde_json::json;
use support::authority::{confirm, confirm_with};
use support::tamper::Tamperer;
use support::{Client, Lab, minutes, on_both_engines};

use super::changes::{asked_at_issue, signs_with_words};
use super::insiders::{faults, named};
use crate::certificate::{Desk, change, employ};
use crate::people;
use crate::record::Site;

// C-5.4.2, C-5.4.1 a: a certificate was erased, and its number stood in the sequence alone.
on_both_engines!(a_certificate_that_was_erased_is_missed_by_its_number, Lab::new_on);
async fn a_certificate_that_was_erased_is_missed_by_its_number(lab: Lab) {
    let mut desk = Desk::new(&lab).await;
    let first = desk.issued("original").await;
    desk.record = desk.site.submitted(&lab).await;
    desk.checked_with_words().await;
    let second = desk.issued_with_words("original").await;
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    let mut tamperer = Tamperer::new(&lab).await;
    let gone = first.row.id.to_string();
    let event = format!("(SELECT id FROM certificate_events WHERE certificate_id = '{gone}')");
    let erase = [
        format!("DELETE FROM audit WHERE noun = 'certificate_events' AND object_id IN {event}"),
        format!("DELETE FROM certificate_events WHERE certificate_id = '{gone}'"),
        format!("DELETE FROM audit WHERE noun = 'certificates' AND object_id = '{gone}'"),
        format!("DELETE FROM certificates WHERE id = '{gone}'"),
    ];
    for sql in erase {
        tamperer.run(&sql).await;
    }
    named(&lab, "certificates of number_sequences EC2026-# 1 to 1", Fault::Missing).await;
    // With the sequence gone too, the other one's number was given by nobody.
    tamperer.run("DELETE FROM number_sequences").await;
    tamperer.run("DELETE FROM audit WHERE noun = 'number_sequences'").await;
    let other = &second.row;
    named(&lab, &format!("number_sequences for certificate {} {}", other.number, other.id), Fault::Missing).await;
}

/// Asks for a new password of the demo's second signatory.
async fn reset_asked(admin: &Client) -> ConfirmationId {
    let asked: AskedView = admin.post(&path::with(path::PERSON_RESET, id::<kind::Person>(names::SECOND_SIGNATORY)), &()).await;
    asked.request.expect("a request")
}

// C-4.3.2: a declined reset waited again.
on_both_engines!(a_request_that_was_declined_and_waits_again_is_named, Lab::demo_on);
async fn a_request_that_was_declined_and_waits_again_is_named(lab: Lab) {
    let (admin, technical) = (lab.person(names::ADMINISTRATOR).await, lab.person(names::TECHNICAL_MANAGER).await);
    let request = reset_asked(&admin).await;
    technical.post::<()>(&path::with(path::CONFIRMATION_DECLINE, request), &json!({"reason": "she did not ask"})).await;
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    let mut tamperer = Tamperer::new(&lab).await;
    tamperer.run(&format!("DELETE FROM audit WHERE noun = 'confirmation_ends' AND object_id = '{request}'")).await;
    tamperer.run(&format!("DELETE FROM confirmation_ends WHERE confirmation_id = '{request}'")).await;
    named(&lab, &format!("row of audit confirmations {request}"), Fault::Missing).await;
}

/// Each outcome of a request once, and each thing that happens to a certificate.
async fn every_act(lab: &Lab, desk: &Desk) {
    let admin = lab.person("admin").await;
    let reset = path::with(path::PERSON_RESET, people::enter(lab, "li.wei", &[Role::Calibrator], false).await);
    assert!(admin.post::<AskedView>(&reset, &()).await.done, "the first administrator acts alone");
    employ(lab, "fang", &[Role::TechnicalManager], None).await;
    let fang = lab.person("fang").await;
    let mut asked = Vec::new();
    for (who, route) in [(&fang, ""), (&fang, path::CONFIRMATION_DECLINE), (&admin, path::CONFIRMATION_WITHDRAW)] {
        lab.advance(minutes(1));
        let request = admin.post::<AskedView>(&reset, &()).await.request.expect("a request");
        if route.is_empty() {
            confirm(who, request).await.success::<AskedView>();
        } else {
            who.post::<()>(&path::with(route, request), &json!({"reason": "she did not ask"})).await;
        }
        asked.push(request);
    }
    let original = desk.issued("original").await;
    let case: Correction = desk.open(&original, Origin::Office).await.success();
    desk.wu.post::<()>(&path::with(path::CORRECTION_WITHDRAW, case.id), &json!({})).await;
    lab.advance(minutes(1));
    let _: Correction = desk.open(&original, Origin::Office).await.success();
    change(&desk.wu, desk.site.world.customer, json!({"contacts": [{"name": "Pan", "telephone": "123"}]})).await;
    desk.case_checked().await;
    let supplement = desk.issued("supplement").await;
    let _: Correction = desk.open(&supplement, Origin::Office).await.success();
    change(&desk.wu, desk.site.world.item, json!({"serial_number": "7742"})).await;
    desk.case_checked().await;
    desk.issued("replacement").await;
    desk.wu.post::<()>(&path::with(path::CERTIFICATE_RECALL, original.row.id), &json!({"note": "came back, torn"})).await;
}

// C-5.4.2, C-4.3.2: whatever row an act has left, its audit entry misses it once it is gone with every seal that it had.
on_both_engines!(each_row_of_an_act_is_missed_once_it_is_gone, Lab::new_on);
async fn each_row_of_an_act_is_missed_once_it_is_gone(lab: Lab) {
    let desk = Desk::new(&lab).await;
    every_act(&lab, &desk).await;
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    let mut tamperer = Tamperer::new(&lab).await;
    let mut gone = 0;
    for (table, key, least) in [
        ("certificate_events", "id", 7),
        ("case_facts", "fact_id", 8),
        ("confirmation_ends", "confirmation_id", 4),
        ("confirmations", "id", 4),
        ("certificates", "id", 3),
    ] {
        let count: usize = tamperer.text(&format!("SELECT CAST(COUNT(*) AS TEXT) FROM {table}")).await.parse().expect("a number");
        assert!(count >= least, "{table}: {count}");
        for _ in 0..count {
            let row = tamperer.text(&format!("SELECT MIN({key}) FROM {table}")).await;
            tamperer.run(&format!("DELETE FROM audit WHERE noun = '{table}' AND object_id = '{row}' AND action = 'sealed'")).await;
            tamperer.run(&format!("DELETE FROM {table} WHERE {key} = '{row}'")).await;
            gone += 1;
            let missed = faults(&lab).await.iter().filter(|fault| fault.starts_with("row of audit ")).count();
            assert_eq!(missed, gone, "{table} {row}");
        }
    }
}

// C-4.3.2: a reset in the name of two who may not decide it.
on_both_engines!(a_reset_that_was_decided_by_two_who_could_not_is_named, Lab::demo_on);
async fn a_reset_that_was_decided_by_two_who_could_not_is_named(lab: Lab) {
    let (admin, technical) = (lab.person(names::ADMINISTRATOR).await, lab.person(names::TECHNICAL_MANAGER).await);
    let request = reset_asked(&admin).await;
    confirm_with(&technical, request, names::PASSWORD).await.success::<AskedView>();
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    let (checker, calibrator) = (id::<kind::Person>(names::CHECKER), id::<kind::Person>(names::SECOND_CALIBRATOR));
    let mut tamperer = Tamperer::new(&lab).await;
    tamperer.run(&format!("UPDATE confirmations SET asked_by = '{checker}' WHERE id = '{request}'")).await;
    tamperer.run(&format!("UPDATE confirmation_ends SET by_person = '{calibrator}' WHERE confirmation_id = '{request}'")).await;
    for (place, fault) in
        [("confirmations", Fault::NotAudited), ("confirmation_ends", Fault::NotAudited), ("confirmation_ends", Fault::NotConfirmed)]
    {
        named(&lab, &format!("{place} {request}"), fault).await;
    }
}

// C-4.3.2: what holds a person's second tablet back was made to hold somebody else's.
on_both_engines!(a_hold_that_was_moved_to_another_person_is_named, Lab::new_on);
async fn a_hold_that_was_moved_to_another_person_is_named(lab: Lab) {
    let site = Site::new(&lab).await;
    site.second_tablet(&lab).await;
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    let mut tamperer = Tamperer::new(&lab).await;
    tamperer.run(&format!("UPDATE signing_holds SET person_id = '{}'", site.world.chen)).await;
    named(&lab, "signing_holds ", Fault::Differs).await;
}

/// A record whose checker answered for a conflict of interest.
pub(super) async fn answered_by_checker(lab: &Lab) -> (Site, RecordId) {
    let mut site = Desk::site(lab).await;
    let record = site.submitted(lab).await;
    let conflicts = json!({"conflicts": [{"customer": site.world.customer, "reason": "my brother's"}]});
    change(&lab.person("admin").await, site.world.lin, conflicts).await;
    signs_with_words(&lab.person("chen").await, record, &["conflict_declared_since"], "C-4.1.2.1").await;
    assert_eq!(faults(lab).await, Vec::<String>::new());
    (site, record)
}

// C-4.1.2.1: an answer of the checker, whose act the audit trail knows.
on_both_engines!(an_answer_of_the_checker_in_somebody_elses_name_is_named, Lab::new_on);
async fn an_answer_of_the_checker_in_somebody_elses_name_is_named(lab: Lab) {
    let (site, _) = answered_by_checker(&lab).await;
    let mut tamperer = Tamperer::new(&lab).await;
    let answer = tamperer.text("SELECT id FROM answers").await;
    tamperer.run(&format!("UPDATE answers SET by_person = '{}'", site.world.qian)).await;
    named(&lab, &format!("answers {answer}"), Fault::Differs).await;
}

// C-4.3.2: what a confirmed request released was taken out of the tables, so that the hold stands again.
on_both_engines!(a_release_that_is_gone_is_named_by_its_request, Lab::new_on);
async fn a_release_that_is_gone_is_named_by_its_request(lab: Lab) {
    let desk = Desk::new(&lab).await;
    employ(&lab, "fang", &[Role::TechnicalManager], None).await;
    let (admin, fang, qian) = (lab.person("admin").await, lab.person("fang").await, desk.site.world.qian);
    let reset: AskedView = admin.post(&path::with(path::PERSON_RESET, qian), &()).await;
    confirm(&fang, reset.request.expect("a request")).await.success::<AskedView>();
    let asked: AskedView = desk.wu.post(&path::with(path::PERSON_SIGNING, qian), &()).await;
    confirm(&fang, asked.request.expect("a request")).await.success::<AskedView>();
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    let mut tamperer = Tamperer::new(&lab).await;
    let hold = tamperer.text("SELECT hold_id FROM signing_releases").await;
    tamperer.run("DELETE FROM audit WHERE noun = 'signing_releases'").await;
    tamperer.run("DELETE FROM signing_releases").await;
    named(&lab, &format!("signing_releases {hold}"), Fault::Missing).await;
}

// C-4.1.2.1: what the signatory answered was put into somebody else's mouth, or given with no act at all.
on_both_engines!(an_answer_that_nobody_gave_with_that_act_is_named, Lab::new_on);
async fn an_answer_that_nobody_gave_with_that_act_is_named(lab: Lab) {
    let desk = Desk::new(&lab).await;
    let conflicts = json!({"conflicts": [{"customer": desk.site.world.customer, "reason": "my brother's"}]});
    change(&lab.person("admin").await, desk.site.world.chen, conflicts).await;
    asked_at_issue(&desk, "checker_conflict_since").await;
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    let mut tamperer = Tamperer::new(&lab).await;
    let answer = tamperer.text("SELECT id FROM answers").await;
    let others = [
        ("by_person", desk.site.world.chen.to_string()),
        ("act_id", lab.app.new_id::<kind::Correction>().to_string()),
        ("record_id", lab.app.new_id::<kind::Record>().to_string()),
    ];
    for (column, other) in others {
        let before = tamperer.text(&format!("SELECT {column} FROM answers")).await;
        tamperer.run(&format!("UPDATE answers SET {column} = '{other}'")).await;
        named(&lab, &format!("answers {answer}"), Fault::Differs).await;
        tamperer.run(&format!("UPDATE answers SET {column} = '{before}'")).await;
    }
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    // The checker's as well.
    tamperer.run("UPDATE answers SET act = 'check'").await;
    named(&lab, &format!("answers {answer}"), Fault::Differs).await;
}
