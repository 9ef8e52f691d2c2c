//! A calibrator's tablet of the past: events chained and signed as a tablet makes them, judged by the server as ever.

use std::collections::BTreeMap;

use base::decimal::DecimalText;
use base::id::{DeviceId, EventId, Id, IdOf, Identified, RecordId, VisitId, kind};
use base::unit::Unit;
use contract::api::account::Enrol;
use contract::api::version::ClientVersion;
use contract::sync::{EventOutcome, ExchangeRequest};
use domain::event::body::{Body, Calibrator, Opened, Value};
use domain::event::chain::{self, DeviceHead, Draft, WrittenEvent};
use domain::event::ledger::Verdict;
use domain::event::signature::public_key;
use domain::event::{Hash, Stream, StreamKind};
use domain::library::edition::Edition;
use domain::pack::{JobPack, Known, PackTask};
use domain::record::snapshot::{CustomerSnapshot, ItemSnapshot, StandardSnapshot};
use domain::record::{Record, fold};
use domain::visit::{CheckMoment, StandardCheck};
use measurement::{ENGINE_VERSION, compute};

use super::super::data::id;
use super::super::names::{PASSWORD, PAST_TABLET};
use super::desk::Desk;
use super::job::{Job, Work};
use crate::app::{Actor, Error, Result, account, device, exchange};
use crate::random;
use crate::state::AppState;

/// A tablet of one person.
pub(super) struct Tablet {
    actor: Actor,
    device: DeviceId,
    secret: [u8; 32],
    head: DeviceHead,
    acknowledged: Hash,
    cursor: u64,
    waiting: Vec<WrittenEvent>,
    pack: Option<Box<JobPack>>,
    records: BTreeMap<RecordId, Vec<(WrittenEvent, Verdict)>>,
}

impl Tablet {
    /// Enrolled for a person.
    pub async fn enrol(app: &AppState, name: &str) -> Result<Self> {
        let actor = Desk::of(app, name).await?.actor().clone();
        let (device, secret) = (app.new_id(), random::bytes::<32>());
        let public_key = public_key(&secret).map_err(|error| Error::rule(&error))?;
        account::verify_password(app, &actor, PASSWORD.to_owned()).await?;
        let enrol = Enrol { device, name: PAST_TABLET.to_owned(), public_key, password: String::new() };
        device::add(app, &actor, enrol).await?;
        let (head, waiting, records) = (DeviceHead::START, Vec::new(), BTreeMap::new());
        Ok(Self { actor, device, secret, head, acknowledged: Hash::ZERO, cursor: 0, waiting, pack: None, records })
    }

    /// Sends what waits, takes what is new. Every event must count: the past has no conflicts.
    pub async fn exchange(&mut self, app: &AppState) -> Result<()> {
        let mut answered = None;
        loop {
            // Before it sends anything, it asks the office for the time, which it then signs.
            let waiting = if answered.is_some() { self.waiting.drain(..).collect() } else { Vec::new() };
            let head = if waiting.is_empty() { self.acknowledged } else { self.head.hash };
            let events = waiting.into_iter().map(|written: WrittenEvent| written.text).collect();
            let pack = self.pack.as_ref().map(|pack| pack.version.clone()).unwrap_or_default();
            let mut request = ExchangeRequest {
                device: self.device,
                now: app.now(),
                events,
                head,
                signature: String::new(),
                cursor: self.cursor,
                pack,
                answered,
                clock_offset: None,
            };
            request.sign(&self.secret).map_err(|error| Error::rule(&error))?;
            let response = exchange::exchange(app, &self.actor, ClientVersion::CURRENT, request).await?;
            if let Some(odd) = response.answers.iter().find(|answer| answer.outcome != EventOutcome::Effective) {
                return Err(Error::corrupt(format!("an event of the past does not count: {odd:?}")));
            }
            for entry in &response.entries {
                self.take(entry)?;
            }
            self.cursor = response.cursor;
            self.pack = response.pack.or(self.pack.take());
            answered = Some(response.now);
            self.acknowledged = head;
            if !response.more && self.waiting.is_empty() {
                return Ok(());
            }
        }
    }

    /// What others did to a record of this tablet.
    fn take(&mut self, entry: &domain::event::ledger::LedgerEntry) -> Result<()> {
        if entry.stream.kind != StreamKind::Record {
            return Ok(());
        }
        let events = self.records.entry(Id::from_uuid(entry.stream.id)).or_default();
        if !events.iter().any(|(written, _)| written.event.id == entry.event) {
            let written = chain::read(&entry.text).map_err(|error| Error::rule(&error))?;
            events.push((written, entry.verdict.clone()));
        }
        Ok(())
    }

    /// Checks of the standards on arrival, and the briefing (C-5.2.2.2, C-5.2.2.3).
    pub fn arrives(&mut self, app: &AppState, visit: VisitId, job: &Job) -> Result<()> {
        let stream = Stream::visit(visit);
        let mut standards: Vec<&String> = job.items.iter().flat_map(|work| work.standards.values()).collect();
        standards.sort();
        standards.dedup();
        self.write(app, stream, Body::BriefingAcknowledged)?;
        for moment in [CheckMoment::Departure, CheckMoment::Arrival] {
            for name in &standards {
                let (standard, remark) = (id::<kind::Standard>(name), String::new());
                let check = StandardCheck { standard, moment, working: true, protected_or_settled: true, passed: true, remark };
                self.write(app, stream, Body::StandardChecked(check))?;
            }
        }
        Ok(())
    }

    /// A whole record: opened, equipped, filled in, signed.
    pub fn records(&mut self, app: &AppState, work: &Work, visit: Option<VisitId>) -> Result<RecordId> {
        let record: RecordId = app.new_id();
        let stream = Stream::record(record);
        let opened = self.opening(work, visit).ok_or_else(|| Error::corrupt(format!("{} is not in the job pack", work.item)))?;
        let form = opened.edition.form.clone();
        self.write(app, stream, Body::Opened(Box::new(opened)))?;
        for (slot, name) in &work.standards {
            let standard = self.standard(name).ok_or_else(|| Error::corrupt(format!("{name} is not in the job pack")))?;
            self.write(app, stream, Body::Equipped { slot: slot.clone(), standard: Box::new(standard) })?;
        }
        let mut values = Vec::new();
        for field in &form.environment {
            if let Some([start, _]) = work.environment.get(&field.key) {
                values.push((format!("environment/start/{}", field.key), number(start, field.unit)?));
            }
        }
        for field in &form.inspections {
            if let Some(choice) = field.choices.first() {
                values.push((format!("inspection/{}", field.key), Value::Choice { key: choice.key.clone() }));
            }
        }
        for quantity in &form.quantities {
            for (point, texts) in work.readings.get(&quantity.key).into_iter().flatten() {
                for (n, text) in (1..).zip(texts) {
                    values.push((format!("as_found/points/{point}/{}/r{n}", quantity.key), number(text, quantity.unit)?));
                }
            }
        }
        for field in &form.environment {
            if let Some([_, end]) = work.environment.get(&field.key) {
                values.push((format!("environment/end/{}", field.key), number(end, field.unit)?));
            }
        }
        for (path, value) in values {
            app.clock.set(app.now().plus_millis(20_000));
            self.enters(app, stream, path, value, work)?;
        }
        self.submits(app, record)?;
        Ok(record)
    }

    /// A value; a misread one first as it was misread.
    fn enters(&mut self, app: &AppState, stream: Stream, path: String, value: Value, work: &Work) -> Result<()> {
        let misread = work.misread.as_ref().filter(|[of, ..]| *of == path);
        let (Some([_, first, reason]), Some((_, unit))) = (misread, value.number()) else {
            return self.write(app, stream, Body::Entered { path, value }).map(|_| ());
        };
        let amends = self.write(app, stream, Body::Entered { path, value: number(first, unit)? })?;
        app.clock.set(app.now().plus_millis(9_000));
        self.write(app, stream, Body::Amended { amends, after: value, reason: reason.clone() }).map(|_| ())
    }

    /// Strikes what stands at a path through.
    pub fn amends(&mut self, app: &AppState, record: RecordId, path: &str, after: &str, reason: &str) -> Result<()> {
        let held = self.record(record)?;
        let entry = held.cells.get(path).and_then(|cell| cell.in_force()).ok_or_else(Error::not_found)?;
        let unit = entry.value.number().map(|(_, unit)| unit).ok_or_else(Error::not_found)?;
        let body = Body::Amended { amends: entry.event, after: number(after, unit)?, reason: reason.to_owned() };
        self.write(app, Stream::record(record), body).map(|_| ())
    }

    /// The calibrator's signature over the record as it is.
    pub fn submits(&mut self, app: &AppState, record: RecordId) -> Result<()> {
        let held = self.record(record)?;
        let (head, results) = (held.head, Box::new(compute(&held.observations())));
        let body =
            Body::Submitted { head, results, engine_version: ENGINE_VERSION.to_owned(), statement: "statement_submitted".to_owned() };
        self.write(app, Stream::record(record), body).map(|_| ())
    }

    fn record(&self, record: RecordId) -> Result<Record> {
        let events = self.records.get(&record).into_iter().flatten();
        fold::fold(events.map(|(written, verdict)| (written, verdict, 0))).ok_or_else(Error::not_found)
    }

    fn write(&mut self, app: &AppState, stream: Stream, body: Body) -> Result<EventId> {
        let draft = Draft { id: app.new_id(), stream, author: self.actor.person, at: app.now(), elapsed: app.now().0, body };
        let written = chain::write(self.head, self.device, draft).map_err(|error| Error::rule(&error))?;
        self.head = self.head.after(&written.text);
        if stream.kind == StreamKind::Record {
            self.records.entry(Id::from_uuid(stream.id)).or_default().push((written.clone(), Verdict::Effective));
        }
        let event = written.event.id;
        self.waiting.push(written);
        Ok(event)
    }

    /// The snapshots of a record of this item, out of the job pack.
    fn opening(&self, work: &Work, visit: Option<VisitId>) -> Option<Opened> {
        let pack = self.pack.as_deref()?;
        let task: &PackTask = pack
            .tasks
            .iter()
            .find(|task| task.task.item == id::<kind::Item>(&work.item) && task.task.visit == visit && task.record.is_none())?;
        let edition: &Known<Edition> = find(&pack.editions, task.task.edition)?;
        let (item, customer) = (find(&pack.items, task.task.item)?, find(&pack.customers, task.task.customer)?);
        let place = pack.place_of(Some(task), visit)?;
        let contact = customer.body.contacts.first().map(|contact| format!("{} {}", contact.name, contact.telephone)).unwrap_or_default();
        let (name, address) = (customer.body.name.clone(), customer.body.address.clone());
        Some(Opened {
            edition_id: edition.id,
            edition: edition.body.clone(),
            item: ItemSnapshot { id: item.id, item: item.body.clone() },
            place: place.snapshot.clone(),
            customer: CustomerSnapshot { id: customer.id, name, address, contact },
            order: Some(task.order.clone()),
            task: Some(task.id),
            visit,
            calibrators: vec![Calibrator { person: pack.person.id, name: pack.person.body.name.clone() }],
            instead_of: None,
        })
    }

    fn standard(&self, name: &str) -> Option<StandardSnapshot> {
        let known = find(&self.pack.as_deref()?.standards, id::<kind::Standard>(name))?;
        Some(StandardSnapshot { id: known.id, standard: known.body.clone() })
    }
}

fn find<T: Identified>(known: &[Known<T>], id: IdOf<T>) -> Option<&Known<T>> {
    known.iter().find(|known| known.id == id)
}

fn number(text: &str, unit: Unit) -> Result<Value> {
    Ok(Value::Number { text: DecimalText::parse(text).map_err(|error| Error::rule(&error))?, unit })
}
