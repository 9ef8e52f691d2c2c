//! Old tablets, old databases and servers rolled back.

use axum::http::Method;
use backend::app::Error;
use backend::store::{Tx, event, ledger};
use base::id::RecordId;
use contract::api::path;
use contract::api::version::{CLIENT_VERSION_HEADER, ClientVersion};
use contract::sync::{EventOutcome, ExchangeResponse};
use domain::event::chain::{self, DeviceHead, Draft};
use domain::event::ledger::{LedgerEntry, Verdict};
use domain::event::{Hash, Stream, body::Body};
use domain::record::RecordStatus;
use serde_json::{Value, json};
use support::{Lab, Tablet, days, on_both_engines};

use crate::record::{Site, check, view};

fn remark(text: &str) -> Body {
    Body::Remarked { path: "record".to_owned(), text: text.to_owned() }
}

/// The entries of a record at the office.
async fn entries(lab: &Lab, record: RecordId) -> Vec<LedgerEntry> {
    let stream = Stream::record(record);
    let read = lab.app.db.read::<_, Error, _>(move |tx: &mut Tx| Box::pin(async move { Ok(ledger::stream(tx, stream).await?) }));
    read.await.expect("the ledger")
}

/// An entry that a newer tablet wrote on the record, in version 2 of the format.
async fn a_newer_entry(lab: &Lab, site: &Site, record: RecordId) {
    written_by_newer(lab, site, record, "\"v\":2").await;
}

/// The same in this version.
async fn written_by_newer(lab: &Lab, site: &Site, record: RecordId, version: &str) {
    let (now, person, stream) = (lab.now(), site.tablet.person, Stream::record(record));
    let last = entries(lab, record).await.pop().expect("an entry");
    let draft = Draft { id: lab.app.new_id(), stream, author: person, at: now, elapsed: 0, body: remark("newer") };
    let device = lab.app.new_id();
    let text = chain::write(DeviceHead::START, device, draft).expect("an event").text.replacen("\"v\":1", version, 1);
    let entry = LedgerEntry {
        stream,
        seq: last.seq + 1,
        prev: last.hash(),
        event: chain::claimed_id(&text).expect("an identity"),
        event_hash: Hash::of(text.as_bytes()),
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
    site.arrive(&lab, true);
    let (token, mut request) = site.tablet.request(lab.now()).expect("a request");
    request.pack = String::new();
    site.tablet.sign(&mut request);
    let answer = old.send(Method::POST, path::SYNC, &request).await;
    // As the first build reads it: one unknown field, and it rejects the whole answer.
    let known = ["now", "clock_offset", "answers", "entries", "cursor", "more", "next_seq"];
    let Value::Object(fields) = answer.json() else { panic!("{}", answer.text()) };
    let fields: Vec<&str> = fields.keys().map(String::as_str).collect();
    assert!(fields.iter().all(|field| known.contains(field)), "{fields:?}");
    let response: ExchangeResponse = answer.success();
    assert!(response.answers.iter().all(|answer| answer.outcome == EventOutcome::Effective), "{:?}", response.answers);
    assert_eq!(response.entries.len(), 3);
    site.tablet.answer(token, Some(response), lab.now());
    assert!(site.tablet.engine.outbox().is_empty(), "only then is it updated");
    // After an update it gets what it could not read.
    let (_, mut request) = site.tablet.request(lab.now()).expect("a request");
    request.pack = String::new();
    site.tablet.sign(&mut request);
    let response: ExchangeResponse = site.lin.post(path::SYNC, &request).await;
    assert!(response.pack.is_some());
}

on_both_engines!(an_older_tablet_is_told_what_it_reads_and_does_not_ask_without_end, Lab::new_on);
async fn an_older_tablet_is_told_what_it_reads_and_does_not_ask_without_end(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let old = site.lin.of_first_build();
    let record = site.open(&lab);
    site.send(&lab).await;
    let before = site.tablet.engine.meta().cursor;
    a_newer_entry(&lab, &site, record).await;
    site.make(&lab, record, remark("an older tablet goes on")).expect("a remark");
    // What it writes is taken; an entry that it cannot read waits, and so does everything after that entry.
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
    let texts: Vec<_> = site.tablet.record(record).expect("the record").remarks.iter().map(|remark| remark.what.text.clone()).collect();
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

// The first build, with drafts waiting, meets this server: everything is sent, then it is updated, and nothing is lost.
on_both_engines!(drafts_of_the_first_build_are_sent_and_it_goes_on_updated, Lab::new_on);
async fn drafts_of_the_first_build_are_sent_and_it_goes_on_updated(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let mut tablet = Tablet::enrol(&lab, &site.lin, 90).await;
    tablet.exchange_as_first_build(&site.lin, lab.now()).await;
    tablet.disk.pack = Some(site.tablet.pack().clone());
    site.tablet = tablet;
    site.arrive(&lab, true);
    let record = site.signed(&lab);
    lab.advance(days(1));
    let lin = lab.person("lin").await;
    site.tablet.exchange_as_first_build(&lin, lab.now()).await;
    assert!(site.tablet.engine.outbox().is_empty(), "only then is it updated");
    assert!(site.tablet.engine.meta().pack.is_empty(), "no pack that it cannot read");
    site.tablet.restart();
    site.tablet.exchange(&lin, lab.now()).await;
    let seen = view(&lin, record).await;
    assert_eq!((seen.record.status, &seen.record.set_aside), (RecordStatus::Submitted, &vec![]));
    assert_eq!(site.tablet.record(record), Some(seen.record), "both show the same");
    assert!(!site.tablet.engine.meta().pack.is_empty());
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

/// Sends a record with an event of a newer version to a server that does not know it.
async fn sent_to_an_older_server(lab: &Lab, newer: fn(&str) -> String) {
    let mut site = Site::new(lab).await;
    let record = site.open(lab);
    let remark = site.make(lab, record, remark("newer")).expect("a remark");
    let (token, request) = site.tablet.request(lab.now()).expect("a request");
    site.tablet.answer(token, None, lab.now());
    let mut ahead = request.clone();
    let at = ahead.events.len() - 1;
    ahead.events[at] = newer(&ahead.events[at]);
    assert_ne!(ahead.events[at], request.events[at]);
    site.tablet.sign(&mut ahead);
    let admin = lab.person("admin").await;
    for (client, route) in [(&site.lin, path::SYNC), (&admin, path::SYNC_IMPORT)] {
        let problem = client.send(Method::POST, route, &ahead).await.refused("server_older");
        assert_eq!(problem.path, format!("events/{at}"));
    }
    site.lin.bytes(Method::GET, &path::with(path::RECORD, record), None).await.refused("not_found");
    // What comes before it is taken with a head of its own; once the server is updated it takes the rest unchanged.
    let mut before = ahead.clone();
    before.events.truncate(at);
    site.tablet.sign(&mut before);
    let response: ExchangeResponse = site.lin.post(path::SYNC, &before).await;
    assert!(response.answers.iter().all(|answer| answer.outcome == EventOutcome::Effective), "{:?}", response.answers);
    assert_eq!(response.next_seq, at as u64);
    site.send(lab).await;
    assert!(entries(lab, record).await.iter().any(|entry| entry.event == remark));
}

on_both_engines!(a_server_that_is_rolled_back_destroys_nothing_of_a_newer_version, Lab::new_on);
async fn a_server_that_is_rolled_back_destroys_nothing_of_a_newer_version(lab: Lab) {
    sent_to_an_older_server(&lab, |text| text.replacen("\"v\":1", "\"v\":3", 1).replacen("\"body\"", "\"why\":{},\"body\"", 1)).await;
}

on_both_engines!(a_server_that_is_rolled_back_destroys_nothing_of_a_newer_kind, Lab::new_on);
async fn a_server_that_is_rolled_back_destroys_nothing_of_a_newer_kind(lab: Lab) {
    sent_to_an_older_server(&lab, |text| text.replacen("\"type\":\"remarked\"", "\"type\":\"weighed\",\"grams\":1", 1)).await;
}

on_both_engines!(a_server_that_is_rolled_back_destroys_nothing_of_a_newer_stream, Lab::new_on);
async fn a_server_that_is_rolled_back_destroys_nothing_of_a_newer_stream(lab: Lab) {
    sent_to_an_older_server(&lab, |text| text.replacen("\"kind\":\"record\"", "\"kind\":\"standard\"", 1)).await;
}

// A server may be rolled back although a newer one has already written data.
on_both_engines!(nothing_is_judged_over_entries_that_only_a_newer_server_reads, Lab::new_on);
async fn nothing_is_judged_over_entries_that_only_a_newer_server_reads(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let (record, other) = (site.submitted(&lab).await, site.open(&lab));
    site.send(&lab).await;
    written_by_newer(&lab, &site, record, "\"v\":3").await;
    site.make(&lab, other, remark("on another record")).expect("a remark");
    site.tablet.force(Stream::record(record), lab.now(), remark("on this one"));
    let (_, request) = site.tablet.request(lab.now()).expect("a request");
    let problem = site.lin.send(Method::POST, path::SYNC, &request).await.refused("server_older");
    assert_eq!(problem.path, "events/1");
    let chen = lab.person("chen").await;
    let seen = entries(&lab, record).await.len();
    check(&chen, record, seen).await.refused("server_older");
    assert_eq!(entries(&lab, record).await.len(), seen, "nothing was added");
}
