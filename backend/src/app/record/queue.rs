//! Lists of records.

use base::time::Instant;
use contract::access::table::sees_every_record;
use contract::api::record::RecordRow;
use contract::api::{ListQuery, Page};

use crate::app::{Actor, Error, Result, lists, reading};
use crate::state::App;
use crate::store::list::of_records::RECORDS;
use crate::store::record as store;

/// Default and maximum number of rows on a page.
const ROWS: (u32, u32) = (50, 200);

/// A page of records, the latest change first. A person who only calibrates sees their own; for everybody else, what is shown goes into the
/// read log (C-4.1.2.2).
pub async fn list(app: &App, actor: &Actor, query: ListQuery) -> Result<Page<RecordRow>> {
    let limit = if query.limit == 0 { ROWS.0 } else { query.limit.min(ROWS.1) };
    let person = (!sees_all(actor)).then_some(actor.person);
    let by = person.map(|person| person.to_string());
    let Some(wanted) = lists::wanted(&query, limit, by)? else { return Ok(Page { rows: Vec::new(), next: None }) };
    let (rows, found) = app.db.read(move |tx| Box::pin(async move { Ok::<_, Error>(store::list(tx, &wanted).await?) })).await?;
    lists::tidy(app, RECORDS, &found);
    if person.is_none() {
        reading::note_page(app, actor, "records", &query, found.ids.clone()).await?;
    }
    Ok(lists::page(rows.into_iter().map(row).collect::<Result<_>>()?, &found))
}

/// Whether the person sees everybody's records.
pub(in crate::app) fn sees_all(actor: &Actor) -> bool {
    sees_every_record(&actor.roles)
}

/// A record as lists show it.
pub(in crate::app) fn row(row: store::Row) -> Result<RecordRow> {
    let status = serde_json::from_value(serde_json::Value::String(row.status)).map_err(Error::corrupt)?;
    Ok(RecordRow {
        id: row.id.parse().map_err(Error::corrupt)?,
        status,
        item: row.item,
        customer: serde_json::from_str(&row.customer).map_err(Error::corrupt)?,
        method: row.method,
        calibrators: serde_json::from_str(&row.calibrators).map_err(Error::corrupt)?,
        order: row.order_number,
        updated_at: Instant(row.updated_at),
        certificate: row.certificate,
        set_aside: u64::try_from(row.set_aside).map_err(Error::corrupt)?,
        twins: u64::try_from(row.twins).map_err(Error::corrupt)?,
    })
}
