//! Ways to judge a result other than by a score: limits of experts, fitness for purpose, and the participants' own consensus (P-4.3.3).

use serde::{Deserialize, Serialize};

use super::criteria::Class;
use super::descriptive::{QuantileRule, quantile, sorted};
use super::exact::Exact;
use super::refusal::{StatisticsError, finite, positive};

/// How results are judged: data of a programme (P-4.3.3).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case", deny_unknown_fields)]
pub enum Judgement {
    /// A largest permitted difference that experts agreed on (ISO 13528 8.2, 9.3).
    ExpertConsensus {
        /// The difference.
        permitted: Permitted,
    },
    /// A largest permitted difference that the use of the results asks for (ISO 13528 8.3, 9.3).
    FitnessForPurpose {
        /// The difference.
        permitted: Permitted,
    },
    /// A part of the participants' results.
    ParticipantsConsensus {
        /// Which part.
        share: Share,
    },
}

/// A largest permitted difference from the assigned value.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Permitted {
    /// In the unit of the measurand, or in percent of the assigned value.
    pub difference: f64,
    /// Whether in percent.
    #[serde(default)]
    pub percent: bool,
    /// Whether a difference of just as much is still permitted; by ISO 13528 9.3.2 it is not.
    #[serde(default)]
    pub inclusive: bool,
}

/// The satisfactory part of the participants' results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Share {
    /// The central 80 %.
    #[serde(rename = "central_80")]
    Central80,
    /// The central 90 %.
    #[serde(rename = "central_90")]
    Central90,
    /// The central 95 %.
    #[serde(rename = "central_95")]
    Central95,
    /// All but the highest 10 %.
    #[serde(rename = "lower_90")]
    Lower90,
    /// All but the lowest 10 %.
    #[serde(rename = "upper_90")]
    Upper90,
}

impl Share {
    /// Shares of the results that lie below and above what is satisfactory.
    const fn ends(self) -> (Option<f64>, Option<f64>) {
        match self {
            Self::Central80 => (Some(0.1), Some(0.9)),
            Self::Central90 => (Some(0.05), Some(0.95)),
            Self::Central95 => (Some(0.025), Some(0.975)),
            Self::Lower90 => (None, Some(0.9)),
            Self::Upper90 => (Some(0.1), None),
        }
    }

    /// Results below which such a part has no meaning: one of them would have to lie outside at each end.
    const fn fewest(self) -> usize {
        match self {
            Self::Central80 | Self::Lower90 | Self::Upper90 => 10,
            Self::Central90 => 20,
            Self::Central95 => 40,
        }
    }
}

impl Judgement {
    /// Whether a result is satisfactory; never a warning (P-4.3.3).
    ///
    /// # Errors
    /// [`StatisticsError::OutOfRange`] for a permitted difference that is not positive, [`StatisticsError::ZeroScale`] for percent of
    /// zero, [`StatisticsError::TooFew`] for a part of too few results, [`StatisticsError::AllEqual`] where they are all the same.
    pub fn class(&self, x: f64, assigned: f64, results: &[f64]) -> Result<Class, StatisticsError> {
        finite(x)?;
        let within = match self {
            Self::ExpertConsensus { permitted } | Self::FitnessForPurpose { permitted } => permitted.allows(x, assigned)?,
            Self::ParticipantsConsensus { share } => share.holds(x, results)?,
        };
        Ok(if within { Class::Acceptable } else { Class::Action })
    }
}

impl Permitted {
    fn allows(&self, x: f64, assigned: f64) -> Result<bool, StatisticsError> {
        positive("permitted", self.difference)?;
        let assigned = Exact::of(finite(assigned)?);
        let mut limit = Exact::of(self.difference);
        if self.percent {
            limit = limit.times(&assigned.magnitude()).divided(100);
        }
        if limit.is_zero() {
            return Err(StatisticsError::ZeroScale);
        }
        let order = Exact::of(x).minus(&assigned).magnitude().compare(&limit);
        Ok(order.is_lt() || (order.is_eq() && self.inclusive))
    }
}

impl Share {
    fn holds(self, x: f64, results: &[f64]) -> Result<bool, StatisticsError> {
        let sorted = sorted(results)?;
        if sorted.len() < self.fewest() {
            return Err(StatisticsError::TooFew { needed: self.fewest() });
        }
        if sorted.first() == sorted.last() {
            return Err(StatisticsError::AllEqual);
        }
        let end = |share: Option<f64>, otherwise: f64| share.and_then(|p| quantile(&sorted, p, QuantileRule::Type7)).unwrap_or(otherwise);
        let (low, high) = self.ends();
        Ok(x >= end(low, f64::NEG_INFINITY) && x <= end(high, f64::INFINITY))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Judgement {
        serde_json::from_str(text).unwrap()
    }

    // P-4.3.3, expert consensus and fitness for purpose: decided in decimal, the limit on its stated side.
    #[test]
    fn a_permitted_difference_is_held_in_decimal() {
        let by =
            |inclusive| read(&format!(r#"{{"by": "expert_consensus", "permitted": {{"difference": 0.2, "inclusive": {inclusive}}}}}"#));
        assert_eq!(by(true).class(0.3, 0.1, &[]), Ok(Class::Acceptable));
        assert_eq!(by(false).class(0.3, 0.1, &[]), Ok(Class::Action));
        let percent = read(r#"{"by": "fitness_for_purpose", "permitted": {"difference": 5, "percent": true, "inclusive": true}}"#);
        assert_eq!(percent.class(1.05, 1.0, &[]), Ok(Class::Acceptable));
        assert_eq!(percent.class(-1.051, -1.0, &[]), Ok(Class::Action));
        assert_eq!(percent.class(1.0, 0.0, &[]), Err(StatisticsError::ZeroScale));
        let none = read(r#"{"by": "expert_consensus", "permitted": {"difference": 0}}"#);
        assert_eq!(none.class(1.0, 1.0, &[]), Err(StatisticsError::OutOfRange("permitted")));
    }

    // P-4.3.3, participants' consensus: the central 80 % of 1 to 11 are 2 to 10.
    #[test]
    fn a_part_of_the_participants_is_satisfactory_and_too_few_are_refused() {
        let results: Vec<f64> = (1..=11).map(f64::from).collect();
        let by = |share: &str| read(&format!(r#"{{"by": "participants_consensus", "share": "{share}"}}"#));
        let satisfactory = |share: &str| {
            results.iter().filter(|x| by(share).class(**x, 6.0, &results) == Ok(Class::Acceptable)).copied().collect::<Vec<_>>()
        };
        assert_eq!(satisfactory("central_80"), results[1..10]);
        assert_eq!(satisfactory("lower_90"), results[..10]);
        assert_eq!(satisfactory("upper_90"), results[1..]);
        assert_eq!(by("central_90").class(6.0, 6.0, &results), Err(StatisticsError::TooFew { needed: 20 }));
        assert_eq!(by("central_95").class(6.0, 6.0, &results), Err(StatisticsError::TooFew { needed: 40 }));
        assert_eq!(by("central_80").class(6.0, 6.0, &[6.0; 12]), Err(StatisticsError::AllEqual));
    }
}
