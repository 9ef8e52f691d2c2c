//! Lists of records.

use base::time::Instant;
use contract::access::table::sees_every_record;
use contract::api::record::RecordRow;
use contract::api::{ListQuery, Page};

use crate::app::{Actor, Error, Result, reading};
use crate::state::App;
use crate::store::record as store;

/// Default and maximum number of rows on a page.
const ROWS: (u32, u32) = (50, 200);

/// A page of records, the latest change first. A person who only calibrates sees their own; for everybody else, what is shown goes into the
/// read log (C-4.1.2.2).
pub async fn list(app: &App, actor: &Actor, mut query: ListQuery) -> Result<Page<RecordRow>> {
    let limit = if query.limit == 0 { ROWS.0 } else { query.limit.min(ROWS.1) };
    query.limit = limit + 1;
    let person = (!sees_all(actor)).then_some(actor.person);
    let asked = query.clone();
    let found = app.db.read(move |tx| Box::pin(async move { Ok::<_, Error>(store::list(tx, &query, person).await?) })).await?;
    let more = found.len() > limit as usize;
    let rows = found.into_iter().take(limit as usize).map(row).collect::<Result<Vec<_>>>()?;
    let next = rows.last().filter(|_| more).map(|row| row.id.to_string());
    if person.is_none() {
        reading::note_page(app, actor, "records", &asked, rows.iter().map(|row| row.id.to_string()).collect()).await?;
    }
    Ok(Page { rows, next })
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
