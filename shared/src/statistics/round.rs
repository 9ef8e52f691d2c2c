//! A round scored as a whole: every z score with its class, or without one where it could not have told anything (P-4.3.1, P-4.3.3).

use super::assigned::{Route, consensus, negligible};
use super::caution::Caution;
use super::criteria::Criteria;
use super::probe::{Probe, probe};
use super::refusal::{StatisticsError, at_least};
use super::score::{Class, Score, score};

/// Where the assigned value comes from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Assigned {
    /// From outside the round, with its standard uncertainty.
    Known(f64, f64),
    /// From the participants' results.
    Consensus(Route),
}

/// Where σ comes from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Scale {
    /// From outside the round: prescribed, by perception, from a model or a precision experiment (ISO 13528 8).
    Known(f64),
    /// The standard deviation that a route finds in the participants' results.
    Participants(Route),
}

/// A round.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Round<'a> {
    /// Results by participant; `None` where there is none.
    pub results: &'a [Option<f64>],
    /// Where the assigned value comes from.
    pub assigned: Assigned,
    /// Where σ comes from.
    pub scale: Scale,
    /// What scores are held against.
    pub criteria: Criteria,
}

/// What came out.
#[derive(Debug, Clone, PartialEq)]
pub struct Scored {
    /// Assigned value.
    pub x: f64,
    /// Its standard uncertainty.
    pub u: f64,
    /// σ.
    pub sigma: f64,
    /// Results that are there.
    pub n: usize,
    /// By participant; `None` where there is no result.
    pub participants: Vec<Option<Participant>>,
    /// Of the round as a whole.
    pub cautions: Vec<Caution>,
}

/// A participant's score.
#[derive(Debug, Clone, PartialEq)]
pub struct Participant {
    /// z.
    pub z: f64,
    /// Its class; `None` where the score cannot say anything, with the caution that says why.
    pub class: Option<Class>,
    /// Of this score.
    pub cautions: Vec<Caution>,
}

/// The assigned value with its uncertainty, and σ.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Basis {
    pub(super) x: f64,
    pub(super) u: f64,
    pub(super) sigma: f64,
}

impl Round<'_> {
    pub(super) fn basis(&self, results: &[f64]) -> Result<Basis, StatisticsError> {
        let (x, u) = match self.assigned {
            Assigned::Known(x, u) => (x, u),
            Assigned::Consensus(route) => consensus(results, route).map(|found| (found.x, found.u))?,
        };
        let sigma = match self.scale {
            Scale::Known(sigma) => sigma,
            Scale::Participants(route) => consensus(results, route)?.s,
        };
        if !(x.is_finite() && u >= 0.0 && u.is_finite() && sigma.is_finite()) {
            return Err(StatisticsError::NotFinite);
        }
        match (sigma, self.scale) {
            (sigma, _) if sigma > 0.0 => Ok(Basis { x, u, sigma }),
            (sigma, _) if sigma < 0.0 => Err(StatisticsError::OutOfRange("sigma_pt")),
            (_, Scale::Known(_)) => Err(StatisticsError::ZeroScale),
            _ if results.iter().all(|result| *result == results[0]) => Err(StatisticsError::AllEqual),
            _ => Err(StatisticsError::MajorityEqual),
        }
    }

    /// Whether anything is taken from the results themselves.
    pub(super) const fn is_consensus(&self) -> bool {
        matches!(self.assigned, Assigned::Consensus(_)) || matches!(self.scale, Scale::Participants(_))
    }

    /// Scores every result.
    ///
    /// # Errors
    /// [`StatisticsError::TooFew`] for the routes, [`StatisticsError::AllEqual`] and [`StatisticsError::MajorityEqual`] where the
    /// results leave no scale, [`StatisticsError::ZeroScale`] and [`StatisticsError::OutOfRange`] for a σ that is given,
    /// [`StatisticsError::NotFinite`].
    pub fn scored(&self) -> Result<Scored, StatisticsError> {
        let results: Vec<f64> = self.results.iter().flatten().copied().collect();
        at_least(&results, 1)?;
        let basis = self.basis(&results)?;
        let mut place = 0;
        let mut participants = Vec::with_capacity(self.results.len());
        for result in self.results {
            participants.push(match result {
                None => None,
                Some(x) => {
                    place += 1;
                    Some(self.participant(&results, place - 1, score(*x, basis.x, &[basis.sigma], &self.criteria)?)?)
                }
            });
        }
        let cautions = self.cautions(&results, basis);
        Ok(Scored { x: basis.x, u: basis.u, sigma: basis.sigma, n: results.len(), participants, cautions })
    }

    fn participant(&self, results: &[f64], place: usize, score: Score) -> Result<Participant, StatisticsError> {
        let mut participant = Participant { z: score.value, class: Some(score.class), cautions: Vec::new() };
        let Probe { bound, without } = probe(self, results, place)?;
        if let Some(bound) = bound {
            match super::score::classify(bound, &self.criteria)? {
                Class::Acceptable => {
                    participant.class = None;
                    participant.cautions.push(Caution::ScoreBounded { bound });
                }
                Class::Warning => participant.cautions.push(Caution::ActionUnreachable { bound }),
                Class::Action => {}
            }
        }
        match without {
            Some(Ok(other)) if other.class != score.class => participant.cautions.push(Caution::PullsAssigned { without: other.value }),
            Some(Err(_)) => participant.cautions.push(Caution::CarriesScale),
            _ => {}
        }
        Ok(participant)
    }

    fn cautions(&self, results: &[f64], basis: Basis) -> Vec<Caution> {
        let mut cautions = Vec::new();
        if self.is_consensus() && results.len() < self.criteria.fewest {
            cautions.push(Caution::FewResults { n: results.len(), needed: self.criteria.fewest });
        }
        let mut distinct = results.to_vec();
        distinct.sort_unstable_by(f64::total_cmp);
        distinct.dedup();
        if self.is_consensus() && 2 * distinct.len() < results.len() {
            cautions.push(Caution::ManyTies { distinct: distinct.len() });
        }
        if !negligible(basis.u, basis.sigma) {
            cautions.push(Caution::AssignedUncertain);
        }
        cautions
    }
}
