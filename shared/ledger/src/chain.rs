//! The device's chain: making an event's text, linking it, verifying a segment. Specified in `docs/CHAINS.md`.

use base::finding::Refusal;
use base::hash::Hash;
use base::id::{DeviceId, EventId, PersonId};
use base::seeded::in_force;
use base::time::Instant;
use serde::{Deserialize, Serialize};

use crate::event::{Event, Payload, Stream, StreamKind};

/// The largest text of an event, in bytes.
pub const MAX_TEXT: usize = 256 * 1024;

/// Where a device's chain ends: what the next event must carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DeviceHead {
    /// Place of the next event in the chain.
    pub next_seq: u64,
    /// Hash of the last event's text; [`Hash::ZERO`] before the first.
    pub hash: Hash,
}

impl DeviceHead {
    /// Before the first event.
    pub const START: Self = Self { next_seq: 0, hash: Hash::ZERO };

    /// The head after a text at this place, whatever it says.
    pub fn after(self, text: &str) -> Self {
        Self { next_seq: self.next_seq + 1, hash: Hash::of(text.as_bytes()) }
    }
}

/// An event with its text, byte for byte as it was made, and the hash of that text.
#[derive(Debug, Clone, PartialEq)]
pub struct WrittenEvent<P> {
    /// What it says.
    pub event: Event<P>,
    /// Its text.
    pub text: String,
    /// SHA-256 of the text.
    pub hash: Hash,
}

/// What is needed to make an event beside the chain it goes on.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft<P> {
    /// Identity.
    pub id: EventId,
    /// What it speaks of.
    pub stream: Stream,
    /// Who.
    pub author: PersonId,
    /// Device time.
    pub at: Instant,
    /// Milliseconds of the device's monotonic clock.
    pub elapsed: i64,
    /// What happened.
    pub body: P,
}

/// Why a text is not an event, or not the next link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChainError {
    /// Not the JSON of an event of any released version.
    Malformed,
    /// A version this program does not know: a newer one.
    VersionUnknown,
    /// A kind of event or of stream that this program does not know: one of a newer version.
    KindUnknown,
    /// The text says an event, and is not the one text that says it.
    NotCanonical,
    /// Longer than [`MAX_TEXT`].
    TooLong,
    /// A text holds the character NUL.
    Nul,
    /// Events between the chain's head and this one are missing.
    Gap,
    /// Another event stands at this place, or the link does not fit.
    Forked,
    /// Made on another device.
    OtherDevice,
}

impl Refusal for ChainError {
    fn code(&self) -> &'static str {
        match self {
            Self::Malformed => "event_malformed",
            Self::VersionUnknown => "event_version_unknown",
            Self::KindUnknown => "event_kind_unknown",
            Self::NotCanonical => "event_not_canonical",
            Self::TooLong => "event_too_long",
            Self::Nul => "event_nul",
            Self::Gap => "chain_gap",
            Self::Forked => "chain_forked",
            Self::OtherDevice => "event_other_device",
        }
    }
}

impl ChainError {
    /// Whether a newer program would read the text: then this one must not say anything of it.
    pub const fn is_of_newer(self) -> bool {
        matches!(self, Self::VersionUnknown | Self::KindUnknown)
    }
}

/// Makes the next event of a device: the text is made here, once.
///
/// # Errors
/// When the text would be too long or hold NUL.
pub fn write<P: Payload>(head: DeviceHead, device: DeviceId, draft: Draft<P>) -> Result<WrittenEvent<P>, ChainError> {
    let Draft { id, stream, author, at, elapsed, body } = draft;
    let v = lowest(stream, &body);
    let event = Event { v, id, stream, author, device, device_seq: head.next_seq, prev: head.hash, at, elapsed, body };
    let text = serde_json::to_string(&event).map_err(|_| ChainError::Malformed)?;
    check_text(&text)?;
    let hash = Hash::of(text.as_bytes());
    Ok(WrittenEvent { event, text, hash })
}

/// Reads an event's text, of any version ever released.
///
/// # Errors
/// When it is not one.
pub fn read<P: Payload>(text: &str) -> Result<WrittenEvent<P>, ChainError> {
    if let Err(error) = check_text(text) {
        return Err(newer::<P>(text).unwrap_or(error));
    }
    let event: Event<P> = serde_json::from_str(text).map_err(|_| newer::<P>(text).unwrap_or(ChainError::Malformed))?;
    match event.v {
        0 => Err(ChainError::Malformed),
        v if v > P::NEWEST => Err(ChainError::VersionUnknown),
        _ => Ok(WrittenEvent { event, text: text.to_owned(), hash: Hash::of(text.as_bytes()) }),
    }
}

/// What shows that a newer program made a text which this one cannot read: its version, its kind, the kind of its stream.
fn newer<P: Payload>(text: &str) -> Option<ChainError> {
    #[derive(Deserialize)]
    struct Kinds {
        stream: StreamOf,
        body: BodyOf,
    }
    #[derive(Deserialize)]
    struct StreamOf {
        kind: String,
    }
    #[derive(Deserialize)]
    struct BodyOf {
        r#type: String,
    }
    if claimed_version(text)? > u64::from(P::NEWEST) {
        return Some(ChainError::VersionUnknown);
    }
    let Kinds { stream, body } = serde_json::from_str(text).ok()?;
    let known = StreamKind::is_named(&stream.kind) && P::is_named(&body.r#type);
    (!known).then_some(ChainError::KindUnknown)
}

/// The version an event's text claims, where at least that can be read.
pub fn claimed_version(text: &str) -> Option<u64> {
    #[derive(Deserialize)]
    struct Version {
        v: u64,
    }
    serde_json::from_str::<Version>(text).ok().map(|found| found.v)
}

/// The identity an event's text claims, where at least that can be read.
pub fn claimed_id(text: &str) -> Option<EventId> {
    #[derive(Deserialize)]
    struct Identity {
        id: EventId,
    }
    serde_json::from_str::<Identity>(text).ok().map(|found| found.id)
}

/// What of a text cannot be read, in the reader's words; empty of an event.
pub fn why_unread<P: Payload>(text: &str) -> String {
    serde_json::from_str::<Event<P>>(text).err().map(|error| error.to_string()).unwrap_or_default()
}

fn check_text(text: &str) -> Result<(), ChainError> {
    if text.len() > MAX_TEXT {
        return Err(ChainError::TooLong);
    }
    if holds_nul(text) { Err(ChainError::Nul) } else { Ok(()) }
}

/// Whether a JSON text holds NUL, raw or as an escape (`\u0000` after an even number of backslashes).
pub fn holds_nul(text: &str) -> bool {
    text.contains('\0')
        || text.match_indices("\\u0000").any(|(at, _)| text[..at].bytes().rev().take_while(|b| *b == b'\\').count() % 2 == 0)
}

/// The lowest version that can say this.
fn lowest<P: Payload>(stream: Stream, body: &P) -> u16 {
    body.version().max(stream.kind.version())
}

/// Whether the text is the one that [`write()`] makes of the event: each number, identity and field is written in one way
/// (`docs/CHAINS.md`). Asked of what arrives, never of what is stored.
///
/// # Errors
/// When another text says the same.
pub fn check_spelling<P: Payload>(written: &WrittenEvent<P>) -> Result<(), ChainError> {
    let event = &written.event;
    let one = event.v == lowest(event.stream, &event.body) && serde_json::to_string(event).is_ok_and(|text| text == written.text);
    if one { Ok(()) } else { Err(ChainError::NotCanonical) }
}

/// The head after this event, where it is the next link of the chain.
///
/// # Errors
/// When it is not.
pub fn link<P>(head: DeviceHead, device: DeviceId, written: &WrittenEvent<P>) -> Result<DeviceHead, ChainError> {
    let event = &written.event;
    if event.device != device {
        return Err(ChainError::OtherDevice);
    }
    if event.device_seq > head.next_seq && in_force("sync.no_gap") {
        return Err(ChainError::Gap);
    }
    if (event.device_seq < head.next_seq || event.prev != head.hash) && in_force("sync.no_fork") {
        return Err(ChainError::Forked);
    }
    Ok(DeviceHead { next_seq: head.next_seq + 1, hash: written.hash })
}

/// Verifies a segment of a device's chain from a head on.
///
/// # Errors
/// Names the first broken place (counted from 0 within the segment) and why.
pub fn verify<'a, P: 'a>(
    from: DeviceHead,
    device: DeviceId,
    segment: impl IntoIterator<Item = &'a WrittenEvent<P>>,
) -> Result<DeviceHead, (usize, ChainError)> {
    segment.into_iter().enumerate().try_fold(from, |head, (at, written)| link(head, device, written).map_err(|e| (at, e)))
}
