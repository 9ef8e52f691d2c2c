//! Signing in and out, passwords, and who a session belongs to.

use std::net::IpAddr;

use base::id::PersonId;
use base::text::Bilingual;
use base::time::{Instant, OffsetFrom};
use contract::access::account::{AccountRefusal, PASSWORD_MOST, sign_in_name};
use contract::api::Problem;
use contract::api::account::{ChangePassword, SessionView, SignIn};
use domain::event::Hash;
use domain::library::body::Body;
use domain::library::person::Person;
use domain::register::texts::CODE_MOST;

use super::limit::{Attempt, Tries};
use super::password::strength;
use super::{Actor, Error, Result, authority, password, register, zone};
use crate::random;
use crate::state::App;
use crate::store::{Tx, account as store, audit};

pub use crate::store::account::KNOWN_MILLIS;

/// How precisely the last use of a session is stored: each update is a write.
const USE_MILLIS: i64 = 300_000;

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

/// What the browser of somebody who signs in sends along.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The address it comes from.
    pub address: IpAddr,
    /// The token of a known browser: one that somebody has signed in with before.
    pub known: Option<String>,
    /// What the browser calls itself.
    pub browser: String,
}

/// What the browser stores after signing in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The session's token.
    pub token: String,
    /// The token by which the browser is known.
    pub known: String,
}

/// The session of a token; `None` if it has ended or was idle for too long, or if its person no longer works here. If a one-time password
/// is not changed in time, its session ends with it.
pub async fn session(app: &App, token: &str) -> Result<Option<Session>> {
    let (token, now) = (Hash::of(token.as_bytes()), app.now());
    let (row, body) =
        app.db.read::<_, Error, _>(|tx| Box::pin(async move { Ok((store::find(tx, token).await?, store::body(tx).await?)) })).await?;
    let idle = |row: &store::SessionRow| Instant(row.last_used_at).plus_millis(app.config.idle_millis) <= now;
    let Some(row) = row.filter(|row| now.0 < row.expires_at && !idle(row) && !one_time_ended(app, row.one_time, row.changed_at)) else {
        return Ok(None);
    };
    let person: Person = stored(&row.person)?;
    if !person.active {
        return Ok(None);
    }
    if now.millis_since(Instant(row.last_used_at)) >= USE_MILLIS {
        app.db.write::<_, Error, _>(move |tx| Box::pin(async move { Ok(store::used(tx, token, now).await?) })).await?;
    }
    let id = identity(&row.person_id)?;
    let (body, zone) = of_body(body.as_deref(), app.now())?;
    let actor = Actor { person: id, roles: person.roles.clone(), customer: person.customer, session: Some(token) };
    let view = SessionView {
        person: id,
        name: person.name,
        sign_in: person.sign_in,
        roles: person.roles,
        customer: person.customer,
        must_change_password: row.one_time != 0,
        expires_at: Instant(row.expires_at),
        body,
        zone,
        holds: Vec::new(),
        notices: Vec::new(),
        opened_with_one_time: false,
        wings: app.config.wings.clone(),
    };
    Ok(Some(Session { actor, view, token }))
}

/// Opens a session. A failed try counts against the account and the address or browser; a successful one does not.
pub async fn sign_in(app: &App, command: SignIn, caller: Caller) -> Result<SignedIn> {
    let name = sign_in_name(&command.sign_in);
    // No account has such a name, and no limiter is to remember it.
    if name.chars().count() > CODE_MOST || command.password.chars().count() > PASSWORD_MOST {
        return Err(failed());
    }
    let (of, browser) = (name.clone(), caller.known.as_ref().map(|token| Hash::of(token.as_bytes())));
    let (credential, known) = app
        .db
        .read::<_, Error, _>(|tx| {
            Box::pin(async move {
                let known = match browser {
                    Some(browser) => store::known(tx, browser).await?,
                    None => Vec::new(),
                };
                Ok((store::by_sign_in(tx, &of).await?, known))
            })
        })
        .await?;
    let theirs = credential.as_ref().is_some_and(|credential| known.contains(&credential.person_id));
    let by = browser.filter(|_| theirs).map_or(Tries::Stranger(caller.address), Tries::Known);
    let attempt = app.limits.sign_in(&name, by)?;
    let stored_hash = credential.as_ref().map(|credential| credential.password_hash.clone());
    let matches = match by {
        Tries::Known(_) => password::matches(app, command.password, stored_hash).await?,
        Tries::Stranger(_) => password::matches_of_stranger(app, command.password, stored_hash).await?,
    };
    let credential = credential.filter(|_| matches).ok_or_else(failed)?;
    if !stored::<Person>(&credential.person)?.active {
        return Err(failed());
    }
    right(app, attempt, &credential)?;
    // A token that this server did not issue is not adopted.
    let kept = caller.known.clone().filter(|_| !known.is_empty()).unwrap_or_else(|| hex::encode(random::bytes::<32>()));
    open(app, credential, &caller, kept).await
}

/// The password is right, so the try does not count. An expired one-time password opens nothing.
fn right(app: &App, attempt: Attempt<'_>, credential: &store::Credential) -> Result<()> {
    attempt.went_right();
    if one_time_ended(app, credential.one_time, credential.changed_at) {
        return Err(Error::Refused(Box::new(Problem::of(401, &AccountRefusal::OneTimePasswordEnded))));
    }
    Ok(())
}

fn one_time_ended(app: &App, one_time: i64, changed_at: i64) -> bool {
    one_time != 0 && Instant(changed_at).plus_millis(app.config.one_time_millis) <= app.now()
}

async fn open(app: &App, credential: store::Credential, caller: &Caller, known: String) -> Result<SignedIn> {
    let token = token();
    let (hash, browser) = (Hash::of(token.as_bytes()), Hash::of(known.as_bytes()));
    let at = app.now();
    let until = at.plus_millis(app.config.session_millis);
    let (name, address) = (caller.browser.clone(), caller.address.to_string());
    app.db
        .write::<_, Error, _>(move |tx| {
            let (credential, name, address) = (credential.clone(), name.clone(), address.clone());
            Box::pin(async move {
                let person = identity(&credential.person_id)?;
                unchanged(tx, person, &credential).await?.ok_or_else(failed)?;
                store::forget_ended(tx, at).await?;
                let new = store::NewSession { token: hash, person: &credential.person_id, at, until, browser: &name, address: &address };
                store::open(tx, new).await?;
                store::know(tx, browser, &credential.person_id, at).await?;
                authority::posts::settle(tx, at).await?;
                Ok(audit::append(tx, at, person, audit::Act::Account(person, audit::Account::SignedIn)).await?)
            })
        })
        .await?;
    Ok(SignedIn { token, known })
}

/// The credential, if it is still the one that was compared, so that the audit trail records the one that was used.
async fn unchanged(tx: &mut Tx, person: PersonId, compared: &store::Credential) -> Result<Option<store::Credential>> {
    let same = |now: &store::Credential| now.password_hash == compared.password_hash && now.changed_at == compared.changed_at;
    Ok(store::by_person(tx, person).await?.filter(same))
}

/// Makes a browser without a token known: an enrolled device has proved with its key whose it is.
pub async fn know_device(app: &App, person: PersonId) -> Result<String> {
    let (token, now) = (hex::encode(random::bytes::<32>()), app.now());
    let browser = Hash::of(token.as_bytes());
    app.db.write::<_, Error, _>(move |tx| Box::pin(async move { Ok(store::know(tx, browser, &person.to_string(), now).await?) })).await?;
    Ok(token)
}

/// Ends the session.
pub async fn sign_out(app: &App, session: &Session) -> Result<()> {
    let (now, token, person) = (app.now(), session.token, session.actor.person);
    app.db
        .write(move |tx| {
            Box::pin(async move {
                store::close(tx, token, now).await?;
                Ok(audit::append(tx, now, person, audit::Act::Account(person, audit::Account::SignedOut)).await?)
            })
        })
        .await
}

/// Changes the person's own password and ends their other sessions; no other browser counts as known any more.
pub async fn change_password(app: &App, session: &Session, command: ChangePassword) -> Result<()> {
    let own = session.actor.person;
    let about = app.db.read::<_, Error, _>(|tx| {
        Box::pin(async move {
            let person = register::load::<Person>(tx, own).await?.body;
            strength::about(tx, &person).await
        })
    });
    let about = about.await?;
    strength::admit(&command.new, Some(&command.old), about).await.map_err(|refusal| Error::rule(&refusal))?;
    verify_password(app, &session.actor, command.old).await.map_err(|error| at(error, "old"))?;
    let hash = password::hash(app, command.new).await?;
    let (now, kept, person) = (app.now(), session.token, session.actor.person);
    app.db
        .write(move |tx| {
            let hash = hash.clone();
            Box::pin(async move {
                store::put_password(tx, person, &hash, false, now).await?;
                store::close_others(tx, person, kept, now).await?;
                store::forget_browsers(tx, person, Hash::ZERO).await?;
                authority::posts::settle(tx, now).await?;
                Ok(audit::append(tx, now, person, audit::Act::Account(person, audit::Account::PasswordChanged)).await?)
            })
        })
        .await
}

/// Checks the password entered again before a signature. Failures count against this session only.
pub async fn verify_password(app: &App, actor: &Actor, password: String) -> Result<()> {
    let attempt = app.limits.again(&actor.person.to_string(), actor.session)?;
    let person = actor.person;
    let found = app.db.read::<_, Error, _>(|tx| Box::pin(async move { Ok(store::by_person(tx, person).await?) })).await?;
    let stored_hash = found.as_ref().map(|credential| credential.password_hash.clone());
    let matches = password.chars().count() <= PASSWORD_MOST && password::matches(app, password, stored_hash).await?;
    let credential = found.filter(|_| matches).ok_or_else(|| Error::rule(&AccountRefusal::PasswordWrong))?;
    right(app, attempt, &credential)?;
    let now = app.now();
    app.db
        .write(move |tx| {
            let credential = credential.clone();
            Box::pin(async move {
                unchanged(tx, person, &credential).await?.ok_or_else(|| Error::rule(&AccountRefusal::PasswordWrong))?;
                Ok(store::entered_again(tx, person, now).await?)
            })
        })
        .await
}

/// Replaces the password in force; the person's sessions end.
pub(super) async fn replace_password(tx: &mut Tx, person: PersonId, hash: &str, one_time: bool, now: Instant) -> Result<()> {
    store::put_password(tx, person, hash, one_time, now).await?;
    end_all(tx, person, now).await
}

/// A token that cannot be guessed: 256 bits.
pub(super) fn token() -> String {
    hex::encode(random::bytes::<32>())
}

/// Ends every session of a person; none of their browsers counts as known any more.
pub async fn end_all(tx: &mut Tx, person: PersonId, now: Instant) -> Result<()> {
    store::close_others(tx, person, Hash::ZERO, now).await?;
    Ok(store::forget_browsers(tx, person, Hash::ZERO).await?)
}

/// Sixteen characters without those that look alike.
pub(crate) fn one_time() -> String {
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz234567899";
    random::bytes::<16>().iter().map(|byte| char::from(LETTERS[usize::from(byte & 31)])).collect()
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

/// Name and time zone of the body; empty before they are entered.
fn of_body(body: Option<&str>, now: Instant) -> Result<(Bilingual, Vec<OffsetFrom>)> {
    let body = body.map(stored::<Body>).transpose()?;
    Ok(body.map(|body| (body.name, zone::around(&body.time_zone, now))).unwrap_or_default())
}

fn identity(text: &str) -> Result<PersonId> {
    text.parse().map_err(Error::corrupt)
}

fn stored<T: serde::de::DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(Error::corrupt)
}
