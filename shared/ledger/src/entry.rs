//! The server's ledger: every authentic event with a verdict.

use base::hash::Hash;
use base::id::EventId;
use base::time::Instant;
use serde::{Deserialize, Serialize};

use crate::chain;
use crate::event::Stream;

/// A ledger entry: an event as the server received it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LedgerEntry {
    /// The stream.
    pub stream: Stream,
    /// Order within the stream, from 0. The only order that counts.
    pub seq: u64,
    /// Hash of the stream's previous entry; [`Hash::ZERO`] for the first.
    pub prev: Hash,
    /// The event's identity.
    pub event: EventId,
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

impl LedgerEntry {
    /// The hash the next entry of the stream carries as `prev` (`docs/CHAINS.md`).
    pub fn hash(&self) -> Hash {
        Hash::of(self.hashed_text().as_bytes())
    }

    /// What is hashed: named fields, one a line, in this order.
    pub fn hashed_text(&self) -> String {
        let kind = self.stream.kind.name();
        let verdict = match &self.verdict {
            Verdict::Effective => "effective".to_owned(),
            Verdict::SetAside { code } => format!("set_aside {code}"),
        };
        format!(
            "etalon-ledger-1\nstream {kind} {}\nseq {}\nprev {}\nevent {}\nevent_hash {}\nreceived_at {}\nclock_offset {}\nverdict {verdict}\n",
            self.stream.id, self.seq, self.prev, self.event, self.event_hash, self.received_at.0, self.clock_offset
        )
    }

    /// Whether an app that reads events up to this version can read it.
    pub fn is_read_by(&self, version: u16) -> bool {
        let claimed = chain::claimed_version(&self.text).unwrap_or(u64::MAX);
        claimed <= u64::from(version) && self.stream.kind.version() <= version
    }

    /// Whether the text is the one that was hashed, and the link to the entry before holds.
    pub fn follows(&self, previous: Option<&LedgerEntry>) -> bool {
        let (seq, prev) = previous.map_or((0, Hash::ZERO), |entry| (entry.seq + 1, entry.hash()));
        self.seq == seq && self.prev == prev && self.event_hash == Hash::of(self.text.as_bytes())
    }
}

/// Whether an event counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(tag = "verdict", rename_all = "snake_case", deny_unknown_fields)]
pub enum Verdict {
    /// It counts.
    #[serde(deserialize_with = "base::closed::nothing_else")]
    Effective,
    /// Authentic, but a rule was broken; visible, with what to do about it.
    SetAside {
        /// The rule's code.
        code: String,
    },
}
