//! What was erased or changed in the tables, while a record's audit chain or its ledger still speaks of it.

use axum::http::Method;
use backend::app::verify::{Fault, verify};
use backend::store::{ledger, record as store, seal};
use base::id::{RecordId, kind};
use contract::api::path;
use contract::api::record::TakeFacts;
use domain::certificate::correction::Correction;
use domain::certificate::origin::Origin;
use domain::event::{Hash, Stream};
use domain::stream::judge::StreamState;
use serde_json::json;
use support::forged;
use support::tamper::Tamperer;
use support::{Lab, minutes, on_both_engines};

use super::insiders::{faults, inside, named};
use super::sealed::seal_anew;
use crate::certificate::Desk;
use crate::record::{Site, give_back, view};
use crate::verify::walk;

/// The last entry of a record's ledger is erased with its event, and the record is listed as it was before.
async fn undone(lab: &Lab, tamperer: &mut Tamperer, record: RecordId) {
    let last = format!("SELECT event_id FROM ledger WHERE stream_id = '{record}' ORDER BY seq DESC LIMIT 1");
    let last = tamperer.text(&last).await;
    tamperer
        .run(&format!("DELETE FROM feed WHERE stream_id = '{record}' AND seq = (SELECT seq FROM ledger WHERE event_id = '{last}')"))
        .await;
    for (table, column) in [("ledger", "event_id"), ("events", "id")] {
        tamperer.run(&format!("DELETE FROM {table} WHERE {column} = '{last}'")).await;
    }
    inside(lab, move |tx| {
        Box::pin(async move {
            let entries = ledger::stream(tx, Stream::record(record)).await?;
            let (state, at) = (StreamState::of(&entries), entries.last().expect("entries").received_at);
            store::put(tx, &state.record.expect("the record"), state.next_seq, at).await
        })
    })
    .await;
}

/// The place of the audit entry that says this of a record.
async fn told(tamperer: &mut Tamperer, record: RecordId, action: &str) -> String {
    let of = format!("noun = 'records' AND object_id = '{record}' AND action = '{action}'");
    let seq = tamperer.text(&format!("SELECT CAST(MAX(seq) AS TEXT) FROM audit WHERE {of}")).await;
    format!("audit records {record} {seq}")
}

// C-5.5: a checker's return is erased with its findings, as if nobody had doubted the readings.
on_both_engines!(a_return_that_was_erased_is_named_by_the_records_audit_chain, Lab::new_on);
async fn a_return_that_was_erased_is_named_by_the_records_audit_chain(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let record = site.submitted(&lab).await;
    lab.advance(minutes(5));
    let chen = lab.person("chen").await;
    let seen = view(&chen, record).await.entries.len();
    let returned = give_back(&chen, record, seen, "these readings look invented, repeat them").await;
    assert!(returned.status.is_success(), "{}", returned.text());
    let before = walk(&lab).await;
    assert_eq!(before.broken, []);
    let mut tamperer = Tamperer::new(&lab).await;
    undone(&lab, &mut tamperer, record).await;
    let place = told(&mut tamperer, record, "returned").await;
    assert_eq!(faults(&lab).await, [format!("ledger entry of {place}: {}", Fault::Missing.code())]);
    // If the audit chain is truncated too, only a checkpoint still tells of the return.
    tamperer.run(&format!("DELETE FROM audit WHERE noun = 'records' AND object_id = '{record}' AND action = 'returned'")).await;
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    let against = verify(&lab.app, Some(&before.checkpoint())).await.expect("the walk ends");
    assert!(against.broken.iter().all(|broken| broken.fault == Fault::NotAsInCheckpoint) && !against.broken.is_empty());
}

// C-5.1.1, C-5.4.1: what the office settled about a record is changed, with a seal to match, or removed with its seal.
on_both_engines!(a_settlement_that_was_changed_or_erased_is_named_by_the_records_audit_chain, Lab::new_on);
async fn a_settlement_that_was_changed_or_erased_is_named_by_the_records_audit_chain(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    let record = site.submitted(&lab).await;
    let wu = lab.person("wu").await;
    let taken = wu.send(Method::POST, &path::with(path::RECORD_FACTS, record), &TakeFacts { afresh: true }).await;
    assert!(taken.status.is_success(), "{}", taken.text());
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    let mut tamperer = Tamperer::new(&lab).await;
    let other = format!("'{}'", lab.app.new_id::<Desk>());
    for (kind, column, value) in [
        ("order", "line", "line + 2"),
        ("order", "order_id", other.as_str()),
        ("order", "by_person", other.as_str()),
        ("order", "at", "at + 1"),
        ("afresh", "seq", "seq + 7"),
        ("afresh", "kind", "'as_recorded'"),
    ] {
        let id = tamperer.text(&format!("SELECT id FROM record_settlements WHERE kind = '{kind}'")).await;
        let before = tamperer.text(&format!("SELECT CAST({column} AS TEXT) FROM record_settlements WHERE id = '{id}'")).await;
        let before = if ["line", "at", "seq"].contains(&column) { before } else { format!("'{before}'") };
        tamperer.run(&format!("UPDATE record_settlements SET {column} = {value} WHERE id = '{id}'")).await;
        seal_anew(&lab, &mut tamperer, "record_settlements", &id).await;
        let place = told(&mut tamperer, record, kind).await;
        let expected =
            [format!("record_settlements {id}: {}", Fault::NotAudited.code()), format!("row of {place}: {}", Fault::Missing.code())];
        assert_eq!(faults(&lab).await, expected, "{column}");
        tamperer.run(&format!("UPDATE record_settlements SET {column} = {before} WHERE id = '{id}'")).await;
        seal_anew(&lab, &mut tamperer, "record_settlements", &id).await;
        assert_eq!(faults(&lab).await, Vec::<String>::new(), "{column} is put back");
    }
    let id = tamperer.text("SELECT id FROM record_settlements WHERE kind = 'afresh'").await;
    tamperer.run(&format!("DELETE FROM audit WHERE noun = 'record_settlements' AND object_id = '{id}'")).await;
    tamperer.run(&format!("DELETE FROM record_settlements WHERE id = '{id}'")).await;
    let place = told(&mut tamperer, record, "afresh").await;
    assert_eq!(faults(&lab).await, [format!("row of {place}: {}", Fault::Missing.code())]);
}

/// A column of a case is changed, and its audit chain rewritten with a seal to match.
async fn restated(lab: &Lab, tamperer: &mut Tamperer, case: &Correction, (column, value): (&str, &str)) {
    let (object, by, at) = (case.id.to_string(), case.by, case.at);
    tamperer.run(&format!("UPDATE corrections SET {column} = '{value}' WHERE id = '{object}'")).await;
    tamperer.run(&format!("DELETE FROM audit WHERE noun = 'corrections' AND object_id = '{object}'")).await;
    inside(lab, move |tx| {
        let object = object.clone();
        Box::pin(async move {
            seal::seal(tx, "corrections", &[&object], at).await?;
            let (actor, action, noun, revision, object_hash) = (Some(by), "opened", "corrections", 0, Hash::ZERO);
            forged::append(tx, forged::Entry { at, actor, action, noun, object: &object, revision, object_hash, detail: json!({}) }).await
        })
    })
    .await;
}

// C-5.4.2: the case for which a record was opened again says another reason, or that the error was not in the record; then it is gone,
// and the certificate is valid over a record that was opened.
on_both_engines!(a_case_that_opened_a_record_again_is_named_where_it_differs_or_is_gone, Lab::new_on);
async fn a_case_that_opened_a_record_again_is_named_where_it_differs_or_is_gone(lab: Lab) {
    let desk = Desk::new(&lab).await;
    let original = desk.issued("original").await;
    let case: Correction = desk.open(&original, Origin::Record).await.success();
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    let mut tamperer = Tamperer::new(&lab).await;
    let place = format!("corrections {}", case.id);
    for (column, before, after) in [("origin", "record", "office"), ("reason", case.reason.as_str(), "a spelling mistake")] {
        restated(&lab, &mut tamperer, &case, (column, after)).await;
        assert_eq!(faults(&lab).await, [format!("{place}: {}", Fault::Differs.code())], "{column}");
        restated(&lab, &mut tamperer, &case, (column, before)).await;
        assert_eq!(faults(&lab).await, Vec::<String>::new(), "{column} is put back");
    }
    let other = lab.app.new_id::<kind::Record>().to_string();
    restated(&lab, &mut tamperer, &case, ("record_id", &other)).await;
    named(&lab, &place, Fault::Differs).await;
    tamperer.run(&format!("DELETE FROM audit WHERE noun = 'corrections' AND object_id = '{}'", case.id)).await;
    tamperer.run(&format!("DELETE FROM corrections WHERE id = '{}'", case.id)).await;
    assert_eq!(faults(&lab).await, [format!("{place}: {}", Fault::Missing.code())]);
}

// C-5.4.2: a case about facts of the office claims that the error was in the record, which was never opened again.
on_both_engines!(a_case_that_claims_to_have_opened_a_record_again_is_named, Lab::new_on);
async fn a_case_that_claims_to_have_opened_a_record_again_is_named(lab: Lab) {
    let desk = Desk::new(&lab).await;
    let original = desk.issued("original").await;
    let case: Correction = desk.open(&original, Origin::Office).await.success();
    let mut tamperer = Tamperer::new(&lab).await;
    restated(&lab, &mut tamperer, &case, ("origin", "record")).await;
    assert_eq!(faults(&lab).await, [format!("corrections {}: {}", case.id, Fault::Differs.code())]);
    restated(&lab, &mut tamperer, &case, ("origin", "office")).await;
    assert_eq!(faults(&lab).await, Vec::<String>::new());
}
