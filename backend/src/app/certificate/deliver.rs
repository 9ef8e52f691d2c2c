//! Certificates for the body's own people; each reading is noted (C-4.1.2.2).

use shared::certificate::correction::Certificate;
use shared::id::Id;

use super::{document, narrowed, parsed, reached, reading, release};
use crate::app::{Actor, Result};
use crate::document::xml as rendered;
use crate::state::App;
use crate::store::certificate as store;

async fn read(app: &App, actor: &Actor, id: Id<Certificate>) -> Result<store::Row> {
    let person = narrowed(actor);
    let row = app.db.read(move |tx| Box::pin(async move { reached(tx, id, person).await })).await?;
    reading::note(app, actor, parsed(&row.stored.customer_id)?, "certificates", &row.stored.id).await?;
    Ok(row)
}

/// The stored PDF with its number.
pub async fn pdf(app: &App, actor: &Actor, id: Id<Certificate>) -> Result<(String, bytes::Bytes)> {
    let row = read(app, actor, id).await?;
    let bytes = release::pdf(app, &row).await?;
    Ok((row.stored.number, bytes))
}

/// The machine-readable document.
pub async fn xml(app: &App, actor: &Actor, id: Id<Certificate>) -> Result<Vec<u8>> {
    let row = read(app, actor, id).await?;
    rendered(&document(&row.stored)?).map_err(|error| release::fault(&error))
}
