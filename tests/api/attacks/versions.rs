//! Old tablets, old databases and servers rolled back.

use axum::http::Method;
use backend::app::Error;
use backend::store::{Tx, event, ledger};
use serde_json::{Value, json};
use shared::api::path;
use shared::api::version::{CLIENT_VERSION_HEADER, ClientVersion};
use shared::event::chain::{self, DeviceHead, Draft};
use shared::event::ledger::{LedgerEntry, Verdict};
use shared::event::{Hash, Stream, body::Body};
use shared::id::Id;
use shared::record::Record;
use shared::sync::{EventOutcome, ExchangeResponse};
use support::{Lab, on_both_engines};

use crate::record::Site;

fn remark(text: &str) -> Body {
    Body::Remarked { path: "record".to_owned(), text: text.to_owned() }
}

/// The entries of a record at the office.
async fn entries(lab: &Lab, record: Id<Record>) -> Vec<LedgerEntry> {
    let stream = Stream::record(record);
    let read = lab.app.db.read::<_, Error, _>(move |tx: &mut Tx| Box::pin(async move { Ok(ledger::stream(tx, stream).await?) }));
    read.await.expect("the ledger")
}

/// Somebody's newer tablet wrote on the record, in version 2 of the format.
async fn a_newer_entry(lab: &Lab, site: &Site, record: Id<Record>) {
    let (now, person, stream) = (lab.now(), site.tablet.person, Stream::record(record));
    let last = entries(lab, record).await.pop().expect("an entry");
    let draft = Draft { id: lab.app.new_id(), stream, author: person, at: now, elapsed: 0, body: remark("newer") };
    let device = lab.app.new_id();
    let text = chain::write(DeviceHead::START, device, draft).expect("an event").text.replacen("\"v\":1", "\"v\":2", 1);
    let written = chain::read(&text).expect("this build reads version 2");
    let entry = LedgerEntry {
        stream,
        seq: last.seq + 1,
        prev: last.hash(),
        event: written.event.id,
        event_hash: written.hash,
        received_at: now,
        clock_offset: 0,
        verdict: Verdict::Effective,
        text,
    };
    let written = lab.app.db.write::<_, Error, _>(move |tx: &mut Tx| {
        let entry = entry.clone();
        Box::pin(async move {
            let hash = Hash::of(entry.text.as_bytes());
            let new = event::NewEvent { id: entry.event, device, device_seq: 0, hash, received_at: now, refused: None, text: &entry.text };
            event::insert(tx, &new).await?;
            ledger::append(tx, &entry).await?;
            Ok(ledger::tell_one(tx, person, stream, entry.seq).await?)
        })
    });
    written.await.expect("the newer entry is written");
}

on_both_engines!(a_tablet_of_the_first_build_gets_its_acknowledgements_and_no_wider_pack, Lab::new_on);
async fn a_tablet_of_the_first_build_gets_its_acknowledgements_and_no_wider_pack(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let old = site.lin.of_first_build();
    site.open(&lab);
    let (token, mut request) = site.tablet.request(lab.now()).expect("a request");
    request.pack = String::new();
    let answer = old.send(Method::POST, path::SYNC, &request).await;
    // As the first build reads it: a field that it does not know, and it reads nothing of the answer.
    let known = ["now", "clock_offset", "answers", "entries", "cursor", "more", "next_seq"];
    let Value::Object(fields) = answer.json() else { panic!("{}", answer.text()) };
    let fields: Vec<&str> = fields.keys().map(String::as_str).collect();
    assert!(fields.iter().all(|field| known.contains(field)), "{fields:?}");
    let response: ExchangeResponse = answer.success();
    assert!(response.answers.iter().all(|answer| answer.outcome == EventOutcome::Effective), "{:?}", response.answers);
    assert_eq!(response.entries.len(), 2);
    site.tablet.answer(token, Some(response), lab.now());
    assert!(site.tablet.engine.outbox().is_empty(), "only then is it updated");
    // Updated, it gets what it could not read.
    let (_, mut request) = site.tablet.request(lab.now()).expect("a request");
    request.pack = String::new();
    let response: ExchangeResponse = site.lin.post(path::SYNC, &request).await;
    assert!(response.pack.is_some());
}

on_both_engines!(an_older_tablet_is_told_what_it_reads_and_does_not_ask_without_end, Lab::new_on);
async fn an_older_tablet_is_told_what_it_reads_and_does_not_ask_without_end(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let old = site.lin.of_first_build();
    let record = site.open(&lab);
    site.tablet.exchange(&old, lab.now()).await;
    let before = site.tablet.engine.meta().cursor;
    a_newer_entry(&lab, &site, record).await;
    site.make(&lab, record, remark("an older tablet goes on")).expect("a remark");
    // What it writes is taken; what it would be told after the entry that it cannot read waits with that entry.
    site.tablet.exchange(&old, lab.now()).await;
    assert!(site.tablet.engine.outbox().is_empty());
    assert_eq!(site.tablet.engine.meta().cursor, before, "the cursor stays before what was not told");
    for _ in 0..3 {
        let (token, request) = site.tablet.request(lab.now()).expect("a request");
        let response: ExchangeResponse = old.post(path::SYNC, &request).await;
        assert_eq!((response.more, response.entries.len(), response.cursor), (false, 0, before));
        site.tablet.answer(token, Some(response), lab.now());
    }
    site.send(&lab).await;
    assert_eq!(site.tablet.engine.meta().cursor, before + 2);
    let texts: Vec<_> = site.tablet.record(record).expect("the record").remarks.iter().map(|remark| remark.text.clone()).collect();
    assert_eq!(texts, ["newer", "an older tablet goes on"]);
}

on_both_engines!(an_older_tablet_and_its_carried_file_are_never_sent_away, Lab::new_on);
async fn an_older_tablet_and_its_carried_file_are_never_sent_away(lab: Lab) {
    let mut site = Site::new(&lab).await;
    site.open(&lab);
    let (_, request) = site.tablet.request(lab.now()).expect("a request");
    assert_eq!(ClientVersion::of_header(None), ClientVersion::FIRST, "{CLIENT_VERSION_HEADER}");
    for client in [site.lin.of_first_build(), lab.person("admin").await.of_first_build()] {
        let carried = client.send(Method::POST, path::SYNC_IMPORT, &request).await;
        assert!(carried.status.is_success(), "{}", carried.text());
    }
    let sent = site.lin.of_first_build().send(Method::POST, path::SYNC, &request).await;
    assert!(sent.status.is_success(), "{}", sent.text());
    assert_eq!(sent.json()["answers"][0]["outcome"], json!({"outcome": "known"}));
}
