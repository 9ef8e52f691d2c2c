//! The PDF of an issued certificate.

use base::id::CertificateId;
use base::time::Instant;
use domain::certificate::document::CertificateDocument;
use domain::event::Hash;

use super::{parsed, parsed_hash, pdf_hash};
use crate::app::documents::{self, Document, Kept, fault};
use crate::app::{Error, Result};
use crate::document::Renderer;
use crate::state::App;
use crate::store::certificate::Happening;
use crate::store::{Running, Tx, audit, certificate as store};

impl Document for CertificateDocument {
    type Of = base::id::kind::Certificate;
    const KIND: &'static str = "certificate";

    fn render(&self) -> Result<Vec<u8>> {
        Renderer::get().and_then(|renderer| renderer.certificate(self)).map_err(|error| fault(&error))
    }

    fn find(tx: &mut Tx, id: CertificateId) -> Running<'_, Result<Option<Kept>>> {
        Box::pin(async move {
            let Some(row) = store::find(tx, id).await? else { return Ok(None) };
            let (hash, pdf) = (parsed_hash(&row.stored.document_hash)?, pdf_hash(&row)?);
            Ok(Some(Kept { text: row.stored.document, hash, pdf }))
        })
    }

    fn unreleased(tx: &mut Tx) -> Running<'_, Result<Vec<CertificateId>>> {
        Box::pin(async move { store::unreleased(tx).await?.iter().map(|row| parsed(&row.stored.id)).collect() })
    }

    fn released(tx: &mut Tx, id: CertificateId, pdf: Hash, at: Instant) -> Running<'_, Result<()>> {
        Box::pin(async move {
            store::happen(tx, id, Happening::Stored(pdf), None, at).await?;
            Ok(audit::append(tx, at, None, audit::Act::Certificate(id, audit::CertificateAct::Stored(pdf))).await?)
        })
    }
}

/// The stored PDF; not there before release.
pub async fn pdf(app: &App, row: &store::Row) -> Result<bytes::Bytes> {
    let hash = pdf_hash(row)?.ok_or_else(|| Error::refused(409, "certificate_not_released"))?;
    documents::pdf(app, hash).await
}
