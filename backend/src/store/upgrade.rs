//! Which upgrade steps ran over this database.

use std::collections::BTreeSet;

use base::time::Instant;

use super::Tx;

const RAN: &str = "SELECT number FROM upgrade_steps";
// Two servers that start at once both run a step.
const NOTE: &str = "INSERT INTO upgrade_steps (number, name, ran_at) VALUES ($1, $2, $3) ON CONFLICT (number) DO NOTHING";
const FORGET: &str = "DELETE FROM upgrade_steps";

/// The statements of this file, prepared against both engines by a test.
pub const STATEMENTS: &[&str] = &[RAN, NOTE, FORGET];

/// The numbers of the steps that ran.
pub async fn ran(tx: &mut Tx) -> sqlx::Result<BTreeSet<i64>> {
    Ok(fetch_all!(tx, (i64,), RAN)?.into_iter().map(|(number,)| number).collect())
}

/// Notes that a step ran.
pub async fn note(tx: &mut Tx, number: i64, name: &str, at: Instant) -> sqlx::Result<()> {
    execute!(tx, NOTE, number, name, at.0).map(|_| ())
}

/// Forgets that any step ran: what is here now comes from a backup.
pub async fn forget(tx: &mut Tx) -> sqlx::Result<()> {
    execute!(tx, FORGET).map(|_| ())
}
