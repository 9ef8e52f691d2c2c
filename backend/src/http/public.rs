//! What anybody may ask, without signing in.

use axum::extract::State;
use contract::api::path;
use contract::api::portal::{PublicBody, PublicCheck, PublicCheckView};

use super::address::Address;
use super::{Json, Routes};
use crate::app::Result;
use crate::app::certificate::public;
use crate::state::AppState;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.post(path::PUBLIC_CHECK, check).get(path::PUBLIC_BODY, body)
}

async fn check(State(app): State<AppState>, from: Address, Json(question): Json<PublicCheck>) -> Result<Json<PublicCheckView>> {
    app.limits.address(from.0)?;
    Ok(Json(public::check(&app, question).await?))
}

async fn body(State(app): State<AppState>) -> Result<Json<PublicBody>> {
    Ok(Json(public::body(&app).await?))
}
