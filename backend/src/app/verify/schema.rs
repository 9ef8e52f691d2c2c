//! What guards the tables is there: triggers and indexes as the migrations make them, indexes that say what the tables say.

use super::rows::Snapshot;
use super::{Fault, Report};
use crate::app::Result;
use crate::store::schema;

/// Looks for every trigger and index, and asks the engine whether its indexes agree with its tables.
pub(super) async fn walk(snapshot: &mut Snapshot<'_>, report: &mut Report) -> Result<()> {
    let expected = schema::expected(snapshot.tx).await?;
    let there = schema::there(snapshot.tx).await?;
    for (name, made) in &expected {
        report.must(there.get(name) == Some(made), format!("guard {name}"), Fault::GuardMissing);
        report.count("triggers and indexes");
    }
    let (inconsistent, compared) = schema::inconsistent(snapshot.tx).await?;
    for said in inconsistent {
        report.broken(format!("database {said}"), Fault::IndexDiffers);
    }
    report.indexes_not_compared = !compared;
    Ok(())
}
