//! Exchanges: what is authentic is kept, what is not is refused, nothing twice.

use axum::http::Method;
use contract::api::path;
use contract::sync::{EventAnswer, EventOutcome, ExchangeResponse};
use domain::event::Stream;
use domain::event::body::Body;
use support::tamper::Tamperer;
use support::{Engine, Lab, Tablet, on_both_engines};

use super::{Site, set_aside, view};

fn remark(text: &str) -> Body {
    Body::Remarked { path: "record".to_owned(), text: text.to_owned() }
}

on_both_engines!(an_exchange_sent_twice_is_kept_once, Lab::new_on);
async fn an_exchange_sent_twice_is_kept_once(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let record = site.open(&lab);
    let (_, request) = site.tablet.request(lab.now()).expect("a request");
    let first: ExchangeResponse = site.lin.post(path::SYNC, &request).await;
    assert!(first.answers.iter().all(|answer| answer.outcome == EventOutcome::Effective), "{:?}", first.answers);
    let second: ExchangeResponse = site.lin.post(path::SYNC, &request).await;
    assert!(second.answers.iter().all(|answer| answer.outcome == EventOutcome::Known), "{:?}", second.answers);
    assert_eq!(view(&site.lin, record).await.entries.len(), 2);
}

on_both_engines!(only_the_person_of_a_device_can_exchange_with_its_key, Lab::new_on);
async fn only_the_person_of_a_device_can_exchange_with_its_key(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let record = site.open(&lab);
    let (_, request) = site.tablet.request(lab.now()).expect("a request");
    let sun = lab.person("sun").await;
    assert_eq!(sun.send(Method::POST, path::SYNC, &request).await.problem().code, "device_of_another");
    let mut forged = request.clone();
    forged.signature = "00".repeat(64);
    assert_eq!(site.lin.send(Method::POST, path::SYNC, &forged).await.problem().code, "signature_wrong");
    let mut cut = request.clone();
    cut.events.pop();
    assert_eq!(site.lin.send(Method::POST, path::SYNC, &cut).await.problem().code, "exchange_head_wrong");
    let mut strange = request.clone();
    strange.device = lab.app.new_id();
    assert_eq!(site.lin.send(Method::POST, path::SYNC, &strange).await.problem().code, "device_unknown");
    let missing = site.lin.send(Method::GET, &path::with(path::RECORD, record), &()).await;
    assert_eq!(missing.problem().code, "not_found", "nothing of it was kept");
}

// C11: what a revoked device sends afterwards is set aside.
on_both_engines!(what_a_revoked_device_sends_is_set_aside, Lab::new_on);
async fn what_a_revoked_device_sends_is_set_aside(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let record = site.open(&lab);
    site.send(&lab).await;
    let device = site.tablet.engine.meta().device;
    let revoked = lab.person("admin").await.send(Method::POST, &path::with(path::DEVICE_REVOKE, device), &()).await;
    assert!(revoked.status.is_success(), "{revoked:?}");
    let late = site.make(&lab, record, remark("late")).expect("the tablet does not know yet");
    site.send(&lab).await;
    let seen = view(&lab.person("chen").await, record).await;
    assert_eq!(set_aside(&seen, late).as_deref(), Some("device_revoked"));
    assert!(seen.record.remarks.is_empty());
}

// C11: a revoked tablet is told, once what it had is handed in: it does not look healthy for ever.
on_both_engines!(a_revoked_device_hands_in_what_it_has_and_is_told, Lab::new_on);
async fn a_revoked_device_hands_in_what_it_has_and_is_told(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let record = site.open(&lab);
    let device = site.tablet.engine.meta().device;
    lab.person("admin").await.post::<()>(&path::with(path::DEVICE_REVOKE, device), &()).await;
    let (token, mut request) = site.tablet.request(lab.now()).expect("drafts to be sent");
    request.pack.clear();
    site.tablet.sign(&mut request);
    let answer: ExchangeResponse = site.lin.post(path::SYNC, &request).await;
    assert!(answer.answers.iter().all(|answer| matches!(&answer.outcome, EventOutcome::SetAside { code } if code == "device_revoked")));
    assert!(answer.pack.is_none(), "no more work for it");
    let again: ExchangeResponse = site.lin.post(path::SYNC, &request).await;
    assert!(again.answers.iter().all(|answer| answer.outcome == EventOutcome::Known), "an answer that was lost comes again");
    site.tablet.answer(token, Some(answer), lab.now());
    assert!(site.tablet.engine.outbox().is_empty());

    let (_, empty) = site.tablet.request(lab.now()).expect("a look for news");
    assert!(empty.events.is_empty());
    site.lin.send(Method::POST, path::SYNC, &empty).await.refused("device_revoked");
    let mut forged = empty.clone();
    forged.signature = "0".repeat(128);
    site.lin.send(Method::POST, path::SYNC, &forged).await.refused("signature_wrong");
    assert_eq!(
        set_aside(&view(&lab.person("chen").await, record).await, site.tablet.disk.own[&0].event).as_deref(),
        Some("device_revoked")
    );
}

// The checker's and the signatory's acts are made in the office, with the password again.
on_both_engines!(no_tablet_can_check_or_return_or_reopen, Lab::new_on);
async fn no_tablet_can_check_or_return_or_reopen(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let record = site.submitted(&lab).await;
    let chen = lab.person("chen").await;
    let mut tablet = Tablet::enrol(&lab, &chen, 50).await;
    let checked = tablet.force(Stream::record(record), lab.now(), Body::Checked { statement: "fine".to_owned() });
    tablet.exchange(&chen, lab.now()).await;
    assert_eq!(set_aside(&view(&chen, record).await, checked).as_deref(), Some("office_only"));
    assert!(tablet.record(record).is_none(), "who is no calibrator of it is sent the own entries alone");
}

on_both_engines!(a_wrong_clock_is_noted_and_shown_to_the_checker, Lab::new_on);
async fn a_wrong_clock_is_noted_and_shown_to_the_checker(lab: Lab) {
    let mut site = Site::new(&lab).await;
    site.tablet.clock = -600_000;
    let record = site.submitted(&lab).await;
    assert!(site.tablet.engine.status().clock_flagged);
    let seen = view(&lab.person("chen").await, record).await;
    let finding = seen.findings.iter().find(|finding| finding.code == "clock_offset_large").expect("a finding");
    assert_eq!(finding.params["seconds"], "600");
    assert!(seen.entries.iter().all(|entry| entry.clock_offset == 600_000));
}

// C15: unsent drafts can be exported to a file and imported at the office.
on_both_engines!(drafts_carried_as_a_file_are_imported_once, Lab::new_on);
async fn drafts_carried_as_a_file_are_imported_once(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let record = site.open(&lab);
    let (token, file) = site.tablet.request(lab.now()).expect("a signed file");
    site.tablet.answer(token, None, lab.now());
    let admin = lab.person("admin").await;
    let answers: Vec<EventAnswer> = admin.post(path::SYNC_IMPORT, &file).await;
    assert!(answers.iter().all(|answer| answer.outcome == EventOutcome::Effective), "{answers:?}");
    site.send(&lab).await;
    assert_eq!(view(&site.lin, record).await.entries.len(), 2);
    assert_eq!(site.tablet.record(record).map(|record| record.equipment.len()), Some(1));
}

// F25: what an import brings and that it was imported are written together, or neither is.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_import_that_cannot_be_noted_brings_nothing() {
    let lab = Lab::new_on(Engine::Sqlite).await;
    let mut site = Site::new(&lab).await;
    let record = site.open(&lab);
    let (_, file) = site.tablet.request(lab.now()).expect("a signed file");
    let mut tamperer = Tamperer::new(&lab).await;
    let stumbles = "CREATE TRIGGER stumbles BEFORE INSERT ON audit WHEN NEW.action = 'imported' BEGIN SELECT RAISE(ABORT, 'no'); END";
    tamperer.plain(stumbles).await;
    let admin = lab.person("admin").await;
    assert!(admin.send(Method::POST, path::SYNC_IMPORT, &file).await.status.is_server_error());
    site.lin.bytes(Method::GET, &path::with(path::RECORD, record), None).await.refused("not_found");
    tamperer.plain("DROP TRIGGER stumbles").await;
    let answers: Vec<EventAnswer> = admin.post(path::SYNC_IMPORT, &file).await;
    assert!(answers.iter().all(|answer| answer.outcome == EventOutcome::Effective), "{answers:?}");
}
