//! What somebody wrote down: by whom, when, and whether it was struck through since (C-5.5.4).

use serde::{Deserialize, Serialize};

use base::id::{EventId, PersonId};
use base::time::Instant;

/// Something that somebody did or wrote down, with who and when.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "Signed_of_{T}"))]
pub struct Signed<T> {
    /// The event.
    pub event: EventId,
    /// Who.
    pub by: PersonId,
    /// When, by the device.
    pub at: Instant,
    /// Server time minus device time then, in milliseconds.
    #[serde(default)]
    pub clock_offset: i64,
    /// What.
    #[serde(flatten)]
    pub what: T,
    /// Struck through: by whom, when, why (C-5.5.4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub struck: Option<Strike>,
}

impl<T> Signed<T> {
    /// When, corrected by the clock's offset.
    pub const fn when(&self) -> Instant {
        self.at.plus_millis(self.clock_offset)
    }
}

/// The entries that were not struck through.
pub fn standing<T>(entries: &[Signed<T>]) -> impl Iterator<Item = &Signed<T>> {
    entries.iter().filter(|entry| entry.struck.is_none())
}

/// How a value was struck through.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Strike {
    /// The striking event.
    pub event: EventId,
    /// Who.
    pub by: PersonId,
    /// When, by the device.
    pub at: Instant,
    /// Why.
    pub reason: String,
}
