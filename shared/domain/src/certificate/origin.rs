//! Where the error is that a correction is for (C-5.4.2).

use serde::{Deserialize, Serialize};

/// Where the error is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// In the original record: reopened for its calibrator.
    Record,
    /// In office facts: corrected there, snapshot afresh for the case.
    Office,
}
