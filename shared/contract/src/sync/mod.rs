//! The exchange as a state machine without IO. The browser and the tests drive the same engine.

pub mod carried;
pub mod clock;
pub mod engine;
pub mod receive;
pub mod signed;
pub mod timing;

use serde::{Deserialize, Serialize};

use crate::api::version::ClientVersion;
use base::id::{DeviceId, EventId};
use base::time::Instant;
use domain::event::Hash;
use domain::event::ledger::LedgerEntry;
use domain::pack::JobPack;

/// What the tablet sends: the events the server has not acknowledged, signed over the head of the device's chain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExchangeRequest {
    /// The device.
    pub device: DeviceId,
    /// Device time at sending.
    pub now: Instant,
    /// Event texts, oldest first, byte for byte. May repeat what the server has.
    pub events: Vec<String>,
    /// Hash of the last of `events`, or of the last acknowledged one where there is none.
    pub head: Hash,
    /// ECDSA P-256 signature over [`signed::Statement::text`] by the person's key on this device, hex of r ‖ s.
    pub signature: String,
    /// What this device has received so far; 0 at first.
    pub cursor: u64,
    /// Version of the job pack this device holds; empty at first.
    pub pack: String,
    /// Server time of the last answer that the app has had since it was opened: shows when the rest was signed. Absent in what
    /// the first release sends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered: Option<Instant>,
    /// Server minus device time in milliseconds, as an answer told it before what is sent was made: by it, what is carried to the
    /// office as a file keeps its days, and so does what was made before the clock was set. Absent in what the first release sends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock_offset: Option<i64>,
}

/// How an exchange reaches the office.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// By the tablet itself.
    Sent,
    /// As a file that somebody brought.
    Carried,
}

/// The server's answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
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

impl ExchangeResponse {
    /// Without what an app of this version cannot read. A field that the first build does not have gets a line here and
    /// `#[serde(default, skip_serializing_if = …)]` above: one field too many, and an older tablet reads nothing of the answer,
    /// so that its outbox stays full for ever.
    #[must_use]
    pub fn for_client(mut self, client: ClientVersion) -> Self {
        if !client.reads_packs() {
            self.pack = None;
        }
        self
    }
}

/// The server's answer to one event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EventAnswer {
    /// The event.
    pub event: EventId,
    /// What became of it.
    pub outcome: EventOutcome,
}

/// What became of an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(tag = "outcome", rename_all = "snake_case", deny_unknown_fields)]
pub enum EventOutcome {
    /// In the ledger; it counts.
    #[serde(deserialize_with = "base::closed::nothing_else")]
    Effective,
    /// In the ledger; it does not count, because of a rule.
    SetAside {
        /// The rule's code.
        code: String,
    },
    /// The server had it already.
    #[serde(deserialize_with = "base::closed::nothing_else")]
    Known,
    /// Malformed or unauthentic; not in the ledger.
    Refused {
        /// The rule's code.
        code: String,
    },
}

#[cfg(test)]
mod tests {
    use super::EventOutcome;

    // F26: unknown fields are refused, wherever they stand.
    #[test]
    fn an_outcome_that_says_only_its_name_takes_no_field_it_does_not_know() {
        for name in ["effective", "known"] {
            let reads = |more: &str| serde_json::from_str::<EventOutcome>(&format!("{{\"outcome\":\"{name}\"{more}}}")).is_ok();
            assert!(reads(""));
            assert!(!reads(",\"nonsense\":1"));
            assert!(!reads(",\"reason\":null"));
        }
    }
}
