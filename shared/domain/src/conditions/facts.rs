//! What the office knows around a record that conditions look at.

use std::collections::BTreeMap;

use base::id::{OrderId, PersonId, RecordId};
use base::time::Instant;
use serde::{Deserialize, Serialize};

use crate::conditions::act::Act;

/// An answer to a finding. The finding is named by its code, path and values, so that the answer cannot be taken for another one's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The finding's code.
    pub code: String,
    /// Its path.
    #[serde(default)]
    pub path: String,
    /// The values its text names.
    #[serde(default)]
    pub params: BTreeMap<String, String>,
    /// Why the act is right in spite of the finding.
    pub text: String,
}

/// The order line that the office put a record of unplanned work under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Attached {
    /// The order.
    pub order: OrderId,
    /// Its line, from 0.
    pub line: u16,
}

/// A record of the same work in which readings were taken and that no certificate will be issued for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherStart {
    /// The record.
    pub record: RecordId,
    /// How many readings it has.
    pub readings: usize,
    /// Why it was given up; `None` if it is still open.
    pub given_up: Option<String>,
}

/// A record of the same item that has a certificate: the work may have been done again until a result pleased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherCertified {
    /// The record.
    pub record: RecordId,
    /// The number of its certificate.
    pub number: String,
}

/// Another record of the same task or order line that was not given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Twin {
    /// The record.
    pub record: RecordId,
    /// Number of its certificate; empty before issue.
    pub certificate: String,
    /// The record that it replaces.
    pub instead_of: Option<RecordId>,
}

/// An answer with the act it was given with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Answered {
    /// The answer.
    pub answer: Answer,
    /// With which act.
    pub act: Act,
    /// By whom.
    pub by: PersonId,
    /// When.
    pub at: Instant,
}
