//! A round: its results, where the assigned value and σ come from, and which scores the programme asks for (P-4.3).

use serde::{Deserialize, Serialize};

use super::assigned::{Assigned, Stated, negligible};
use super::caution::Caution;
use super::consensus::{Route, consensus_with};
use super::criteria::Class;
use super::criteria::Criteria;
use super::descriptive::all_equal;
use super::judgement::Judgement;
use super::refusal::{StatisticsError, at_least, finite, not_negative};
use super::score::Logarithm;

/// What a participant reports.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reported {
    /// Result.
    pub x: f64,
    /// Standard uncertainty, for ζ.
    #[serde(default)]
    pub u: Option<f64>,
    /// Expanded uncertainty, for En.
    #[serde(default)]
    pub expanded: Option<f64>,
}

impl Reported {
    /// A result alone.
    pub const fn alone(x: f64) -> Self {
        Self { x, u: None, expanded: None }
    }
}

/// Where σ comes from: data of a programme.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    /// From outside the round: prescribed, by perception, from a model or a precision experiment (ISO 13528 8).
    Known(f64),
    /// The standard deviation that a route finds in the participants' results (ISO 13528 8.6).
    Participants(Route),
}

/// A score that a programme may ask for (P-4.3.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Asked {
    /// x − X.
    D,
    /// In percent of X.
    #[serde(rename = "D_percent")]
    DPercent,
    /// Rank among the participants.
    #[serde(rename = "rank")]
    Rank,
    /// Percentile among the participants.
    #[serde(rename = "percentile")]
    Percentile,
    /// (x − X)/σ.
    #[serde(rename = "z")]
    Z,
    /// (x − X)/√(σ² + u²).
    #[serde(rename = "z_prime")]
    ZPrime,
    /// (x − X)/√(u_x² + u²).
    #[serde(rename = "zeta")]
    Zeta,
    /// (x − X)/√(U_x² + U²).
    En,
}

/// A round.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Round<'a> {
    /// Results by participant; `None` where there is none.
    pub results: &'a [Option<Reported>],
    /// Where the assigned value comes from.
    pub assigned: &'a Assigned,
    /// The expanded uncertainty of the assigned value, for En, with the coverage of the participants'; twice the standard one where
    /// it is not stated.
    pub expanded: Option<f64>,
    /// Where σ comes from; `None` where no score needs it.
    pub scale: Option<Scale>,
    /// What scores are held against.
    pub criteria: Criteria,
    /// Which scores are asked for. Where u exceeds 0.3 σ, z′ comes with z.
    pub asked: &'a [Asked],
    /// Scored on logarithms; σ is then one of logarithms (P-4.3.2).
    pub logarithm: Option<Logarithm>,
    /// How results are judged beside their scores (P-4.3.3).
    pub judgement: Option<Judgement>,
}

/// What came out.
#[derive(Debug, Clone, PartialEq)]
pub struct Scored {
    /// Assigned value, in the unit of the results.
    pub x: f64,
    /// Its standard uncertainty: of the logarithm where the round is scored on logarithms.
    pub u: f64,
    /// σ, or why there is none.
    pub sigma: Option<Result<f64, StatisticsError>>,
    /// Whether u ≤ 0.3 σ: z may be used; otherwise z′ is the score (P-4.3.1). `None` without σ.
    pub negligible: Option<bool>,
    /// Results that are there.
    pub n: usize,
    /// By participant; `None` where there is no result.
    pub participants: Vec<Option<Participant>>,
    /// Of the round as a whole.
    pub cautions: Vec<Caution>,
}

/// One score of a participant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Given {
    /// Which.
    pub asked: Asked,
    /// Its value, or why there is none.
    pub value: Result<f64, StatisticsError>,
    /// Its class; `None` where it has none or cannot say anything, with a caution that says why.
    pub class: Option<Class>,
}

/// A participant's scores.
#[derive(Debug, Clone, PartialEq)]
pub struct Participant {
    /// In the order they were asked for.
    pub scores: Vec<Given>,
    /// What the programme's judgement says, or why it cannot.
    pub judged: Option<Result<Class, StatisticsError>>,
    /// Of these scores.
    pub cautions: Vec<Caution>,
}

impl Participant {
    /// One of the scores.
    pub fn score(&self, asked: Asked) -> Option<&Given> {
        self.scores.iter().find(|given| given.asked == asked)
    }
}

/// The assigned value with its uncertainty, σ, and who left the statistics.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Basis {
    pub(super) x: f64,
    pub(super) u: f64,
    pub(super) sigma: Option<Result<f64, StatisticsError>>,
    pub(super) removed: Vec<usize>,
}

/// Results on the scale on which they are scored, with their uncertainties where all state one.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sample {
    pub(super) x: Vec<f64>,
    pub(super) u: Vec<f64>,
}

impl Sample {
    /// The same without one of them.
    pub(super) fn without(&self, place: usize) -> Self {
        let mut others = self.clone();
        others.x.remove(place);
        if place < others.u.len() {
            others.u.remove(place);
        }
        others
    }
}

/// Where value and σ come from once what is stated from outside has been worked out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Source {
    pub(super) assigned: Result<Stated, Route>,
    pub(super) scale: Option<Scale>,
}

impl Source {
    pub(super) fn basis(&self, sample: &Sample) -> Result<Basis, StatisticsError> {
        at_least(&sample.x, 1)?;
        let (x, u, removed) = match self.assigned {
            Ok(stated) => (stated.x, stated.u, Vec::new()),
            Err(route) => consensus_with(&sample.x, &sample.u, route).map(|found| (found.x, found.u, found.removed))?,
        };
        not_negative("u_x_pt", u)?;
        Ok(Basis { x: finite(x)?, u, sigma: self.scale.map(|scale| sigma(scale, sample)), removed })
    }

    /// Whether anything is taken from the results themselves.
    pub(super) const fn is_consensus(&self) -> bool {
        self.assigned.is_err() || matches!(self.scale, Some(Scale::Participants(_)))
    }
}

fn sigma(scale: Scale, sample: &Sample) -> Result<f64, StatisticsError> {
    let route = match scale {
        Scale::Known(0.0) => return Err(StatisticsError::ZeroScale),
        Scale::Known(sigma) => return super::refusal::positive("sigma_pt", sigma).map(|()| sigma),
        // Neither says how single results scatter.
        Scale::Participants(Route::Mode { .. } | Route::Weighted) => return Err(StatisticsError::NotDefined("sigma_pt")),
        Scale::Participants(route) => route,
    };
    match consensus_with(&sample.x, &sample.u, route)?.s {
        s if s > 0.0 => Ok(s),
        _ if all_equal(&sample.x) => Err(StatisticsError::AllEqual),
        _ => Err(StatisticsError::MajorityEqual),
    }
}

impl Round<'_> {
    /// Results on the scale of the scores.
    pub(super) fn sample(&self) -> Result<Sample, StatisticsError> {
        let on_scale = |x: f64| self.logarithm.map_or(Ok(x), |logarithm| logarithm.of(x));
        let there: Vec<&Reported> = self.results.iter().flatten().collect();
        let x: Vec<f64> = there.iter().map(|reported| on_scale(finite(reported.x)?)).collect::<Result<_, _>>()?;
        let stated: Option<Vec<f64>> = there.iter().map(|reported| reported.u).collect();
        let on_scale = |(u, reported): (f64, &&Reported)| self.logarithm.map_or(Ok(u), |logarithm| logarithm.uncertainty(reported.x, u));
        let u = stated.unwrap_or_default().into_iter().zip(&there).map(on_scale).collect::<Result<_, _>>()?;
        at_least(&x, 1)?;
        Ok(Sample { x, u })
    }

    /// Where value and σ come from, on the scale of the scores.
    pub(super) fn source(&self) -> Result<Source, StatisticsError> {
        let stated = self.assigned.stated()?;
        let assigned = match (stated, self.logarithm, self.assigned) {
            (Some(stated), None, _) => Ok(stated),
            (Some(stated), Some(logarithm), _) => Ok(Stated { x: logarithm.of(stated.x)?, u: logarithm.uncertainty(stated.x, stated.u)? }),
            (None, _, Assigned::Participants { by }) => Err(*by),
            (None, ..) => return Err(StatisticsError::Missing("x_pt")),
        };
        Ok(Source { assigned, scale: self.scale })
    }

    pub(super) fn cautions(&self, source: &Source, sample: &Sample, basis: &Basis) -> Vec<Caution> {
        let (mut cautions, n) = (Vec::new(), sample.x.len());
        if source.is_consensus() && n < self.criteria.fewest {
            cautions.push(Caution::FewResults { n, needed: self.criteria.fewest });
        }
        let mut distinct = sample.x.clone();
        distinct.sort_unstable_by(f64::total_cmp);
        distinct.dedup();
        if source.is_consensus() && n > 1 && distinct.len() == 1 {
            cautions.push(Caution::AllEqual);
        } else if source.is_consensus() && 2 * distinct.len() < n {
            cautions.push(Caution::ManyTies { distinct: distinct.len() });
        }
        if matches!(basis.sigma, Some(Ok(sigma)) if !negligible(basis.u, sigma)) {
            cautions.push(Caution::AssignedUncertain);
        }
        cautions
    }
}
