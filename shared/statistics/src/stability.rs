//! Stability of comparison items (P-4.2; ISO 13528 B.5), on fractions.

use super::exact::Exact;
use super::moments::Moments;
use super::refusal::{StatisticsError, finite, not_negative, positive};

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

/// Compares means before and after (ISO 13528 B.5.2, B.5.3).
///
/// # Errors
/// [`StatisticsError::TooFew`] of nothing, [`StatisticsError::OutOfRange`] for a σ that is not positive or a negative uncertainty.
pub fn stability(before: &[f64], after: &[f64], sigma: f64, u: Option<(f64, f64)>) -> Result<Stability, StatisticsError> {
    positive("sigma_pt", sigma)?;
    let (first, second) = (Moments::of(before)?.mean(), Moments::of(after)?.mean());
    let (difference, criterion) = (first.minus(&second).magnitude(), Exact::of(sigma).multiplied(3).divided(10));
    let expanded = match u {
        None => None,
        Some((u1, u2)) => {
            not_negative("u", u1)?;
            not_negative("u", u2)?;
            let squares = Exact::of(u1).square().plus(&Exact::of(u2).square()).multiplied(4);
            // What the criterion leaves of the difference, against a root: squared on both sides.
            let rest = difference.minus(&criterion);
            let within = rest.is_negative() || rest.square().compare(&squares).is_le();
            Some((finite(criterion.number() + squares.root())?, within))
        }
    };
    Ok(Stability {
        first: finite(first.number())?,
        second: finite(second.number())?,
        difference: finite(difference.number())?,
        criterion: finite(criterion.number())?,
        stable: difference.compare(&criterion).is_le(),
        expanded,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_criteria_are_held_to_the_last_digit() {
        let of = |after: f64, u| stability(&[10.0, 10.2], &[after], 1.0, u).unwrap();
        assert!(of(10.4, None).stable && !of(10.400_000_000_000_002, None).stable);
        // 0.3 + 2·0.5
        let u = Some((0.3, 0.4));
        assert_eq!(of(11.4, u).expanded, Some((1.3, true)));
        assert_eq!(of(11.400_000_000_000_002, u).expanded, Some((1.3, false)));
        assert_eq!(stability(&[1.0], &[1.0], 1.0, Some((-0.1, 0.1))), Err(StatisticsError::OutOfRange("u")));
        assert_eq!(stability(&[1.0], &[], 1.0, None), Err(StatisticsError::TooFew { needed: 1 }));
    }
}
