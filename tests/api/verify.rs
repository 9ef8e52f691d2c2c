//! `etalon verify` names what was changed behind the server's back.

use axum::http::Method;
use backend::app::verify::{Report, verify};
use contract::api::account::Enrol;
use contract::api::path;
use domain::access::Role;
use domain::event::Hash;
use domain::event::signature::public_key;
use support::lab::PASSWORD;
use support::tamper::Tamperer;
use support::{Engine, Lab, on_both_engines};

use crate::people;
use crate::record::{Site, check, view};
use crate::tampering::whatever_byte_is_changed_is_named;

pub async fn walk(lab: &Lab) -> Report {
    verify(&lab.app, None).await.expect("the walk ends")
}

const PHOTO: &[u8] = b"\x89PNG\r\n\x1a\n and whatever follows";

/// People, a device, customers with versions: what exists before any record.
async fn furnish(lab: &Lab) {
    let admin = lab.person("admin").await;
    let enrol = Enrol {
        device: lab.app.new_id(),
        name: "Tablet 3".into(),
        public_key: public_key(&[7; 32]).expect("a key"),
        password: PASSWORD.into(),
    };
    admin.post::<()>(path::DEVICES, &enrol).await;
    admin.post::<()>(&path::with(path::DEVICE_REVOKE, enrol.device), &()).await;
    let new = people::enter(lab, "li.wei", &[Role::Calibrator], false).await;
    support::authority::give(&admin, None, new, serde_json::json!({ "roles": ["calibrator", "office"] })).await;
    let office = people::person(lab, "office", &[Role::Office]).await;
    for code in ["C-1", "C-2"] {
        let body = serde_json::json!({ "revision": 0, "reason": "new", "body": {
            "code": code, "name": { "zh": "恒达", "en": "Hengda" }, "address": { "zh": "", "en": "" }, "contacts": [] } });
        let answer = office.send(Method::POST, &path::with(path::REGISTER, "customers"), &body).await;
        assert!(answer.status.is_success(), "{}", answer.text());
    }
    let stored = admin.bytes(Method::PUT, &path::with(path::FILE, Hash::of(PHOTO)), Some(("image/png", PHOTO.to_vec()))).await;
    assert!(stored.status.is_success(), "{}", stored.text());
}

on_both_engines!(what_nobody_touched_is_whole, Lab::new_on);
async fn what_nobody_touched_is_whole(lab: Lab) {
    furnish(&lab).await;
    let report = walk(&lab).await;
    assert_eq!(report.broken, []);
    assert!(report.walked["audit entries"] >= 6 && report.walked["register versions"] >= 4, "{:?}", report.walked);
}

on_both_engines!(a_changed_byte_of_registers_devices_and_accounts_is_named, Lab::new_on);
async fn a_changed_byte_of_registers_devices_and_accounts_is_named(lab: Lab) {
    furnish(&lab).await;
    whatever_byte_is_changed_is_named(&lab, 0).await;
}

on_both_engines!(a_changed_byte_of_chains_and_ledgers_is_named, Lab::new_on);
async fn a_changed_byte_of_chains_and_ledgers_is_named(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let record = site.submitted(&lab).await;
    let chen = lab.person("chen").await;
    let seen = view(&chen, record).await.entries.len();
    assert!(check(&chen, record, seen).await.status.is_success());
    let walked = walk(&lab).await.walked;
    assert!(walked["events"] > 5 && walked["ledger entries"] > 5 && walked["records"] == 1, "{walked:?}");
    whatever_byte_is_changed_is_named(&lab, 40).await;
}

on_both_engines!(a_record_whose_tail_was_cut_with_its_audit_shows_against_a_checkpoint, Lab::new_on);
async fn a_record_whose_tail_was_cut_with_its_audit_shows_against_a_checkpoint(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let record = site.submitted(&lab).await;
    let checkpoint = walk(&lab).await.checkpoint();
    let mut tamperer = Tamperer::new(&lab).await;
    for table in ["feed", "ledger"] {
        tamperer.run(&format!("DELETE FROM {table} WHERE stream_id = '{record}'")).await;
    }
    tamperer.run(&format!("DELETE FROM audit WHERE object_id = '{record}'")).await;
    let against = verify(&lab.app, Some(&checkpoint)).await.expect("the walk ends");
    let named: Vec<String> = against.broken.iter().map(ToString::to_string).collect();
    assert!(named.contains(&format!("stream record {record}: not_as_in_checkpoint")), "{named:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_changed_or_missing_file_is_named() {
    let lab = Lab::new_on(Engine::Sqlite).await;
    furnish(&lab).await;
    let hash = Hash::of(PHOTO).to_string();
    let file = lab.folder().join("files").join(&hash[..2]).join(&hash);
    std::fs::write(&file, b"a photon").expect("written");
    let broken = walk(&lab).await.broken;
    assert_eq!(broken.iter().map(ToString::to_string).collect::<Vec<_>>(), [format!("file {hash}: hash_differs")]);
}

on_both_engines!(a_cut_tail_and_a_deleted_chain_show_against_a_checkpoint_kept_elsewhere, Lab::new_on);
async fn a_cut_tail_and_a_deleted_chain_show_against_a_checkpoint_kept_elsewhere(lab: Lab) {
    furnish(&lab).await;
    let checkpoint = walk(&lab).await.checkpoint();
    let kept = serde_json::to_string(&checkpoint).expect("JSON");
    let checkpoint = serde_json::from_str(&kept).expect("a checkpoint");
    furnish_more(&lab).await;
    let against = verify(&lab.app, Some(&checkpoint)).await.expect("the walk ends");
    assert_eq!(against.broken, [], "what was added since is no fault");
    let mut tamperer = Tamperer::new(&lab).await;
    tamperer.run("DELETE FROM audit WHERE noun = 'devices' AND seq > 1").await;
    tamperer.run("UPDATE devices SET revoked_at = NULL").await;
    assert_eq!(walk(&lab).await.broken, [], "a cut tail does not show by itself");
    let against = verify(&lab.app, Some(&checkpoint)).await.expect("the walk ends");
    assert!(against.broken[0].to_string().starts_with("audit devices ") && against.broken.len() == 1, "{:?}", against.broken);
    tamperer.run("DELETE FROM audit WHERE noun = 'devices'").await;
    tamperer.run("DELETE FROM devices").await;
    let against = verify(&lab.app, Some(&checkpoint)).await.expect("the walk ends");
    assert_eq!(against.broken.len(), 1, "{:?}", against.broken);
}

async fn furnish_more(lab: &Lab) {
    lab.person("admin").await;
}
