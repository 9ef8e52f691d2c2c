//! Why there is no number.

use std::collections::BTreeMap;
use std::fmt;

use base::finding::Refusal;

/// Why a statistic is not defined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatisticsError {
    /// Fewer values than the statistic needs.
    TooFew {
        /// How many it needs.
        needed: usize,
    },
    /// A scale, uncertainty or reference value of zero that would be divided by.
    ZeroScale,
    /// All values are equal: nothing is known of their scatter.
    AllEqual,
    /// A majority of the values is identical, so that a robust scale is zero.
    MajorityEqual,
    /// A value that is not a finite number, or a result beyond them.
    NotFinite,
    /// A parameter outside its range; its name.
    OutOfRange(&'static str),
    /// No fixed point was reached.
    NoConvergence,
    /// Several values have the same claim, so that there is no one answer.
    Tied,
    /// The most frequent answer does not reach the majority that was set.
    NoMajority,
    /// A score or a route that was asked for without what it needs; the name of what is missing.
    Missing(&'static str),
    /// No formula gives this; what was asked for.
    NotDefined(&'static str),
}

impl Refusal for StatisticsError {
    fn code(&self) -> &'static str {
        match self {
            Self::TooFew { .. } => "too_few_values",
            Self::ZeroScale => "scale_zero",
            Self::AllEqual => "all_values_equal",
            Self::MajorityEqual => "majority_equal",
            Self::NotFinite => "value_not_finite",
            Self::OutOfRange(_) => "parameter_out_of_range",
            Self::NoConvergence => "no_convergence",
            Self::Tied => "values_tied",
            Self::NoMajority => "majority_not_reached",
            Self::Missing(_) => "input_missing",
            Self::NotDefined(_) => "statistic_not_defined",
        }
    }

    fn params(&self) -> BTreeMap<String, String> {
        match self {
            Self::TooFew { needed } => BTreeMap::from([("needed".to_owned(), needed.to_string())]),
            Self::OutOfRange(name) | Self::Missing(name) | Self::NotDefined(name) => {
                BTreeMap::from([("name".to_owned(), (*name).to_owned())])
            }
            _ => BTreeMap::new(),
        }
    }
}

impl fmt::Display for StatisticsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
impl std::error::Error for StatisticsError {}

/// The number, if it is finite.
pub(super) fn finite(value: f64) -> Result<f64, StatisticsError> {
    if value.is_finite() { Ok(value) } else { Err(StatisticsError::NotFinite) }
}

/// A parameter that must be positive, by its name.
pub(super) fn positive(name: &'static str, value: f64) -> Result<(), StatisticsError> {
    if value > 0.0 && value.is_finite() { Ok(()) } else { Err(StatisticsError::OutOfRange(name)) }
}

/// An uncertainty or another length that must not be negative, by its name.
pub(super) fn not_negative(name: &'static str, value: f64) -> Result<(), StatisticsError> {
    if value >= 0.0 && value.is_finite() { Ok(()) } else { Err(StatisticsError::OutOfRange(name)) }
}

/// A level of significance.
pub(super) fn level(alpha: f64) -> Result<(), StatisticsError> {
    if alpha > 0.0 && alpha < 1.0 { Ok(()) } else { Err(StatisticsError::OutOfRange("alpha")) }
}

/// At least this many values, all of them finite.
pub(super) fn at_least(values: &[f64], needed: usize) -> Result<(), StatisticsError> {
    if values.len() < needed {
        return Err(StatisticsError::TooFew { needed });
    }
    values.iter().try_for_each(|value| finite(*value).map(|_| ()))
}

/// The number of values as a number.
pub(super) const fn count(values: usize) -> f64 {
    values as f64
}
