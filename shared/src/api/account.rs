//! Sessions, devices, people's credentials.

use serde::{Deserialize, Serialize};

use crate::access::Role;
use crate::event::Device;
use crate::id::Id;
use crate::library::person::Person;
use crate::order::customer::Customer;
use crate::text::Bilingual;
use crate::time::Instant;

/// Sign in.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// Sign-in name.
    pub sign_in: String,
    /// Password.
    pub password: String,
}

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SessionView {
    /// Who.
    pub person: Id<Person>,
    /// Name.
    pub name: Bilingual,
    /// Sign-in name.
    pub sign_in: String,
    /// Roles.
    pub roles: Vec<Role>,
    /// The customer, for customers' people.
    pub customer: Option<Id<Customer>>,
    /// Whether the password is a one-time one and must be changed first.
    pub must_change_password: bool,
    /// When the session ends.
    pub expires_at: Instant,
    /// Name of the body, for the head of each screen.
    pub body: Bilingual,
}

/// The first administrator of an empty database.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setup {
    /// Name of the body.
    pub body: Bilingual,
    /// Administrator's name.
    pub name: Bilingual,
    /// Sign-in name.
    pub sign_in: String,
    /// Password.
    pub password: String,
}

/// Whether the first administrator is needed, and what demo sign-ins exist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetupView {
    /// Whether [`Setup`] is to be posted.
    pub needed: bool,
    /// Sign-in names with their passwords; only what `demo` made has any.
    pub demo: Vec<DemoSignIn>,
}

/// A demo account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoSignIn {
    /// Sign-in name.
    pub sign_in: String,
    /// Password.
    pub password: String,
    /// Whose it is.
    pub name: Bilingual,
    /// Roles.
    pub roles: Vec<Role>,
}

/// Change one's own password.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangePassword {
    /// The one in force.
    pub old: String,
    /// The new one: at least 10 characters.
    pub new: String,
}

/// A new one-time password.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ResetView {
    /// Shown once.
    pub one_time_password: String,
}

/// Enrol this device for the person signed in.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enrol {
    /// Identity, made on the device.
    pub device: Id<Device>,
    /// Name ("Tablet 3").
    pub name: String,
    /// Public key: SEC1 uncompressed point, hex.
    pub public_key: String,
}

/// The key that opens a device's store on the tablet without its PIN: the office keeps it, the tablet what it opens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecoveryKey {
    /// 256 bits in 64 lower-case hexadecimal digits.
    pub recovery_key: String,
}

/// A device, as the office sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DeviceView {
    /// Identity.
    pub id: Id<Device>,
    /// Name.
    pub name: String,
    /// Whose.
    pub person: Id<Person>,
    /// Their name.
    pub person_name: Bilingual,
    /// Enrolled.
    pub enrolled_at: Instant,
    /// Last exchange.
    pub last_seen_at: Option<Instant>,
    /// Clock offset at the last exchange, in milliseconds.
    pub clock_offset: Option<i64>,
    /// Revoked.
    pub revoked_at: Option<Instant>,
    /// Until when its person may choose a new PIN.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new_pin_until: Option<Instant>,
}
