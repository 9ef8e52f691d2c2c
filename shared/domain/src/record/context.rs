//! What a rule is given beside the record and the event.

use base::time::{Date, Instant};

use crate::conditions::act::Act;
use crate::conditions::basis::Basis;
use crate::event::Event;
use crate::library::person::Activity;
use crate::record::Record;
use crate::record::facts::{Asked, Facts};
use crate::record::office::Office;
use crate::record::snapshot::PlaceSnapshot;
use crate::visit::fold::VisitState;

/// Everything a rule is given beside the record and the event.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// Facts of the registers.
    pub facts: &'a Facts,
    /// The visit the record belongs to, where there is one and its stream is known.
    pub visit: Option<&'a VisitState>,
    /// Server time minus device time, in milliseconds.
    pub clock_offset: i64,
    /// Set only for acts made in the office.
    pub office: Option<&'a Office>,
    /// When it is asked.
    pub asked: Asked,
}

impl<'a> Context<'a> {
    /// What an act of this event's author on the record rests on.
    pub fn basis(&self, act: Act, record: &'a Record, event: &Event) -> Basis<'a> {
        let today = self.day(event, &record.opened.place);
        let Self { facts, visit, office, .. } = *self;
        Basis { act, record, facts, visit, office, who: event.author, at: self.when(event), today }
    }

    /// When the event was made, corrected by the clock's offset.
    pub const fn when(&self, event: &Event) -> Instant {
        event.at.plus_millis(self.clock_offset)
    }

    /// The day on which the event was made, in the place's time zone (C-4.2, C-4.3.1, C-4.5.2).
    pub fn day(&self, event: &Event, place: &PlaceSnapshot) -> Date {
        self.facts.day_at(place, self.when(event))
    }

    /// The same with the moment itself (C-4.3.1).
    pub fn moment(&self, event: &Event, place: &PlaceSnapshot) -> (Date, Instant) {
        (self.day(event, place), self.when(event))
    }

    /// Whether the event's author may do this with the record's method on the day.
    pub fn authorised(&self, record: &Record, event: &Event, activity: Activity) -> bool {
        let moment = self.moment(event, &record.opened.place);
        self.facts.authorised(event.author, activity, record.opened.edition.method, moment)
    }
}
