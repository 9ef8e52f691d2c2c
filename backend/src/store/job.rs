//! Jobs with the instant they are due, and the lease of the one server that runs them.

use base::time::Instant;

use super::Tx;

/// A job that is due.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Row {
    /// What is done.
    pub kind: String,
    /// What about; empty of a recurring job, the day of a daily one.
    pub key: String,
    /// When it is due.
    pub due: i64,
    /// How often it failed in a row.
    pub failures: i64,
    /// Why it failed last; empty where it did not.
    pub failure: String,
}

const PUT: &str = "INSERT INTO jobs (kind, key, due, failures, failure) VALUES ($1, $2, $3, 0, '') ON CONFLICT (kind, key) DO NOTHING";
const BRING_FORWARD: &str = "UPDATE jobs SET due = $3 WHERE kind = $1 AND key = $2 AND due > $3";
const MOVE: &str = "UPDATE jobs SET due = $4, failures = 0, failure = '' WHERE kind = $1 AND key = $2 AND due = $3";
const FAIL: &str = "UPDATE jobs SET due = $4, failures = failures + 1, failure = $5 WHERE kind = $1 AND key = $2 AND due = $3";
const REMOVE: &str = "DELETE FROM jobs WHERE kind = $1 AND key = $2";
const DONE: &str = "DELETE FROM jobs WHERE kind = $1 AND key = $2 AND due = $3";
const FIND: &str = "SELECT kind, key, due, failures, failure FROM jobs WHERE kind = $1 AND key = $2";
const OF_KIND: &str = "SELECT kind, key, due, failures, failure FROM jobs WHERE kind = $1 ORDER BY key";
const DUE: &str = "SELECT kind, key, due, failures, failure FROM jobs WHERE kind = $1 AND due <= $2 ORDER BY due, key LIMIT 1";
const TAKE: &str = "INSERT INTO leases (name, holder, until) VALUES ($1, $2, $3) ON CONFLICT (name) DO UPDATE \
    SET holder = $2, until = $3 WHERE leases.holder = $2 OR leases.until <= $4 OR leases.until > $5";
const LEAVE: &str = "UPDATE leases SET until = 0 WHERE name = $1 AND holder = $2";

/// The statements of this file, prepared against both engines by a test.
pub const STATEMENTS: &[&str] = &[PUT, BRING_FORWARD, MOVE, FAIL, REMOVE, DONE, FIND, OF_KIND, DUE, TAKE, LEAVE];

/// Adds a job; one that is there already stays as it is.
pub async fn put(tx: &mut Tx, kind: &str, key: &str, due: Instant) -> sqlx::Result<()> {
    execute!(tx, PUT, kind, key, due.0).map(|_| ())
}

/// Has a job done by this instant at the latest, whether or not it was there.
pub async fn bring_forward(tx: &mut Tx, kind: &str, key: &str, due: Instant) -> sqlx::Result<()> {
    match fetch_optional!(tx, Row, FIND, kind, key)? {
        None => put(tx, kind, key, due).await,
        Some(row) if row.due <= due.0 => Ok(()),
        Some(_) => execute!(tx, BRING_FORWARD, kind, key, due.0).map(|_| ()),
    }
}

/// Removes a job.
pub async fn remove(tx: &mut Tx, kind: &str, key: &str) -> sqlx::Result<()> {
    execute!(tx, REMOVE, kind, key).map(|_| ())
}

/// The jobs of a kind.
pub async fn of_kind(tx: &mut Tx, kind: &str) -> sqlx::Result<Vec<Row>> {
    fetch_all!(tx, Row, OF_KIND, kind)
}

/// The job of a kind that is due the longest.
pub async fn due(tx: &mut Tx, kind: &str, now: Instant) -> sqlx::Result<Option<Row>> {
    fetch_optional!(tx, Row, DUE, kind, now.0)
}

/// A job was done, and is due again then. Whether it was still as it is here: another server may have done it meanwhile.
pub async fn again(tx: &mut Tx, row: &Row, due: Instant) -> sqlx::Result<bool> {
    Ok(execute!(tx, MOVE, &row.kind, &row.key, row.due, due.0)? == 1)
}

/// A job was done, and is not due again. Whether it was still as it is here.
pub async fn done(tx: &mut Tx, row: &Row) -> sqlx::Result<bool> {
    Ok(execute!(tx, DONE, &row.kind, &row.key, row.due)? == 1)
}

/// A job failed, and is tried again then.
pub async fn failed(tx: &mut Tx, row: &Row, why: &str, due: Instant) -> sqlx::Result<()> {
    execute!(tx, FAIL, &row.kind, &row.key, row.due, due.0, why).map(|_| ())
}

/// Takes a lease until then, or keeps it; false where another holder has it. One that lies further ahead than any is taken for was written by a
/// clock that was wrong.
pub async fn take(tx: &mut Tx, name: &str, holder: &str, now: Instant, lasts: i64) -> sqlx::Result<bool> {
    let (until, wrong) = (now.plus_millis(lasts), now.plus_millis(lasts.saturating_mul(2)));
    Ok(execute!(tx, TAKE, name, holder, until.0, now.0, wrong.0)? == 1)
}

/// Gives a lease back.
pub async fn leave(tx: &mut Tx, name: &str, holder: &str) -> sqlx::Result<()> {
    execute!(tx, LEAVE, name, holder).map(|_| ())
}
