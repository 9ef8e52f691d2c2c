//! The measurement engine: model, budget, GUM, coverage, rounding, decision (C-5.5.3).
//!
//! It computes from [`observed::Observations`] with a [`method::Procedure`]: no record, no order, no noun.

mod big;
mod budget;
mod caution;
mod cautioned;
mod certified;
mod compute;
pub mod conformity;
mod convolution;
pub mod correlation;
pub mod coverage;
mod derivation;
mod digits;
pub mod distribution;
mod evaluate;
pub mod express;
pub mod formula;
pub mod gum;
#[cfg(test)]
mod harsh_tests;
pub mod known;
mod line;
pub mod method;
pub mod monte_carlo;
mod number;
pub mod observed;
mod outcome;
mod output;
pub mod outputs;
mod preview;
mod probe;
pub mod propagate;
mod random;
mod refusal;
mod results;
pub mod risk;
pub mod rounding;
mod scope;
#[cfg(test)]
mod several_tests;
mod simulate;
#[cfg(test)]
mod simulated_tests;
mod situation;
mod solve;
#[cfg(test)]
mod tests;
mod ziggurat;

pub use budget::{BudgetLine, BudgetTable, CorrelationLine};
pub use caution::{Caution, beside};
pub use certified::{NoUncertainty, without_uncertainty};
pub use compute::{compute, compute_with, simulations};
pub use derivation::{Derivation, ReadingsStep, derivation_with, derivations_with};
pub use preview::{Preview, Sample, plausible, preview, trial};
pub use probe::{Probe, at_points, probe};
pub use refusal::MeasurementError;
pub use results::{Conformity, ConformityVerdict, FurtherResult, Interval, Mean, Outcome, OutputCorrelation, PointResult, Results, Scaled};
pub use simulate::{Simulator, at_once};

/// Version of the engine, in every submission.
pub const ENGINE_VERSION: &str = "1.2.0";
