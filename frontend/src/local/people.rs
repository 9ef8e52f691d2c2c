//! Who is enrolled on this tablet: each person's keys, sealed with their PIN.

use base::id::{DeviceId, Id, PersonId};
use base::text::Bilingual;
use base::time::Instant;
use domain::event::signature;
use serde::{Deserialize, Serialize};

use super::strict::{self, Act, Write};
use super::{LocalError, Vault, crypto, db, schema};

const OWNER: &str = "tablet";
/// Digits a PIN needs.
pub const PIN_DIGITS: usize = 6;
/// Wrong PINs before the first pause.
const FREE_ATTEMPTS: u32 = 3;
const FIRST_PAUSE: i64 = 30_000;
const LONGEST_PAUSE: i64 = 15 * 60_000;

/// A person enrolled on this tablet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Enrolled {
    /// Who.
    pub person: PersonId,
    /// Name.
    pub name: Bilingual,
    /// Sign-in name.
    pub sign_in: String,
    /// The device this enrolment is.
    pub device: DeviceId,
    /// The tablet's name.
    pub device_name: String,
    /// Public key: SEC1 uncompressed point, hex.
    pub public_key: String,
    /// When.
    pub enrolled_at: Instant,
    salt: String,
    wrapped: String,
    attempts: u32,
    blocked_until: Option<Instant>,
    /// The keys sealed once more, with a key that the office keeps.
    #[serde(default)]
    pub(super) recovery: Option<String>,
    /// When the tablet learnt that the office had revoked this device.
    #[serde(default)]
    pub revoked_at: Option<Instant>,
    /// When the PIN took the place of a forgotten one.
    #[serde(default)]
    pub(super) pin_since: Option<Instant>,
}

impl Enrolled {
    /// Whether a forgotten PIN can be replaced with the office's help.
    pub const fn is_recoverable(&self) -> bool {
        self.recovery.is_some()
    }

    /// Seals the keys with a PIN, in the place of the seal before; wrong attempts are forgotten.
    pub(super) fn put_pin(&mut self, pin: &str, keys: &[u8]) -> Result<(), LocalError> {
        if pin.chars().filter(char::is_ascii_digit).count() < PIN_DIGITS {
            return Err(LocalError::PinTooShort);
        }
        let salt: [u8; 16] = crypto::random()?;
        let wrapped = crypto::seal(&crypto::pin_key(pin, &salt)?, &place(self.device), keys)?;
        self.salt = hex::encode(salt);
        self.wrapped = hex::encode(wrapped);
        self.attempts = 0;
        self.blocked_until = None;
        Ok(())
    }
}

/// For whom an enrolment is made.
pub struct NewEnrolment<'a> {
    /// Who.
    pub person: PersonId,
    /// Name.
    pub name: &'a Bilingual,
    /// Sign-in name.
    pub sign_in: &'a str,
    /// The tablet's name.
    pub device_name: &'a str,
    /// PIN.
    pub pin: &'a str,
}

/// Makes keys for a person; nothing is stored until [`save`].
pub fn make(new: &NewEnrolment<'_>, now: Instant) -> Result<Enrolled, LocalError> {
    let device = Id::new(now, crypto::random()?);
    let data: crypto::Key = crypto::random()?;
    let (secret, public_key) = new_key()?;
    let mut enrolled = Enrolled {
        person: new.person,
        name: new.name.clone(),
        sign_in: new.sign_in.to_owned(),
        device,
        device_name: new.device_name.to_owned(),
        public_key,
        enrolled_at: now,
        salt: String::new(),
        wrapped: String::new(),
        attempts: 0,
        blocked_until: None,
        recovery: None,
        revoked_at: None,
        pin_since: None,
    };
    enrolled.put_pin(new.pin, &[data, secret].concat())?;
    Ok(enrolled)
}

/// One random 256-bit number in 2³² is not a key: then another is drawn.
fn new_key() -> Result<(crypto::Key, String), LocalError> {
    loop {
        let secret: crypto::Key = crypto::random()?;
        if let Ok(public) = signature::public_key(&secret) {
            return Ok((secret, public));
        }
    }
}

/// Stores an enrolment.
pub async fn save(enrolled: &Enrolled) -> Result<(), LocalError> {
    let bytes = serde_json::to_vec(enrolled).map_err(|_| LocalError::Damaged)?;
    let key = enrolled.device.to_string();
    strict::write(&[Write { act: Act::Put, store: schema::PEOPLE, owner: OWNER.to_owned(), key, bytes }]).await
}

/// Takes back an enrolment that the office did not accept.
pub async fn forget(device: DeviceId) -> Result<(), LocalError> {
    let (owner, key) = (OWNER.to_owned(), device.to_string());
    strict::write(&[Write { act: Act::Delete, store: schema::PEOPLE, owner, key, bytes: Vec::new() }]).await
}

/// Stores whether the office has revoked the device.
pub async fn note_revoked(device: DeviceId, at: Option<Instant>) -> Result<(), LocalError> {
    let mut enrolled = list().await?.into_iter().find(|enrolled| enrolled.device == device).ok_or(LocalError::Locked)?;
    enrolled.revoked_at = at;
    save(&enrolled).await
}

/// Everyone enrolled here, the latest first.
pub async fn list() -> Result<Vec<Enrolled>, LocalError> {
    let rows = db::read_all(schema::PEOPLE, OWNER).await?;
    let mut people: Vec<Enrolled> = rows.iter().filter_map(|(_, bytes)| serde_json::from_slice(bytes).ok()).collect();
    people.sort_by_key(|enrolled| std::cmp::Reverse(enrolled.enrolled_at));
    Ok(people)
}

/// Opens a person's part of the store. Each attempt is counted on disk before it is tried.
pub async fn unlock(device: DeviceId, pin: &str, now: Instant) -> Result<Vault, LocalError> {
    let mut enrolled = list().await?.into_iter().find(|e| e.device == device).ok_or(LocalError::Locked)?;
    if let Some(until) = enrolled.blocked_until.filter(|until| now < *until) {
        return Err(LocalError::Throttled(until));
    }
    enrolled.attempts += 1;
    enrolled.blocked_until = pause(enrolled.attempts).map(|millis| now.plus_millis(millis));
    save(&enrolled).await?;
    let vault = open(&enrolled, pin)?;
    enrolled.attempts = 0;
    enrolled.blocked_until = None;
    save(&enrolled).await?;
    Ok(vault)
}

/// The pause that follows so many wrong PINs.
fn pause(attempts: u32) -> Option<i64> {
    let beyond = attempts.checked_sub(FREE_ATTEMPTS)?;
    Some(FIRST_PAUSE.saturating_mul(1 << beyond.min(10)).min(LONGEST_PAUSE))
}

fn open(enrolled: &Enrolled, pin: &str) -> Result<Vault, LocalError> {
    let salt = hex::decode(&enrolled.salt).map_err(|_| LocalError::Damaged)?;
    let wrapped = hex::decode(&enrolled.wrapped).map_err(|_| LocalError::Damaged)?;
    let key = crypto::pin_key(pin, &salt)?;
    let keys = crypto::open(&key, &place(enrolled.device), &wrapped).map_err(|_| LocalError::WrongPin)?;
    let (data, secret) = keys.split_at_checked(32).ok_or(LocalError::Damaged)?;
    Ok(Vault {
        person: enrolled.person,
        name: enrolled.name.clone(),
        sign_in: enrolled.sign_in.clone(),
        device: enrolled.device,
        data: data.try_into().map_err(|_| LocalError::Damaged)?,
        secret: secret.try_into().map_err(|_| LocalError::Damaged)?,
    })
}

fn place(device: DeviceId) -> String {
    format!("keys/{device}")
}
