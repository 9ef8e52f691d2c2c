//! Which cautions a result comes with.

use super::caution::{Caution, beside};
use super::evaluate::Evaluation;
use super::gum::truncated;
use super::results::Outcome;
use super::situation::Situation;
use crate::method::{Decision, Source, Uncertainty};

/// Fewer effective degrees of freedom make u itself uncertain by a quarter or more (GUM E.4.3).
const FEW_DEGREES: f64 = 10.0;
/// Fewer readings than this leave their scatter all but unknown (GUM E.4.3: 52 % with three).
const FEW_READINGS: usize = 4;
/// The share of the variance from which the scatter of readings matters.
const MATTERS: f64 = 0.1;

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
