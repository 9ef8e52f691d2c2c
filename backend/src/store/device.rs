//! Devices: one person's key on one device.

use base::id::{DeviceId, PersonId};
use base::time::Instant;

use super::{Tx, seal};

/// A device as stored.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Row {
    /// Identity.
    pub id: String,
    /// Whose.
    pub person_id: String,
    /// Name.
    pub name: String,
    /// Public key: SEC1 uncompressed point, hex.
    pub public_key: String,
    /// Enrolled.
    pub enrolled_at: i64,
    /// Last exchange.
    pub last_seen_at: Option<i64>,
    /// Clock offset at the last exchange, in milliseconds.
    pub clock_offset: Option<i64>,
    /// Revoked.
    pub revoked_at: Option<i64>,
    /// 2 once the device has signed the second form of an exchange's text.
    pub signs: Option<i64>,
    /// Until when a new PIN may be chosen.
    pub new_pin_until: Option<i64>,
}

/// A recovery key as stored.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Recovery {
    /// The key, in hexadecimal digits.
    pub recovery_key: String,
    /// Until when it is handed out.
    pub allowed_until: Option<i64>,
}

const FIND: &str = "SELECT id, person_id, name, public_key, enrolled_at, last_seen_at, clock_offset, revoked_at, signs, \
    allowed_until AS new_pin_until FROM devices LEFT JOIN device_recovery ON device_id = id WHERE id = $1";
const LIST: &str = "SELECT id, person_id, name, public_key, enrolled_at, last_seen_at, clock_offset, revoked_at, signs, \
    allowed_until AS new_pin_until FROM devices LEFT JOIN device_recovery ON device_id = id ORDER BY id";
const ENROL: &str = "INSERT INTO devices (id, person_id, name, public_key, enrolled_at) VALUES ($1, $2, $3, $4, $5)";
// By the first coordinate: of the two keys that have it, one secret gives both.
const OF_KEY: &str = "SELECT id FROM devices WHERE SUBSTR(LOWER(public_key), 1, 66) = SUBSTR(CAST($1 AS TEXT), 1, 66) LIMIT 1";
const REVOKE: &str = "UPDATE devices SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL";
const SEEN: &str = "UPDATE devices SET last_seen_at = $2, clock_offset = COALESCE($3, clock_offset, $4) WHERE id = $1";
const SIGNS: &str = "UPDATE devices SET signs = 2 WHERE id = $1 AND signs IS NULL";
const KEEP: &str = "INSERT INTO device_recovery (device_id, recovery_key, kept_at) VALUES ($1, $2, $3) \
    ON CONFLICT (device_id) DO UPDATE SET recovery_key = excluded.recovery_key, kept_at = excluded.kept_at";
const RECOVERY: &str = "SELECT recovery_key, allowed_until FROM device_recovery WHERE device_id = $1";
const ALLOW: &str = "UPDATE device_recovery SET allowed_until = $2 WHERE device_id = $1";

/// The statements of this file, prepared against both engines by a test.
pub const STATEMENTS: &[&str] = &[FIND, LIST, ENROL, OF_KEY, REVOKE, SEEN, SIGNS, KEEP, RECOVERY, ALLOW];

/// A device.
pub async fn find(tx: &mut Tx, device: DeviceId) -> sqlx::Result<Option<Row>> {
    fetch_optional!(tx, Row, FIND, device.to_string())
}

/// Every device, in the order of their making.
pub async fn list(tx: &mut Tx) -> sqlx::Result<Vec<Row>> {
    fetch_all!(tx, Row, LIST)
}

/// Adds a device.
pub async fn enrol(tx: &mut Tx, device: DeviceId, person: PersonId, name: &str, key: &str, at: Instant) -> sqlx::Result<()> {
    let device = device.to_string();
    execute!(tx, ENROL, &device, person.to_string(), name, key, at.0)?;
    seal::seal(tx, "devices", &[&device], at).await
}

/// Whether a device was ever enrolled with this key, in lower-case digits, or with the one whose second coordinate is its negative: it is of
/// the same secret.
pub async fn has_key(tx: &mut Tx, key: &str) -> sqlx::Result<bool> {
    fetch_optional!(tx, (String,), OF_KEY, key).map(|row| row.is_some())
}

/// Revokes a device; whether it was in force until now.
pub async fn revoke(tx: &mut Tx, device: DeviceId, at: Instant) -> sqlx::Result<bool> {
    let device = device.to_string();
    let revoked = execute!(tx, REVOKE, &device, at.0)? == 1;
    if revoked {
        seal::seal(tx, "devices", &[&device], at).await?;
    }
    Ok(revoked)
}

/// Stores an exchange for the list of devices, with the measured offset of the device's clock; `claimed` is shown until there is one.
pub async fn seen(tx: &mut Tx, device: DeviceId, at: Instant, measured: Option<i64>, claimed: i64) -> sqlx::Result<()> {
    execute!(tx, SEEN, device.to_string(), at.0, measured, claimed).map(|_| ())
}

/// Stores that the device has signed the second form: the first is no longer accepted from it.
pub async fn signs_second(tx: &mut Tx, device: DeviceId, at: Instant) -> sqlx::Result<()> {
    let device = device.to_string();
    if execute!(tx, SIGNS, &device)? == 1 {
        seal::seal(tx, "devices", &[&device], at).await?;
    }
    Ok(())
}

/// Keeps a device's recovery key in the place of the one before, which then opens nothing any more. Until when a new PIN was allowed stays.
pub async fn keep_recovery(tx: &mut Tx, device: DeviceId, key: &str, at: Instant) -> sqlx::Result<()> {
    let device = device.to_string();
    execute!(tx, KEEP, &device, key, at.0)?;
    seal::seal(tx, "device_recovery", &[&device], at).await
}

/// A device's recovery key.
pub async fn recovery(tx: &mut Tx, device: DeviceId) -> sqlx::Result<Option<Recovery>> {
    fetch_optional!(tx, Recovery, RECOVERY, device.to_string())
}

/// Lets the key be handed out until then; whether there is one.
pub async fn allow_recovery(tx: &mut Tx, device: DeviceId, at: Instant, until: Instant) -> sqlx::Result<bool> {
    let device = device.to_string();
    let kept = execute!(tx, ALLOW, &device, until.0)? == 1;
    if kept {
        seal::seal(tx, "device_recovery", &[&device], at).await?;
    }
    Ok(kept)
}
