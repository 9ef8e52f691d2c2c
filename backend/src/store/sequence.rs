//! Sequences of numbers: the last place given of each, raised in the transaction that gives the next.

use base::time::Instant;

use super::{Tx, corrupt, seal};

const NEXT: &str = "INSERT INTO number_sequences (name, last) VALUES ($1, 1) \
    ON CONFLICT (name) DO UPDATE SET last = number_sequences.last + 1 RETURNING last";
const SEQUENCES: &str = "SELECT name, last FROM number_sequences ORDER BY name";
const LAST: &str = "SELECT last FROM number_sequences WHERE name = $1";

/// The statements of this file, prepared against both engines by a test.
pub const STATEMENTS: &[&str] = &[NEXT, SEQUENCES, LAST];

/// Every sequence with its last place.
pub async fn sequences(tx: &mut Tx) -> sqlx::Result<Vec<(String, u64)>> {
    let rows = fetch_all!(tx, (String, i64), SEQUENCES)?;
    Ok(rows.into_iter().map(|(name, last)| (name, last.unsigned_abs())).collect())
}

/// Raises a sequence and returns its new last place: part of the transaction, undone with it.
pub async fn next(tx: &mut Tx, sequence: &str, at: Instant) -> sqlx::Result<u64> {
    let row = fetch_optional!(tx, (i64,), NEXT, sequence)?.ok_or(sqlx::Error::RowNotFound)?;
    seal::seal(tx, "number_sequences", &[sequence], at).await?;
    u64::try_from(row.0).map_err(corrupt)
}

/// The last place of a sequence that was given; 0 before the first.
pub async fn last(tx: &mut Tx, sequence: &str) -> sqlx::Result<u64> {
    let last = fetch_optional!(tx, (i64,), LAST, sequence)?.map_or(0, |(last,)| last);
    u64::try_from(last).map_err(corrupt)
}
