//! Rows erased together with their seals, so that no chain has a gap: what stays speaks of them.

use backend::app::verify::Fault;
use backend::demo::{id, names};
use serde_json::json;
use shared::api::authority::AskedView;
use shared::api::path;
use shared::authority::Confirmation;
use shared::certificate::correction::{Correction, Origin};
use shared::id::Id;
use shared::library::person::Person;
use support::authority::confirm_with;
use support::tamper::Tamperer;
use support::{Client, Lab, on_both_engines};

use super::changes::asked_at_issue;
use super::insiders::{faults, named};
use crate::certificate::{Desk, change};
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

// C-5.4.2: the second person's check and the end of a case were erased; the audit trail and the certificate speak of them.
on_both_engines!(a_check_or_an_end_of_a_case_that_was_erased_is_named, Lab::new_on);
async fn a_check_or_an_end_of_a_case_that_was_erased_is_named(lab: Lab) {
    let desk = Desk::new(&lab).await;
    let original = desk.issued("original").await;
    let case: Correction = desk.open(&original, Origin::Office).await.success();
    change(&desk.wu, desk.site.world.item, json!({"serial_number": "7742"})).await;
    desk.case_checked().await;
    desk.issued("replacement").await;
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    let mut tamperer = Tamperer::new(&lab).await;
    let case = case.id;
    tamperer.run(&format!("UPDATE corrections SET by_person = '{}' WHERE id = '{case}'", lab.app.new_id::<Person>())).await;
    named(&lab, &format!("corrections {case}"), Fault::NotAudited).await;
    tamperer.run("DELETE FROM audit WHERE noun = 'correction_checks'").await;
    tamperer.run("DELETE FROM correction_checks").await;
    named(&lab, &format!("row of audit corrections {case}"), Fault::Missing).await;
    tamperer.run("DELETE FROM audit WHERE noun = 'correction_events'").await;
    tamperer.run("DELETE FROM correction_events").await;
    named(&lab, &format!("correction_events {case}"), Fault::Missing).await;
}

/// Asks for a new password of the demo's second signatory.
async fn reset_asked(admin: &Client) -> Id<Confirmation> {
    let asked: AskedView = admin.post(&path::with(path::PERSON_RESET, id::<Person>(names::SECOND_SIGNATORY)), &()).await;
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

// C-4.3.2: a reset in the name of two who may not decide it.
on_both_engines!(a_reset_that_was_decided_by_two_who_could_not_is_named, Lab::demo_on);
async fn a_reset_that_was_decided_by_two_who_could_not_is_named(lab: Lab) {
    let (admin, technical) = (lab.person(names::ADMINISTRATOR).await, lab.person(names::TECHNICAL_MANAGER).await);
    let request = reset_asked(&admin).await;
    confirm_with(&technical, request, names::PASSWORD).await.success::<AskedView>();
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    let (checker, calibrator) = (id::<Person>(names::CHECKER), id::<Person>(names::SECOND_CALIBRATOR));
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
    for (column, other) in [("by_person", desk.site.world.chen.to_string()), ("act_id", lab.app.new_id::<Correction>().to_string())] {
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
