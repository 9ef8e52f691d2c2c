//! What an order holds beside what was agreed: its review, and what was found on site since (C-5.1.2).

use base::id::{ItemId, PersonId, RecordId, StandardId};
use base::time::Instant;
use serde::{Deserialize, Serialize};

/// A review of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// Who.
    pub by: PersonId,
    /// When.
    pub at: Instant,
    /// Outcome.
    pub outcome: Outcome,
    /// People, standard, method, environment: able?
    pub able: Ability,
    /// Discussion with the customer and major changes.
    #[serde(default)]
    pub discussion: String,
    /// What had been found on site and nobody had planned, where that was the reason for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unplanned: Vec<Unplanned>,
}

/// Outcome of a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Accepted.
    Accepted,
    /// Declined.
    Declined,
}

/// The four things a review looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Ability {
    /// Authorised people.
    pub people: bool,
    /// Valid standards.
    pub standards: bool,
    /// A method in force.
    pub method: bool,
    /// Environment within limits.
    pub environment: bool,
}

/// One thing nobody had planned, with who saw it and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Unplanned {
    /// What it is.
    pub what: What,
    /// Who saw it.
    pub by: PersonId,
    /// Server time.
    pub at: Instant,
}

/// What nobody had planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum What {
    /// An item that nobody knew of.
    ItemFound {
        /// The item.
        item: ItemId,
    },
    /// An item that was found on site, and that reads like one the register has: the serial number is the same, and maker or model.
    ItemAlike {
        /// The item that was found.
        item: ItemId,
        /// The one that the register has.
        like: ItemId,
    },
    /// An item that says something else than the register.
    ItemCorrected {
        /// The item.
        item: ItemId,
        /// Field ("serial_number", "model", "manufacturer").
        field: String,
        /// Before.
        before: String,
        /// After.
        after: String,
        /// What the register says and keeps: it no longer said what was struck through on site. `None` where it took the
        /// correction over.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kept: Option<String>,
    },
    /// Another standard than the task was given.
    StandardSwapped {
        /// The item it was used for.
        item: ItemId,
        /// The standard.
        standard: StandardId,
        /// The record it was used in.
        record: RecordId,
    },
    /// A calibration that no task asked for.
    RecordBegun {
        /// The item.
        item: ItemId,
        /// The record.
        record: RecordId,
    },
}

impl What {
    /// The item that it is about.
    pub const fn item(&self) -> ItemId {
        match self {
            Self::ItemFound { item }
            | Self::ItemAlike { item, .. }
            | Self::ItemCorrected { item, .. }
            | Self::StandardSwapped { item, .. }
            | Self::RecordBegun { item, .. } => *item,
        }
    }
}
