//! What waits at the desk. Each card is for who may read the list it is the beginning of.

use jiff::ToSpan;
use shared::access::table::{Verb, find};
use shared::api::certificate::CorrectionRow;
use shared::api::desk::{Card, DeskView, ROWS, WARNED_DAYS};
use shared::api::path;
use shared::api::record::RecordRow;
use shared::api::register::Row;
use shared::id::Id;
use shared::library::body::Body;
use shared::library::person::Person;
use shared::library::standard::{Standard, ending};
use shared::order::Order;
use shared::time::{Date, Instant};

use super::certificate::correct;
use super::record::queue;
use super::{Actor, Error, Result, zone};
use crate::state::App;
use crate::store::{Tx, correction, record, register};

/// The desk of the person signed in.
pub async fn desk(app: &App, actor: &Actor) -> Result<DeskView> {
    let reads = |route| find(Verb::Get, route).is_some_and(|rule| rule.allow.admits(Some(&actor.roles), ""));
    let person = (!queue::sees_all(actor)).then_some(actor.person);
    let (records, corrections, now) = (reads(path::RECORDS), reads(path::CORRECTIONS), app.now());
    app.db
        .read(move |tx| {
            Box::pin(async move {
                let (mut to_check, mut to_issue, mut cases) = (Card::default(), Card::default(), Card::default());
                if records {
                    to_check = waiting(tx, "submitted", person).await?;
                    to_issue = waiting(tx, "checked", person).await?;
                }
                if corrections {
                    cases = open_cases(tx, person).await?;
                }
                Ok(DeskView { to_check, to_issue, orders: orders(tx).await?, corrections: cases, standards: standards(tx, now).await? })
            })
        })
        .await
}

async fn waiting(tx: &mut Tx, status: &str, person: Option<Id<Person>>) -> Result<Card<RecordRow>> {
    let (rows, total) = record::waiting(tx, status, person, ROWS).await?;
    Ok(Card { total, rows: rows.into_iter().map(queue::row).collect::<Result<_>>()? })
}

async fn open_cases(tx: &mut Tx, person: Option<Id<Person>>) -> Result<Card<CorrectionRow>> {
    let (rows, total) = correction::waiting(tx, ROWS, person).await?;
    Ok(Card { total, rows: rows.iter().map(correct::row).collect::<Result<_>>()? })
}

async fn orders(tx: &mut Tx) -> Result<Card<Row<Order>>> {
    let mut card = Card::default();
    for status in ["review_again", "draft"] {
        let (rows, total) = register::waiting::<Order>(tx, status, ROWS).await?;
        card.total += total;
        card.rows.extend(rows);
    }
    card.rows.truncate(ROWS as usize);
    Ok(card)
}

/// Standards that end within the days warned of, or have ended (C-4.5.2).
async fn standards(tx: &mut Tx, now: Instant) -> Result<Card<Row<Standard>>> {
    let zone_name = register::by_code::<Body>(tx, "body").await?.map(|row| row.body.time_zone).unwrap_or_default();
    let today: Date = zone::date(&zone_name, now);
    let by = today.checked_add(WARNED_DAYS.days()).map_err(Error::corrupt)?;
    let all = register::all::<Standard>(tx).await?;
    Ok(Card::of(ending(all, |row: &Row<Standard>| &row.body, by)))
}
