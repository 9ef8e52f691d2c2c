//! IndexedDB keeps the contract that the sync tests' store keeps, in a real browser.

#[path = "../../../tests/support/store_contract.rs"]
mod promises;

use base::id::{DeviceId, kind};
use base::text::Bilingual;
use base::time::Instant;
use contract::sync::EventOutcome;
use contract::sync::engine::{Meta, Write};
use domain::event::chain::WrittenEvent;
use promises::{Held, TabletStore};
use wasm_bindgen_test::wasm_bindgen_test;

use super::people::{self, NewEnrolment};
use super::{Book, LocalError, Sealed, Shelf, Vault, crypto, recovery};

struct Store(Vault);

impl Store {
    fn of(device: DeviceId) -> Self {
        let key = || crypto::random().expect("randomness");
        let (name, sign_in) = (Bilingual::default(), String::new());
        Self(Vault { person: promises::id(201), name, sign_in, device, data: key(), secret: key() })
    }
}

impl TabletStore for Store {
    async fn keep(&mut self, written: &WrittenEvent) -> bool {
        // A row beside it, as an attachment has one: both or neither.
        let beside = Sealed::put(Shelf::Files, "beside", written.text.as_bytes());
        match self.0.write(vec![beside, Book::rows_of(written)]).await {
            Ok(()) => true,
            Err(LocalError::Conflict) => {
                let held = self.0.read(Shelf::Files, "beside").await.expect("a row");
                assert_ne!(held.as_deref(), Some(written.text.as_bytes()), "nothing of a failed write is kept");
                false
            }
            Err(why) => panic!("{why:?}"),
        }
    }

    async fn take_in(&mut self, writes: Vec<Write>) {
        self.0.write(Book::rows(&writes).expect("rows")).await.expect("stored");
    }

    async fn reopened(&mut self) -> Held {
        let book = Book::read(&self.0).await.expect("a book");
        let stored = self.0.read(Shelf::State, "meta").await.expect("the state");
        Held {
            waiting: book.engine.outbox().iter().map(|own| own.device_seq).collect(),
            own: book.own.iter().map(|(place, written)| (*place, written.text.clone())).collect(),
            outcomes: book.answers.clone(),
            entries: book.ledger.values().flat_map(|entries| entries.values().cloned()).collect(),
            meta: stored.map(|_| book.engine.meta().clone()),
            pack: book.pack.as_ref().map(|pack| pack.version.clone()),
        }
    }
}

macro_rules! holds {
    ($($clause:ident $device:literal),* $(,)?) => {
        $(#[wasm_bindgen_test]
        async fn $clause() {
            let device = promises::id($device);
            promises::$clause(&mut Store::of(device), device).await;
        })*
    };
}

holds!(
    events_are_kept_byte_for_byte 1,
    a_place_is_taken_once 2,
    an_acknowledgement_empties_the_outbox_and_keeps_the_text 3,
    the_ledger_is_kept_by_place 4,
    state_and_pack_are_replaced 5,
);

/// A background tab writes its outdated state after another tab has sent two more events: the next event must still get the right place.
#[wasm_bindgen_test]
async fn a_tab_that_knew_less_and_wrote_last_does_not_stop_the_chain() {
    let device = promises::id(10);
    let mut store = Store::of(device);
    let events = promises::chain_of(device, 3);
    for written in &events {
        assert!(store.keep(written).await);
    }
    let answered = |n: usize, outcome| Write::Acknowledged { event: events[n].event.id, outcome };
    let refused = EventOutcome::Refused { code: "event_malformed".to_owned() };
    let mut earlier = Meta::new(device, promises::id(201));
    earlier.catch_up(&events[0], &EventOutcome::Effective);
    let effective = || EventOutcome::Effective;
    store.take_in(vec![answered(0, effective()), answered(1, refused), answered(2, effective()), Write::Meta(Box::new(earlier))]).await;
    let engine = Book::read(&store.0).await.expect("a book").engine;
    assert_eq!((engine.head().next_seq, engine.head().hash), (3, events[2].hash));
    assert_eq!(engine.meta().refused.len(), 1, "what was refused stays known");
}

/// The browser may close the store's connection while the page is open: it is reopened, and the value is stored.
#[wasm_bindgen_test]
async fn a_connection_closed_by_force_is_opened_again() {
    let mine = Store::of(promises::id(9)).0;
    mine.write(vec![Sealed::put(Shelf::State, "note", "before")]).await.expect("stored");
    super::strict::close_by_force();
    mine.write(vec![Sealed::put(Shelf::State, "note", "after")]).await.expect("stored over another connection");
    assert_eq!(mine.read(Shelf::State, "note").await.expect("a row").as_deref(), Some(&b"after"[..]));
}

/// C11: none of a shared tablet sees another's work, and what lies on the disk says nothing.
#[wasm_bindgen_test]
async fn another_person_s_rows_are_neither_found_nor_readable() {
    let (mut mine, theirs) = (Store::of(promises::id(6)), Store::of(promises::id(7)));
    let events = promises::chain_of(promises::id(6), 1);
    assert!(mine.keep(&events[0]).await);
    assert!(Book::read(&theirs.0).await.expect("a book").own.is_empty());
    let stolen = Vault { device: promises::id(6), ..theirs.0.clone() };
    assert_eq!(Book::read(&stolen).await.err(), Some(LocalError::Damaged));
    let raw = super::db::read_all("chain", &promises::id::<kind::Device>(6).to_string()).await.expect("rows");
    assert!(raw.iter().all(|(_, bytes)| !String::from_utf8_lossy(bytes).contains("record")));
}

/// C11: wrong PINs are counted on disk and pause; a new PIN, with the key that the office keeps, opens the same store.
#[wasm_bindgen_test]
async fn a_forgotten_pin_is_replaced_and_the_store_stays() {
    let now = Instant(1_763_000_000_000);
    let name = Bilingual::default();
    let new = NewEnrolment { person: promises::id(8), name: &name, sign_in: "wang", device_name: "Tablet 1", pin: "314159" };
    let enrolled = people::make(&new, now).expect("keys");
    people::save(&enrolled).await.expect("stored");
    let vault = people::unlock(enrolled.device, "314159", now).await.expect("the PIN");
    vault.write(vec![Sealed::put(Shelf::State, "note", "kept")]).await.expect("stored");
    let key = recovery::new_key().expect("a key");
    recovery::keep(&vault, &key).await.expect("kept");
    for _ in 0..3 {
        assert_eq!(people::unlock(enrolled.device, "000000", now).await.err(), Some(LocalError::WrongPin));
    }
    let paused = people::unlock(enrolled.device, "314159", now).await.err();
    assert!(matches!(paused, Some(LocalError::Throttled(_))), "{paused:?}");

    let wrong = recovery::renew(enrolled.device, &"00".repeat(32), "271828", now).await;
    assert_eq!(wrong.err(), Some(LocalError::Damaged));
    recovery::renew(enrolled.device, &hex::encode(key), "271828", now).await.expect("a new PIN");
    assert_eq!(people::unlock(enrolled.device, "314159", now).await.err(), Some(LocalError::WrongPin));
    let again = people::unlock(enrolled.device, "271828", now).await.expect("the new PIN");
    assert_eq!(again.read(Shelf::State, "note").await.expect("a row").as_deref(), Some(&b"kept"[..]));
}
