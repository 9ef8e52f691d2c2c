//! The results that a certificate states (C-5.4.1 j).

use serde::{Deserialize, Serialize};

use base::text::Bilingual;
use base::unit::Unit;
use measurement::method::Stage;
use measurement::{Conformity, Interval, Mean, OutputCorrelation, Scaled};

/// Results of one stage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StatedResults {
    /// Stage.
    pub stage: Stage,
    /// The measurand.
    pub measurand: Bilingual,
    /// Columns of means: key, label and unit of each quantity.
    pub quantities: Vec<StatedQuantity>,
    /// Unit of result and uncertainty.
    pub unit: Unit,
    /// Further results of the same readings: columns of each row.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub further: Vec<StatedMeasurand>,
    /// A row per point.
    pub rows: Vec<StatedRow>,
}

/// A column of means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StatedQuantity {
    /// Key.
    pub key: String,
    /// Label.
    pub label: Bilingual,
    /// Unit.
    pub unit: Unit,
}

/// A result row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StatedRow {
    /// Point's key.
    pub point: String,
    /// Label.
    pub label: Bilingual,
    /// Nominal value.
    pub nominal: String,
    /// Its unit.
    pub nominal_unit: Unit,
    /// Means of the quantities.
    pub means: Vec<Mean>,
    /// Result; empty where not observed.
    pub value: String,
    /// Expanded uncertainty.
    pub expanded_uncertainty: String,
    /// Coverage factor.
    pub coverage_factor: String,
    /// What gave the coverage factor ("normal", "t", "trapezoidal" …).
    pub coverage_by: String,
    /// Whether U was raised to the body's capability; it is then not k times the standard uncertainty.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub raised_to_cmc: bool,
    /// Ends of the coverage interval, where it is not symmetric about the result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval: Option<Interval>,
    /// The numbers with a power of ten, where plain ones would show zeros that are not significant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scaled: Option<Scaled>,
    /// Further results, in the order of their columns.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub further: Vec<StatedOutput>,
    /// How the results correlate, where there are several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub correlations: Vec<OutputCorrelation>,
    /// Why there is no result ("not observed: …").
    #[serde(default)]
    pub note: String,
    /// Statement of conformity, where asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conformity: Option<Conformity>,
}

/// A column of further results.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StatedMeasurand {
    /// Key.
    pub key: String,
    /// The measurand.
    pub measurand: Bilingual,
    /// Unit of result and uncertainty.
    pub unit: Unit,
}

/// A further result of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StatedOutput {
    /// Key of its measurand.
    pub key: String,
    /// Result; empty where there is none.
    pub value: String,
    /// Expanded uncertainty.
    pub expanded_uncertainty: String,
    /// Coverage factor.
    pub coverage_factor: String,
    /// What gave the coverage factor ("normal", "t", "trapezoidal" …).
    pub coverage_by: String,
    /// Whether U was raised to the body's capability.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub raised_to_cmc: bool,
    /// Ends of the coverage interval, where it is not symmetric about the result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval: Option<Interval>,
    /// The numbers with a power of ten, where plain ones would show zeros that are not significant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scaled: Option<Scaled>,
}
