//! One exchange of a device: what is authentic is appended with its verdict, what is new for the person comes back.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use base::id::{DeviceId, EventId, PersonId};
use base::time::Instant;
use contract::api::version::ClientVersion;
use contract::sync::receive::{self, Arrival, ArrivalKind, DeviceState, ExchangeRefusal, KnownEvent};
use contract::sync::signed::{Form, Statement};
use contract::sync::timing::{self, Clock};
use contract::sync::{EventAnswer, EventOutcome, ExchangeRequest, ExchangeResponse, Way};
use domain::event::chain::{self, DeviceHead, WrittenEvent};
use domain::event::ledger::{LedgerEntry, Verdict};
use domain::event::{Hash, Stream, signature};
use domain::pack::JobPack;
use domain::stream::judge::{self, Circumstances, Needs, Streams};
use domain::stream::span::Span;

use super::authority::hold;
use super::record::{found, named, streams};
use super::{Actor, Error, Result, news, packs};
use crate::state::App;
use crate::store::{Tx, audit, device, event, ledger};

/// What of an exchange the server knows again. Without its memory it is no longer safe to repeat: `tests/sync` takes it away,
/// to see that its schedules find out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Memory {
    /// Every event, by its identity.
    ByIdentity,
    /// Nothing.
    None,
}

/// One exchange of the person signed in.
pub async fn exchange(app: &App, actor: &Actor, client: ClientVersion, request: ExchangeRequest) -> Result<ExchangeResponse> {
    exchange_with(app, actor, client, request, Memory::ByIdentity).await
}

/// The same with this memory.
pub async fn exchange_with(
    app: &App,
    actor: &Actor,
    client: ClientVersion,
    request: ExchangeRequest,
    memory: Memory,
) -> Result<ExchangeResponse> {
    let (person, now) = (actor.person, app.now());
    let request = Arc::new(request);
    let taking = Taking { now, memory, imported_by: None };
    let Received { answers, head, revoked } = receive(app, Some(person), request.clone(), taking).await?;
    // An older tablet keeps the pack it has until it is updated; a revoked device gets what it needs to hand over its drafts, and no new
    // work.
    let wanted = client.reads_packs() && !revoked;
    let pack = if wanted { pack(app, person, &request.pack, now).await? } else { None };
    let (after, reads) = (request.cursor, client.reads_events());
    let (entries, cursor, more) = app.db.read(move |tx| Box::pin(async move { news::news(tx, person, after, reads).await })).await?;
    let (clock_offset, next_seq) = (now.millis_since(request.now), head.next_seq);
    Ok(ExchangeResponse { now, clock_offset, answers, entries, cursor, more, next_seq, pack }.for_client(client))
}

/// The person's job pack, where it is not the one the device holds; with it come the streams of its visits.
async fn pack(app: &App, person: PersonId, held: &str, now: Instant) -> Result<Option<Box<JobPack>>> {
    let made_of = app.db.read(move |tx| Box::pin(async move { packs::made_of(tx, person, now).await })).await?;
    if app.packs.holds(person, made_of, held) {
        return Ok(None);
    }
    let (made_of, pack) = app
        .db
        .read(move |tx| {
            Box::pin(async move {
                let made_of = packs::made_of(tx, person, now).await?;
                Ok::<_, Error>((made_of, super::pack::build(tx, person, now).await?))
            })
        })
        .await?;
    app.packs.built(person, made_of, pack.version.clone());
    if pack.version == held {
        return Ok(None);
    }
    let visits: Vec<Stream> = pack.visits.iter().map(|visit| Stream::visit(visit.id)).collect();
    app.db
        .write::<_, Error, _>(move |tx| {
            let visits = visits.clone();
            Box::pin(async move {
                for visit in visits {
                    ledger::tell(tx, person, visit).await?;
                }
                Ok(())
            })
        })
        .await?;
    Ok(Some(Box::new(pack)))
}

/// Drafts of a tablet that could not reach the office, carried there as a file: a signed exchange of the tablet's person.
pub async fn import(app: &App, actor: &Actor, request: ExchangeRequest) -> Result<Vec<EventAnswer>> {
    let taking = Taking { now: app.now(), memory: Memory::ByIdentity, imported_by: Some(actor.person) };
    Ok(receive(app, None, Arc::new(request), taking).await?.answers)
}

/// 403 where the exchange is not this person's on this device, 422 where it says nothing.
fn refused(refusal: &ExchangeRefusal) -> Error {
    match refusal {
        ExchangeRefusal::DeviceUnknown
        | ExchangeRefusal::DeviceOfAnother
        | ExchangeRefusal::DeviceRevoked
        | ExchangeRefusal::SignatureWrong
        | ExchangeRefusal::FormOutdated => Error::forbidden(refusal),
        _ => Error::rule(refusal),
    }
}

async fn device_state(tx: &mut Tx, id: DeviceId) -> Result<Option<DeviceState>> {
    let Some(row) = device::find(tx, id).await? else { return Ok(None) };
    let head = event::head(tx, id).await?;
    Ok(Some(DeviceState {
        id,
        person: row.person_id.parse().map_err(Error::corrupt)?,
        public_key: row.public_key,
        revoked: row.revoked_at.is_some(),
        head,
        enrolled_at: Instant(row.enrolled_at),
        signs: if row.signs.is_some() { Form::Second } else { Form::First },
        clock_offset: known_offset(tx, id, head.hash).await?,
    }))
}

/// What is known of a device's clock from what it signed: measured by the exchange that brought its last text, or else the offset that this
/// text is dated by. What the list of devices shows dates nothing.
async fn known_offset(tx: &mut Tx, id: DeviceId, head: Hash) -> Result<Option<i64>> {
    let measured = event::last_signed(tx, id, head).await?.and_then(|(signed, received_at, carried)| {
        let way = if carried.is_some() { Way::Carried } else { Way::Sent };
        timing::measured(&Statement::read(&signed?)?, way, Instant(received_at))
    });
    match measured {
        Some(offset) => Ok(Some(offset)),
        None => Ok(event::last_offset(tx, id).await?),
    }
}

/// How an exchange is taken in.
#[derive(Debug, Clone, Copy)]
struct Taking {
    now: Instant,
    memory: Memory,
    /// Who brought it as a file.
    imported_by: Option<PersonId>,
}

impl Taking {
    fn way(self) -> Way {
        if self.imported_by.is_some() { Way::Carried } else { Way::Sent }
    }
}

/// What came of an exchange.
struct Received {
    /// What became of each event.
    answers: Vec<EventAnswer>,
    /// The head of the device's chain afterwards.
    head: DeviceHead,
    /// Whether the device was revoked.
    revoked: bool,
}

/// Takes in an exchange of this person's device; whoever's, where it came as a file. The device is loaded once, in the transaction that writes.
async fn receive(app: &App, whose: Option<PersonId>, request: Arc<ExchangeRequest>, taking: Taking) -> Result<Received> {
    app.db
        .write(move |tx| {
            let request = request.clone();
            Box::pin(async move { take_in(tx, whose, &request, taking).await })
        })
        .await
}

/// Everything of an exchange that is written, in one transaction.
async fn take_in(tx: &mut Tx, whose: Option<PersonId>, request: &ExchangeRequest, taking: Taking) -> Result<Received> {
    let (now, way) = (taking.now, taking.way());
    let device = device_state(tx, request.device).await?.ok_or_else(|| refused(&ExchangeRefusal::DeviceUnknown))?;
    let form = receive::admit(request, whose.unwrap_or(device.person), &device).map_err(|refusal| refused(&refusal))?;
    let known = match taking.memory {
        Memory::ByIdentity => known(tx, &request.events).await?,
        Memory::None => BTreeMap::new(),
    };
    let (arrivals, head) = receive::arrivals(&device, &known, &request.events).map_err(|refusal| refused(&refusal))?;
    let brings = head != device.head;
    if brings {
        timing::vouched(request, way, form, &device, now).map_err(|refusal| refused(&refusal))?;
    }
    let clock = timing::clock(request, way, form, &device, now);
    seen(tx, &device, form, way, (clock, brings), now).await?;
    for (arrival, text) in arrivals.iter().zip(&request.events) {
        store(tx, &device, arrival, text, now).await?;
    }
    named::note(tx, &arrivals, &request.events, taking.imported_by, now).await?;
    let entries = judge(tx, &device, &arrivals, now, clock).await?;
    if brings {
        let stated = (form == Form::Second).then(|| Statement::of(request).text());
        let (events, offset_before) = (request.events.len(), device.clock_offset);
        // It is stored in one spelling, however the tablet spells it.
        let signature = signature::spelled(&request.signature).unwrap_or_else(|| request.signature.clone());
        let (signature, text, carried) = (&*signature, stated.as_deref(), way == Way::Carried);
        let signed = event::Signed { device: device.id, head: request.head, events, signature, text, offset_before, carried };
        event::signed(tx, signed, now).await?;
        let brought = audit::Brought { events: entries.len(), head: head.hash };
        audit::append(tx, now, device.person, audit::Act::Device(device.id, audit::DeviceAct::Exchanged(brought))).await?;
    }
    if let Some(by) = taking.imported_by {
        let brought = audit::Brought { events: request.events.len(), head: request.head };
        audit::append(tx, now, by, audit::Act::Device(device.id, audit::DeviceAct::Imported(brought))).await?;
    }
    Ok(Received { answers: answers(&arrivals, &entries), head, revoked: device.revoked })
}

/// Stores what an exchange says about its device. An offset that cannot be relied on is shown only until there is one.
async fn seen(tx: &mut Tx, device: &DeviceState, form: Form, way: Way, (clock, brings): (Clock, bool), now: Instant) -> Result<()> {
    if form == Form::Second && device.signs == Form::First {
        device::signs_second(tx, device.id, now).await?;
    }
    if way == Way::Sent {
        // An exchange in the first form may be an old one, sent again with another time, unless it brings something new.
        let vouched = clock.measured && (form == Form::Second || brings);
        device::seen(tx, device.id, now, vouched.then_some(clock.offset), clock.offset).await?;
    }
    Ok(())
}

/// What the server has under the identities of these texts.
async fn known(tx: &mut Tx, texts: &[String]) -> Result<BTreeMap<EventId, KnownEvent>> {
    let mut known = BTreeMap::new();
    for id in texts.iter().filter_map(|text| chain::claimed_id(text)) {
        if let Some((hash, refused)) = event::known(tx, id).await? {
            known.insert(id, KnownEvent { hash, refused });
        }
    }
    Ok(known)
}

/// Stores what is new: authentic events, and texts refused at their place in the chain.
async fn store(tx: &mut Tx, device: &DeviceState, arrival: &Arrival, text: &str, now: Instant) -> Result<()> {
    let (device_seq, hash, refused) = match &arrival.kind {
        ArrivalKind::New(written) => (written.event.device_seq, written.hash, None),
        ArrivalKind::Refused { code, placed: Some(placed) } => (placed.device_seq, placed.hash, Some(code.as_str())),
        _ => return Ok(()),
    };
    let new = event::NewEvent { id: arrival.event, device: device.id, device_seq, hash, received_at: now, refused, text };
    Ok(event::insert(tx, &new).await?)
}

/// Judges the new events in order, each given those before it, and appends them.
async fn judge(
    tx: &mut Tx,
    device: &DeviceState,
    arrivals: &[Arrival],
    now: Instant,
    clock: Clock,
) -> Result<BTreeMap<EventId, LedgerEntry>> {
    let new = arrivals.iter().filter_map(|arrival| match &arrival.kind {
        ArrivalKind::New(written) => Some(&**written),
        _ => None,
    });
    let new: Vec<&WrittenEvent> = new.collect();
    let named: BTreeSet<Stream> = new.iter().map(|written| written.event.stream).collect();
    let mut streams = streams::load(tx, named.clone()).await?;
    let mut needs = Needs::of(new.iter().map(|written| &written.event), &streams);
    streams::load_needed(tx, &needs, &mut streams).await?;
    streams::add_visits(tx, &mut needs, new.iter().map(|written| written.event.at.plus_millis(clock.offset))).await?;
    read_whole(&streams, arrivals)?;
    let facts = streams::facts(tx, &needs, now).await?;
    let history = streams::history(tx, &needs, &facts).await?;
    let held = hold::holds_device(tx, device.person, device.id).await?;
    let (revoked, enrolled_at) = (device.revoked, device.enrolled_at);
    let span = Span { enrolled_at, received_at: now };
    let mut entries = BTreeMap::new();
    for written in new.iter().copied() {
        let clock_offset = clock.offset_of(&written.event, span);
        let enrolled_at = Some(enrolled_at);
        let around = Circumstances { facts: &facts, history: &history, office: None, revoked, held, enrolled_at, now, clock_offset };
        let entry = judge::append(&mut streams, &around, written);
        ledger::append(tx, &entry).await?;
        // Whoever wrote learns the verdict, calibrator of the record or not.
        ledger::tell_one(tx, device.person, entry.stream, entry.seq).await?;
        if entry.verdict == Verdict::Effective
            && let Some(state) = streams.get(&entry.stream)
        {
            found::take_over(tx, &written.event, state, now).await?;
        }
        entries.insert(entry.event, entry);
    }
    for stream in named {
        streams::spread(tx, stream, &streams, &facts, now).await?;
        if let Some(last) = entries.values().filter(|entry| entry.stream == stream).max_by_key(|entry| entry.seq) {
            vouch(tx, device.person, last).await?;
        }
    }
    Ok(entries)
}

/// A verdict is final, so none is given on a stream that holds entries only a newer program can read. The refusal names the first event on
/// such a stream, or the first new event if other events are judged by that stream.
fn read_whole(streams: &Streams, arrivals: &[Arrival]) -> Result<()> {
    if !streams.values().any(|state| state.unread) {
        return Ok(());
    }
    let is_new = |arrival: &Arrival| matches!(arrival.kind, ArrivalKind::New(_));
    let unread = |arrival: &Arrival| match &arrival.kind {
        ArrivalKind::New(written) => streams.get(&written.event.stream).is_some_and(|state| state.unread),
        _ => false,
    };
    let at = arrivals.iter().position(unread).or_else(|| arrivals.iter().position(is_new));
    at.map_or(Ok(()), |at| Err(refused(&ExchangeRefusal::ServerOlder { at })))
}

/// The audit trail vouches for the stream's last entry, and with it for all before it.
async fn vouch(tx: &mut Tx, by: PersonId, last: &LedgerEntry) -> Result<()> {
    Ok(audit::append(tx, last.received_at, by, audit::Act::Received(last)).await?)
}

fn answers(arrivals: &[Arrival], entries: &BTreeMap<EventId, LedgerEntry>) -> Vec<EventAnswer> {
    let outcome = |arrival: &Arrival| match &arrival.kind {
        ArrivalKind::Known => EventOutcome::Known,
        ArrivalKind::Refused { code, .. } => EventOutcome::Refused { code: code.clone() },
        ArrivalKind::New(_) => match entries.get(&arrival.event).map(|entry| &entry.verdict) {
            Some(Verdict::SetAside { code }) => EventOutcome::SetAside { code: code.clone() },
            _ => EventOutcome::Effective,
        },
    };
    arrivals.iter().map(|arrival| EventAnswer { event: arrival.event, outcome: outcome(arrival) }).collect()
}
