//! The server's side of the exchange, without IO: which texts are authentic and new, given the device as the server knows it.

#[cfg(test)]
mod tests;

use base::seeded::in_force;
use std::collections::BTreeMap;

use serde::Deserialize;

use crate::sync::ExchangeRequest;
use crate::sync::signed::Form;
use base::finding::Refusal;
use base::id::{DeviceId, EventId, PersonId};
use base::time::Instant;
use domain::event::chain::{self, ChainError, DeviceHead, WrittenEvent};
use domain::event::{Hash, signature};

/// A device, as the server knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceState {
    /// Identity.
    pub id: DeviceId,
    /// Whose.
    pub person: PersonId,
    /// Public key: SEC1 uncompressed point, hex; empty for an office device, which never exchanges.
    pub public_key: String,
    /// Whether it was revoked: what it sends is set aside.
    pub revoked: bool,
    /// Head of its chain.
    pub head: DeviceHead,
    /// When it was enrolled.
    pub enrolled_at: Instant,
    /// The newest form of an exchange's signed text that it has used.
    pub signs: Form,
    /// Server minus device time when it was last measured, in milliseconds.
    pub clock_offset: Option<i64>,
}

/// Why an exchange is refused as a whole; nothing of it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExchangeRefusal {
    /// No such device.
    DeviceUnknown,
    /// The device is another person's.
    DeviceOfAnother,
    /// The device was revoked and has nothing to hand in: there is nothing for it any more.
    DeviceRevoked,
    /// The head is not the hash of the last text.
    HeadWrong,
    /// The signature is not the one of the person's key on this device.
    SignatureWrong,
    /// Signed in the form of the first release, though the device has signed the second: anybody may have changed its time.
    FormOutdated,
    /// Nothing shows that it was signed just now: the device asks the office for its time and signs again.
    Stale,
    /// More texts than one exchange may carry.
    TooManyEvents,
    /// The device's time is none that a clock shows.
    TimeImpossible,
    /// Texts before the last have their place in the device's chain and the last has not: the signature over it would say
    /// nothing of them.
    HeadUnplaced,
    /// A text of a version, kind or stream that this program does not know: a newer one would read it. What precedes it can be
    /// sent without it.
    ServerOlder {
        /// Its place.
        at: usize,
    },
    /// A text that does not even say which event it is.
    NotAnEvent {
        /// Its place.
        at: usize,
        /// What the reader missed.
        reason: String,
    },
}

impl Refusal for ExchangeRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::DeviceUnknown => "device_unknown",
            Self::DeviceOfAnother => "device_of_another",
            Self::DeviceRevoked => "device_revoked",
            Self::HeadWrong => "exchange_head_wrong",
            Self::SignatureWrong => "signature_wrong",
            Self::FormOutdated => "exchange_form_outdated",
            Self::Stale => "exchange_stale",
            Self::TooManyEvents => "too_many_events",
            Self::TimeImpossible => "time_impossible",
            Self::HeadUnplaced => "exchange_head_unplaced",
            Self::ServerOlder { .. } => "server_older",
            Self::NotAnEvent { .. } => "event_malformed",
        }
    }
    fn path(&self) -> String {
        match self {
            Self::DeviceUnknown | Self::DeviceOfAnother | Self::DeviceRevoked => "device".to_owned(),
            Self::HeadWrong | Self::HeadUnplaced => "head".to_owned(),
            Self::TimeImpossible => "now".to_owned(),
            Self::SignatureWrong | Self::FormOutdated => "signature".to_owned(),
            Self::Stale => "answered".to_owned(),
            Self::TooManyEvents => "events".to_owned(),
            Self::ServerOlder { at } | Self::NotAnEvent { at, .. } => format!("events/{at}"),
        }
    }
    fn params(&self) -> BTreeMap<String, String> {
        match self {
            Self::NotAnEvent { reason, .. } => BTreeMap::from([("reason".to_owned(), reason.clone())]),
            _ => BTreeMap::new(),
        }
    }
}

/// Most texts the server takes at once: a file with everything a tablet has not sent.
pub const MAX_EVENTS: usize = 20_000;

/// What the server has under an event's identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownEvent {
    /// Hash of the text.
    pub hash: Hash,
    /// The code it was refused with, where it was.
    pub refused: Option<String>,
}

/// One text of an exchange.
#[derive(Debug, Clone, PartialEq)]
pub struct Arrival {
    /// The event.
    pub event: EventId,
    /// What it is.
    pub kind: ArrivalKind,
}

/// What a text is.
#[derive(Debug, Clone, PartialEq)]
pub enum ArrivalKind {
    /// The server has it.
    Known,
    /// Not authentic or not an event.
    Refused {
        /// Why.
        code: String,
        /// Whether it keeps its place in the device's chain, so that it is stored as refused.
        placed: Option<Placed>,
    },
    /// Authentic and new.
    New(Box<WrittenEvent>),
}

/// The place of a refused text in its device's chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    /// Place.
    pub device_seq: u64,
    /// Hash of the text.
    pub hash: Hash,
}

/// Whether the exchange is this person's on this device, and in which form that was signed.
///
/// A revoked device still hands in what it has, which is kept and set aside; an exchange that brings nothing is how it learns
/// that it was revoked: it would otherwise be told that the office has everything, for ever.
///
/// # Errors
/// Why not.
pub fn admit(request: &ExchangeRequest, person: PersonId, device: &DeviceState) -> Result<Form, ExchangeRefusal> {
    if device.person != person && in_force("sync.own_device") {
        return Err(ExchangeRefusal::DeviceOfAnother);
    }
    if request.events.len() > MAX_EVENTS {
        return Err(ExchangeRefusal::TooManyEvents);
    }
    if !request.now.is_dated() {
        return Err(ExchangeRefusal::TimeImpossible);
    }
    if request.events.last().is_some_and(|last| Hash::of(last.as_bytes()) != request.head) {
        return Err(ExchangeRefusal::HeadWrong);
    }
    let signed = signature::spelled(&request.signature).and_then(|_| request.form(&device.public_key));
    let form = signed.ok_or(ExchangeRefusal::SignatureWrong)?;
    if device.revoked && request.events.is_empty() { Err(ExchangeRefusal::DeviceRevoked) } else { Ok(form) }
}

/// Tells the texts apart, in order, and gives the device's head after them.
///
/// # Errors
/// When a text is one that a newer program would read, or does not even say which event it is, or when the last, which the
/// signature is over, is not the one that the chain now ends with.
pub fn arrivals(
    device: &DeviceState,
    known: &BTreeMap<EventId, KnownEvent>,
    texts: &[String],
) -> Result<(Vec<Arrival>, DeviceHead), ExchangeRefusal> {
    let mut head = device.head;
    let mut seen = known.clone();
    let mut arrivals = Vec::with_capacity(texts.len());
    for (at, text) in texts.iter().enumerate() {
        let arrival = arrival(device, &mut head, &seen, (at, text))?;
        note(&mut seen, &arrival);
        arrivals.push(arrival);
    }
    let signed = texts.last().is_none_or(|last| Hash::of(last.as_bytes()) == head.hash);
    if head != device.head && !signed {
        return Err(ExchangeRefusal::HeadUnplaced);
    }
    Ok((arrivals, head))
}

/// Later texts of the same exchange may repeat this one.
fn note(seen: &mut BTreeMap<EventId, KnownEvent>, arrival: &Arrival) {
    let known = match &arrival.kind {
        ArrivalKind::New(written) => KnownEvent { hash: written.hash, refused: None },
        ArrivalKind::Refused { code, placed: Some(placed) } => KnownEvent { hash: placed.hash, refused: Some(code.clone()) },
        _ => return,
    };
    seen.insert(arrival.event, known);
}

fn arrival(
    device: &DeviceState,
    head: &mut DeviceHead,
    seen: &BTreeMap<EventId, KnownEvent>,
    (at, text): (usize, &str),
) -> Result<Arrival, ExchangeRefusal> {
    let read = chain::read(text);
    let claimed = match &read {
        Ok(written) => Some(written.event.id),
        Err(_) => chain::claimed_id(text),
    };
    // The identity is the idempotency key: what the server has is answered again, never appended again.
    if let Some((event, known)) = claimed.and_then(|event| Some((event, seen.get(&event)?))) {
        return Ok(Arrival { event, kind: repeated(known, text) });
    }
    // Stored as refused, an entry that only a newer program reads would be lost to it for ever.
    if read.as_ref().is_err_and(|error| error.is_of_newer()) {
        return Err(ExchangeRefusal::ServerOlder { at });
    }
    let event = claimed.ok_or_else(|| ExchangeRefusal::NotAnEvent { at, reason: chain::why_unread(text) })?;
    let kind = match read {
        Ok(written) => match chain::link(*head, device.id, &written) {
            Err(error) => refused(error.code(), None),
            Ok(_) if written.event.author != device.person && in_force("sync.own_author") => {
                refused("event_other_author", place(head, text))
            }
            Ok(next) => match chain::check_spelling(&written) {
                Ok(()) => {
                    *head = next;
                    ArrivalKind::New(Box::new(written))
                }
                Err(error) => refused(error.code(), place(head, text)),
            },
        },
        Err(error) if claims_next(*head, text) => refused(error.code(), place(head, text)),
        Err(_) => refused(ChainError::Gap.code(), None),
    };
    Ok(Arrival { event, kind })
}

fn repeated(known: &KnownEvent, text: &str) -> ArrivalKind {
    match &known.refused {
        _ if known.hash != Hash::of(text.as_bytes()) => refused("event_id_reused", None),
        Some(code) => refused(code, None),
        None => ArrivalKind::Known,
    }
}

fn refused(code: &str, placed: Option<Placed>) -> ArrivalKind {
    ArrivalKind::Refused { code: code.to_owned(), placed }
}

/// A refused text keeps its place: the chain goes on after it.
fn place(head: &mut DeviceHead, text: &str) -> Option<Placed> {
    let device_seq = head.next_seq;
    *head = head.after(text);
    Some(Placed { device_seq, hash: head.hash })
}

/// Whether a text that is no event at least claims the next place of the chain.
fn claims_next(head: DeviceHead, text: &str) -> bool {
    #[derive(Deserialize)]
    struct Link {
        device_seq: u64,
        prev: Hash,
    }
    serde_json::from_str::<Link>(text).is_ok_and(|link| link.device_seq == head.next_seq && link.prev == head.hash)
}
