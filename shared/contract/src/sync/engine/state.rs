//! What the engine keeps, and the words it speaks with its driver.

use serde::{Deserialize, Serialize};

use crate::api::Problem;
use crate::sync::EventOutcome;
use crate::sync::receive::ExchangeRefusal;
use base::finding::Refusal;
use base::id::{DeviceId, EventId, PersonId};
use base::time::Instant;
use domain::event::chain::{DeviceHead, WrittenEvent};
use domain::event::ledger::LedgerEntry;
use domain::event::{Hash, Stream};

/// What is stored of the engine beside the events: small, written after each exchange.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Meta {
    /// The device.
    pub device: DeviceId,
    /// Whose it is.
    pub person: PersonId,
    /// Head of the device's chain as far as the server has acknowledged it.
    pub acknowledged: DeviceHead,
    /// What has been received.
    pub cursor: u64,
    /// Version of the job pack; empty at first.
    pub pack: String,
    /// Server time minus device time at the last exchange, in milliseconds.
    pub clock_offset: Option<i64>,
    /// The last exchange that succeeded, by the device.
    pub last_exchange: Option<Instant>,
    /// Events the server refused as malformed or unauthentic; kept, shown.
    pub refused: Vec<Refused>,
}

impl Meta {
    /// Of a device just enrolled.
    pub const fn new(device: DeviceId, person: PersonId) -> Self {
        Self {
            device,
            person,
            acknowledged: DeviceHead::START,
            cursor: 0,
            pack: String::new(),
            clock_offset: None,
            last_exchange: None,
            refused: Vec::new(),
        }
    }
}

impl Meta {
    /// Brings it up to the events and answers that are stored beside it. Tabs of one browser write it one after another, and the one
    /// that wrote last may have known less: the chain goes on behind its last event all the same.
    pub fn catch_up(&mut self, own: &WrittenEvent, outcome: &EventOutcome) {
        if own.event.device_seq >= self.acknowledged.next_seq {
            self.acknowledged = DeviceHead { next_seq: own.event.device_seq + 1, hash: own.hash };
        }
        if let EventOutcome::Refused { code } = outcome
            && !self.refused.iter().any(|refused| refused.event == own.event.id)
        {
            self.refused.push(Refused { event: own.event.id, code: code.clone() });
        }
    }
}

/// An event the server refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Refused {
    /// The event.
    pub event: EventId,
    /// Why.
    pub code: String,
}

/// An own event as it is stored and sent. Its row keeps the text after the acknowledgement too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Outgoing {
    /// Identity.
    pub event: EventId,
    /// Place in the device's chain; the row's key together with the device.
    pub device_seq: u64,
    /// What it speaks of.
    pub stream: Stream,
    /// When it was made, by the device.
    pub at: Instant,
    /// Hash of the text.
    pub hash: Hash,
    /// The text, byte for byte.
    pub text: String,
}

impl Outgoing {
    /// The row of an event just made.
    pub fn of(written: &WrittenEvent) -> Self {
        Self {
            event: written.event.id,
            device_seq: written.event.device_seq,
            stream: written.event.stream,
            at: written.event.at,
            hash: written.hash,
            text: written.text.clone(),
        }
    }
}

/// Something to store.
#[derive(Debug, Clone, PartialEq)]
pub enum Write {
    /// The event has left the outbox: keep its row with this outcome.
    Acknowledged {
        /// The event.
        event: EventId,
        /// What became of it.
        outcome: EventOutcome,
    },
    /// A ledger entry, keyed by stream and `seq`; storing it again changes nothing.
    Entry(Box<LedgerEntry>),
    /// The engine's own state, in the place of the one before.
    Meta(Box<Meta>),
    /// The job pack, in the place of the one before.
    Pack(Box<domain::pack::JobPack>),
}

/// How a request came to nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    /// No network, a cut answer, a server that is starting or failing: tried again by itself.
    Network,
    /// The server does not know the version or kind of the event at this place of the request: what precedes it is sent without it.
    ServerOlder {
        /// The place.
        at: usize,
    },
    /// The server could not see that the request was signed just now: its time is asked for, then it is signed again.
    Stale,
    /// The server refused the exchange as a whole (signed out, device unknown): waits for [`super::Input::Wake`].
    Refused {
        /// The problem's code.
        code: String,
    },
}

impl Failure {
    /// What a problem of the server means for the exchange.
    pub fn of(problem: &Problem) -> Self {
        if problem.status == 0 || problem.status == 429 || problem.status >= 500 {
            return Self::Network;
        }
        let at = problem.path.strip_prefix("events/").and_then(|at| at.parse().ok());
        match at {
            Some(at) if problem.code == (ExchangeRefusal::ServerOlder { at }).code() => Self::ServerOlder { at },
            _ if problem.code == ExchangeRefusal::Stale.code() => Self::Stale,
            _ => Self::Refused { code: problem.code.clone() },
        }
    }
}

/// What a person is told.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Status {
    /// Events on this device only.
    pub waiting: usize,
    /// Since when, by the device.
    pub waiting_since: Option<Instant>,
    /// Whether an answer is awaited.
    pub in_flight: bool,
    /// Failures in a row.
    pub failures: u32,
    /// The last exchange that succeeded.
    pub last_exchange: Option<Instant>,
    /// Server time minus device time.
    pub clock_offset: Option<i64>,
    /// Whether that is more than two minutes, or the clock was set back by as much since.
    pub clock_flagged: bool,
    /// Code of why nothing is sent until the person does something.
    pub halted: Option<String>,
    /// Events the server refused.
    pub refused: usize,
    /// Events that wait until the server is updated: it does not know their kind.
    pub held: usize,
}
