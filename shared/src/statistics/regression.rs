//! A straight calibration line by least squares (GUM H.3).

use super::centred::in_units;
use super::descriptive::mean;
use super::refusal::{StatisticsError, at_least, count, finite};

/// y = intercept + slope·(x − x₀).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// At x₀.
    pub intercept: f64,
    /// Slope.
    pub slope: f64,
    /// Standard uncertainty of the intercept.
    pub u_intercept: f64,
    /// Standard uncertainty of the slope.
    pub u_slope: f64,
    /// Correlation of the two.
    pub correlation: f64,
    /// Residual standard deviation.
    pub residual: f64,
    /// Degrees of freedom.
    pub dof: usize,
}

/// Fits a line about x₀.
///
/// # Errors
/// [`StatisticsError::TooFew`] below three points or for unequal numbers, [`StatisticsError::ZeroScale`] where all x are equal.
pub fn fit(x: &[f64], y: &[f64], x0: f64) -> Result<Line, StatisticsError> {
    at_least(x, 3)?;
    at_least(y, 3)?;
    if x.len() != y.len() {
        return Err(StatisticsError::OutOfRange("y"));
    }
    let ((x, unit_x), (y, unit_y)) = (in_units(&[x.to_vec()]), in_units(&[y.to_vec()]));
    let line = fitted(&x[0], &y[0], finite(x0 / unit_x)?)?;
    let per_unit = |slope: f64| finite(slope * unit_y / unit_x);
    Ok(Line {
        intercept: finite(line.intercept * unit_y)?,
        slope: per_unit(line.slope)?,
        u_intercept: finite(line.u_intercept * unit_y)?,
        u_slope: per_unit(line.u_slope)?,
        residual: finite(line.residual * unit_y)?,
        correlation: finite(line.correlation)?,
        ..line
    })
}

fn fitted(x: &[f64], y: &[f64], x0: f64) -> Result<Line, StatisticsError> {
    let n = count(x.len());
    let (mean_x, mean_y) = (mean(x)?, mean(y)?);
    let sxx: f64 = x.iter().map(|x| (x - mean_x).powi(2)).sum();
    if sxx == 0.0 {
        return Err(StatisticsError::ZeroScale);
    }
    let sxy: f64 = x.iter().zip(y).map(|(x, y)| (x - mean_x) * (y - mean_y)).sum();
    let slope = finite(sxy / sxx)?;
    let rest: f64 = x.iter().zip(y).map(|(x, y)| (y - mean_y - slope * (x - mean_x)).powi(2)).sum();
    let residual = finite((rest / (n - 2.0)).sqrt())?;
    let away = mean_x - x0;
    let spread = (1.0 / n + away * away / sxx).sqrt();
    Ok(Line {
        intercept: finite(mean_y - slope * away)?,
        slope,
        u_intercept: residual * spread,
        u_slope: residual / sxx.sqrt(),
        correlation: -away / (sxx.sqrt() * spread),
        residual,
        dof: x.len() - 2,
    })
}

impl Line {
    /// The value at a distance from x₀, with its standard uncertainty.
    pub fn predict(&self, distance: f64) -> (f64, f64) {
        let covariance = self.correlation * self.u_intercept * self.u_slope;
        let variance = self.u_intercept.powi(2) + distance * distance * self.u_slope.powi(2) + 2.0 * distance * covariance;
        (self.intercept + self.slope * distance, variance.max(0.0).sqrt())
    }
}
