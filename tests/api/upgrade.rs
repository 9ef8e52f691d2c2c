//! What earlier releases left behind is upgraded, whole, and played on (tests/fixtures/README.md).

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use backend::demo::names;
use contract::api::path;
use contract::api::record::RecordView;
use contract::sync::carried::Carried;
use contract::sync::{EventAnswer, EventOutcome};
use serde_json::{Value, json};
use support::Engine;

use crate::process::{Place, Serving};

/// A file of the fixtures of a release.
pub fn fixture(release: u16, name: &str) -> PathBuf {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("fixtures/{release}/{name}"));
    assert!(file.is_file(), "{}", file.display());
    file
}

fn unpack(archive: &Path, folder: &Path) {
    let status = Command::new("tar").arg("-xf").arg(archive).arg("-C").arg(folder).status().expect("tar runs");
    assert!(status.success(), "{}", archive.display());
}

fn load(dump: &Path, database: &str) {
    let mut text = Command::new("gzip").arg("-dc").arg(dump).stdout(Stdio::piped()).spawn().expect("gzip runs");
    let loaded = Command::new("psql")
        .args(["--quiet", "--set", "ON_ERROR_STOP=1", database])
        .stdin(text.stdout.take().expect("its output"))
        .stdout(Stdio::null())
        .status()
        .expect("psql runs");
    assert!(loaded.success() && text.wait().expect("gzip ends").success(), "{}", dump.display());
}

/// The first release's laboratory, as its server left it.
async fn left_by_the_first_release(engine: Engine) -> Place {
    let place = Place::new(engine).await;
    unpack(&fixture(1, "sqlite.tar.gz"), place.folder());
    if engine == Engine::Postgres {
        load(&fixture(1, "postgres.sql.gz"), place.owner_url());
    }
    place
}

#[tokio::test(flavor = "multi_thread")]
async fn databases_of_the_first_release_are_upgraded_and_verify_clean() {
    for engine in Engine::BOTH {
        let place = left_by_the_first_release(engine).await;
        place.does(&["verify"]);
        place.does(&["verify"]);
    }
}

async fn signed_in(serving: &Serving, name: &str) -> reqwest::Client {
    let browser = reqwest::Client::builder().cookie_store(true).build().expect("a client");
    let answer = serving.post(&browser, path::SESSION, &json!({"sign_in": name, "password": names::PASSWORD})).await.expect("an answer");
    assert!(answer.status().is_success(), "{name}: {}", answer.text().await.unwrap_or_default());
    browser
}

/// The office goes on: it takes the carried drafts in, reads them, and hands out what was certified before.
#[tokio::test(flavor = "multi_thread")]
async fn the_office_goes_on_with_what_the_first_release_left_on_both_databases() {
    for engine in Engine::BOTH {
        let place = left_by_the_first_release(engine).await;
        let serving = Serving::start(&place, &[]).await;
        let office = signed_in(&serving, names::OFFICE).await;
        let carried = Carried::read(&std::fs::read_to_string(fixture(1, "carried.json")).expect("the file")).expect("drafts");
        let exchange = serde_json::to_value(&carried.exchange).expect("JSON");
        let imported = serving.post(&office, path::SYNC_IMPORT, &exchange).await.expect("an answer");
        let answers: Vec<EventAnswer> = imported.json().await.expect("answers");
        let counted = answers.iter().filter(|answer| answer.outcome == EventOutcome::Effective).count();
        assert!(counted > 10 && answers.iter().all(|answer| !matches!(answer.outcome, EventOutcome::Refused { .. })), "{answers:?}");

        let checker = signed_in(&serving, names::CHECKER).await;
        let drafts: Value = serving.get(&checker, "/api/records?status=draft&search=7741").await.json().await.expect("JSON");
        let begun = drafts["rows"][0]["id"].as_str().expect("the calliper's record").to_owned();
        let view: RecordView = serving.get(&checker, &path::with(path::RECORD, begun)).await.json().await.expect("a record");
        assert!(
            view.record.set_aside.is_empty() && view.record.remarks.iter().any(|remark| remark.what.text == "The jaws were cleaned first")
        );

        let certificates: Value = serving.get(&office, path::CERTIFICATES).await.json().await.expect("JSON");
        let valid = certificates["rows"].as_array().expect("rows").iter().find(|row| row["state"] == "valid").expect("a valid one");
        let paper = path::with(path::CERTIFICATE_PDF, valid["id"].as_str().expect("an identity"));
        let pdf = serving.get(&office, &paper).await.bytes().await.expect("its bytes");
        assert!(pdf.starts_with(b"%PDF-"));
        place.does(&["verify"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_of_the_first_release_is_restored_into_either_engine_and_verifies_clean() {
    let backup = fixture(1, "backup.etalon").display().to_string();
    for engine in Engine::BOTH {
        let place = Place::new(engine).await;
        place.does(&["restore", &backup]);
        place.does(&["verify"]);
    }
}
