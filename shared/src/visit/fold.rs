//! The fold of a visit's stream: checks per standard and moment (C-5.2.2.2), acknowledged briefings (C-5.2.2.3).

use serde::{Deserialize, Serialize};

use crate::event::Event;
use crate::event::body::Body;
use crate::event::chain::WrittenEvent;
use crate::event::ledger::Verdict;
use crate::id::Id;
use crate::library::person::Person;
use crate::library::standard::Standard;
use crate::time::Instant;
use crate::visit::{CheckDone, CheckMoment};

/// What happened on a visit.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct VisitState {
    /// Every check, in order.
    pub checks: Vec<CheckDone>,
    /// Who acknowledged the briefing, and when.
    pub briefings: Vec<(Id<Person>, Instant)>,
    /// Events that do not count, with the rule's code.
    pub set_aside: Vec<(Id<Event>, String)>,
}

impl VisitState {
    /// The last check of a standard at a moment.
    pub fn last(&self, standard: Id<Standard>, moment: CheckMoment) -> Option<&CheckDone> {
        self.checks.iter().rev().find(|done| done.check.standard == standard && done.check.moment == moment)
    }

    /// Whether the standard's last arrival check was passed (C-5.2.2.2).
    pub fn has_arrived(&self, standard: Id<Standard>) -> bool {
        self.last(standard, CheckMoment::Arrival).is_some_and(|done| done.check.is_good())
    }

    /// The next event of the stream.
    pub fn apply(&mut self, written: &WrittenEvent, verdict: &Verdict) {
        let event = &written.event;
        match (verdict, &event.body) {
            (Verdict::SetAside { code }, _) => self.set_aside.push((event.id, code.clone())),
            (Verdict::Effective, Body::StandardChecked(check)) => {
                self.checks.push(CheckDone { check: check.clone(), by: event.author, at: event.at });
            }
            (Verdict::Effective, Body::BriefingAcknowledged) => self.briefings.push((event.author, event.at)),
            (Verdict::Effective, _) => {}
        }
    }
}

/// Folds a stream's events with their verdicts.
pub fn fold<'a>(events: impl IntoIterator<Item = (&'a WrittenEvent, &'a Verdict)>) -> VisitState {
    let mut state = VisitState::default();
    for (written, verdict) in events {
        state.apply(written, verdict);
    }
    state
}
