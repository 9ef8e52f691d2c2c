//! Files by their SHA-256.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use contract::api::path;
use domain::event::Hash;

use super::download::Attachment;
use super::{Path, Raw, Routes};
use crate::app::{Actor, Result, attachments};
use crate::state::AppState;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get(path::FILE, get).put_large(path::FILE, put)
}

/// Always a download: what a person uploaded is never shown as a page of this site.
async fn get(State(app): State<AppState>, actor: Actor, Path(hash): Path<Hash>) -> Result<Attachment> {
    let (media_type, content) = attachments::get(&app, &actor, hash).await?;
    Ok(Attachment { media_type, name: String::new(), bytes: content.into() })
}

async fn put(
    State(app): State<AppState>,
    actor: Actor,
    Path(hash): Path<Hash>,
    headers: HeaderMap,
    Raw(content): Raw,
) -> Result<StatusCode> {
    let said = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let said = said.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    attachments::put(&app, &actor, hash, &said, content.into()).await?;
    Ok(StatusCode::NO_CONTENT)
}
