//! A record being written: two calibrators, a checker, a calliper, standards good and bad.

use serde_json::json;
use uuid::Uuid;

use crate::conditions::facts::Attached;
use crate::event::Stream;
use crate::event::body::{Body, Calibrator, Opened, Value};
use crate::event::chain::{self, DeviceHead, Draft, WrittenEvent};
use crate::event::ledger::Verdict;
use crate::library::edition::Edition;
use crate::library::person::Person;
use crate::library::place::Place;
use crate::library::standard::Standard;
use crate::order::task::Task;
use crate::order::{Location, Order, OrderLine};
use crate::record::context::Context;
use crate::record::facts::{Asked, Facts};
use crate::record::office::Office;
use crate::record::snapshot::{CustomerSnapshot, ItemSnapshot, PlaceSnapshot, StandardSnapshot};
use crate::record::{Record, fold, rule};
use crate::register::versions::Versions;
use crate::visit::fold::VisitState;
use crate::visit::tests::done;
use crate::visit::{StandardCheck, Visit};
use base::finding::Refusal;
use base::id::{EventId, Id};
use base::text::Bilingual;
use base::time::Instant;
use measurement::Results;

pub const LIN: u128 = 1;
pub const SUN: u128 = 2;
pub const CHEN: u128 = 3;
/// 2026-11-20T01:00Z.
pub const MORNING: Instant = Instant(1_795_136_400_000);
pub const R1: &str = "as_found/points/20/indication/r1";
pub const R2: &str = "as_found/points/20/indication/r2";

pub fn id<K>(n: u128) -> Id<K> {
    Id::from_uuid(Uuid::from_u128(n))
}

/// A record's stream with the verdicts of the rules, and what they are judged by.
pub struct World {
    pub facts: Facts,
    pub visit: Option<VisitState>,
    pub office: Office,
    pub now: Instant,
    pub clock_offset: i64,
    /// Whether the rules are asked as a tablet asks them.
    pub asked: Asked,
    /// An act of the office, of those that can be made there too.
    pub in_office: bool,
    pub events: Vec<(WrittenEvent, Verdict)>,
    pub record: Option<Record>,
    next: u128,
}

impl World {
    pub fn new() -> Self {
        let mut facts = Facts::default();
        facts.services.insert(id(20), id(21));
        facts.editions.insert(id(22), Versions::always(edition()));
        for (who, activity) in [(LIN, "calibrate"), (SUN, "calibrate"), (CHEN, "check")] {
            let name = Bilingual::new("", &format!("somebody {who}"));
            facts.people.insert(id(who), Versions::always(Person { name, ..person(activity) }));
        }
        facts.standards.insert(id(30), Versions::always(standard("S-01", "2030-01-01")));
        facts.standards.insert(id(31), Versions::always(standard("S-02", "2026-11-19")));
        facts.places.insert(id(42), Versions::always(place(None)));
        facts.places.insert(id(43), Versions::always(place(Some(40))));
        facts.orders.insert(id(60), Versions::always(order()));
        let attached = Some(Attached { order: id(60), line: 0 });
        let (visit, office) = (None, Office { attached, ..Office::default() });
        let (asked, in_office) = (Asked::Made, false);
        Self { facts, visit, office, now: MORNING, clock_offset: 0, asked, in_office, events: Vec::new(), record: None, next: 1_000 }
    }

    /// With a record opened by Lin and its standard in the slot.
    pub fn opened() -> Self {
        let mut world = Self::new();
        world.does(LIN, opening(&[LIN])).unwrap();
        world.does(LIN, equip(&world.facts, 30)).unwrap();
        world
    }

    /// With a record opened by Lin on a visit and its standard in the slot; the standard is not checked there yet.
    pub fn on_site(asked: Asked) -> Self {
        let mut world = Self { asked, ..Self::new() };
        world.facts.visits.insert(id(50), Versions::always(visit(20)));
        world.does(LIN, Body::Opened(on_visit(50))).unwrap();
        world.does(LIN, equip(&world.facts, 30)).unwrap();
        world
    }

    /// A standard is checked on the visit, by Lin in the morning.
    pub fn standard_checked(&mut self, check: StandardCheck) {
        self.visit.get_or_insert_with(VisitState::default).checks.push(done(check, MORNING));
    }

    /// With every field filled.
    pub fn filled() -> Self {
        let mut world = Self::opened();
        world.fill();
        world
    }

    pub fn fill(&mut self) {
        self.fill_at("20.1");
    }

    /// With this temperature.
    pub fn fill_at(&mut self, temperature: &str) {
        self.looks_around("start", temperature);
        self.does(LIN, entered(R1, "20.00", "mm")).unwrap();
        self.does(LIN, entered(R2, "20.05", "mm")).unwrap();
        self.looks_around("end", temperature);
    }

    fn looks_around(&mut self, moment: &str, temperature: &str) {
        self.does(LIN, entered(&format!("environment/{moment}/temperature"), temperature, "°C")).unwrap();
        self.does(LIN, entered(&format!("environment/{moment}/humidity"), "50", "% RH")).unwrap();
    }

    /// Somebody does something on the device of the same number, if the rules allow it.
    pub fn does(&mut self, who: u128, body: Body) -> Result<EventId, &'static str> {
        self.does_on(who, who, body)
    }

    /// The same on another device; what the rules refuse is set aside, as the server does.
    pub fn does_on(&mut self, who: u128, device: u128, body: Body) -> Result<EventId, &'static str> {
        self.next += 1;
        let of_office = self.in_office || matches!(body, Body::Checked { .. } | Body::Returned { .. } | Body::Reopened { .. });
        let at = self.now;
        let draft = Draft { id: id(self.next), stream: Stream::record(id(7)), author: id(who), at, elapsed: 0, body };
        // Places in the chain of each device, with gaps.
        let head = DeviceHead { next_seq: u64::try_from(self.next).unwrap(), ..DeviceHead::START };
        let written = chain::write(head, id(device), draft).unwrap();
        let context = Context {
            facts: &self.facts,
            visit: self.visit.as_ref(),
            clock_offset: self.clock_offset,
            office: of_office.then_some(&self.office),
            asked: self.asked,
        };
        let decided = rule::decide(self.record.as_ref(), &context, &written.event).map_err(|refusal| refusal.code());
        let verdict = decided.map_or_else(|code| Verdict::SetAside { code: code.to_owned() }, |()| Verdict::Effective);
        fold::apply(&mut self.record, &written, &verdict, self.clock_offset);
        self.events.push((written, verdict));
        decided.map(|()| id(self.next))
    }

    pub fn record(&self) -> &Record {
        self.record.as_ref().unwrap()
    }

    pub fn submits(&mut self, who: u128) -> Result<EventId, &'static str> {
        let head = self.record().head;
        let results = Box::new(Results::default());
        self.does(
            who,
            Body::Submitted { head, results, engine_version: "1.2.0".to_owned(), statement: crate::record::submit::STATEMENT.to_owned() },
        )
    }

    pub fn checks(&mut self, who: u128) -> Result<EventId, &'static str> {
        self.does(who, Body::Checked { statement: crate::record::check::STATEMENT.to_owned() })
    }
}

pub fn opening(people: &[u128]) -> Body {
    Body::Opened(Box::new(opened(people)))
}

/// On the customer's site, on a visit.
pub fn on_visit(visit: u128) -> Box<Opened> {
    let mut opened = Box::new(opened(&[LIN]));
    (opened.place.id, opened.visit) = (id(43), Some(id(visit)));
    opened
}

pub fn opened(people: &[u128]) -> Opened {
    let name = || Bilingual::new("恒达", "Hengda");
    let item = json!({"customer": Uuid::from_u128(40), "identification": "EC-1", "name": name(), "model": "0-150",
        "manufacturer": "M", "serial_number": "7741"});
    Opened {
        edition_id: id(22),
        edition: edition(),
        item: ItemSnapshot { id: id(41), item: serde_json::from_value(item).unwrap() },
        place: PlaceSnapshot {
            id: id(42),
            name: name(),
            address: name(),
            time_zone: "Asia/Shanghai".to_owned(),
            offset_minutes: 480,
            offsets: Vec::new(),
            limits: Vec::new(),
        },
        customer: CustomerSnapshot { id: id(40), name: name(), address: name(), contact: String::new() },
        order: None,
        task: None,
        visit: None,
        calibrators: people.iter().map(|who| Calibrator { person: id(*who), name: name() }).collect(),
        instead_of: None,
    }
}

pub fn equip(facts: &Facts, standard: u128) -> Body {
    let snapshot = StandardSnapshot { id: id(standard), standard: facts.standards[&id(standard)].latest().clone() };
    Body::Equipped { slot: "blocks".to_owned(), standard: Box::new(snapshot) }
}

pub fn number(text: &str, unit: &str) -> Value {
    Value::Number { text: base::decimal::DecimalText::parse(text).unwrap(), unit: base::unit::Unit::find(unit).unwrap() }
}

pub fn entered(path: &str, text: &str, unit: &str) -> Body {
    Body::Entered { path: path.to_owned(), value: number(text, unit) }
}

pub fn amended(amends: EventId, text: &str) -> Body {
    Body::Amended { amends, after: number(text, "mm"), reason: "misread".to_owned() }
}

pub fn adjusted(consent: &str) -> Body {
    Body::Adjusted { consent: consent.to_owned(), what: "zero".to_owned(), seal: String::new() }
}

/// The demo's calliper with two readings at one point, and adjustable.
pub fn edition() -> Edition {
    let mut edition: Edition = serde_json::from_str(include_str!("../../../../../backend/demo/editions/calliper.json")).unwrap();
    edition.method = id(20);
    edition.form.adjustable = true;
    edition.form.inspections.clear();
    edition.form.points.truncate(1);
    edition.form.quantities[0].readings = 2;
    edition
}

pub fn person(activity: &str) -> Person {
    let authorisation =
        json!({"service": Uuid::from_u128(21), "activity": activity, "validity": {"from": "2020-01-01", "until": "2026-12-31"}});
    let name = Bilingual::new("", "somebody");
    serde_json::from_value(
        json!({"name": name, "sign_in": "s", "title_level": "senior", "authorisations": [authorisation], "active": true}),
    )
    .unwrap()
}

pub fn standard(number: &str, until: &str) -> Standard {
    let name = Bilingual::new("量块", "Gauge blocks");
    let standard = json!({"name": name, "number": number, "model": "83", "kind": "gauge_blocks", "range": "",
        "ranges": [{"low": "0.5", "high": "150", "unit": "mm"}], "characteristic": "", "status": "in_use",
        "traceability": {"traced_to": name, "certificate": "C", "validity": {"from": "2025-01-01", "until": until}}});
    serde_json::from_value(standard).unwrap()
}

pub fn place(customer: Option<u128>) -> Place {
    let name = Bilingual::new("恒达", "Hengda");
    let place = json!({"name": name, "address": name, "time_zone": "Asia/Shanghai", "customer": customer.map(Uuid::from_u128)});
    serde_json::from_value(place).unwrap()
}

/// A visit of the customer's site on a day of November 2026.
pub fn visit(day: u8) -> Visit {
    let (customer, site) = (Uuid::from_u128(40), Uuid::from_u128(43));
    let visit = json!({"number": "V", "customer": customer, "place": site, "day": format!("2026-11-{day}"), "people": [], "standards": []});
    serde_json::from_value(visit).unwrap()
}

/// An order for the item by the edition in the laboratory, accepted.
pub fn order() -> Order {
    let line = OrderLine { item: id(41), service: id(21), edition: id(22), ..crate::order::tests::example::line(0) };
    let (location, place) = (Location::Laboratory, Some(id(42)));
    Order { customer: id(40), lines: vec![line], location, place, ..crate::order::tests::example::order() }
}

/// A task for the item by the edition, for Lin.
pub fn task() -> Task {
    let (order, customer, item) = (Uuid::from_u128(60), Uuid::from_u128(40), Uuid::from_u128(41));
    let (service, edition, lin) = (Uuid::from_u128(21), Uuid::from_u128(22), Uuid::from_u128(LIN));
    let task = json!({"order": order, "line": 0, "item": item, "customer": customer, "service": service, "edition": edition,
        "calibrators": [lin]});
    serde_json::from_value(task).unwrap()
}
