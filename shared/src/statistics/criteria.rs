//! What a score is held against: data of a programme, with two sets that have names (P-4.3.3; ISO 13528 9.4, 9.7).

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Criteria {
    /// A z score up to this, inclusive, is acceptable.
    pub acceptable: Decimal,
    /// A z score from this, inclusive, asks for action.
    pub action: Decimal,
    /// An En score below this is acceptable.
    pub en: Decimal,
    /// Whether an En score on the limit is acceptable.
    pub en_inclusive: bool,
    /// Fewer results than this for a consensus are named (ISO 13528 D.1).
    pub fewest: usize,
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
