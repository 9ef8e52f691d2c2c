//! What a tablet brought, erased with every row and audit entry of its own: what stays still speaks of it.

use axum::http::Method;
use base::id::{EventId, RecordId};
use contract::api::path;
use domain::event::Hash;
use domain::event::body::Body;
use support::tamper::Tamperer;
use support::{Lab, on_both_engines};

use super::files::PICTURE;
use super::insiders::faults;
use crate::certificate::Desk;
use crate::record::{Site, check, view};

fn photo() -> Body {
    let (path, media_type, name) = ("record".to_owned(), "image/png".to_owned(), "jaws.png".to_owned());
    Body::Attached { path, sha256: Hash::of(PICTURE), media_type, size: PICTURE.len() as u64, name }
}

/// A record with a photo whose bytes have not come.
async fn photographed(lab: &Lab, site: &mut Site) -> (RecordId, EventId) {
    site.arrive(lab, true);
    let record = site.open(lab);
    site.fill(lab, record, "20.1");
    let attached = site.make(lab, record, photo()).expect("a photo");
    site.send(lab).await;
    (record, attached)
}

async fn signed_and_sent(lab: &Lab, site: &mut Site, record: RecordId) {
    site.submit(lab, record).expect("a signature");
    site.send(lab).await;
}

// C-5.5.2: a check waits for every attachment, so the photo of a checked record was stored.
on_both_engines!(a_photo_that_was_erased_from_under_a_certificate_is_named, Lab::new_on);
async fn a_photo_that_was_erased_from_under_a_certificate_is_named(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    let (record, _) = photographed(&lab, &mut site).await;
    signed_and_sent(&lab, &mut site, record).await;
    assert_eq!(faults(&lab).await, Vec::<String>::new(), "bytes that have not come yet are not missed");
    let sha256 = Hash::of(PICTURE);
    let sent = site.lin.bytes(Method::PUT, &path::with(path::FILE, sha256), Some(("image/png", PICTURE.to_vec()))).await;
    assert!(sent.status.is_success(), "{}", sent.text());
    let desk = Desk::around(&lab, site, record).await;
    desk.issued("original").await;
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    let mut tamperer = Tamperer::new(&lab).await;
    tamperer.run(&format!("DELETE FROM files WHERE sha256 = '{sha256}'")).await;
    tamperer.run(&format!("DELETE FROM audit WHERE noun = 'files' AND object_id = '{sha256}'")).await;
    lab.app.files.delete(sha256).await.expect("gone");
    let of_record = format!("record {record} file {sha256}: missing");
    assert_eq!(faults(&lab).await, [format!("files {sha256}: missing"), of_record.clone()]);
    // Whoever erases who sent it has not erased the check.
    tamperer.run(&format!("DELETE FROM file_senders WHERE sha256 = '{sha256}'")).await;
    assert_eq!(faults(&lab).await, [of_record]);
}

// C-5.5.4: nobody waits for the bytes of a photo that was struck through before the check.
on_both_engines!(a_photo_that_was_struck_through_and_never_came_is_not_missed, Lab::new_on);
async fn a_photo_that_was_struck_through_and_never_came_is_not_missed(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let (record, attached) = photographed(&lab, &mut site).await;
    site.make(&lab, record, Body::Withdrawn { amends: attached, reason: "out of focus".to_owned() }).expect("struck through");
    signed_and_sent(&lab, &mut site, record).await;
    let chen = lab.person("chen").await;
    let seen = view(&chen, record).await.entries.len();
    let checked = check(&chen, record, seen).await;
    assert!(checked.status.is_success(), "{}", checked.text());
    assert_eq!(faults(&lab).await, Vec::<String>::new());
}

/// Erases a whole record that came with the last exchange of its tablet, as if the tablet had never sent it; returns the device and the
/// head of its chain.
async fn erase_last(tamperer: &mut Tamperer, record: RecordId) -> (String, String) {
    let events = format!("SELECT event_id FROM ledger WHERE stream_id = '{record}'");
    let device = tamperer.text(&format!("SELECT MIN(device_id) FROM events WHERE id IN ({events})")).await;
    let last = format!("SELECT MAX(device_seq) FROM events WHERE device_id = '{device}'");
    let head = tamperer.text(&format!("SELECT hash FROM events WHERE device_id = '{device}' AND device_seq = ({last})")).await;
    for sql in [
        format!("DELETE FROM audit WHERE noun = 'exchange_signatures' AND object_id LIKE '{device}/{head}/%'"),
        format!("DELETE FROM exchange_signatures WHERE device_id = '{device}' AND head = '{head}'"),
        format!("DELETE FROM audit WHERE noun = 'records' AND object_id = '{record}'"),
        format!("DELETE FROM record_people WHERE record_id = '{record}'"),
        format!("DELETE FROM record_standards WHERE record_id = '{record}'"),
        format!("DELETE FROM records WHERE id = '{record}'"),
        format!("DELETE FROM list_rows WHERE noun = 'records' AND id = '{record}'"),
        format!("DELETE FROM feed WHERE stream_id = '{record}'"),
        format!("DELETE FROM events WHERE id IN ({events})"),
        format!("DELETE FROM ledger WHERE stream_id = '{record}'"),
    ] {
        tamperer.run(&sql).await;
    }
    (device, head)
}

// C-5.5.1, C-5.5.4: an original record that nobody liked was erased whole; the audit chain of the tablet says what the tablet brought.
on_both_engines!(a_record_that_was_erased_with_its_tablets_last_exchange_is_missed, Lab::new_on);
async fn a_record_that_was_erased_with_its_tablets_last_exchange_is_missed(lab: Lab) {
    let mut site = Site::new(&lab).await;
    site.submitted(&lab).await;
    let erased = site.signed(&lab);
    site.send_only(&lab).await;
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    let mut tamperer = Tamperer::new(&lab).await;
    let (device, head) = erase_last(&mut tamperer, erased).await;
    assert_eq!(faults(&lab).await, [format!("device {device} exchanged {head}: missing")]);
}
