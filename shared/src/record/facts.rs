//! What a rule must know beside the record: the register's facts, the same from a job pack and from the server's tables.

use std::collections::BTreeMap;

use crate::event::{Event, Hash};
use crate::id::Id;
use crate::item::Item;
use crate::library::edition::Edition;
use crate::library::method::Method;
use crate::library::person::{Activity, Person};
use crate::library::place::Place;
use crate::library::service::CalibrationService;
use crate::library::standard::Standard;
use crate::order::task::Task;
use crate::record::Record;
use crate::record::snapshot::PlaceSnapshot;
use crate::register::versions::Versions;
use crate::sync::pack::{JobPack, Known};
use crate::time::{Date, Instant};
use crate::visit::Visit;
use crate::visit::fold::VisitState;

/// Facts of the registers.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Facts {
    /// People.
    pub people: BTreeMap<Id<Person>, Versions<Person>>,
    /// Editions.
    pub editions: BTreeMap<Id<Edition>, Versions<Edition>>,
    /// The service each method serves.
    pub services: BTreeMap<Id<Method>, Id<CalibrationService>>,
    /// Standards.
    pub standards: BTreeMap<Id<Standard>, Versions<Standard>>,
    /// Places.
    pub places: BTreeMap<Id<Place>, Versions<Place>>,
    /// Visits.
    pub visits: BTreeMap<Id<Visit>, Versions<Visit>>,
    /// Tasks.
    pub tasks: BTreeMap<Id<Task>, Versions<Task>>,
    /// Items.
    pub items: BTreeMap<Id<Item>, Versions<Item>>,
}

impl Facts {
    /// The facts a tablet has.
    pub fn of_pack(pack: &JobPack) -> Self {
        let everyone = pack.colleagues.iter().chain(std::iter::once(&pack.person));
        Self {
            people: known(everyone),
            editions: known(&pack.editions),
            services: pack.methods.iter().map(|known| (known.id, known.body.service)).collect(),
            standards: known(&pack.standards),
            places: known(pack.places.iter().map(|place| &place.place)),
            visits: known(&pack.visits),
            tasks: pack.tasks.iter().map(|task| (task.id, Versions::always(task.task.clone()))).collect(),
            items: known(&pack.items),
        }
    }

    /// The person as the register has them now.
    pub fn person(&self, person: Id<Person>) -> Option<&Person> {
        self.people.get(&person).map(Versions::latest)
    }

    /// Whether the person is at work here now.
    pub fn at_work(&self, person: Id<Person>) -> bool {
        self.person(person).is_some_and(|person| person.active && person.customer.is_none())
    }

    /// Whether a person at work here is authorised for an activity with a method on a day (C-4.3.1).
    pub fn authorised(&self, person: Id<Person>, activity: Activity, method: Id<Method>, day: Date) -> bool {
        let (Some(person), Some(service)) = (self.person(person), self.services.get(&method)) else {
            return false;
        };
        person.active
            && person.customer.is_none()
            && person.authorisations.iter().any(|held| held.service == *service && held.activity == activity && held.validity.holds_on(day))
    }
}

fn known<'a, T: Clone + 'a>(entries: impl IntoIterator<Item = &'a Known<T>>) -> BTreeMap<Id<T>, Versions<T>> {
    entries.into_iter().map(|known| (known.id, Versions::always(known.body.clone()))).collect()
}

/// A file as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    /// Media type, by its first bytes.
    pub media_type: String,
    /// Size in bytes.
    pub size: u64,
    /// Who sent it first.
    pub by: Id<Person>,
}

/// Facts for acts of the office: the checker's, the signatory's, a correction case's.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Office {
    /// Files whose bytes are stored.
    pub stored: BTreeMap<Hash, StoredFile>,
    /// Whether the record has a certificate.
    pub issued: bool,
    /// Whether it was issued on the check in force.
    pub issued_on_check: bool,
}

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
}

impl Context<'_> {
    /// When the event was made, corrected by the clock's offset.
    pub const fn when(&self, event: &Event) -> Instant {
        event.at.plus_millis(self.clock_offset)
    }

    /// The day on which the event was made, in the place's time zone (C-4.2, C-4.3.1, C-4.5.2).
    pub fn day(&self, event: &Event, place: &PlaceSnapshot) -> Date {
        self.when(event).date_at(place.offset_minutes)
    }

    /// Whether the event's author may do this with the record's method on the day.
    pub fn authorised(&self, record: &Record, event: &Event, activity: Activity) -> bool {
        let day = self.day(event, &record.opened.place);
        self.facts.authorised(event.author, activity, record.opened.edition.method, day)
    }
}
