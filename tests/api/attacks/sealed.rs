//! Who can write the tables and knows how rows are sealed: a row that was changed and sealed once more, and what no seal covered.

use axum::http::Method;
use backend::app::verify::{Fault, verify};
use backend::store::message::{self, NewMessage};
use backend::store::{list, seal, sequence};
use contract::api::Page;
use contract::api::authority::AskedView;
use contract::api::certificate::CertificateRow;
use contract::api::path;
use domain::access::Role;
use domain::certificate::correction::Correction;
use domain::certificate::origin::Origin;
use domain::event::Hash;
use serde_json::json;
use support::tamper::Tamperer;
use support::{Lab, minutes, on_both_engines};

use super::insiders::{faults, inside, named};
use crate::certificate::{Desk, change};
use crate::people;
use crate::record::{Site, check, view};
use crate::verify::walk;

/// Seals a row as it is now, as the server would.
async fn seal_again(lab: &Lab, table: &'static str, key: &str) {
    let (key, now) = (key.to_owned(), lab.now());
    inside(lab, move |tx| {
        let key = key.clone();
        Box::pin(async move { seal::seal(tx, table, &[&key], now).await })
    })
    .await;
}

/// The same, after every seal that it had was removed.
pub(crate) async fn seal_anew(lab: &Lab, tamperer: &mut Tamperer, table: &'static str, key: &str) {
    tamperer.run(&format!("DELETE FROM audit WHERE noun = '{table}' AND object_id = '{key}' AND action = 'sealed'")).await;
    seal_again(lab, table, key).await;
}

/// A certificate that was replaced, with all that this leaves behind.
async fn furnished(lab: &Lab) -> Desk {
    let desk = Desk::new(lab).await;
    let original = desk.issued("original").await;
    let _: Correction = desk.open(&original, Origin::Office).await.success();
    change(&desk.wu, desk.site.world.item, json!({"serial_number": "7742"})).await;
    desk.case_checked().await;
    desk.issued("replacement").await;
    let _: Page<CertificateRow> = desk.wu.get(path::CERTIFICATES).await;
    desk
}

/// Changes a column of the first row of a table and seals it again; returns the row's key and what was there.
async fn rewritten(lab: &Lab, tamperer: &mut Tamperer, (table, key, column): (&'static str, &str, &str)) -> (String, String) {
    let id = tamperer.text(&format!("SELECT MIN({key}) FROM {table}")).await;
    let before = tamperer.text(&format!("SELECT {column} FROM {table} WHERE {key} = '{id}'")).await;
    tamperer.run(&format!("UPDATE {table} SET {column} = {column} || 'x' WHERE {key} = '{id}'")).await;
    seal_again(lab, table, &id).await;
    (id, before)
}

/// Changes the first row of each table and seals it again; then puts it back and seals that.
pub(super) async fn each_is_named(lab: &Lab, places: &[(&'static str, &str, &str)]) {
    assert_eq!(faults(lab).await, Vec::<String>::new());
    let mut tamperer = Tamperer::new(lab).await;
    for place in places {
        let (table, key, column) = *place;
        let (id, before) = rewritten(lab, &mut tamperer, *place).await;
        named(lab, &format!("{table} {id}"), Fault::SealBroken).await;
        tamperer.run(&format!("UPDATE {table} SET {column} = '{before}' WHERE {key} = '{id}'")).await;
        seal_again(lab, table, &id).await;
        named(lab, &format!("{table} {id}"), Fault::SealedAgain).await;
    }
}

// C-4.1.2, C-5.4.2, C-5.5.3: rows that are only appended have one seal: another one vouches for nothing.
on_both_engines!(an_appended_row_that_was_changed_and_sealed_again_is_named, Lab::new_on);
async fn an_appended_row_that_was_changed_and_sealed_again_is_named(lab: Lab) {
    furnished(&lab).await;
    let places = [("certificates", "id", "customer_id"), ("certificate_events", "id", "note"), ("read_log", "id", "person_id")];
    each_is_named(&lab, &places).await;
}

// C-4.3.2: the same for what tells of authority.
on_both_engines!(a_request_a_hold_or_a_notice_that_was_sealed_again_is_named, Lab::new_on);
async fn a_request_a_hold_or_a_notice_that_was_sealed_again_is_named(lab: Lab) {
    let admin = lab.person("admin").await;
    let person = people::enter(&lab, "li.wei", &[Role::Calibrator], false).await;
    lab.advance(minutes(1));
    let reset: AskedView = admin.post(&path::with(path::PERSON_RESET, person), &()).await;
    assert!(reset.done, "the first administrator acts alone");
    let places = [("confirmations", "id", "reason"), ("signing_holds", "id", "person_id"), ("account_notices", "id", "what")];
    each_is_named(&lab, &places).await;
    // What was asked for, under the hash that was confirmed.
    let mut tamperer = Tamperer::new(&lab).await;
    let id = tamperer.text("SELECT MIN(id) FROM confirmations").await;
    tamperer
        .run(&format!("UPDATE confirmations SET content = replace(content, '\"revision\":', '\"revision\":1') WHERE id = '{id}'"))
        .await;
    named(&lab, &format!("confirmations {id}"), Fault::HashDiffers).await;
}

// C-5.4.2.2, C-4.1.2: even with a seal that is its only one, a certificate does not become valid again or another customer's.
on_both_engines!(a_certificate_of_another_customer_or_order_is_named_whatever_its_seal_says, Lab::new_on);
async fn a_certificate_of_another_customer_or_order_is_named_whatever_its_seal_says(lab: Lab) {
    furnished(&lab).await;
    let mut tamperer = Tamperer::new(&lab).await;
    let id = tamperer.text("SELECT certificate_id FROM certificate_events WHERE kind = 'void'").await;
    let number = tamperer.text(&format!("SELECT number FROM certificates WHERE id = '{id}'")).await;
    for column in ["customer_id", "item_id", "order_id"] {
        let before = tamperer.text(&format!("SELECT {column} FROM certificates WHERE id = '{id}'")).await;
        let other = lab.app.new_id::<Desk>();
        tamperer.run(&format!("UPDATE certificates SET {column} = '{other}' WHERE id = '{id}'")).await;
        seal_anew(&lab, &mut tamperer, "certificates", &id).await;
        named(&lab, &format!("certificate {number} {id}"), Fault::Differs).await;
        tamperer.run(&format!("UPDATE certificates SET {column} = '{before}' WHERE id = '{id}'")).await;
        seal_anew(&lab, &mut tamperer, "certificates", &id).await;
        let still = format!("certificate {number} {id}: {}", Fault::Differs.code());
        assert!(!faults(&lab).await.contains(&still), "{column}");
    }
    // The name alone, which lists and the portal show.
    let before = tamperer.text(&format!("SELECT customer FROM certificates WHERE id = '{id}'")).await;
    let still = format!("certificate {number} {id}: {}", Fault::Differs.code());
    for (name, differs) in [(json!({"zh": "别处", "en": "Elsewhere"}).to_string(), true), (before, false)] {
        tamperer.run(&format!("UPDATE certificates SET customer = '{name}' WHERE id = '{id}'")).await;
        seal_anew(&lab, &mut tamperer, "certificates", &id).await;
        assert_eq!(faults(&lab).await.contains(&still), differs, "{name}");
    }
    let void = tamperer.text("SELECT id FROM certificate_events WHERE kind = 'void'").await;
    tamperer.run(&format!("UPDATE certificate_events SET kind = 'voidx' WHERE id = '{void}'")).await;
    seal_anew(&lab, &mut tamperer, "certificate_events", &void).await;
    named(&lab, &format!("certificate_events {void}"), Fault::Unreadable).await;
    tamperer.run(&format!("UPDATE certificate_events SET kind = 'void', at = at + 1 WHERE id = '{void}'")).await;
    seal_anew(&lab, &mut tamperer, "certificate_events", &void).await;
    named(&lab, &format!("certificate {id} void"), Fault::NotAudited).await;
}

// C-5.4.2: which PDF was stored, and what was noted when a paper original came back: the audit trail has the hash of each.
on_both_engines!(what_was_stored_or_noted_of_a_certificate_is_named_where_it_is_another_one, Lab::new_on);
async fn what_was_stored_or_noted_of_a_certificate_is_named_where_it_is_another_one(lab: Lab) {
    let desk = furnished(&lab).await;
    let mut tamperer = Tamperer::new(&lab).await;
    let id = tamperer.text("SELECT certificate_id FROM certificate_events WHERE kind = 'void'").await;
    let note = json!({"note": "came back by post"});
    assert!(desk.wu.send(Method::POST, &path::with(path::CERTIFICATE_RECALL, &id), &note).await.status.is_success());
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    let other = Hash::of(b"another PDF").to_string();
    for (kind, column, other) in [("stored", "sha256", other.as_str()), ("recall_returned", "note", "never came back")] {
        let event = tamperer.text(&format!("SELECT id FROM certificate_events WHERE kind = '{kind}' AND certificate_id = '{id}'")).await;
        let before = tamperer.text(&format!("SELECT {column} FROM certificate_events WHERE id = '{event}'")).await;
        for (value, differs) in [(other, true), (before.as_str(), false)] {
            tamperer.run(&format!("UPDATE certificate_events SET {column} = '{value}' WHERE id = '{event}'")).await;
            seal_anew(&lab, &mut tamperer, "certificate_events", &event).await;
            let found = faults(&lab).await;
            assert_eq!(found.contains(&format!("certificate {id} {kind}: {}", Fault::NotAudited.code())), differs, "{kind}: {found:?}");
        }
    }
}

// C-5.4.2: what was sent to whom; sending it is no change of what was written.
on_both_engines!(a_message_that_was_sent_is_whole_and_a_changed_one_is_named, Lab::new_on);
async fn a_message_that_was_sent_is_whole_and_a_changed_one_is_named(lab: Lab) {
    let (id, customer, now) = (lab.app.new_id(), lab.app.new_id(), lab.now());
    inside(&lab, move |tx| {
        Box::pin(async move {
            let (to, subject, text) = ("lab@hengda.example", "EC2026-00001", "It is issued.");
            message::put(tx, NewMessage { id, customer: Some(customer), to, subject, text, link_for: None, at: now }).await?;
            assert!(message::claim(tx, &id.to_string(), now, now.plus_millis(1)).await?);
            message::attempt(tx, &id.to_string(), "no answer", now, now).await?;
            message::attempt(tx, &id.to_string(), "", now, now).await
        })
    })
    .await;
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    let mut tamperer = Tamperer::new(&lab).await;
    tamperer.run(&format!("UPDATE messages SET recipient = 'x@elsewhere.example' WHERE id = '{id}'")).await;
    seal_again(&lab, "messages", &id.to_string()).await;
    named(&lab, &format!("messages {id}"), Fault::SealBroken).await;
}

// C-5.4.1 a: a sequence is raised by one each time.
on_both_engines!(a_sequence_of_numbers_that_was_set_back_is_named, Lab::new_on);
async fn a_sequence_of_numbers_that_was_set_back_is_named(lab: Lab) {
    let now = lab.now();
    inside(&lab, move |tx| {
        Box::pin(async move {
            for _ in 0..3 {
                sequence::next(tx, "EC2026-#", now).await?;
            }
            Ok(())
        })
    })
    .await;
    assert_eq!(faults(&lab).await, ["certificates of number_sequences EC2026-# 1 to 3: missing"], "the sequence itself is whole");
    Tamperer::new(&lab).await.run("UPDATE number_sequences SET last = 1").await;
    seal_again(&lab, "number_sequences", "EC2026-#").await;
    named(&lab, "number_sequences EC2026-#", Fault::SealBroken).await;
}

// C-4.1.2.2: whose results a list showed is part of the reading.
on_both_engines!(a_customer_taken_out_of_a_reading_or_put_into_one_is_named, Lab::new_on);
async fn a_customer_taken_out_of_a_reading_or_put_into_one_is_named(lab: Lab) {
    furnished(&lab).await;
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    let mut tamperer = Tamperer::new(&lab).await;
    let listed = tamperer.text("SELECT MIN(reading_id) FROM read_log_customers").await;
    let whose = tamperer.text(&format!("SELECT MIN(customer_id) FROM read_log_customers WHERE reading_id = '{listed}'")).await;
    let alone = tamperer.text("SELECT MIN(id) FROM read_log WHERE customer_id <> ''").await;
    let other = lab.app.new_id::<Desk>();
    let of = format!("reading_id = '{listed}' AND customer_id");
    for (there, reading, fault, back) in [
        (
            format!("UPDATE read_log_customers SET customer_id = '{other}' WHERE {of} = '{whose}'"),
            &listed,
            Fault::SealBroken,
            format!("UPDATE read_log_customers SET customer_id = '{whose}' WHERE {of} = '{other}'"),
        ),
        (
            format!("INSERT INTO read_log_customers (customer_id, reading_id) VALUES ('{other}', '{alone}')"),
            &alone,
            Fault::SealBroken,
            format!("DELETE FROM read_log_customers WHERE customer_id = '{other}'"),
        ),
        (
            format!("DELETE FROM read_log_customers WHERE {of} = '{whose}'"),
            &listed,
            Fault::Missing,
            format!("INSERT INTO read_log_customers (customer_id, reading_id) VALUES ('{whose}', '{listed}')"),
        ),
    ] {
        tamperer.run(&there).await;
        // What the list finds it by was made from the rows as they were.
        let listed = format!("list readings {reading}: {}", Fault::IndexDiffers.code());
        assert_eq!(faults(&lab).await, [format!("read_log_customers {reading}: {}", fault.code()), listed], "{there}");
        tamperer.run(&back).await;
    }
    assert_eq!(faults(&lab).await, Vec::<String>::new());
}

// What earlier releases logged is counted: their seals say nothing of customers.
on_both_engines!(a_reading_of_an_earlier_release_is_counted_with_its_customers, Lab::new_on);
async fn a_reading_of_an_earlier_release_is_counted_with_its_customers(lab: Lab) {
    let (reading, person, customer) = (lab.app.new_id::<Desk>(), lab.app.new_id::<Desk>(), lab.app.new_id::<Desk>());
    let mut tamperer = Tamperer::new(&lab).await;
    let columns = "id, at, person_id, customer_id, noun, object_id";
    let row = format!("INSERT INTO read_log ({columns}) VALUES ('{reading}', 1, '{person}', '', 'records', 'list')");
    tamperer.run(&row).await;
    tamperer.run(&format!("INSERT INTO read_log_customers (customer_id, reading_id) VALUES ('{customer}', '{reading}')")).await;
    seal_again(&lab, "read_log", &reading.to_string()).await;
    list::bring_up(&lab.app.db).await.expect("as at a start");
    let report = walk(&lab).await;
    assert_eq!(report.broken, []);
    assert_eq!(report.walked["readings whose seal names no customers"], 1);
}

// C-5.5.2: the last entry that a calibrator's tablets are told, a check by somebody else, taken out of the feed.
on_both_engines!(the_end_of_a_feed_that_was_cut_off_is_named, Lab::new_on);
async fn the_end_of_a_feed_that_was_cut_off_is_named(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let record = site.submitted(&lab).await;
    let chen = lab.person("chen").await;
    let seen = view(&chen, record).await.entries.len();
    assert!(check(&chen, record, seen).await.status.is_success());
    let report = walk(&lab).await;
    assert_eq!(report.broken, []);
    let lin = site.lin.session().await.person;
    let last = format!("person_id = '{lin}' AND position = (SELECT MAX(position) FROM feed WHERE person_id = '{lin}')");
    Tamperer::new(&lab).await.run(&format!("DELETE FROM feed WHERE {last}")).await;
    assert_eq!(faults(&lab).await, [format!("feed {lin} record {record}: {}", Fault::Missing.code())]);
    let against = verify(&lab.app, Some(&report.checkpoint())).await.expect("the walk ends").broken;
    let expected = format!("feed {lin}: {}", Fault::NotAsInCheckpoint.code());
    assert!(against.iter().any(|broken| broken.to_string() == expected), "{against:?}");
}

// A server stopped in the middle of an upload leaves bytes without a row: they are counted, and nobody takes them for whole.
on_both_engines!(files_that_nothing_names_are_counted, Lab::new_on);
async fn files_that_nothing_names_are_counted(lab: Lab) {
    let photo: &[u8] = b"\x89PNG\r\n\x1a\n and whatever follows";
    let admin = lab.person("admin").await;
    let address = path::with(path::FILE, domain::event::Hash::of(photo));
    assert!(admin.bytes(Method::PUT, &address, Some(("image/png", photo.to_vec()))).await.status.is_success());
    assert_eq!(walk(&lab).await.walked.get("files that nothing names"), None);
    lab.app.files.put(b"nobody's".to_vec().into()).await.expect("stored");
    std::fs::write(lab.folder().join("files").join("notes.txt"), "nobody's either").expect("written");
    let report = walk(&lab).await;
    assert_eq!(report.broken, []);
    assert_eq!(report.walked["files that nothing names"], 2);
}
