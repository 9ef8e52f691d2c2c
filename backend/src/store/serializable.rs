//! Writing on Postgres: SERIALIZABLE, and the whole command again when another transaction was quicker.

use std::time::{Duration, Instant};

use sqlx::PgPool;

use crate::store::tx::{Fails, Running, Tx};

/// How long a command is rerun before its error is given back.
const DEADLINE: Duration = Duration::from_secs(30);
/// A violated unique constraint is another transaction that was quicker, or a fault of ours: rerun only so often.
const UNIQUE_RERUNS: u32 = 8;

/// Runs `body` in a transaction, again while the engine asks for it.
pub(super) async fn write<T, E, F>(pool: &PgPool, mut body: F) -> Result<T, E>
where
    F: for<'t> FnMut(&'t mut Tx) -> Running<'t, Result<T, E>> + Send,
    E: Fails,
{
    let started = Instant::now();
    let mut round = 0;
    loop {
        match once(pool, &mut body).await {
            Err(error) if started.elapsed() < DEADLINE && error.database().is_some_and(|e| asks_rerun(e, round)) => {
                tokio::time::sleep(pause(round)).await;
                round += 1;
            }
            settled => return settled,
        }
    }
}

async fn once<T, E, F>(pool: &PgPool, body: &mut F) -> Result<T, E>
where
    F: for<'t> FnMut(&'t mut Tx) -> Running<'t, Result<T, E>> + Send,
    E: Fails,
{
    let mut tx = Tx::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL SERIALIZABLE").await?);
    let done = body(&mut tx).await?;
    if let Tx::Postgres(transaction) = tx {
        transaction.commit().await?;
    }
    Ok(done)
}

/// 40001 serialization failure, 40P01 deadlock, or a unique constraint, where the rerun sees the other's row.
fn asks_rerun(error: &sqlx::Error, round: u32) -> bool {
    let Some(error) = error.as_database_error() else { return false };
    match error.code().as_deref() {
        Some("40001" | "40P01") => true,
        _ => error.is_unique_violation() && round < UNIQUE_RERUNS,
    }
}

/// Two to fifty milliseconds, growing, with jitter.
fn pause(round: u32) -> Duration {
    let most = 2_u64 << round.min(5);
    let [jitter] = crate::random::bytes::<1>();
    Duration::from_millis(1 + most * u64::from(jitter) / 255)
}
