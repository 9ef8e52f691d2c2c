//! Who can write the tables, and what `verify` says of it.

use backend::app::record::office;
use backend::app::verify::Fault;
use backend::store::certificate::Stored;
use backend::store::{Running, Tx, certificate, event, ledger, record as store, seal};
use base::id::{CertificateId, DeviceId, PersonId, RecordId};
use base::time::Instant;
use domain::certificate::document::{CertificateDocument, SignatureRole};
use domain::event::body::Body;
use domain::event::chain::{self, Draft};
use domain::event::ledger::{LedgerEntry, Verdict};
use domain::event::signature::{public_key, sign};
use domain::event::{Hash, Stream};
use domain::stream::judge::StreamState;
use serde_json::json;
use support::forged;
use support::tablet::enter;
use support::tamper::Tamperer;
use support::{Lab, on_both_engines};

use crate::certificate::Desk;
use crate::record::{READING, Site};
use crate::verify::walk;

/// Writes the tables by the server's own statements: chains, ledger, audit trail and feeds agree afterwards.
pub(super) async fn inside<T: Send + 'static>(
    lab: &Lab,
    work: impl for<'t> FnMut(&'t mut Tx) -> Running<'t, sqlx::Result<T>> + Send + 'static,
) -> T {
    lab.app.db.write(work).await.expect("the insider's statements run")
}

pub(super) async fn faults(lab: &Lab) -> Vec<String> {
    walk(lab).await.broken.iter().map(ToString::to_string).collect()
}

pub(super) async fn named(lab: &Lab, place: &str, fault: Fault) {
    let faults = faults(lab).await;
    assert!(faults.iter().any(|named| named.starts_with(place) && named.ends_with(fault.code())), "{place} {fault:?}: {faults:?}");
}

// An amendment in a tablet's chain, with ledger, audit trail and feed as the server would have written them: no key signed it.
on_both_engines!(what_no_signature_of_the_device_covers_is_named, Lab::new_on);
async fn what_no_signature_of_the_device_covers_is_named(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let record = site.recorded(&lab).await;
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    let entered = site.tablet.record(record).expect("the record").cells[READING].entries[0].event;
    let after = match enter(READING, "20.01", "mm") {
        Body::Entered { value, .. } => value,
        other => panic!("{other:?}"),
    };
    site.make(&lab, record, Body::Amended { amends: entered, after, reason: "misread".to_owned() }).expect("an amendment");
    site.send(&lab).await;
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    let mut tamperer = Tamperer::new(&lab).await;
    let device = device_of(&site);
    let last = format!("(SELECT hash FROM events WHERE device_id = '{device}' ORDER BY device_seq DESC LIMIT 1)");
    tamperer.run(&format!("DELETE FROM audit WHERE noun = 'exchange_signatures' AND object_id LIKE '{device}/' || {last} || '/%'")).await;
    tamperer.run(&format!("DELETE FROM exchange_signatures WHERE head = {last}")).await;
    named(&lab, &format!("device {device} event"), Fault::NotSigned).await;
}

// Another key in the device's row, every exchange signed again with it, and all of it sealed.
on_both_engines!(a_key_put_in_the_place_of_the_enrolled_one_is_named, Lab::new_on);
async fn a_key_put_in_the_place_of_the_enrolled_one_is_named(lab: Lab) {
    let mut site = Site::new(&lab).await;
    site.arrive(&lab, true);
    site.open(&lab);
    site.send(&lab).await;
    let device = device_of(&site);
    let secret = [9; 32];
    let key = public_key(&secret).expect("a key");
    let mut tamperer = Tamperer::new(&lab).await;
    tamperer.run(&format!("UPDATE devices SET public_key = '{key}' WHERE id = '{device}'")).await;
    let signed = inside(&lab, move |tx| {
        Box::pin(async move {
            let sql = "SELECT head, events, signed FROM exchange_signatures WHERE device_id = $1";
            backend::fetch_all!(tx, (String, i64, String), sql, device.to_string())
        })
    })
    .await;
    for (head, events, text) in &signed {
        let signature = sign(&secret, text.as_bytes()).expect("a signature");
        tamperer
            .run(&format!("UPDATE exchange_signatures SET signature = '{signature}' WHERE head = '{head}' AND events = {events}"))
            .await;
    }
    let now = lab.now();
    inside(&lab, move |tx| {
        let signed = signed.clone();
        Box::pin(async move {
            seal::seal(tx, "devices", &[&device.to_string()], now).await?;
            for (head, events, _) in &signed {
                seal::seal(tx, "exchange_signatures", &[&device.to_string(), head, &events.to_string()], now).await?;
            }
            Ok(())
        })
    })
    .await;
    named(&lab, &format!("device {device}"), Fault::KeyReplaced).await;
}

// A checker's event on the checker's office device, chained and vouched for: nobody did it.
on_both_engines!(a_check_that_nobody_made_is_named, Lab::new_on);
async fn a_check_that_nobody_made_is_named(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let record = site.submitted(&lab).await;
    let checker = lab.person("chen").await.session().await.person;
    let now = lab.now();
    let body = Body::Checked { statement: domain::record::check::STATEMENT.to_owned() };
    inside(&lab, move |tx| {
        let body = body.clone();
        Box::pin(async move { by_hand(tx, (record, checker), (body, "received"), now).await.map(drop) })
    })
    .await;
    named(&lab, &format!("stream record {record}"), Fault::NotAudited).await;
}

// C-5.5.4: no key signs on an office device, so an observation there is nobody's, however well the audit trail tells of it.
on_both_engines!(an_observation_on_an_office_device_is_named, Lab::new_on);
async fn an_observation_on_an_office_device_is_named(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let record = site.recorded(&lab).await;
    let amends = site.tablet.record(record).expect("the record").cells[READING].entries[0].event;
    let after = match enter(READING, "20.01", "mm") {
        Body::Entered { value, .. } => value,
        other => panic!("{other:?}"),
    };
    let (lin, now) = (site.lin.session().await.person, lab.now());
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    let body = Body::Amended { amends, after, reason: "misread".to_owned() };
    let device = inside(&lab, move |tx| {
        let body = body.clone();
        Box::pin(async move { by_hand(tx, (record, lin), (body, "amended"), now).await })
    })
    .await;
    assert_eq!(faults(&lab).await, [format!("device {device} event 0: {}", Fault::NotSigned.code())]);
}

// C-5.5.4: nor does the server write one there, whatever route should ask for it.
on_both_engines!(the_server_writes_no_observation_on_an_office_device, Lab::new_on);
async fn the_server_writes_no_observation_on_an_office_device(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let record = site.recorded(&lab).await;
    let (by, now) = (site.lin.session().await.person, lab.now());
    let body = Body::Remarked { path: "record".to_owned(), text: "a scratch".to_owned() };
    let act = office::Act { record, by, seen: None, body, check: None, now };
    let written = lab.app.db.write::<_, backend::app::Error, _>(move |tx: &mut Tx| {
        let act = act.clone();
        Box::pin(async move { office::act(tx, &act).await.map(drop) })
    });
    assert!(written.await.is_err(), "a remark on an office device");
    assert_eq!(faults(&lab).await, Vec::<String>::new());
}

// What the office does by its routes stands there.
on_both_engines!(what_the_office_does_on_its_devices_is_not_named, Lab::new_on);
async fn what_the_office_does_on_its_devices_is_not_named(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let record = site.submitted(&lab).await;
    let checker = lab.person("chen").await.session().await.person;
    let (now, body) = (lab.now(), Body::Checked { statement: domain::record::check::STATEMENT.to_owned() });
    inside(&lab, move |tx| {
        let body = body.clone();
        Box::pin(async move { by_hand(tx, (record, checker), (body, "checked"), now).await.map(drop) })
    })
    .await;
    let faults = faults(&lab).await;
    assert!(!faults.iter().any(|named| named.ends_with(Fault::NotSigned.code())), "{faults:?}");
}

/// An event on a new office device of this person, with ledger, feeds and audit entry as the server writes them. Returns the device.
async fn by_hand(tx: &mut Tx, (record, by): (RecordId, PersonId), (body, action): (Body, &str), now: Instant) -> sqlx::Result<DeviceId> {
    let device = backend::random::id(now);
    event::make_office_device(tx, by, device, now).await?;
    let stream = Stream::record(record);
    let draft = Draft { id: backend::random::id(now), stream, author: by, at: now, elapsed: 0, body };
    let written = chain::write(event::head(tx, device).await?, device, draft).expect("an event");
    let (id, hash, text) = (written.event.id, written.hash, &written.text);
    event::insert(tx, &event::NewEvent { id, device, device_seq: 0, hash, received_at: now, refused: None, text }).await?;
    let entries = ledger::stream(tx, stream).await?;
    let entry = LedgerEntry {
        stream,
        seq: entries.len() as u64,
        prev: entries.last().expect("entries").hash(),
        event: id,
        event_hash: hash,
        received_at: now,
        clock_offset: 0,
        verdict: Verdict::Effective,
        text: text.clone(),
    };
    ledger::append(tx, &entry).await?;
    let state = StreamState::of(entries.iter().chain([&entry]));
    let found = state.record.expect("the record");
    store::put(tx, &found, state.next_seq, now).await?;
    for calibrator in &found.calibrators {
        ledger::tell(tx, calibrator.person, stream).await?;
    }
    let (object, revision, object_hash) = (record.to_string(), entry.seq, entry.hash());
    let told =
        forged::Entry { at: now, actor: Some(by), action, noun: "records", object: &object, revision, object_hash, detail: json!({}) };
    forged::append(tx, told).await?;
    Ok(device)
}

// A certificate's row with its document, audit entry and seal, by somebody who could not issue it, or of what no record said.
on_both_engines!(a_certificate_that_nobody_could_have_issued_is_named, Lab::new_on);
async fn a_certificate_that_nobody_could_have_issued_is_named(lab: Lab) {
    let desk = Desk::new(&lab).await;
    let issued = desk.issued("original").await;
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    let (signatory, office) = (desk.qian.session().await.person, desk.wu.session().await.person);
    let of_nothing = |document: &mut CertificateDocument| document.envelope.record_head = Hash::of(b"no record said this");
    let first = forged(&lab, issued.row.id, issued.row.id, "EC2026-90001", signatory, of_nothing).await;
    named(&lab, "certificate EC2026-90001", Fault::NotIssued).await;
    forged(&lab, issued.row.id, first, "EC2026-90002", office, |_| ()).await;
    named(&lab, "certificate EC2026-90002", Fault::NotIssued).await;
}

async fn forged(
    lab: &Lab,
    like: CertificateId,
    follows: CertificateId,
    number: &'static str,
    by: PersonId,
    change: fn(&mut CertificateDocument),
) -> CertificateId {
    let now = lab.now();
    inside(lab, move |tx| {
        Box::pin(async move {
            let found = certificate::find(tx, like).await?.expect("the certificate").stored;
            let mut document: CertificateDocument = serde_json::from_str(&found.document).expect("a document");
            number.clone_into(&mut document.envelope.number);
            change(&mut document);
            let approved = document.envelope.signatures.iter_mut().rfind(|signature| signature.role == SignatureRole::Approver);
            let approved = approved.expect("an approver");
            (approved.person, approved.at) = (by, now);
            let document = serde_json::to_string(&document).expect("JSON");
            let document_hash = Hash::of(document.as_bytes());
            let id: CertificateId = backend::random::id(now);
            let row = Stored {
                id: id.to_string(),
                number: number.to_owned(),
                kind: "supplement".to_owned(),
                follows: Some(follows.to_string()),
                issued_at: now.0,
                issued_by: by.to_string(),
                document,
                document_hash: document_hash.to_string(),
                ..found
            };
            certificate::insert(tx, &row).await?;
            let told = forged::Entry {
                at: now,
                actor: Some(by),
                action: "issued",
                noun: "certificates",
                object: &row.id,
                revision: 0,
                object_hash: document_hash,
                detail: json!({}),
            };
            forged::append(tx, told).await?;
            Ok(id)
        })
    })
    .await
}

// C-5.3.3: where nothing names an item any more, it could be moved to another customer.
on_both_engines!(what_entries_name_is_what_their_index_says, Lab::new_on);
async fn what_entries_name_is_what_their_index_says(lab: Lab) {
    let site = Site::new(&lab).await;
    let (order, item, other) = (site.world.order, site.world.item, site.world.laboratory);
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    let mut tamperer = Tamperer::new(&lab).await;
    tamperer.plain(&format!("INSERT INTO register_links (entry_id, refers_to) VALUES ('{item}', '{other}')")).await;
    named(&lab, &format!("register link {item} {other}"), Fault::Differs).await;
    tamperer.plain(&format!("DELETE FROM register_links WHERE entry_id = '{order}' AND refers_to = '{item}'")).await;
    named(&lab, &format!("register link {order} {item}"), Fault::Missing).await;
    tamperer.plain("DELETE FROM register_links").await;
    assert!(faults(&lab).await.iter().filter(|named| named.starts_with("register link ")).count() > 5);
}

pub(super) fn device_of(site: &Site) -> DeviceId {
    site.tablet.disk.meta.as_ref().expect("an enrolled tablet").device
}
