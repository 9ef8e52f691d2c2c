//! The door of the API: what the access table admits goes in with its [`Actor`], everything else is refused.

use std::collections::HashMap;

use axum::extract::{FromRequestParts, MatchedPath, Path, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::Response;
use contract::access::account::AccountRefusal;
use contract::access::table::{Allow, Rule, Verb, find};
use contract::api::version::{CLIENT_VERSION_HEADER, ClientVersion};
use contract::api::{Problem, REQUEST_HEADER};

use super::browser::session_token;
use super::pace::paced;
use super::problem::no_such_route;
use crate::app::account::{self, Session};
use crate::app::authority::hold;
use crate::app::{Actor, Error, Result};
use crate::state::{App, AppState};

/// Middleware of every API route.
pub(super) async fn admit(State(app): State<AppState>, request: Request, next: Next) -> Result<Response> {
    let (mut parts, body) = request.into_parts();
    let rule = rule_for(&parts)?;
    if parts.uri.to_string().contains("%00") {
        return Err(Error::refused(400, "nul_refused"));
    }
    if rule.verb != Verb::Get {
        own_pages_only(&parts.headers, &parts.uri)?;
        no_form(rule, &parts.headers)?;
    }
    let noun = noun(&mut parts).await;
    if !rule.is_shown(&app.config.wings, &noun) {
        return Err(no_such_route(&parts.uri));
    }
    let session = match session_token(&app, &parts.headers) {
        Some(token) => account::session(&app, &token).await?,
        None => None,
    };
    allow(rule, session.as_ref(), &noun)?;
    if let Some(session) = session.as_ref().filter(|_| rule.is_held_back()) {
        hold::free_now(&app, session.actor.person).await?;
    }
    if let Some(session) = session {
        parts.extensions.insert(session.actor.clone());
        parts.extensions.insert(session);
    }
    Ok(next.run(Request::from_parts(parts, paced(body, app.config.pace))).await)
}

/// Default deny: a route without a line in the table is refused.
fn rule_for(parts: &Parts) -> Result<&'static Rule> {
    let path = parts.extensions.get::<MatchedPath>().map(MatchedPath::as_str).unwrap_or_default();
    Verb::of(parts.method.as_str()).and_then(|verb| find(verb, path)).ok_or_else(|| Error::refused(403, "no_access_rule"))
}

async fn noun(parts: &mut Parts) -> String {
    match Path::<HashMap<String, String>>::from_request_parts(parts, &()).await {
        Ok(mut named) => named.0.remove("noun").unwrap_or_default(),
        Err(_) => String::new(),
    }
}

fn allow(rule: &Rule, session: Option<&Session>, noun: &str) -> Result<()> {
    let roles = session.map(|session| session.actor.roles.as_slice());
    if !rule.allow.admits(roles, noun) {
        return Err(match session {
            None => Error::Refused(Box::new(Problem::of(401, &AccountRefusal::NotSignedIn))),
            Some(_) => Error::forbidden(&AccountRefusal::NotForRole),
        });
    }
    let open = matches!(rule.allow, Allow::Anyone | Allow::SignedIn);
    if !open && session.is_some_and(|session| session.view.must_change_password) {
        return Err(Error::forbidden(&AccountRefusal::PasswordChangeRequired));
    }
    Ok(())
}

/// No form and no other site's script can make this request: a header that needs a preflight, and the browser's word
/// (or the Origin) that it comes from here. Neither said: refused.
fn own_pages_only(headers: &HeaderMap, uri: &axum::http::Uri) -> Result<()> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let host = text("host").or_else(|| uri.authority().map(axum::http::uri::Authority::as_str));
    let same_origin = match (text("sec-fetch-site"), text("origin")) {
        (Some(site), _) => site == "same-origin",
        (None, Some(origin)) => origin.split_once("://").is_some_and(|(_, origin)| Some(origin) == host),
        (None, None) => false,
    };
    if same_origin && headers.contains_key(REQUEST_HEADER) { Ok(()) } else { Err(Error::forbidden(&AccountRefusal::CrossSite)) }
}

impl<S: Send + Sync> FromRequestParts<S> for Actor {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        parts.extensions.get::<Self>().cloned().ok_or_else(not_signed_in)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Session {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        parts.extensions.get::<Self>().cloned().ok_or_else(not_signed_in)
    }
}

fn not_signed_in() -> Error {
    Error::Refused(Box::new(Problem::of(401, &AccountRefusal::NotSignedIn)))
}

/// Content types that an HTML form can send are accepted nowhere: only JSON, and files with their own media type. A request to remove has
/// no body.
fn no_form(rule: &Rule, headers: &HeaderMap) -> Result<()> {
    let mut said = headers.get_all(header::CONTENT_TYPE).iter();
    let kind = match (said.next(), said.next()) {
        (Some(one), None) => one.to_str().unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase(),
        (None, _) if rule.verb == Verb::Delete => return Ok(()),
        (None, _) => String::new(),
        (Some(_), Some(_)) => return Err(Error::refused(415, "content_type_twice")),
    };
    if rule.takes_file() {
        let of_form = ["", "text/plain", "multipart/form-data", "application/x-www-form-urlencoded"].contains(&kind.as_str());
        return if of_form || kind.starts_with("multipart/") { Err(Error::refused(415, "content_type_of_form")) } else { Ok(()) };
    }
    if kind == "application/json" { Ok(()) } else { Err(Error::refused(415, "content_type_not_json")) }
}

/// The version that the requesting app understands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Understands(pub(super) ClientVersion);

impl<S: Send + Sync> FromRequestParts<S> for Understands {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        let said = parts.headers.get(CLIENT_VERSION_HEADER).and_then(|value| value.to_str().ok());
        Ok(Self(ClientVersion::of_header(said)))
    }
}

/// Refuses whoever comes through a proxy that this server was not told of: the session's cookie would lack its protection, and
/// everybody would share one limit of tries. Asked where sessions begin, so that it is seen at once.
pub(super) fn proxy_declared(app: &App, headers: &HeaderMap) -> Result<()> {
    let forwarded = headers.get("x-forwarded-proto").is_some_and(|scheme| scheme.as_bytes().eq_ignore_ascii_case(b"https"));
    if forwarded && !app.config.trust_proxy {
        tracing::error!("a proxy speaks HTTPS for this server: start it with --behind-proxy");
        return Err(Error::refused(421, "proxy_undeclared"));
    }
    Ok(())
}
