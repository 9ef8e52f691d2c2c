//! The rules of an edition: coverage, rounding, decision.

use serde::{Deserialize, Serialize};

use base::decimal::DecimalText;

/// How the coverage factor is found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(tag = "by", rename_all = "snake_case", deny_unknown_fields)]
pub enum CoverageRule {
    /// A fixed k.
    Fixed {
        /// Coverage factor.
        k: DecimalText,
    },
    /// Student's t with the effective degrees of freedom (Welch–Satterthwaite).
    #[serde(deserialize_with = "base::closed::nothing_else")]
    T,
    /// Dominant rectangular or trapezoidal contributions as in EA-4/02, else t.
    #[serde(deserialize_with = "base::closed::nothing_else")]
    DominantTerms,
    /// Numerical convolution of the contributions.
    #[serde(deserialize_with = "base::closed::nothing_else")]
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
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RoundingMode {
    /// GB/T 8170.
    HalfEven,
    /// Any rest increments.
    Up,
}

/// Tolerance and rule of conformity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// Largest permissible |error|, a formula over the point's symbols, in the computation's unit.
    pub tolerance: String,
    /// Rule.
    pub rule: DecisionRule,
    /// The tolerance must be at least so many times U: "3" asks for U ≤ MPEV/3 (JJF 1094). `None` where nobody said; then U must
    /// not be larger than the tolerance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ratio: Option<DecimalText>,
}

/// Decision rules (ILAC-G8, JCGM 106).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(tag = "rule", rename_all = "snake_case", deny_unknown_fields)]
pub enum DecisionRule {
    /// Simple acceptance: w = 0.
    #[serde(deserialize_with = "base::closed::nothing_else")]
    Simple,
    /// Guarded acceptance: w = factor · U.
    Guarded {
        /// Factor of U ("1").
        factor: DecimalText,
    },
    /// Non-binary with guard band w = U.
    #[serde(deserialize_with = "base::closed::nothing_else")]
    NonBinary,
}
