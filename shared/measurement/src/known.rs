//! What is known of an input: as a certificate states it, as readings give it, as a half-width of a shape, in any unit (GUM 4).

use super::distribution::Shape;
use super::refusal::MeasurementError;
use base::unit::Unit;
use statistics::descriptive::{mean, standard_deviation};

/// What is known of an input.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// Symbol in the model.
    pub symbol: String,
    /// Estimate.
    pub x: f64,
    /// Standard uncertainty.
    pub u: f64,
    /// Degrees of freedom; `None` is infinite.
    pub dof: Option<f64>,
}

impl Known {
    /// From an expanded uncertainty and its coverage factor.
    ///
    /// # Errors
    /// [`MeasurementError::NotPositive`] for a factor that is not positive or a negative uncertainty.
    pub fn from_expanded(symbol: &str, x: f64, expanded: f64, k: f64, dof: Option<f64>) -> Result<Self, MeasurementError> {
        if !(k > 0.0 && k.is_finite() && expanded >= 0.0) {
            return Err(MeasurementError::NotPositive(symbol.to_owned()));
        }
        Ok(Self { symbol: symbol.to_owned(), x, u: expanded / k, dof })
    }

    /// From readings: their mean, s/√n, n − 1 degrees of freedom (GUM 4.2).
    ///
    /// # Errors
    /// [`MeasurementError::TooFewReadings`] below two readings, [`MeasurementError::NotFinite`].
    pub fn from_readings(symbol: &str, readings: &[f64]) -> Result<Self, MeasurementError> {
        if readings.len() < 2 {
            return Err(MeasurementError::TooFewReadings(symbol.to_owned()));
        }
        let n = readings.len() as f64;
        let found = mean(readings).and_then(|mean| Ok((mean, standard_deviation(readings)?)));
        let (x, s) = found.map_err(|_| MeasurementError::NotFinite(symbol.to_owned()))?;
        Ok(Self { symbol: symbol.to_owned(), x, u: s / n.sqrt(), dof: Some(n - 1.0) })
    }

    /// From the half-width of a shape (GUM 4.3).
    ///
    /// # Errors
    /// [`MeasurementError::NotPositive`] for a negative half-width or a trapezoid that is none.
    pub fn from_half_width(symbol: &str, x: f64, half_width: f64, shape: Shape, dof: Option<f64>) -> Result<Self, MeasurementError> {
        let divisor = shape.divisor();
        let trapezoid = !matches!(shape, Shape::Trapezoidal(beta) if !(0.0..=1.0).contains(&beta));
        if !(half_width >= 0.0 && half_width.is_finite() && trapezoid) {
            return Err(MeasurementError::NotPositive(symbol.to_owned()));
        }
        Ok(Self { symbol: symbol.to_owned(), x, u: half_width / divisor, dof })
    }

    /// The same in another unit.
    ///
    /// # Errors
    /// [`MeasurementError::ReadingUnit`] for a unit of another kind.
    pub fn converted(&self, from: Unit, to: Unit) -> Result<Self, MeasurementError> {
        let wrong = || MeasurementError::ReadingUnit(self.symbol.clone());
        let x = from.convert_f64(self.x, to).ok_or_else(wrong)?;
        let u = self.u * from.factor_to(to).ok_or_else(wrong)?;
        Ok(Self { symbol: self.symbol.clone(), x, u, dof: self.dof })
    }
}
