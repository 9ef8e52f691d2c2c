//! What the browser sends and stores: cookies, its address, its name.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, header};
use cookie::time::Duration;
use cookie::{Cookie, SameSite};

use crate::app::Error;
use crate::app::account::{self, Caller};
use crate::http::address::Address;
use crate::state::{App, AppState};

/// Longest browser name that is stored, in characters.
const NAME_MOST: usize = 200;
/// How long a known browser stays known, in seconds: the longest time browsers keep a cookie.
const KNOWN_SECONDS: i64 = account::KNOWN_MILLIS / 1_000;

/// A cookie to be set.
pub(super) type SetCookie = (HeaderName, String);

/// Name of the session's cookie. The prefix makes browsers insist on HTTPS, this host and the root path.
const fn session_name(app: &App) -> &'static str {
    if app.config.https { "__Host-etalon" } else { "etalon" }
}

/// Name of the cookie by which a browser is known.
const fn known_name(app: &App) -> &'static str {
    if app.config.https { "__Host-etalon-browser" } else { "etalon-browser" }
}

/// The session's cookie.
pub(super) fn session_cookie(app: &App, token: &str, seconds: i64) -> SetCookie {
    cookie(app, session_name(app), token, seconds)
}

/// The cookie by which a browser is known. It gives no access.
pub(super) fn known_cookie(app: &App, token: &str) -> SetCookie {
    cookie(app, known_name(app), token, KNOWN_SECONDS)
}

fn cookie(app: &App, name: &'static str, token: &str, seconds: i64) -> SetCookie {
    let cookie = Cookie::build((name, token)).path("/").max_age(Duration::seconds(seconds)).http_only(true);
    (header::SET_COOKIE, cookie.same_site(SameSite::Strict).secure(app.config.https).to_string())
}

/// The session token that the browser sent.
pub(super) fn session_token(app: &App, headers: &HeaderMap) -> Option<String> {
    brought(headers, session_name(app))
}

/// The known-browser token that the browser sent.
pub(super) fn known_token(app: &App, headers: &HeaderMap) -> Option<String> {
    brought(headers, known_name(app)).filter(|token| token.len() == 64)
}

fn brought(headers: &HeaderMap, wanted: &str) -> Option<String> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut brought = lines.flat_map(Cookie::split_parse).flatten();
    brought.find(|cookie| cookie.name() == wanted).map(|cookie| cookie.value().to_owned())
}

impl FromRequestParts<AppState> for Caller {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Error> {
        let Address(address) = Address::from_request_parts(parts, app).await?;
        let said = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let browser = said.chars().filter(|c| !c.is_control()).take(NAME_MOST).collect();
        Ok(Self { address, known: known_token(app, &parts.headers), browser })
    }
}
