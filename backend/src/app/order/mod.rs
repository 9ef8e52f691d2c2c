//! Orders: review, tasks, assignment, and what was found that nobody had planned.

mod assign;
mod settle;
mod tasks;
mod unplanned;

use shared::api::Problem;
use shared::api::order::ReviewOrder;
use shared::api::register::Written;
use shared::finding::{Finding, Refusal, Severity};
use shared::id::Id;
use shared::order::Order;
use shared::order::review::{self, Reviewing};

use super::register::{Change, load, readable, stale, write};
use super::{Actor, Error, Result};
use crate::state::App;

pub use assign::assign;
pub use settle::settle;
pub use tasks::make_tasks;
pub use unplanned::{Noted, Touched, review_again};

/// Writes a contract review down (C-5.1.2, C-5.1.3).
pub async fn review(app: &App, actor: &Actor, id: Id<Order>, command: ReviewOrder) -> Result<Written<Order>> {
    let (by, at) = (actor.person, app.now());
    readable("discussion", &command.discussion)?;
    app.db
        .write(move |tx| {
            let ReviewOrder { revision, outcome, able, discussion } = command.clone();
            Box::pin(async move {
                let row = load::<Order>(tx, id).await?;
                if row.revision != revision {
                    return Err(stale());
                }
                let reason = discussion.clone();
                let reviewing = Reviewing { by, at, outcome, able, discussion };
                let order = review::review(&row.body, reviewing).map_err(|refusals| all(&refusals))?;
                let revision = write(tx, Change { id, revision, body: &order, at, by: Some(by), reason: &reason }).await?;
                settle(tx, id, Noted { by, at }).await?;
                Ok(Written { id, revision, findings: order_findings(&order) })
            })
        })
        .await
}

fn order_findings(order: &Order) -> Vec<Finding> {
    shared::register::Entry::findings(order)
}

/// A problem that names the first refusal and lists all of them.
fn all<R: Refusal>(refusals: &[R]) -> Error {
    let Some(first) = refusals.first() else { return Error::corrupt("refused without a reason") };
    let findings = refusals.iter().map(finding).collect();
    Error::Refused(Box::new(Problem { findings, ..Problem::of(422, first) }))
}

fn finding<R: Refusal>(refusal: &R) -> Finding {
    let mut params = refusal.params();
    params.extend(refusal.clause().map(|clause| ("clause".to_owned(), clause.to_owned())));
    Finding { severity: Severity::Error, code: refusal.code().into(), path: refusal.path(), params }
}
