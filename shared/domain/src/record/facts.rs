//! What a rule must know beside the record: the register's facts, the same from a job pack and from the server's tables.

use std::collections::{BTreeMap, BTreeSet};

use crate::item::{Hand, Item};
use crate::library::body::Body;
use crate::library::edition::Edition;
use crate::library::method::Method;
use crate::library::person::{Activity, Person};
use crate::library::place::Place;
use crate::library::service::CalibrationService;
use crate::library::standard::Standard;
use crate::order::Order;
use crate::order::customer::Customer;
use crate::order::task::Task;
use crate::pack::{JobPack, Known};
use crate::record::snapshot::PlaceSnapshot;
use crate::register::versions::Versions;
use crate::visit::Visit;
use base::id::{
    CustomerId, EditionId, IdOf, Identified, ItemId, MethodId, OrderId, PersonId, PlaceId, RecordId, ServiceId, StandardId, TaskId, VisitId,
};
use base::time::{Date, Instant, OffsetFrom};

/// Facts of the registers.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Facts {
    /// People.
    pub people: BTreeMap<PersonId, Versions<Person>>,
    /// Editions.
    pub editions: BTreeMap<EditionId, Versions<Edition>>,
    /// The service each method serves.
    pub services: BTreeMap<MethodId, ServiceId>,
    /// Standards.
    pub standards: BTreeMap<StandardId, Versions<Standard>>,
    /// Places.
    pub places: BTreeMap<PlaceId, Versions<Place>>,
    /// Visits.
    pub visits: BTreeMap<VisitId, Versions<Visit>>,
    /// Tasks.
    pub tasks: BTreeMap<TaskId, Versions<Task>>,
    /// Items.
    pub items: BTreeMap<ItemId, Versions<Item>>,
    /// Methods; known to the office alone, as what follows.
    pub methods: BTreeMap<MethodId, Versions<Method>>,
    /// Orders.
    pub orders: BTreeMap<OrderId, Versions<Order>>,
    /// Customers.
    pub customers: BTreeMap<CustomerId, Versions<Customer>>,
    /// Places of the record's customer, as they are now.
    pub sites: Vec<Place>,
    /// Other editions of the record's method that are in force now or were when the work began, by their names.
    pub beside: Vec<String>,
    /// The calibration body's profile.
    pub body: Option<Versions<Body>>,
    /// The services of the methods, as the body offered them.
    pub offers: BTreeMap<ServiceId, Versions<CalibrationService>>,
    /// Who a visit was ever planned for beside its people: calibrators of its tasks and of its records.
    pub on_visit: BTreeMap<VisitId, BTreeSet<PersonId>>,
    /// Who has, or had, the items that are found or corrected in hand: by tasks for them and records of them. Known to the server alone.
    pub in_hand: BTreeMap<ItemId, Vec<Hand>>,
    /// Given-up records in whose place another one was checked.
    pub succeeded: BTreeSet<RecordId>,
    /// Offset of a place's zone from UTC, in minutes.
    pub offsets: BTreeMap<PlaceId, i32>,
    /// Offsets of time zones from UTC, by IANA name.
    pub zones: BTreeMap<String, Vec<OffsetFrom>>,
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
            on_visit: on_visit(pack),
            succeeded: BTreeSet::new(),
            offsets: pack.places.iter().map(|known| (known.place.id, known.snapshot.offset_minutes)).collect(),
            zones: pack
                .places
                .iter()
                .filter(|place| !place.snapshot.offsets.is_empty())
                .map(|place| (place.snapshot.time_zone.clone(), place.snapshot.offsets.clone()))
                .collect(),
            ..Self::default()
        }
    }

    /// What is known of a place's time zone.
    pub fn zone(&self, place: &PlaceSnapshot) -> &[OffsetFrom] {
        self.zones.get(&place.time_zone).map_or(&[], Vec::as_slice)
    }

    /// The civil day of an instant at a place.
    pub fn day_at(&self, place: &PlaceSnapshot, at: Instant) -> Date {
        place.day_at(self.zone(place), at)
    }

    /// The person as the register has them now.
    pub fn person(&self, person: PersonId) -> Option<&Person> {
        self.people.get(&person).map(Versions::latest)
    }

    /// Whether the person is at work here now.
    pub fn at_work(&self, person: PersonId) -> bool {
        self.person(person).is_some_and(|person| person.active && person.customer.is_none())
    }

    /// Whether a person at work here is authorised for an activity with a method on a day, and was when it was done (C-4.3.1). An
    /// authorisation that was renewed since covers what the one before it covered.
    pub fn authorised(&self, person: PersonId, activity: Activity, method: MethodId, (day, when): (Date, Instant)) -> bool {
        let (Some(known), Some(service)) = (self.people.get(&person), self.services.get(&method)) else {
            return false;
        };
        let latest = known.latest();
        let covers = |person: &Person| person.held(*service, activity).any(|held| held.covers(day, when));
        let still = latest.held(*service, activity).next().is_some();
        latest.active && latest.customer.is_none() && still && (covers(latest) || covers(known.at(when)))
    }
}

fn known<'a, T: Identified + Clone + 'a>(entries: impl IntoIterator<Item = &'a Known<T>>) -> BTreeMap<IdOf<T>, Versions<T>> {
    entries.into_iter().map(|known| (known.id, Versions::always(known.body.clone()))).collect()
}

/// Calibrators of the tasks of each visit; the pack's person, who has no other visits in it than the own ones.
fn on_visit(pack: &JobPack) -> BTreeMap<VisitId, BTreeSet<PersonId>> {
    let mut planned: BTreeMap<VisitId, BTreeSet<PersonId>> =
        pack.visits.iter().map(|known| (known.id, BTreeSet::from([pack.person.id]))).collect();
    for task in pack.tasks.iter().map(|known| &known.task) {
        if let Some(visit) = task.visit {
            planned.entry(visit).or_default().extend(task.calibrators.iter().copied());
        }
    }
    planned
}

/// When a rule is asked. What another build of the app let through is no ground to put an observation aside: where that is so,
/// the rule refuses what is about to be made, and what was made is told to the checker, who has it answered (ADR 0250).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Before the event is made, by the app that would make it.
    BeforeMade,
    /// Of an event that was made, by whatever build of the app.
    Made,
}
