//! The schedules find out when a guard is missing: with it taken out, an invariant fails (D17).

use backend::app::exchange::{Memory, exchange_with};
use backend::app::{Actor, Error};
use backend::state::AppState;
use base::id::PersonId;
use contract::api::version::ClientVersion;
use contract::sync::{ExchangeRequest, ExchangeResponse};
use domain::access::Role;
use support::{Engine, Tablet};

use crate::schedule::Stage;

/// Schedules in which a missing guard must show.
const SCHEDULES: u64 = 60;

/// A guard that is taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// The server knows no event again: the idempotency key is gone.
    Memory,
    /// The cursor moves though what it stands for was not told.
    News,
    /// The tablet drops what it sends before it is acknowledged.
    Outbox,
}

/// The server as it is without a guard.
#[derive(Clone)]
pub struct Server {
    pub app: AppState,
    pub person: PersonId,
    pub missing: Missing,
}

impl Server {
    /// Its answer.
    pub async fn answer(&self, body: &[u8]) -> ExchangeResponse {
        let request: ExchangeRequest = serde_json::from_slice(body).expect("a request");
        let actor = Actor { person: self.person, roles: vec![Role::Calibrator], customer: None, session: None };
        let memory = if self.missing == Missing::Memory { Memory::None } else { Memory::ByIdentity };
        let answered: Result<_, Error> = exchange_with(&self.app, &actor, ClientVersion::CURRENT, request, memory).await;
        let mut response = answered.expect("an answer");
        if self.missing == Missing::News {
            response.entries.clear();
        }
        response
    }
}

/// What a tablet does after it has sent, without the guard of its outbox.
pub fn drop_what_was_sent(tablet: &mut Tablet) {
    let sent: Vec<u64> = tablet.engine.outbox().iter().map(|own| own.device_seq).collect();
    let mut meta = tablet.engine.meta().clone();
    for seq in sent {
        let Some(own) = tablet.disk.own.remove(&seq) else { continue };
        meta.acknowledged = meta.acknowledged.after(&own.text);
    }
    tablet.disk.meta = Some(meta);
    tablet.restart();
}

/// The first schedule that finds out, and what it says.
async fn found_out(missing: Option<Missing>) -> Option<(u64, String)> {
    let mut stage = Stage::new(Engine::Sqlite).await;
    stage.missing = missing;
    for seed in 0..SCHEDULES {
        if let Err(broken) = stage.look(seed).await {
            return Some((seed, broken));
        }
    }
    None
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_knows_no_event_again_is_found_out() {
    let (seed, broken) = found_out(Some(Missing::Memory)).await.expect("without the idempotency key an invariant fails");
    println!("seed {seed}: {broken}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cursor_that_runs_ahead_of_the_news_is_found_out() {
    let (seed, broken) = found_out(Some(Missing::News)).await.expect("without the news an invariant fails");
    println!("seed {seed}: {broken}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_tablet_that_drops_what_is_not_acknowledged_is_found_out() {
    let (seed, broken) = found_out(Some(Missing::Outbox)).await.expect("without the outbox an invariant fails");
    println!("seed {seed}: {broken}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_every_guard_in_its_place_the_same_schedules_hold() {
    assert_eq!(found_out(None).await, None);
}
