//! What the engine states: results by stage and point, as texts.

use base::unit::Unit;
use serde::{Deserialize, Serialize};

use crate::caution::Caution;
use crate::method::Stage;

/// What a record's readings give: one result per stage and point that has readings.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Results {
    /// In the order of stages and points.
    pub points: Vec<PointResult>,
}

/// The result at one point. Numbers are texts, rounded by the edition's rule; nothing here is a float.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PointResult {
    /// Stage.
    pub stage: Stage,
    /// Point's key.
    pub point: String,
    /// Nominal value, as written in the edition.
    pub nominal: String,
    /// Unit of the nominal value.
    pub nominal_unit: Unit,
    /// Mean of each quantity's readings in force, one decimal place more than the readings.
    pub means: Vec<Mean>,
    /// The result in `unit`; `None` where it cannot be computed, with the reason beside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// Code of why there is no outcome ("not_observed", "reading_missing", "standard_missing" …).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
    /// Unit of everything in `outcome`.
    pub unit: Unit,
    /// What the reader of the outcome is to bear in mind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cautions: Vec<Caution>,
    /// Results of the further outputs, in the edition's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub further: Vec<FurtherResult>,
    /// How the outputs correlate, where there are several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub correlations: Vec<OutputCorrelation>,
}

/// The result of a further output at a point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FurtherResult {
    /// The output's key.
    pub key: String,
    /// Unit of everything in `outcome`.
    pub unit: Unit,
    /// The result; `None` where it cannot be computed, with the reason beside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// Code of why there is no outcome.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
}

/// How two outputs correlate (JCGM 102 6.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OutputCorrelation {
    /// Key of the one; empty for the computation's measurand.
    pub a: String,
    /// Key of the other.
    pub b: String,
    /// Correlation coefficient, three decimals.
    pub r: String,
}

/// A mean of readings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Mean {
    /// The quantity's key.
    pub quantity: String,
    /// Its mean.
    pub value: String,
    /// Its unit.
    pub unit: Unit,
}

/// A result with its uncertainty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "MeasurementOutcome"))]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// The result, rounded to the place of U ("0.10").
    pub value: String,
    /// Combined standard uncertainty, three significant digits.
    pub standard_uncertainty: String,
    /// Effective degrees of freedom, an integer; `None` when infinite.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub degrees_of_freedom: Option<String>,
    /// Coverage factor ("1.83"): what U was of u, before U was raised to a capability.
    pub coverage_factor: String,
    /// Expanded uncertainty ("0.06"); never below the body's capability.
    pub expanded_uncertainty: String,
    /// Shape that gave the coverage factor: "normal", "t", "rectangular", "trapezoidal", "convolution", "monte_carlo", "fixed".
    pub coverage_by: String,
    /// Whether U was raised to the body's capability (CMC).
    pub raised_to_cmc: bool,
    /// Tolerance and statement, where the edition has a decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conformity: Option<Conformity>,
    /// Ends of the coverage interval, where it does not lie about the value; U is then its larger side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval: Option<Interval>,
    /// How far the mean of the result lies from the value, where terms of the second order were asked for (GUM 5.1.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shift: Option<String>,
    /// Whether the law of propagation would give the simulated interval too (JCGM 101 clause 8).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gum_validated: Option<bool>,
    /// The same numbers with a power of ten, where plain ones would show zeros that mean nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scaled: Option<Scaled>,
}

/// A coverage interval, in the unit of the result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Interval {
    /// Lower end.
    pub low: String,
    /// Upper end.
    pub high: String,
}

/// A result as multiples of a power of ten.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Scaled {
    /// Value.
    pub value: String,
    /// Expanded uncertainty.
    pub expanded_uncertainty: String,
    /// Ends of the interval, where they are stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval: Option<Interval>,
    /// The power, a multiple of three.
    pub power: i32,
}

/// A statement of conformity at a point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Conformity {
    /// Largest permissible |result|.
    pub tolerance: String,
    /// The statement.
    pub verdict: ConformityVerdict,
    /// Probability of conformity, three decimals; "> 0.999" and "< 0.001" where those would say certain and impossible.
    pub probability: String,
}

/// What can be stated (ILAC-G8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ConformityVerdict {
    /// Within.
    Pass,
    /// Within, but not certain.
    ConditionalPass,
    /// Outside, but not certain.
    ConditionalFail,
    /// Outside.
    Fail,
}
