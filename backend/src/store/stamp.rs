//! How much was ever written of what a job pack is made of: these tables only grow.

use super::Tx;

const WRITTEN: &str = "SELECT (SELECT COUNT(*) FROM register_versions), (SELECT COUNT(*) FROM certificates), \
    (SELECT COUNT(*) FROM certificate_events)";

/// The statements of this file, prepared against both engines by a test.
pub const STATEMENTS: &[&str] = &[WRITTEN];

/// Versions of register entries, certificates, and what happened to them.
pub async fn written(tx: &mut Tx) -> sqlx::Result<(i64, i64, i64)> {
    Ok(fetch_optional!(tx, (i64, i64, i64), WRITTEN)?.unwrap_or_default())
}
