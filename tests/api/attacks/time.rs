//! Clocks, days and the order of things.

use axum::http::Method;
use backend::app::Error;
use backend::store::{Tx, ledger};
use base::id::RecordId;
use base::time::{Date, Instant};
use contract::api::account::DeviceView;
use contract::api::path;
use contract::sync::carried::Carried;
use contract::sync::{EventAnswer, EventOutcome, ExchangeRequest, ExchangeResponse};
use domain::event::Stream;
use domain::event::body::Body;
use domain::event::ledger::LedgerEntry;
use domain::record::RecordStatus;
use domain::visit::CheckMoment;
use support::forged;
use support::tamper::Tamperer;
use support::{Client, Lab, Tablet, days, hours, minutes, on_both_engines};

use crate::record::{Site, set_aside, view};

fn remark(text: &str) -> Body {
    Body::Remarked { path: "record".to_owned(), text: text.to_owned() }
}

/// How far a device's clock is off, according to the office.
async fn offset(admin: &Client, tablet: &Tablet) -> Option<i64> {
    let devices: Vec<DeviceView> = admin.get(path::DEVICES).await;
    let device = tablet.engine.meta().device;
    devices.iter().find(|known| known.id == device).expect("the device").clock_offset
}

/// Everything that waits, signed, as a file.
fn carried(tablet: &Tablet, now: Instant) -> ExchangeRequest {
    let mut file = tablet.engine.carried(now.plus_millis(tablet.clock));
    tablet.sign(&mut file);
    file
}

async fn import(client: &Client, file: &ExchangeRequest) -> Vec<EventAnswer> {
    client.post(path::SYNC_IMPORT, file).await
}

/// A record observed and signed on a visit that the office has not heard of yet.
fn in_the_field(site: &mut Site, lab: &Lab) -> RecordId {
    site.arrive(lab, true);
    site.signed(lab)
}

/// Every entry counts, and the record is dated to this day.
async fn counts_on(client: &Client, record: RecordId, day: Date) {
    let seen = view(client, record).await;
    assert_eq!((seen.record.status, &seen.record.set_aside), (RecordStatus::Submitted, &vec![]));
    let opened = seen.record.opened_at.plus_millis(seen.record.opened_offset);
    assert_eq!(opened.date_at(seen.record.opened.place.offset_minutes), day);
}

const DAY_OF_WORK: Date = Date::constant(2026, 11, 20);

on_both_engines!(nothing_counts_that_was_made_before_its_device, Lab::new_on);
async fn nothing_counts_that_was_made_before_its_device(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let record = site.submitted(&lab).await;
    let mut early = Vec::new();
    for back in [days(20), minutes(3)] {
        site.tablet.clock = -back;
        early.push(site.tablet.force(Stream::record(record), lab.now(), remark("long ago")));
    }
    let opened = support::tablet::opening(site.tablet.pack(), None);
    site.tablet.clock = -days(20);
    let other = site.tablet.new_id(lab.now());
    let begun = site.tablet.force(Stream::record(other), lab.now(), opened);
    site.tablet.clock = 0;
    site.send(&lab).await;
    let chen = lab.person("chen").await;
    let seen = view(&chen, record).await;
    for event in early {
        assert_eq!(set_aside(&seen, event).as_deref(), Some("made_before_enrolment"));
    }
    assert!(seen.record.remarks.is_empty());
    assert_eq!(set_aside(&view(&chen, other).await, begun).as_deref(), Some("made_before_enrolment"));
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

on_both_engines!(nothing_counts_that_was_made_after_it_was_received, Lab::new_on);
async fn nothing_counts_that_was_made_after_it_was_received(lab: Lab) {
    let mut site = Site::new(&lab).await;
    site.arrive(&lab, true);
    let record = site.open(&lab);
    let mut late = Vec::new();
    for ahead in [days(2), minutes(3)] {
        site.tablet.clock = ahead;
        late.push(site.tablet.force(Stream::record(record), lab.now(), remark("to come")));
    }
    site.tablet.clock = minutes(1);
    let soon = site.tablet.force(Stream::record(record), lab.now(), remark("as exactly as clocks are known"));
    site.tablet.clock = 0;
    site.send(&lab).await;
    let seen = view(&lab.person("chen").await, record).await;
    for event in late {
        assert_eq!(set_aside(&seen, event).as_deref(), Some("made_after_receipt"));
    }
    assert_eq!(set_aside(&seen, soon), None);
}

on_both_engines!(a_captured_exchange_moves_no_day, Lab::new_on);
async fn a_captured_exchange_moves_no_day(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let admin = lab.person("admin").await;
    let record = in_the_field(&mut site, &lab);
    // Somebody on the way keeps it back.
    let (token, captured) = site.tablet.request(lab.now()).expect("a request");
    site.tablet.answer(token, None, lab.now());
    assert!(!captured.events.is_empty());
    lab.advance(days(2));
    let lin = lab.person("lin").await;
    for (now, answered) in [
        (captured.now.plus_millis(days(2)), captured.answered),
        (captured.now, Some(lab.now())),
        (captured.now.plus_millis(days(2)), Some(lab.now())),
        (captured.now, None),
    ] {
        let changed = ExchangeRequest { now, answered, ..captured.clone() };
        lin.send(Method::POST, path::SYNC, &changed).await.refused("signature_wrong");
    }
    lin.send(Method::POST, path::SYNC, &captured).await.refused("exchange_stale");
    lin.bytes(Method::GET, &path::with(path::RECORD, record), None).await.refused("not_found");
    let before = offset(&admin, &site.tablet).await;
    // The tablet itself asks for the time, signs again, and keeps the day of the work.
    site.tablet.exchange(&lin, lab.now()).await;
    counts_on(&lin, record, DAY_OF_WORK).await;
    // Sent again, the captured exchange is acknowledged and changes no clock offset.
    let again: ExchangeResponse = lin.post(path::SYNC, &captured).await;
    assert!(again.answers.iter().all(|answer| answer.outcome == EventOutcome::Known), "{:?}", again.answers);
    assert_eq!((before, offset(&admin, &site.tablet).await), (Some(0), Some(0)));
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

// A captured exchange may be handed in as a file too.
on_both_engines!(a_captured_exchange_that_is_carried_in_moves_no_day, Lab::new_on);
async fn a_captured_exchange_that_is_carried_in_moves_no_day(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let record = in_the_field(&mut site, &lab);
    let (_, captured) = site.tablet.request(lab.now()).expect("a request");
    lab.advance(days(2));
    let answers = import(&lab.person("admin").await, &captured).await;
    assert!(answers.iter().all(|answer| answer.outcome == EventOutcome::Effective), "{answers:?}");
    counts_on(&lab.person("lin").await, record, DAY_OF_WORK).await;
}

on_both_engines!(the_first_form_is_taken_until_the_second_was_signed, Lab::new_on);
async fn the_first_form_is_taken_until_the_second_was_signed(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let lin = site.lin.of_first_build();
    let mut old = Tablet::enrol(&lab, &lin, 77).await;
    old.disk.pack = Some(site.tablet.pack().clone());
    let record = old.new_id(lab.now());
    let opened = support::tablet::opening(old.pack(), None);
    old.make(Stream::record(record), lab.now(), opened).expect("a record begins");
    let mut first = old.engine.carried(lab.now());
    old.sign_first(&mut first);
    let response: ExchangeResponse = lin.post(path::SYNC, &first).await;
    assert_eq!(response.answers[0].outcome, EventOutcome::Effective);
    // After an update it signs the second form; from then on nothing new is taken in the first.
    old.exchange(&site.lin, lab.now()).await;
    old.make(Stream::record(record), lab.now(), remark("later")).expect("a remark");
    let mut forged = old.engine.carried(lab.now());
    old.sign_first(&mut forged);
    for path in [path::SYNC, path::SYNC_IMPORT] {
        lin.send(Method::POST, path, &forged).await.refused("exchange_form_outdated");
    }
    let repeated: ExchangeResponse = lin.post(path::SYNC, &first).await;
    assert_eq!(repeated.answers[0].outcome, EventOutcome::Known, "what it repeats is acknowledged");
    site.tablet.exchange(&site.lin, lab.now()).await;
    assert_eq!(view(&site.lin, record).await.entries.len(), 1);
}

on_both_engines!(drafts_carried_to_the_office_keep_their_day, Lab::new_on);
async fn drafts_carried_to_the_office_keep_their_day(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let record = in_the_field(&mut site, &lab);
    let file = carried(&site.tablet, lab.now());
    let text = serde_json::to_string(&Carried { exchange: file, files: Vec::new() }).expect("JSON");
    lab.advance(days(2));
    let admin = lab.person("admin").await;
    let file = Carried::read(&text).expect("the file").exchange;
    // An edited file is refused.
    let edits = [
        ExchangeRequest { now: lab.now(), ..file.clone() },
        ExchangeRequest { clock_offset: Some(days(2)), ..file.clone() },
        ExchangeRequest { clock_offset: None, ..file.clone() },
        ExchangeRequest { cursor: 0, ..file.clone() },
    ];
    for edited in edits.iter().filter(|edited| **edited != file) {
        admin.send(Method::POST, path::SYNC_IMPORT, edited).await.refused("signature_wrong");
    }
    let answers = import(&admin, &file).await;
    assert!(answers.iter().all(|answer| answer.outcome == EventOutcome::Effective), "{answers:?}");
    let lin = lab.person("lin").await;
    counts_on(&lin, record, DAY_OF_WORK).await;
    let seen = view(&lab.person("chen").await, record).await;
    assert!(seen.entries.iter().all(|entry| entry.clock_offset == 0));
    let doubts: Vec<_> = seen.findings.iter().filter(|finding| finding.code.contains("clock")).collect();
    assert!(doubts.is_empty(), "its clock was measured and is signed: {doubts:?}");
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

on_both_engines!(a_file_of_the_first_build_rests_on_the_last_exchange, Lab::new_on);
async fn a_file_of_the_first_build_rests_on_the_last_exchange(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let (lin, clock) = (site.lin.of_first_build(), -hours(10));
    // A tablet of the first build whose clock is ten hours slow, and which has sent something.
    let mut old = Tablet::enrol(&lab, &lin, 78).await;
    old.clock = clock;
    old.disk.pack = Some(site.tablet.pack().clone());
    let send = async |tablet: &mut Tablet, path: &str, edit: i64| {
        let mut request = tablet.engine.carried(lab.now().plus_millis(clock));
        tablet.sign_first(&mut request);
        request.now = request.now.plus_millis(edit);
        let answer = lin.send(Method::POST, path, &request).await;
        assert!(answer.status.is_success(), "{}", answer.text());
    };
    old.make(Stream::visit(site.world.visit), lab.now(), Body::BriefingAcknowledged).expect("the briefing");
    send(&mut old, path::SYNC, 0).await;
    for moment in [CheckMoment::Departure, CheckMoment::Arrival] {
        let check = crate::record::checked(&site.world, moment, true);
        old.make(Stream::visit(site.world.visit), lab.now(), check).expect("a check");
    }
    let record = old.new_id(lab.now());
    let opened = support::tablet::opening(old.pack(), Some(site.world.visit));
    old.force(Stream::record(record), lab.now(), opened);
    lab.advance(days(2));
    // Nobody signed the time in the file, so it changes nothing. Neither does what somebody writes into the list of devices.
    let (device, wrong) = (old.engine.meta().device, -days(5));
    Tamperer::new(&lab).await.run(&format!("UPDATE devices SET clock_offset = {wrong} WHERE id = '{device}'")).await;
    send(&mut old, path::SYNC_IMPORT, days(1)).await;
    let seen = view(&lab.person("chen").await, record).await;
    assert_eq!(seen.record.set_aside, []);
    assert_eq!(seen.entries[0].clock_offset, hours(10));
    let code = |code: &str| seen.findings.iter().any(|finding| finding.code == code);
    assert!(code("carried_clock_unsigned"), "{:?}", seen.findings);
    site.send(&lab).await;
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

// The network puts a tablet's clock right between two exchanges: what it wrote before keeps its day, and the checker is told.
on_both_engines!(a_clock_that_was_set_is_told_and_takes_nothing_away, Lab::new_on);
async fn a_clock_that_was_set_is_told_and_takes_nothing_away(lab: Lab) {
    let mut site = Site::new(&lab).await;
    site.tablet.clock = hours(3);
    site.send(&lab).await;
    site.arrive(&lab, true);
    let record = site.open(&lab);
    let fast = site.make(&lab, record, remark("three hours fast")).expect("a remark");
    site.tablet.clock = 0;
    let right = site.tablet.force(Stream::record(record), lab.now(), remark("right"));
    site.send(&lab).await;
    let seen = view(&lab.person("chen").await, record).await;
    assert_eq!((set_aside(&seen, fast), set_aside(&seen, right)), (None, None));
    let offset = |event| seen.entries.iter().find(|entry| entry.event == event).expect("an entry").clock_offset;
    assert_eq!((offset(fast), offset(right)), (-hours(3), 0));
    let moved = seen.findings.iter().find(|finding| finding.code == "clock_moved").expect("a finding");
    assert_eq!(moved.params["seconds"], (3 * 3_600).to_string());
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

// A revoked tablet is no longer told the time, but it hands in what it has, however long it was away.
on_both_engines!(a_revoked_tablet_that_was_away_hands_in_what_it_has, Lab::new_on);
async fn a_revoked_tablet_that_was_away_hands_in_what_it_has(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let record = site.submitted(&lab).await;
    let late = site.tablet.force(Stream::record(record), lab.now(), remark("waits"));
    let admin = lab.person("admin").await;
    let revoke = path::with(path::DEVICE_REVOKE, site.tablet.engine.meta().device);
    admin.post::<()>(&revoke, &()).await;
    lab.advance(days(1));
    site.tablet.exchange(&lab.person("lin").await, lab.now()).await;
    let seen = view(&lab.person("chen").await, record).await;
    assert_eq!(set_aside(&seen, late).as_deref(), Some("device_revoked"));
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

// Somebody with the database moves a day and recomputes everything that needs no key: the device's signature still gives it away.
on_both_engines!(a_day_that_was_moved_in_the_ledger_is_named, Lab::new_on);
async fn a_day_that_was_moved_in_the_ledger_is_named(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let record = site.submitted(&lab).await;
    let stream = Stream::record(record);
    let read = lab.app.db.read::<_, Error, _>(move |tx: &mut Tx| Box::pin(async move { Ok(ledger::stream(tx, stream).await?) }));
    let last = read.await.expect("the ledger").pop().expect("an entry");
    let moved = LedgerEntry { clock_offset: -days(20), ..last };
    let update = format!("UPDATE ledger SET clock_offset = {} WHERE stream_id = '{record}' AND seq = {}", moved.clock_offset, moved.seq);
    Tamperer::new(&lab).await.run(&update).await;
    let (at, object_hash, seq) = (lab.now(), moved.hash(), moved.seq);
    let vouched = lab.app.db.write::<_, Error, _>(move |tx: &mut Tx| {
        Box::pin(async move {
            let object = record.to_string();
            let (action, noun, detail) = ("received", "records", serde_json::json!({}));
            let entry = forged::Entry { at, actor: None, action, noun, object: &object, revision: seq, object_hash, detail };
            Ok(forged::append(tx, entry).await?)
        })
    });
    vouched.await.expect("the trail vouches for it");
    let broken: Vec<_> = crate::verify::walk(&lab).await.broken.into_iter().map(|broken| broken.to_string()).collect();
    assert!(broken.contains(&format!("stream record {record} entry {seq} {}: differs", moved.event)), "{broken:?}");
    // The audit entry of the exchange itself is still there too, and the ledger no longer has what it vouched for.
    let vouched_before = format!("ledger entry of audit records {record} ");
    assert!(broken.iter().any(|named| named.starts_with(&vouched_before) && named.ends_with("missing")), "{broken:?}");
}
