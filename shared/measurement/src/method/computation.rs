//! How an edition computes: the model, its inputs and where their values and uncertainties come from.

use serde::{Deserialize, Serialize};

use super::form::Parameter;
use super::rule::{Coverage, Decision, Rounding};
use base::decimal::DecimalText;
use base::text::Bilingual;
use base::unit::Unit;

/// How results come about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Computation {
    /// The measurand's name on the certificate ("error of indication").
    pub measurand: Bilingual,
    /// Unit of the result. Formulas work in the units of their symbols as declared; the model's value is in this unit.
    pub unit: Unit,
    /// The measurement model over the inputs' symbols, quantities' symbols, `nominal`, and parameters
    /// (`V_ix - V_s + dV_ix - dV_s`).
    pub model: String,
    /// Constants of the computation.
    #[serde(default)]
    pub constants: Vec<Parameter>,
    /// Input quantities and what is known of each; one line of the budget each.
    pub inputs: Vec<Input>,
    /// How inputs correlate; those not named do not (GUM 5.2).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub correlations: Vec<InputCorrelation>,
    /// Whether terms of the second order count in the uncertainty (GUM 5.1.2 note); the value is not moved, the shift is stated.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub second_order: bool,
    /// Coverage.
    pub coverage: Coverage,
    /// Rounding of the uncertainty and, by it, of the result.
    pub rounding: Rounding,
    /// The body's smallest claimable expanded uncertainty, a formula over the point's symbols, in `unit`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cmc: Option<String>,
    /// Tolerance and decision rule, used when the order asks for a statement of conformity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
    /// Further outputs of the same inputs, with the same coverage and rounding (JCGM 102).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub further: Vec<FurtherOutput>,
}

/// Two inputs that correlate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct InputCorrelation {
    /// Symbol of the one.
    pub a: String,
    /// Symbol of the other.
    pub b: String,
    /// Correlation coefficient, from −1 to 1.
    pub r: DecimalText,
}

/// A further output.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FurtherOutput {
    /// Key. Never reused.
    pub key: String,
    /// The measurand's name on the certificate.
    pub measurand: Bilingual,
    /// Unit of the result.
    pub unit: Unit,
    /// The model, over the same symbols.
    pub model: String,
    /// The body's smallest claimable expanded uncertainty of it, a formula over the point's symbols, in `unit`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cmc: Option<String>,
}

/// One input quantity of the model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Symbol in the model.
    pub symbol: String,
    /// What it is ("finite resolution of the indication").
    pub label: Bilingual,
    /// Unit of estimate and uncertainty.
    pub unit: Unit,
    /// Where the estimate comes from.
    pub estimate: Estimate,
    /// Where the standard uncertainty comes from.
    pub uncertainty: Uncertainty,
    /// Degrees of freedom of a type B statement; infinite when absent. Type A has n − 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub degrees_of_freedom: Option<DecimalText>,
    /// Sensitivity as a formula, where it is stated rather than derived from the model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sensitivity: Option<String>,
}

/// Where an estimate comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(tag = "from", rename_all = "snake_case", deny_unknown_fields)]
pub enum Estimate {
    /// Zero: a correction that is only uncertain.
    #[serde(deserialize_with = "base::closed::nothing_else")]
    Zero,
    /// The mean of a quantity's readings in force.
    Readings {
        /// Key of the quantity.
        quantity: String,
    },
    /// A formula over `nominal`, parameters, constants and quantities' symbols.
    Formula {
        /// The formula.
        formula: String,
    },
    /// A value stated for the standard in a slot (its `characteristics`, found by key).
    Standard {
        /// Key of the slot.
        slot: String,
        /// Key of the characteristic.
        characteristic: String,
    },
    /// The mean of an environment field's readings.
    Environment {
        /// Key of the field.
        field: String,
    },
}

/// Where a standard uncertainty comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Uncertainty {
    /// Known exactly.
    #[serde(deserialize_with = "base::closed::nothing_else")]
    None,
    /// Type A: experimental standard deviation of the mean of a quantity's readings.
    TypeA {
        /// Key of the quantity.
        quantity: String,
        /// Standard deviation of one reading known beforehand (pooled), used with a single reading; formula in the input's unit.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pooled: Option<String>,
    },
    /// Type B from a formula over `nominal`, parameters, constants, quantities' symbols.
    TypeB {
        /// What kind of source it is, for the budget table.
        source: Source,
        /// Formula: half-width for bounded distributions, standard uncertainty for `normal` and `t`, expanded for `expanded`.
        magnitude: String,
        /// Distribution.
        distribution: Distribution,
    },
    /// Type B from the certificate of the standard in a slot: a characteristic's uncertainty and coverage factor.
    Certificate {
        /// Key of the slot.
        slot: String,
        /// Key of the characteristic.
        characteristic: String,
    },
}

/// What a type B statement rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The measurement standard.
    Standard,
    /// Resolution.
    Resolution,
    /// Maximum permissible error.
    Mpe,
    /// Drift since the last calibration.
    Drift,
    /// Environment.
    Environment,
    /// Anything else.
    Other,
}

/// Distributions of type B statements.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(tag = "shape", rename_all = "snake_case", deny_unknown_fields)]
pub enum Distribution {
    /// Normal; the magnitude is the standard uncertainty.
    #[serde(deserialize_with = "base::closed::nothing_else")]
    Normal,
    /// Normal, from an expanded uncertainty and its coverage factor.
    Expanded {
        /// Coverage factor.
        k: DecimalText,
    },
    /// Rectangular over ± magnitude.
    #[serde(deserialize_with = "base::closed::nothing_else")]
    Rectangular,
    /// Triangular over ± magnitude.
    #[serde(deserialize_with = "base::closed::nothing_else")]
    Triangular,
    /// Trapezoidal over ± magnitude with the ratio of top to base.
    Trapezoidal {
        /// β, from 0 (triangular) to 1 (rectangular).
        beta: DecimalText,
    },
    /// U-shaped (arcsine) over ± magnitude.
    #[serde(deserialize_with = "base::closed::nothing_else")]
    UShaped,
    /// Scaled and shifted t; the magnitude is the scale.
    #[serde(deserialize_with = "base::closed::nothing_else")]
    T,
}
