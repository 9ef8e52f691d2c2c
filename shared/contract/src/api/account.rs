//! Sessions, devices, people's credentials.

use serde::{Deserialize, Serialize};

use super::authority::{HoldView, NoticeView};
use base::id::{CustomerId, DeviceId, PersonId};
use base::text::Bilingual;
use base::time::{Instant, OffsetFrom};
use domain::access::Role;
use domain::access::wing::Wing;
use domain::event::Hash;

/// Sign in.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// Sign-in name.
    pub sign_in: String,
    /// Password.
    pub password: String,
}

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct SessionView {
    /// Who.
    pub person: PersonId,
    /// Name.
    pub name: Bilingual,
    /// Sign-in name.
    pub sign_in: String,
    /// Roles.
    pub roles: Vec<Role>,
    /// The customer, for customers' people.
    pub customer: Option<CustomerId>,
    /// Whether the password is a one-time one and must be changed first.
    pub must_change_password: bool,
    /// When the session ends.
    pub expires_at: Instant,
    /// Name of the body, for the head of each screen.
    pub body: Bilingual,
    /// What holds the person's signing back.
    #[serde(default)]
    pub holds: Vec<HoldView>,
    /// What happened to the account since the person last said to have read it.
    #[serde(default)]
    pub notices: Vec<NoticeView>,
    /// The body's time zone: the office's days are its days, wherever the browser is. Servers of the first release say nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub zone: Vec<OffsetFrom>,
    /// Whether the session was opened with a one-time password: a device enrolled in it is held back (C-4.3.2).
    #[serde(default, skip_serializing_if = "is_false")]
    pub opened_with_one_time: bool,
    /// The wings that this server shows; earlier servers have one and do not say so.
    #[serde(default = "Wing::finished")]
    pub wings: Vec<Wing>,
}

fn is_false(is: &bool) -> bool {
    !is
}

/// The first administrator of an empty database.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
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
    /// The one-time token that the server printed at its start.
    #[serde(default)]
    pub token: String,
}

/// Whether the first administrator is needed, and what demo sign-ins exist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct SetupView {
    /// Whether [`Setup`] is to be posted.
    pub needed: bool,
    /// Sign-in names with their passwords; only what `demo` made has any.
    pub demo: Vec<DemoSignIn>,
}

/// A demo account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangePassword {
    /// The one in force.
    pub old: String,
    /// The new one: at least 10 characters.
    pub new: String,
}

/// Enrol this device for the person signed in.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Enrol {
    /// Identity, made on the device.
    pub device: DeviceId,
    /// Name ("Tablet 3").
    pub name: String,
    /// Public key: SEC1 uncompressed point, hex.
    pub public_key: String,
    /// The person's password, entered again: a session alone enrols no key. Only the very same enrolment, which changes nothing,
    /// goes without.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub password: String,
}

/// One's own sessions and devices.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct AccessView {
    /// Sessions in force, the one last used first.
    pub sessions: Vec<OpenSession>,
    /// Devices enrolled for the person, the office's own left out.
    pub devices: Vec<DeviceView>,
}

/// A session in force, as its person sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct OpenSession {
    /// Names it; the hash of its token, with which nobody can sign in.
    pub id: Hash,
    /// Whether it is the one that asks.
    pub this: bool,
    /// Signed in.
    pub since: Instant,
    /// Last used, to some minutes.
    pub last_used_at: Instant,
    /// When it ends at the latest.
    pub expires_at: Instant,
    /// What the browser calls itself; empty where it was not noted.
    #[serde(default)]
    pub browser: String,
    /// The address it was opened from; empty where it was not noted.
    #[serde(default)]
    pub address: String,
}

/// The key that opens a device's store on the tablet without its PIN: the office keeps it, the tablet what it opens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RecoveryKey {
    /// 256 bits in 64 lower-case hexadecimal digits.
    pub recovery_key: String,
}

/// Keep this key for a forgotten PIN of one's own device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct KeepRecovery {
    /// 256 bits in 64 lower-case hexadecimal digits.
    pub recovery_key: String,
    /// The device's signature over [`domain::authority::recovery_text`]: a session alone does not replace a key that is kept. Apps of the
    /// first release sign nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub signature: String,
}

/// Have the key for a forgotten PIN of one's own device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AskRecovery {
    /// The person's password, entered again. Apps of the first release send none: their person has to sign in after the office has allowed
    /// a new PIN.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub password: String,
}

/// A device, as the office sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct DeviceView {
    /// Identity.
    pub id: DeviceId,
    /// Name.
    pub name: String,
    /// Whose.
    pub person: PersonId,
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
