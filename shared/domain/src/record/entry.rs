//! What a record holds beside its values: standards, adjustments, remarks, signatures, findings.

use serde::{Deserialize, Serialize};

use super::finding::RecordFinding;
use super::snapshot::StandardSnapshot;
use crate::event::Hash;
use base::id::{CorrectionId, EventId, PersonId};
use base::text::fault::is_blank;
use base::text::names_somebody;
use base::time::Instant;
use measurement::Results;

/// A standard in a slot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct EquipmentEntry {
    /// The event.
    pub event: EventId,
    /// The slot.
    pub slot: String,
    /// The standard, as it was.
    pub standard: Box<StandardSnapshot>,
    /// Who.
    pub by: PersonId,
    /// When.
    pub at: Instant,
    /// Why it replaces the standard entered before, in values amended from then on; empty if it is for readings taken from then on.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// An adjustment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct AdjustmentEntry {
    /// Who consented for the customer.
    pub consent: String,
    /// What was done.
    pub what: String,
    /// The seal.
    pub seal: String,
}

/// A seal on an adjuster (C-5.3.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct SealEntry {
    /// Which adjuster.
    pub what: String,
    /// The seal.
    pub seal: String,
}

/// A departure from the method.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct DeviationEntry {
    /// What.
    pub what: String,
    /// Who consented for the customer; empty until agreed.
    pub consent: String,
    /// The reading it is about; empty for the method as a whole.
    #[serde(default)]
    pub path: String,
}

impl DeviationEntry {
    /// Whether the customer consented: neither a name that nobody can read nor a full stop is one.
    pub fn is_agreed(&self) -> bool {
        names_somebody(&self.consent)
    }

    /// Whether a consent is written down, be it one that names nobody: records were checked with it while that was not asked.
    pub fn has_consent(&self) -> bool {
        !is_blank(&self.consent)
    }
}

/// An attached file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct AttachmentEntry {
    /// Address in the form, or `record`.
    pub path: String,
    /// Content.
    pub sha256: Hash,
    /// Media type.
    pub media_type: String,
    /// Size in bytes.
    pub size: u64,
    /// Name.
    pub name: String,
}

/// A remark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct RemarkEntry {
    /// Address in the form, or `record`.
    pub path: String,
    /// Text.
    pub text: String,
}

/// The customer's confirmation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ConfirmationEntry {
    /// Name.
    pub name: String,
    /// Drawn signature.
    pub signature: String,
    /// Whether a value was entered or the item adjusted afterwards, so that the record now differs from what was confirmed.
    #[serde(default)]
    pub outdated: bool,
}

/// A submission.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct SubmissionEntry {
    /// The record's head before it.
    pub head: Hash,
    /// What the device computed.
    pub results: Box<Results>,
    /// Version of the engine.
    pub engine_version: String,
    /// What the signature says.
    pub statement: String,
}

/// A finding of the checker or the signatory, with its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct FindingEntry {
    /// The finding.
    pub finding: RecordFinding,
    /// Who found it.
    pub by: PersonId,
    /// When.
    pub at: Instant,
    /// The answer.
    pub answer: Option<Answer>,
}

/// An answer to a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "FindingAnswer"))]
pub struct Answer {
    /// Text.
    pub text: String,
    /// Who.
    pub by: PersonId,
    /// When.
    pub at: Instant,
}

/// A check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct CheckEntry {
    /// What the signature says.
    pub statement: String,
}

/// A reopening.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ReopenedEntry {
    /// The case.
    pub case: CorrectionId,
    /// Why.
    pub reason: String,
}
