//! Who makes a fact.

use base::id::PersonId;
use serde::{Deserialize, Serialize};

use super::Misplaced;
use crate::event::Hash;

/// Who made a fact. Only the server says that it was the clock, an event or an outsider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum By {
    /// A person of the body.
    Person {
        /// Who.
        person: PersonId,
    },
    /// The clock: a day came or passed.
    Clock {},
    /// It follows from an event.
    Event {
        /// Hash of the event's text.
        event: Hash,
    },
    /// Somebody from outside.
    Outsider {
        /// How it came.
        channel: Channel,
        /// Who, as the channel knows them: the account's identity, the hash of a link's token; empty for a public form. Never a name: what
        /// only the named may read is kept elsewhere.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        party: String,
    },
}

/// How something came from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// From somebody signed in to the portal: a customer, a participant.
    Portal,
    /// By a form that everybody can fill in.
    Form,
    /// By a link that was mailed.
    Link,
}

impl By {
    /// The person of the body.
    ///
    /// # Errors
    /// If nobody of the body made it.
    pub fn person(&self) -> Result<PersonId, Misplaced> {
        match self {
            Self::Person { person } => Ok(*person),
            _ => Err(Misplaced),
        }
    }

    /// The event that it follows from.
    ///
    /// # Errors
    /// If it follows from none.
    pub fn event(&self) -> Result<Hash, Misplaced> {
        match self {
            Self::Event { event } => Ok(*event),
            _ => Err(Misplaced),
        }
    }

    /// Whether the clock made it.
    ///
    /// # Errors
    /// If somebody did.
    pub fn clock(&self) -> Result<(), Misplaced> {
        if matches!(self, Self::Clock {}) { Ok(()) } else { Err(Misplaced) }
    }

    /// How it came from outside, and from whom.
    ///
    /// # Errors
    /// If it came from within.
    pub fn outsider(&self) -> Result<(Channel, &str), Misplaced> {
        match self {
            Self::Outsider { channel, party } => Ok((*channel, party)),
            _ => Err(Misplaced),
        }
    }
}
