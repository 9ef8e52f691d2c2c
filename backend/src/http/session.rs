//! Sessions and passwords.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use shared::api::account::{ChangePassword, ResetView, SessionView, Setup, SetupView, SignIn};
use shared::api::path;
use shared::id::Id;
use shared::library::person::Person;

use super::guard::{Address, cookie_name, proxy_declared};
use super::{Json, Path, Routes};
use crate::app::account::{self, Session};
use crate::app::{Actor, Error, Result, setup};
use crate::state::{App, AppState};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get(path::SETUP, setup_view)
        .post(path::SETUP, make_first)
        .get(path::SESSION, view)
        .post(path::SESSION, sign_in)
        .delete(path::SESSION, sign_out)
        .post(path::PASSWORD, change_password)
        .post(path::PERSON_RESET, reset)
}

type Cookie = [(HeaderName, String); 1];

fn cookie(app: &App, token: &str, seconds: i64) -> Cookie {
    let secure = if app.config.https { "; Secure" } else { "" };
    let name = cookie_name(app);
    [(header::SET_COOKIE, format!("{name}={token}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}"))]
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

async fn view(session: Session) -> Json<SessionView> {
    Json(session.view)
}

async fn sign_in(
    State(app): State<AppState>,
    from: Address,
    headers: HeaderMap,
    Json(command): Json<SignIn>,
) -> Result<(Cookie, Json<SessionView>)> {
    proxy_declared(&app, &headers)?;
    app.limits.address(from.0)?;
    let token = account::sign_in(&app, command).await?;
    let session = account::session(&app, &token).await?.ok_or_else(Error::not_found)?;
    Ok((cookie(&app, &token, app.config.session_millis / 1000), Json(session.view)))
}

async fn sign_out(State(app): State<AppState>, session: Session) -> Result<(StatusCode, Cookie)> {
    account::sign_out(&app, &session).await?;
    Ok((StatusCode::NO_CONTENT, cookie(&app, "", 0)))
}

async fn change_password(State(app): State<AppState>, session: Session, Json(command): Json<ChangePassword>) -> Result<StatusCode> {
    account::change_password(&app, &session, command).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn reset(State(app): State<AppState>, actor: Actor, Path(person): Path<Id<Person>>) -> Result<Json<ResetView>> {
    Ok(Json(account::reset(&app, &actor, person).await?))
}
