//! Job packs are built when something changed, and not otherwise (C-4.2, C-4.5.2).

use std::time::{Duration, Instant};

use backend::app::pack;
use domain::access::Role;
use serde_json::json;
use support::tamper::Tamperer;
use support::{Engine, Lab, minutes, on_both_engines};

use super::Site;
use crate::certificate::{change, employ};

on_both_engines!(a_job_pack_follows_what_the_office_changes, Lab::new_on);
async fn a_job_pack_follows_what_the_office_changes(lab: Lab) {
    let mut site = Site::new(&lab).await;
    employ(&lab, "wu", &[Role::Office], None).await;
    let wu = lab.person("wu").await;
    let before = site.tablet.pack().version.clone();
    site.send(&lab).await;
    assert_eq!(site.tablet.pack().colleagues.len(), 6, "a new colleague");
    assert_ne!(site.tablet.pack().version, before);
    change(&wu, site.world.item, json!({"serial_number": "7742"})).await;
    site.send(&lab).await;
    assert_eq!(site.tablet.pack().items[0].body.serial_number, "7742");
    let made_at = site.tablet.pack().made_at;
    lab.advance(minutes(20));
    site.send(&lab).await;
    assert_eq!(site.tablet.pack().made_at, made_at, "nothing changed: nothing is sent");
    // Two days later yesterday's visit is no longer one to prepare for.
    lab.advance(minutes(60 * 48));
    let lin = lab.person("lin").await;
    site.tablet.exchange(&lin, lab.now()).await;
    assert!(site.tablet.pack().visits.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_exchange_without_news_builds_no_job_pack() {
    let lab = Lab::new_on(Engine::Sqlite).await;
    let mut site = Site::new(&lab).await;
    let person = site.tablet.person;
    let now = lab.now();
    let mut built = Duration::MAX;
    for _ in 0..5 {
        let started = Instant::now();
        lab.app.db.read(move |tx| Box::pin(async move { pack::build(tx, person, now).await })).await.expect("a job pack");
        built = built.min(started.elapsed());
    }
    // Without the body no pack can be built. Nobody is told of it: what the pack was made of is what it was.
    let mut tamperer = Tamperer::new(&lab).await;
    tamperer.run("UPDATE register_entries SET code = 'gone' WHERE noun = 'body'").await;
    lab.app.db.read(move |tx| Box::pin(async move { pack::build(tx, person, now).await })).await.expect_err("no body, no pack");
    let mut quiet = Duration::MAX;
    for _ in 0..5 {
        let started = Instant::now();
        site.send(&lab).await;
        quiet = quiet.min(started.elapsed());
    }
    eprintln!("a whole exchange without news: {quiet:?}; building the job pack alone: {built:?}");
}
