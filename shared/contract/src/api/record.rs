//! Records: the checking queue and one record with its history.

use serde::{Deserialize, Serialize};

use super::name::NameView;
use super::visit::VisitView;
use base::finding::Finding;
use base::id::{OrderId, PersonId, RecordId};
use base::text::Bilingual;
use base::time::Instant;
use domain::conditions::{Answer, Answered, ConditionView};
use domain::event::ledger::LedgerEntry;
use domain::order::OrderStatus;
use domain::record::{Record, RecordStatus};
use measurement::{Derivation, Results};

/// A row of the queue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct RecordRow {
    /// Identity.
    pub id: RecordId,
    /// State.
    pub status: RecordStatus,
    /// The item, in words.
    pub item: String,
    /// The customer.
    pub customer: Bilingual,
    /// Method code.
    pub method: String,
    /// Calibrators.
    pub calibrators: Vec<Bilingual>,
    /// The order's number; empty for what was not planned.
    pub order: String,
    /// Last change.
    pub updated_at: Instant,
    /// Number of its certificate in force; empty before issue.
    pub certificate: String,
    /// Entries set aside.
    pub set_aside: u64,
    /// Other records of the same task that are not given up: the office decides which one counts.
    pub twins: u64,
}

/// What was measured with a standard since it was last known to be good (C-4.5.3).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct AffectedView {
    /// Since when the standard is failed; `None` where it is not.
    pub failed_at: Option<Instant>,
    /// When it was last known to be good before that, or before now.
    pub last_good: Option<Instant>,
    /// Records with readings since, each with its certificate, the latest first.
    pub records: Vec<AffectedRecord>,
}

/// A record in doubt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct AffectedRecord {
    /// The record as lists show it, with the number of its certificate.
    pub record: RecordRow,
    /// Its last reading with the standard.
    pub measured_at: Instant,
}

/// A record with everything the checker looks at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct RecordView {
    /// The fold of the effective entries.
    pub record: Record,
    /// Every entry in order, those set aside included.
    pub entries: Vec<LedgerEntry>,
    /// Names of everyone in it.
    pub names: Vec<NameView>,
    /// The visit it was made on, with the checks of its standards (C-5.2.2.2).
    #[serde(default)]
    pub visit: Option<Box<VisitView>>,
    /// What the server computes from the same text.
    pub recomputed: Results,
    /// How each of these results came about, step by step.
    pub derivations: Vec<Derivation>,
    /// Where that differs from what the tablet computed, and anything else that stops or warns a check.
    pub findings: Vec<Finding>,
    /// What the person signed in may do with it now, each with the refusal that stops it.
    pub actions: Vec<ActionView>,
    /// Files that have not arrived yet, as SHA-256.
    pub missing_files: Vec<String>,
    /// Everything that its check rests on.
    #[serde(default)]
    pub conditions: Vec<ConditionView>,
    /// The line of the order that it belongs to.
    #[serde(default)]
    pub agreed: Option<AgreedView>,
    /// Where it belongs to none: the lines that it can be put under.
    #[serde(default)]
    pub lines: Vec<AgreedView>,
    /// Whether the certificate takes the register's facts, in place of those that the record began with.
    #[serde(default)]
    pub afresh: bool,
    /// What was answered with the check in force and with every issue.
    #[serde(default)]
    pub answers: Vec<Answered>,
}

/// A line of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct AgreedView {
    /// The order.
    pub order: OrderId,
    /// Its number.
    pub number: String,
    /// The line, from 0.
    pub line: u16,
    /// Where the order stands.
    pub status: OrderStatus,
}

/// Put a record under a line of an order.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AttachRecord {
    /// The order.
    pub order: OrderId,
    /// The line, from 0.
    pub line: u16,
}

/// Say which facts the certificate of a record states.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TakeFacts {
    /// Whether the register's, in place of those that the record began with.
    pub afresh: bool,
}

/// An action, and why it is refused where it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ActionView {
    /// "check", "return", "issue".
    pub action: String,
    /// `None` where it may be done.
    pub refused: Option<Finding>,
}

/// Return a record.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReturnRecord {
    /// Entries the person has seen: the number of them. Another number is refused (`record_changed`).
    pub seen: u64,
    /// What is to be answered; at least one.
    pub findings: Vec<NewFinding>,
}

/// A finding to be made.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewFinding {
    /// Address in the form, or `record`.
    pub path: String,
    /// Text.
    pub text: String,
}

/// Give a record up, or take it up again.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GiveUpRecord {
    /// Entries the person has seen.
    pub seen: u64,
    /// Why.
    pub reason: String,
}

/// Take a calibrator who recorded nothing off a record.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TakeOff {
    /// Entries the person has seen.
    pub seen: u64,
    /// Who is taken off.
    pub person: PersonId,
    /// Why.
    pub reason: String,
}

/// Sign as checker.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CheckRecord {
    /// Entries the person has seen.
    pub seen: u64,
    /// The signer's password, again.
    pub password: String,
    /// Answers to the findings that ask for one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Answer>,
}
