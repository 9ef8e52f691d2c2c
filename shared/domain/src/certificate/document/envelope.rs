//! Number, dates and signatures of a certificate.

use serde::{Deserialize, Serialize};

use crate::event::Hash;
use crate::library::body::CertificateLanguage;
use base::id::{CertificateId, EventId, PersonId, RecordId};
use base::text::Bilingual;
use base::time::{Date, Instant, OffsetFrom, offset_in};

/// What changes from issue to issue without being a stated value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Envelope {
    /// Number; empty on a draft.
    pub number: String,
    /// Random check code printed beside the number; empty on a draft.
    pub check_code: String,
    /// Original, supplement or replacement.
    pub kind: Kind,
    /// Day of issue; `None` on a draft.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued_on: Option<Date>,
    /// Signatures: calibrators, checker, approver (C-5.4.1 e).
    pub signatures: Vec<Signature>,
    /// Language.
    pub language: CertificateLanguage,
    /// Offset of the office's time zone from UTC at composition, in minutes, for printed times; used where `offsets` gives none.
    #[serde(default)]
    pub offset_minutes: i32,
    /// Offsets of the office's time zone around composition; empty if the offset is always the same. A signature may be older than
    /// a change of the clocks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offsets: Vec<OffsetFrom>,
    /// Address of the public check for the QR code, complete with number and check code.
    pub check_url: String,
    /// The record.
    pub record: RecordId,
    /// Hash of the record's last ledger entry at composition.
    pub record_head: Hash,
    /// For each stated standard, in order, the record's events that put it in a slot: a correction finds the standard by them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub equipment: Vec<Vec<EventId>>,
}

impl Envelope {
    /// The civil day at the office at an instant.
    pub fn day_at(&self, at: Instant) -> Date {
        at.date_at(offset_in(&self.offsets, at).unwrap_or(self.offset_minutes))
    }
}

/// Kind of certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "CertificateKind"))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Kind {
    /// The first for its record.
    #[serde(deserialize_with = "base::closed::nothing_else")]
    Original,
    /// "Supplement to calibration certificate No. …" (C-5.4.2.1).
    Supplement {
        /// The original.
        to: CertificateId,
        /// Its number.
        number: String,
    },
    /// "This certificate replaces calibration certificate No. …; certificate No. … is void" (C-5.4.2.2).
    Replacement {
        /// The void one.
        of: CertificateId,
        /// Its number.
        number: String,
        /// Numbers of the certificates that the void one supplemented: void with it, since this one is complete.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        also: Vec<String>,
    },
}

impl Kind {
    /// The name of the kind, as lists and commands write it.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Original => "original",
            Self::Supplement { .. } => "supplement",
            Self::Replacement { .. } => "replacement",
        }
    }
}

/// A signature on the certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// As what.
    pub role: SignatureRole,
    /// Who.
    pub person: PersonId,
    /// Name, as printed.
    pub name: Bilingual,
    /// Title, as printed.
    pub title: String,
    /// When, corrected by the clock's offset if it was on a tablet.
    pub at: Instant,
}

/// As what somebody signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SignatureRole {
    /// Calibrator.
    Calibrator,
    /// Checker.
    Checker,
    /// Authorised signatory.
    Approver,
}
