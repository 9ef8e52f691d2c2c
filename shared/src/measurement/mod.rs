//! The measurement engine: model, budget, GUM, coverage, rounding, decision (C-5.5.3).

mod big;
mod budget;
mod compute;
pub mod conformity;
mod convolution;
pub mod correlation;
pub mod coverage;
mod digits;
pub mod distribution;
mod evaluate;
#[cfg(test)]
mod examples;
pub mod express;
pub mod formula;
pub mod gum;
#[cfg(test)]
mod harsh_tests;
pub mod known;
pub mod monte_carlo;
mod number;
mod outcome;
pub mod outputs;
pub mod points;
mod preview;
pub mod propagate;
#[cfg(test)]
mod properties;
mod random;
mod refusal;
pub mod risk;
pub mod rounding;
mod scope;
mod simulate;
mod situation;
#[cfg(test)]
mod tests;
mod ziggurat;

use serde::{Deserialize, Serialize};

use crate::library::edition::Stage;
use crate::unit::Unit;
pub use budget::{BudgetLine, BudgetTable};
pub use compute::{budget, compute};
pub use preview::{Preview, Sample, plausible, preview};
pub use refusal::MeasurementError;

/// Version of the engine, in every submission.
pub const ENGINE_VERSION: &str = "1.2.0";

/// What a record's readings give: one result per stage and point that has readings.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Results {
    /// In the order of stages and points.
    pub points: Vec<PointResult>,
}

/// The result at one point. Numbers are texts, rounded by the edition's rule; nothing here is a float.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
}

/// A mean of readings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// The result, rounded to the place of U ("0.10").
    pub value: String,
    /// Combined standard uncertainty, three significant digits.
    pub standard_uncertainty: String,
    /// Effective degrees of freedom, an integer; `None` when infinite.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub degrees_of_freedom: Option<String>,
    /// Coverage factor ("1.83").
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
}

/// A statement of conformity at a point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
