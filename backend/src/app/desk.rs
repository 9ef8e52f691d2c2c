//! What waits at the desk. Each card is for who may read the list it is the beginning of.

use std::collections::{BTreeMap, BTreeSet};

use base::id::{CustomerId, PersonId};
use base::time::{Date, Instant};
use contract::access::table::{Verb, find};
use contract::api::ListQuery;
use contract::api::certificate::CorrectionRow;
use contract::api::desk::{CHANGED_DAYS, Card, DeskView, ROWS, WARNED_DAYS};
use contract::api::path;
use contract::api::record::RecordRow;
use contract::api::register::Row;
use domain::case::Case;
use domain::certificate::correction::CorrectionCase;
use domain::item::Item;
use domain::library::body::Body;
use domain::library::standard::{Standard, ending};
use domain::order::Order;
use domain::order::unplanned::is_told;
use jiff::ToSpan;

use super::certificate::correct;
use super::record::found::REASON;
use super::record::queue;
use super::{Actor, Error, Result, reading, zone};
use crate::state::App;
use crate::store::record::Waiting;
use crate::store::{Tx, case, record, register};

/// One row more than a card shows tells whether more waits.
const ASKED: u32 = ROWS + 1;

/// The desk of the person signed in.
pub async fn desk(app: &App, actor: &Actor) -> Result<DeskView> {
    let reads = |route| find(Verb::Get, route).is_some_and(|rule| rule.allow.admits(Some(&actor.roles), ""));
    let person = (!queue::sees_all(actor)).then_some(actor.person);
    let (records, corrections, now) = (reads(path::RECORDS), reads(path::CORRECTIONS), app.now());
    let view: DeskView = app
        .db
        .read(move |tx| {
            Box::pin(async move {
                let (mut to_check, mut to_issue, mut cases) = (Card::default(), Card::default(), Card::default());
                let (mut to_place, mut left_open) = (Card::default(), Card::default());
                if records {
                    to_place = waiting(tx, Waiting::Order, person).await?;
                    left_open = waiting(tx, Waiting::LeftOpen, person).await?;
                    to_check = waiting(tx, Waiting::Check, person).await?;
                    to_issue = waiting(tx, Waiting::Issue, person).await?;
                }
                if corrections {
                    cases = open_cases(tx, person).await?;
                }
                let (orders, standards, failed) = (orders(tx).await?, standards(tx, now).await?, failed(tx).await?);
                let items = if person.is_none() { changed_on_site(tx, now).await? } else { Card::default() };
                Ok::<_, Error>(DeskView { to_check, to_issue, orders, to_place, items, left_open, corrections: cases, standards, failed })
            })
        })
        .await?;
    if person.is_none() {
        let query = ListQuery::default();
        let cards = [&view.to_check, &view.to_issue, &view.to_place, &view.left_open];
        let records: BTreeSet<String> = cards.into_iter().flat_map(|card| &card.rows).map(|row| row.id.to_string()).collect();
        reading::note_page(app, actor, "records", &query, records.into_iter().collect()).await?;
        let cases = view.corrections.rows.iter().map(|row| row.case.id.to_string()).collect();
        reading::note_page(app, actor, "corrections", &query, cases).await?;
    }
    Ok(view)
}

async fn waiting(tx: &mut Tx, what: Waiting, person: Option<PersonId>) -> Result<Card<RecordRow>> {
    let rows = record::waiting(tx, what, person, ASKED).await?;
    Ok(Card::of(rows.into_iter().map(queue::row).collect::<Result<_>>()?))
}

async fn open_cases(tx: &mut Tx, person: Option<PersonId>) -> Result<Card<CorrectionRow>> {
    let own = person.map(|person| person.to_string());
    let rows = case::open(tx, CorrectionCase::KIND, ASKED, own.as_deref()).await?;
    Ok(Card::of(rows.iter().map(correct::row).collect::<Result<_>>()?))
}

async fn orders(tx: &mut Tx) -> Result<Card<Row<Order>>> {
    let mut waiting = Vec::new();
    for status in ["review_again", "draft"] {
        waiting.extend(register::waiting::<Order>(tx, status, ASKED).await?);
    }
    Ok(Card::of(waiting))
}

/// Items that say what was found on site, and no order's review is told of it (C-5.3.3).
async fn changed_on_site(tx: &mut Tx, now: Instant) -> Result<Card<Row<Item>>> {
    let mut changed = register::made_by::<Item>(tx, REASON, now.plus_millis(-CHANGED_DAYS * 86_400_000)).await?;
    let mut orders: BTreeMap<CustomerId, Vec<Row<Order>>> = BTreeMap::new();
    for customer in changed.iter().map(|row| row.body.customer).collect::<BTreeSet<_>>() {
        orders.insert(customer, register::all_of_customer(tx, customer).await?);
    }
    let of_customer = |row: &Row<Item>| orders.get(&row.body.customer).into_iter().flatten();
    changed.retain(|row| !of_customer(row).any(|order| is_told(&order.body, row.id, row.updated_at)));
    Ok(Card::of(changed))
}

/// Standards out of use after a failed check, the longest waiting first (C-4.5.3).
async fn failed(tx: &mut Tx) -> Result<Card<Row<Standard>>> {
    Ok(Card::of(register::waiting::<Standard>(tx, "failed", ASKED).await?))
}

/// Standards that end within the days warned of, or have ended (C-4.5.2).
async fn standards(tx: &mut Tx, now: Instant) -> Result<Card<Row<Standard>>> {
    let zone_name = register::by_code::<Body>(tx, "body").await?.map(|row| row.body.time_zone).unwrap_or_default();
    let today: Date = zone::date(&zone_name, now);
    let by = today.checked_add(WARNED_DAYS.days()).map_err(Error::corrupt)?;
    let all = register::all::<Standard>(tx).await?;
    Ok(Card::of(ending(all, |row: &Row<Standard>| &row.body, by)))
}
