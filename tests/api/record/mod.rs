//! Original records: observed on a tablet, sent, checked by another person.

mod amending;
mod checking;
mod doubting;
mod files;
mod finding;
mod observing;
mod opening;
mod packs;
mod sending;
mod tasks;

use axum::http::Method;
use base::id::{EventId, RecordId};
use contract::api::path;
use contract::api::record::{CheckRecord, NewFinding, RecordView, ReturnRecord};
use domain::event::body::Body;
use domain::event::{Hash, Stream};
use domain::visit::{CheckMoment, StandardCheck};
pub use opening::begins;
use support::lab::PASSWORD;
use support::tablet::{enter, equip, opening, submission};
use support::{Answer, Client, Lab, Tablet, World, minutes};

pub const READING: &str = "as_found/points/20/indication/r1";

/// What is shown of a record from a visit that the customer did not confirm and from which the standards are not back.
pub const UNDERWAY: [&str; 2] = ["return_check_missing", "customer_unconfirmed"];

/// A laboratory with what a calibration needs, and a calibrator's tablet with its job pack.
pub struct Site {
    pub world: World,
    pub lin: Client,
    pub tablet: Tablet,
    /// Records that nobody planned: the office puts each under an order line as soon as it has them.
    unplanned: Vec<RecordId>,
    /// How many lines of the order are taken.
    lines: u16,
}

impl Site {
    pub async fn new(lab: &Lab) -> Self {
        let world = World::new(lab).await;
        let lin = lab.person("lin").await;
        let mut tablet = Tablet::enrol(lab, &lin, 1).await;
        tablet.exchange(&lin, lab.now()).await;
        Self { world, lin, tablet, unplanned: Vec::new(), lines: 0 }
    }

    /// The same calibrator with another tablet.
    pub async fn again(lab: &Lab, world: World, seed: u64) -> Self {
        let lin = lab.person("lin").await;
        let mut tablet = Tablet::enrol(lab, &lin, 1_000 + seed).await;
        tablet.exchange(&lin, lab.now()).await;
        Self { world, lin, tablet, unplanned: Vec::new(), lines: 0 }
    }

    /// Everything the tablet has goes to the office, and back.
    pub async fn send(&mut self, lab: &Lab) {
        self.tablet.exchange(&self.lin, lab.now()).await;
        self.put_under_an_order(lab).await;
    }

    /// The office puts the records that nobody planned under lines of the order.
    pub async fn put_under_an_order(&mut self, lab: &Lab) {
        for record in std::mem::take(&mut self.unplanned) {
            self.world.place_under(lab, record, self.lines).await;
            self.lines += 1;
        }
    }

    /// Sends everything, but the office puts nothing under an order.
    pub async fn send_only(&mut self, lab: &Lab) {
        self.unplanned.clear();
        self.send(lab).await;
    }

    /// The standard is checked before departure and on arrival, the briefing acknowledged.
    pub fn arrive(&mut self, lab: &Lab, passed: bool) {
        let stream = Stream::visit(self.world.visit);
        for body in [checked(&self.world, CheckMoment::Departure, true), Body::BriefingAcknowledged, arrival(&self.world, passed)] {
            self.tablet.make(stream, lab.now(), body).expect("a check");
        }
    }

    /// The environment at the start.
    pub fn looks_around(&mut self, lab: &Lab, record: RecordId, temperature: &str) {
        self.make(lab, record, enter("environment/start/temperature", temperature, "°C")).expect("a temperature");
        self.make(lab, record, enter("environment/start/humidity", "50", "% RH")).expect("a humidity");
    }

    /// The environment at the end.
    pub fn looks_again(&mut self, lab: &Lab, record: RecordId, temperature: &str) {
        self.make(lab, record, enter("environment/end/temperature", temperature, "°C")).expect("a temperature");
        self.make(lab, record, enter("environment/end/humidity", "50", "% RH")).expect("a humidity");
    }

    /// A record on the visit, with its standard.
    pub fn open(&mut self, lab: &Lab) -> RecordId {
        let opened = opening(self.tablet.pack(), Some(self.world.visit));
        self.begin(lab, opened, "S-01")
    }

    /// A record that begins like this, with the standard of this number.
    pub fn begin(&mut self, lab: &Lab, opened: Body, number: &str) -> RecordId {
        let record = self.tablet.new_id(lab.now());
        self.make(lab, record, opened).expect("a record begins");
        let standard = equip(self.tablet.pack(), number);
        self.make(lab, record, standard).expect("a standard in its slot");
        record
    }

    pub fn make(&mut self, lab: &Lab, record: RecordId, body: Body) -> Result<EventId, String> {
        if matches!(&body, Body::Opened(opened) if opened.order.is_none()) {
            self.unplanned.push(record);
        }
        self.tablet.make(Stream::record(record), lab.now(), body)
    }

    /// Every field of the form.
    pub fn fill(&mut self, lab: &Lab, record: RecordId, temperature: &str) {
        self.looks_around(lab, record, temperature);
        self.make(lab, record, enter(READING, "20.00", "mm")).expect("a reading");
        self.make(lab, record, enter("as_found/points/20/indication/r2", "20.05", "mm")).expect("a reading");
        self.looks_again(lab, record, temperature);
    }

    /// A record with this picture, which is stored.
    pub async fn attached(&mut self, lab: &Lab, picture: &[u8]) -> RecordId {
        let record = self.open(lab);
        let (sha256, size) = (Hash::of(picture), picture.len() as u64);
        let (path, media_type, name) = ("record".to_owned(), "image/png".to_owned(), "jaws.png".to_owned());
        self.make(lab, record, Body::Attached { path, sha256, media_type, size, name }).expect("a photo");
        self.send(lab).await;
        let stored = self.lin.bytes(Method::PUT, &path::with(path::FILE, sha256), Some(("image/png", picture.to_vec()))).await;
        assert!(stored.status.is_success(), "{}", stored.text());
        record
    }

    pub fn submit(&mut self, lab: &Lab, record: RecordId) -> Result<EventId, String> {
        let shown = self.tablet.record(record).expect("the record");
        self.make(lab, record, submission(&shown))
    }

    /// A record on the visit, filled in and sent, but not signed.
    pub async fn recorded(&mut self, lab: &Lab) -> RecordId {
        self.arrive(lab, true);
        let record = self.open(lab);
        self.fill(lab, record, "20.1");
        self.send(lab).await;
        record
    }

    /// The calibrator's second tablet, enrolled a minute later, which nobody has confirmed.
    pub async fn second_tablet(&self, lab: &Lab) -> Tablet {
        lab.advance(minutes(1));
        let mut second = Tablet::enrol_held(lab, &self.lin, 2).await;
        second.exchange(&self.lin, lab.now()).await;
        second
    }

    /// Every field of the form, and the signature; nothing is sent yet.
    pub fn fill_and_sign(&mut self, lab: &Lab, record: RecordId) {
        self.fill(lab, record, "20.1");
        self.submit(lab, record).expect("a signature");
    }

    /// A record on the visit, filled in and signed, but still on the tablet.
    pub fn signed(&mut self, lab: &Lab) -> RecordId {
        let record = self.open(lab);
        self.fill_and_sign(lab, record);
        record
    }

    /// A record observed, signed and at the office.
    pub async fn submitted(&mut self, lab: &Lab) -> RecordId {
        self.arrive(lab, true);
        let record = self.signed(lab);
        self.send(lab).await;
        record
    }
}

pub fn arrival(world: &World, passed: bool) -> Body {
    checked(world, CheckMoment::Arrival, passed)
}

/// The check on arrival of a standard that has not settled for the method's time, and so has not passed anything yet.
pub fn unsettled(world: &World) -> Body {
    Body::StandardChecked(StandardCheck {
        standard: world.standard,
        moment: CheckMoment::Arrival,
        working: true,
        protected_or_settled: false,
        passed: false,
        remark: String::new(),
    })
}

/// A check of the standard on the visit.
pub fn checked(world: &World, moment: CheckMoment, passed: bool) -> Body {
    Body::StandardChecked(StandardCheck {
        standard: world.standard,
        moment,
        working: true,
        protected_or_settled: true,
        passed,
        remark: String::new(),
    })
}

pub async fn view(client: &Client, record: RecordId) -> RecordView {
    client.get(&path::with(path::RECORD, record)).await
}

pub async fn check(client: &Client, record: RecordId, seen: usize) -> Answer {
    let command = CheckRecord { seen: seen as u64, password: PASSWORD.to_owned(), answers: Vec::new() };
    client.send(Method::POST, &path::with(path::RECORD_CHECK, record), &command).await
}

pub async fn give_back(client: &Client, record: RecordId, seen: usize, text: &str) -> Answer {
    let findings = vec![NewFinding { path: READING.to_owned(), text: text.to_owned() }];
    let command = ReturnRecord { seen: seen as u64, findings };
    client.send(Method::POST, &path::with(path::RECORD_RETURN, record), &command).await
}

/// The code an event was set aside with, as the office sees it; `None` where it counts.
pub fn set_aside(view: &RecordView, event: EventId) -> Option<String> {
    use domain::event::ledger::Verdict;
    let entry = view.entries.iter().find(|entry| entry.event == event).expect("an authentic event is never thrown away");
    match &entry.verdict {
        Verdict::Effective => None,
        Verdict::SetAside { code } => Some(code.clone()),
    }
}
