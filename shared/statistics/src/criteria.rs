//! What a score is held against: data of a programme, with two sets that have names, or limits of its own (P-4.3.3; ISO 13528 9.4,
//! 9.7).

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::exact::Exact;
use super::refusal::StatisticsError;

/// What a score says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Satisfactory: |z| ≤ 2; |En| < 1 (PMU 15-99: |En| ≤ 1).
    Acceptable,
    /// Questionable: 2 < |z| < 3.
    Warning,
    /// Unsatisfactory: |z| ≥ 3; |En| ≥ 1.
    Action,
}

/// A named set of criteria.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CriteriaSet {
    /// |z| ≤ 2, |z| ≥ 3; |En| < 1.
    #[default]
    Iso13528,
    /// |z| ≤ 2, |z| ≥ 3; |En| ≤ 1 (P-4.3.3).
    Pmu1599,
}

/// Limits of classes, in decimal, so that a score on a limit is on the side where paper puts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criteria {
    /// A z score up to this, inclusive, is acceptable.
    #[serde(with = "limit")]
    pub acceptable: Decimal,
    /// A z score from this, inclusive, asks for action.
    #[serde(with = "limit")]
    pub action: Decimal,
    /// An En score below this is acceptable.
    #[serde(with = "limit")]
    pub en: Decimal,
    /// Whether an En score on the limit is acceptable.
    pub en_inclusive: bool,
    /// Fewer results than this for a consensus are named (ISO 13528 D.1).
    pub fewest: usize,
}

/// What a programme says: the name of a set, or limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ProgrammeCriteria {
    /// A set with a name.
    Named(CriteriaSet),
    /// Limits of its own.
    Own(Criteria),
}

impl Default for ProgrammeCriteria {
    fn default() -> Self {
        Self::Named(CriteriaSet::default())
    }
}

impl ProgrammeCriteria {
    /// The limits, where they make sense (P-4.3.3).
    ///
    /// # Errors
    /// [`StatisticsError::OutOfRange`] for limits that are not positive, or in which action comes before acceptable ends.
    pub fn criteria(self) -> Result<Criteria, StatisticsError> {
        let own = match self {
            Self::Named(set) => return Ok(set.criteria()),
            Self::Own(own) => own,
        };
        let sound = own.acceptable > Decimal::ZERO && own.action >= own.acceptable && own.en > Decimal::ZERO;
        if sound { Ok(own) } else { Err(StatisticsError::OutOfRange("criteria")) }
    }
}

impl CriteriaSet {
    /// The limits of a set.
    pub const fn criteria(self) -> Criteria {
        Criteria {
            acceptable: Decimal::TWO,
            action: Decimal::from_parts(3, 0, 0, false, 0),
            en: Decimal::ONE,
            en_inclusive: matches!(self, Self::Pmu1599),
            fewest: 12,
        }
    }
}

impl Criteria {
    /// The class of a z-like score whose square is a quotient; nothing is divided.
    pub(super) fn class_of_square(&self, above: &Exact, below: &Exact) -> Class {
        let against = |limit| above.compare(&limit_squared(limit).times(below));
        if against(self.acceptable).is_le() {
            Class::Acceptable
        } else if against(self.action).is_lt() {
            Class::Warning
        } else {
            Class::Action
        }
    }

    /// Whether an En score whose square is a quotient is within the limit.
    pub(super) fn en_holds(&self, above: &Exact, below: &Exact) -> bool {
        let order = above.compare(&limit_squared(self.en).times(below));
        order.is_lt() || (order.is_eq() && self.en_inclusive)
    }
}

fn limit_squared(limit: Decimal) -> Exact {
    Exact::scaled(limit.mantissa().into(), -i32::try_from(limit.scale()).unwrap_or(0)).square()
}

/// A limit as text with its digits; read from a number too.
mod limit {
    use rust_decimal::Decimal;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Text(String),
        Number(f64),
    }

    pub(super) fn serialize<S: Serializer>(limit: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(limit)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
        let text = match Written::deserialize(deserializer)? {
            Written::Text(text) => text,
            Written::Number(number) => number.to_string(),
        };
        Decimal::from_str_exact(&text).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // P-4.3.3: criteria are data of a programme.
    #[test]
    fn a_programme_names_a_set_or_states_limits_that_make_sense() {
        let read = |text: &str| serde_json::from_str::<ProgrammeCriteria>(text);
        assert_eq!(read(r#""pmu1599""#).unwrap().criteria(), Ok(CriteriaSet::Pmu1599.criteria()));
        let own = |acceptable: &str, action: &str| {
            read(&format!(r#"{{"acceptable": {acceptable}, "action": {action}, "en": 1, "en_inclusive": true, "fewest": 8}}"#)).unwrap()
        };
        let criteria = own("1.5", "\"2.50\"").criteria().unwrap();
        assert_eq!((criteria.acceptable.to_string(), criteria.action.to_string(), criteria.fewest), ("1.5".into(), "2.50".into(), 8));
        let text = serde_json::to_string(&ProgrammeCriteria::Own(criteria)).unwrap();
        assert_eq!(read(&text).unwrap(), ProgrammeCriteria::Own(criteria));
        assert_eq!(own("3", "2").criteria(), Err(StatisticsError::OutOfRange("criteria")));
        assert_eq!(own("0", "2").criteria(), Err(StatisticsError::OutOfRange("criteria")));
        assert!(read(r#"{"acceptable": 2, "acton": 3}"#).is_err());
    }
}
