//! The exchange as a state machine without IO. The browser and the tests drive the same engine.

pub mod carried;
pub mod engine;
pub mod judge;
pub mod pack;
pub mod receive;
pub mod snapshot;
pub mod view;

use serde::{Deserialize, Serialize};

use crate::event::ledger::LedgerEntry;
use crate::event::signature::{self, SignatureError};
use crate::event::{Device, Event, Hash};
use crate::id::Id;
use crate::time::Instant;
use pack::JobPack;

/// What the tablet sends: the events the server has not acknowledged, signed over the head of the device's chain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExchangeRequest {
    /// The device.
    pub device: Id<Device>,
    /// Device time at sending.
    pub now: Instant,
    /// Event texts, oldest first, byte for byte. May repeat what the server has.
    pub events: Vec<String>,
    /// Hash of the last of `events`, or of the last acknowledged one where there is none.
    pub head: Hash,
    /// ECDSA P-256 signature over [`Self::signed_bytes`] by the person's key on this device, hex of r ‖ s.
    pub signature: String,
    /// What this device has received so far; 0 at first.
    pub cursor: u64,
    /// Version of the job pack this device holds; empty at first.
    pub pack: String,
}

/// The server's answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExchangeResponse {
    /// Server time.
    pub now: Instant,
    /// Server time minus device time, in milliseconds.
    pub clock_offset: i64,
    /// An answer per event sent, in order.
    pub answers: Vec<EventAnswer>,
    /// What is new for this person since the cursor: ledger entries of this person's streams, oldest first.
    pub entries: Vec<LedgerEntry>,
    /// The cursor to send next time.
    pub cursor: u64,
    /// Whether there is more to fetch.
    pub more: bool,
    /// Place of the next event the server expects of this device. Lower than what the device saw acknowledged only where
    /// the server was restored from a backup; then the device sends again what it still holds.
    pub next_seq: u64,
    /// The job pack, where it differs from the one the device holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pack: Option<Box<JobPack>>,
}

/// The server's answer to one event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventAnswer {
    /// The event.
    pub event: Id<Event>,
    /// What became of it.
    pub outcome: EventOutcome,
}

/// What became of an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case", deny_unknown_fields)]
pub enum EventOutcome {
    /// In the ledger; it counts.
    #[serde(deserialize_with = "crate::closed::nothing_else")]
    Effective,
    /// In the ledger; it does not count, because of a rule.
    SetAside {
        /// The rule's code.
        code: String,
    },
    /// The server had it already.
    #[serde(deserialize_with = "crate::closed::nothing_else")]
    Known,
    /// Malformed or unauthentic; not in the ledger.
    Refused {
        /// The rule's code.
        code: String,
    },
}

impl ExchangeRequest {
    /// Signs it with the person's key on this device.
    ///
    /// # Errors
    /// When the bytes are no key.
    pub fn sign(&mut self, secret: &[u8; 32]) -> Result<(), SignatureError> {
        self.signature = signature::sign(secret, &self.signed_bytes())?;
        Ok(())
    }

    /// The bytes a signature covers: `etalon-exchange-1`, device, number of events, head; parted by newlines.
    pub fn signed_bytes(&self) -> Vec<u8> {
        Self::signed_text(self.device, self.events.len(), self.head)
    }

    /// The same from its parts, for whoever verifies a stored signature.
    pub fn signed_text(device: Id<Device>, events: usize, head: Hash) -> Vec<u8> {
        format!("etalon-exchange-1\n{device}\n{events}\n{head}\n").into_bytes()
    }
}
