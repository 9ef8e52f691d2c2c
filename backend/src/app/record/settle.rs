//! What the office settles about a record: the order it belongs to, and the facts its certificate states. That is a case of the record.

use base::id::{CaseId, CustomerId, Id, RecordId, ServiceId};
use base::time::Instant;
use contract::api::record::{AgreedView, AttachRecord, TakeFacts};
use domain::case::{By, Earlier, Folded, Stamp};
use domain::conditions::{self, Attached};
use domain::event::Hash;
use domain::library::method::Method;
use domain::order::Order;
use domain::order::attach::{self, AttachRefusal};
use domain::order::settlement::{Around, Fact, Settled, SettlementRefused};
use domain::record::Record;
use domain::record::facts::Facts;
use domain::record::office::Office;

use super::office::{self, Desk};
use super::streams;
use crate::app::case::{self, Kept, say};
use crate::app::register::load;
use crate::app::{Actor, Error, Result};
use crate::state::App;
use crate::store::settlement::{self as store, Row};
use crate::store::{Tx, facts, register, seal};

/// What settling something about a record rests on.
pub struct Loaded {
    record: RecordId,
    desk: Desk,
    service: ServiceId,
    order: Option<Order>,
    conflict: Option<String>,
}

impl Kept for Settled {
    type Loaded = Loaded;

    async fn loaded(tx: &mut Tx, id: CaseId, by: &By, fact: &Fact, now: Instant) -> Result<Loaded> {
        let (record, by) = (id.cast(), by.person().map_err(|misplaced| Error::forbidden(&misplaced))?);
        let desk = office::load(tx, record, by, now).await?;
        let found = desk.record(record)?;
        let conflict = conditions::conflict(&desk.basis(conditions::Act::Check, found, by, now));
        let service = facts::current::<Method>(tx, found.opened.edition.method).await?.ok_or_else(Error::not_found)?.service;
        let order = match fact.order() {
            Some(order) => Some(load::<Order>(tx, order).await?.body),
            None => None,
        };
        Ok(Loaded { record, desk, service, order, conflict })
    }

    fn around(loaded: &Loaded) -> Around<'_> {
        let Loaded { record, desk, service, order, conflict } = loaded;
        let record = desk.record(*record).ok().map(|record| (record, *service, desk.office.issued));
        Around { record, order: order.as_ref(), conflict: conflict.clone() }
    }

    /// There is one for each record.
    fn identity(fact: &Fact) -> Option<CaseId> {
        let (record, _) = fact.of();
        Some(record.cast())
    }

    fn problem(refusal: &SettlementRefused) -> Error {
        match refusal {
            SettlementRefused::Misplaced => Error::forbidden(refusal),
            SettlementRefused::Attach(AttachRefusal::OtherCustomer | AttachRefusal::OtherWork) => Error::rule(refusal),
            SettlementRefused::Attach(_) | SettlementRefused::Conflict(_) => Error::conflict(refusal),
        }
    }

    async fn earlier(tx: &mut Tx, id: CaseId) -> Result<Option<Earlier<Fact>>> {
        let rows = store::earlier(tx, id.cast()).await?;
        if rows.is_empty() {
            return Ok(None);
        }
        let mut text = "etalon-case-earlier-1\n".to_owned();
        for row in &rows {
            let hash = seal::now(tx, "record_settlements", &[&row.id]).await?;
            text.push_str(&format!("record_settlements {} {hash}\n", row.id));
        }
        let facts = rows.iter().map(|row| before(id, row)).collect::<Result<_>>()?;
        Ok(Some(Earlier { facts, digest: Hash::of(text.as_bytes()) }))
    }

    async fn earlier_ids(tx: &mut Tx, after: &str, limit: i64) -> Result<Vec<String>> {
        Ok(store::some(tx, after, limit).await?)
    }
}

/// What a row of before there were cases says.
fn before(case: CaseId, row: &Row) -> Result<(Stamp, Fact)> {
    let (record, customer) = (parsed(&row.record_id)?, parsed(&row.customer_id)?);
    let fact = match (row.kind.as_str(), &row.order_id, row.line) {
        ("order", Some(order), Some(line)) => {
            Fact::Order { record, customer, order: parsed(order)?, line: u16::try_from(line).map_err(Error::corrupt)? }
        }
        ("afresh", ..) => Fact::Afresh { record, customer },
        ("as_recorded", ..) => Fact::AsRecorded { record, customer },
        (other, ..) => return Err(Error::corrupt(format!("a settlement of kind {other}"))),
    };
    let by = By::Person { person: parsed(&row.by_person)? };
    Ok((Stamp { case, id: parsed(&row.id)?, by, at: Instant(row.at), hash: Hash::ZERO }, fact))
}

fn parsed<K>(text: &str) -> Result<Id<K>> {
    text.parse().map_err(Error::corrupt)
}

/// Puts an unplanned record under a line of an order (C-5.1.1).
pub async fn attach(app: &App, actor: &Actor, id: RecordId, command: AttachRecord) -> Result<()> {
    let AttachRecord { order, line } = command;
    settle(app, actor, id, move |record, customer| Fact::Order { record, customer, order, line }).await
}

/// Sets whether a record's certificate states the register's facts, if they differ from those the record began with.
pub async fn take_facts(app: &App, actor: &Actor, id: RecordId, command: TakeFacts) -> Result<()> {
    let afresh = command.afresh;
    settle(app, actor, id, move |record, customer| match afresh {
        true => Fact::Afresh { record, customer },
        false => Fact::AsRecorded { record, customer },
    })
    .await
}

/// Says it in the record's case.
async fn settle(
    app: &App,
    actor: &Actor,
    id: RecordId,
    fact: impl Fn(RecordId, CustomerId) -> Fact + Copy + Send + Sync + 'static,
) -> Result<()> {
    let (by, now) = (By::Person { person: actor.person }, app.now());
    app.db
        .write(move |tx| {
            let by = by.clone();
            Box::pin(async move {
                let customer = streams::one(tx, id).await?.opened.customer.id;
                let folded: Folded<Settled> = case::load(tx, id.cast()).await?.unwrap_or_default();
                say::said(tx, folded, id.cast(), by, fact(id, customer), now).await
            })
        })
        .await
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
