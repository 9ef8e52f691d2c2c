//! What events say. Frozen once released: variants and fields are only ever added.

use serde::{Deserialize, Serialize};

use super::Hash;
use super::kind::EventKind;
use crate::item::Item;
use crate::library::edition::Edition;
use crate::record::finding::RecordFinding;
use crate::record::snapshot::{CustomerSnapshot, ItemSnapshot, OrderSnapshot, PlaceSnapshot, StandardSnapshot};
use crate::visit::StandardCheck;
use base::decimal::DecimalText;
use base::id::{CorrectionId, EditionId, EventId, FindingId, PersonId, RecordId, TaskId, VisitId};
use base::unit::Unit;
use measurement::Results;

/// The body of an event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "EventBody"))]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Body {
    /// A record begins, with everything a certificate will need as it was then.
    Opened(Box<Opened>),
    /// A second calibrator joins.
    Joined {
        /// Who.
        person: PersonId,
        /// Name, as printed.
        name: base::text::Bilingual,
    },
    /// A standard is put in a slot. Repeatable; a reading belongs to the one in force.
    Equipped {
        /// The edition's slot.
        slot: String,
        /// The standard, as it was.
        standard: Box<StandardSnapshot>,
    },
    /// Another standard was used for what was read already than the one written down. Values amended from then on are bound
    /// to it (C-5.4.1 h).
    Reequipped {
        /// The edition's slot.
        slot: String,
        /// The standard, as it was.
        standard: Box<StandardSnapshot>,
        /// Why.
        reason: String,
    },
    /// A value is recorded, once per path.
    Entered {
        /// Address in the form.
        path: String,
        /// What was seen and written.
        value: Value,
    },
    /// A recorded value is struck through and another stands beside it (C-5.5.4).
    Amended {
        /// The event whose value is struck through: an `Entered` or an `Amended`.
        amends: EventId,
        /// The value beside it.
        after: Value,
        /// Why.
        reason: String,
    },
    /// A recorded value is struck through with nothing beside it.
    Withdrawn {
        /// The event whose value is struck through.
        amends: EventId,
        /// Why.
        reason: String,
    },
    /// The item was adjusted between as found and as left (C-5.2.2.3, C-5.3.4).
    Adjusted {
        /// Who consented for the customer.
        consent: String,
        /// What was done.
        what: String,
        /// Identification of the seal; empty where there is none.
        seal: String,
    },
    /// A departure from the method, agreed with the customer (C-5.1.2).
    Deviation {
        /// What.
        what: String,
        /// Who consented for the customer; empty until agreed.
        consent: String,
        /// The reading it speaks of; empty for the method as a whole. An environment outside its limits needs one of its own.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        path: String,
    },
    /// A file is attached.
    Attached {
        /// Address in the form, or `record`.
        path: String,
        /// Content.
        sha256: Hash,
        /// Media type.
        media_type: String,
        /// Size in bytes.
        size: u64,
        /// Name, as shown.
        name: String,
    },
    /// A remark.
    Remarked {
        /// Address in the form, or `record`.
        path: String,
        /// Text.
        text: String,
    },
    /// The customer confirms on site.
    CustomerConfirmed {
        /// Name.
        name: String,
        /// Drawn signature: strokes in a box 1000 wide and 400 high, `x,y` pairs; strokes parted by `;`.
        signature: String,
    },
    /// The calibrator signs: the record is complete.
    Submitted {
        /// Hash of the record's last event before this, as the device saw it.
        head: Hash,
        /// What the device computed.
        results: Box<Results>,
        /// Version of the engine that computed.
        engine_version: String,
        /// What the signature says.
        statement: String,
    },
    /// The checker or the signatory returns the record.
    Returned {
        /// What is to be answered.
        findings: Vec<RecordFinding>,
    },
    /// The calibrator answers a finding.
    Answered {
        /// The finding.
        finding: FindingId,
        /// Answer.
        text: String,
    },
    /// The checker signs.
    Checked {
        /// What the signature says.
        statement: String,
    },
    /// The record is opened again for a correction case (C-5.4.2.2).
    Reopened {
        /// The case.
        case: CorrectionId,
        /// Why.
        reason: String,
    },
    /// The record is given up.
    Abandoned {
        /// Why.
        reason: String,
    },
    /// A given-up record is taken up again. Version 2.
    TakenUp {
        /// Why.
        reason: String,
    },
    /// A calibrator who recorded nothing is no longer one of the record. Version 2.
    TakenOff {
        /// Who.
        person: PersonId,
        /// Why.
        reason: String,
    },
    /// A standard is checked before departure, on arrival or after return (C-5.2.2.2).
    StandardChecked(StandardCheck),
    /// The site's rules and safety briefing are acknowledged (C-5.2.2.3).
    #[serde(deserialize_with = "base::closed::nothing_else")]
    BriefingAcknowledged,
    /// An item was found on site that was not planned.
    ItemFound(Box<Item>),
    /// An item's data was corrected on site.
    ItemCorrected {
        /// Field ("serial_number", "model", "manufacturer").
        field: String,
        /// Before.
        before: String,
        /// After.
        after: String,
    },
    /// The person chooses between two entries on one path made on two tablets; makes the chosen one effective.
    Chosen {
        /// The set-aside event whose value counts from now on.
        event: EventId,
        /// Why.
        reason: String,
    },
    /// An adjuster that is for calibration only is sealed, whether or not it was adjusted (C-5.3.4).
    Sealed {
        /// Which adjuster.
        what: String,
        /// Identification of the seal.
        seal: String,
    },
}

impl Body {
    /// Whether this build knows a kind of this name: what such a body lacks is a field then, not its kind.
    pub fn is_named(name: &str) -> bool {
        let bare = serde_json::json!({ "type": name });
        serde_json::from_value::<Self>(bare).err().is_none_or(|error| !error.to_string().starts_with("unknown variant"))
    }

    /// Its kind, as in `type`.
    pub const fn kind(&self) -> &'static str {
        self.event_kind().name()
    }

    /// Its kind.
    pub const fn event_kind(&self) -> EventKind {
        match self {
            Self::Opened(_) => EventKind::Opened,
            Self::Joined { .. } => EventKind::Joined,
            Self::Equipped { .. } => EventKind::Equipped,
            Self::Reequipped { .. } => EventKind::Reequipped,
            Self::Entered { .. } => EventKind::Entered,
            Self::Amended { .. } => EventKind::Amended,
            Self::Withdrawn { .. } => EventKind::Withdrawn,
            Self::Adjusted { .. } => EventKind::Adjusted,
            Self::Deviation { .. } => EventKind::Deviation,
            Self::Attached { .. } => EventKind::Attached,
            Self::Remarked { .. } => EventKind::Remarked,
            Self::CustomerConfirmed { .. } => EventKind::CustomerConfirmed,
            Self::Submitted { .. } => EventKind::Submitted,
            Self::Returned { .. } => EventKind::Returned,
            Self::Answered { .. } => EventKind::Answered,
            Self::Checked { .. } => EventKind::Checked,
            Self::Reopened { .. } => EventKind::Reopened,
            Self::Abandoned { .. } => EventKind::Abandoned,
            Self::TakenUp { .. } => EventKind::TakenUp,
            Self::TakenOff { .. } => EventKind::TakenOff,
            Self::StandardChecked(check) => EventKind::StandardChecked(check.moment),
            Self::BriefingAcknowledged => EventKind::BriefingAcknowledged,
            Self::ItemFound(_) => EventKind::ItemFound,
            Self::ItemCorrected { .. } => EventKind::ItemCorrected,
            Self::Chosen { .. } => EventKind::Chosen,
            Self::Sealed { .. } => EventKind::Sealed,
        }
    }
}

/// The beginning of a record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Opened {
    /// The edition's identity.
    pub edition_id: EditionId,
    /// The edition.
    pub edition: Edition,
    /// The item.
    pub item: ItemSnapshot,
    /// The place.
    pub place: PlaceSnapshot,
    /// The customer.
    pub customer: CustomerSnapshot,
    /// The order; `None` for what was not planned, until the office reviews.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderSnapshot>,
    /// The task; `None` for what was not planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<TaskId>,
    /// The visit, for work on site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit: Option<VisitId>,
    /// Calibrators: identity and name, as printed.
    pub calibrators: Vec<Calibrator>,
    /// The record this one takes the place of (wrong method edition).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead_of: Option<RecordId>,
}

/// A calibrator with the name a certificate prints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Calibrator {
    /// Who.
    pub person: PersonId,
    /// Name.
    pub name: base::text::Bilingual,
}

/// What a person saw and wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Value {
    /// A number with its digits and unit.
    Number {
        /// As written.
        text: DecimalText,
        /// Unit.
        unit: Unit,
    },
    /// A choice's key.
    Choice {
        /// Key.
        key: String,
    },
    /// Free text.
    Text {
        /// Text.
        text: String,
    },
    /// Not observed.
    NotObserved {
        /// Why.
        reason: String,
    },
}

impl Value {
    /// The number, where it is one.
    pub const fn number(&self) -> Option<(&DecimalText, Unit)> {
        match self {
            Self::Number { text, unit } => Some((text, *unit)),
            _ => None,
        }
    }
}
