//! Blocks in any order to one result; in an adaptive run, until it has settled (JCGM 101 7.9.4).

use std::collections::BTreeMap;

use super::quantile::interval;
use super::run::{Caution, Kind, Simulated};
use super::simulation::{Block, Simulation};
use super::validate::tolerance;
use crate::refusal::MeasurementError;
use statistics::descriptive::standard_deviation;
use statistics::student;

/// What has come in.
#[derive(Debug, Clone)]
pub struct Collected {
    planned: u32,
    probability: f64,
    kind: Kind,
    digits: Option<u8>,
    caution: Option<Caution>,
    /// Blocks that may be used: without a gap from the first, so that the result does not depend on who was faster.
    used: Vec<Block>,
    /// Blocks that came before an earlier one.
    waiting: BTreeMap<u32, Block>,
    settled: bool,
}

impl Collected {
    /// Nothing yet.
    pub fn new(simulation: &Simulation) -> Self {
        Self {
            planned: simulation.blocks(),
            probability: simulation.probability,
            kind: simulation.kind,
            digits: simulation.digits,
            caution: simulation.caution,
            used: Vec::new(),
            waiting: BTreeMap::new(),
            settled: false,
        }
    }

    /// Takes a block. What comes after the run has settled is left out.
    pub fn merge(&mut self, block: Block) {
        self.waiting.insert(block.number, block);
        while !self.settled {
            let next = u32::try_from(self.used.len()).unwrap_or(u32::MAX);
            let Some(block) = self.waiting.remove(&next) else { return };
            self.used.push(block);
            self.settled = self.digits.is_some_and(|digits| self.has_settled(digits));
        }
    }

    /// Whether no more blocks are needed.
    pub fn is_done(&self) -> bool {
        self.settled || self.used.len() == usize::try_from(self.planned).unwrap_or(usize::MAX)
    }

    /// Blocks that are in, of those that there are at most.
    pub fn progress(&self) -> (u32, u32) {
        (u32::try_from(self.used.len() + self.waiting.len()).unwrap_or(u32::MAX), self.planned)
    }

    /// Each average over blocks is certain, to 95.45 %, within the tolerance of u's last digit. The standard takes twice its standard
    /// deviation; with few blocks that is by chance small, so that t stands in the place of two.
    fn has_settled(&self, digits: u8) -> bool {
        let count = self.used.len() as f64;
        if self.used.len() < 2 {
            return false;
        }
        let Some(factor) = student::factor(0.9545, count - 1.0) else { return false };
        let spread = |of: &dyn Fn(&Block) -> f64| {
            let values: Vec<f64> = self.used.iter().map(of).collect();
            standard_deviation(&values).map_or(f64::INFINITY, |s| factor * s / count.sqrt())
        };
        let u = |block: &Block| (block.squares / (block.values.len() as f64 - 1.0)).sqrt();
        let delta = tolerance(self.moments().1, digits);
        let low = |block: &Block| block.ends.map_or(f64::NAN, |ends| ends.0);
        let high = |block: &Block| block.ends.map_or(f64::NAN, |ends| ends.1);
        [spread(&|block| block.mean), spread(&u), spread(&low), spread(&high)].iter().all(|spread| *spread <= delta)
    }

    /// Mean and standard deviation of all trials, block by block in their order (Chan, Golub and LeVeque).
    fn moments(&self) -> (f64, f64) {
        let (mut count, mut mean, mut squares) = (0.0, 0.0, 0.0);
        for block in &self.used {
            let more = block.values.len() as f64;
            let away = block.mean - mean;
            squares += block.squares + if count > 0.0 { away * away * (count * more / (count + more)) } else { 0.0 };
            mean = if count > 0.0 { mean + away * (more / (count + more)) } else { block.mean };
            count += more;
        }
        (mean, (squares / (count - 1.0)).sqrt())
    }

    /// The result of what is in.
    ///
    /// # Errors
    /// [`MeasurementError::Coverage`] where blocks are missing or there are too few trials for the probability,
    /// [`MeasurementError::NotFinite`] where the spread is beyond numbers.
    pub fn finish(self) -> Result<Simulated, MeasurementError> {
        if !self.is_done() {
            return Err(MeasurementError::Coverage);
        }
        let (mean, u) = self.moments();
        let settled = self.digits.map(|_| self.settled);
        let parts: Vec<&[f64]> = self.used.iter().map(|block| block.values.as_slice()).collect();
        let trials = parts.iter().map(|part| part.len()).sum();
        let (low, high) = interval(&parts, self.probability, self.kind).ok_or(MeasurementError::Coverage)?;
        // Squares beyond numbers, or below them: the slow way keeps them within.
        let u = if u.is_finite() && (u > 0.0 || low == high) { Ok(u) } else { standard_deviation(&parts.concat()) };
        let u = u.map_err(|_| MeasurementError::NotFinite("model".to_owned()))?;
        Ok(Simulated { mean, u, low, high, trials, settled, caution: self.caution })
    }
}
