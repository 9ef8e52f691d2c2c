//! What a result asks its reader to bear in mind. A caution never changes a number; it stands where the number stands.

use serde::{Deserialize, Serialize};

use super::big::Big;
use crate::method::Decision;
use base::decimal::DecimalText;

/// A caution about a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Caution {
    /// Two or three readings decide a tenth of the variance or more.
    FewReadings,
    /// All readings are the same, and the budget has no line for their resolution.
    NoScatter,
    /// Fewer than ten effective degrees of freedom.
    FewDegreesOfFreedom,
    /// Inputs correlate: Welch–Satterthwaite was not applied, k is that of infinite degrees of freedom.
    DofNotCombined,
    /// Terms beyond the first order count, and the edition does not ask for them (GUM 5.1.2).
    Nonlinear,
    /// The model has no slope at the estimates: the budget's shares say nothing.
    NoSlope,
    /// An input is drawn from a t of two degrees of freedom or fewer: u depends on the draw (JCGM 101 6.4.9.4).
    NoFiniteUncertainty,
    /// All trials were made before the simulation had settled (JCGM 101 7.9).
    NotSettled,
    /// U is larger than the tolerance: the statement of conformity says next to nothing.
    AboveTolerance,
    /// U is larger than the share of the tolerance that the edition asks for (JJF 1094).
    AboveRatio,
}

impl Caution {
    /// The key of its text.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::FewReadings => "few_readings",
            Self::NoScatter => "no_scatter",
            Self::FewDegreesOfFreedom => "few_degrees_of_freedom",
            Self::DofNotCombined => "dof_not_combined",
            Self::Nonlinear => "nonlinear",
            Self::NoSlope => "no_slope",
            Self::NoFiniteUncertainty => "no_finite_uncertainty",
            Self::NotSettled => "not_settled",
            Self::AboveTolerance => "above_tolerance",
            Self::AboveRatio => "above_ratio",
        }
    }

    /// Whether the first version of events could not say it.
    pub const fn is_later(self) -> bool {
        matches!(self, Self::AboveTolerance | Self::AboveRatio)
    }

    /// Whether a result with it needs a word of who checks: what is stated of conformity does not stand on its own (C-5.4.1 m).
    pub const fn asks(self) -> bool {
        matches!(self, Self::AboveTolerance | Self::AboveRatio)
    }
}

/// What U, as it is stated, is beside a tolerance: larger than it, or than the share of it that is asked for; on every digit.
pub fn beside(decision: &Decision, u: &str, tolerance: &str) -> Option<Caution> {
    let read = |text: &str| DecimalText::parse(text).ok().map(|text| Big::of(&text));
    let (u, tolerance) = (read(u)?, read(tolerance)?);
    if u > tolerance {
        return Some(Caution::AboveTolerance);
    }
    let ratio = Big::of(decision.ratio.as_ref()?);
    (u.times(&ratio) > tolerance).then_some(Caution::AboveRatio)
}
