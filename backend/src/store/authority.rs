//! Requests that wait for a second person, holds on signing, and account events.

use base::id::{ConfirmationId, DeviceId, HoldId, Id, PersonId};
use base::time::Instant;
use domain::authority::{Confirmation, Content, Ended, Hold, HoldCause, Outcome};
use domain::event::Hash;
use domain::library::person::Person;

use super::{Tx, corrupt, hash, seal};

/// A request as stored, with its end.
#[derive(Debug, Clone, sqlx::FromRow)]
struct Stored {
    id: String,
    subject_id: String,
    content: String,
    content_hash: String,
    asked_by: String,
    asked_at: i64,
    expires_at: i64,
    reason: String,
    outcome: Option<String>,
    ended_by: Option<String>,
    ended_at: Option<i64>,
    why: Option<String>,
}

/// A request, and why it was made.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// The request.
    pub confirmation: Confirmation,
    /// Why.
    pub reason: String,
}

#[derive(Debug, Clone, sqlx::FromRow)]
struct StoredHold {
    id: String,
    person_id: String,
    device_id: Option<String>,
    cause: String,
    at: i64,
}

/// Something that happened to an account.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Notice {
    /// Identity.
    pub id: String,
    /// Whose account.
    pub person_id: String,
    /// What.
    pub what: String,
    /// Who did it; empty for the command line.
    pub by_person: String,
    /// When.
    pub at: i64,
}

/// How a hold on signing ended.
#[derive(Debug, Clone, Copy)]
pub enum Release<'a> {
    /// By a request confirmed by a second person.
    Confirmed(ConfirmationId),
    /// By an earlier device's signature.
    Device(DeviceId, &'a str),
}

const ASK: &str = "INSERT INTO confirmations (id, kind, subject_id, content, content_hash, asked_by, asked_at, expires_at, reason) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const END: &str = "INSERT INTO confirmation_ends (confirmation_id, outcome, by_person, at, reason) VALUES ($1, $2, $3, $4, $5)";
const FIND: &str = "SELECT c.id, c.subject_id, c.content, c.content_hash, c.asked_by, c.asked_at, c.expires_at, c.reason, e.outcome, \
    e.by_person AS ended_by, e.at AS ended_at, e.reason AS why FROM confirmations c \
    LEFT JOIN confirmation_ends e ON e.confirmation_id = c.id WHERE c.id = $1";
const WAITING: &str = "SELECT c.id, c.subject_id, c.content, c.content_hash, c.asked_by, c.asked_at, c.expires_at, c.reason, e.outcome, \
    e.by_person AS ended_by, e.at AS ended_at, e.reason AS why FROM confirmations c \
    LEFT JOIN confirmation_ends e ON e.confirmation_id = c.id WHERE e.confirmation_id IS NULL AND c.expires_at >= $1 \
    ORDER BY c.id DESC LIMIT $2";
const OF_PERSON: &str = "SELECT c.id, c.subject_id, c.content, c.content_hash, c.asked_by, c.asked_at, c.expires_at, c.reason, e.outcome, \
    e.by_person AS ended_by, e.at AS ended_at, e.reason AS why FROM confirmations c \
    LEFT JOIN confirmation_ends e ON e.confirmation_id = c.id WHERE c.subject_id = $1 ORDER BY c.id DESC LIMIT $2";
const HOLD: &str = "INSERT INTO signing_holds (id, person_id, device_id, cause, at) VALUES ($1, $2, $3, $4, $5)";
const HOLDS: &str = "SELECT h.id, h.person_id, h.device_id, h.cause, h.at FROM signing_holds h \
    LEFT JOIN signing_releases r ON r.hold_id = h.id WHERE r.hold_id IS NULL AND h.person_id = $1 ORDER BY h.id";
const ALL_HOLDS: &str = "SELECT h.id, h.person_id, h.device_id, h.cause, h.at FROM signing_holds h \
    LEFT JOIN signing_releases r ON r.hold_id = h.id WHERE r.hold_id IS NULL ORDER BY h.id DESC LIMIT $1";
const EVER_RESET: &str = "SELECT id FROM signing_holds WHERE person_id = $1 AND cause = 'password' LIMIT 1";
const RELEASE: &str = "INSERT INTO signing_releases (hold_id, confirmation_id, device_id, signature, by_person, at) \
    VALUES ($1, $2, $3, $4, $5, $6)";
const NOTICE: &str = "INSERT INTO account_notices (id, person_id, what, by_person, at) VALUES ($1, $2, $3, $4, $5)";
const UNREAD: &str = "SELECT n.id, n.person_id, n.what, n.by_person, n.at FROM account_notices n \
    LEFT JOIN account_notices_read r ON r.notice_id = n.id WHERE r.notice_id IS NULL AND n.person_id = $1 ORDER BY n.id DESC LIMIT 50";
const NOTICES_OF: &str = "SELECT id, person_id, what, by_person, at FROM account_notices WHERE person_id = $1 ORDER BY id DESC LIMIT 50";
const NOTICES: &str = "SELECT id, person_id, what, by_person, at FROM account_notices WHERE at >= $1 ORDER BY id DESC LIMIT 50";
const READ: &str = "INSERT INTO account_notices_read (notice_id, at) VALUES ($1, $2)";
const SETTLED: &str = "SELECT person_id FROM authority_settled LIMIT 1";
const SETTLE: &str = "INSERT INTO authority_settled (person_id, at) VALUES ($1, $2)";
const CAN_SIGN_IN: &str = "SELECT r.id, r.body FROM register_entries r JOIN credentials c ON c.person_id = r.id \
    WHERE r.noun = 'people' AND c.one_time = 0 AND r.body LIKE $1 ORDER BY r.id";
const EVER_HAD: &str = "SELECT DISTINCT v.entry_id FROM register_versions v JOIN register_entries r ON r.id = v.entry_id \
    WHERE r.noun = 'people' AND v.body LIKE $1 ORDER BY v.entry_id";
const FIRST: &str = "SELECT entry_id FROM register_versions WHERE revision = 1 AND by_person = entry_id ORDER BY entry_id LIMIT 1";
const LINK: &str = "INSERT INTO reset_links (token_hash, confirmation_id, made_at) VALUES ($1, $2, $3)";
const LINKED: &str = "SELECT confirmation_id FROM reset_links WHERE token_hash = $1";
const ENROLLED: &str = "SELECT id FROM devices WHERE person_id = $1 AND name <> $2 LIMIT 1";
const CONFIRMED: &str = "SELECT r.hold_id FROM signing_releases r JOIN signing_holds h ON h.id = r.hold_id WHERE h.device_id = $1 LIMIT 1";
// Only a reset password has a hold of the same moment.
const FIRST_SHOWN: &str = "SELECT a.id FROM audit a WHERE a.noun = 'accounts' AND a.object_id = $1 AND a.action = 'password_reset' \
    AND a.actor <> $1 AND NOT EXISTS \
    (SELECT 1 FROM signing_holds h WHERE h.person_id = $1 AND h.cause = 'password' AND h.at = a.at) LIMIT 1";
const SHOWN: &str = "SELECT e.by_person FROM confirmation_ends e JOIN confirmations c ON c.id = e.confirmation_id \
    WHERE c.subject_id = $1 AND c.kind = 'password' AND e.outcome IN ('confirmed', 'alone') AND e.at >= $2 ORDER BY e.confirmation_id";
const MAILBOXES: &str = "SELECT c.id, c.subject_id, c.content, c.content_hash, c.asked_by, c.asked_at, c.expires_at, c.reason, e.outcome, \
    e.by_person AS ended_by, e.at AS ended_at, e.reason AS why FROM confirmations c \
    LEFT JOIN confirmation_ends e ON e.confirmation_id = c.id WHERE e.confirmation_id IS NULL AND c.kind = 'mailbox' ORDER BY c.id";
const HAS_PASSWORD: &str = "SELECT person_id FROM credentials WHERE person_id = $1";

/// The statements of this file, prepared against both engines by a test.
pub const STATEMENTS: &[&str] = &[
    ASK,
    END,
    FIND,
    WAITING,
    OF_PERSON,
    HOLD,
    HOLDS,
    ALL_HOLDS,
    EVER_RESET,
    RELEASE,
    NOTICE,
    UNREAD,
    NOTICES_OF,
    NOTICES,
    READ,
    SETTLED,
    SETTLE,
    CAN_SIGN_IN,
    EVER_HAD,
    FIRST,
    LINK,
    LINKED,
    ENROLLED,
    CONFIRMED,
    FIRST_SHOWN,
    SHOWN,
    MAILBOXES,
    HAS_PASSWORD,
];

fn id<K>(text: &str) -> sqlx::Result<Id<K>> {
    text.parse().map_err(corrupt)
}

impl Stored {
    fn read(self) -> sqlx::Result<Request> {
        let content: Content = serde_json::from_str(&self.content).map_err(corrupt)?;
        let ended = match (self.outcome, self.ended_by, self.ended_at) {
            (Some(outcome), Some(by), Some(at)) => {
                let known = Outcome::ALL.into_iter().find(|known| known.name() == outcome);
                let outcome = known.ok_or_else(|| corrupt(format!("no outcome: {outcome}")))?;
                Some(Ended { outcome, by: id(&by)?, at: Instant(at), reason: self.why.unwrap_or_default() })
            }
            _ => None,
        };
        let confirmation = Confirmation {
            id: id(&self.id)?,
            subject: id(&self.subject_id)?,
            content,
            hash: hash(&self.content_hash)?,
            asked_by: id(&self.asked_by)?,
            asked_at: Instant(self.asked_at),
            expires_at: Instant(self.expires_at),
            ended,
        };
        Ok(Request { confirmation, reason: self.reason })
    }
}

impl StoredHold {
    fn read(self) -> sqlx::Result<Hold> {
        let causes = [HoldCause::Password, HoldCause::Device];
        let cause = causes.into_iter().find(|known| known.name() == self.cause);
        Ok(Hold {
            id: id(&self.id)?,
            person: id(&self.person_id)?,
            device: self.device_id.as_deref().map(id).transpose()?,
            cause: cause.ok_or_else(|| corrupt(format!("no cause: {}", self.cause)))?,
            at: Instant(self.at),
        })
    }
}

/// Stores a request; the hash is that of exactly this text.
pub async fn ask(tx: &mut Tx, request: &Confirmation, content: &str, reason: &str) -> sqlx::Result<()> {
    let key = request.id.to_string();
    let (kind, subject) = (request.content.kind().name(), request.subject.to_string());
    let (digest, by) = (request.hash.to_string(), request.asked_by.to_string());
    execute!(tx, ASK, &key, kind, subject, content, digest, by, request.asked_at.0, request.expires_at.0, reason)?;
    seal::seal(tx, "confirmations", &[&key], request.asked_at).await
}

/// Ends a request; the database refuses a second end.
pub async fn end(tx: &mut Tx, request: ConfirmationId, outcome: Outcome, by: PersonId, at: Instant, reason: &str) -> sqlx::Result<()> {
    let key = request.to_string();
    execute!(tx, END, &key, outcome.name(), by.to_string(), at.0, reason)?;
    seal::seal(tx, "confirmation_ends", &[&key], at).await
}

/// A request.
pub async fn find(tx: &mut Tx, request: ConfirmationId) -> sqlx::Result<Option<Request>> {
    fetch_optional!(tx, Stored, FIND, request.to_string())?.map(Stored::read).transpose()
}

/// Requests that wait, the latest first.
pub async fn waiting(tx: &mut Tx, now: Instant, limit: u32) -> sqlx::Result<Vec<Request>> {
    fetch_all!(tx, Stored, WAITING, now.0, i64::from(limit))?.into_iter().map(Stored::read).collect()
}

/// Requests of new passwords by mailbox that were not ended, expired ones too.
pub async fn mailboxes(tx: &mut Tx) -> sqlx::Result<Vec<Request>> {
    fetch_all!(tx, Stored, MAILBOXES)?.into_iter().map(Stored::read).collect()
}

/// A person's requests, the latest first.
pub async fn of_person(tx: &mut Tx, person: PersonId, limit: u32) -> sqlx::Result<Vec<Request>> {
    fetch_all!(tx, Stored, OF_PERSON, person.to_string(), i64::from(limit))?.into_iter().map(Stored::read).collect()
}

/// Holds a person's signing back.
pub async fn hold(tx: &mut Tx, hold: &Hold) -> sqlx::Result<()> {
    let key = hold.id.to_string();
    let device = hold.device.map(|device| device.to_string());
    execute!(tx, HOLD, &key, hold.person.to_string(), device, hold.cause.name(), hold.at.0)?;
    seal::seal(tx, "signing_holds", &[&key], hold.at).await
}

/// What holds a person's signing back, by identity.
pub async fn holds(tx: &mut Tx, person: PersonId) -> sqlx::Result<Vec<Hold>> {
    fetch_all!(tx, StoredHold, HOLDS, person.to_string())?.into_iter().map(StoredHold::read).collect()
}

/// All holds on anybody's signing, latest first.
pub async fn all_holds(tx: &mut Tx, limit: u32) -> sqlx::Result<Vec<Hold>> {
    fetch_all!(tx, StoredHold, ALL_HOLDS, i64::from(limit))?.into_iter().map(StoredHold::read).collect()
}

/// Whether the person's password was ever reset.
pub async fn ever_reset(tx: &mut Tx, person: PersonId) -> sqlx::Result<bool> {
    Ok(fetch_optional!(tx, (String,), EVER_RESET, person.to_string())?.is_some())
}

/// Who was shown a one-time password that was made for somebody since a moment.
pub async fn shown_password(tx: &mut Tx, person: PersonId, since: Instant) -> sqlx::Result<Vec<PersonId>> {
    let rows = fetch_all!(tx, (String,), SHOWN, person.to_string(), since.0)?;
    rows.into_iter().map(|(id,)| id.parse().map_err(|_| sqlx::Error::Decode("by_person".into()))).collect()
}

/// Whether somebody else was shown the person's first password.
pub async fn first_shown(tx: &mut Tx, person: PersonId) -> sqlx::Result<bool> {
    Ok(fetch_optional!(tx, (String,), FIRST_SHOWN, person.to_string())?.is_some())
}

/// Whether a device that was held back was confirmed as its person's.
pub async fn was_confirmed(tx: &mut Tx, device: DeviceId) -> sqlx::Result<bool> {
    Ok(fetch_optional!(tx, (String,), CONFIRMED, device.to_string())?.is_some())
}

/// Ends what holds signing back.
pub async fn release(tx: &mut Tx, hold: HoldId, how: Release<'_>, by: PersonId, at: Instant) -> sqlx::Result<()> {
    let (confirmation, device, signature) = match how {
        Release::Confirmed(request) => (Some(request.to_string()), None, None),
        Release::Device(device, signature) => (None, Some(device.to_string()), Some(signature.to_owned())),
    };
    let key = hold.to_string();
    execute!(tx, RELEASE, &key, confirmation, device, signature, by.to_string(), at.0)?;
    seal::seal(tx, "signing_releases", &[&key], at).await
}

/// Notes what happened to an account.
pub async fn notice(tx: &mut Tx, notice: &Notice) -> sqlx::Result<()> {
    execute!(tx, NOTICE, &notice.id, &notice.person_id, &notice.what, &notice.by_person, notice.at)?;
    seal::seal(tx, "account_notices", &[&notice.id], Instant(notice.at)).await
}

/// What a person has not read yet of what happened to their account, the latest first.
pub async fn unread(tx: &mut Tx, person: PersonId) -> sqlx::Result<Vec<Notice>> {
    fetch_all!(tx, Notice, UNREAD, person.to_string())
}

/// What happened to a person's account, the latest first.
pub async fn notices_of(tx: &mut Tx, person: PersonId) -> sqlx::Result<Vec<Notice>> {
    fetch_all!(tx, Notice, NOTICES_OF, person.to_string())
}

/// What happened to anybody's account since then, the latest first.
pub async fn notices(tx: &mut Tx, since: Instant) -> sqlx::Result<Vec<Notice>> {
    fetch_all!(tx, Notice, NOTICES, since.0)
}

/// A notice was read.
pub async fn read(tx: &mut Tx, notice: &str, at: Instant) -> sqlx::Result<()> {
    execute!(tx, READ, notice, at.0)?;
    seal::seal(tx, "account_notices_read", &[notice], at).await
}

/// Whether it is stored that a technical manager has signed in.
pub async fn settled(tx: &mut Tx) -> sqlx::Result<bool> {
    Ok(fetch_optional!(tx, (String,), SETTLED)?.is_some())
}

/// Stores it.
pub async fn settle(tx: &mut Tx, technical_manager: &str, at: Instant) -> sqlx::Result<()> {
    execute!(tx, SETTLE, technical_manager, at.0)?;
    seal::seal(tx, "authority_settled", &[technical_manager], at).await
}

/// People with a password of their own whose entry may name this role, with their entries; the caller checks.
pub async fn can_sign_in(tx: &mut Tx, role: &str) -> sqlx::Result<Vec<(String, Person)>> {
    let rows = fetch_all!(tx, (String, String), CAN_SIGN_IN, format!("%\"{role}\"%"))?;
    rows.into_iter().map(|(id, body)| Ok((id, serde_json::from_str(&body).map_err(corrupt)?))).collect()
}

/// People whose entry may have named this role in any version; the caller checks.
pub async fn ever_had(tx: &mut Tx, role: &str) -> sqlx::Result<Vec<PersonId>> {
    let rows = fetch_all!(tx, (String,), EVER_HAD, format!("%\"{role}\"%"))?;
    rows.into_iter().map(|(person,)| id(&person)).collect()
}

/// The first administrator: the person who entered themselves, which happens only at the setup of an empty server.
pub async fn first(tx: &mut Tx) -> sqlx::Result<Option<PersonId>> {
    fetch_optional!(tx, (String,), FIRST)?.map(|(person,)| id(&person)).transpose()
}

/// Keeps a link by the hash of its token.
pub async fn link(tx: &mut Tx, token: Hash, request: &str, at: Instant) -> sqlx::Result<()> {
    let key = token.to_string();
    execute!(tx, LINK, &key, request, at.0)?;
    seal::seal(tx, "reset_links", &[&key], at).await
}

/// The request of a link.
pub async fn linked(tx: &mut Tx, token: Hash) -> sqlx::Result<Option<ConfirmationId>> {
    fetch_optional!(tx, (String,), LINKED, token.to_string())?.map(|(request,)| id(&request)).transpose()
}

/// Whether the person ever enrolled a device with another name; no device has an empty name.
pub async fn has_device(tx: &mut Tx, person: PersonId, but: &str) -> sqlx::Result<bool> {
    Ok(fetch_optional!(tx, (String,), ENROLLED, person.to_string(), but)?.is_some())
}

/// Whether the person was ever given a password.
pub async fn has_password(tx: &mut Tx, person: PersonId) -> sqlx::Result<bool> {
    Ok(fetch_optional!(tx, (String,), HAS_PASSWORD, person.to_string())?.is_some())
}
