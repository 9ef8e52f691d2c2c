//! What a rule must know beside the record: the register's facts, the same from a job pack and from the server's tables.

use std::collections::{BTreeMap, BTreeSet};

use crate::certificate::correction::Origin;
use crate::conditions::{Act, Answered, Attached, Basis, OtherCertified, OtherStart, Twin};
use crate::event::{Event, Hash};
use crate::item::Item;
use crate::item::hand::Hand;
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
use crate::record::Record;
use crate::record::snapshot::PlaceSnapshot;
use crate::register::versions::Versions;
use crate::visit::Visit;
use crate::visit::fold::VisitState;
use base::id::{
    CustomerId, EditionId, IdOf, Identified, ItemId, MethodId, OrderId, PersonId, PlaceId, RecordId, ServiceId, StandardId, TaskId, VisitId,
};
use base::time::{Date, Instant, OffsetFrom};
use measurement::Results;

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

/// A file as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    /// Media type, by its first bytes.
    pub media_type: String,
    /// Size in bytes.
    pub size: u64,
    /// Who has sent it, or had it carried to the office with the own drafts.
    pub by: BTreeSet<PersonId>,
}

/// Facts for acts of the office: the checker's, the signatory's, a correction case's.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Office {
    /// When the body's first certificate was issued; `None` while there is none.
    pub first_issue: Option<Instant>,
    /// Files whose bytes are stored.
    pub stored: BTreeMap<Hash, StoredFile>,
    /// Whether the record has a certificate.
    pub issued: bool,
    /// Whether it was issued on the check in force.
    pub issued_on_check: bool,
    /// Where the error is that the open correction case is for; `None` where none is open.
    pub case: Option<Origin>,
    /// The certificate that an open case of the record corrects: its number, and when it was issued.
    pub corrects: Option<(String, Instant)>,
    /// Who checked the open correction of office facts as it is, and when.
    pub corrected_by: Option<(PersonId, Instant)>,
    /// The line of an order that the office put the record under.
    pub attached: Option<Attached>,
    /// Whether the office took the register's facts for the certificate, in place of those that the record began with.
    pub afresh: bool,
    /// Other records of the same task, or of the same line of the same order, that are not given up.
    pub twins: Vec<Twin>,
    /// Other records of the same work that have readings and were given up, or left open without an order or under another one.
    pub other_starts: Vec<OtherStart>,
    /// Other records of the item by the same service, begun about the same time, that have a certificate.
    pub certified: Vec<OtherCertified>,
    /// Whether the record names one that it takes the place of and cannot: no such record, one of another item, or one that was neither
    /// given up nor returned.
    pub misnamed: bool,
    /// Whether the item was found on site: its entry is later than what was found.
    pub item_found: bool,
    /// What the server computes, once it has.
    pub computed: Option<Results>,
    /// What was answered with the check in force and with every issue.
    pub answers: Vec<Answered>,
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
