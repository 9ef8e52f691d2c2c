//! Orders: review, tasks, assignment, and what was found that nobody had planned.

mod assign;
mod impartial;
mod known;
mod settle;
mod tasks;
mod unplanned;

use base::finding::{Finding, Refusal, Severity};
use base::id::OrderId;
use base::time::Instant;
use contract::api::Problem;
use contract::api::order::ReviewOrder;
use contract::api::register::Written;
use domain::order::noted::Outcome;
use domain::order::review::{self, OrderRefusal, Reviewing};
use domain::order::{Order, terms};

use super::authority::hold;
use super::register::{Change, load, readable, stale, write};
use super::{Actor, Error, Result};
use crate::app::noted::Noted;
use crate::state::App;
use crate::store::{Tx, facts};

pub use assign::assign;
pub use known::known_of_lines;
pub use settle::settle;
pub use tasks::make_tasks;
pub use unplanned::{Touched, review_again};

/// Writes a contract review down (C-5.1.2, C-5.1.3).
pub async fn review(app: &App, actor: &Actor, id: OrderId, command: ReviewOrder) -> Result<Written<Order>> {
    let (by, at) = (actor.person, app.now());
    readable("discussion", &command.discussion)?;
    app.db
        .write(move |tx| {
            let ReviewOrder { revision, outcome, able, discussion } = command.clone();
            Box::pin(async move {
                hold::free(tx, by).await?;
                let row = load::<Order>(tx, id).await?;
                impartial::reviews(tx, row.body.customer, by).await?;
                if row.revision != revision {
                    return Err(stale());
                }
                if outcome == Outcome::Accepted {
                    agreeable(&row.body, at)?;
                    fitting(tx, &row.body, |_| true).await?;
                    placed(tx, &row.body).await?;
                }
                let reason = discussion.clone();
                let reviewing = Reviewing { by, at, outcome, able, discussion };
                let services = services(tx, &row.body).await?;
                let order = review::review(&row.body, &services, reviewing).map_err(|refusals| all(&refusals))?;
                let revision = write(tx, Change { id, revision, body: &order, at, by: Some(by), reason: &reason }).await?;
                settle(tx, id, Noted { by, at }).await?;
                Ok(Written { id, revision, findings: order_findings(&order) })
            })
        })
        .await
}

/// Refuses terms that no order can have: what was written down before its form asked (C-5.1.1).
fn agreeable(order: &Order, at: Instant) -> Result<()> {
    let told = terms::findings(order).into_iter().chain(terms::to_come(order, at.latest_day()));
    let wrong: Vec<_> = told.filter(|finding| finding.severity == Severity::Error).collect();
    if wrong.is_empty() { Ok(()) } else { Err(Error::findings("entry_invalid", wrong)) }
}

/// Refuses work in the laboratory at a customer's place, and work on site in the laboratory.
async fn placed(tx: &mut Tx, order: &Order) -> Result<()> {
    let Some(place) = order.place else { return Ok(()) };
    let place = load(tx, place).await?.body;
    domain::order::fitting::place(order, &place).map_err(|refusal| Error::rule(&refusal))
}

/// Refuses if an order's lines name things that do not belong together (C-4.2, C-5.1.1).
async fn fitting(tx: &mut Tx, order: &Order, asked: fn(&OrderRefusal) -> bool) -> Result<()> {
    let mut refusals = domain::order::fitting::refusals(order, &known_of_lines(tx, order).await?);
    refusals.retain(asked);
    if refusals.is_empty() { Ok(()) } else { Err(all(&refusals)) }
}

/// The services that an order's lines name.
pub async fn services(tx: &mut Tx, order: &Order) -> Result<review::Services> {
    let mut services = review::Services::new();
    for line in &order.lines {
        services.extend(facts::current(tx, line.service).await?.map(|service| (line.service, service)));
    }
    Ok(services)
}

fn order_findings(order: &Order) -> Vec<Finding> {
    domain::register::Entry::findings(order)
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
