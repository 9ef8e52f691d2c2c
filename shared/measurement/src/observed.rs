//! What was observed with a procedure: what the engine computes from. It knows no record; whoever has one makes this of it.

use std::collections::BTreeMap;

use base::decimal::DecimalText;
use base::unit::Unit;

use crate::method::{Characteristic, DecisionRule, Point, Procedure, Stage};

/// Everything that was observed with one procedure.
#[derive(Debug, Clone)]
pub struct Observations<'a> {
    /// The procedure.
    pub procedure: Procedure<'a>,
    /// The decision rule that was agreed on; the procedure's own where there is none (C-5.4.1 m).
    pub decision: Option<&'a DecisionRule>,
    /// Readings of the environment by field key, as they were written.
    pub environment: BTreeMap<&'a str, Vec<(&'a DecimalText, Unit)>>,
    /// Stages and points with readings, in the order of stages and points.
    pub points: Vec<ObservedPoint<'a>>,
}

/// What was observed at one point of one stage.
#[derive(Debug, Clone)]
pub struct ObservedPoint<'a> {
    /// The stage.
    pub stage: Stage,
    /// The point.
    pub point: &'a Point,
    /// Readings in force by quantity key, in the order of the form.
    pub readings: BTreeMap<&'a str, Vec<ObservedReading<'a>>>,
    /// What the certificates of the standards state that the readings were taken with, by slot: one list for each standard.
    pub standards: BTreeMap<&'a str, Vec<&'a [Characteristic]>>,
}

/// One reading.
#[derive(Debug, Clone, Copy)]
pub struct ObservedReading<'a> {
    /// Where it was entered; named by a refusal.
    pub path: &'a str,
    /// What was written.
    pub written: Written<'a>,
}

/// What was written for a reading.
#[derive(Debug, Clone, Copy)]
pub enum Written<'a> {
    /// A number with its unit.
    Number(&'a DecimalText, Unit),
    /// That it was not observed.
    NotObserved,
    /// Something that is no number.
    Other,
}

impl<'a> Observations<'a> {
    /// What was observed at a stage of a point.
    pub fn at(&self, stage: Stage, point: &str) -> Option<&ObservedPoint<'a>> {
        self.points.iter().find(|observed| observed.stage == stage && observed.point.key == point)
    }
}
