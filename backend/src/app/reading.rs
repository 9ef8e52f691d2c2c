//! The read log: who read which customer's results (C-4.1.2.2). Each reading is logged before anything is returned; a list or an export is
//! one reading, with what it showed. Those responsible for confidentiality can read the log.

use std::collections::BTreeMap;

use base::id::CustomerId;
use base::time::Instant;
use contract::api::reading::{Listed, ReadCustomer, ReadingQuery, ReadingRow};
use contract::api::{ListQuery, Page};
use domain::library::body::Body;

use super::{Actor, Error, Result, lists, zone};
use crate::state::App;
use crate::store::list::of_readings::{READINGS, place};
use crate::store::list::{Key, Wanted};
use crate::store::reading::{self, NewReading, Row, Shown};
use crate::store::{Tx, register};

/// Placeholder for a list that was read.
pub const LIST: &str = "list";
/// Placeholder for a register that was exported whole.
pub const EXPORT: &str = "export";
/// Default and maximum number of rows on a page.
const ROWS: (u32, u32) = (50, 200);

/// Notes that a person read an object ("records", "certificates", "files") with a customer's results.
pub async fn note(app: &App, actor: &Actor, customer: impl Into<Option<CustomerId>>, noun: &'static str, object: &str) -> Result<()> {
    let (person, customer, object, now) = (actor.person, customer.into(), object.to_owned(), app.now());
    app.db
        .write(move |tx| {
            let object = object.clone();
            Box::pin(async move { Ok::<_, Error>(reading::note(tx, person, customer, noun, &object, now).await?) })
        })
        .await
}

/// Logs that a person was shown a page of "records", "certificates" or "corrections". An empty page is not logged.
pub async fn note_page(app: &App, actor: &Actor, noun: &'static str, query: &ListQuery, objects: Vec<String>) -> Result<()> {
    if objects.is_empty() {
        return Ok(());
    }
    let text = serde_json::to_string(&Listed::page(query, objects.clone())).map_err(Error::corrupt)?;
    let (person, at) = (actor.person, app.now());
    app.db
        .write(move |tx| {
            let (text, objects) = (text.clone(), objects.clone());
            Box::pin(async move {
                let new = NewReading { person, customer: None, noun, object: LIST, listed: Some(&text), at };
                Ok::<_, Error>(reading::put(tx, &new, Shown::Objects(&objects)).await?)
            })
        })
        .await
}

/// Logs that a person exported a whole register.
pub async fn note_export(app: &App, actor: &Actor, noun: &'static str, format: &str) -> Result<()> {
    let listed = Listed { format: format.to_owned(), ..Listed::default() };
    let text = serde_json::to_string(&listed).map_err(Error::corrupt)?;
    let (person, at) = (actor.person, app.now());
    app.db
        .write(move |tx| {
            let text = text.clone();
            Box::pin(async move {
                let new = NewReading { person, customer: None, noun, object: EXPORT, listed: Some(&text), at };
                Ok::<_, Error>(reading::put(tx, &new, Shown::Register).await?)
            })
        })
        .await
}

/// A page of the read log, latest first.
pub async fn list(app: &App, query: ReadingQuery) -> Result<Page<ReadingRow>> {
    let limit = if query.limit == 0 { ROWS.0 } else { query.limit.min(ROWS.1) };
    let (page, found) = app
        .db
        .read(move |tx| {
            let query = query.clone();
            Box::pin(async move {
                let wanted = wanted(tx, query, limit).await?;
                let (rows, found) = reading::list(tx, &wanted).await?;
                let mut whose = whose(tx, &rows).await?;
                let rows = rows.into_iter().map(|row| shown(row, &mut whose)).collect::<Result<_>>()?;
                Ok::<_, Error>((lists::page(rows, &found), found))
            })
        })
        .await?;
    lists::tidy(app, READINGS, &found);
    Ok(page)
}

/// Dates are those of the body's time zone.
async fn wanted(tx: &mut Tx, query: ReadingQuery, limit: u32) -> Result<Wanted> {
    let zone = register::by_code::<Body>(tx, "body").await?.map(|row| row.body.time_zone).unwrap_or_default();
    let ReadingQuery { customer, person, noun, from, until, after, .. } = query;
    let asked = ListQuery { customer, names: person, status: noun, after, ..ListQuery::default() };
    let begins = |day| Key { place: place(zone::begins(&zone, day).0), id: String::new() };
    let last = until.and_then(|day| day.tomorrow().ok()).map(begins);
    let mut wanted = lists::wanted(&asked, limit, None)?.unwrap_or_default();
    // The latest comes first: what is after the last day's end, and what is before the first day, is left out.
    wanted.after = match (wanted.after, last) {
        (Some(after), Some(last)) => Some(after.min(last)),
        (after, last) => after.or(last),
    };
    wanted.until = from.map(begins);
    Ok(wanted)
}

type Whose = BTreeMap<String, Vec<ReadCustomer>>;

/// Whose results each of these readings showed.
async fn whose(tx: &mut Tx, rows: &[Row]) -> Result<Whose> {
    let mut whose = Whose::new();
    let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
    for (of, customer, name) in reading::whose(tx, &ids).await? {
        let id = customer.parse().map_err(Error::corrupt)?;
        whose.entry(of).or_default().push(ReadCustomer { id, name });
    }
    for row in rows.iter().filter(|row| !row.customer_id.is_empty()) {
        let id = row.customer_id.parse().map_err(Error::corrupt)?;
        let name = reading::customer_name(tx, &row.customer_id).await?.unwrap_or_default();
        whose.entry(row.id.clone()).or_default().push(ReadCustomer { id, name });
    }
    Ok(whose)
}

fn shown(row: Row, whose: &mut Whose) -> Result<ReadingRow> {
    let listed = if row.listed.is_empty() { None } else { Some(serde_json::from_str(&row.listed).map_err(Error::corrupt)?) };
    Ok(ReadingRow {
        customers: whose.remove(&row.id).unwrap_or_default(),
        at: Instant(row.at),
        person: row.person_id.parse().map_err(Error::corrupt)?,
        person_name: row.person,
        noun: row.noun,
        object: row.object_id,
        listed,
        id: row.id,
    })
}
