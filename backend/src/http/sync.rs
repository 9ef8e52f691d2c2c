//! The exchange of devices.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::AppendHeaders;
use contract::api::path;
use contract::sync::{EventAnswer, ExchangeRequest, ExchangeResponse};

use super::browser::{SetCookie, known_cookie, known_token};
use super::guard::Understands;
use super::{Json, Routes};
use crate::app::{Actor, Result, account, exchange};
use crate::state::AppState;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.post(path::SYNC, sync).post_large(path::SYNC_IMPORT, import)
}

/// An exchange is signed by the person's key: its browser is known from then on, even if it was enrolled before known browsers existed.
async fn sync(
    State(app): State<AppState>,
    actor: Actor,
    Understands(client): Understands,
    headers: HeaderMap,
    Json(request): Json<ExchangeRequest>,
) -> Result<(AppendHeaders<Option<SetCookie>>, Json<ExchangeResponse>)> {
    let response = exchange::exchange(&app, &actor, client, request).await?;
    let known = match known_token(&app, &headers) {
        Some(_) => None,
        None => Some(known_cookie(&app, &account::know_device(&app, actor.person).await?)),
    };
    Ok((AppendHeaders(known), Json(response)))
}

async fn import(State(app): State<AppState>, actor: Actor, Json(request): Json<ExchangeRequest>) -> Result<Json<Vec<EventAnswer>>> {
    Ok(Json(exchange::import(&app, &actor, request).await?))
}
