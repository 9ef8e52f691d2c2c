//! The fold of a visit's stream: checks per standard and moment (C-5.2.2.2), acknowledged briefings (C-5.2.2.3).

use serde::{Deserialize, Serialize};

use crate::event::Event;
use crate::event::body::Body;
use crate::event::chain::WrittenEvent;
use crate::event::ledger::Verdict;
use crate::visit::{Briefed, CheckDone, CheckMoment};
use base::id::{EventId, PersonId, StandardId};

/// What happened on a visit.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct VisitState {
    /// Every check, in order.
    pub checks: Vec<CheckDone>,
    /// Acknowledged briefings, in order.
    pub briefings: Vec<Briefed>,
    /// Events that do not count, with the rule's code.
    pub set_aside: Vec<(EventId, String)>,
}

impl VisitState {
    /// The last check of a standard at a moment.
    pub fn last(&self, standard: StandardId, moment: CheckMoment) -> Option<&CheckDone> {
        self.checks.iter().rev().find(|done| done.check.standard == standard && done.check.moment == moment)
    }

    /// Whether the standard's last arrival check was passed (C-5.2.2.2).
    pub fn has_arrived(&self, standard: StandardId) -> bool {
        self.last(standard, CheckMoment::Arrival).is_some_and(|done| done.check.is_good())
    }

    /// Whether a standard's last check before departure was passed (C-5.2.2.2).
    pub fn has_departed(&self, standard: StandardId) -> bool {
        self.last(standard, CheckMoment::Departure).is_some_and(|done| done.check.is_good())
    }

    /// The first acknowledgement of the briefing by a person (C-5.2.2.3).
    pub fn briefed(&self, person: PersonId) -> Option<&Briefed> {
        self.briefings.iter().find(|briefed| briefed.person == person)
    }

    /// The next event of the stream; with the clock's offset at its exchange.
    pub fn apply(&mut self, written: &WrittenEvent, verdict: &Verdict, clock_offset: i64) {
        let event = &written.event;
        match (verdict, &event.body) {
            (Verdict::SetAside { code }, _) => self.set_aside.push((event.id, code.clone())),
            (Verdict::Effective, Body::StandardChecked(check)) => {
                let Event { author: by, at, device_seq, .. } = *event;
                self.checks.push(CheckDone { check: check.clone(), by, at, clock_offset, device: Some(event.device), device_seq });
            }
            (Verdict::Effective, Body::BriefingAcknowledged) => {
                let Event { author: person, at, device, device_seq, .. } = *event;
                self.briefings.push(Briefed { person, at, clock_offset, device, device_seq });
            }
            (Verdict::Effective, _) => {}
        }
    }
}

/// Folds a stream's events with their verdicts.
pub fn fold<'a>(events: impl IntoIterator<Item = (&'a WrittenEvent, &'a Verdict, i64)>) -> VisitState {
    let mut state = VisitState::default();
    for (written, verdict, clock_offset) in events {
        state.apply(written, verdict, clock_offset);
    }
    state
}
