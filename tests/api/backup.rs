//! A backup is consistent, portable between the engines, and restored into an empty place only.

use std::sync::atomic::{AtomicBool, Ordering};

use axum::http::Method;
use backend::app::verify::verify;
use backend::app::{Error, backup};
use backend::store::Tx;
use backend::{execute, fetch_all};
use contract::api::case::CaseView;
use contract::api::path;
use contract::sync::ExchangeResponse;
use domain::access::Role;
use domain::certificate::correction::Correction;
use domain::certificate::origin::Origin;
use domain::event::Hash;
use support::{Engine, Lab, minutes, on_both_engines};

use crate::certificate::Desk;
use crate::people;
use crate::record::{Site, give_back, view};
use crate::verify::walk;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_from_either_engine_is_restored_into_either_engine() {
    for (from, into) in [(Engine::Sqlite, Engine::Postgres), (Engine::Postgres, Engine::Sqlite), (Engine::Sqlite, Engine::Sqlite)] {
        let lab = Lab::new_on(from).await;
        people::enter(&lab, "li.wei", &[Role::Calibrator], false).await;
        let photo = b"\x89PNG\r\n\x1a\n and whatever\n\nfollows".to_vec();
        let sha256 = Hash::of(&photo);
        lab.app.files.put(photo.clone().into()).await.expect("stored");
        let file = lab.folder().join("one.backup");
        let written = backup::backup(&lab.app, &file).await.expect("a backup");

        let other = Lab::empty_on(into).await;
        assert_eq!(backup::restore(&other.app, &file).await.expect("restored"), written);
        assert_eq!(other.person("li.wei").await.session().await.roles, [Role::Calibrator]);
        assert_eq!(other.app.files.get(sha256).await.expect("read").as_deref(), Some(photo.as_slice()));
        // The copy's copy is the same but for the time in its first line.
        let again = other.folder().join("two.backup");
        assert_eq!(written.files, 1);
        backup::restore(&other.app, &file).await.expect_err("a place that is not empty is left alone");
        backup::backup(&other.app, &again).await.expect("a backup of the copy");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_made_while_serving_holds_whole_transactions() {
    for engine in Engine::BOTH {
        let lab = Lab::new_on(engine).await;
        let admin = lab.person("admin").await;
        let serving = async {
            for _ in 0..20 {
                admin.send(Method::POST, path::SESSION, &serde_json::json!({})).await.problem();
                people::enter(&lab, &lab.app.new_id::<Lab>().to_string(), &[Role::Office], false).await;
            }
        };
        let file = lab.folder().join("one.backup");
        let ((), written) = tokio::join!(serving, backup::backup(&lab.app, &file));
        written.expect("a backup");
        let other = Lab::empty_on(Engine::Sqlite).await;
        backup::restore(&other.app, &file).await.expect("restored");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_that_was_changed_or_cut_is_refused_and_leaves_nothing() {
    let lab = Lab::new_on(Engine::Sqlite).await;
    let file = lab.folder().join("one.backup");
    backup::backup(&lab.app, &file).await.expect("a backup");
    let whole = std::fs::read(&file).expect("the backup");
    let other = Lab::empty_on(Engine::Sqlite).await;
    for at in (0..whole.len()).step_by(whole.len() / 60) {
        let mut flipped = whole.clone();
        flipped[at] ^= 1;
        for bytes in [flipped.as_slice(), &whole[..at]] {
            std::fs::write(&file, bytes).expect("written");
            assert!(backup::restore(&other.app, &file).await.is_err(), "byte {at}");
        }
    }
    std::fs::write(&file, &whole).expect("written");
    backup::restore(&other.app, &file).await.expect("nothing was left by the refused ones");
}

/// F26: backed up while a writer goes on writing, restored on both engines, and verified against a checkpoint of before:
/// originals, what follows them, and every file.
pub async fn it_survives(lab: &Lab) {
    let checkpoint = walk(lab).await.checkpoint();
    let file = lab.folder().join("story.backup");
    let stop = AtomicBool::new(false);
    let writing = async {
        let mut written = 0;
        while !stop.load(Ordering::Relaxed) {
            people::enter(lab, &format!("writer.{written}"), &[Role::Office], false).await;
            written += 1;
        }
        written
    };
    let backing_up = async {
        let extent = backup::backup(&lab.app, &file).await.expect("a backup");
        stop.store(true, Ordering::Relaxed);
        extent
    };
    let (written, extent) = tokio::join!(writing, backing_up);
    assert!(written > 0 && extent.files >= 3, "{written} {extent:?}");
    for engine in Engine::BOTH {
        let other = Lab::empty_on(engine).await;
        assert_eq!(backup::restore(&other.app, &file).await.expect("restored"), extent);
        assert_eq!(verify(&other.app, Some(&checkpoint)).await.expect("the walk ends").broken, [], "{engine:?}");
        for (id, follows) in certificates(lab).await {
            assert!(certificates(&other).await.contains(&(id, follows)), "each certificate and what it follows");
        }
    }
}

async fn certificates(lab: &Lab) -> Vec<(String, Option<String>)> {
    let read = lab.app.db.read::<_, Error, _>(|tx: &mut Tx| {
        Box::pin(async move { Ok(fetch_all!(tx, (String, Option<String>), "SELECT id, follows FROM certificates ORDER BY id")?) })
    });
    let found = read.await.expect("the certificates");
    assert_eq!(found.iter().filter(|(_, follows)| follows.is_some()).count(), 2, "a supplement and a replacement");
    found
}

// A restored server counts what a tablet was told anew: what others do then takes the places of what is lost, and is told all the same.
on_both_engines!(a_tablet_is_told_after_a_restore_what_takes_the_place_of_what_was_lost, Lab::new_on);
async fn a_tablet_is_told_after_a_restore_what_takes_the_place_of_what_was_lost(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let record = site.submitted(&lab).await;
    let file = lab.folder().join("one.backup");
    backup::backup(&lab.app, &file).await.expect("a backup");
    let seen = view(&site.lin, record).await.entries.len();
    let returned = async |lab: &Lab, text: &str| {
        let answer = give_back(&lab.person("chen").await, record, seen, text).await;
        assert!(answer.status.is_success(), "{}", answer.text());
    };
    returned(&lab, "the first point is missing").await;
    site.send_only(&lab).await;

    let other = Lab::empty_on(Engine::Sqlite).await;
    other.app.clock.set(lab.now());
    backup::restore(&other.app, &file).await.expect("restored");
    returned(&other, "the last point is missing").await;
    let lin = other.person("lin").await;
    for _ in 0..2 {
        other.advance(minutes(1));
        site.tablet.exchange(&lin, other.now()).await;
        let told = site.tablet.record(record).expect("the record").findings;
        let told: Vec<_> = told.iter().map(|entry| entry.finding.text.as_str()).collect();
        assert_eq!(told, ["the last point is missing"], "once, and not again from the beginning");
    }
    let (_, request) = site.tablet.request(other.now()).expect("a request");
    let response: ExchangeResponse = lin.post(path::SYNC, &request).await;
    assert_eq!((response.entries.len(), response.more, response.cursor), (0, false, request.cursor));
}

// What SQL cannot upgrade is upgraded once, and again in what is restored: a backup can be of any version.
on_both_engines!(upgrade_steps_run_once_and_again_after_a_restore, Lab::new_on);
async fn upgrade_steps_run_once_and_again_after_a_restore(mut lab: Lab) {
    let desk = Desk::new(&lab).await;
    let original = desk.issued("original").await;
    let case: Correction = desk.open(&original, Origin::Office).await.success();
    let listed = async |lab: &Lab| lab.person("wu").await.get::<CaseView>(&path::with(path::CASE, case.id)).await.row.label;
    assert_eq!(listed(&lab).await, original.row.number);
    let other = "UPDATE cases SET label = 'another' WHERE kind = 'correction'";
    let written = lab.app.db.write::<_, Error, _>(move |tx: &mut Tx| Box::pin(async move { Ok(execute!(tx, other)?) }));
    assert_eq!(written.await.expect("what lists show is changed"), 1);
    lab.restart().await;
    assert_eq!(listed(&lab).await, "another", "the step ran before and does not run again");
    let file = lab.folder().join("one.backup");
    let written = backup::backup(&lab.app, &file).await.expect("a backup");
    let other = Lab::empty_on(Engine::Sqlite).await;
    assert_eq!(backup::restore(&other.app, &file).await.expect("restored"), written);
    assert_eq!(listed(&other).await, original.row.number);
}
