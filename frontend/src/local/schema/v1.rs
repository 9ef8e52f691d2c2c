//! Step 1. Every store has rows `{owner, key, bytes}`, unique on owner and key: the owner is a device (a person on this tablet),
//! the bytes are sealed with that person's key. Only [`PEOPLE`] is readable before a PIN was given.

use rexie::{ObjectStore, Rexie, RexieBuilder};

/// Who is enrolled on this tablet, with the sealed keys.
pub const PEOPLE: &str = "people";
/// The device's own chain: event texts by place in the chain.
pub const CHAIN: &str = "chain";
/// What the office answered, by event.
pub const ANSWERS: &str = "answers";
/// The office's ledger of this person's streams.
pub const LEDGER: &str = "ledger";
/// The job pack.
pub const PACKS: &str = "packs";
/// Attachments' bytes by SHA-256.
pub const FILES: &str = "files";
/// The engine's cursor and the like.
pub const STATE: &str = "state";

const ALL: [&str; 7] = [PEOPLE, CHAIN, ANSWERS, LEDGER, PACKS, FILES, STATE];

/// What makes the database.
pub fn builder(name: &str) -> RexieBuilder {
    ALL.iter().fold(Rexie::builder(name).version(1), |builder, store| {
        builder.add_object_store(ObjectStore::new(store).key_path_array(["owner", "key"]))
    })
}
