//! Attachments are stored by what they are, and a record waits for them.

use axum::http::Method;
use backend::app::Error;
use backend::store::{Tx, reading};
use base::id::CustomerId;
use base::text::Bilingual;
use contract::api::path;
use contract::sync::carried::{Carried, CarriedFile};
use contract::sync::{EventAnswer, EventOutcome};
use domain::event::Hash;
use domain::event::body::Body;
use support::{Lab, Tablet, on_both_engines};

use super::{Site, check, view};

const PICTURE: &[u8] = b"\x89PNG\r\n\x1A\nnot much of a picture";

on_both_engines!(no_record_is_checked_before_its_attachments_have_arrived, Lab::new_on);
async fn no_record_is_checked_before_its_attachments_have_arrived(lab: Lab) {
    let mut site = Site::new(&lab).await;
    site.arrive(&lab, true);
    let record = site.open(&lab);
    site.fill(&lab, record, "20.1");
    let attached = Body::Attached {
        path: "record".to_owned(),
        sha256: Hash::of(PICTURE),
        media_type: "image/png".to_owned(),
        size: PICTURE.len() as u64,
        name: "jaws.png".to_owned(),
    };
    site.make(&lab, record, attached).expect("a photo");
    site.submit(&lab, record).expect("a signature");
    site.send(&lab).await;
    let chen = lab.person("chen").await;
    let seen = view(&chen, record).await;
    assert_eq!(seen.missing_files, vec![Hash::of(PICTURE).to_string()]);
    assert_eq!(check(&chen, record, seen.entries.len()).await.problem().code, "files_missing");
    let address = path::with(path::FILE, Hash::of(PICTURE));
    for _ in 0..2 {
        assert!(site.lin.bytes(Method::PUT, &address, Some(("image/png", PICTURE.to_vec()))).await.status.is_success());
    }
    assert_eq!(chen.download(&address).await, PICTURE);
    assert!(check(&chen, record, seen.entries.len()).await.status.is_success());
}

/// Who has read a customer's things, by what was read.
async fn read(lab: &Lab, customer: CustomerId, noun: &str) -> Vec<(String, String)> {
    let read = lab.app.db.read::<_, Error, _>(move |tx: &mut Tx| Box::pin(async move { Ok(reading::of_customer(tx, customer).await?) }));
    let found = read.await.expect("the log");
    found.into_iter().filter(|(_, of, _)| of == noun).map(|(person, _, object)| (person, object)).collect()
}

// C-4.1.2.2: a photo of a customer's instrument is read by who reads the record, and that is noted with the customer.
on_both_engines!(a_file_is_read_by_who_reads_its_record_and_that_is_noted, Lab::new_on);
async fn a_file_is_read_by_who_reads_its_record_and_that_is_noted(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let address = path::with(path::FILE, Hash::of(PICTURE));
    let early = site.lin.bytes(Method::PUT, &address, Some(("image/png", PICTURE.to_vec()))).await;
    assert!(early.status.is_success(), "{}", early.text());
    let (sun, chen, admin) = (lab.person("sun").await, lab.person("chen").await, lab.person("admin").await);
    assert_eq!(site.lin.download(&address).await, PICTURE, "attached to no record it is its sender's");
    chen.bytes(Method::GET, &address, None).await.refused("not_found");
    site.attached(&lab, PICTURE).await;
    admin.bytes(Method::GET, &address, None).await.refused("not_for_role");
    sun.bytes(Method::GET, &address, None).await.refused("not_found");
    let customer = site.world.customer;
    assert_eq!(read(&lab, customer, "files").await, []);
    assert_eq!(site.lin.download(&address).await, PICTURE);
    assert_eq!(read(&lab, customer, "files").await, [], "a calibrator reads the own record");
    assert_eq!(chen.download(&address).await, PICTURE);
    assert_eq!(read(&lab, customer, "files").await, [(site.world.chen.to_string(), Hash::of(PICTURE).to_string())]);
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

// C-4.1.2.2: whoever joins a record is sent all of it.
on_both_engines!(joining_a_record_is_noted_as_reading_it, Lab::new_on);
async fn joining_a_record_is_noted_as_reading_it(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let record = site.open(&lab);
    let joined = Body::Joined { person: site.world.sun, name: Bilingual::new("sun", "sun") };
    site.make(&lab, record, joined).expect("the opener takes a colleague in");
    site.send(&lab).await;
    let sun = lab.person("sun").await;
    let mut tablet = Tablet::enrol(&lab, &sun, 50).await;
    tablet.exchange(&sun, lab.now()).await;
    assert!(tablet.record(record).is_some(), "it is sent the record");
    assert_eq!(read(&lab, site.world.customer, "records").await, [(site.world.sun.to_string(), record.to_string())]);
}

on_both_engines!(a_file_that_is_not_what_it_says_is_refused, Lab::new_on);
async fn a_file_that_is_not_what_it_says_is_refused(lab: Lab) {
    let site = Site::new(&lab).await;
    let page = b"<html><script>alert(1)</script>".to_vec();
    let refused = async |content: &[u8], named: &[u8], said: &str| {
        let address = path::with(path::FILE, Hash::of(named));
        site.lin.bytes(Method::PUT, &address, Some((said, content.to_vec()))).await.problem().code
    };
    assert_eq!(refused(&page, &page, "image/png").await, "file_not_allowed");
    assert_eq!(refused(PICTURE, PICTURE, "image/jpeg").await, "file_not_what_it_says");
    assert_eq!(refused(PICTURE, &page, "image/png").await, "hash_mismatch");
}

// C15: a photo that no tablet can send any more comes with the file of its drafts, and the office stores it.
on_both_engines!(a_photo_carried_with_the_drafts_completes_the_record, Lab::new_on);
async fn a_photo_carried_with_the_drafts_completes_the_record(lab: Lab) {
    let mut site = Site::new(&lab).await;
    site.arrive(&lab, true);
    let record = site.open(&lab);
    site.fill(&lab, record, "20.1");
    let attached = Body::Attached {
        path: "as_found/points/20".to_owned(),
        sha256: Hash::of(PICTURE),
        media_type: "image/png".to_owned(),
        size: PICTURE.len() as u64,
        name: "jaws.png".to_owned(),
    };
    site.make(&lab, record, attached).expect("a photo at a point");
    site.submit(&lab, record).expect("a signature");
    let (_, exchange) = site.tablet.request(lab.now()).expect("a signed file");
    let file = CarriedFile::of(Hash::of(PICTURE), "image/png".to_owned(), PICTURE);
    let text = serde_json::to_string(&Carried { exchange, files: vec![file] }).expect("a file");

    let carried = Carried::read(&text).expect("the file");
    let admin = lab.person("admin").await;
    let answers: Vec<EventAnswer> = admin.post(path::SYNC_IMPORT, &carried.exchange).await;
    assert!(answers.iter().all(|answer| answer.outcome == EventOutcome::Effective), "{answers:?}");
    for file in &carried.files {
        let content = file.bytes().expect("its bytes");
        let stored = admin.bytes(Method::PUT, &path::with(path::FILE, file.sha256), Some((&file.media_type, content))).await;
        assert!(stored.status.is_success(), "{stored:?}");
    }
    site.put_under_an_order(&lab).await;
    let chen = lab.person("chen").await;
    let seen = view(&chen, record).await;
    assert!(seen.missing_files.is_empty());
    assert!(check(&chen, record, seen.entries.len()).await.status.is_success());
}
