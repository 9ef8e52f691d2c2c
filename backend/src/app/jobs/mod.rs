//! What happens by the clock. Jobs stand in a table with the instant they are due; of all servers on one database the one that holds the
//! lease runs them. A server that dies leaves the lease to the others after [`LEASE`]; a job that it had begun is done again, so each is safe
//! to do twice (ADR 0342).

mod kind;
pub mod list;
mod name;

use std::time::Duration;

use base::time::{Date, Instant};
use domain::library::body::Body;

pub use kind::{Kind, When};
pub use name::{DOCUMENTS, MESSAGES};

use super::{Error, Result, zone};
use crate::random;
use crate::state::{App, AppState};
use crate::store::{Tx, job as store, register};

/// How often a server looks whether anything is due.
const PAUSE: Duration = Duration::from_secs(3);
/// How long a server that says nothing keeps the lease, in milliseconds.
pub const LEASE: i64 = 120_000;
/// The shortest time between two rounds of a recurring job, in milliseconds.
const GAP: i64 = 1_000;
/// The lease of who runs the jobs.
const RUNNER: &str = "jobs";
/// The first pause after a failure, doubled with each further one, and the longest, in milliseconds.
const RETRY: (i64, i64) = (30_000, 3_600_000);

/// Has a job of this kind done by then at the latest: what waits for it need not wait for the next round.
pub async fn wake(tx: &mut Tx, kind: &str, by: Instant) -> Result<()> {
    Ok(store::bring_forward(tx, kind, "", by).await?)
}

/// Has a job done once, about this, when it is due; said again, at the new instant.
pub async fn at(tx: &mut Tx, kind: &str, key: &str, due: Instant) -> Result<()> {
    store::remove(tx, kind, key).await?;
    Ok(store::put(tx, kind, key, due).await?)
}

/// Calls a job off.
pub async fn call_off(tx: &mut Tx, kind: &str, key: &str) -> Result<()> {
    Ok(store::remove(tx, kind, key).await?)
}

/// A server as it runs jobs.
#[derive(Clone)]
pub struct Runner {
    kinds: Vec<Kind>,
    holder: String,
}

impl Runner {
    /// A server that knows these kinds of jobs; those of others it leaves alone.
    pub fn new(kinds: Vec<Kind>) -> Self {
        Self { kinds, holder: hex::encode(random::bytes::<8>()) }
    }

    /// Starts to run what is due, until the process ends.
    pub fn start(&self, app: AppState) {
        let runner = self.clone();
        tokio::spawn(async move {
            loop {
                if let Err(error) = runner.run_due(&app).await {
                    tracing::error!(%error, "what is due by the clock could not be looked for");
                }
                tokio::time::sleep(PAUSE).await;
            }
        });
    }

    /// Runs everything that is due, if no other server does; returns how many jobs were done.
    ///
    /// # Errors
    /// When the database fails; a job that fails is tried again later.
    pub async fn run_due(&self, app: &App) -> Result<usize> {
        self.entered(app).await?;
        let mut done = 0;
        for kind in &self.kinds {
            while let Some(row) = self.next(app, kind).await? {
                if !self.leads(app).await? {
                    return Ok(done);
                }
                done += usize::from(self.run(app, kind, row).await?);
            }
        }
        Ok(done)
    }

    /// Gives the lease back, so that another server need not wait for its end.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn stop(&self, app: &App) -> Result<()> {
        let holder = self.holder.clone();
        app.db
            .write(move |tx| {
                let holder = holder.clone();
                Box::pin(async move { Ok::<_, Error>(store::leave(tx, RUNNER, &holder).await?) })
            })
            .await
    }

    async fn next(&self, app: &App, kind: &Kind) -> Result<Option<store::Row>> {
        let (name, now) = (kind.name, app.now());
        app.db.read::<_, Error, _>(move |tx| Box::pin(async move { Ok(store::due(tx, name, now).await?) })).await
    }

    /// Takes or keeps the lease.
    async fn leads(&self, app: &App) -> Result<bool> {
        let (holder, now) = (self.holder.clone(), app.now());
        app.db
            .write(move |tx| {
                let holder = holder.clone();
                Box::pin(async move { Ok::<_, Error>(store::take(tx, RUNNER, &holder, now, LEASE).await?) })
            })
            .await
    }

    /// Enters the recurring jobs that are not in the table yet, and those that a clock that was wrong put too far ahead.
    async fn entered(&self, app: &App) -> Result<()> {
        let now = app.now();
        for kind in &self.kinds {
            let (name, when) = (kind.name, kind.when);
            let missing = app.db.read(move |tx| Box::pin(async move { missing(tx, name, when, now).await })).await?;
            let Some((key, due)) = missing else { continue };
            app.db
                .write(move |tx| {
                    let key = key.clone();
                    Box::pin(async move { Ok::<_, Error>(store::bring_forward(tx, name, &key, due).await?) })
                })
                .await?;
        }
        Ok(())
    }

    /// Does a job; whether it went well.
    async fn run(&self, app: &App, kind: &Kind, row: store::Row) -> Result<bool> {
        let outcome = (kind.doing)(app, &row.key, app.now()).await;
        let (when, now) = (kind.when, app.now());
        match outcome {
            Ok(again) => {
                app.db.write(move |tx| follow(tx, row.clone(), when, again, now)).await?;
                Ok(true)
            }
            Err(error) => {
                tracing::error!(kind = row.kind, key = row.key, %error, "a job failed");
                let (why, due) = (error.to_string(), now.plus_millis(pause(row.failures)));
                app.db
                    .write(move |tx| {
                        let (row, why) = (row.clone(), why.clone());
                        Box::pin(async move { Ok::<_, Error>(store::failed(tx, &row, &why, due).await?) })
                    })
                    .await?;
                Ok(false)
            }
        }
    }
}

/// Milliseconds until a job is tried again, after this many failures before.
fn pause(failures: i64) -> i64 {
    let (first, longest) = RETRY;
    first.saturating_mul(1 << failures.clamp(0, 20)).min(longest)
}

/// The job of a kind that is to be entered, with the instant it is due.
async fn missing(tx: &mut Tx, kind: &str, when: When, now: Instant) -> Result<Option<(String, Instant)>> {
    let known = store::of_kind(tx, kind).await?;
    match when {
        When::Every(period) => {
            let in_time = known.iter().any(|row| row.due <= now.plus_millis(period.max(RETRY.1)).0);
            Ok((!in_time).then_some((String::new(), now)))
        }
        When::Daily(minutes) if known.is_empty() => {
            let zone = laboratory(tx).await?;
            let today = zone::date(&zone, now);
            Ok(Some((today.to_string(), begins(&zone, today, minutes))))
        }
        When::Daily(_) | When::Once => Ok(None),
    }
}

/// What follows a job that was done: the next round, the next day, or nothing. Where another server has done it meanwhile, that one has seen to it.
fn follow(tx: &mut Tx, row: store::Row, when: When, again: Option<Instant>, now: Instant) -> crate::store::Running<'_, Result<()>> {
    Box::pin(async move {
        match when {
            When::Every(period) => {
                let (soonest, latest) = (now.plus_millis(GAP), now.plus_millis(period));
                store::again(tx, &row, again.map_or(latest, |again| again.clamp(soonest, latest))).await?;
            }
            When::Daily(minutes) => {
                let day: Date = row.key.parse().map_err(Error::corrupt)?;
                let next = day.tomorrow().map_err(Error::corrupt)?;
                let zone = laboratory(tx).await?;
                if store::done(tx, &row).await? {
                    store::put(tx, &row.kind, &next.to_string(), begins(&zone, next, minutes)).await?;
                }
            }
            When::Once => drop(store::done(tx, &row).await?),
        }
        Ok(())
    })
}

/// The laboratory's time zone; UTC before it has a profile.
async fn laboratory(tx: &mut Tx) -> Result<String> {
    Ok(register::by_code::<Body>(tx, "body").await?.map_or_else(|| "UTC".to_owned(), |row| row.body.time_zone))
}

/// So many minutes after a day begins in a zone.
fn begins(zone: &str, day: Date, minutes: u32) -> Instant {
    zone::begins(zone, day).plus_millis(i64::from(minutes) * 60_000)
}
