//! What a score could have said: how large it could become at most, and what it would be without the participant's own result.

use super::assigned::Route;
use super::centred::power_of_two;
use super::refusal::{StatisticsError, count};
use super::round::{Assigned, Round, Scale};
use super::score::{Score, score};

/// Rounds larger than this are probed by formula only: in them, one result cannot move a robust estimate that far.
const LARGEST: usize = 150;
/// How far off a result is put, in units of the round's farthest result.
const WILD: f64 = 1e9;

/// What was found.
pub(super) struct Probe {
    /// The largest |score| that the participant could have got; `None` where there is no bound worth naming.
    pub(super) bound: Option<f64>,
    /// Its score with the others' assigned value and σ; the refusal where the others have none.
    pub(super) without: Option<Result<Score, StatisticsError>>,
}

/// Probes one participant's score. Where neither value nor σ come from the results, there is nothing to find.
pub(super) fn probe(round: &Round<'_>, results: &[f64], place: usize) -> Result<Probe, StatisticsError> {
    if !round.is_consensus() {
        return Ok(Probe { bound: None, without: None });
    }
    let mean = matches!((round.assigned, round.scale), (Assigned::Consensus(Route::Mean), Scale::Participants(Route::Mean)));
    let n = count(results.len());
    let bound = if mean { Some((n - 1.0) / n.sqrt()) } else { None };
    if results.len() > LARGEST {
        return Ok(Probe { bound, without: None });
    }
    let bound = bound.or_else(|| wild(round, results, place));
    let mut others = results.to_vec();
    let own = others.remove(place);
    let without = round.basis(&others).and_then(|basis| score(own, basis.x, &[basis.sigma], &round.criteria));
    Ok(Probe { bound, without: Some(without) })
}

/// The score of a result far beyond all others; the smaller of both sides.
fn wild(round: &Round<'_>, results: &[f64], place: usize) -> Option<f64> {
    let farthest = results.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
    let unit = power_of_two(farthest);
    let mut scaled: Vec<f64> = results.iter().map(|value| value / unit).collect();
    let round = in_units(round, unit);
    let of = |to: f64, scaled: &mut Vec<f64>| {
        scaled[place] = to;
        let basis = round.basis(scaled).ok()?;
        Some(((to - basis.x) / basis.sigma).abs())
    };
    let (low, high) = (of(-WILD, &mut scaled), of(WILD, &mut scaled));
    low.zip(high).map(|(low, high)| low.min(high)).filter(|bound| bound.is_finite())
}

/// The same round with what is given from outside in other units.
fn in_units<'a>(round: &Round<'a>, unit: f64) -> Round<'a> {
    let assigned = match round.assigned {
        Assigned::Known(x, u) => Assigned::Known(x / unit, u / unit),
        consensus => consensus,
    };
    let scale = match round.scale {
        Scale::Known(sigma) => Scale::Known(sigma / unit),
        participants => participants,
    };
    Round { assigned, scale, ..*round }
}
