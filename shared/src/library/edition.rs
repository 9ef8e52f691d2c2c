//! A method edition: the form that is filled in on the spot and the computation of its results, as data.
//! Immutable once used (C-4.2, C-5.5.3).

use serde::{Deserialize, Serialize};

use crate::decimal::DecimalText;
use crate::id::Id;
use crate::library::method::Method;
use crate::text::Bilingual;
use crate::time::{Date, Validity};
use crate::unit::Unit;

/// One edition of a method.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edition {
    /// The method.
    pub method: Id<Method>,
    /// Code as printed on certificates; snapshot of the method's.
    pub code: String,
    /// Title as printed on certificates; snapshot of the method's.
    pub title: Bilingual,
    /// Name of this edition ("2016", "B/2").
    pub name: String,
    /// In force, superseded or withdrawn.
    pub status: EditionStatus,
    /// The days on which it is in force.
    pub validity: Validity,
    /// What is filled in.
    pub form: Form,
    /// What is computed from it.
    pub computation: Computation,
}

impl Edition {
    /// Whether records can be opened with it on a day (C-4.2).
    pub fn in_force_on(&self, day: Date) -> bool {
        self.status == EditionStatus::InForce && self.validity.holds_on(day)
    }
}

/// Whether an edition can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EditionStatus {
    /// Being written; nothing can be recorded with it.
    Draft,
    /// In force.
    InForce,
    /// A newer edition took its place.
    Superseded,
    /// Not to be used any more.
    Withdrawn,
}

/// The form of an original record. Keys are never renumbered or reused.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// Environment, read at the start and at the end: paths `environment/{start|end}/{key}`.
    #[serde(default)]
    pub environment: Vec<EnvironmentField>,
    /// Inspections before the measurement: paths `inspection/{key}`.
    #[serde(default)]
    pub inspections: Vec<InspectionField>,
    /// Measurement standards needed.
    #[serde(default)]
    pub slots: Vec<Slot>,
    /// Whether the item may be adjusted between `as_found` and `as_left`.
    pub adjustable: bool,
    /// What is read at every point, in order: paths `{stage}/points/{point}/{quantity}/r{n}`.
    pub quantities: Vec<Quantity>,
    /// The measurement points, in order.
    pub points: Vec<Point>,
}

/// The two stages of a record; path segment `as_found` or `as_left`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Before any adjustment.
    AsFound,
    /// After an adjustment.
    AsLeft,
}

impl Stage {
    /// The path segment.
    pub const fn key(self) -> &'static str {
        match self {
            Self::AsFound => "as_found",
            Self::AsLeft => "as_left",
        }
    }
}

/// An environment quantity with the method's limits (C-4.4).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnvironmentField {
    /// Key ("temperature").
    pub key: String,
    /// Label.
    pub label: Bilingual,
    /// Unit.
    pub unit: Unit,
    /// Lower limit, included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<DecimalText>,
    /// Upper limit, included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<DecimalText>,
}

/// A question answered by choice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InspectionField {
    /// Key ("appearance").
    pub key: String,
    /// Label.
    pub label: Bilingual,
    /// Choices: key and label.
    pub choices: Vec<Choice>,
}

/// One answer to an inspection.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Key, as recorded.
    pub key: String,
    /// Label.
    pub label: Bilingual,
}

/// A place for a measurement standard.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slot {
    /// Key ("blocks").
    pub key: String,
    /// Label.
    pub label: Bilingual,
    /// Whether no reading can be taken without it.
    pub required: bool,
}

/// What is read at a point.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quantity {
    /// Key ("readings", "up", "standard"); a path segment.
    pub key: String,
    /// Symbol in the model (`V_ix`); the model sees the mean of the readings.
    pub symbol: String,
    /// Label.
    pub label: Bilingual,
    /// Unit of the readings, fixed by the method.
    pub unit: Unit,
    /// Readings per point: `r1` … `r{n}`.
    pub readings: u8,
    /// Resolution, for the numeric pad's hint and plausibility; text, in `unit`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolution: Option<DecimalText>,
    /// Formula of the largest plausible distance from the nominal value, in `unit`, over the point's symbols; beyond it the
    /// screen warns, never blocks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plausible: Option<String>,
}

/// A measurement point.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// Key; a path segment. Never reused.
    pub key: String,
    /// Nominal value; the symbol `nominal` in formulas.
    pub nominal: DecimalText,
    /// Unit of the nominal value.
    pub unit: Unit,
    /// Label, where the nominal value is not enough ("outside jaws").
    #[serde(default)]
    pub label: Bilingual,
    /// Values of this point for further symbols in formulas (`range`, `mpe_block`).
    #[serde(default)]
    pub parameters: Vec<Parameter>,
}

/// A named value of a point or of the computation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// Symbol in formulas.
    pub symbol: String,
    /// Value.
    pub value: DecimalText,
    /// Unit it is stated in; `None` for a plain number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Unit>,
}

/// How results come about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
#[serde(tag = "from", rename_all = "snake_case", deny_unknown_fields)]
pub enum Estimate {
    /// Zero: a correction that is only uncertain.
    #[serde(deserialize_with = "crate::closed::nothing_else")]
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
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Uncertainty {
    /// Known exactly.
    #[serde(deserialize_with = "crate::closed::nothing_else")]
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
#[serde(tag = "shape", rename_all = "snake_case", deny_unknown_fields)]
pub enum Distribution {
    /// Normal; the magnitude is the standard uncertainty.
    #[serde(deserialize_with = "crate::closed::nothing_else")]
    Normal,
    /// Normal, from an expanded uncertainty and its coverage factor.
    Expanded {
        /// Coverage factor.
        k: DecimalText,
    },
    /// Rectangular over ± magnitude.
    #[serde(deserialize_with = "crate::closed::nothing_else")]
    Rectangular,
    /// Triangular over ± magnitude.
    #[serde(deserialize_with = "crate::closed::nothing_else")]
    Triangular,
    /// Trapezoidal over ± magnitude with the ratio of top to base.
    Trapezoidal {
        /// β, from 0 (triangular) to 1 (rectangular).
        beta: DecimalText,
    },
    /// U-shaped (arcsine) over ± magnitude.
    #[serde(deserialize_with = "crate::closed::nothing_else")]
    UShaped,
    /// Scaled and shifted t; the magnitude is the scale.
    #[serde(deserialize_with = "crate::closed::nothing_else")]
    T,
}

/// How the coverage factor is found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Coverage {
    /// The rule.
    pub rule: CoverageRule,
    /// Coverage probability ("0.95", "0.9545").
    pub probability: DecimalText,
    /// k printed to this many decimal places.
    #[serde(default = "two")]
    pub places: u8,
}

const fn two() -> u8 {
    2
}

/// Rules for the coverage factor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case", deny_unknown_fields)]
pub enum CoverageRule {
    /// A fixed k.
    Fixed {
        /// Coverage factor.
        k: DecimalText,
    },
    /// Student's t with the effective degrees of freedom (Welch–Satterthwaite).
    #[serde(deserialize_with = "crate::closed::nothing_else")]
    T,
    /// Dominant rectangular or trapezoidal contributions as in EA-4/02, else t.
    #[serde(deserialize_with = "crate::closed::nothing_else")]
    DominantTerms,
    /// Numerical convolution of the contributions.
    #[serde(deserialize_with = "crate::closed::nothing_else")]
    Convolution,
    /// Monte Carlo (JCGM 101).
    MonteCarlo {
        /// Number of trials; the most of them where `digits` are asked for.
        trials: u32,
        /// Seed.
        seed: u64,
        /// Which interval holds the probability.
        #[serde(default, skip_serializing_if = "IntervalKind::is_symmetric")]
        interval: IntervalKind,
        /// Significant digits of u that must be certain: trials are made until they are (JCGM 101 7.9).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        digits: Option<u8>,
    },
}

/// Which interval of a simulated distribution is stated (JCGM 101 5.3.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IntervalKind {
    /// Equal tails.
    #[default]
    Symmetric,
    /// The shortest.
    Shortest,
}

impl IntervalKind {
    const fn is_symmetric(&self) -> bool {
        matches!(self, Self::Symmetric)
    }
}

/// Rounding of expanded uncertainties and results (GB/T 8170).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rounding {
    /// Significant digits of U: 1 or 2.
    pub digits: u8,
    /// Half to even, or up.
    pub mode: RoundingMode,
    /// Interval of rounding in units of the last of these digits: 1, 2 or 5 (GB/T 8170 5.1).
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub step: u8,
}

const fn one() -> u8 {
    1
}

const fn is_one(step: &u8) -> bool {
    *step == 1
}

/// How U is rounded; results are always rounded half to even.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundingMode {
    /// GB/T 8170.
    HalfEven,
    /// Any rest increments.
    Up,
}

/// Tolerance and rule of conformity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// Largest permissible |error|, a formula over the point's symbols, in the computation's unit.
    pub tolerance: String,
    /// Rule.
    pub rule: DecisionRule,
}

/// Decision rules (ILAC-G8, JCGM 106).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "snake_case", deny_unknown_fields)]
pub enum DecisionRule {
    /// Simple acceptance: w = 0.
    #[serde(deserialize_with = "crate::closed::nothing_else")]
    Simple,
    /// Guarded acceptance: w = factor · U.
    Guarded {
        /// Factor of U ("1").
        factor: DecimalText,
    },
    /// Non-binary with guard band w = U.
    #[serde(deserialize_with = "crate::closed::nothing_else")]
    NonBinary,
}
