//! Correction cases (C-5.4.2.1, C-5.4.2.2).

use serde::{Deserialize, Serialize};

use crate::id::Id;
use crate::library::person::Person;
use crate::record::Record;
use crate::time::Instant;

/// An issued certificate's identity kind.
#[derive(Debug, Clone, Copy)]
pub struct Certificate;

/// A correction case: why a certificate must be supplemented or replaced, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// Identity.
    pub id: Id<Correction>,
    /// The certificate to correct.
    pub certificate: Id<Certificate>,
    /// Its record.
    pub record: Id<Record>,
    /// Why.
    pub reason: String,
    /// Where the error is.
    pub origin: Origin,
    /// Who opened the case.
    pub by: Id<Person>,
    /// When.
    pub at: Instant,
    /// The certificate that closed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_by: Option<Id<Certificate>>,
}

/// Where the error is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// In the original record: reopened for its calibrator.
    Record,
    /// In office facts: corrected there, snapshot afresh for the case.
    Office,
}
