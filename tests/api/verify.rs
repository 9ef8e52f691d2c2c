//! `etalon verify` names what was changed behind the server's back.

use axum::http::Method;
use backend::app::verify::{Report, verify};
use shared::access::Role;
use shared::api::account::Enrol;
use shared::api::path;
use shared::event::signature::public_key;
use support::tamper::Tamperer;
use support::{Engine, Lab, on_both_engines};

use crate::people;
use crate::record::{Site, check, view};

pub async fn walk(lab: &Lab) -> Report {
    verify(&lab.app, None).await.expect("the walk ends")
}

/// People, a device, customers with versions: what exists before any record.
async fn furnish(lab: &Lab) {
    let admin = lab.person("admin").await;
    let enrol = Enrol { device: lab.app.new_id(), name: "Tablet 3".into(), public_key: public_key(&[7; 32]).expect("a key") };
    admin.post::<()>(path::DEVICES, &enrol).await;
    admin.post::<()>(&path::with(path::DEVICE_REVOKE, enrol.device), &()).await;
    let office = people::person(lab, "office", &[Role::Office]).await;
    for code in ["C-1", "C-2"] {
        let body = serde_json::json!({ "revision": 0, "reason": "new", "body": {
            "code": code, "name": { "zh": "恒达", "en": "Hengda" }, "address": { "zh": "", "en": "" }, "contacts": [] } });
        let answer = office.send(Method::POST, &path::with(path::REGISTER, "customers"), &body).await;
        assert!(answer.status.is_success(), "{}", answer.text());
    }
    lab.app.files.put(b"a photo".to_vec().into()).await.expect("stored");
}

on_both_engines!(what_nobody_touched_is_whole, Lab::new_on);
async fn what_nobody_touched_is_whole(lab: Lab) {
    furnish(&lab).await;
    let report = walk(&lab).await;
    assert_eq!(report.broken, []);
    assert!(report.walked["audit entries"] >= 6 && report.walked["register versions"] >= 4, "{:?}", report.walked);
}

/// Columns whose change a walk cannot see: names on a list, what the next exchange writes anew, when a signature arrived,
/// what a correction case says of itself (the certificate it led to says it again).
const UNSEEN: [&str; 10] = [
    "certificate_events.id",
    "corrections.certificate_id",
    "corrections.record_id",
    "corrections.origin",
    "devices.name",
    "devices.last_seen_at",
    "devices.clock_offset",
    "office_devices.made_at",
    "exchange_signatures.received_at",
    "corrections.reason",
];

/// Every column of the first, a middle and the last row of each table.
pub async fn every_flip_is_named(lab: &Lab, tables: &[&str]) {
    assert_eq!(walk(lab).await.broken, []);
    let mut tamperer = Tamperer::new(lab).await;
    for table in tables {
        let rows = tamperer.rows(table).await;
        assert!(!rows.is_empty(), "{table} holds rows");
        for column in tamperer.columns(table).await {
            for row in [rows[0], rows[rows.len() / 2], rows[rows.len() - 1]] {
                let Some(tampered) = tamperer.flip(table, &column, row).await else { continue };
                let found = !walk(lab).await.broken.is_empty();
                assert!(found || UNSEEN.contains(&tampered.place.as_str()), "{} of row {row}", tampered.place);
                tamperer.undo(tampered).await;
            }
        }
    }
    assert_eq!(walk(lab).await.broken, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_changed_byte_in_any_column_of_registers_and_audit_is_named() {
    let lab = Lab::new_on(Engine::Sqlite).await;
    furnish(&lab).await;
    every_flip_is_named(&lab, &["audit", "register_entries", "register_versions"]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_changed_byte_in_any_column_of_chains_and_ledgers_is_named() {
    let lab = Lab::new_on(Engine::Sqlite).await;
    let mut site = Site::new(&lab).await;
    let record = site.submitted(&lab).await;
    let chen = lab.person("chen").await;
    let seen = view(&chen, record).await.entries.len();
    assert!(check(&chen, record, seen).await.status.is_success());
    every_flip_is_named(&lab, &["events", "ledger", "feed", "exchange_signatures", "devices", "office_devices"]).await;
    let walked = walk(&lab).await.walked;
    assert!(walked["events"] > 5 && walked["ledger entries"] > 5, "{walked:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_record_whose_tail_was_cut_with_its_audit_shows_against_a_checkpoint() {
    let lab = Lab::new_on(Engine::Sqlite).await;
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
    let hash = shared::event::Hash::of(b"a photo").to_string();
    let file = lab.folder().join("files").join(&hash[..2]).join(&hash);
    std::fs::write(&file, b"a photon").expect("written");
    let broken = walk(&lab).await.broken;
    assert_eq!(broken.iter().map(ToString::to_string).collect::<Vec<_>>(), [format!("file {hash}: hash_differs")]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cut_tail_and_a_deleted_chain_show_against_a_checkpoint_kept_elsewhere() {
    let lab = Lab::new_on(Engine::Sqlite).await;
    furnish(&lab).await;
    let checkpoint = walk(&lab).await.checkpoint();
    let kept = serde_json::to_string(&checkpoint).expect("JSON");
    let checkpoint = serde_json::from_str(&kept).expect("a checkpoint");
    furnish_more(&lab).await;
    let against = verify(&lab.app, Some(&checkpoint)).await.expect("the walk ends");
    assert_eq!(against.broken, [], "what was added since is no fault");
    let mut tamperer = Tamperer::new(&lab).await;
    tamperer.run("DELETE FROM audit WHERE noun = 'devices' AND seq = 1").await;
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
