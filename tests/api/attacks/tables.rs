//! Who can write the tables and leaves no gap: what people's own signatures, documents and requests say still contradicts it.

use backend::app::Error;
use backend::app::attachments::sweep::sweep;
use backend::app::register::{Change, write};
use backend::app::verify::Fault;
use backend::store::{Tx, authority as requests, ledger, record as store, register};
use base::id::{ConfirmationId, PersonId, RecordId};
use base::time::Instant;
use contract::api::authority::AskedView;
use contract::api::path;
use domain::access::Role;
use domain::authority::{Authority, Confirmation, Content, Outcome};
use domain::certificate::correction::Correction;
use domain::certificate::origin::Origin;
use domain::event::ledger::{LedgerEntry, Verdict};
use domain::event::{Hash, Stream};
use domain::library::person::Person;
use domain::stream::judge::StreamState;
use serde_json::json;
use support::authority::{give, noted};
use support::forged;
use support::tablet::submission;
use support::tamper::Tamperer;
use support::{Lab, Tablet, days, minutes, on_both_engines};

use super::files::PICTURE;
use super::insiders::{device_of, faults, inside, named};
use crate::certificate::{Desk, change};
use crate::people;
use crate::record::{READING, Site, set_aside, view};

/// Somebody changes entries of a record and recomputes all that needs no key: ledger, audit trail and the lists made of it.
async fn rewritten(lab: &Lab, record: RecordId, change: impl Fn(&mut LedgerEntry)) {
    let stream = Stream::record(record);
    let mut entries = inside(lab, move |tx| Box::pin(async move { ledger::stream(tx, stream).await })).await;
    let mut tamperer = Tamperer::new(lab).await;
    let mut prev = Hash::ZERO;
    for entry in &mut entries {
        entry.prev = prev;
        change(entry);
        prev = entry.hash();
        let verdict = match &entry.verdict {
            Verdict::Effective => "",
            Verdict::SetAside { code } => code,
        };
        let set = format!(
            "prev = '{}', verdict = '{verdict}', received_at = {}, clock_offset = {}",
            entry.prev, entry.received_at.0, entry.clock_offset
        );
        tamperer.run(&format!("UPDATE ledger SET {set} WHERE stream_id = '{record}' AND seq = {}", entry.seq)).await;
    }
    inside(lab, move |tx| {
        let entries = entries.clone();
        Box::pin(async move { vouched(tx, record, &entries).await })
    })
    .await;
}

/// The audit entry of the last one, and the record as these entries make it.
async fn vouched(tx: &mut Tx, record: RecordId, entries: &[LedgerEntry]) -> sqlx::Result<()> {
    let last = entries.last().expect("entries");
    let state = StreamState::of(entries);
    store::put(tx, &state.record.expect("the record"), state.next_seq, last.received_at).await?;
    let (object, action, noun, detail) = (record.to_string(), "received", "records", json!({}));
    let (at, revision, object_hash) = (last.received_at, last.seq, last.hash());
    forged::append(tx, forged::Entry { at, actor: None, action, noun, object: &object, revision, object_hash, detail }).await
}

// C-5.5.3: the day of an observation, moved together with its receipt to a moment at which no exchange came.
on_both_engines!(a_day_that_was_moved_with_its_receipt_is_named, Lab::new_on);
async fn a_day_that_was_moved_with_its_receipt_is_named(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let record = site.submitted(&lab).await;
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    let last = site.tablet.record(record).expect("the record").submissions[0].event;
    Tamperer::new(&lab).await.run(&format!("UPDATE events SET received_at = received_at + 1 WHERE id = '{last}'")).await;
    rewritten(&lab, record, |entry| {
        if entry.event == last {
            (entry.received_at, entry.clock_offset) = (entry.received_at.plus_millis(1), -days(20));
        }
    })
    .await;
    named(&lab, &format!("device {} event", device_of(&site)), Fault::NotSigned).await;
}

// C-5.5.3: the signature of the exchange is gone with its seal, and a later one still covers the texts.
on_both_engines!(a_signature_that_is_gone_is_named_though_a_later_one_covers_its_texts, Lab::new_on);
async fn a_signature_that_is_gone_is_named_though_a_later_one_covers_its_texts(lab: Lab) {
    let mut site = Site::new(&lab).await;
    site.arrive(&lab, true);
    let record = site.open(&lab);
    site.send(&lab).await;
    lab.advance(minutes(5));
    site.fill_and_sign(&lab, record);
    site.send(&lab).await;
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    let device = device_of(&site);
    let mut tamperer = Tamperer::new(&lab).await;
    let first = format!("SELECT head FROM exchange_signatures WHERE device_id = '{device}' ORDER BY received_at LIMIT 1");
    let head = tamperer.text(&first).await;
    tamperer.run(&format!("DELETE FROM audit WHERE noun = 'exchange_signatures' AND object_id LIKE '{device}/{head}/%'")).await;
    tamperer.run(&format!("DELETE FROM exchange_signatures WHERE head = '{head}'")).await;
    named(&lab, &format!("device {device} event 0"), Fault::NotSigned).await;
}

// C-5.5.2: a reading that the calibrator signed is struck out by its verdict.
on_both_engines!(an_entry_that_was_struck_out_of_a_signed_record_is_named, Lab::new_on);
async fn an_entry_that_was_struck_out_of_a_signed_record_is_named(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let record = site.submitted(&lab).await;
    let seen = site.tablet.record(record).expect("the record");
    let (reading, signed) = (seen.cells[READING].entries[0].event, seen.submissions[0].event);
    rewritten(&lab, record, |entry| {
        if entry.event == reading {
            entry.verdict = Verdict::SetAside { code: "not_open".to_owned() };
        }
    })
    .await;
    named(&lab, &format!("record {record} signature {signed}"), Fault::VerdictDiffers).await;
}

// C-4.3.2: a signature on a new device that nobody had confirmed is made to count.
on_both_engines!(a_signature_that_was_held_back_and_counts_is_named, Lab::new_on);
async fn a_signature_that_was_held_back_and_counts_is_named(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let record = site.recorded(&lab).await;
    let mut second = site.second_tablet(&lab).await;
    lab.advance(minutes(1));
    let shown = second.record(record).expect("the record");
    let signed = second.make(Stream::record(record), lab.now(), submission(&shown)).expect("a signature");
    second.exchange(&site.lin, lab.now()).await;
    assert_eq!(set_aside(&view(&lab.person("chen").await, record).await, signed).as_deref(), Some("signing_held"));
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    rewritten(&lab, record, |entry| {
        if entry.event == signed {
            entry.verdict = Verdict::Effective;
        }
    })
    .await;
    named(&lab, &format!("record {record} signature {signed}"), Fault::VerdictDiffers).await;
}

// C-5.4.2.2: what made a certificate void is removed, each row with its whole chain of seals.
on_both_engines!(a_void_certificate_that_was_made_valid_again_is_named, Lab::new_on);
async fn a_void_certificate_that_was_made_valid_again_is_named(lab: Lab) {
    let desk = Desk::new(&lab).await;
    let original = desk.issued("original").await;
    let _: Correction = desk.open(&original, Origin::Office).await.success();
    change(&desk.wu, desk.site.world.item, json!({"serial_number": "7742"})).await;
    desk.case_checked().await;
    desk.issued("replacement").await;
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    let (id, number) = (original.row.id, original.row.number);
    let mut tamperer = Tamperer::new(&lab).await;
    let of = format!("certificate_id = '{id}' AND kind IN ('void', 'recall_asked')");
    for statement in [
        format!("DELETE FROM audit WHERE noun = 'certificate_events' AND object_id IN (SELECT id FROM certificate_events WHERE {of})"),
        format!("DELETE FROM certificate_events WHERE {of}"),
        format!("DELETE FROM audit WHERE noun = 'certificates' AND object_id = '{id}' AND action IN ('void', 'recall_asked')"),
    ] {
        tamperer.run(&statement).await;
    }
    named(&lab, &format!("certificate {number} {id} void"), Fault::Missing).await;
    named(&lab, &format!("certificate {number} {id} recall_asked"), Fault::Missing).await;
}

// C-4.3.2: what holds signing back after a reset is removed with its seal.
on_both_engines!(a_hold_that_is_gone_is_named_by_the_reset_that_made_it, Lab::new_on);
async fn a_hold_that_is_gone_is_named_by_the_reset_that_made_it(lab: Lab) {
    let admin = lab.person("admin").await;
    let person = people::enter(&lab, "li.wei", &[Role::Calibrator], false).await;
    lab.advance(minutes(1));
    let reset: AskedView = admin.post(&path::with(path::PERSON_RESET, person), &()).await;
    assert!(reset.done, "the first administrator acts alone");
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    let mut tamperer = Tamperer::new(&lab).await;
    tamperer.run("DELETE FROM audit WHERE noun = 'signing_holds'").await;
    tamperer.run("DELETE FROM signing_holds").await;
    named(&lab, &format!("signing_holds of person {person}"), Fault::Missing).await;
}

// C-4.3.2: the same for a device that is not its person's first.
on_both_engines!(a_hold_that_is_gone_is_named_by_the_device_that_made_it, Lab::new_on);
async fn a_hold_that_is_gone_is_named_by_the_device_that_made_it(lab: Lab) {
    let site = Site::new(&lab).await;
    lab.advance(minutes(1));
    let second = Tablet::enrol_held(&lab, &site.lin, 2).await;
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    let mut tamperer = Tamperer::new(&lab).await;
    tamperer.run("DELETE FROM audit WHERE noun = 'signing_holds'").await;
    tamperer.run("DELETE FROM signing_holds").await;
    named(&lab, &format!("signing_holds of device {}", second.engine.meta().device), Fault::Missing).await;
}

// C-5.5.1: the server is led to believe that nothing names a photo, and destroys it in due form.
on_both_engines!(a_photo_that_the_server_was_led_to_destroy_is_named, Lab::new_on);
async fn a_photo_that_the_server_was_led_to_destroy_is_named(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let record = site.attached(&lab, PICTURE).await;
    let attachment = site.tablet.record(record).expect("the record").attachments[0].event;
    lab.advance(days(30) + 1);
    let mut tamperer = Tamperer::new(&lab).await;
    tamperer.run("DELETE FROM file_mentions").await;
    tamperer.run("DELETE FROM record_files").await;
    assert_eq!(sweep(&lab.app).await.expect("a sweep"), 1);
    let hash = Hash::of(PICTURE);
    tamperer.run(&format!("INSERT INTO record_files (record_id, sha256) VALUES ('{record}', '{hash}')")).await;
    named(&lab, &format!("file_mentions {attachment}"), Fault::Missing).await;
    named(&lab, &format!("file {hash}"), Fault::Missing).await;
}

/// Writes another version of a person's entry with the server's own statements, with one role more.
async fn with_role(lab: &Lab, person: PersonId, role: Role, by: PersonId) -> (u64, Authority, Authority, Instant) {
    let at = lab.now();
    let written = lab.app.db.write::<_, Error, _>(move |tx: &mut Tx| {
        Box::pin(async move {
            let row = register::find::<Person>(tx, person).await?.expect("the person");
            let mut body = row.body.clone();
            body.roles.push(role);
            write(tx, Change { id: person, revision: row.revision, body: &body, at, by: Some(by), reason: "authority_confirmed" }).await?;
            Ok((row.revision, Authority::of(&row.body), Authority::of(&body), at))
        })
    });
    written.await.expect("the version is written")
}

// C-4.3.1, C-4.3.2: a role with its version and its audit entry, which nobody requested and nobody confirmed.
on_both_engines!(authority_that_no_two_people_gave_is_named, Lab::new_on);
async fn authority_that_no_two_people_gave_is_named(lab: Lab) {
    let admin = lab.person("admin").await;
    let person = people::enter(&lab, "li.wei", &[Role::Calibrator], false).await;
    lab.advance(minutes(1));
    give(&admin, None, person, json!({ "roles": ["calibrator", "office"] })).await;
    lab.advance(minutes(1));
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    with_role(&lab, person, Role::Signatory, admin.session().await.person).await;
    assert_eq!(faults(&lab).await, [format!("register people {person} version 3: {}", Fault::NotConfirmed.code())]);
}

// C-4.3.2: the same with a request that two people confirmed who could not.
on_both_engines!(a_confirmation_by_two_who_could_not_confirm_is_named, Lab::new_on);
async fn a_confirmation_by_two_who_could_not_confirm_is_named(lab: Lab) {
    lab.person("admin").await;
    let person = people::enter(&lab, "li.wei", &[Role::Calibrator], false).await;
    let asker = people::enter(&lab, "wang.wei", &[Role::Office], false).await;
    let second = people::enter(&lab, "chen.wei", &[Role::Calibrator], false).await;
    lab.advance(minutes(1));
    let (revision, before, after, at) = with_role(&lab, person, Role::Signatory, asker).await;
    let id: ConfirmationId = lab.app.new_id();
    inside(&lab, move |tx| {
        let content = Content::Authority { revision, before: Box::new(before.clone()), after: Box::new(after.clone()) };
        Box::pin(async move {
            let text = serde_json::to_string(&content).expect("JSON");
            let hash = Hash::of(text.as_bytes());
            let expires_at = at.plus_millis(1);
            let request = Confirmation { id, subject: person, content, hash, asked_by: asker, asked_at: at, expires_at, ended: None };
            requests::ask(tx, &request, &text, "a story").await?;
            noted(tx, &request, "asked", asker, at).await?;
            requests::end(tx, id, Outcome::Confirmed, second, at, "").await?;
            noted(tx, &request, Outcome::Confirmed.name(), second, at).await
        })
    })
    .await;
    assert_eq!(faults(&lab).await, [format!("confirmation_ends {id}: {}", Fault::NotConfirmed.code())]);
}
