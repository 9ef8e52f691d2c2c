//! Credentials and sessions. A person's name and roles stand in the register of people.

use base::id::PersonId;
use base::time::Instant;
use domain::authority::Entrance;
use domain::event::Hash;
use serde_json::Value;

use super::audit::{self, Account, Act, PasswordUsed, Session};
use super::{Tx, corrupt, seal};

/// How long a browser stays known: it does not keep the cookie longer.
pub const KNOWN_MILLIS: i64 = 400 * 24 * 3_600_000;

/// A person with a password.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Credential {
    /// Who.
    pub person_id: String,
    /// Argon2, in PHC text.
    pub password_hash: String,
    /// 1 while the password is a one-time one.
    pub one_time: i64,
    /// When it was set.
    pub changed_at: i64,
    /// The person's entry.
    pub person: String,
}

/// A session with its person.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct SessionRow {
    /// Who.
    pub person_id: String,
    /// When it ends at the latest.
    pub expires_at: i64,
    /// When it was last used, to within some minutes.
    pub last_used_at: i64,
    /// 1 while the password is a one-time one.
    pub one_time: i64,
    /// When the password was set.
    pub changed_at: i64,
    /// The person's entry.
    pub person: String,
}

/// A session as shown to its person.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct OpenRow {
    /// Hash of its token.
    pub token_hash: String,
    /// Opened.
    pub created_at: i64,
    /// When it ends at the latest.
    pub expires_at: i64,
    /// When it was last used, to within some minutes.
    pub last_used_at: i64,
    /// What the browser calls itself.
    pub browser: String,
    /// The address it was opened from.
    pub address: String,
}

/// A session to be opened.
#[derive(Debug, Clone)]
pub struct NewSession<'a> {
    /// Hash of its token.
    pub token: Hash,
    /// Whose.
    pub person: &'a str,
    /// Server time.
    pub at: Instant,
    /// When it ends at the latest.
    pub until: Instant,
    /// What the browser calls itself.
    pub browser: &'a str,
    /// The address it is opened from.
    pub address: &'a str,
}

const BY_SIGN_IN: &str = "SELECT c.person_id, c.password_hash, c.one_time, c.changed_at, r.body AS person \
    FROM register_entries r JOIN credentials c ON c.person_id = r.id WHERE r.noun = 'people' AND r.code = $1";
const BY_PERSON: &str = "SELECT c.person_id, c.password_hash, c.one_time, c.changed_at, r.body AS person \
    FROM register_entries r JOIN credentials c ON c.person_id = r.id WHERE r.noun = 'people' AND r.id = $1";
const PUT_PASSWORD: &str = "INSERT INTO credentials (person_id, password_hash, one_time, changed_at) VALUES ($1, $2, $3, $4) \
    ON CONFLICT (person_id) DO UPDATE SET password_hash = excluded.password_hash, one_time = excluded.one_time, \
    changed_at = excluded.changed_at";
const ANY: &str = "SELECT person_id FROM credentials LIMIT 1";
const OPEN: &str = "INSERT INTO sessions (token_hash, person_id, created_at, expires_at, last_used_at, browser, address) \
    VALUES ($1, $2, $3, $4, $3, $5, $6)";
const FIND: &str = "SELECT s.person_id, s.expires_at, COALESCE(s.last_used_at, s.created_at) AS last_used_at, c.one_time, \
    c.changed_at, r.body AS person FROM sessions s \
    JOIN credentials c ON c.person_id = s.person_id JOIN register_entries r ON r.id = s.person_id AND r.noun = 'people' \
    WHERE s.token_hash = $1";
const CLOSE: &str = "DELETE FROM sessions WHERE token_hash = $1";
const CLOSE_OTHERS: &str = "DELETE FROM sessions WHERE person_id = $1 AND token_hash <> $2";
const OTHERS: &str = "SELECT token_hash FROM sessions WHERE person_id = $1 AND token_hash <> $2 ORDER BY token_hash";
const CLOSE_ONE: &str = "DELETE FROM sessions WHERE person_id = $1 AND token_hash = $2";
const ALL: &str = "SELECT token_hash FROM sessions ORDER BY token_hash";
const CLOSE_ALL: &str = "DELETE FROM sessions";
const UNKNOW_ALL: &str = "DELETE FROM known_browsers";
const OPENED: &str = "SELECT detail FROM audit WHERE noun = 'sessions' AND object_id = $1 AND action = 'opened' ORDER BY seq LIMIT 1";
const ENTRANCES: &str = "SELECT action, at, detail FROM audit WHERE noun = 'sessions' AND action = 'opened' AND actor = $1 \
    UNION ALL SELECT action, at, detail FROM audit \
    WHERE noun = 'accounts' AND object_id = $1 AND action = 'password_changed' AND actor = $1 ORDER BY at, action";
const FORGET: &str = "DELETE FROM sessions WHERE expires_at <= $1";
const FORGET_KNOWN: &str = "DELETE FROM known_browsers WHERE known_at <= $1";
const USED: &str = "UPDATE sessions SET last_used_at = $2 WHERE token_hash = $1";
const OPEN_ONES: &str = "SELECT token_hash, created_at, expires_at, COALESCE(last_used_at, created_at) AS last_used_at, \
    COALESCE(browser, '') AS browser, COALESCE(address, '') AS address FROM sessions WHERE person_id = $1 \
    ORDER BY COALESCE(last_used_at, created_at) DESC, token_hash";
const KNOWN: &str = "SELECT person_id FROM known_browsers WHERE token_hash = $1";
const KNOW: &str = "INSERT INTO known_browsers (token_hash, person_id, known_at) VALUES ($1, $2, $3) \
    ON CONFLICT (token_hash, person_id) DO UPDATE SET known_at = excluded.known_at";
const UNKNOW: &str = "DELETE FROM known_browsers WHERE person_id = $1 AND token_hash <> $2";
const PERSON: &str = "SELECT body FROM register_entries WHERE noun = 'people' AND id = $1";
const BODY: &str = "SELECT body FROM register_entries WHERE noun = 'body' ORDER BY id LIMIT 1";

/// The statements of this file, prepared against both engines by a test.
pub const STATEMENTS: &[&str] = &[
    BY_SIGN_IN,
    BY_PERSON,
    PUT_PASSWORD,
    ANY,
    OPEN,
    FIND,
    CLOSE,
    CLOSE_OTHERS,
    OTHERS,
    CLOSE_ONE,
    ALL,
    CLOSE_ALL,
    UNKNOW_ALL,
    OPENED,
    ENTRANCES,
    FORGET,
    FORGET_KNOWN,
    USED,
    OPEN_ONES,
    KNOWN,
    KNOW,
    UNKNOW,
    PERSON,
    BODY,
];

/// The person with this sign-in name, if they have a password.
pub async fn by_sign_in(tx: &mut Tx, sign_in: &str) -> sqlx::Result<Option<Credential>> {
    fetch_optional!(tx, Credential, BY_SIGN_IN, sign_in)
}

/// The person, if they have a password.
pub async fn by_person(tx: &mut Tx, person: PersonId) -> sqlx::Result<Option<Credential>> {
    fetch_optional!(tx, Credential, BY_PERSON, person.to_string())
}

/// Sets a password.
pub async fn put_password(tx: &mut Tx, person: PersonId, hash: &str, one_time: bool, at: Instant) -> sqlx::Result<()> {
    let person = person.to_string();
    execute!(tx, PUT_PASSWORD, &person, hash, i64::from(one_time), at.0)?;
    seal::seal(tx, "credentials", &[&person], at).await
}

/// Whether anybody can sign in.
pub async fn any(tx: &mut Tx) -> sqlx::Result<bool> {
    fetch_optional!(tx, (String,), ANY).map(|row| row.is_some())
}

/// Opens a session. The audit trail records its row, the password that opened it, and whether that is a one-time one.
pub async fn open(tx: &mut Tx, new: NewSession<'_>) -> sqlx::Result<()> {
    let NewSession { token: opened, person, at, until, browser, address } = new;
    let token = opened.to_string();
    execute!(tx, OPEN, &token, person, at.0, until.0, browser, address)?;
    let of: PersonId = person.parse().map_err(corrupt)?;
    let one_time = by_person(tx, of).await?.is_some_and(|credential| credential.one_time != 0);
    let used = PasswordUsed { one_time, ..used_password(tx, person).await? };
    let row = seal::SESSIONS.now(tx, &[&token]).await?;
    audit::append(tx, at, of, Act::Session(opened, Session::Opened(row, used))).await
}

/// Records in the audit trail that a person entered their password again, and which password it was.
pub async fn entered_again(tx: &mut Tx, person: PersonId, at: Instant) -> sqlx::Result<()> {
    let used = used_password(tx, &person.to_string()).await?;
    audit::append(tx, at, person, Act::Account(person, Account::PasswordEntered(used))).await
}

/// The password that is used: the hash of its present row, and which of the row's seals must have the same hash. This reveals a password
/// that was put into the table behind the server's back, even after the old one was put back.
async fn used_password(tx: &mut Tx, person: &str) -> sqlx::Result<PasswordUsed> {
    let credential = seal::now(tx, "credentials", &[person]).await?;
    let set = audit::last(tx, "credentials", person).await?.map(|(seq, _)| seq);
    Ok(PasswordUsed { credential, set, one_time: false })
}

/// Notes that a session was used.
pub async fn used(tx: &mut Tx, token: Hash, at: Instant) -> sqlx::Result<()> {
    execute!(tx, USED, token.to_string(), at.0).map(|_| ())
}

/// A person's sessions, most recently used first, including ended ones that are not deleted yet.
pub async fn open_ones(tx: &mut Tx, person: PersonId) -> sqlx::Result<Vec<OpenRow>> {
    fetch_all!(tx, OpenRow, OPEN_ONES, person.to_string())
}

/// Ends one of a person's sessions; returns whether it existed.
pub async fn close_one(tx: &mut Tx, person: PersonId, token: Hash, at: Instant) -> sqlx::Result<bool> {
    let token = token.to_string();
    let there = execute!(tx, CLOSE_ONE, person.to_string(), &token)? == 1;
    if there {
        closed(tx, &token, at).await?;
    }
    Ok(there)
}

/// Records that a session was ended, so that its row cannot come back unnoticed.
async fn closed(tx: &mut Tx, token: &str, at: Instant) -> sqlx::Result<()> {
    audit::append(tx, at, None, Act::Session(super::hash(token)?, Session::Closed)).await
}

/// Who has signed in with the browser that holds this token.
pub async fn known(tx: &mut Tx, browser: Hash) -> sqlx::Result<Vec<String>> {
    let rows = fetch_all!(tx, (String,), KNOWN, browser.to_string())?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// Notes that a person has signed in with a browser.
pub async fn know(tx: &mut Tx, browser: Hash, person: &str, at: Instant) -> sqlx::Result<()> {
    execute!(tx, KNOW, browser.to_string(), person, at.0).map(|_| ())
}

/// Forgets all browsers of a person except one.
pub async fn forget_browsers(tx: &mut Tx, person: PersonId, kept: Hash) -> sqlx::Result<()> {
    execute!(tx, UNKNOW, person.to_string(), kept.to_string()).map(|_| ())
}

/// The session with this token.
pub async fn find(tx: &mut Tx, token: Hash) -> sqlx::Result<Option<SessionRow>> {
    fetch_optional!(tx, SessionRow, FIND, token.to_string())
}

/// Ends a session.
pub async fn close(tx: &mut Tx, token: Hash, at: Instant) -> sqlx::Result<()> {
    let token = token.to_string();
    match execute!(tx, CLOSE, &token)? {
        0 => Ok(()),
        _ => closed(tx, &token, at).await,
    }
}

/// Ends a person's sessions but one.
pub async fn close_others(tx: &mut Tx, person: PersonId, kept: Hash, at: Instant) -> sqlx::Result<()> {
    let others = fetch_all!(tx, (String,), OTHERS, person.to_string(), kept.to_string())?;
    execute!(tx, CLOSE_OTHERS, person.to_string(), kept.to_string())?;
    for (token,) in others {
        closed(tx, &token, at).await?;
    }
    Ok(())
}

/// Deletes sessions that have ended, and browsers whose cookie has expired.
pub async fn forget_ended(tx: &mut Tx, now: Instant) -> sqlx::Result<()> {
    execute!(tx, FORGET_KNOWN, now.plus_millis(-KNOWN_MILLIS).0)?;
    execute!(tx, FORGET, now.0).map(|_| ())
}

/// Ends all sessions of everybody, and forgets all browsers.
pub async fn end_everybodys(tx: &mut Tx, at: Instant) -> sqlx::Result<()> {
    let open = fetch_all!(tx, (String,), ALL)?;
    execute!(tx, CLOSE_ALL)?;
    execute!(tx, UNKNOW_ALL)?;
    for (token,) in open {
        closed(tx, &token, at).await?;
    }
    Ok(())
}

/// Whether a session was opened with a one-time password; entries of earlier versions do not say.
pub async fn opened_with_one_time(tx: &mut Tx, token: Hash) -> sqlx::Result<bool> {
    let Some((detail,)) = fetch_optional!(tx, (String,), OPENED, token.to_string())? else { return Ok(false) };
    let detail: Value = serde_json::from_str(&detail).map_err(corrupt)?;
    Ok(was_one_time(&detail))
}

fn was_one_time(detail: &Value) -> bool {
    detail.get(audit::ONE_TIME).and_then(Value::as_bool).unwrap_or(false)
}

/// What an entry of the audit trail says of its actor's way in: of a session that was opened, or of a password that was chosen.
pub fn entrance(action: &str, detail: &Value) -> Option<Entrance> {
    match action {
        "opened" if was_one_time(detail) => Some(Entrance::SignedInOnce),
        "opened" => Some(Entrance::SignedIn),
        "password_changed" => Some(Entrance::Chose),
        _ => None,
    }
}

/// A person's sign-ins and choices of a password, by the audit trail, in their order.
pub async fn entrances(tx: &mut Tx, person: &str) -> sqlx::Result<Vec<(Instant, Entrance)>> {
    let mut found = Vec::new();
    for (action, at, detail) in fetch_all!(tx, (String, i64, String), ENTRANCES, person)? {
        let detail: Value = serde_json::from_str(&detail).map_err(corrupt)?;
        found.extend(entrance(&action, &detail).map(|entrance| (Instant(at), entrance)));
    }
    Ok(found)
}

/// A person's entry.
pub async fn person(tx: &mut Tx, person: PersonId) -> sqlx::Result<Option<String>> {
    fetch_optional!(tx, (String,), PERSON, person.to_string()).map(|row| row.map(|row| row.0))
}

/// The body's entry.
pub async fn body(tx: &mut Tx) -> sqlx::Result<Option<String>> {
    let rows = fetch_all!(tx, (String,), BODY)?;
    Ok(rows.into_iter().next().map(|row| row.0))
}
