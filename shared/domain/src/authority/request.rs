//! Requests that wait for a second person, and what holds signing back.

use serde::{Deserialize, Serialize};

use super::Authority;
use crate::event::Hash;
use base::id::{ConfirmationId, DeviceId, HoldId, PersonId};
use base::time::Instant;

const DAY: i64 = 86_400_000;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "RequestKind"))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Another authority, or another account.
    Authority,
    /// A one-time password, handed over by who confirms.
    Password,
    /// A new password by the person's own mailbox: the person confirms by the link.
    Mailbox,
    /// That somebody whose signing is held back signs again.
    Signing,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Authority, Self::Password, Self::Mailbox, Self::Signing];

    /// Its name as it is stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Authority => "authority",
            Self::Password => "password",
            Self::Mailbox => "mailbox",
            Self::Signing => "signing",
        }
    }

    /// How long a request waits, in milliseconds.
    pub const fn waits(self) -> i64 {
        match self {
            Self::Authority | Self::Signing => 14 * DAY,
            Self::Password => 3 * DAY,
            Self::Mailbox => DAY,
        }
    }
}

/// Exactly what is asked for: the text of this is what a second person sees and confirms, by its hash.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Content {
    /// Another authority.
    Authority {
        /// The revision of the person's entry that it is based on.
        revision: u64,
        /// As it was.
        before: Box<Authority>,
        /// As it is to be.
        after: Box<Authority>,
    },
    /// A one-time password.
    Password {
        /// The revision of the person's entry.
        revision: u64,
    },
    /// A new password by the mailbox.
    Mailbox {
        /// The revision of the person's entry.
        revision: u64,
        /// The mailbox.
        email: String,
    },
    /// An end of what holds signing back.
    Signing {
        /// All that does.
        holds: Vec<HoldId>,
    },
}

impl Content {
    /// What kind of request it is.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Authority { .. } => Kind::Authority,
            Self::Password { .. } => Kind::Password,
            Self::Mailbox { .. } => Kind::Mailbox,
            Self::Signing { .. } => Kind::Signing,
        }
    }
}

/// A request as the rules see it.
#[derive(Debug, Clone, PartialEq)]
pub struct Confirmation {
    /// Identity.
    pub id: ConfirmationId,
    /// Whom it is about.
    pub subject: PersonId,
    /// What is asked for.
    pub content: Content,
    /// Hash of the content's text.
    pub hash: Hash,
    /// Who asked.
    pub asked_by: PersonId,
    /// When.
    pub asked_at: Instant,
    /// Until when it can be confirmed.
    pub expires_at: Instant,
    /// How it ended; `None` while it waits.
    pub ended: Option<Ended>,
}

/// How a request ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Ended {
    /// How.
    pub outcome: Outcome,
    /// By whom.
    pub by: PersonId,
    /// When.
    pub at: Instant,
    /// Why, where somebody declined it.
    pub reason: String,
}

/// How a request ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "RequestOutcome"))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// A second person confirmed it: it was done.
    Confirmed,
    /// The first administrator did it alone, before a technical manager had come.
    Alone,
    /// It was declined.
    Declined,
    /// Who asked took it back.
    Withdrawn,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 4] = [Self::Confirmed, Self::Alone, Self::Declined, Self::Withdrawn];

    /// Its name as it is stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Alone => "alone",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// Something that holds a person's signing back until it is confirmed that it is the person's own; recording goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Hold {
    /// Identity.
    pub id: HoldId,
    /// Whose signing.
    pub person: PersonId,
    /// The new device; `None` for a password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<DeviceId>,
    /// What happened.
    pub cause: HoldCause,
    /// When.
    pub at: Instant,
}

/// What holds signing back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum HoldCause {
    /// A password that was reset: nothing is signed in the office.
    Password,
    /// A device that others may have enrolled, or a new PIN on it: nothing is signed on it.
    Device,
}

impl HoldCause {
    /// Its name as it is stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Device => "device",
        }
    }
}

/// What an earlier device signs to say that its person knows of what holds their signing back.
pub fn release_text(device: DeviceId, holds: &[HoldId]) -> String {
    let mut text = format!("etalon-release-1\n{device}\n");
    for hold in holds {
        text.push_str(&format!("{hold}\n"));
    }
    text
}

/// What a device signs to give the office another key for a forgotten PIN in the place of the one it keeps.
pub fn recovery_text(device: DeviceId, key: &str) -> String {
    format!("etalon-recovery-1\n{device}\n{key}\n")
}
