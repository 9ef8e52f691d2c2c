//! Upgrades that need more than SQL: numbered steps that run once after the migrations, and again after a restore; then the lists, which are
//! looked at each time.
//!
//! A step can be run again at any time and changes nothing then: a server that stops in between runs it once more. It writes in
//! transactions as large as it likes. What it makes out of the tables, such as lifted columns, `etalon verify` compares with what they were
//! made of. A step that was released is never changed or renumbered; one whose result is made otherwise later gets a new number. Rows of
//! lists say themselves by which rule they were made, so that they need no number.

use std::pin::Pin;

use base::time::Instant;
use domain::case::Case;
use domain::certificate::correction::CorrectionCase;
use domain::order::settlement::Settled;

use super::{Error, Result, case};
use crate::store::{Db, list, upgrade as store};

/// A step.
pub struct Step {
    /// Its number: steps run in this order.
    pub number: i64,
    /// What it does, for whoever reads the table or the log.
    pub name: &'static str,
    run: fn(Db) -> Running,
}

type Running = Pin<Box<dyn Future<Output = Result<()>> + Send>>;

/// Every step, in their order.
pub const STEPS: &[Step] = &[
    // With this, nothing is added any more to the tables that corrections had before (migration 0312).
    Step { number: 1, name: "corrections are cases", run: |db| Box::pin(async move { case::lift::kind(&db, CorrectionCase::KIND).await }) },
    // The same for what the office settles about records (migration 0313).
    Step { number: 2, name: "settlements are cases", run: |db| Box::pin(async move { case::lift::kind(&db, Settled::KIND).await }) },
];

/// Runs the steps that did not run over this database yet, and brings up the lists.
///
/// # Errors
/// What a step said; those before it are done, and the next start goes on with it.
pub async fn run(db: &Db, now: Instant) -> Result<()> {
    let ran = db.read(|tx| Box::pin(async move { Ok::<_, Error>(store::ran(tx).await?) })).await?;
    for Step { number, name, run } in STEPS.iter().filter(|step| !ran.contains(&step.number)) {
        tracing::info!(number, name, "an upgrade step runs");
        run(db.clone()).await?;
        db.write(move |tx| Box::pin(async move { Ok::<_, Error>(store::note(tx, *number, name, now).await?) })).await?;
    }
    Ok(list::bring_up(db).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_numbered_in_the_order_in_which_they_run() {
        let numbers: Vec<i64> = STEPS.iter().map(|step| step.number).collect();
        assert_eq!(numbers, (1..).take(STEPS.len()).collect::<Vec<_>>());
    }
}
