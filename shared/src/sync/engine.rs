//! The tablet's side of the exchange, without IO: inputs go in, outputs come out, a driver does what they say.
//!
//! The driver (the browser, or a test):
//! 1. starts with [`Engine::restore`] from what it has stored;
//! 2. makes an event with [`Engine::prepare`], stores its row (strictly, by its place in the chain, so that a second tab
//!    cannot take the same place), and only then gives [`Input::Made`];
//! 3. carries out every [`Output`] of [`Engine::step`], in order; each [`Output::Store`] in one transaction. Where storing
//!    fails it drops the engine and restores it: nothing was lost, the exchange is repeated;
//! 4. gives [`Input::Timer`] at the time [`Engine::due_at`] names, and [`Input::Wake`] when the network returns.

mod answer;
mod state;
#[cfg(test)]
mod tests;

use crate::event::chain::{self, ChainError, DeviceHead, Draft, WrittenEvent};
use crate::event::{Body, Stream};
use crate::id::Id;
use crate::sync::pack::JobPack;
use crate::sync::{ExchangeRequest, ExchangeResponse};
use crate::time::Instant;
pub use state::{Failure, Meta, Outgoing, Refused, Status, Write};

/// Most events in one exchange.
pub const MAX_EVENTS: usize = 200;
/// Most bytes of event texts in one exchange, a single larger one apart.
pub const MAX_BYTES: usize = 400_000;
/// Without anything to send, the office is asked for news this often.
pub const POLL_MILLIS: i64 = 60_000;
/// The longest pause after failures.
pub const MAX_PAUSE_MILLIS: i64 = 60_000;
/// A clock that differs from the server's by more than this is flagged.
pub const CLOCK_TOLERANCE_MILLIS: i64 = 120_000;
/// An acknowledged stream stays readable on the tablet this long.
pub const KEEP_MILLIS: i64 = 30 * 86_400_000;

/// What happens to the engine.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// An event was made and is stored on this device.
    Made(Box<WrittenEvent>),
    /// The time that [`Engine::due_at`] named has come.
    Timer,
    /// The network returned, the person asked, or the person signed in again: no pause any more.
    Wake,
    /// The server answered the request with this token.
    Response {
        /// The request's token.
        token: u64,
        /// The answer.
        response: Box<ExchangeResponse>,
    },
    /// The request with this token came to nothing.
    Failed {
        /// The request's token.
        token: u64,
        /// How.
        failure: Failure,
    },
    /// The answer to [`Output::Recall`]: the stored events from that place on, oldest first.
    Recalled(Vec<Outgoing>),
}

/// What the driver is to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Output {
    /// Sign the request with the person's key ([`ExchangeRequest::sign`]) and send it; answer with the token.
    Send {
        /// Names the request.
        token: u64,
        /// The request, unsigned.
        request: Box<ExchangeRequest>,
    },
    /// Store all of these in one transaction.
    Store(Vec<Write>),
    /// Events of these streams arrived, or their verdicts: fold again what is on the screen.
    Changed(Vec<Stream>),
    /// The job pack changed.
    Pack(Box<JobPack>),
    /// Give back the stored own events from this place of the chain on, acknowledged ones included ([`Input::Recalled`]).
    Recall {
        /// The first place wanted.
        from: u64,
    },
    /// Show this.
    Status(Status),
}

/// The engine of one person on one device.
#[derive(Debug, Clone, PartialEq)]
pub struct Engine {
    meta: Meta,
    outbox: Vec<Outgoing>,
    in_flight: Option<u64>,
    next_token: u64,
    failures: u32,
    due_at: Instant,
    recalling: bool,
    halted: Option<String>,
}

impl Engine {
    /// The engine from what is stored; `outbox` holds the events without an acknowledgement, in any order.
    pub fn restore(meta: Meta, mut outbox: Vec<Outgoing>) -> Self {
        outbox.sort_by_key(|outgoing| outgoing.device_seq);
        let due_at = Instant(i64::MIN);
        Self { meta, outbox, in_flight: None, next_token: 0, failures: 0, due_at, recalling: false, halted: None }
    }

    /// What is stored of the engine beside the events.
    pub const fn meta(&self) -> &Meta {
        &self.meta
    }

    /// The events without an acknowledgement, oldest first.
    pub fn outbox(&self) -> &[Outgoing] {
        &self.outbox
    }

    /// Where this device's chain ends.
    pub fn head(&self) -> DeviceHead {
        let acknowledged = self.meta.acknowledged;
        self.outbox.last().map_or(acknowledged, |last| DeviceHead { next_seq: last.device_seq + 1, hash: last.hash })
    }

    /// Makes the next event's text. Nothing changes until it is stored and given back as [`Input::Made`].
    ///
    /// # Errors
    /// When the text would be too long or hold NUL.
    pub fn prepare(
        &self,
        id: Id<crate::event::Event>,
        stream: Stream,
        now: Instant,
        elapsed: i64,
        body: Body,
    ) -> Result<WrittenEvent, ChainError> {
        let draft = Draft { id, stream, author: self.meta.person, at: now, elapsed, body };
        chain::write(self.head(), self.meta.device, draft)
    }

    /// When [`Input::Timer`] is next wanted; `None` while an answer is awaited or the engine is halted.
    pub fn due_at(&self) -> Option<Instant> {
        (self.in_flight.is_none() && self.halted.is_none() && !self.recalling).then_some(self.due_at)
    }

    /// One step: what came in, what is to be done.
    pub fn step(&mut self, input: Input, now: Instant) -> Vec<Output> {
        let mut out = Vec::new();
        match input {
            Input::Made(written) => self.made(&written, now),
            Input::Timer => {}
            Input::Wake => self.wake(now),
            Input::Response { token, response } => {
                if self.in_flight == Some(token) {
                    self.in_flight = None;
                    self.answered(*response, now, &mut out);
                }
            }
            Input::Failed { token, failure } => self.failed(token, failure, now),
            Input::Recalled(events) => self.recalled(events, now),
        }
        self.send(now, &mut out);
        out.push(Output::Status(self.status()));
        out
    }

    /// What the line at the bottom of the screen says.
    pub fn status(&self) -> Status {
        Status {
            waiting: self.outbox.len(),
            waiting_since: self.outbox.first().map(|outgoing| outgoing.at),
            in_flight: self.in_flight.is_some(),
            failures: self.failures,
            last_exchange: self.meta.last_exchange,
            clock_offset: self.meta.clock_offset,
            clock_flagged: self.meta.clock_offset.is_some_and(|offset| offset.unsigned_abs() > CLOCK_TOLERANCE_MILLIS.unsigned_abs()),
            halted: self.halted.clone(),
            refused: self.meta.refused.len(),
        }
    }

    fn made(&mut self, written: &WrittenEvent, now: Instant) {
        if written.event.device_seq == self.head().next_seq {
            self.outbox.push(Outgoing::of(written));
        }
        if self.failures == 0 {
            self.due_at = now;
        }
    }

    fn wake(&mut self, now: Instant) {
        self.failures = 0;
        self.halted = None;
        self.due_at = now;
    }

    fn failed(&mut self, token: u64, failure: Failure, now: Instant) {
        if self.in_flight != Some(token) {
            return;
        }
        self.in_flight = None;
        self.failures = self.failures.saturating_add(1);
        self.due_at = now.plus_millis(pause(self.failures));
        if let Failure::Refused { code } = failure {
            self.halted = Some(code);
        }
    }

    /// After a restored server asked for events again: what is still stored goes back into the outbox.
    fn recalled(&mut self, mut events: Vec<Outgoing>, now: Instant) {
        self.recalling = false;
        events.sort_by_key(|outgoing| outgoing.device_seq);
        let before = self.outbox.first().map_or(self.meta.acknowledged.next_seq, |first| first.device_seq);
        events.retain(|outgoing| outgoing.device_seq < before);
        let whole = events.last().is_some_and(|last| last.device_seq + 1 == before);
        if !whole {
            self.halted = Some("chain_gap".to_owned());
            return;
        }
        events.append(&mut self.outbox);
        self.outbox = events;
        self.due_at = now;
    }

    fn send(&mut self, now: Instant, out: &mut Vec<Output>) {
        if self.due_at().is_none_or(|due| now < due) {
            return;
        }
        let batch = self.batch();
        let head = batch.last().map_or(self.meta.acknowledged.hash, |last| last.hash);
        let request = ExchangeRequest {
            device: self.meta.device,
            now,
            events: batch.iter().map(|outgoing| outgoing.text.clone()).collect(),
            head,
            signature: String::new(),
            cursor: self.meta.cursor,
            pack: self.meta.pack.clone(),
        };
        self.next_token += 1;
        self.in_flight = Some(self.next_token);
        out.push(Output::Send { token: self.next_token, request: Box::new(request) });
    }

    fn batch(&self) -> &[Outgoing] {
        let mut bytes = 0;
        let fits = self.outbox.iter().take(MAX_EVENTS).take_while(|outgoing| {
            bytes += outgoing.text.len();
            bytes <= MAX_BYTES
        });
        let length = fits.count().max(1).min(self.outbox.len());
        &self.outbox[..length]
    }
}

/// The pause after this many failures in a row: 1 s, 2 s, 4 s … up to [`MAX_PAUSE_MILLIS`].
fn pause(failures: u32) -> i64 {
    1_000_i64.checked_shl(failures.saturating_sub(1).min(20)).unwrap_or(MAX_PAUSE_MILLIS).min(MAX_PAUSE_MILLIS)
}
