//! Issued documents: composed by a pure function, hashed as text in the transaction that issues, rendered once after it, and stored by
//! SHA-256. Only then is a document released; the stored bytes are authoritative, and reading them checks them (ADR 0341).

use base::id::Id;
use base::time::Instant;
use contract::api::Problem;
use domain::event::Hash;
use serde::de::DeserializeOwned;

use super::{Error, Result};
use crate::document::DocumentError;
use crate::state::App;
use crate::store::{Running, Tx};

/// A kind of document that is issued.
pub trait Document: DeserializeOwned + Send + Sized + 'static {
    /// What its identity is of.
    type Of: 'static;
    /// The word for it in the log.
    const KIND: &'static str;

    /// The document's PDF: the same bytes for the same document.
    ///
    /// # Errors
    /// 422 where a stated text cannot be shown; otherwise a fault of the installation.
    fn render(&self) -> Result<Vec<u8>>;

    /// The issued document.
    fn find(tx: &mut Tx, id: Id<Self::Of>) -> Running<'_, Result<Option<Kept>>>;

    /// Documents whose rendering was cut short.
    fn unreleased(tx: &mut Tx) -> Running<'_, Result<Vec<Id<Self::Of>>>>;

    /// Notes that the PDF is stored, with its audit entry.
    fn released(tx: &mut Tx, id: Id<Self::Of>, pdf: Hash, at: Instant) -> Running<'_, Result<()>>;
}

/// An issued document as it is kept.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Its text, JSON.
    pub text: String,
    /// The hash of the text, fixed at issue.
    pub hash: Hash,
    /// The SHA-256 of its PDF, once that is stored.
    pub pdf: Option<Hash>,
}

impl Kept {
    /// The document, where its text is the one that was issued.
    ///
    /// # Errors
    /// Where the text was changed or cannot be read.
    pub fn document<D: Document>(&self) -> Result<D> {
        if Hash::of(self.text.as_bytes()) != self.hash {
            return Err(Error::corrupt(format!("the text of a {} was changed", D::KIND)));
        }
        serde_json::from_str(&self.text).map_err(Error::corrupt)
    }
}

/// Runs what takes a core for a while off the async threads.
pub async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(Error::corrupt)?
}

/// What a rendering that failed means to the caller.
pub fn fault(error: &DocumentError) -> Error {
    let mut problem = match error {
        DocumentError::Characters(_) => Problem::new(422, "document_characters"),
        DocumentError::TooLarge { .. } => Problem::new(422, "record_too_long_to_print"),
        other => return Error::Internal(other.to_string()),
    };
    match error {
        DocumentError::Characters(characters) => drop(problem.params.insert("characters".to_owned(), characters.clone())),
        DocumentError::TooLarge { values, most } => {
            problem.params.extend([("values", values), ("most", most)].map(|(name, n)| (name.to_owned(), n.to_string())));
        }
        _ => {}
    }
    Error::Refused(Box::new(problem))
}

/// Renders, stores and releases. Safe to repeat and to do twice at once: the same document gives the same bytes.
pub async fn release<D: Document>(app: &App, id: Id<D::Of>) -> Result<()> {
    let kept = find::<D>(app, id).await?;
    if kept.pdf.is_some() {
        return Ok(());
    }
    let document: D = kept.document()?;
    let pdf = blocking(move || document.render()).await?;
    let (hash, now) = (app.files.put(pdf.into()).await?, app.now());
    app.db
        .write(move |tx| {
            Box::pin(async move {
                match D::find(tx, id).await? {
                    Some(kept) if kept.pdf.is_none() => D::released(tx, id, hash, now).await,
                    _ => Ok(()),
                }
            })
        })
        .await
}

/// Takes up renderings that were cut short; one that fails again keeps no other waiting.
pub async fn resume<D: Document>(app: &App) -> Result<()> {
    for id in app.db.read(|tx| D::unreleased(tx)).await? {
        match release::<D>(app, id).await {
            Ok(()) => tracing::info!(%id, kind = D::KIND, "PDF stored after it had been cut short"),
            Err(error) => tracing::error!(%id, kind = D::KIND, %error, "the PDF cannot be stored"),
        }
    }
    Ok(())
}

/// The stored PDF of this hash, where it is what was stored.
///
/// # Errors
/// Where its bytes are missing or were changed.
pub async fn pdf(app: &App, hash: Hash) -> Result<bytes::Bytes> {
    let bytes = app.files.get(hash).await?.ok_or_else(|| Error::Internal(format!("the PDF {hash} is missing")))?;
    if Hash::of(&bytes) == hash { Ok(bytes) } else { Err(Error::Internal(format!("the PDF {hash} was changed"))) }
}

async fn find<D: Document>(app: &App, id: Id<D::Of>) -> Result<Kept> {
    app.db.read(move |tx| D::find(tx, id)).await?.ok_or_else(Error::not_found)
}
