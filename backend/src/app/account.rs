//! Signing in and out, passwords, and who a session belongs to.

use serde_json::json;
use shared::access::account::{AccountRefusal, PASSWORD_MOST, check_password, sign_in_name};
use shared::api::Problem;
use shared::api::account::{ChangePassword, ResetView, SessionView, SignIn};
use shared::event::Hash;
use shared::id::Id;
use shared::library::body::Body;
use shared::library::person::Person;
use shared::register::texts::CODE_MOST;
use shared::text::Bilingual;
use shared::time::Instant;

use super::{Actor, Error, Result, password};
use crate::random;
use crate::state::App;
use crate::store::{Tx, account as store, audit};

/// A session in force.
#[derive(Debug, Clone)]
pub struct Session {
    /// Who, with roles held now.
    pub actor: Actor,
    /// What the browser is told.
    pub view: SessionView,
    /// Hash of its token.
    pub token: Hash,
}

/// The session of a token; `None` where it has ended or its person is no longer at work here.
pub async fn session(app: &App, token: &str) -> Result<Option<Session>> {
    let token = Hash::of(token.as_bytes());
    let (row, body) =
        app.db.read::<_, Error, _>(|tx| Box::pin(async move { Ok((store::find(tx, token).await?, store::body(tx).await?)) })).await?;
    let Some(row) = row.filter(|row| app.now().0 < row.expires_at) else { return Ok(None) };
    let person: Person = stored(&row.person)?;
    if !person.active {
        return Ok(None);
    }
    let id = identity(&row.person_id)?;
    let actor = Actor { person: id, roles: person.roles.clone(), customer: person.customer };
    let view = SessionView {
        person: id,
        name: person.name,
        sign_in: person.sign_in,
        roles: person.roles,
        customer: person.customer,
        must_change_password: row.one_time != 0,
        expires_at: Instant(row.expires_at),
        body: body_name(body.as_deref())?,
    };
    Ok(Some(Session { actor, view, token }))
}

/// Opens a session; the token to keep in the cookie.
pub async fn sign_in(app: &App, command: SignIn) -> Result<String> {
    let name = sign_in_name(&command.sign_in);
    // No account has such a name, and no limiter is to remember it.
    if name.chars().count() > CODE_MOST || command.password.chars().count() > PASSWORD_MOST {
        return Err(failed());
    }
    app.limits.account(&name)?;
    let credential = app.db.read::<_, Error, _>(|tx| Box::pin(async move { Ok(store::by_sign_in(tx, &name).await?) })).await?;
    let stored_hash = credential.as_ref().map(|credential| credential.password_hash.clone());
    let matches = password::matches(app, command.password, stored_hash).await?;
    let credential = credential.filter(|_| matches).ok_or_else(failed)?;
    if !stored::<Person>(&credential.person)?.active {
        return Err(failed());
    }
    open(app, credential.person_id).await
}

async fn open(app: &App, person: String) -> Result<String> {
    let token = hex(&random::bytes::<32>());
    let hash = Hash::of(token.as_bytes());
    let now = app.now();
    let until = now.plus_millis(app.config.session_millis);
    app.db
        .write::<_, Error, _>(move |tx| {
            let person = person.clone();
            Box::pin(async move {
                store::forget_ended(tx, now).await?;
                store::open(tx, hash, &person, now, until).await?;
                record(tx, now, identity(&person)?, "signed_in", identity(&person)?).await
            })
        })
        .await?;
    Ok(token)
}

/// Ends the session.
pub async fn sign_out(app: &App, session: &Session) -> Result<()> {
    let (now, token, person) = (app.now(), session.token, session.actor.person);
    app.db
        .write(move |tx| {
            Box::pin(async move {
                store::close(tx, token).await?;
                record(tx, now, person, "signed_out", person).await
            })
        })
        .await
}

/// Changes one's own password and ends one's other sessions.
pub async fn change_password(app: &App, session: &Session, command: ChangePassword) -> Result<()> {
    check_password(&command.new, Some(&command.old)).map_err(|refusal| Error::rule(&refusal))?;
    verify_password(app, &session.actor, command.old).await.map_err(|error| at(error, "old"))?;
    let hash = password::hash(app, command.new).await?;
    let (now, kept, person) = (app.now(), session.token, session.actor.person);
    app.db
        .write(move |tx| {
            let hash = hash.clone();
            Box::pin(async move {
                store::put_password(tx, person, &hash, false, now).await?;
                store::close_others(tx, person, kept).await?;
                record(tx, now, person, "password_changed", person).await
            })
        })
        .await
}

/// The password entered again, before a signature.
pub async fn verify_password(app: &App, actor: &Actor, password: String) -> Result<()> {
    app.limits.account(&actor.person.to_string())?;
    let person = actor.person;
    let found = app.db.read::<_, Error, _>(|tx| Box::pin(async move { Ok(store::by_person(tx, person).await?) })).await?;
    if password::matches(app, password, found.map(|credential| credential.password_hash)).await? {
        Ok(())
    } else {
        Err(Error::rule(&AccountRefusal::PasswordWrong))
    }
}

/// Gives a person a one-time password and ends their sessions.
pub async fn reset(app: &App, actor: &Actor, person: Id<Person>) -> Result<ResetView> {
    let one_time_password = one_time();
    let hash = password::hash(app, one_time_password.clone()).await?;
    let (now, by) = (app.now(), actor.person);
    app.db
        .write(move |tx| {
            let hash = hash.clone();
            Box::pin(async move {
                store::person(tx, person).await?.ok_or_else(Error::not_found)?;
                store::put_password(tx, person, &hash, true, now).await?;
                store::close_others(tx, person, Hash::ZERO).await?;
                record(tx, now, by, "password_reset", person).await
            })
        })
        .await?;
    Ok(ResetView { one_time_password })
}

/// Sixteen characters without those that look alike.
fn one_time() -> String {
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz234567899";
    random::bytes::<16>().iter().map(|byte| char::from(LETTERS[usize::from(byte & 31)])).collect()
}

async fn record(tx: &mut Tx, at: Instant, by: Id<Person>, action: &str, person: Id<Person>) -> Result<()> {
    let entry = audit::Entry {
        at,
        actor: Some(by),
        action,
        noun: "accounts",
        object: &person.to_string(),
        revision: 0,
        object_hash: Hash::ZERO,
        detail: json!({}),
    };
    Ok(audit::append(tx, entry).await?)
}

fn failed() -> Error {
    Error::Refused(Box::new(Problem::of(401, &AccountRefusal::SignInFailed)))
}

/// The same refusal, speaking of another field.
pub(super) fn at(error: Error, path: &str) -> Error {
    match error {
        Error::Refused(problem) => Error::Refused(Box::new(Problem { path: path.to_owned(), ..*problem })),
        other => other,
    }
}

fn body_name(body: Option<&str>) -> Result<Bilingual> {
    Ok(body.map(stored::<Body>).transpose()?.map(|body| body.name).unwrap_or_default())
}

fn identity(text: &str) -> Result<Id<Person>> {
    text.parse().map_err(Error::corrupt)
}

fn stored<T: serde::de::DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(Error::corrupt)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
