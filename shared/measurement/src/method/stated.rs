//! What a certificate states of a measurement standard, as a computation takes it (C-5.4.1 h, C-4.5.2).

use base::decimal::DecimalText;
use base::unit::Unit;
use serde::{Deserialize, Serialize};

use crate::formula::Formula;

/// From where to where a standard can be used, both ends included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MeasuringRange {
    /// Lower end, in `unit`.
    pub low: DecimalText,
    /// Upper end, in `unit`.
    pub high: DecimalText,
    /// Unit of both.
    pub unit: Unit,
}

/// A certified value with its uncertainty.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Characteristic {
    /// Key a computation names.
    pub key: String,
    /// Value (a correction, a deviation).
    pub value: DecimalText,
    /// Expanded uncertainty; formula over the point's symbols allowed.
    pub expanded_uncertainty: String,
    /// Coverage factor.
    pub coverage_factor: DecimalText,
    /// Unit of value and uncertainty.
    pub unit: Unit,
}

/// Whether two texts are the same number, with however many digits each was written.
fn same_number(one: &DecimalText, other: &DecimalText) -> bool {
    one == other || one.to_decimal().zip(other.to_decimal()).is_some_and(|(one, other)| one == other)
}

impl Characteristic {
    /// Whether it says the same as another one, with however many digits each was written.
    pub fn says_same(&self, other: &Self) -> bool {
        let written = [self, other].map(|of| DecimalText::parse(&of.expanded_uncertainty));
        let same_u = match &written {
            [Ok(one), Ok(other)] => same_number(one, other),
            _ => self.expanded_uncertainty.trim() == other.expanded_uncertainty.trim(),
        };
        let same_numbers = same_number(&self.value, &other.value) && same_number(&self.coverage_factor, &other.coverage_factor);
        same_u && same_numbers && (&self.key, self.unit) == (&other.key, other.unit)
    }

    /// Whether the certified uncertainty is a number above zero wherever it can be seen to be one: over the standard's ranges of its
    /// kind of quantity (over all, where none is), at both ends, in the middle, and at zero. A formula that names anything but the
    /// nominal value depends on the point of an edition, and is looked at there.
    pub fn shown_above_zero(&self, formula: &Formula, ranges: &[MeasuringRange]) -> AboveZero {
        let value = |at: &[f64]| formula.value(at).filter(|u| u.is_finite());
        let above = |at: f64| value(&[at]).is_some_and(|u| u > 0.0);
        match formula.symbols() {
            [] if value(&[]).is_some_and(|u| u > 0.0) => AboveZero::Yes,
            [] => AboveZero::No,
            [symbol] if symbol == "nominal" => {
                let (zero, others): (Vec<f64>, Vec<f64>) = self.tried(ranges).into_iter().partition(|at| *at == 0.0);
                match zero.first() {
                    _ if !others.iter().all(|at| above(*at)) => AboveZero::No,
                    Some(_) if value(&[0.0]) == Some(0.0) && !others.is_empty() => AboveZero::NotAtZero,
                    Some(_) if !above(0.0) => AboveZero::No,
                    _ => AboveZero::Yes,
                }
            }
            _ => AboveZero::Yes,
        }
    }

    /// The nominal values at which a formula is tried.
    fn tried(&self, ranges: &[MeasuringRange]) -> Vec<f64> {
        let alike: Vec<_> = ranges.iter().filter(|range| range.unit.quantity() == self.unit.quantity()).collect();
        let ranges = if alike.is_empty() { ranges.iter().collect() } else { alike };
        let of_range = |range: &&MeasuringRange| {
            let (low, high) = (range.low.to_f64(), range.high.to_f64());
            let zero = (low..=high).contains(&0.0).then_some(0.0);
            [Some(low), Some(f64::midpoint(low, high)), Some(high), zero]
        };
        ranges.iter().flat_map(of_range).flatten().collect()
    }
}

/// Whether a certified uncertainty is above zero, as far as the register can see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AboveZero {
    /// It is, or only the point of an edition tells.
    Yes,
    /// It is relative to the value, and zero where the value is.
    NotAtZero,
    /// It is not.
    No,
}

/// Coverage factors that an uncertainty is stated with: from 1, which makes it a standard uncertainty, to that of one degree of freedom at
/// 95.45 % (13.97).
pub const COVERAGE_FACTORS: std::ops::RangeInclusive<f64> = 1.0..=14.0;
