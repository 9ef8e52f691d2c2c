//! What a simulation is told, and what comes out.

use serde::{Deserialize, Serialize};

use super::variable::Variable;
use crate::formula::Formula;

/// Fewest trials.
pub const MIN_TRIALS: u32 = 10_000;
/// Most trials.
pub const MAX_TRIALS: u32 = 10_000_000;

/// Which interval holds the probability.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "SimulationKind"))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Equal tails.
    Symmetric,
    /// The narrowest.
    Shortest,
}

/// A run.
#[derive(Debug, Clone, PartialEq)]
pub struct Run<'a> {
    /// The model.
    pub model: &'a Formula,
    /// Its symbols' variables, in its order; behind them may stand others that correlate with them.
    pub variables: &'a [Variable],
    /// Correlations of normal variables: two places and r.
    pub correlations: &'a [(usize, usize, f64)],
    /// Trials; the most that are made where the run is adaptive.
    pub trials: u32,
    /// Seed.
    pub seed: u64,
    /// Coverage probability.
    pub probability: f64,
    /// Interval.
    pub interval: Kind,
    /// Significant digits of u that must be certain: blocks are made until mean, u and both ends have settled to that tolerance
    /// (JCGM 101 7.9). `None` makes all trials.
    pub digits: Option<u8>,
}

/// What came out.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Simulated {
    /// Mean.
    pub mean: f64,
    /// Standard deviation.
    pub u: f64,
    /// Lower end of the coverage interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Trials made.
    pub trials: usize,
    /// Whether an adaptive run has settled; `None` where it was not adaptive.
    pub settled: Option<bool>,
    /// What must be said beside these numbers.
    pub caution: Option<Caution>,
}

/// What must be said beside the result of a simulation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "SimulationCaution"))]
#[serde(rename_all = "snake_case")]
pub enum Caution {
    /// An input is a t with two degrees of freedom or fewer, which has no standard deviation: u is that of these trials and of no
    /// others (JCGM 101 6.4.9.4). The interval holds.
    NoStandardUncertainty,
}

impl Caution {
    /// Its code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoStandardUncertainty => "u_not_finite",
        }
    }
}
