//! Values of a record: those that count, with their history, and those set aside (C-5.5.3, C-5.5.4).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Strike;
use crate::event::body::Value;
use base::id::{DeviceId, EventId, PersonId};
use base::time::Instant;

/// Everything recorded at a path: the first entry and its amendments, oldest first. Never empty.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Cell {
    /// Entries; all but the last are struck through, and the last one too if it was withdrawn.
    pub entries: Vec<CellEntry>,
}

impl Cell {
    /// The value in force: the last entry, unless it was withdrawn.
    pub fn in_force(&self) -> Option<&CellEntry> {
        self.entries.last().filter(|entry| entry.struck.is_none())
    }

    /// The entry with which the value in force was observed. A corrected number was observed when the original was, whatever standard
    /// each was bound to; one beside "not observed" or anything else that is no number is an observation of its own. Whatever else is in
    /// force was seen with the first entry.
    pub fn observed(&self) -> Option<&CellEntry> {
        match self.in_force()?.value.number() {
            Some(_) => self.entries.iter().rev().take_while(|entry| entry.value.number().is_some()).last(),
            None => self.entries.first(),
        }
    }

    /// Who made the observation: the author of the first entry, the only one who may amend (C-5.5.4).
    pub fn observer(&self) -> Option<PersonId> {
        self.entries.first().map(|entry| entry.by)
    }
}

/// A value of a cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct CellEntry {
    /// The event.
    pub event: EventId,
    /// The value.
    pub value: Value,
    /// Who.
    pub by: PersonId,
    /// When, by the device.
    pub at: Instant,
    /// Server time minus device time then, in milliseconds.
    #[serde(default)]
    pub clock_offset: i64,
    /// On which device it was made.
    pub device: DeviceId,
    /// Place in that device's chain.
    #[serde(default)]
    pub device_seq: u64,
    /// Standards in force: slot to the `Equipped` event.
    pub equipment: BTreeMap<String, EventId>,
    /// Adjustments made before it was observed.
    #[serde(default)]
    pub adjustments: usize,
    /// Why it replaced the entry before; `None` for the first.
    pub reason: Option<String>,
    /// Struck through: by whom, when, why.
    pub struck: Option<Strike>,
}

impl CellEntry {
    /// When, corrected by the clock's offset.
    pub const fn when(&self) -> Instant {
        self.at.plus_millis(self.clock_offset)
    }
}

/// An authentic event that does not count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct SetAsideEntry {
    /// The event.
    pub event: EventId,
    /// On which device it was made.
    pub device: DeviceId,
    /// Who.
    pub by: PersonId,
    /// When, by the device.
    pub at: Instant,
    /// Server time minus device time then, in milliseconds.
    #[serde(default)]
    pub clock_offset: i64,
    /// How often the item had been adjusted when it was made.
    #[serde(default)]
    pub adjustments: usize,
    /// Code of the rule that was broken.
    pub code: String,
    /// Kind of the body ("entered").
    pub kind: String,
    /// Address in the form, if it has one.
    pub path: Option<String>,
    /// Value, if it has one.
    pub value: Option<Value>,
    /// Standards in force when it was made: slot to the `Equipped` event.
    pub equipment: BTreeMap<String, EventId>,
    /// Whether the person has chosen it since; its value is then in the cell as an amendment.
    pub chosen: bool,
}

impl SetAsideEntry {
    /// When, corrected by the clock's offset.
    pub const fn when(&self) -> Instant {
        self.at.plus_millis(self.clock_offset)
    }
}
