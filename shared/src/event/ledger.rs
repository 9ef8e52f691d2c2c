//! The server's ledger: every authentic event with a verdict.

use serde::{Deserialize, Serialize};

use super::{Event, Hash, Stream};
use crate::id::Id;
use crate::time::Instant;

/// A ledger entry: an event as the server received it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LedgerEntry {
    /// The stream.
    pub stream: Stream,
    /// Order within the stream, from 0. The only order that counts.
    pub seq: u64,
    /// Hash of the stream's previous entry; [`Hash::ZERO`] for the first.
    pub prev: Hash,
    /// The event's identity.
    pub event: Id<Event>,
    /// Hash of the event's text.
    pub event_hash: Hash,
    /// Server time.
    pub received_at: Instant,
    /// Server time minus device time at the exchange, in milliseconds.
    pub clock_offset: i64,
    /// Whether it counts.
    pub verdict: Verdict,
    /// The event's text, byte for byte.
    pub text: String,
}

/// Whether an event counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "snake_case", deny_unknown_fields)]
pub enum Verdict {
    /// It counts.
    Effective,
    /// Authentic, but a rule was broken; visible, with what to do about it.
    SetAside {
        /// The rule's code.
        code: String,
    },
}
