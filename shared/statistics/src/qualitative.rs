//! Consensus of ordinal and nominal results (P-4.3.1; ISO 13528 11.3).

use super::refusal::StatisticsError;

/// What most participants said.
#[derive(Debug, Clone, PartialEq)]
pub struct Agreement {
    /// Participants.
    pub n: u64,
    /// Places of the most frequent categories; several share where they tie.
    pub modes: Vec<usize>,
    /// Their share, in percent.
    pub percent: f64,
    /// Places of the median category where the categories have an order; two where half of the participants are on each side.
    pub medians: (usize, usize),
}

/// Counts per category, in the order of the categories (ISO 13528 11.3.3, 11.3.4).
///
/// # Errors
/// [`StatisticsError::TooFew`] of nothing, [`StatisticsError::OutOfRange`] for more than can be counted.
pub fn agreement(counts: &[u64]) -> Result<Agreement, StatisticsError> {
    let n = counts.iter().try_fold(0_u64, |sum, count| sum.checked_add(*count)).ok_or(StatisticsError::OutOfRange("counts"))?;
    let most = counts.iter().copied().max().filter(|most| *most > 0).ok_or(StatisticsError::TooFew { needed: 1 })?;
    let modes = counts.iter().enumerate().filter(|(_, count)| **count == most).map(|(place, _)| place).collect();
    // The category of the so manieth participant, the first being the first.
    let category = |nth: u64| {
        let mut up_to = 0;
        let mut reached = |count: &u64| {
            up_to += count;
            up_to >= nth
        };
        counts.iter().position(&mut reached).unwrap_or(0)
    };
    let medians = (category(n.div_ceil(2)), category(n / 2 + 1));
    Ok(Agreement { n, modes, percent: 100.0 * most as f64 / n as f64, medians })
}

impl Agreement {
    /// The category that a predefined majority agrees on (P-4.3.1).
    ///
    /// # Errors
    /// [`StatisticsError::OutOfRange`] for a majority of no more than nothing or above all, [`StatisticsError::Tied`] where several
    /// are equally frequent, [`StatisticsError::NoMajority`] where the most frequent one is not frequent enough.
    pub fn majority(&self, percent: f64) -> Result<usize, StatisticsError> {
        if !(percent > 0.0 && percent <= 100.0) {
            return Err(StatisticsError::OutOfRange("majority_percent"));
        }
        match self.modes.as_slice() {
            [only] if self.percent >= percent => Ok(*only),
            [_] => Err(StatisticsError::NoMajority),
            _ => Err(StatisticsError::Tied),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // P-4.3.1, qualitative: consensus of a predefined majority.
    #[test]
    fn a_majority_is_reached_or_refused_by_name() {
        let got = agreement(&[8, 2, 0]).unwrap();
        assert_eq!((got.majority(80.0), got.majority(80.1)), (Ok(0), Err(StatisticsError::NoMajority)));
        assert_eq!(got.majority(0.0), Err(StatisticsError::OutOfRange("majority_percent")));
        assert_eq!(agreement(&[5, 5]).unwrap().majority(50.0), Err(StatisticsError::Tied));
        assert_eq!(agreement(&[0, 0]), Err(StatisticsError::TooFew { needed: 1 }));
        assert_eq!(agreement(&[u64::MAX, 1]), Err(StatisticsError::OutOfRange("counts")));
    }

    #[test]
    fn a_median_between_two_categories_is_both() {
        assert_eq!(agreement(&[2, 0, 2]).unwrap().medians, (0, 2));
        assert_eq!(agreement(&[2, 1, 2]).unwrap().medians, (1, 1));
        assert_eq!(agreement(&[1]).unwrap().medians, (0, 0));
    }
}
