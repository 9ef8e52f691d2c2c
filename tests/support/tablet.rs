//! A tablet without a screen: the engine that the browser runs, over a disk that is a few maps.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use base::id::{EventId, Id, PersonId, RecordId, VisitId};
use base::time::Instant;
use contract::api::account::Enrol;
use contract::api::path;
use contract::sync::engine::{Engine, Failure, Input, Meta, Outgoing, Output, Write};
use contract::sync::{EventOutcome, ExchangeRequest, ExchangeResponse};
use domain::event::body::{Body, Calibrator, Opened, Value};
use domain::event::chain::{self, WrittenEvent};
use domain::event::ledger::LedgerEntry;
use domain::event::signature::public_key;
use domain::event::{Stream, StreamKind};
use domain::item;
use domain::pack::JobPack;
use domain::record::facts::{Asked, Facts};
use domain::record::snapshot::{CustomerSnapshot, ItemSnapshot, StandardSnapshot};
use domain::record::{Record, fold};
use domain::stream::rules::{self, Basis};
use domain::stream::view;
use domain::visit::{self};
use measurement::{ENGINE_VERSION, compute};

use crate::{Client, Lab, authority};

/// What is stored.
#[derive(Default, Clone)]
pub struct Disk {
    pub meta: Option<Meta>,
    pub own: BTreeMap<u64, Outgoing>,
    pub outcomes: BTreeMap<EventId, EventOutcome>,
    pub entries: BTreeMap<(Stream, u64), LedgerEntry>,
    pub pack: Option<JobPack>,
}

impl Disk {
    /// Puts an event at its place in the chain; false where the place is taken.
    pub fn keep(&mut self, own: Outgoing) -> bool {
        match self.own.entry(own.device_seq) {
            Entry::Vacant(place) => {
                place.insert(own);
                true
            }
            Entry::Occupied(_) => false,
        }
    }

    /// Events without an acknowledgement.
    pub fn waiting(&self) -> impl Iterator<Item = &Outgoing> {
        self.own.values().filter(|own| !self.outcomes.contains_key(&own.event))
    }

    /// Stores what the engine says.
    pub fn store(&mut self, write: Write) {
        match write {
            Write::Acknowledged { event, outcome } => drop(self.outcomes.insert(event, outcome)),
            Write::Entry(entry) => drop(self.entries.insert((entry.stream, entry.seq), *entry)),
            Write::Meta(meta) => self.meta = Some(*meta),
            Write::Pack(pack) => self.pack = Some(*pack),
        }
    }
}

/// A tablet of one person.
pub struct Tablet {
    pub engine: Engine,
    pub disk: Disk,
    pub person: PersonId,
    /// Its clock minus the server's.
    pub clock: i64,
    /// A tablet of the release before the rules on what comes before a reading.
    pub asked: Asked,
    secret: [u8; 32],
    random: u64,
}

impl Tablet {
    /// Enrolled for the person signed in; if it is not their first, two people have released it.
    pub async fn enrol(lab: &Lab, client: &Client, seed: u64) -> Self {
        let tablet = Self::enrol_held(lab, client, seed).await;
        authority::trust(lab, tablet.person).await;
        tablet
    }

    /// The same before anybody has released it.
    pub async fn enrol_held(lab: &Lab, client: &Client, seed: u64) -> Self {
        let person = client.session().await.person;
        let secret = secret(seed);
        let device = lab.app.new_id();
        let enrol = Enrol {
            device,
            name: "Tablet".to_owned(),
            public_key: public_key(&secret).expect("a key"),
            password: lab.password().to_owned(),
        };
        let answer = client.send(axum::http::Method::POST, path::DEVICES, &enrol).await;
        assert!(answer.status.is_success(), "{answer:?}");
        let meta = Meta::new(device, person);
        let disk = Disk { meta: Some(meta.clone()), ..Disk::default() };
        Self { engine: Engine::restore(meta, Vec::new()), disk, person, clock: 0, asked: Asked::BeforeMade, secret, random: seed }
    }

    /// A signature with its person's key on it.
    pub fn signature(&self, text: &str) -> String {
        domain::event::signature::sign(&self.secret, text.as_bytes()).expect("a signature")
    }

    /// Switched off and on: everything but the disk is gone.
    pub fn restart(&mut self) {
        let waiting = self.disk.waiting().cloned().collect();
        self.engine = Engine::restore(self.disk.meta.clone().expect("enrolled"), waiting);
    }

    /// The job pack.
    pub fn pack(&self) -> &JobPack {
        self.disk.pack.as_ref().expect("a job pack")
    }

    /// Makes an event if the rules allow it, as the screen does.
    ///
    /// # Errors
    /// The rule's code.
    pub fn make(&mut self, stream: Stream, now: Instant, body: Body) -> Result<EventId, String> {
        let now = now.plus_millis(self.clock);
        let written = self.prepare(stream, now, body);
        self.decide(&written)?;
        Ok(self.keep(written, now))
    }

    /// Makes an event whatever the rules say: a tablet that was tampered with.
    pub fn force(&mut self, stream: Stream, now: Instant, body: Body) -> EventId {
        let now = now.plus_millis(self.clock);
        let written = self.prepare(stream, now, body);
        self.keep(written, now)
    }

    fn prepare(&mut self, stream: Stream, now: Instant, body: Body) -> WrittenEvent {
        let id = self.new_id(now);
        self.engine.prepare(id, stream, now, 0, body).expect("an event")
    }

    fn keep(&mut self, written: WrittenEvent, now: Instant) -> EventId {
        let id = written.event.id;
        assert!(self.disk.keep(Outgoing::of(&written)), "a place in the chain is taken once");
        // What it wants to send is asked for again by the next exchange.
        if let Some(token) = sends(self.engine.step(Input::Made(Box::new(written)), now)) {
            self.engine.step(Input::Failed { token, failure: Failure::Network }, now);
        }
        id
    }

    /// A new identity, from this tablet's own seed.
    pub fn new_id<K>(&mut self, now: Instant) -> Id<K> {
        self.random = self.random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mut bytes = [0; 10];
        bytes[..8].copy_from_slice(&self.random.to_be_bytes());
        Id::new(now, bytes)
    }

    /// The rules, over the job pack and what this tablet knows of the stream.
    fn decide(&self, written: &WrittenEvent) -> Result<(), String> {
        let event = &written.event;
        let facts = Facts::of_pack(self.pack());
        let record = (event.stream.kind == StreamKind::Record).then(|| self.record(Id::from_uuid(event.stream.id))).flatten();
        let visit = rules::visit_of(record.as_ref(), event).map(|visit| self.visit(visit));
        let events = self.events(event.stream);
        let item = item::fold::fold(events.iter().map(|(written, verdict, _)| (written, verdict)));
        let basis = Basis {
            facts: &facts,
            record: record.as_ref(),
            visit: visit.as_ref(),
            item: Some(&item),
            clock_offset: self.disk.meta.as_ref().and_then(|meta| meta.clock_offset).unwrap_or(0),
            office: None,
            asked: self.asked,
        };
        rules::decide(&basis, event).map_err(|refusal| refusal.code().to_owned())
    }

    fn events(&self, stream: Stream) -> Vec<(WrittenEvent, domain::event::ledger::Verdict, i64)> {
        let entries: Vec<_> = self.disk.entries.values().filter(|entry| entry.stream == stream).cloned().collect();
        let own = self.disk.own.values().filter(|own| !matches!(self.disk.outcomes.get(&own.event), Some(EventOutcome::Refused { .. })));
        let own: Vec<_> = own.filter_map(|own| chain::read(&own.text).ok()).collect();
        view::events(stream, &entries, &own)
    }

    /// A record, as this tablet shows it.
    pub fn record(&self, id: RecordId) -> Option<Record> {
        let events = self.events(Stream::record(id));
        fold::fold(events.iter().map(|(written, verdict, clock_offset)| (written, verdict, *clock_offset)))
    }

    fn visit(&self, id: VisitId) -> visit::fold::VisitState {
        let events = self.events(Stream::visit(id));
        visit::fold::fold(events.iter().map(|(written, verdict, clock_offset)| (written, verdict, *clock_offset)))
    }

    /// The next request, signed, with its token.
    pub fn request(&mut self, now: Instant) -> Option<(u64, ExchangeRequest)> {
        let outputs = self.engine.step(Input::Wake, now.plus_millis(self.clock));
        outputs.into_iter().find_map(|output| match output {
            Output::Send { token, request } => {
                let mut request = *request;
                request.sign(&self.secret).expect("a key");
                Some((token, request))
            }
            _ => None,
        })
    }

    /// Signs a request that was made by hand, over what it now ends with.
    pub fn sign(&self, request: &mut ExchangeRequest) {
        request.head = request.events.last().map_or(request.head, |last| domain::event::Hash::of(last.as_bytes()));
        request.sign(&self.secret).expect("a key");
    }

    /// The same in the first release's form: without its time, and without the fields that release does not know.
    pub fn sign_first(&self, request: &mut ExchangeRequest) {
        request.head = request.events.last().map_or(request.head, |last| domain::event::Hash::of(last.as_bytes()));
        (request.answered, request.clock_offset) = (None, None);
        request.sign_first(&self.secret).expect("a key");
    }

    /// What came back, or that nothing did.
    pub fn answer(&mut self, token: u64, response: Option<ExchangeResponse>, now: Instant) {
        self.hear(token, response.ok_or(Failure::Network), now);
    }

    /// The answer, or how the request failed.
    pub fn hear(&mut self, token: u64, heard: Result<ExchangeResponse, Failure>, now: Instant) {
        let now = now.plus_millis(self.clock);
        let input = match heard {
            Ok(response) => Input::Response { token, response: Box::new(response) },
            Err(failure) => Input::Failed { token, failure },
        };
        let mut inputs = vec![input];
        while let Some(input) = inputs.pop() {
            for output in self.engine.step(input, now) {
                match output {
                    Output::Store(writes) => writes.into_iter().for_each(|write| self.disk.store(write)),
                    Output::Recall { from } => {
                        inputs.push(Input::Recalled(self.disk.own.range(from..).map(|(_, own)| own.clone()).collect()));
                    }
                    // Asked for again by the next exchange.
                    Output::Send { token, .. } => inputs.push(Input::Failed { token, failure: Failure::Network }),
                    Output::Changed(_) | Output::Pack(_) | Output::Status(_) => {}
                }
            }
        }
    }

    /// One exchange over a good network, again until everything is exchanged.
    pub async fn exchange(&mut self, client: &Client, now: Instant) {
        let send = async |request: ExchangeRequest| {
            let answer = client.send(axum::http::Method::POST, path::SYNC, &request).await;
            if answer.status.is_success() { Ok(answer.success()) } else { Err(Failure::of(&answer.problem())) }
        };
        self.try_exchange(send, now).await.unwrap_or_else(|why| panic!("{why}"));
    }

    /// The same from a tablet of the first build: it sends no version and signs no time.
    pub async fn exchange_as_first_build(&mut self, client: &Client, now: Instant) {
        let (client, secret) = (client.of_first_build(), self.secret);
        let send = async |mut request: ExchangeRequest| {
            (request.answered, request.clock_offset) = (None, None);
            request.sign_first(&secret).expect("a key");
            let answer = client.send(axum::http::Method::POST, path::SYNC, &request).await;
            if answer.status.is_success() { Ok(answer.success()) } else { Err(Failure::of(&answer.problem())) }
        };
        self.try_exchange(send, now).await.unwrap_or_else(|why| panic!("{why}"));
    }

    /// The same by any way to a server.
    ///
    /// # Errors
    /// If there is nothing to send, or if the exchange is refused or never completes.
    pub async fn try_exchange(
        &mut self,
        send: impl AsyncFn(ExchangeRequest) -> Result<ExchangeResponse, Failure>,
        now: Instant,
    ) -> Result<(), String> {
        for _ in 0..50 {
            let (token, request) = self.request(now).ok_or_else(|| format!("nothing to send: {:?}", self.engine.status()))?;
            let heard = send(request).await;
            let more = heard.as_ref().map_or(true, |response| response.more);
            let refused = matches!(heard, Err(Failure::Refused { .. })).then(|| format!("{heard:?}"));
            self.hear(token, heard, now);
            if let Some(refused) = refused.filter(|_| self.engine.status().halted.is_some()) {
                return Err(refused);
            }
            if !more && self.engine.outbox().is_empty() {
                return Ok(());
            }
        }
        Err(format!("the exchange does not end: {:?}", self.engine.status()))
    }
}

fn sends(outputs: Vec<Output>) -> Option<u64> {
    outputs.into_iter().find_map(|output| match output {
        Output::Send { token, .. } => Some(token),
        _ => None,
    })
}

fn secret(seed: u64) -> [u8; 32] {
    let mut bytes = [7; 32];
    bytes[8..16].copy_from_slice(&seed.to_be_bytes());
    bytes
}

/// How a record of the pack's item begins; on a visit or in the laboratory.
pub fn opening(pack: &JobPack, visit: Option<VisitId>) -> Body {
    Body::Opened(Box::new(opened(pack, visit)))
}

/// What it begins with.
pub fn opened(pack: &JobPack, visit: Option<VisitId>) -> Opened {
    let (item, edition) = (&pack.items[0], &pack.editions[0]);
    let customer = &pack.customers[0];
    let place = pack.place_of(None, visit).expect("a place");
    Opened {
        edition_id: edition.id,
        edition: edition.body.clone(),
        item: ItemSnapshot { id: item.id, item: item.body.clone() },
        place: place.snapshot.clone(),
        customer: CustomerSnapshot {
            id: customer.id,
            name: customer.body.name.clone(),
            address: customer.body.address.clone(),
            contact: String::new(),
        },
        order: None,
        task: None,
        visit,
        calibrators: vec![Calibrator { person: pack.person.id, name: pack.person.body.name.clone() }],
        instead_of: None,
    }
}

/// The standard with this number into the only slot.
pub fn equip(pack: &JobPack, number: &str) -> Body {
    let standard = pack.standards.iter().find(|known| known.body.number == number).expect("the standard is in the pack");
    Body::Equipped { slot: "blocks".to_owned(), standard: Box::new(StandardSnapshot { id: standard.id, standard: standard.body.clone() }) }
}

/// A number with a unit.
pub fn number(text: &str, unit: &str) -> Value {
    Value::Number { text: base::decimal::DecimalText::parse(text).expect("a decimal"), unit: base::unit::Unit::find(unit).expect("a unit") }
}

/// A value at a path.
pub fn enter(path: &str, text: &str, unit: &str) -> Body {
    Body::Entered { path: path.to_owned(), value: number(text, unit) }
}

/// The calibrator's signature over the record as this tablet shows it.
pub fn submission(record: &Record) -> Body {
    Body::Submitted {
        head: record.head,
        results: Box::new(compute(&record.observations())),
        engine_version: ENGINE_VERSION.to_owned(),
        statement: "statement_submitted".to_owned(),
    }
}
