//! Findings of the checker and the signatory.

use serde::{Deserialize, Serialize};

use base::id::FindingId;

/// A finding to be answered by the calibrator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RecordFinding {
    /// Identity.
    pub id: FindingId,
    /// Address in the form, or `record`.
    pub path: String,
    /// Text.
    pub text: String,
}
