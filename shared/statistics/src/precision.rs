//! Repeatability and reproducibility (ISO 5725-2 7.4), on fractions until the last step.

use super::caution::Caution;
use super::exact::Exact;
use super::moments::Moments;
use super::refusal::{StatisticsError, at_least, finite};

/// Repeatability and reproducibility limits are this many standard deviations.
const LIMIT: f64 = 2.8;
/// Fewer laboratories than this are named (ISO 5725-1 6.3.4).
const FEWEST_LABORATORIES: usize = 8;

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
    /// Mean square between; `None` where it is beyond numbers.
    pub between: Option<f64>,
    /// Mean square within; `None` where it is beyond numbers.
    pub within: Option<f64>,
    /// Replicates of each laboratory, where they are as many.
    pub replicates: Option<usize>,
    /// Mandel's h by laboratory, for balanced data whose means scatter.
    pub h: Option<Vec<f64>>,
    /// Mandel's k by laboratory, for balanced data with scatter within.
    pub k: Option<Vec<f64>>,
    /// What a reader must know.
    pub cautions: Vec<Caution>,
}

/// Evaluates a precision experiment (ISO 5725-2 7.4).
///
/// # Errors
/// [`StatisticsError::TooFew`] below two laboratories, or where no laboratory has replicates.
pub fn precision(groups: &[Vec<f64>]) -> Result<Precision, StatisticsError> {
    if groups.len() < 2 {
        return Err(StatisticsError::TooFew { needed: 2 });
    }
    groups.iter().try_for_each(|group| at_least(group, 1))?;
    let samples: Vec<&[f64]> = groups.iter().map(Vec::as_slice).collect();
    evaluated(&Moments::all(&samples))
}

fn evaluated(parts: &[Moments]) -> Result<Precision, StatisticsError> {
    let needed = || StatisticsError::TooFew { needed: parts.len() + 1 };
    let all = Moments::together(parts).ok_or_else(needed)?;
    let (p, n) = (parts.len(), all.n());
    if n <= p {
        return Err(needed());
    }
    let between_sum = Moments::between(parts).ok_or_else(needed)?;
    let (within, between) = (all.squares().minus(&between_sum).divided(n - p), between_sum.divided(p - 1));
    let sizes: usize = parts.iter().map(|part| part.n() * part.n()).sum();
    // The mean number of replicates: (n − Σnᵢ²/n)/(p − 1).
    let replicates = Exact::ratio(n * n - sizes, n * (p - 1)).ok_or_else(needed)?;
    let laboratories = between.minus(&within).over(&replicates).ok_or_else(needed)?;
    let clamped = laboratories.is_negative();
    let of_laboratories = if clamped { Exact::zero() } else { laboratories };
    let (s_r, s_reproducibility) = (finite(within.root())?, finite(of_laboratories.plus(&within).root())?);
    let balanced = parts.iter().all(|part| part.n() == parts[0].n()).then(|| parts[0].n());
    Ok(Precision {
        laboratories: p,
        mean: finite(all.mean().number())?,
        s_r,
        s_l: finite(of_laboratories.root())?,
        clamped,
        s_reproducibility,
        r_limit: finite(LIMIT * s_r)?,
        reproducibility_limit: finite(LIMIT * s_reproducibility)?,
        between: representable(&between),
        within: representable(&within),
        replicates: balanced,
        h: balanced.and_then(|m| h(parts, &all.mean(), &between.divided(m))),
        k: balanced.and_then(|_| k(parts, &within)),
        cautions: cautions(p, &between, &within),
    })
}

/// The number, unless it is beyond numbers or vanishes among them.
fn representable(square: &Exact) -> Option<f64> {
    Some(square.number()).filter(|number| number.is_finite() && (*number > 0.0 || square.is_zero()))
}

/// (x̄ᵢ − x̄)/s of the means.
fn h(parts: &[Moments], general: &Exact, of_means: &Exact) -> Option<Vec<f64>> {
    let one = |part: &Moments| {
        let away = part.mean().minus(general);
        let size = away.square().over(of_means)?.root();
        Some(if away.is_negative() { -size } else { size })
    };
    parts.iter().map(one).collect()
}

/// sᵢ/s_r.
fn k(parts: &[Moments], within: &Exact) -> Option<Vec<f64>> {
    parts.iter().map(|part| Some(part.variance().over(within)?.root())).collect()
}

fn cautions(laboratories: usize, between: &Exact, within: &Exact) -> Vec<Caution> {
    let mut cautions = Vec::new();
    if laboratories < FEWEST_LABORATORIES {
        cautions.push(Caution::FewLaboratories { n: laboratories, needed: FEWEST_LABORATORIES });
    }
    match (within.is_zero(), between.is_zero()) {
        (true, true) => cautions.push(Caution::AllEqual),
        (true, false) => cautions.push(Caution::NoRepeatability),
        _ => {}
    }
    cautions
}

#[cfg(test)]
mod tests {
    use super::*;

    // Mean square between 0.25 = mean square within: nothing between, and nothing clamped.
    #[test]
    fn a_variance_between_of_zero_is_zero_at_any_offset_and_size() {
        for (offset, unit) in [(0.0, 1.0), (1e9, 1.0), (0.0, 1e-200), (0.0, 1e200)] {
            let groups: Vec<Vec<f64>> =
                [[0.0, 0.6], [0.4, 1.2]].iter().map(|group| group.map(|x| scaled(offset + x, unit)).to_vec()).collect();
            let got = precision(&groups).unwrap();
            assert_eq!((got.s_l, got.clamped), (0.0, false), "{offset} {unit}: {got:?}");
            assert!((got.s_r / unit - 0.5).abs() < 1e-15 && got.s_r == got.s_reproducibility, "{offset} {unit}: {got:?}");
        }
        let tiny = precision(&[vec![1e-200, 2e-200], vec![3e-200, 4e-200]]).unwrap();
        assert!(tiny.s_r > 0.0 && tiny.within.is_none() && tiny.between.is_none());
    }

    /// What the decimals are in another unit: multiplied as text.
    fn scaled(x: f64, unit: f64) -> f64 {
        let power = unit.log10().round();
        format!("{x}e{power}").parse().unwrap()
    }

    #[test]
    fn balanced_data_without_scatter_within_have_h_and_no_k() {
        let got = precision(&[vec![1.0, 1.0], vec![2.0, 2.0], vec![3.0, 3.0]]).unwrap();
        assert_eq!((got.h, got.k), (Some(vec![-1.0, 0.0, 1.0]), None));
        assert_eq!(got.cautions, [Caution::FewLaboratories { n: 3, needed: 8 }, Caution::NoRepeatability]);
        let equal = precision(&[vec![1.0, 1.0], vec![1.0, 1.0]]).unwrap();
        assert_eq!((equal.h, equal.k), (None, None));
        assert!(equal.cautions.contains(&Caution::AllEqual));
    }
}
