//! What a result asks its reader to bear in mind. A caution never changes a number; it stands where the number stands.

use serde::{Deserialize, Serialize};

use super::Outcome;
use super::big::Big;
use super::evaluate::Evaluation;
use super::gum::truncated;
use super::situation::Situation;
use crate::method::{Decision, Source, Uncertainty};
use base::decimal::DecimalText;

/// Fewer effective degrees of freedom make u itself uncertain by a quarter or more (GUM E.4.3).
const FEW_DEGREES: f64 = 10.0;
/// Fewer readings than this leave their scatter all but unknown (GUM E.4.3: 52 % with three).
const FEW_READINGS: usize = 4;
/// The share of the variance from which the scatter of readings matters.
const MATTERS: f64 = 0.1;

/// A caution about a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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

fn beside_tolerance(decision: &Decision, outcome: &Outcome) -> Option<Caution> {
    beside(decision, &outcome.expanded_uncertainty, &outcome.conformity.as_ref()?.tolerance)
}

/// Everything to bear in mind at a point, in the order of the enum.
pub(super) fn of(situation: &Situation<'_>, evaluation: &Evaluation<'_>, outcome: &Outcome) -> Vec<Caution> {
    let mut cautions = evaluation.cautions.clone();
    cautions.extend(situation.procedure.computation.decision.as_ref().and_then(|decision| beside_tolerance(decision, outcome)));
    let has_resolution = situation
        .procedure
        .computation
        .inputs
        .iter()
        .any(|input| matches!(input.uncertainty, Uncertainty::TypeB { source: Source::Resolution, .. }));
    for line in &evaluation.lines {
        let Uncertainty::TypeA { quantity, .. } = &line.input.uncertainty else { continue };
        let taken = situation.readings.get(quantity.as_str()).map_or(0, Vec::len);
        let share = (line.contribution() / evaluation.u).powi(2);
        if (2..FEW_READINGS).contains(&taken) && share >= MATTERS {
            cautions.push(Caution::FewReadings);
        }
        if taken > 1 && line.u == 0.0 && !has_resolution {
            cautions.push(Caution::NoScatter);
        }
    }
    if evaluation.validated.is_none() && evaluation.dof.is_some_and(|dof| truncated(dof) < FEW_DEGREES) {
        cautions.push(Caution::FewDegreesOfFreedom);
    }
    cautions.sort_unstable();
    cautions.dedup();
    cautions
}
