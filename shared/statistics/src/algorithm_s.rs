//! Algorithm S: a pooled robust standard deviation or range (ISO 13528 C.4).

use super::centred::power_of_two;
use super::descriptive::median;
use super::fisher::{chi_squared_quantile, chi_squared_tail};
use super::refusal::{StatisticsError, at_least, count, finite};

/// Most updates.
const MAX_UPDATES: usize = 100_000;

/// A pooled robust value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pooled {
    /// The value.
    pub w: f64,
    /// Whether it collapsed to zero, because too many of the values are zero: nothing is known of the scatter.
    pub degenerate: bool,
}

/// The robust pooled value of standard deviations with ν degrees of freedom each (ranges of two: ν = 1), of ISO 13528 C.4.
///
/// # Errors
/// [`StatisticsError::TooFew`] of nothing, [`StatisticsError::OutOfRange`] for negative values or ν below 1,
/// [`StatisticsError::NoConvergence`].
pub fn algorithm_s(values: &[f64], dof: u32) -> Result<Pooled, StatisticsError> {
    at_least(values, 1)?;
    if values.iter().any(|value| *value < 0.0) || dof == 0 {
        return Err(StatisticsError::OutOfRange(if dof == 0 { "nu" } else { "w" }));
    }
    let (limit, adjustment) = factors(dof)?;
    let middle = median(values)?;
    if middle == 0.0 {
        return Ok(Pooled { w: 0.0, degenerate: true });
    }
    let unit = power_of_two(middle);
    let mut pooled = middle / unit;
    let positive = || values.iter().filter(|value| **value > 0.0);
    let smallest = positive().fold(f64::INFINITY, |least, value| least.min(value / unit));
    // Once every positive value is drawn in, each update multiplies by the same.
    let each = adjustment * limit * (count(positive().count()) / count(values.len())).sqrt();
    for _ in 0..MAX_UPDATES {
        let reach = limit * pooled;
        if reach <= smallest && each < 1.0 {
            return Ok(Pooled { w: 0.0, degenerate: true });
        }
        let squares: f64 = values.iter().map(|value| (value / unit).min(reach).powi(2)).sum();
        let next = adjustment * (squares / count(values.len())).sqrt();
        if (next - pooled).abs() <= 1e-15 * next {
            return Ok(Pooled { w: finite(next * unit)?, degenerate: false });
        }
        pooled = next;
    }
    Err(StatisticsError::NoConvergence)
}

/// Limit factor η and adjustment factor ξ: the table of ISO 13528 to ten degrees of freedom, by its defining formula beyond.
fn factors(dof: u32) -> Result<(f64, f64), StatisticsError> {
    const TABLE: [(f64, f64); 10] = [
        (1.645, 1.097),
        (1.517, 1.054),
        (1.444, 1.039),
        (1.395, 1.032),
        (1.359, 1.027),
        (1.332, 1.024),
        (1.310, 1.021),
        (1.292, 1.019),
        (1.277, 1.018),
        (1.264, 1.017),
    ];
    if let Some(row) = usize::try_from(dof).ok().and_then(|dof| TABLE.get(dof - 1)) {
        return Ok(*row);
    }
    let nu = f64::from(dof);
    let limit = chi_squared_quantile(0.1, nu)?;
    let inside = 1.0 - chi_squared_tail(limit, nu + 2.0);
    Ok(((limit / nu).sqrt(), (inside + 0.1 * limit / nu).sqrt().recip()))
}
