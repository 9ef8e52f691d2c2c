//! What a tablet's store promises. The same functions run on the store of the tests and on IndexedDB in Chromium
//! (`frontend/src/local/contract.rs` includes this file), so that what the sync tests prove holds for the browser.
#![allow(async_fn_in_trait, reason = "called where it stands, on one thread")]

use std::collections::{BTreeMap, BTreeSet};

use base::id::{DeviceId, EventId, Id, kind};
use base::text::Bilingual;
use base::time::Instant;
use contract::sync::EventOutcome;
use contract::sync::engine::{Meta, Refused, Write};
use domain::event::chain::{self, DeviceHead, Draft, WrittenEvent};
use domain::event::ledger::{LedgerEntry, Verdict};
use domain::event::{Body, Hash, Stream};
use domain::library::body::CertificateLanguage;
use domain::library::person::{Person, TitleLevel};
use domain::pack::{JobPack, Known};

/// A tablet's store, as its driver uses it.
pub trait TabletStore {
    /// Puts an event just made at its place in the chain; false, and nothing written, where the place is taken.
    async fn keep(&mut self, written: &WrittenEvent) -> bool;
    /// Stores what the engine says, all or none.
    async fn take_in(&mut self, writes: Vec<Write>);
    /// Everything of the device, read after it was switched off and on.
    async fn reopened(&mut self) -> Held;
}

/// What a store holds of one device.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Held {
    /// Texts by place in the chain.
    pub own: BTreeMap<u64, String>,
    /// Places of the events without an acknowledgement.
    pub waiting: BTreeSet<u64>,
    /// Acknowledgements.
    pub outcomes: BTreeMap<EventId, EventOutcome>,
    /// The office's ledger, by stream and place.
    pub entries: Vec<LedgerEntry>,
    /// The engine's own state.
    pub meta: Option<Meta>,
    /// Version of the job pack.
    pub pack: Option<String>,
}

const AT: Instant = Instant(1_763_000_000_000);

/// An identity out of a number.
pub fn id<K>(n: u8) -> Id<K> {
    Id::new(AT, [n; 10])
}

/// A chain of this many remarks by a device.
pub fn chain_of(device: DeviceId, events: u8) -> Vec<WrittenEvent> {
    let mut head = DeviceHead::START;
    let event = |n: u8| {
        let body = Body::Remarked { path: "record".to_owned(), text: format!("№ {n}, 二 \u{1F9EA} \\ \"") };
        let draft = Draft { id: id(n + 1), stream: Stream::record(id(200)), author: id::<kind::Person>(201), at: AT, elapsed: 0, body };
        let written = chain::write(head, device, draft).unwrap_or_else(|why| panic!("an event: {why:?}"));
        head = DeviceHead { next_seq: head.next_seq + 1, hash: written.hash };
        written
    };
    (0..events).map(event).collect()
}

/// A ledger entry at a place.
pub fn entry(written: &WrittenEvent, seq: u64) -> LedgerEntry {
    LedgerEntry {
        stream: written.event.stream,
        seq,
        prev: Hash::ZERO,
        event: written.event.id,
        event_hash: written.hash,
        received_at: AT,
        clock_offset: 0,
        verdict: Verdict::Effective,
        text: written.text.clone(),
    }
}

fn acknowledged(written: &WrittenEvent, outcome: EventOutcome) -> Write {
    Write::Acknowledged { event: written.event.id, outcome }
}

async fn keep_all(store: &mut impl TabletStore, events: &[WrittenEvent]) {
    for written in events {
        assert!(store.keep(written).await, "an empty place takes an event");
    }
}

/// C-5.5.1: what was kept is there after a restart, byte for byte and in the chain's order, more than nine of them too.
pub async fn events_are_kept_byte_for_byte(store: &mut impl TabletStore, device: DeviceId) {
    let events = chain_of(device, 12);
    keep_all(store, &events).await;
    let held = store.reopened().await;
    let texts: Vec<&String> = held.own.values().collect();
    assert_eq!(texts, events.iter().map(|written| &written.text).collect::<Vec<_>>());
    assert_eq!(held.waiting, (0..12).collect());
}

/// A place in the chain is taken once: whoever comes second writes nothing.
pub async fn a_place_is_taken_once(store: &mut impl TabletStore, device: DeviceId) {
    let first = chain_of(device, 1);
    keep_all(store, &first).await;
    let body = Body::Remarked { path: "record".to_owned(), text: "another tab".to_owned() };
    let draft = Draft { id: id(90), stream: Stream::record(id(200)), author: id::<kind::Person>(201), at: AT, elapsed: 0, body };
    let second = chain::write(DeviceHead::START, device, draft).unwrap_or_else(|why| panic!("an event: {why:?}"));
    assert!(!store.keep(&second).await, "the place is taken");
    assert_eq!(store.reopened().await.own.values().collect::<Vec<_>>(), [&first[0].text]);
}

/// Nothing leaves the outbox before its acknowledgement, and its text stays after it.
pub async fn an_acknowledgement_empties_the_outbox_and_keeps_the_text(store: &mut impl TabletStore, device: DeviceId) {
    let events = chain_of(device, 3);
    keep_all(store, &events).await;
    let aside = EventOutcome::SetAside { code: "not_open".to_owned() };
    for _ in 0..2 {
        store.take_in(vec![acknowledged(&events[0], EventOutcome::Effective), acknowledged(&events[1], aside.clone())]).await;
    }
    let held = store.reopened().await;
    assert_eq!((held.waiting, held.own.len()), (BTreeSet::from([2]), 3));
    assert_eq!(held.outcomes.get(&events[1].event.id), Some(&aside));
}

/// The ledger is kept by stream and place; what comes again changes nothing.
pub async fn the_ledger_is_kept_by_place(store: &mut impl TabletStore, device: DeviceId) {
    let events = chain_of(device, 12);
    let entries: Vec<LedgerEntry> = events.iter().zip(0..).map(|(written, seq)| entry(written, seq)).collect();
    for at in [11, 3, 0, 1, 2, 4, 5, 3, 6, 10, 9, 8, 7, 11] {
        store.take_in(vec![Write::Entry(Box::new(entries[at].clone()))]).await;
    }
    assert_eq!(store.reopened().await.entries, entries);
}

/// The engine's state and the job pack take the place of those before.
pub async fn state_and_pack_are_replaced(store: &mut impl TabletStore, device: DeviceId) {
    let mut meta = Meta::new(device, id(201));
    store.take_in(vec![Write::Meta(Box::new(meta.clone())), Write::Pack(Box::new(pack("one")))]).await;
    meta.cursor = 7;
    meta.refused.push(Refused { event: id(5), code: "event_malformed".to_owned() });
    store.take_in(vec![Write::Meta(Box::new(meta.clone())), Write::Pack(Box::new(pack("two")))]).await;
    let held = store.reopened().await;
    assert_eq!((held.meta, held.pack.as_deref()), (Some(meta), Some("two")));
}

/// A job pack with nothing to do in it.
pub fn pack(version: &str) -> JobPack {
    JobPack {
        version: version.to_owned(),
        made_at: AT,
        person: Known { id: id(201), body: person() },
        body: body(),
        colleagues: Vec::new(),
        visits: Vec::new(),
        tasks: Vec::new(),
        customers: Vec::new(),
        items: Vec::new(),
        places: Vec::new(),
        services: Vec::new(),
        methods: Vec::new(),
        editions: Vec::new(),
        standards: Vec::new(),
        last_certificates: Vec::new(),
    }
}

fn person() -> Person {
    Person {
        name: Bilingual::default(),
        sign_in: "wang".to_owned(),
        email: String::new(),
        title: String::new(),
        title_level: TitleLevel::None,
        roles: Vec::new(),
        customer: None,
        employment: Vec::new(),
        authorisations: Vec::new(),
        conflicts: Vec::new(),
        active: true,
    }
}

fn body() -> domain::library::body::Body {
    domain::library::body::Body {
        name: Bilingual::default(),
        address: Bilingual::default(),
        telephone: String::new(),
        email: String::new(),
        website: String::new(),
        seal: Bilingual::default(),
        permits: String::new(),
        number_pattern: String::new(),
        certificate_language: CertificateLanguage::Bilingual,
        time_zone: "UTC".to_owned(),
    }
}
