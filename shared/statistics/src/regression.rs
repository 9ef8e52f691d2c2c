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
    /// Where the points' middle lies: there, value and slope are independent.
    middle: (f64, f64),
    /// Standard uncertainty of the value at the middle.
    u_middle: f64,
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
        middle: (finite(line.middle.0 * unit_x)?, finite(line.middle.1 * unit_y)?),
        u_middle: finite(line.u_middle * unit_y)?,
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
        middle: (mean_x, mean_y),
        u_middle: residual / n.sqrt(),
    })
}

impl Line {
    /// The value at an x, with its standard uncertainty s·√(1/n + (x − x̄)²/Sxx): about the middle, where nothing cancels.
    ///
    /// # Errors
    /// [`StatisticsError::NotFinite`] where they are beyond numbers.
    pub fn predict(&self, x: f64) -> Result<(f64, f64), StatisticsError> {
        let away = x - self.middle.0;
        Ok((finite(self.middle.1 + self.slope * away)?, finite(self.u_middle.hypot(away * self.u_slope))?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // GUM H.3: with x₀ far from the points, intercept and slope cancel almost wholly in u of what is predicted.
    #[test]
    fn a_prediction_does_not_depend_on_where_the_line_is_written_about() {
        let x = [20.0, 21.0, 22.0, 23.0, 24.0, 25.0];
        let y = [0.1, 0.13, 0.12, 0.17, 0.16, 0.2];
        let about = |x0: f64| fit(&x, &y, x0).unwrap().predict(22.5).unwrap();
        let (value, u) = about(22.5);
        assert!((u - fit(&x, &y, 22.5).unwrap().u_intercept).abs() < 1e-16);
        for x0 in [0.0, 1e6, -1e9, 1e12] {
            let (other, other_u) = about(x0);
            assert!((other - value).abs() < 1e-14 && (other_u / u - 1.0).abs() < 1e-12, "{x0}: {other} {other_u}, not {value} {u}");
        }
    }
}
