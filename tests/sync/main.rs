//! Two tablets of one calibrator, one of another, the office and a server, exchanging at once under seeded faults: nothing
//! acknowledged is lost, nothing is doubled, all fold to the same record (D17). `ETALON_LONG` plays 10,000 schedules, `ETALON_SCHEDULES` any number; a failing one names its
//! seed, and `ETALON_SEED` plays that one alone.

mod broken;
mod chance;
mod invariants;
mod network;
mod office;
mod overlap;
mod schedule;
mod store;
mod work;

use schedule::Stage;
use support::Engine;

/// Schedules played where nothing is said.
const SCHEDULES: u64 = 2_000;
/// Schedules of the long test.
const LONG: u64 = 10_000;
/// Test processes they are shared among, each with a database of its own.
const PARTS: u64 = 4;
/// Schedules played on Postgres, whose rules are the same and whose statements are the same.
const ON_POSTGRES: u64 = 40;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

async fn play(part: u64) {
    let mut stage = Stage::new(Engine::Sqlite).await;
    if let Some(seed) = number("ETALON_SEED") {
        return if part == 0 {
            stage.play(seed).await
        };
    }
    let usual = if number("ETALON_LONG").is_some() { LONG } else { SCHEDULES };
    let all = number("ETALON_SCHEDULES").unwrap_or(usual);
    for seed in (0..all).filter(|seed| seed % PARTS == part) {
        stage.play(seed).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_doubled_or_different_under_faults_1_of_4() {
    play(0).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_doubled_or_different_under_faults_2_of_4() {
    play(1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_doubled_or_different_under_faults_3_of_4() {
    play(2).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_doubled_or_different_under_faults_4_of_4() {
    play(3).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_doubled_or_different_under_faults_on_postgres() {
    let mut stage = Stage::new(Engine::Postgres).await;
    for seed in 1_000_000..1_000_000 + ON_POSTGRES {
        stage.play(seed).await;
    }
}
