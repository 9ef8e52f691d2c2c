//! A person's rows as the engine and the screens want them: the chain, the ledger, the job pack, the engine's own state.

use std::collections::BTreeMap;
use std::sync::Arc;

use base::id::EventId;
use base::time::Instant;
use contract::sync::EventOutcome;
use contract::sync::engine::{Engine, KEEP_MILLIS, Meta, Outgoing, Write};
use domain::event::Stream;
use domain::event::chain::{self, WrittenEvent};
use domain::event::ledger::LedgerEntry;
use domain::item::fold::ItemState;
use domain::pack::JobPack;
use domain::record::Record;
use domain::record::facts::Facts;
use domain::stream::view;
use domain::visit::fold::VisitState;
use domain::{item, record, visit};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{LocalError, Sealed, Shelf, Vault};

const META: &str = "meta";
const PACK: &str = "pack";

/// What is in memory while a person works.
#[derive(Clone)]
pub struct Book {
    /// The exchange.
    pub engine: Engine,
    /// Own events by place in the chain, acknowledged ones included.
    pub own: BTreeMap<u64, WrittenEvent>,
    /// The office's answers.
    pub answers: BTreeMap<EventId, EventOutcome>,
    /// The office's ledger by stream and place.
    pub ledger: BTreeMap<Stream, BTreeMap<u64, LedgerEntry>>,
    /// The job pack.
    pub pack: Option<Arc<JobPack>>,
    /// What the rules know of the registers: the pack's facts.
    pub facts: Arc<Facts>,
}

impl Book {
    /// Reads everything of the person.
    pub async fn read(vault: &Vault) -> Result<Self, LocalError> {
        let meta = vault.read(Shelf::State, META).await?.map(|bytes| decode(&bytes)).transpose()?;
        let pack = vault.read(Shelf::Pack, PACK).await?.map(|bytes| decode::<JobPack>(&bytes)).transpose()?;
        let own = read_chain(vault).await?;
        let answers = read_answers(vault).await?;
        let ledger = read_ledger(vault).await?;
        let outbox = own.values().filter(|w| !answers.contains_key(&w.event.id)).map(Outgoing::of).collect();
        let mut meta = meta.unwrap_or_else(|| Meta::new(vault.device, vault.person));
        for written in own.values() {
            if let Some(outcome) = answers.get(&written.event.id) {
                meta.catch_up(written, outcome);
            }
        }
        let engine = Engine::restore(meta, outbox);
        let facts = pack.as_ref().map(Facts::of_pack).unwrap_or_default();
        Ok(Self { engine, own, answers, ledger, pack: pack.map(Arc::new), facts: Arc::new(facts) })
    }

    /// Every stream known here.
    pub fn streams(&self) -> Vec<Stream> {
        let mut streams: Vec<Stream> = self.ledger.keys().copied().chain(self.own.values().map(|w| w.event.stream)).collect();
        streams.sort_unstable();
        streams.dedup();
        streams
    }

    /// A stream's events with their verdicts and the clock's offset at their exchange, in the order that counts.
    pub fn events(&self, stream: Stream) -> Vec<(WrittenEvent, domain::event::ledger::Verdict, i64)> {
        let entries: Vec<LedgerEntry> = self.ledger.get(&stream).map(|entries| entries.values().cloned().collect()).unwrap_or_default();
        let refused: Vec<_> = self.engine.meta().refused.iter().map(|refused| refused.event).collect();
        let own: Vec<WrittenEvent> =
            self.own.values().filter(|w| w.event.stream == stream && !refused.contains(&w.event.id)).cloned().collect();
        view::events(stream, &entries, &own)
    }

    /// A record's fold.
    pub fn record(&self, stream: Stream) -> Option<Record> {
        let events = self.events(stream);
        record::fold::fold(events.iter().map(|(written, verdict, clock_offset)| (written, verdict, *clock_offset)))
    }

    /// A visit's fold.
    pub fn visit(&self, stream: Stream) -> VisitState {
        let events = self.events(stream);
        visit::fold::fold(events.iter().map(|(written, verdict, clock_offset)| (written, verdict, *clock_offset)))
    }

    /// The fold of an item's stream.
    pub fn item(&self, stream: Stream) -> ItemState {
        let events = self.events(stream);
        item::fold::fold(events.iter().map(|(written, verdict, _)| (written, verdict)))
    }

    /// The rows of an event just made.
    pub fn rows_of(written: &WrittenEvent) -> Sealed {
        Sealed::add(Shelf::Chain, place(written.event.device_seq), written.text.as_bytes())
    }

    /// The rows the engine wants stored.
    pub fn rows(writes: &[Write]) -> Result<Vec<Sealed>, LocalError> {
        writes
            .iter()
            .map(|write| {
                Ok(match write {
                    Write::Acknowledged { event, outcome } => Sealed::put(Shelf::Answers, event.to_string(), encode(outcome)?),
                    Write::Entry(entry) => Sealed::put(Shelf::Ledger, ledger_key(entry), encode(entry)?),
                    Write::Meta(meta) => Sealed::put(Shelf::State, META, encode(meta)?),
                    Write::Pack(pack) => Sealed::put(Shelf::Pack, PACK, encode(pack)?),
                })
            })
            .collect()
    }

    /// Takes into memory what was stored.
    pub fn take_in(&mut self, writes: Vec<Write>) {
        for write in writes {
            match write {
                Write::Acknowledged { event, outcome } => {
                    self.answers.insert(event, outcome);
                }
                Write::Entry(entry) => {
                    self.ledger.entry(entry.stream).or_default().insert(entry.seq, *entry);
                }
                Write::Meta(_) => {}
                Write::Pack(pack) => {
                    self.facts = Arc::new(Facts::of_pack(&pack));
                    self.pack = Some(Arc::new(*pack));
                }
            }
        }
    }

    /// The rows of streams that nothing has happened to for 30 days and that the office has whole.
    pub fn outdated(&self, now: Instant) -> Vec<Sealed> {
        let old = |stream: &Stream| {
            let entries = self.ledger.get(stream);
            let last = entries.and_then(|entries| entries.values().map(|entry| entry.received_at).max());
            let waiting = self.engine.outbox().iter().any(|outgoing| outgoing.stream == *stream);
            !waiting && last.is_some_and(|last| now.millis_since(last) > KEEP_MILLIS)
        };
        let streams: Vec<Stream> = self.streams().into_iter().filter(old).collect();
        let entries = self.ledger.iter().filter(|(stream, _)| streams.contains(stream)).flat_map(|(_, entries)| entries.values());
        let events = self.own.values().filter(|w| streams.contains(&w.event.stream));
        entries
            .map(|entry| Sealed::delete(Shelf::Ledger, ledger_key(entry)))
            .chain(events.map(|written| Sealed::delete(Shelf::Chain, place(written.event.device_seq))))
            .collect()
    }
}

async fn read_chain(vault: &Vault) -> Result<BTreeMap<u64, WrittenEvent>, LocalError> {
    let rows = vault.read_all(Shelf::Chain).await?;
    rows.into_iter()
        .map(|(_, bytes)| {
            let text = String::from_utf8(bytes).map_err(|_| LocalError::Damaged)?;
            let written = chain::read(&text).map_err(|_| LocalError::Damaged)?;
            Ok((written.event.device_seq, written))
        })
        .collect()
}

async fn read_answers(vault: &Vault) -> Result<BTreeMap<EventId, EventOutcome>, LocalError> {
    let rows = vault.read_all(Shelf::Answers).await?;
    rows.iter().map(|(key, bytes)| Ok((key.parse().map_err(|_| LocalError::Damaged)?, decode(bytes)?))).collect()
}

async fn read_ledger(vault: &Vault) -> Result<BTreeMap<Stream, BTreeMap<u64, LedgerEntry>>, LocalError> {
    let mut ledger: BTreeMap<Stream, BTreeMap<u64, LedgerEntry>> = BTreeMap::new();
    for (_, bytes) in vault.read_all(Shelf::Ledger).await? {
        let entry: LedgerEntry = decode(&bytes)?;
        ledger.entry(entry.stream).or_default().insert(entry.seq, entry);
    }
    Ok(ledger)
}

/// Padded, so that the order of the texts is the order of the places.
fn place(seq: u64) -> String {
    format!("{seq:012}")
}

fn ledger_key(entry: &LedgerEntry) -> String {
    format!("{:?}/{}/{}", entry.stream.kind, entry.stream.id, place(entry.seq))
}

fn encode<T: Serialize>(value: &T) -> Result<Vec<u8>, LocalError> {
    serde_json::to_vec(value).map_err(|_| LocalError::Damaged)
}

fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, LocalError> {
    serde_json::from_slice(bytes).map_err(|_| LocalError::Damaged)
}
