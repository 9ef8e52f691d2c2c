//! The store that the fault schedules run on keeps the contract that IndexedDB keeps in Chromium.

use contract::sync::engine::{Outgoing, Write};
use domain::event::chain::WrittenEvent;
use support::store_contract::{self, Held, TabletStore};
use support::tablet::Disk;

struct Store(Disk);

impl TabletStore for Store {
    async fn keep(&mut self, written: &WrittenEvent) -> bool {
        self.0.keep(Outgoing::of(written))
    }

    async fn take_in(&mut self, writes: Vec<Write>) {
        writes.into_iter().for_each(|write| self.0.store(write));
    }

    async fn reopened(&mut self) -> Held {
        let disk = self.0.clone();
        Held {
            waiting: disk.waiting().map(|own| own.device_seq).collect(),
            own: disk.own.into_iter().map(|(place, own)| (place, own.text)).collect(),
            outcomes: disk.outcomes,
            entries: disk.entries.into_values().collect(),
            meta: disk.meta,
            pack: disk.pack.map(|pack| pack.version),
        }
    }
}

macro_rules! holds {
    ($($clause:ident),* $(,)?) => {
        $(#[tokio::test]
        async fn $clause() {
            store_contract::$clause(&mut Store(Disk::default()), store_contract::id(1)).await;
        })*
    };
}

holds!(
    events_are_kept_byte_for_byte,
    a_place_is_taken_once,
    an_acknowledgement_empties_the_outbox_and_keeps_the_text,
    the_ledger_is_kept_by_place,
    state_and_pack_are_replaced,
);
