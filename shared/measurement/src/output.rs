//! The outputs of a computation: the measurand, and further ones from the same inputs.

use crate::method::{Computation, Decision, FurtherOutput};

/// One output.
#[derive(Debug, Clone, Copy)]
pub(super) struct Output<'a> {
    /// Whether it is the computation's measurand: stated sensitivities, tolerance and decision speak of this one.
    pub(super) main: bool,
    pub(super) model: &'a str,
    pub(super) cmc: Option<&'a str>,
    pub(super) decision: Option<&'a Decision>,
}

impl<'a> Output<'a> {
    pub(super) fn main(computation: &'a Computation) -> Self {
        Self { main: true, model: &computation.model, cmc: computation.cmc.as_deref(), decision: computation.decision.as_ref() }
    }

    pub(super) fn further(output: &'a FurtherOutput) -> Self {
        Self { main: false, model: &output.model, cmc: output.cmc.as_deref(), decision: None }
    }
}
