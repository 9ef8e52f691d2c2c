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

use crate::sync::receive::ExchangeRefusal;
use crate::sync::{ExchangeRequest, ExchangeResponse};
use base::finding::Refusal;
use base::id::EventId;
use base::time::{CLOCK_TOLERANCE_MILLIS, Instant};
use domain::event::chain::{self, ChainError, DeviceHead, Draft, WrittenEvent};
use domain::event::{Body, Stream};
use domain::pack::JobPack;
pub use state::{Failure, Meta, Outgoing, Refused, Status, Write};

/// Most events in one exchange.
pub const MAX_EVENTS: usize = 200;
/// Most bytes of event texts in one exchange, a single larger one apart.
pub const MAX_BYTES: usize = 400_000;
/// Without anything to send, the office is asked for news this often.
pub const POLL_MILLIS: i64 = 60_000;
/// The longest pause after failures.
pub const MAX_PAUSE_MILLIS: i64 = 60_000;
/// What a server did not know is sent again this much later: it may have been updated.
pub const HELD_MILLIS: i64 = 600_000;
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
    held: Option<Held>,
    answered: Option<Answered>,
    /// Whether the request under way only asks for the office's time.
    asking: bool,
    /// Whether the office tells its time no more.
    unasked: bool,
    /// The clock's offset as it was known before the office was asked for its time: what waits was made by that clock, which may
    /// have been set since.
    offset_before: Option<i64>,
    /// Whether the clock shows a time before the last exchange.
    set_back: bool,
}

/// The last answer since the app was opened. Signed into the next request, it shows that this one was made after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Answered {
    /// Server time.
    by_server: Instant,
    /// Device time.
    by_device: Instant,
}

/// From this place on the chain waits for the server to be updated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Held {
    seq: u64,
    since: Instant,
}

impl Engine {
    /// The engine from what is stored; `outbox` holds the events without an acknowledgement, in any order.
    pub fn restore(meta: Meta, mut outbox: Vec<Outgoing>) -> Self {
        outbox.sort_by_key(|outgoing| outgoing.device_seq);
        let due_at = Instant(i64::MIN);
        Self {
            meta,
            outbox,
            in_flight: None,
            next_token: 0,
            failures: 0,
            due_at,
            recalling: false,
            halted: None,
            held: None,
            answered: None,
            asking: false,
            unasked: false,
            offset_before: None,
            set_back: false,
        }
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
    pub fn prepare(&self, id: EventId, stream: Stream, now: Instant, elapsed: i64, body: Body) -> Result<WrittenEvent, ChainError> {
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
        self.set_back = self.meta.last_exchange.is_some_and(|last| now.plus_millis(CLOCK_TOLERANCE_MILLIS) < last);
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
            clock_flagged: self.set_back || self.meta.clock_offset.is_some_and(is_off),
            halted: self.halted.clone(),
            refused: self.meta.refused.len(),
            held: self.outbox.len() - self.sendable().len(),
        }
    }

    fn made(&mut self, written: &WrittenEvent, now: Instant) {
        if written.event.device_seq == self.head().next_seq {
            self.outbox.push(Outgoing::of(written));
        }
        // What is held is no reason to ask.
        if self.failures == 0 && !self.sendable().is_empty() {
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
        if let Failure::ServerOlder { at } = failure
            && let Some(first) = self.sendable().get(at)
        {
            // Fewer go with each attempt: down to none, the exchange still brings what is new.
            self.held = Some(Held { seq: first.device_seq, since: now });
            self.due_at = now;
            return;
        }
        self.failures = self.failures.saturating_add(1);
        self.due_at = now.plus_millis(pause(self.failures));
        match failure {
            // A revoked device is told nothing any more, the time included; what it has it still hands in.
            Failure::Refused { code } if self.asking && code == ExchangeRefusal::DeviceRevoked.code() => {
                self.unasked = true;
                self.due_at = now;
            }
            Failure::Refused { code } => self.halted = Some(code),
            Failure::Stale => (self.answered, self.unasked) = (None, false),
            Failure::Network | Failure::ServerOlder { .. } => {}
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
        self.held = self.held.filter(|held| (0..HELD_MILLIS).contains(&now.millis_since(held.since)));
        // What is new is taken only under a signature that was made just now: where the last answer is too old to show that, the
        // office is asked for its time first.
        let since = self.answered.map(|answered| now.millis_since(answered.by_device));
        let old = !since.is_some_and(|since| (0..=CLOCK_TOLERANCE_MILLIS).contains(&since));
        self.asking = old && !self.unasked && !self.sendable().is_empty();
        let request = self.request(if self.asking { &[] } else { self.batch() }, now);
        self.next_token += 1;
        self.in_flight = Some(self.next_token);
        out.push(Output::Send { token: self.next_token, request: Box::new(request) });
    }

    /// Everything without an acknowledgement, to be signed and carried to the office as a file.
    pub fn carried(&self, now: Instant) -> ExchangeRequest {
        ExchangeRequest { clock_offset: self.meta.clock_offset, ..self.request(&self.outbox, now) }
    }

    fn request(&self, events: &[Outgoing], now: Instant) -> ExchangeRequest {
        ExchangeRequest {
            device: self.meta.device,
            now,
            events: events.iter().map(|outgoing| outgoing.text.clone()).collect(),
            head: events.last().map_or(self.meta.acknowledged.hash, |last| last.hash),
            signature: String::new(),
            cursor: self.meta.cursor,
            pack: self.meta.pack.clone(),
            answered: self.answered.map(|answered| answered.by_server),
            clock_offset: self.offset_before.or(self.meta.clock_offset),
        }
    }

    /// The events without an acknowledgement, up to what the server does not know.
    fn sendable(&self) -> &[Outgoing] {
        let held = self.held.map_or(u64::MAX, |held| held.seq);
        let length = self.outbox.iter().take_while(|outgoing| outgoing.device_seq < held).count();
        &self.outbox[..length]
    }

    fn batch(&self) -> &[Outgoing] {
        let mut bytes = 0;
        let sendable = self.sendable();
        let fits = sendable.iter().take(MAX_EVENTS).take_while(|outgoing| {
            bytes += outgoing.text.len();
            bytes <= MAX_BYTES
        });
        let length = fits.count().max(1).min(sendable.len());
        &sendable[..length]
    }
}

fn is_off(clock_offset: i64) -> bool {
    clock_offset.unsigned_abs() > CLOCK_TOLERANCE_MILLIS.unsigned_abs()
}

/// The pause after this many failures in a row: 1 s, 2 s, 4 s … up to [`MAX_PAUSE_MILLIS`].
fn pause(failures: u32) -> i64 {
    1_000_i64.checked_shl(failures.saturating_sub(1).min(20)).unwrap_or(MAX_PAUSE_MILLIS).min(MAX_PAUSE_MILLIS)
}
