//! What a score could have said: how large it could become at most, and what it would be without the participant's own result.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::assigned::Stated;
use super::centred::power_of_two;
use super::consensus::Route;
use super::moments::Moments;
use super::refusal::{StatisticsError, at_least, count};
use super::round::{Asked, Basis, Round, Sample, Scale, Source};
use super::score::{Score, score};

/// In rounds larger than this, one result cannot keep its own score small; whether it decides its own class is still looked at.
const LARGEST: usize = 150;
/// In rounds larger than this, only results whose score is near a limit are scored without themselves: a robust estimate does not
/// move farther by one result than these many scales over n.
const NEAR: f64 = 20.0;
/// How far off a result is put, in units of the round's farthest result.
const WILD: f64 = 1e9;

/// What was found.
#[derive(Debug, Clone, Copy)]
pub(super) struct Probe {
    /// The largest |score| that the participant could have got; `None` where there is no bound worth naming.
    pub(super) bound: Option<f64>,
    /// Its score with the others' assigned value and σ; the refusal where the others have none.
    pub(super) without: Option<Result<Score, StatisticsError>>,
}

const NOTHING: Probe = Probe { bound: None, without: None };

/// Probes the scores of one round. Equal results are probed once.
pub(super) struct Prober<'a> {
    round: &'a Round<'a>,
    source: Source,
    sample: &'a Sample,
    basis: &'a Basis,
    /// Of the whole round, where value and σ are its mean and standard deviation.
    moments: Option<Moments>,
    known: RefCell<BTreeMap<(u64, bool), Probe>>,
}

impl<'a> Prober<'a> {
    pub(super) fn of(round: &'a Round<'a>, source: &Source, sample: &'a Sample, basis: &'a Basis) -> Result<Self, StatisticsError> {
        let plain = matches!(source.assigned, Ok(_) | Err(Route::Mean))
            && matches!(source.scale, Some(Scale::Known(_) | Scale::Participants(Route::Mean)));
        let moments = if plain { Some(Moments::of(&sample.x)?) } else { None };
        Ok(Self { round, source: *source, sample, basis, moments, known: RefCell::default() })
    }

    /// Probes one participant's score. Where neither value nor σ come from the results, there is nothing to find.
    pub(super) fn probe(&self, asked: Asked, place: usize) -> Result<Probe, StatisticsError> {
        if !self.source.is_consensus() {
            return Ok(NOTHING);
        }
        let weighed = !self.sample.u.is_empty();
        let key = (if weighed { place as u64 } else { self.sample.x[place].to_bits() }, asked == Asked::ZPrime);
        if let Some(known) = self.known.borrow().get(&key) {
            return Ok(*known);
        }
        let probe = Probe { bound: self.bound(asked, place), without: self.without(asked, place) };
        self.known.borrow_mut().insert(key, probe);
        Ok(probe)
    }

    /// With mean and standard deviation of n results, |z| cannot exceed (n − 1)/√n; otherwise a wild result shows the bound.
    fn bound(&self, asked: Asked, place: usize) -> Option<f64> {
        let n = count(self.sample.x.len());
        if (self.source.assigned, self.source.scale) == (Err(Route::Mean), Some(Scale::Participants(Route::Mean))) {
            let bound = (n - 1.0) / n.sqrt();
            // u² = s²/n stands beside σ² = s².
            return Some(if asked == Asked::ZPrime { bound / (1.0 + 1.0 / n).sqrt() } else { bound });
        }
        if self.sample.x.len() > LARGEST { None } else { self.wild(asked, place) }
    }

    fn without(&self, asked: Asked, place: usize) -> Option<Result<Score, StatisticsError>> {
        let own = self.sample.x[place];
        if let Some(moments) = &self.moments {
            return Some(self.of_others(moments, own).and_then(|basis| z(asked, own, &basis, self.round)));
        }
        let score = z(asked, own, self.basis, self.round).ok()?;
        if self.sample.x.len() > LARGEST && !self.is_near_limit(score.value) {
            return None;
        }
        Some(self.source.basis(&self.sample.without(place)).and_then(|basis| z(asked, own, &basis, self.round)))
    }

    fn is_near_limit(&self, score: f64) -> bool {
        let reach = NEAR * (1.0 + score.abs()) / count(self.sample.x.len());
        [self.round.criteria.acceptable, self.round.criteria.action]
            .iter()
            .any(|limit| (score.abs() - limit.to_string().parse::<f64>().unwrap_or(0.0)).abs() <= reach)
    }

    /// Mean and standard deviation of the others, by what is taken away from the sums.
    fn of_others(&self, moments: &Moments, own: f64) -> Result<Basis, StatisticsError> {
        if moments.n() < 3 {
            return Err(StatisticsError::TooFew { needed: 2 });
        }
        let others = moments.without(own);
        let s = others.variance().root();
        let sigma = match self.source.scale {
            Some(Scale::Participants(_)) if s == 0.0 => Err(StatisticsError::AllEqual),
            Some(Scale::Participants(_)) => Ok(s),
            _ => self.basis.sigma.unwrap_or(Err(StatisticsError::Missing("sigma_pt"))),
        };
        let (x, u) = match self.source.assigned {
            Ok(stated) => (stated.x, stated.u),
            Err(_) => (others.mean().number(), s / count(others.n()).sqrt()),
        };
        Ok(Basis { x, u, sigma: Some(sigma), removed: Vec::new() })
    }

    /// The score of a result far beyond all others; the smaller of both sides.
    fn wild(&self, asked: Asked, place: usize) -> Option<f64> {
        let unit = power_of_two(self.sample.x.iter().fold(0.0_f64, |most, value| most.max(value.abs())));
        let scaled = |values: &[f64]| values.iter().map(|value| value / unit).collect();
        let mut sample = Sample { x: scaled(&self.sample.x), u: scaled(&self.sample.u) };
        let source = in_units(&self.source, unit);
        let mut of = |to: f64| {
            sample.x[place] = to;
            let basis = source.basis(&sample).ok()?;
            let sigma = basis.sigma?.ok()?;
            let scale = if asked == Asked::ZPrime { sigma.hypot(basis.u) } else { sigma };
            Some(((to - basis.x) / scale).abs())
        };
        // Where one side has no meaning, as below zero on a geometric mean, the other shows it.
        [of(-WILD), of(WILD)].into_iter().flatten().reduce(f64::min).filter(|bound| bound.is_finite())
    }
}

/// The same with what is given from outside in other units.
fn in_units(source: &Source, unit: f64) -> Source {
    let route = |route: Route| match route {
        Route::Mode { bandwidth } => Route::Mode { bandwidth: bandwidth / unit },
        other => other,
    };
    Source {
        assigned: source.assigned.map(|stated| Stated { x: stated.x / unit, u: stated.u / unit }).map_err(route),
        scale: source.scale.map(|scale| match scale {
            Scale::Known(sigma) => Scale::Known(sigma / unit),
            Scale::Participants(by) => Scale::Participants(route(by)),
        }),
    }
}

/// z or z′ of a result on the scale of the scores.
pub(super) fn z(asked: Asked, x: f64, basis: &Basis, round: &Round<'_>) -> Result<Score, StatisticsError> {
    at_least(&[x], 1)?;
    let sigma = basis.sigma.unwrap_or(Err(StatisticsError::Missing("sigma_pt")))?;
    let scales: &[f64] = if asked == Asked::ZPrime { &[sigma, basis.u] } else { &[sigma] };
    score(x, basis.x, scales, &round.criteria)
}
