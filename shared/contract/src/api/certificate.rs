//! Drafts, issue, corrections.

use serde::{Deserialize, Serialize};

use crate::api::name::NameView;
use base::finding::Finding;
use base::id::{CertificateId, CorrectionId, CustomerId, RecordId};
use base::text::Bilingual;
use base::time::Instant;
use domain::certificate::correction::Correction;
use domain::certificate::document::CertificateDocument;
use domain::certificate::origin::Origin;
use domain::conditions::{Answer, ConditionView};
use domain::event::Hash;

pub use domain::certificate::correction::CorrectionRow;

/// Which document is wanted: a void certificate is handed out only to who asks for a void one (C-5.4.2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// A void one too.
    #[serde(default)]
    pub void: bool,
}

/// A draft: the composed document and what is missing from it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct DraftView {
    /// The document, without number.
    pub document: CertificateDocument,
    /// What C-5.4.1 asks for and is not there; each with the letter in `params.item` and where to enter it in `params.href`.
    pub missing: Vec<Finding>,
    /// Why the person signed in cannot issue; empty where they can.
    pub refusals: Vec<Finding>,
    /// For a correction: the kind that the difference makes, and what differs.
    pub difference: Option<DifferenceView>,
    /// Entries of the record it was composed from; to be passed back.
    pub seen: u64,
    /// Hash of everything stated; to be passed back with a check or an issue.
    pub stated: Hash,
    /// For a correction of office facts: how it is checked.
    #[serde(default)]
    pub check: Option<CaseCheckView>,
    /// Everything that the issue rests on.
    #[serde(default)]
    pub conditions: Vec<ConditionView>,
    /// Names of who answered.
    #[serde(default)]
    pub names: Vec<NameView>,
}

/// How a correction of office facts is checked by a second person (C-5.4.2).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct CaseCheckView {
    /// The case.
    pub case: CorrectionId,
    /// Who has checked exactly this draft.
    pub by: Option<Bilingual>,
    /// When.
    pub at: Option<Instant>,
    /// Why the person signed in cannot check it; `None` where they can.
    pub refused: Option<Finding>,
}

/// Check a correction of office facts.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CheckCorrection {
    /// Hash of what the checker has seen stated.
    pub stated: Hash,
    /// The checker's password, again.
    pub password: String,
    /// Answers to the findings that ask for one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Answer>,
}

/// What differs from the certificate in force.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct DifferenceView {
    /// The case.
    pub case: CorrectionId,
    /// Number of the certificate in force.
    pub number: String,
    /// "supplement", "replacement" or "none".
    pub kind: String,
    /// Paths of changed or removed stated values, with before and after.
    pub changed: Vec<Change>,
    /// Paths of added ones.
    pub added: Vec<Change>,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Change {
    /// Path in `stated`.
    pub path: String,
    /// Before.
    pub before: Option<String>,
    /// After.
    pub after: Option<String>,
}

/// Issue.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct IssueCertificate {
    /// Entries the signatory has seen.
    pub seen: u64,
    /// Hash of what the signatory has seen stated; another draft is refused (`draft_changed`).
    pub stated: Hash,
    /// The kind the signatory expects: "original", "supplement" or "replacement"; another one is refused.
    pub kind: String,
    /// The signer's password, again.
    pub password: String,
    /// Answers to the findings that ask for one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Answer>,
}

/// What was issued.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct IssuedView {
    /// Identity.
    pub id: CertificateId,
    /// Number.
    pub number: String,
}

/// A row of certificates.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct CertificateRow {
    /// Identity.
    pub id: CertificateId,
    /// Number.
    pub number: String,
    /// "original", "supplement", "replacement".
    pub kind: String,
    /// State.
    pub state: CertificateState,
    /// The customer.
    pub customer: CustomerId,
    /// Its name.
    pub customer_name: Bilingual,
    /// The item, in words.
    pub item: String,
    /// Issued.
    pub issued_at: Instant,
    /// The record.
    pub record: RecordId,
    /// Number of the one that supplements or replaces it.
    pub followed_by: Option<String>,
    /// Whether its PDF is stored and released.
    pub released: bool,
    /// State of the recall of the paper original, for void ones.
    pub recall: Option<Recall>,
}

/// State of a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CertificateState {
    /// Valid.
    Valid,
    /// Valid, supplemented by another.
    Supplemented,
    /// Void: replaced by another.
    Void,
}

/// The recall of a paper original.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Recall {
    /// Asked back.
    pub asked_at: Instant,
    /// Back, or declared destroyed or lost by the customer.
    pub returned_at: Option<Instant>,
    /// What came back, in words.
    pub note: String,
}

/// One certificate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct CertificateView {
    /// Its row.
    pub row: CertificateRow,
    /// The document.
    pub document: CertificateDocument,
    /// Hash of the document's text.
    pub document_hash: Hash,
    /// SHA-256 of the stored PDF.
    pub pdf_hash: Option<Hash>,
    /// Open case.
    pub correction: Option<Correction>,
    /// What the certificate rested on when it was issued and what holds no more; nothing for a void one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub no_longer_met: Vec<Finding>,
}

/// Open a correction case.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OpenCorrection {
    /// Why.
    pub reason: String,
    /// Where the error is.
    pub origin: Origin,
}

/// Withdraw a correction case.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WithdrawCorrection {
    /// Why the certificate is right as it is, where the registers say something else.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// Note that the paper original came back.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NoteRecall {
    /// What came back, in words.
    pub note: String,
}

/// A message to a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct MessageView {
    /// To whom.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// Text.
    pub text: String,
    /// Written.
    pub at: Instant,
    /// Sent by SMTP; `None` while it waits or where SMTP is not configured.
    pub sent_at: Option<Instant>,
    /// Why the last attempt failed.
    pub failure: Option<String>,
}
