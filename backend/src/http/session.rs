//! Sessions and passwords.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::AppendHeaders;
use base::id::PersonId;
use contract::api::account::{AccessView, ChangePassword, SessionView, Setup, SetupView, SignIn};
use contract::api::path;
use domain::event::Hash;

use super::browser::{SetCookie, known_cookie, session_cookie};
use super::guard::proxy_declared;
use super::{Json, Path, Routes};
use crate::app::account::{self, Caller, Session};
use crate::app::{Actor, Error, Result, access, authority, setup};
use crate::http::address::Address;
use crate::state::AppState;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get(path::SETUP, setup_view)
        .post(path::SETUP, make_first)
        .get(path::SESSION, view)
        .post(path::SESSION, sign_in)
        .delete(path::SESSION, sign_out)
        .get(path::ACCESS, own_access)
        .delete(path::ACCESS, end_others)
        .delete(path::ACCESS_ONE, end_one)
        .post(path::PERSON_SIGN_OUT, end_all)
        .post(path::PASSWORD, change_password)
}

async fn setup_view(State(app): State<AppState>) -> Result<Json<SetupView>> {
    Ok(Json(setup::view(&app).await?))
}

async fn make_first(State(app): State<AppState>, from: Address, headers: HeaderMap, Json(command): Json<Setup>) -> Result<StatusCode> {
    proxy_declared(&app, &headers)?;
    app.limits.address(from.0)?;
    setup::setup(&app, command).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn view(State(app): State<AppState>, session: Session) -> Result<Json<SessionView>> {
    Ok(Json(authority::view::told(&app, session).await?))
}

async fn sign_in(
    State(app): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    Json(command): Json<SignIn>,
) -> Result<(AppendHeaders<[SetCookie; 2]>, Json<SessionView>)> {
    proxy_declared(&app, &headers)?;
    let opened = account::sign_in(&app, command, caller).await?;
    let session = account::session(&app, &opened.token).await?.ok_or_else(Error::not_found)?;
    let view = authority::view::told(&app, session).await?;
    let kept = session_cookie(&app, &opened.token, app.config.session_millis / 1000);
    Ok((AppendHeaders([kept, known_cookie(&app, &opened.known)]), Json(view)))
}

async fn sign_out(State(app): State<AppState>, session: Session) -> Result<(StatusCode, AppendHeaders<[SetCookie; 1]>)> {
    account::sign_out(&app, &session).await?;
    Ok((StatusCode::NO_CONTENT, AppendHeaders([session_cookie(&app, "", 0)])))
}

async fn own_access(State(app): State<AppState>, session: Session) -> Result<Json<AccessView>> {
    Ok(Json(access::own(&app, &session).await?))
}

async fn end_others(State(app): State<AppState>, session: Session) -> Result<StatusCode> {
    access::end_others(&app, &session).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn end_one(State(app): State<AppState>, session: Session, Path(ended): Path<Hash>) -> Result<StatusCode> {
    access::end_one(&app, &session, ended).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn end_all(State(app): State<AppState>, actor: Actor, Path(person): Path<PersonId>) -> Result<StatusCode> {
    access::end_all(&app, &actor, person).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn change_password(State(app): State<AppState>, session: Session, Json(command): Json<ChangePassword>) -> Result<StatusCode> {
    account::change_password(&app, &session, command).await?;
    Ok(StatusCode::NO_CONTENT)
}
