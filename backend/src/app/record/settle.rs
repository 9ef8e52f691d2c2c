//! What the office settles about a record: the order it belongs to, and the facts its certificate states.

use base::finding::Refusal;
use base::id::{PersonId, RecordId};
use base::time::Instant;
use contract::api::record::{AgreedView, AttachRecord, TakeFacts};
use domain::conditions::{self, Attached};
use domain::library::method::Method;
use domain::order::Order;
use domain::order::attach;
use domain::record::Record;
use domain::record::facts::Facts;
use domain::record::office::Office;
use domain::record::refusal::RecordRefusal;

use super::office;
use crate::app::authority::hold;
use crate::app::register::load;
use crate::app::{Actor, Error, Result};
use crate::state::App;
use crate::store::settlement::{self, Settlement};
use crate::store::{Tx, audit, facts, register};

/// Puts an unplanned record under a line of an order (C-5.1.1).
pub async fn attach(app: &App, actor: &Actor, id: RecordId, command: AttachRecord) -> Result<()> {
    let (by, now) = (actor.person, app.now());
    let to = Attached { order: command.order, line: command.line };
    app.db
        .write(move |tx| {
            Box::pin(async move {
                let desk = office::load(tx, id, by, now).await?;
                let record = desk.record(id)?;
                impartial(&desk, record, by, now)?;
                let order = load::<Order>(tx, to.order).await?.body;
                let service = facts::current::<Method>(tx, record.opened.edition.method).await?.ok_or_else(Error::not_found)?.service;
                attach::attach(record, service, desk.office.issued, &order, to).map_err(|refusal| match refusal {
                    attach::AttachRefusal::OtherCustomer | attach::AttachRefusal::OtherWork => Error::rule(&refusal),
                    _ => Error::conflict(&refusal),
                })?;
                settle(tx, id, Settlement::Order(to), by, now).await
            })
        })
        .await
}

/// Sets whether a record's certificate states the register's facts, if they differ from those the record began with.
pub async fn take_facts(app: &App, actor: &Actor, id: RecordId, command: TakeFacts) -> Result<()> {
    let (by, now) = (actor.person, app.now());
    let what = if command.afresh { Settlement::Afresh } else { Settlement::AsRecorded };
    app.db
        .write(move |tx| {
            Box::pin(async move {
                let desk = office::load(tx, id, by, now).await?;
                impartial(&desk, desk.record(id)?, by, now)?;
                if desk.office.issued {
                    return Err(Error::conflict(&attach::AttachRefusal::Issued as &dyn Refusal));
                }
                settle(tx, id, what, by, now).await
            })
        })
        .await
}

/// Refuses whoever declared a conflict of interest with the record's customer (C-4.1.2.1).
fn impartial(desk: &office::Desk, record: &Record, by: PersonId, now: Instant) -> Result<()> {
    match conditions::conflict(&desk.basis(conditions::Act::Check, record, by, now)) {
        Some(person) => Err(Error::conflict(&RecordRefusal::ConflictOfInterest { person })),
        None => Ok(()),
    }
}

async fn settle(tx: &mut Tx, id: RecordId, what: Settlement, by: PersonId, at: Instant) -> Result<()> {
    hold::free(tx, by).await?;
    settlement::settle(tx, id, what, by, at).await?;
    Ok(audit::append(tx, at, by, audit::Act::Record(id, audit::RecordAct::Settled(what))).await?)
}

/// The line of the order that a record belongs to.
pub(super) fn agreed(record: &Record, facts: &Facts, office: &Office) -> Option<AgreedView> {
    let agreed = conditions::agreed(record, facts, Some(office))?;
    let line = agreed.line_number(record, facts)?;
    let order = agreed.order.latest();
    Some(AgreedView { order: agreed.id, number: order.number.clone(), line, status: order.status })
}

/// The lines that a record could be put under.
pub(super) async fn fitting(tx: &mut Tx, record: &Record, facts: &Facts, issued: bool) -> Result<Vec<AgreedView>> {
    let Some(service) = facts.services.get(&record.opened.edition.method) else { return Ok(Vec::new()) };
    let mut lines = Vec::new();
    for row in register::all_of_customer::<Order>(tx, record.opened.customer.id).await? {
        for line in 0..u16::try_from(row.body.lines.len()).unwrap_or(u16::MAX) {
            if attach::attach(record, *service, issued, &row.body, Attached { order: row.id, line }).is_ok() {
                lines.push(AgreedView { order: row.id, number: row.body.number.clone(), line, status: row.body.status });
            }
        }
    }
    Ok(lines)
}
