//! Repeatability and reproducibility, and Mandel's h and k (ISO 5725-2).

use super::centred::in_units;
use super::descriptive::{mean, squares, standard_deviation};
use super::fisher::f_quantile;
use super::refusal::{StatisticsError, at_least, count, finite};
use super::student::upper_quantile;

/// Repeatability and reproducibility limits are this many standard deviations.
const LIMIT: f64 = 2.8;

/// Precision of a method.
#[derive(Debug, Clone, PartialEq)]
pub struct Precision {
    /// Laboratories.
    pub laboratories: usize,
    /// General mean.
    pub mean: f64,
    /// Repeatability standard deviation.
    pub s_r: f64,
    /// Between laboratories.
    pub s_l: f64,
    /// Whether a negative variance between laboratories was set to zero.
    pub clamped: bool,
    /// Reproducibility standard deviation.
    pub s_reproducibility: f64,
    /// Repeatability limit.
    pub r_limit: f64,
    /// Reproducibility limit.
    pub reproducibility_limit: f64,
    /// Mean square between.
    pub between: f64,
    /// Mean square within.
    pub within: f64,
    /// Mandel's h and k by laboratory, for balanced data with scatter.
    pub consistency: Option<(Vec<f64>, Vec<f64>)>,
}

/// Evaluates a precision experiment.
///
/// # Errors
/// [`StatisticsError::TooFew`] below two laboratories, or where no laboratory has replicates;
/// [`StatisticsError::NotFinite`] where a mean square is beyond numbers.
pub fn precision(groups: &[Vec<f64>]) -> Result<Precision, StatisticsError> {
    if groups.len() < 2 {
        return Err(StatisticsError::TooFew { needed: 2 });
    }
    groups.iter().try_for_each(|group| at_least(group, 1))?;
    let (scaled, unit) = in_units(groups);
    evaluated(&scaled)?.times(unit)
}

fn evaluated(groups: &[Vec<f64>]) -> Result<Precision, StatisticsError> {
    let p = count(groups.len());
    let n: f64 = groups.iter().map(|group| count(group.len())).sum();
    if n <= p {
        return Err(StatisticsError::TooFew { needed: groups.len() + 1 });
    }
    let means = groups.iter().map(|group| mean(group)).collect::<Result<Vec<_>, _>>()?;
    let sums = groups.iter().map(|group| squares(group)).collect::<Result<Vec<_>, _>>()?;
    let all: Vec<f64> = groups.iter().flatten().copied().collect();
    let general = mean(&all)?;
    let within = finite(sums.iter().sum::<f64>() / (n - p))?;
    let weighted = groups.iter().zip(&means).map(|(group, mean)| count(group.len()) * (mean - general).powi(2));
    let between = finite(weighted.sum::<f64>() / (p - 1.0))?;
    let sizes: f64 = groups.iter().map(|group| count(group.len()).powi(2)).sum();
    let replicates = (n - sizes / n) / (p - 1.0);
    let laboratories = (between - within) / replicates;
    let s_reproducibility = (laboratories.max(0.0) + within).sqrt();
    Ok(Precision {
        laboratories: groups.len(),
        mean: general,
        s_r: within.sqrt(),
        s_l: laboratories.max(0.0).sqrt(),
        clamped: laboratories < 0.0,
        s_reproducibility,
        r_limit: LIMIT * within.sqrt(),
        reproducibility_limit: LIMIT * s_reproducibility,
        between,
        within,
        consistency: consistency(groups, &means, &sums, general, within),
    })
}

impl Precision {
    /// The same with the unit put back.
    fn times(self, unit: f64) -> Result<Self, StatisticsError> {
        let length = |value: f64| finite(value * unit);
        let square = |value: f64| {
            let square = finite(value * unit * unit)?;
            if square == 0.0 && value > 0.0 { Err(StatisticsError::NotFinite) } else { Ok(square) }
        };
        Ok(Self {
            mean: length(self.mean)?,
            s_r: length(self.s_r)?,
            s_l: length(self.s_l)?,
            s_reproducibility: length(self.s_reproducibility)?,
            r_limit: length(self.r_limit)?,
            reproducibility_limit: length(self.reproducibility_limit)?,
            between: square(self.between)?,
            within: square(self.within)?,
            ..self
        })
    }
}

fn consistency(groups: &[Vec<f64>], means: &[f64], sums: &[f64], general: f64, within: f64) -> Option<(Vec<f64>, Vec<f64>)> {
    let size = groups[0].len();
    let sd = standard_deviation(means).ok()?;
    if groups.iter().any(|group| group.len() != size) || size < 2 || sd == 0.0 || within == 0.0 {
        return None;
    }
    let h = means.iter().map(|mean| (mean - general) / sd).collect();
    let k = sums.iter().map(|sum| (sum / count(size - 1) / within).sqrt()).collect();
    Some((h, k))
}

/// Critical value of Mandel's h for p laboratories.
///
/// # Errors
/// [`StatisticsError::TooFew`] below three laboratories, [`StatisticsError::OutOfRange`] for α.
pub fn mandel_h_critical(laboratories: usize, alpha: f64) -> Result<f64, StatisticsError> {
    if laboratories < 3 {
        return Err(StatisticsError::TooFew { needed: 3 });
    }
    let p = count(laboratories);
    let t = upper_quantile(alpha / 2.0, p - 2.0).ok_or(StatisticsError::OutOfRange("alpha"))?;
    Ok((p - 1.0) * t / (p * (t * t + p - 2.0)).sqrt())
}

/// Critical value of Mandel's k for p laboratories with n replicates.
///
/// # Errors
/// [`StatisticsError::TooFew`] below two of either, [`StatisticsError::OutOfRange`] for α.
pub fn mandel_k_critical(laboratories: usize, replicates: usize, alpha: f64) -> Result<f64, StatisticsError> {
    if laboratories < 2 || replicates < 2 {
        return Err(StatisticsError::TooFew { needed: 2 });
    }
    let (p, n) = (count(laboratories), count(replicates));
    let f = f_quantile(alpha, n - 1.0, (p - 1.0) * (n - 1.0))?;
    Ok((p * f / (p - 1.0 + f)).sqrt())
}
