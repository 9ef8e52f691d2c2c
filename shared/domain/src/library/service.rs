//! Calibration services: what the body offers and people are authorised for.

use serde::{Deserialize, Serialize};

use base::text::Bilingual;

/// A kind of calibration the body offers (校准项目).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CalibrationService {
    /// Short code ("L-01").
    pub code: String,
    /// Name.
    pub name: Bilingual,
    /// Measurand and range, in words.
    #[serde(default)]
    pub range: String,
    /// Whether orders can name it.
    pub offered: bool,
}

impl base::id::Identified for CalibrationService {
    type Kind = base::id::kind::Service;
}
