//! Files by their SHA-256.

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use shared::api::path;
use shared::event::Hash;

use super::input::unreadable;
use super::{Path, Routes};
use crate::app::{Error, Result};
use crate::state::AppState;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get(path::FILE, get).put_large(path::FILE, put)
}

/// Always a download: what a person uploaded is never shown as a page of this site.
async fn get(State(app): State<AppState>, Path(hash): Path<Hash>) -> Result<impl IntoResponse> {
    let content = app.files.get(hash).await?.ok_or_else(Error::not_found)?;
    let headers = [(header::CONTENT_TYPE, "application/octet-stream"), (header::CONTENT_DISPOSITION, "attachment")];
    Ok((headers, content))
}

async fn put(
    State(app): State<AppState>,
    Path(hash): Path<Hash>,
    content: std::result::Result<Bytes, BytesRejection>,
) -> Result<StatusCode> {
    let content = content.map_err(unreadable)?;
    if Hash::of(&content) != hash {
        return Err(Error::refused(422, "hash_mismatch"));
    }
    app.files.put(content).await?;
    Ok(StatusCode::NO_CONTENT)
}
