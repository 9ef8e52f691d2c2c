//! What a measurement procedure asks to be read and how its results come about, as data (VIM 2.6; C-4.2, C-5.5.3).

mod computation;
mod form;
mod rule;
mod stated;

pub use computation::{Computation, Distribution, Estimate, FurtherOutput, Input, InputCorrelation, Source, Uncertainty};
pub use form::{Choice, Covers, EnvironmentField, Form, InspectionField, Parameter, Point, Quantity, Slot, Stage};
pub use rule::{Coverage, CoverageRule, Decision, DecisionRule, IntervalKind, Rounding, RoundingMode};
pub use stated::{AboveZero, COVERAGE_FACTORS, Characteristic, MeasuringRange};

/// A measurement procedure: what is read, and what is computed from it.
#[derive(Debug, Clone, Copy)]
pub struct Procedure<'a> {
    /// What is read.
    pub form: &'a Form,
    /// What is computed from it.
    pub computation: &'a Computation,
}

impl<'a> Procedure<'a> {
    /// A measurement point by its key.
    pub fn point(self, key: &str) -> Option<&'a Point> {
        self.form.points.iter().find(|point| point.key == key)
    }
}
