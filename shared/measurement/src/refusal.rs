//! Why there is no result at a point. A refusal has a code; it is never a NaN.

use std::collections::BTreeMap;
use std::fmt;

use super::formula::FormulaError;
use super::rounding::RoundingError;
use base::finding::Refusal;

/// Why something cannot be computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MeasurementError {
    /// The edition has no such point.
    PointUnknown(String),
    /// A reading that is needed was marked as not observed; its path.
    NotObserved(String),
    /// A quantity without readings.
    ReadingMissing(String),
    /// A single reading and nothing known of its scatter.
    TooFewReadings(String),
    /// A reading that is no number, or in a unit of another kind.
    ReadingUnit(String),
    /// No standard in a slot.
    StandardMissing(String),
    /// Readings of one point taken with different standards.
    StandardsMixed(String),
    /// The standard in a slot has no such characteristic.
    CharacteristicMissing(String, String),
    /// A characteristic in a unit of another kind, or with a coverage factor that is not positive.
    CharacteristicUnusable(String, String),
    /// An environment field without readings.
    EnvironmentMissing(String),
    /// A formula that cannot be read; where it stands.
    Formula(String, FormulaError),
    /// A symbol that nothing gives a value.
    SymbolUnknown(String),
    /// A value that is not a finite number; what.
    NotFinite(String),
    /// A half-width, standard uncertainty or number of degrees of freedom that is negative or zero.
    NotPositive(String),
    /// A model without a derivative by a symbol: an absolute value at 0, a tie of min or max, a vertical tangent.
    NoDerivative(String),
    /// Correlation coefficients outside −1 to 1, or that contradict each other.
    Correlation,
    /// Limits in the wrong order.
    LimitsCrossed,
    /// Neither a lower nor an upper limit.
    LimitsMissing,
    /// A simulation of too few or too many trials.
    Trials,
    /// A coverage probability outside 0 to 1, or a coverage factor that cannot be found.
    Coverage,
    /// Correlations that cannot be used with an input's shape, or with the rule; which, or what cannot.
    CorrelationUnusable(String),
    /// A simulation whose result is not there yet.
    Simulating,
    /// A result that cannot be rounded.
    Rounding(RoundingError),
    /// A tolerance or result beyond exact decimals.
    TooLarge,
}

impl Refusal for MeasurementError {
    fn code(&self) -> &'static str {
        match self {
            Self::PointUnknown(_) => "point_unknown",
            Self::NotObserved(_) => "not_observed",
            Self::ReadingMissing(_) => "reading_missing",
            Self::TooFewReadings(_) => "too_few_readings",
            Self::ReadingUnit(_) => "reading_unit",
            Self::StandardMissing(_) => "standard_missing",
            Self::StandardsMixed(_) => "standards_mixed",
            Self::CharacteristicMissing(..) => "characteristic_missing",
            Self::CharacteristicUnusable(..) => "characteristic_unusable",
            Self::EnvironmentMissing(_) => "environment_missing",
            Self::Formula(_, error) => error.code(),
            Self::SymbolUnknown(_) => "symbol_unknown",
            Self::NotFinite(_) => "not_finite",
            Self::NotPositive(_) => "not_positive",
            Self::NoDerivative(_) => "no_derivative",
            Self::Correlation => "correlation_contradictory",
            Self::LimitsCrossed => "limits_crossed",
            Self::LimitsMissing => "limits_missing",
            Self::Trials => "trials_out_of_range",
            Self::Coverage => "coverage_undefined",
            Self::CorrelationUnusable(_) => "correlation_unusable",
            Self::Simulating => "simulating",
            Self::Rounding(error) => error.code(),
            Self::TooLarge => "beyond_decimals",
        }
    }

    fn params(&self) -> BTreeMap<String, String> {
        let mut params = BTreeMap::new();
        let name = match self {
            Self::CharacteristicMissing(slot, key) | Self::CharacteristicUnusable(slot, key) => {
                params.insert("slot".to_owned(), slot.clone());
                key
            }
            Self::Formula(place, error) => {
                params.extend(error.params());
                place
            }
            Self::PointUnknown(name)
            | Self::NotObserved(name)
            | Self::ReadingMissing(name)
            | Self::TooFewReadings(name)
            | Self::ReadingUnit(name)
            | Self::StandardMissing(name)
            | Self::StandardsMixed(name)
            | Self::EnvironmentMissing(name)
            | Self::SymbolUnknown(name)
            | Self::NotFinite(name)
            | Self::NotPositive(name)
            | Self::NoDerivative(name)
            | Self::CorrelationUnusable(name) => name,
            Self::Correlation
            | Self::LimitsCrossed
            | Self::LimitsMissing
            | Self::Trials
            | Self::Coverage
            | Self::Simulating
            | Self::Rounding(_)
            | Self::TooLarge => return params,
        };
        params.insert("name".to_owned(), name.clone());
        params
    }

    fn clause(&self) -> Option<&'static str> {
        Some("C-5.5.3")
    }
}

impl From<RoundingError> for MeasurementError {
    fn from(error: RoundingError) -> Self {
        Self::Rounding(error)
    }
}

impl fmt::Display for MeasurementError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
impl std::error::Error for MeasurementError {}
