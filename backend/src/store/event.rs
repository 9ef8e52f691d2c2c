//! Events as devices made them, heads of device chains, signatures of exchanges, office devices.

use base::id::{DeviceId, EventId, PersonId};
use base::time::Instant;
use domain::event::Hash;
use domain::event::chain::DeviceHead;

use super::{Tx, corrupt, counted, seal};

const INSERT: &str = "INSERT INTO events (id, device_id, device_seq, hash, received_at, refused, text) VALUES ($1, $2, $3, $4, $5, $6, $7)";
const KNOWN: &str = "SELECT hash, refused FROM events WHERE id = $1";
const AT: &str = "SELECT text FROM events WHERE device_id = $1 AND device_seq = $2";
const EARLIER: &str = "SELECT e.text, COALESCE(l.clock_offset, 0) FROM events e LEFT JOIN ledger l ON l.event_id = e.id \
    WHERE e.device_id = $1 AND e.device_seq < $2 AND e.received_at > $3 ORDER BY e.device_seq";
const HEAD: &str = "SELECT device_seq, hash FROM events WHERE device_id = $1 ORDER BY device_seq DESC LIMIT 1";
const SIGNED: &str = "INSERT INTO exchange_signatures (device_id, head, events, signature, received_at, signed, offset_before, carried) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (device_id, head, events) DO NOTHING";
const BROUGHT: &str =
    "SELECT signed, offset_before, carried FROM exchange_signatures WHERE device_id = $1 AND received_at = $2 ORDER BY head";
const LAST_SIGNED: &str = "SELECT signed, received_at, carried FROM exchange_signatures WHERE device_id = $1 AND head = $2 \
    ORDER BY received_at DESC LIMIT 1";
const LAST_OFFSET: &str = "SELECT l.clock_offset FROM events e JOIN ledger l ON l.event_id = e.id WHERE e.device_id = $1 \
    ORDER BY e.device_seq DESC LIMIT 1";
const OFFICE: &str = "SELECT device_id FROM office_devices WHERE person_id = $1";
const MAKE_OFFICE: &str = "INSERT INTO office_devices (person_id, device_id, made_at) VALUES ($1, $2, $3)";

/// The statements of this file, prepared against both engines by a test.
pub const STATEMENTS: &[&str] = &[INSERT, KNOWN, AT, EARLIER, HEAD, SIGNED, BROUGHT, LAST_SIGNED, LAST_OFFSET, OFFICE, MAKE_OFFICE];

/// A text to be stored.
#[derive(Debug, Clone)]
pub struct NewEvent<'a> {
    /// Identity.
    pub id: EventId,
    /// Device.
    pub device: DeviceId,
    /// Place in the device's chain.
    pub device_seq: u64,
    /// Hash of the text.
    pub hash: Hash,
    /// Server time.
    pub received_at: Instant,
    /// The code, where it was refused.
    pub refused: Option<&'a str>,
    /// The text, byte for byte.
    pub text: &'a str,
}

/// Stores a text.
pub async fn insert(tx: &mut Tx, new: &NewEvent<'_>) -> sqlx::Result<()> {
    let (id, device, hash) = (new.id.to_string(), new.device.to_string(), new.hash.to_string());
    execute!(tx, INSERT, &id, device, counted(new.device_seq)?, hash, new.received_at.0, new.refused, new.text)?;
    if new.refused.is_some() {
        seal::seal(tx, "events", &[&id], new.received_at).await?;
    }
    Ok(())
}

/// Hash and refusal of a known event.
pub async fn known(tx: &mut Tx, event: EventId) -> sqlx::Result<Option<(Hash, Option<String>)>> {
    let row = fetch_optional!(tx, (String, Option<String>), KNOWN, event.to_string())?;
    row.map(|(hash, refused)| Ok((super::hash(&hash)?, refused))).transpose()
}

/// The text at a place of a device's chain.
pub async fn text_at(tx: &mut Tx, device: DeviceId, device_seq: u64) -> sqlx::Result<Option<String>> {
    let row = fetch_optional!(tx, (String,), AT, device.to_string(), counted(device_seq)?)?;
    Ok(row.map(|(text,)| text))
}

/// Texts before a place of a device's chain that were received after a moment, each with its clock's offset.
pub async fn earlier(tx: &mut Tx, device: DeviceId, before: u64, received_after: Instant) -> sqlx::Result<Vec<(String, i64)>> {
    fetch_all!(tx, (String, i64), EARLIER, device.to_string(), counted(before)?, received_after.0)
}

/// Where a device's chain ends.
pub async fn head(tx: &mut Tx, device: DeviceId) -> sqlx::Result<DeviceHead> {
    let row = fetch_optional!(tx, (i64, String), HEAD, device.to_string())?;
    row.map_or(Ok(DeviceHead::START), |(seq, hash)| {
        Ok(DeviceHead { next_seq: u64::try_from(seq).map_err(corrupt)? + 1, hash: super::hash(&hash)? })
    })
}

/// The signature of an exchange that brought events.
#[derive(Debug, Clone, Copy)]
pub struct Signed<'a> {
    /// Device.
    pub device: DeviceId,
    /// The head it covers.
    pub head: Hash,
    /// Number of texts.
    pub events: usize,
    /// The signature.
    pub signature: &'a str,
    /// The signed text, if it is in the second form.
    pub text: Option<&'a str>,
    /// The device's clock offset as known before the exchange.
    pub offset_before: Option<i64>,
    /// Whether it was imported from a file.
    pub carried: bool,
}

/// Keeps the signature of an exchange that brought events.
pub async fn signed(tx: &mut Tx, new: Signed<'_>, at: Instant) -> sqlx::Result<()> {
    let (device, head, events) = (new.device.to_string(), new.head.to_string(), i64::try_from(new.events).map_err(corrupt)?);
    let carried = new.carried.then_some(1_i64);
    if execute!(tx, SIGNED, &device, &head, events, new.signature, at.0, new.text, new.offset_before, carried)? == 1 {
        seal::seal(tx, "exchange_signatures", &[&device, &head, &events.to_string()], at).await?;
    }
    Ok(())
}

/// How a device's exchanges received at a moment arrived: signed text, offset known before, whether carried.
pub async fn brought(tx: &mut Tx, device: DeviceId, received_at: Instant) -> sqlx::Result<Vec<(Option<String>, Option<i64>, Option<i64>)>> {
    fetch_all!(tx, (Option<String>, Option<i64>, Option<i64>), BROUGHT, device.to_string(), received_at.0)
}

/// How the exchange arrived that brought a device's last text: signed text, when, whether carried.
pub async fn last_signed(tx: &mut Tx, device: DeviceId, head: Hash) -> sqlx::Result<Option<(Option<String>, i64, Option<i64>)>> {
    fetch_optional!(tx, (Option<String>, i64, Option<i64>), LAST_SIGNED, device.to_string(), head.to_string())
}

/// The clock offset of a device's last entry in a ledger.
pub async fn last_offset(tx: &mut Tx, device: DeviceId) -> sqlx::Result<Option<i64>> {
    Ok(fetch_optional!(tx, (i64,), LAST_OFFSET, device.to_string())?.map(|(offset,)| offset))
}

/// The office device of a person, where there is one.
pub async fn office_device(tx: &mut Tx, person: PersonId) -> sqlx::Result<Option<DeviceId>> {
    let row = fetch_optional!(tx, (String,), OFFICE, person.to_string())?;
    row.map(|(id,)| id.parse().map_err(corrupt)).transpose()
}

/// Makes the office device of a person.
pub async fn make_office_device(tx: &mut Tx, person: PersonId, device: DeviceId, at: Instant) -> sqlx::Result<()> {
    let person = person.to_string();
    execute!(tx, MAKE_OFFICE, &person, device.to_string(), at.0)?;
    seal::seal(tx, "office_devices", &[&person], at).await
}
