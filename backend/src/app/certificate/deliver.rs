//! Certificates for the body's own people; each reading is noted (C-4.1.2.2).

use base::id::CertificateId;
use domain::certificate::hand_out::hand_out;

use super::{document, narrowed, parsed, reached, reading, release};
use crate::app::documents::fault;
use crate::app::{Actor, Error, Result};
use crate::document::xml as rendered;
use crate::state::App;
use crate::store::certificate as store;

async fn read(app: &App, actor: &Actor, id: CertificateId) -> Result<store::Row> {
    let person = narrowed(actor);
    let row = app.db.read(move |tx| Box::pin(async move { reached(tx, id, person).await })).await?;
    reading::note(app, actor, parsed(&row.stored.customer_id)?, "certificates", &row.stored.id).await?;
    Ok(row)
}

/// The stored PDF, and its file name.
pub async fn pdf(app: &App, actor: &Actor, id: CertificateId, void_wanted: bool) -> Result<(String, bytes::Bytes)> {
    let row = read(app, actor, id).await?;
    let name = file_name(&row, void_wanted, "pdf")?;
    Ok((name, release::pdf(app, &row).await?))
}

/// The machine-readable document, and its file name.
pub async fn xml(app: &App, actor: &Actor, id: CertificateId, void_wanted: bool) -> Result<(String, Vec<u8>)> {
    let row = read(app, actor, id).await?;
    let name = file_name(&row, void_wanted, "xml")?;
    Ok((name, rendered(&document(&row.stored)?).map_err(|error| fault(&error))?))
}

/// The name of a certificate's file. The name of a void one says so, and a void one is refused unless it was asked for explicitly.
pub(super) fn file_name(row: &store::Row, void_wanted: bool, extension: &str) -> Result<String> {
    let mark = hand_out(row.void_by.as_deref(), void_wanted).map_err(|refusal| Error::conflict(&refusal))?;
    Ok(format!("{mark}{}.{extension}", safe(&row.stored.number)))
}

/// A number as part of a file name: characters that a file system or header does not allow become a dash.
pub(super) fn safe(number: &str) -> String {
    number.chars().map(|c| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' }).collect()
}
