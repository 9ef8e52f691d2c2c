//! Every score that a programme asks for, with its class, or without one where it could not have told anything (P-4.3.2, P-4.3.3).

use super::assigned::negligible;
use super::caution::Caution;
use super::combined::{percentiles, ranks};
use super::criteria::Class;
use super::probe::{Probe, Prober, z};
use super::refusal::{StatisticsError, finite};
use super::round::{Asked, Basis, Given, Participant, Reported, Round, Sample, Scored, Source};
use super::score::{Score, classify, difference, difference_percent, en, score};

impl Round<'_> {
    /// Scores every result (P-4.3.2).
    ///
    /// # Errors
    /// [`StatisticsError::TooFew`] for the routes, and what keeps every score that was asked for from everybody:
    /// [`StatisticsError::AllEqual`] and [`StatisticsError::MajorityEqual`] where the results leave no scale,
    /// [`StatisticsError::ZeroScale`] and [`StatisticsError::OutOfRange`] for a σ that is given, [`StatisticsError::Missing`] for what
    /// was not given, [`StatisticsError::NotFinite`].
    pub fn scored(&self) -> Result<Scored, StatisticsError> {
        let (sample, source) = (self.sample()?, self.source()?);
        let basis = source.basis(&sample)?;
        let negligible = basis.sigma.and_then(Result::ok).map(|sigma| negligible(basis.u, sigma));
        let scoring = Scoring {
            round: self,
            places: (ranks(&sample.x)?, percentiles(&sample.x)?),
            value: self.logarithm.map_or(Ok(basis.x), |logarithm| logarithm.back(basis.x))?,
            asked: self.asked(negligible),
            reported: self.results.iter().flatten().map(|reported| reported.x).collect(),
            prober: Prober::of(self, &source, &sample, &basis)?,
            source,
            sample: &sample,
            basis: &basis,
        };
        let mut place = 0..sample.x.len();
        let of = |reported: &Option<Reported>| match reported {
            None => Ok(None),
            Some(reported) => scoring.participant(place.next().unwrap_or(0), reported).map(Some),
        };
        let participants = self.results.iter().map(of).collect::<Result<Vec<_>, _>>()?;
        refused(&participants)?;
        let cautions = self.cautions(&source, &sample, &basis);
        Ok(Scored { x: scoring.value, u: basis.u, sigma: basis.sigma, negligible, n: sample.x.len(), participants, cautions })
    }

    /// Where the assigned value is too uncertain for z, z′ comes with it (P-4.3.1; ISO 13528 9.2, 9.5).
    fn asked(&self, negligible: Option<bool>) -> Vec<Asked> {
        let mut asked = self.asked.to_vec();
        if negligible == Some(false) && asked.contains(&Asked::Z) && !asked.contains(&Asked::ZPrime) {
            asked.push(Asked::ZPrime);
        }
        asked
    }
}

/// Refuses a round in which nobody has any score, for the first reason.
fn refused(participants: &[Option<Participant>]) -> Result<(), StatisticsError> {
    let mut scores = participants.iter().flatten().flat_map(|participant| &participant.scores);
    let first = scores.clone().find_map(|given| given.value.err());
    match first {
        Some(refusal) if scores.all(|given| given.value.is_err()) => Err(refusal),
        _ => Ok(()),
    }
}

struct Scoring<'a> {
    round: &'a Round<'a>,
    source: Source,
    sample: &'a Sample,
    basis: &'a Basis,
    /// The assigned value in the unit of the results.
    value: f64,
    reported: Vec<f64>,
    places: (Vec<f64>, Vec<f64>),
    asked: Vec<Asked>,
    prober: Prober<'a>,
}

impl Scoring<'_> {
    fn participant(&self, place: usize, reported: &Reported) -> Result<Participant, StatisticsError> {
        let mut participant = Participant { scores: Vec::new(), judged: None, cautions: Vec::new() };
        if self.basis.removed.contains(&place) {
            participant.cautions.push(Caution::LeftOut);
        }
        for asked in &self.asked {
            let mut given = self.given(*asked, place, reported);
            if let (Asked::Z | Asked::ZPrime, Some(class)) = (asked, given.class) {
                given.class = self.probed(*asked, place, class, &mut participant.cautions)?;
            }
            participant.scores.push(given);
        }
        participant.judged = self.round.judgement.map(|judgement| judgement.class(reported.x, self.value, &self.reported));
        Ok(participant)
    }

    fn given(&self, asked: Asked, place: usize, reported: &Reported) -> Given {
        let plain = |value| Given { asked, value, class: None };
        let classed = |score: Result<Score, StatisticsError>| Given {
            asked,
            value: score.map(|score| score.value),
            class: score.ok().map(|score| score.class),
        };
        match asked {
            Asked::D => plain(difference(reported.x, self.value)),
            Asked::DPercent => plain(difference_percent(reported.x, self.value)),
            Asked::Rank => plain(Ok(self.places.0[place])),
            Asked::Percentile => plain(Ok(self.places.1[place])),
            Asked::Z | Asked::ZPrime => classed(self.z(asked, self.sample.x[place], self.basis)),
            Asked::Zeta => classed(self.zeta(place, reported)),
            Asked::En => classed(self.en(place, reported)),
        }
    }

    fn z(&self, asked: Asked, x: f64, basis: &Basis) -> Result<Score, StatisticsError> {
        z(asked, x, basis, self.round)
    }

    fn zeta(&self, place: usize, reported: &Reported) -> Result<Score, StatisticsError> {
        let u = self.on_scale(reported.x, reported.u.ok_or(StatisticsError::Missing("u_x"))?)?;
        score(self.sample.x[place], self.basis.x, &[u, self.basis.u], &self.round.criteria)
    }

    fn en(&self, place: usize, reported: &Reported) -> Result<Score, StatisticsError> {
        let expanded = self.on_scale(reported.x, reported.expanded.ok_or(StatisticsError::Missing("U_x"))?)?;
        let assigned = match self.round.expanded {
            Some(stated) => self.on_scale(self.value, stated)?,
            None => finite(2.0 * self.basis.u)?,
        };
        en(self.sample.x[place], self.basis.x, &[expanded, assigned], &self.round.criteria)
    }

    fn on_scale(&self, x: f64, u: f64) -> Result<f64, StatisticsError> {
        self.round.logarithm.map_or(Ok(u), |logarithm| logarithm.uncertainty(x, u))
    }

    /// The class after what a probe says of it.
    fn probed(&self, asked: Asked, place: usize, class: Class, cautions: &mut Vec<Caution>) -> Result<Option<Class>, StatisticsError> {
        let Probe { bound, without } = self.prober.probe(asked, place)?;
        let mut told = Some(class);
        if let Some(bound) = bound {
            match classify(bound, &self.round.criteria)? {
                Class::Acceptable => {
                    told = None;
                    note(cautions, Caution::ScoreBounded { bound });
                }
                Class::Warning => note(cautions, Caution::ActionUnreachable { bound }),
                Class::Action => {}
            }
        }
        match without {
            Some(Ok(other)) if other.class != class => note(cautions, Caution::PullsAssigned { without: other.value }),
            Some(Err(_)) if self.source.is_consensus() => note(cautions, Caution::CarriesScale),
            _ => {}
        }
        Ok(told)
    }
}

/// A caution once, whichever of the scores it comes from.
fn note(cautions: &mut Vec<Caution>, caution: Caution) {
    if !cautions.iter().any(|known| std::mem::discriminant(known) == std::mem::discriminant(&caution)) {
        cautions.push(caution);
    }
}
