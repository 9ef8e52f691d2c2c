//! SQLite: a pool of readers, and one writer that commits together what waits together.

use std::io;
use std::panic::AssertUnwindSafe;
use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use futures_util::FutureExt;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Executor, SqlitePool};
use tokio::sync::{mpsc, oneshot};

use super::private;
use crate::store::tx::{Fails, Running, Tx};

/// Commands committed by one fsync at most.
const GROUP: usize = 64;
/// Commands that wait before callers are held back.
const QUEUE: usize = 256;

/// The embedded engine.
#[derive(Clone)]
pub struct Lite {
    reading: SqlitePool,
    writing: SqlitePool,
    queue: mpsc::Sender<Box<dyn Job>>,
}

impl Lite {
    /// How both pools connect.
    pub(super) fn options(url: &str) -> sqlx::Result<SqliteConnectOptions> {
        Ok(SqliteConnectOptions::from_str(url)?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            // Lets the append-only triggers see the deletion inside INSERT OR REPLACE.
            .pragma("recursive_triggers", "ON"))
    }

    /// The writer's one connection.
    pub(super) async fn writing_pool(options: &SqliteConnectOptions) -> sqlx::Result<SqlitePool> {
        made(options.get_filename())?;
        let pool = SqlitePoolOptions::new().max_connections(1).idle_timeout(None).max_lifetime(None);
        pool.connect_with(options.clone()).await
    }

    /// Starts the writer task over an already migrated database.
    pub(super) async fn start(writing: SqlitePool, options: &SqliteConnectOptions) -> sqlx::Result<Self> {
        let readers = options.clone().pragma("query_only", "ON");
        let reading = SqlitePoolOptions::new().max_connections(8).connect_with(readers).await?;
        let (queue, waiting) = mpsc::channel(QUEUE);
        tokio::spawn(run(writing.clone(), waiting));
        Ok(Self { reading, writing, queue })
    }

    /// The readers.
    pub(super) const fn reading(&self) -> &SqlitePool {
        &self.reading
    }

    /// Hands a command to the writer and waits until it is on disk. A caller that goes away does not stop it.
    pub(super) async fn write<T, E, F>(&self, body: F) -> Result<T, E>
    where
        F: for<'t> FnMut(&'t mut Tx) -> Running<'t, Result<T, E>> + Send + 'static,
        T: Send + 'static,
        E: Fails,
    {
        let (answer, answered) = oneshot::channel();
        let command = Command { body, outcome: None, answer };
        self.queue.send(Box::new(command)).await.map_err(|_| gone())?;
        answered.await.map_err(|_| gone())?
    }

    /// Closes both pools; the writer ends when the last handle is dropped.
    pub(super) async fn close(&self) {
        self.reading.close().await;
        self.writing.close().await;
    }
}

/// Makes the file of a new database, which SQLite would let everybody read. The files that SQLite puts beside it have the same mode.
fn made(file: &Path) -> sqlx::Result<()> {
    let in_memory = file.to_str().is_some_and(|name| name.starts_with("file:") || name == ":memory:");
    if in_memory || file.exists() {
        return Ok(());
    }
    match private::file(file) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(sqlx::Error::Io(error)),
        _ => Ok(()),
    }
}

fn gone() -> sqlx::Error {
    sqlx::Error::PoolClosed
}

/// A command of any result type, as the writer sees it.
trait Job: Send {
    /// Runs the body; whether its changes are to be kept.
    fn run<'t>(&'t mut self, tx: &'t mut Tx) -> Running<'t, bool>;
    /// Answers the caller; `lost` says why the group's commit failed.
    fn settle(self: Box<Self>, lost: Option<&str>);
}

struct Command<F, T, E> {
    body: F,
    outcome: Option<Result<T, E>>,
    answer: oneshot::Sender<Result<T, E>>,
}

impl<F, T, E> Job for Command<F, T, E>
where
    F: for<'t> FnMut(&'t mut Tx) -> Running<'t, Result<T, E>> + Send,
    T: Send,
    E: Fails,
{
    fn run<'t>(&'t mut self, tx: &'t mut Tx) -> Running<'t, bool> {
        Box::pin(async move {
            let body = &mut self.body;
            let outcome = unpanicked(body(tx)).await;
            let kept = outcome.is_ok();
            self.outcome = Some(outcome);
            kept
        })
    }

    fn settle(self: Box<Self>, lost: Option<&str>) {
        let outcome = match (self.outcome, lost) {
            (Some(Ok(_)) | None, Some(why)) => Err(sqlx::Error::Protocol(format!("commit failed: {why}")).into()),
            (Some(outcome), _) => outcome,
            (None, None) => Err(gone().into()),
        };
        // The caller may have gone away; what it asked for is done all the same.
        let _ = self.answer.send(outcome);
    }
}

/// A body that panics fails alone; the writer lives on.
async fn unpanicked<T, E: Fails>(body: Running<'_, Result<T, E>>) -> Result<T, E> {
    AssertUnwindSafe(body).catch_unwind().await.unwrap_or_else(|_| Err(sqlx::Error::WorkerCrashed.into()))
}

async fn run(pool: SqlitePool, mut waiting: mpsc::Receiver<Box<dyn Job>>) {
    while let Some(first) = waiting.recv().await {
        let mut group = vec![first];
        let lost = commit_together(&pool, &mut group, &mut waiting).await.err().map(|error| error.to_string());
        if let Some(why) = &lost {
            tracing::error!(why, commands = group.len(), "a group of commands could not be committed");
        }
        for job in group {
            job.settle(lost.as_deref());
        }
    }
}

/// Runs what waits, each command in its own savepoint, then commits once.
async fn commit_together(pool: &SqlitePool, group: &mut Vec<Box<dyn Job>>, waiting: &mut mpsc::Receiver<Box<dyn Job>>) -> sqlx::Result<()> {
    let mut tx = Tx::Sqlite(pool.begin_with("BEGIN IMMEDIATE").await?);
    let mut next = 0;
    while let Some(job) = group.get_mut(next) {
        raw(&mut tx, "SAVEPOINT command").await?;
        if !job.run(&mut tx).await {
            raw(&mut tx, "ROLLBACK TO command").await?;
        }
        raw(&mut tx, "RELEASE command").await?;
        next += 1;
        if group.len() < GROUP
            && let Ok(more) = waiting.try_recv()
        {
            group.push(more);
        }
    }
    match tx {
        Tx::Sqlite(transaction) => transaction.commit().await,
        Tx::Postgres(_) => Ok(()),
    }
}

async fn raw(tx: &mut Tx, sql: &'static str) -> sqlx::Result<()> {
    if let Tx::Sqlite(transaction) = tx {
        (&mut **transaction).execute(sql).await?;
    }
    Ok(())
}
