//! Devices: one person's key on one device.

use shared::event::Device;
use shared::id::Id;
use shared::library::person::Person;
use shared::time::Instant;

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
}

const FIND: &str = "SELECT id, person_id, name, public_key, enrolled_at, last_seen_at, clock_offset, revoked_at \
    FROM devices WHERE id = $1";
const LIST: &str = "SELECT id, person_id, name, public_key, enrolled_at, last_seen_at, clock_offset, revoked_at \
    FROM devices ORDER BY id";
const ENROL: &str = "INSERT INTO devices (id, person_id, name, public_key, enrolled_at) VALUES ($1, $2, $3, $4, $5)";
const REVOKE: &str = "UPDATE devices SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL";
const SEEN: &str = "UPDATE devices SET last_seen_at = $2, clock_offset = $3 WHERE id = $1";

/// The statements of this file, prepared against both engines by a test.
pub const STATEMENTS: &[&str] = &[FIND, LIST, ENROL, REVOKE, SEEN];

/// A device.
pub async fn find(tx: &mut Tx, device: Id<Device>) -> sqlx::Result<Option<Row>> {
    fetch_optional!(tx, Row, FIND, device.to_string())
}

/// Every device, in the order of their making.
pub async fn list(tx: &mut Tx) -> sqlx::Result<Vec<Row>> {
    fetch_all!(tx, Row, LIST)
}

/// Adds a device.
pub async fn enrol(tx: &mut Tx, device: Id<Device>, person: Id<Person>, name: &str, key: &str, at: Instant) -> sqlx::Result<()> {
    let device = device.to_string();
    execute!(tx, ENROL, &device, person.to_string(), name, key, at.0)?;
    seal::seal(tx, "devices", &[&device], at).await
}

/// Revokes a device; whether it was in force until now.
pub async fn revoke(tx: &mut Tx, device: Id<Device>, at: Instant) -> sqlx::Result<bool> {
    let device = device.to_string();
    let revoked = execute!(tx, REVOKE, &device, at.0)? == 1;
    if revoked {
        seal::seal(tx, "devices", &[&device], at).await?;
    }
    Ok(revoked)
}

/// Notes an exchange.
pub async fn seen(tx: &mut Tx, device: Id<Device>, at: Instant, clock_offset: i64) -> sqlx::Result<()> {
    execute!(tx, SEEN, device.to_string(), at.0, clock_offset).map(|_| ())
}
