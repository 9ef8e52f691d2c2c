//! Homogeneity and stability of comparison items (ISO 13528 annex B).

use super::centred::in_units;
use super::descriptive::{mean, squares, standard_deviation};
use super::fisher::{chi_squared_quantile, f_quantile};
use super::outliers::{cochran, cochran_critical};
use super::refusal::{StatisticsError, at_least, count, finite};

/// A homogeneity study.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Homogeneity {
    /// Items.
    pub items: usize,
    /// Replicates of each.
    pub replicates: usize,
    /// Grand mean.
    pub mean: f64,
    /// Standard deviation of the items' means.
    pub s_x: f64,
    /// Within items.
    pub s_w: f64,
    /// Between items; zero where the means scatter less than repeatability explains.
    pub s_s: f64,
    /// 0.3 σ.
    pub criterion: f64,
    /// s_s within the criterion.
    pub sufficient: bool,
    /// Factors of the expanded criterion.
    pub factors: (f64, f64),
    /// Expanded criterion.
    pub expanded_criterion: f64,
    /// s_s within the expanded criterion.
    pub sufficient_expanded: bool,
    /// s_w below 0.5 σ: the study can see what it looks for.
    pub repeatability_adequate: bool,
    /// Ratio of mean squares; `None` without scatter within.
    pub f: Option<f64>,
    /// Its critical value at 5 %.
    pub f_critical: f64,
    /// Cochran's C; `None` without scatter within.
    pub cochran: Option<f64>,
    /// Its critical values at 1 % and 5 %.
    pub cochran_critical: (f64, f64),
}

/// Evaluates items with equal numbers of replicates.
///
/// # Errors
/// [`StatisticsError::TooFew`] below two items or replicates, [`StatisticsError::OutOfRange`] for unequal numbers or a σ that is not
/// positive.
pub fn homogeneity(samples: &[Vec<f64>], sigma: f64) -> Result<Homogeneity, StatisticsError> {
    if samples.len() < 2 {
        return Err(StatisticsError::TooFew { needed: 2 });
    }
    let m = samples[0].len();
    samples.iter().try_for_each(|sample| at_least(sample, 2))?;
    if samples.iter().any(|sample| sample.len() != m) {
        return Err(StatisticsError::OutOfRange("samples"));
    }
    positive(sigma)?;
    let (scaled, unit) = in_units(samples);
    evaluated(&scaled, finite(sigma / unit)?)?.times(unit)
}

fn evaluated(samples: &[Vec<f64>], sigma: f64) -> Result<Homogeneity, StatisticsError> {
    let m = samples[0].len();
    let means = samples.iter().map(|sample| mean(sample)).collect::<Result<Vec<_>, _>>()?;
    let degrees = count(m) - 1.0;
    let variances = samples.iter().map(|sample| squares(sample).map(|sum| sum / degrees)).collect::<Result<Vec<_>, _>>()?;
    let s_x = standard_deviation(&means)?;
    let within = mean(&variances)?;
    let (s_w, s_s) = (within.sqrt(), (s_x * s_x - within / count(m)).max(0.0).sqrt());
    let factors = expanded_factors(samples.len(), m)?;
    let criterion = 0.3 * sigma;
    let expanded_criterion = finite((factors.0.sqrt() * criterion).hypot((factors.1 * within).sqrt()))?;
    let (g, below) = (count(samples.len()), count(samples.len()) * degrees);
    Ok(Homogeneity {
        items: samples.len(),
        replicates: m,
        mean: mean(&means)?,
        s_x,
        s_w,
        s_s,
        criterion,
        sufficient: within_limit(s_s, criterion),
        factors,
        expanded_criterion,
        sufficient_expanded: within_limit(s_s, expanded_criterion),
        repeatability_adequate: s_w < 0.5 * sigma,
        f: (within > 0.0).then(|| count(m) * s_x * s_x / within).filter(|f| f.is_finite()),
        f_critical: f_quantile(0.05, g - 1.0, below)?,
        cochran: cochran(&variances).ok(),
        cochran_critical: (cochran_critical(samples.len(), m, 0.01)?, cochran_critical(samples.len(), m, 0.05)?),
    })
}

impl Homogeneity {
    /// The same with the unit put back.
    fn times(self, unit: f64) -> Result<Self, StatisticsError> {
        let length = |value: f64| finite(value * unit);
        Ok(Self {
            mean: length(self.mean)?,
            s_x: length(self.s_x)?,
            s_w: length(self.s_w)?,
            s_s: length(self.s_s)?,
            criterion: length(self.criterion)?,
            expanded_criterion: length(self.expanded_criterion)?,
            ..self
        })
    }
}

/// F₁ and F_m of the expanded criterion for g items with m replicates.
///
/// # Errors
/// [`StatisticsError::TooFew`] below two items or replicates.
pub fn expanded_factors(items: usize, replicates: usize) -> Result<(f64, f64), StatisticsError> {
    if items < 2 || replicates < 2 {
        return Err(StatisticsError::TooFew { needed: 2 });
    }
    let (g, m) = (count(items), count(replicates));
    let first = chi_squared_quantile(0.05, g - 1.0)? / (g - 1.0);
    Ok((first, (f_quantile(0.05, g - 1.0, g * (m - 1.0))? - 1.0) / m))
}

/// A stability study.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stability {
    /// Mean of the first measurements.
    pub first: f64,
    /// Mean of the later ones.
    pub second: f64,
    /// |difference|.
    pub difference: f64,
    /// 0.3 σ.
    pub criterion: f64,
    /// Whether the difference is within.
    pub stable: bool,
    /// 0.3 σ + 2√(u₁² + u₂²), where uncertainties are given, and whether the difference is within.
    pub expanded: Option<(f64, bool)>,
}

/// Compares means before and after.
///
/// # Errors
/// [`StatisticsError::TooFew`] of nothing, [`StatisticsError::OutOfRange`] for a σ that is not positive.
pub fn stability(before: &[f64], after: &[f64], sigma: f64, u: Option<(f64, f64)>) -> Result<Stability, StatisticsError> {
    positive(sigma)?;
    let (first, second) = (mean(before)?, mean(after)?);
    let (difference, criterion) = ((first - second).abs(), 0.3 * sigma);
    let expanded = match u {
        None => None,
        Some((u1, u2)) => {
            let limit = finite(criterion + 2.0 * u1.hypot(u2))?;
            Some((limit, within_limit(difference, limit)))
        }
    };
    finite(difference)?;
    Ok(Stability { first, second, difference, criterion, stable: within_limit(difference, criterion), expanded })
}

fn positive(sigma: f64) -> Result<(), StatisticsError> {
    if sigma > 0.0 && sigma.is_finite() { Ok(()) } else { Err(StatisticsError::OutOfRange("sigma_pt")) }
}

/// Inclusive, forgiving binary noise at the boundary.
fn within_limit(value: f64, limit: f64) -> bool {
    value <= limit * (1.0 + 1e-12)
}
