//! Homogeneity of comparison items (P-4.2; ISO 13528 annex B), on fractions throughout.

use super::caution::Caution;
use super::exact::Exact;
use super::fisher::{chi_squared_quantile, f_quantile};
use super::moments::Moments;
use super::outliers::{Suspicion, cochran_critical, judge};
use super::refusal::{StatisticsError, at_least, count, finite, positive};

/// Fewer items than this are named (ISO 13528 B.2.1).
const FEWEST_ITEMS: usize = 10;

/// A homogeneity study.
#[derive(Debug, Clone, PartialEq)]
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
    /// Whether a negative variance between items was set to zero.
    pub clamped: bool,
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
    /// What they say of the largest variance within.
    pub cochran_decision: Option<Suspicion>,
    /// What a reader must know.
    pub cautions: Vec<Caution>,
}

/// Evaluates items with equal numbers of replicates (ISO 13528 B.2, B.3).
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
    positive("sigma_pt", sigma)?;
    let samples: Vec<&[f64]> = samples.iter().map(Vec::as_slice).collect();
    Study::of(&Moments::all(&samples), m)?.told(&Exact::of(sigma))
}

/// Variances as fractions.
struct Study {
    items: usize,
    replicates: usize,
    mean: Exact,
    /// Of the items' means.
    of_means: Exact,
    within: Exact,
    /// Between items; negative where the means scatter less than repeatability explains.
    between: Exact,
    largest: Exact,
    factors: (f64, f64),
}

impl Study {
    fn of(parts: &[Moments], replicates: usize) -> Result<Self, StatisticsError> {
        let none = || StatisticsError::TooFew { needed: 2 };
        let items = parts.len();
        let of_means = Moments::between(parts).ok_or_else(none)?.divided(items - 1).divided(replicates);
        let variances: Vec<Exact> = parts.iter().map(Moments::variance).collect();
        let within = variances.iter().fold(Exact::zero(), |sum, variance| sum.plus(variance)).divided(items);
        let largest = variances.into_iter().fold(Exact::zero(), |most, one| if one.compare(&most).is_gt() { one } else { most });
        let between = of_means.minus(&within.divided(replicates));
        let mean = Moments::together(parts).ok_or_else(none)?.mean();
        Ok(Self { items, replicates, mean, of_means, within, between, largest, factors: expanded_factors(items, replicates)? })
    }

    fn told(&self, sigma: &Exact) -> Result<Homogeneity, StatisticsError> {
        let (g, m) = (self.items, self.replicates);
        let criterion = sigma.multiplied(3).divided(10);
        let (first, second) = (Exact::of(self.factors.0), Exact::of(self.factors.1));
        let expanded = first.times(&criterion.square()).plus(&second.times(&self.within));
        let between = if self.between.is_negative() { Exact::zero() } else { self.between.clone() };
        let repeatability_adequate = self.within.multiplied(4).compare(&sigma.square()).is_lt();
        let sum = self.within.multiplied(g);
        let cochran = self.largest.over(&sum).map(|c| c.number());
        let (five, one) = (cochran_critical(g, m, 0.05)?, cochran_critical(g, m, 0.01)?);
        Ok(Homogeneity {
            items: g,
            replicates: m,
            mean: finite(self.mean.number())?,
            s_x: finite(self.of_means.root())?,
            s_w: finite(self.within.root())?,
            s_s: finite(between.root())?,
            clamped: self.between.is_negative(),
            criterion: finite(criterion.number())?,
            sufficient: between.compare(&criterion.square()).is_le(),
            factors: self.factors,
            expanded_criterion: finite(expanded.root())?,
            sufficient_expanded: between.compare(&expanded).is_le(),
            repeatability_adequate,
            f: self.of_means.multiplied(m).over(&self.within).map(|f| f.number()).filter(|f| f.is_finite()),
            f_critical: f_quantile(0.05, count(g - 1), count(g * (m - 1)))?,
            cochran,
            cochran_critical: (one, five),
            cochran_decision: cochran.map(|c| judge(c, five, one)),
            cautions: self.cautions(repeatability_adequate),
        })
    }

    fn cautions(&self, repeatability_adequate: bool) -> Vec<Caution> {
        let mut cautions = Vec::new();
        if self.items < FEWEST_ITEMS {
            cautions.push(Caution::FewItems { n: self.items, needed: FEWEST_ITEMS });
        }
        match (self.within.is_zero(), self.of_means.is_zero()) {
            (true, true) => cautions.push(Caution::AllEqual),
            (true, false) => cautions.push(Caution::NoRepeatability),
            _ => {}
        }
        if !repeatability_adequate {
            cautions.push(Caution::RepeatabilityCoarse);
        }
        cautions
    }
}

/// F₁ and F_m of the expanded criterion for g items with m replicates (ISO 13528 B.3.3).
///
/// # Errors
/// [`StatisticsError::TooFew`] below two items or replicates, [`StatisticsError::OutOfRange`] for more than can be computed with.
pub fn expanded_factors(items: usize, replicates: usize) -> Result<(f64, f64), StatisticsError> {
    const MOST: usize = 10_000_000;
    if items < 2 || replicates < 2 {
        return Err(StatisticsError::TooFew { needed: 2 });
    }
    if items > MOST || replicates > MOST {
        return Err(StatisticsError::OutOfRange("g"));
    }
    let (g, m) = (count(items), count(replicates));
    let first = chi_squared_quantile(0.05, g - 1.0)? / (g - 1.0);
    Ok((first, (f_quantile(0.05, g - 1.0, g * (m - 1.0))? - 1.0) / m))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(samples: &[[f64; 2]], sigma: f64) -> Homogeneity {
        homogeneity(&samples.iter().map(|sample| sample.to_vec()).collect::<Vec<_>>(), sigma).unwrap()
    }

    #[test]
    fn what_is_zero_on_paper_is_zero_and_not_clamped() {
        // Items 0, 0.1: s_x² = 0.00125 = s_w²/2.
        let got = of(&[[0.0, 0.0], [0.0, 0.1]], 1.0);
        assert_eq!((got.s_s, got.clamped), (0.0, false));
        let got = of(&[[0.1, 0.1], [0.1, 0.1]], 1.0);
        assert_eq!((got.s_s, got.clamped, got.f, got.cochran), (0.0, false, None, None));
        assert_eq!(got.cautions, [Caution::FewItems { n: 2, needed: 10 }, Caution::AllEqual]);
        assert!(of(&[[0.0, 1.0], [0.0, 1.0]], 10.0).clamped);
    }

    // Without scatter within, s_s is that of the means: 0.3 against 0.3 σ is within, the least bit more is not.
    #[test]
    fn the_criterion_is_held_to_the_last_digit() {
        let samples = [[0.0, 0.0], [0.3, 0.3], [0.6, 0.6]];
        let got = of(&samples, 1.0);
        assert!(got.sufficient && got.s_s == 0.3 && got.cautions.contains(&Caution::NoRepeatability), "{got:?}");
        assert!(!of(&samples, 0.999_999_999_999_999_9).sufficient);
        let offset = samples.map(|sample| sample.map(|value| value + 1e9));
        assert!(of(&offset, 1.0).sufficient && of(&offset, 1.0).s_s == 0.3);
        // s_w = 0.5 and σ = 1: not below half of it.
        let coarse = homogeneity(&[vec![0.0, 0.5, 1.0], vec![0.0, 0.5, 1.0], vec![0.25, 0.75, 1.25]], 1.0).unwrap();
        assert!(!coarse.repeatability_adequate && coarse.cautions.contains(&Caution::RepeatabilityCoarse));
    }

    #[test]
    fn many_items_are_no_trouble() {
        let (first, second) = expanded_factors(1_000_000, 2).unwrap();
        assert!((first - 1.0).abs() < 0.01 && second > 0.0 && second < 0.01, "{first} {second}");
        assert_eq!(expanded_factors(usize::MAX, 2), Err(StatisticsError::OutOfRange("g")));
    }
}
