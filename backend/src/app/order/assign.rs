//! Assignment of people, standards and a visit to a task.

use base::id::{IdOf, TaskId};
use base::time::{Date, Instant};
use contract::api::order::{AssignTask, AssignedView};
use domain::library::body::Body;
use domain::library::edition::Edition;
use domain::library::method::Method;
use domain::library::person::Person;
use domain::library::place::Place;
use domain::order::Order;
use domain::order::assign::{self, Assignment};
use domain::order::task::Task;
use domain::register::Entry;
use domain::visit::Visit;

use super::all;
use super::impartial::entries;
use crate::app::register::{Change, load, stale, write};
use crate::app::{Actor, Result, zone};
use crate::state::App;
use crate::store::{Tx, register};

/// Assigns a task; refused with every rule that stands against it (C-4.3.1, C-4.5.2, C-4.2).
pub async fn assign(app: &App, actor: &Actor, id: TaskId, command: AssignTask) -> Result<AssignedView> {
    let (by, at) = (actor.person, app.now());
    app.db
        .write(move |tx| {
            let command = command.clone();
            Box::pin(async move {
                let row = load::<Task>(tx, id).await?;
                if row.revision != command.revision {
                    return Err(stale());
                }
                let task = row.body;
                let order = load(tx, task.order).await?.body;
                let edition = load::<Edition>(tx, task.edition).await?.body;
                let method = load::<Method>(tx, edition.method).await?.body;
                let service = load(tx, task.service).await?.body;
                let visit = match command.visit {
                    Some(visit) => Some(load(tx, visit).await?.body),
                    None => None,
                };
                let calibrators = each(tx, &command.calibrators).await?;
                let standards = each(tx, &command.standards).await?;
                let customer = entries(tx, task.customer, &calibrators).await?;
                let assignment = Assignment {
                    task: &task,
                    customer: &customer,
                    order: &order,
                    edition: &edition,
                    method: &method,
                    service: &service,
                    calibrators: &calibrators,
                    standards: &standards,
                    visit: visit.as_ref(),
                    today: today(tx, &order, visit.as_ref(), at).await?,
                };
                let refusals = assign::refusals(&assignment);
                if !refusals.is_empty() {
                    return Err(all(&refusals));
                }
                let mut findings = assign::warnings(&assignment);
                let people: Vec<Person> = register::all(tx).await?.into_iter().map(|row| row.body).collect();
                findings.extend(assign::too_few_calibrators(task.service, &people, assign::day_of(&assignment)));
                let AssignTask { calibrators, standards, visit, revision } = command;
                let body = Task { calibrators, standards, visit, ..task };
                let revision = write(tx, Change { id, revision, body: &body, at, by: Some(by), reason: "" }).await?;
                Ok(AssignedView { revision, findings })
            })
        })
        .await
}

async fn each<T: Entry>(tx: &mut Tx, ids: &[IdOf<T>]) -> Result<Vec<T>> {
    let mut found = Vec::new();
    for id in ids {
        found.push(load(tx, *id).await?.body);
    }
    Ok(found)
}

/// The day now at the place of the work: the visit's, the order's, else the office.
async fn today(tx: &mut Tx, order: &Order, visit: Option<&Visit>, now: Instant) -> Result<Date> {
    let place = visit.map(|visit| visit.place).or(order.place);
    let zone_name = match place {
        Some(place) => load::<Place>(tx, place).await?.body.time_zone,
        None => register::by_code::<Body>(tx, "body").await?.map(|row| row.body.time_zone).unwrap_or_default(),
    };
    Ok(zone::date(&zone_name, now))
}
