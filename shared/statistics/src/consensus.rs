//! Consensus of participants or experts by each route, with its standard uncertainty (P-4.3.1; ISO 13528 7.6, 7.7, annex C).

use serde::{Deserialize, Serialize};

use super::algorithm_a::{Stop, algorithm_a};
use super::caution::Caution;
use super::centred::MADE_FACTOR;
use super::cleaned::{self, mean_without_outliers};
use super::density::{mode, mode_uncertainty};
use super::descriptive::{QuantileRule, mean, median, standard_deviation};
use super::hampel::q_hampel;
use super::means::{geometric, trimmed, weighted};
use super::refusal::{StatisticsError, at_least, count, finite};
use super::robust::{NIQR_FACTOR, made, niqr};

/// Fewest results that outlier removal leaves.
const FEWEST_LEFT: usize = 3;

/// A consensus value with its standard deviation and standard uncertainty.
#[derive(Debug, Clone, PartialEq)]
pub struct Consensus {
    /// Assigned value.
    pub x: f64,
    /// Standard deviation it rests on.
    pub s: f64,
    /// Its standard uncertainty.
    pub u: f64,
    /// The formula of the uncertainty.
    pub formula: &'static str,
    /// Places of results that left the statistics, in the order of removal. They are still scored.
    pub removed: Vec<usize>,
    /// What a reader must know.
    pub cautions: Vec<Caution>,
}

/// Routes to a consensus value: data of a programme (P-4.3.1).
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Route {
    /// Arithmetic mean.
    #[default]
    Mean,
    /// Median with normalised interquartile range.
    #[serde(rename = "median_nIQR")]
    MedianNiqr,
    /// Median with MADe.
    #[serde(rename = "median_MADe")]
    MedianMade,
    /// Algorithm A at its fixed point.
    AlgorithmA,
    /// Q method and Hampel.
    QHampel,
    /// Arithmetic mean after outliers by Grubbs' test have left.
    MeanWithoutOutliers {
        /// Level of significance.
        alpha: f64,
        /// 1 or 2.
        sides: u8,
    },
    /// Mean without a share of the results at each end.
    Trimmed {
        /// The share, at each end.
        share: f64,
    },
    /// Mean weighted by the stated standard uncertainties.
    Weighted,
    /// Geometric mean.
    Geometric,
    /// Mode of a kernel density.
    Mode {
        /// Standard deviation of the kernel.
        bandwidth: f64,
    },
}

impl Route {
    /// Factor of s/√n in the uncertainty: robust averages are less efficient than the mean (ISO 13528 7.7.3).
    pub(super) const fn efficiency(self) -> f64 {
        match self {
            Self::MedianNiqr | Self::MedianMade | Self::AlgorithmA | Self::QHampel => 1.25,
            _ => 1.0,
        }
    }
}

/// A consensus value of participants' results (ISO 13528 7.7).
///
/// # Errors
/// [`StatisticsError::TooFew`] below two results, [`StatisticsError::Missing`] for a weighted mean; those of the route.
pub fn consensus(values: &[f64], route: Route) -> Result<Consensus, StatisticsError> {
    consensus_with(values, &[], route)
}

/// The same with the participants' standard uncertainties, which a weighted mean needs.
///
/// # Errors
/// As [`consensus`].
pub fn consensus_with(values: &[f64], uncertainties: &[f64], route: Route) -> Result<Consensus, StatisticsError> {
    at_least(values, 1)?;
    if values.len() < 2 {
        return Err(StatisticsError::TooFew { needed: 2 });
    }
    let root = count(values.len()).sqrt();
    let robust = |x, s: f64| (x, s, 1.25 * (s / root), "1.25*s/sqrt(n)");
    let mut removed = Vec::new();
    let (x, s, u, formula) = match route {
        Route::Mean => {
            let s = standard_deviation(values)?;
            (mean(values)?, s, s / root, "s/sqrt(n)")
        }
        Route::MedianNiqr => robust(median(values)?, niqr(values, NIQR_FACTOR, QuantileRule::Type7)?),
        Route::MedianMade => robust(median(values)?, made(values, MADE_FACTOR)?),
        Route::AlgorithmA => {
            let got = algorithm_a(values, 1.134, 1.5, Stop::Converged)?;
            robust(got.x, got.s)
        }
        Route::QHampel => {
            let groups: Vec<Vec<f64>> = values.iter().map(|value| vec![*value]).collect();
            let (x, s) = q_hampel(&groups)?;
            robust(x, s)
        }
        Route::MeanWithoutOutliers { alpha, sides } => {
            let got = mean_without_outliers(values, alpha, sides, FEWEST_LEFT)?;
            let u = cleaned::uncertainty(&got);
            removed = got.removed;
            (got.mean, got.sd, u, "s/sqrt(n)")
        }
        Route::Trimmed { share } => {
            let (x, s) = trimmed(values, share)?;
            (x, s, s / root, "s_winsorized/((1-2*share)*sqrt(n))")
        }
        Route::Weighted => {
            let got = weighted(values, uncertainties)?;
            (got.x, got.external * root, got.internal.max(got.external), "max(1/sqrt(sum(w)),sqrt(sum(w*(x-mean)^2)/((n-1)*sum(w))))")
        }
        Route::Geometric => {
            let (x, s) = geometric(values)?;
            (x, s, s / root, "x*s_ln/sqrt(n)")
        }
        Route::Mode { bandwidth } => {
            let x = mode(values, bandwidth)?;
            let u = mode_uncertainty(values, bandwidth, x)?;
            (x, u * root, u, "sqrt(sum(psi^2))/abs(sum(psi'))")
        }
    };
    let cautions = if s == 0.0 { vec![without_scatter(values)] } else { Vec::new() };
    Ok(Consensus { x, s: finite(s)?, u: finite(u)?, formula, removed, cautions })
}

/// Why there is no scale: all the same, or most of them.
fn without_scatter(values: &[f64]) -> Caution {
    if super::descriptive::all_equal(values) { Caution::AllEqual } else { Caution::MajorityEqual }
}

/// A consensus of expert laboratories (P-4.3.1; ISO 13528 7.6): where each of them states its uncertainty, u = 1.25·√Σu²/n for robust
/// averages and √Σu²/n for the mean.
///
/// # Errors
/// As [`consensus`]; [`StatisticsError::Missing`] where only some state their uncertainty, [`StatisticsError::OutOfRange`] for a
/// negative one.
pub fn of_experts(values: &[f64], uncertainties: &[f64], route: Route) -> Result<Consensus, StatisticsError> {
    let mut found = consensus_with(values, uncertainties, route)?;
    if uncertainties.is_empty() || route == Route::Weighted {
        return Ok(found);
    }
    if uncertainties.len() != values.len() {
        return Err(StatisticsError::Missing("u"));
    }
    let stated = match route {
        Route::Mean | Route::MedianNiqr | Route::MedianMade | Route::AlgorithmA | Route::QHampel => {
            super::uncertainty::combined_uncertainty(uncertainties)?
        }
        _ => return Err(StatisticsError::NotDefined("u")),
    };
    found.u = finite(route.efficiency() * stated / count(values.len()))?;
    found.formula = if route == Route::Mean { "sqrt(sum(u^2))/n" } else { "1.25*sqrt(sum(u^2))/n" };
    Ok(found)
}
