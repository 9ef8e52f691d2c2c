//! The arithmetic mean after outliers were taken out (P-4.3.1): they leave the statistics, and are still scored.

use super::exact::Exact;
use super::moments::Moments;
use super::outliers::grubbs_critical;
use super::refusal::{StatisticsError, at_least, count, finite};

/// A mean after outliers were taken out one by one.
#[derive(Debug, Clone, PartialEq)]
pub struct Cleaned {
    /// Mean of what is left.
    pub mean: f64,
    /// Standard deviation of what is left.
    pub sd: f64,
    /// Places of what was removed, in the order of removal.
    pub removed: Vec<usize>,
    /// How many are left.
    pub n: usize,
}

/// Removes the most extreme value while Grubbs' statistic exceeds its critical value, at least `min_n` left (ISO 5725-2 7.3.4; ISO
/// 13528 7.7). Of values equally extreme, the one that comes first.
///
/// # Errors
/// [`StatisticsError::TooFew`] below two values, [`StatisticsError::OutOfRange`] for α or sides.
pub fn mean_without_outliers(values: &[f64], alpha: f64, sides: u8, min_n: usize) -> Result<Cleaned, StatisticsError> {
    at_least(values, 2)?;
    grubbs_critical(3, alpha, sides)?;
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut left = Left { values, order: order.into(), moments: Moments::of(values)? };
    let mut removed = Vec::new();
    while left.order.len() > min_n.max(2) && left.statistic()? > grubbs_critical(left.order.len(), alpha, sides)? {
        let Some(place) = left.take_extreme() else { break };
        removed.push(place);
    }
    let (mean, sd) = (left.moments.mean().number(), left.moments.variance().root());
    Ok(Cleaned { mean: finite(mean)?, sd: finite(sd)?, removed, n: left.order.len() })
}

struct Left<'a> {
    values: &'a [f64],
    /// Places by value, of equal ones the first first.
    order: std::collections::VecDeque<usize>,
    moments: Moments,
}

impl Left<'_> {
    /// Distances of the smallest and the largest value from the mean.
    fn distances(&self) -> Option<(Exact, Exact)> {
        let mean = self.moments.mean();
        let value = |place: &usize| Exact::of(self.values[*place]);
        Some((mean.minus(&value(self.order.front()?)), value(self.order.back()?).minus(&mean)))
    }

    /// Grubbs' statistic of the value farther off; zero without scatter.
    fn statistic(&self) -> Result<f64, StatisticsError> {
        let Some((low, high)) = self.distances() else { return Ok(0.0) };
        let farther = if low.compare(&high).is_gt() { low } else { high };
        farther.square().over(&self.moments.variance()).map_or(Ok(0.0), |square| finite(square.root()))
    }

    /// Takes the value farther off, and of those the one that comes first.
    fn take_extreme(&mut self) -> Option<usize> {
        let (low, high) = self.distances()?;
        let of_high = self.values[*self.order.back()?];
        let first_high = self.order.iter().rposition(|place| self.values[*place] != of_high).map_or(0, |before| before + 1);
        let lower = match low.compare(&high) {
            std::cmp::Ordering::Greater => true,
            std::cmp::Ordering::Less => false,
            std::cmp::Ordering::Equal => self.order.front() < self.order.get(first_high),
        };
        let place = if lower { self.order.pop_front() } else { self.order.remove(first_high) }?;
        self.moments = self.moments.without(self.values[place]);
        Some(place)
    }
}

/// Standard uncertainty of the mean of what is left: s/√n.
pub(super) fn uncertainty(cleaned: &Cleaned) -> f64 {
    cleaned.sd / count(cleaned.n).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_values_equally_extreme_the_first_goes_first() {
        let values = [0.0, 0.1, -0.1, 0.05, -0.05, 0.02, -0.02, -50.0, 50.0, 0.03, -0.03, 0.0];
        let removed = |values: &[f64]| mean_without_outliers(values, 0.05, 1, 3).unwrap().removed;
        let with_others = |a: f64, b: f64| {
            let mut values = values.to_vec();
            (values[7], values[8]) = (a, b);
            removed(&values)
        };
        assert_eq!(with_others(-50.0, 50.0).first(), with_others(50.0, -50.0).first());
        assert_eq!(removed(&[1.0, 1.1, 0.9, 1.0, 1.05, 0.95, 1.02, 9.0, 9.0]), Vec::<usize>::new(), "two hide each other");
    }

    #[test]
    fn a_hundred_thousand_values_are_cleaned_at_once() {
        let mut values: Vec<f64> = (0..100_000_i32).map(|n| f64::from((n * 7919) % 100_003) / 1e5).collect();
        (0..50).for_each(|n| values[n * 1000] = 1e4 + f64::from(n as u32));
        let got = mean_without_outliers(&values, 0.05, 2, 3).unwrap();
        assert_eq!((got.removed.len(), got.n), (50, 99_950));
        assert!((got.mean - 0.5).abs() < 1e-3);
    }
}
