//! The PDF of an issued certificate: rendered, stored once by its SHA-256, and with that released.

use base::id::CertificateId;
use domain::certificate::document::CertificateDocument;
use domain::event::Hash;
use serde_json::json;

use super::{document, parsed, parsed_hash};
use crate::app::{Error, Result};
use crate::document::{DocumentError, Renderer};
use crate::state::App;
use crate::store::certificate::Happening;
use crate::store::{audit, certificate as store};

/// Runs what takes a core for a while off the async threads.
pub async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(Error::corrupt)?
}

/// The PDF of a document.
///
/// # Errors
/// 422 where a stated text cannot be shown; otherwise a fault of the installation, which is logged.
pub fn render(document: &CertificateDocument) -> Result<Vec<u8>> {
    Renderer::get().and_then(|renderer| renderer.certificate(document)).map_err(|error| fault(&error))
}

/// What a rendering that failed means to the caller.
pub(super) fn fault(error: &DocumentError) -> Error {
    match error {
        DocumentError::Characters(characters) => {
            let mut problem = contract::api::Problem::new(422, "document_characters");
            problem.params.insert("characters".to_owned(), characters.clone());
            Error::Refused(Box::new(problem))
        }
        DocumentError::TooLarge { values, most } => {
            let mut problem = contract::api::Problem::new(422, "record_too_long_to_print");
            problem.params.extend([("values", values), ("most", most)].map(|(name, n)| (name.to_owned(), n.to_string())));
            Error::Refused(Box::new(problem))
        }
        other => Error::Internal(other.to_string()),
    }
}

/// Renders, stores and releases. Safe to repeat: the same document gives the same bytes.
pub async fn release(app: &App, id: CertificateId) -> Result<()> {
    let found = app.db.read(move |tx| Box::pin(async move { store::find(tx, id).await?.ok_or_else(Error::not_found) })).await?;
    if found.sha256.is_some() {
        return Ok(());
    }
    let document = document(&found.stored)?;
    let pdf = blocking(move || render(&document)).await?;
    let hash = app.files.put(pdf.into()).await?;
    let now = app.now();
    app.db
        .write(move |tx| {
            Box::pin(async move {
                if store::find(tx, id).await?.is_some_and(|row| row.sha256.is_some()) {
                    return Ok(());
                }
                store::happen(tx, id, Happening::Stored(hash), None, now).await?;
                let entry = audit::Entry {
                    at: now,
                    actor: None,
                    action: "stored",
                    noun: "certificates",
                    object: &id.to_string(),
                    revision: 0,
                    object_hash: hash,
                    detail: json!({}),
                };
                Ok::<_, Error>(audit::append(tx, entry).await?)
            })
        })
        .await
}

/// Takes up renderings that were cut short; one that fails again keeps no other waiting.
pub async fn resume(app: &App) -> Result<()> {
    let open = app.db.read(|tx| Box::pin(async move { Ok::<_, Error>(store::unreleased(tx).await?) })).await?;
    for row in open {
        match release(app, parsed(&row.stored.id)?).await {
            Ok(()) => tracing::info!(number = %row.stored.number, "PDF stored after it had been cut short"),
            Err(error) => tracing::error!(number = %row.stored.number, %error, "the PDF cannot be stored"),
        }
    }
    Ok(())
}

/// The stored PDF; not there before release.
pub async fn pdf(app: &App, row: &store::Row) -> Result<bytes::Bytes> {
    let hash = row.sha256.as_deref().map(parsed_hash).transpose()?.ok_or_else(|| Error::refused(409, "certificate_not_released"))?;
    let bytes = app.files.get(hash).await?.ok_or_else(|| Error::Internal(format!("the PDF {hash} is missing")))?;
    if Hash::of(&bytes) == hash { Ok(bytes) } else { Err(Error::Internal(format!("the PDF {hash} was changed"))) }
}
