//! The device's chain: making an event's text, linking it, verifying a segment. Specified in `docs/CHAINS.md`.

use serde::{Deserialize, Serialize};

use super::{Body, Event, Hash, Stream, StreamKind, VERSION};
use crate::finding::Refusal;
use crate::id::{DeviceId, EventId, Id, PersonId};
use crate::time::Instant;

/// The largest text of an event, in bytes.
pub const MAX_TEXT: usize = 256 * 1024;

/// Where a device's chain ends: what the next event must carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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
pub struct WrittenEvent {
    /// What it says.
    pub event: Event,
    /// Its text.
    pub text: String,
    /// SHA-256 of the text.
    pub hash: Hash,
}

/// What is needed to make an event beside the chain it goes on.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
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
    pub body: Body,
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
pub fn write(head: DeviceHead, device: DeviceId, draft: Draft) -> Result<WrittenEvent, ChainError> {
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
pub fn read(text: &str) -> Result<WrittenEvent, ChainError> {
    if let Err(error) = check_text(text) {
        return Err(newer(text).unwrap_or(error));
    }
    let event: Event = serde_json::from_str(text).map_err(|_| newer(text).unwrap_or(ChainError::Malformed))?;
    match event.v {
        0 => Err(ChainError::Malformed),
        v if v > VERSION => Err(ChainError::VersionUnknown),
        _ => Ok(WrittenEvent { event, text: text.to_owned(), hash: Hash::of(text.as_bytes()) }),
    }
}

/// What shows that a newer program made a text which this one cannot read: its version, its kind, the kind of its stream.
fn newer(text: &str) -> Option<ChainError> {
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
    if claimed_version(text)? > u64::from(VERSION) {
        return Some(ChainError::VersionUnknown);
    }
    let Kinds { stream, body } = serde_json::from_str(text).ok()?;
    let known = StreamKind::is_named(&stream.kind) && Body::is_named(&body.r#type);
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
pub fn why_unread(text: &str) -> String {
    serde_json::from_str::<Event>(text).err().map(|error| error.to_string()).unwrap_or_default()
}

fn check_text(text: &str) -> Result<(), ChainError> {
    if text.len() > MAX_TEXT {
        return Err(ChainError::TooLong);
    }
    if holds_nul(text) { Err(ChainError::Nul) } else { Ok(()) }
}

/// Whether a JSON text holds NUL, raw or as an escape (`\u0000` after an even number of backslashes).
fn holds_nul(text: &str) -> bool {
    text.contains('\0')
        || text.match_indices("\\u0000").any(|(at, _)| text[..at].bytes().rev().take_while(|b| *b == b'\\').count() % 2 == 0)
}

/// The lowest version that can say this.
fn lowest(stream: Stream, body: &Body) -> u16 {
    body.version().max(stream.kind.version())
}

/// Whether the text is the one that [`write()`] makes of the event: each number, identity and field is written in one way
/// (`docs/CHAINS.md`). Asked of what arrives, never of what is stored.
///
/// # Errors
/// When another text says the same.
pub fn check_spelling(written: &WrittenEvent) -> Result<(), ChainError> {
    let event = &written.event;
    let one = event.v == lowest(event.stream, &event.body) && serde_json::to_string(event).is_ok_and(|text| text == written.text);
    if one { Ok(()) } else { Err(ChainError::NotCanonical) }
}

/// The head after this event, where it is the next link of the chain.
///
/// # Errors
/// When it is not.
pub fn link(head: DeviceHead, device: DeviceId, written: &WrittenEvent) -> Result<DeviceHead, ChainError> {
    let event = &written.event;
    if event.device != device {
        return Err(ChainError::OtherDevice);
    }
    if event.device_seq > head.next_seq {
        return Err(ChainError::Gap);
    }
    if event.device_seq < head.next_seq || event.prev != head.hash {
        return Err(ChainError::Forked);
    }
    Ok(DeviceHead { next_seq: head.next_seq + 1, hash: written.hash })
}

/// Verifies a segment of a device's chain from a head on.
///
/// # Errors
/// Names the first broken place (counted from 0 within the segment) and why.
pub fn verify<'a>(
    from: DeviceHead,
    device: DeviceId,
    segment: impl IntoIterator<Item = &'a WrittenEvent>,
) -> Result<DeviceHead, (usize, ChainError)> {
    segment.into_iter().enumerate().try_fold(from, |head, (at, written)| link(head, device, written).map_err(|e| (at, e)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn draft(n: u64, text: &str) -> Draft {
        Draft {
            id: Id::from_uuid(Uuid::from_u128(u128::from(n) + 1)),
            stream: Stream::record(Id::from_uuid(Uuid::from_u128(7))),
            author: Id::from_uuid(Uuid::from_u128(8)),
            at: Instant(1_000),
            elapsed: 5,
            body: Body::Remarked { path: "record".to_owned(), text: text.to_owned() },
        }
    }
    fn device() -> DeviceId {
        Id::from_uuid(Uuid::from_u128(9))
    }
    fn chain(length: u64) -> Vec<WrittenEvent> {
        let mut head = DeviceHead::START;
        (0..length)
            .map(|n| {
                let written = write(head, device(), draft(n, "noted")).unwrap();
                head = link(head, device(), &written).unwrap();
                written
            })
            .collect()
    }

    #[test]
    fn a_written_event_reads_back_byte_for_byte() {
        let written = write(DeviceHead::START, device(), draft(0, "2,50 \u{2212} ０")).unwrap();
        assert_eq!(read(&written.text), Ok(written));
    }

    #[test]
    fn a_chain_holds_and_any_flipped_byte_breaks_it() {
        let events = chain(4);
        assert_eq!(verify(DeviceHead::START, device(), &events).map(|h| h.next_seq), Ok(4));
        for at in 0..events[1].text.len() {
            let mut bytes = events[1].text.clone().into_bytes();
            bytes[at] ^= 1;
            let changed = String::from_utf8(bytes).ok().and_then(|text| read(&text).ok());
            let mut broken = events.clone();
            if let Some(changed) = changed {
                broken[1] = changed;
                assert!(verify(DeviceHead::START, device(), &broken).is_err(), "byte {at}");
            }
        }
    }

    #[test]
    fn gaps_forks_and_other_devices_are_told_apart() {
        let events = chain(3);
        let head = DeviceHead::START;
        assert_eq!(link(head, device(), &events[1]), Err(ChainError::Gap));
        let after = link(head, device(), &events[0]).unwrap();
        assert_eq!(link(after, device(), &events[0]), Err(ChainError::Forked));
        assert_eq!(link(head, Id::from_uuid(Uuid::from_u128(1)), &events[0]), Err(ChainError::OtherDevice));
    }

    #[test]
    fn nul_is_refused_and_a_written_backslash_is_not() {
        assert_eq!(write(DeviceHead::START, device(), draft(0, "a\0b")), Err(ChainError::Nul));
        assert!(write(DeviceHead::START, device(), draft(0, "a\\u0000b")).is_ok());
    }

    #[test]
    fn newer_versions_and_rubbish_are_told_apart() {
        assert_eq!(read("{\"v\":3,\"new\":1}"), Err(ChainError::VersionUnknown));
        assert_eq!(read("{\"v\":70000}"), Err(ChainError::VersionUnknown));
        assert_eq!(read("{\"v\":1}"), Err(ChainError::Malformed));
        let text = write(DeviceHead::START, device(), draft(0, "noted")).unwrap().text;
        for (known, unknown, error) in [
            ("\"type\":\"remarked\"", "\"type\":\"remeasured\"", ChainError::KindUnknown),
            ("\"kind\":\"record\"", "\"kind\":\"batch\"", ChainError::KindUnknown),
            ("\"v\":1", "\"v\":3", ChainError::VersionUnknown),
            ("\"v\":1", "\"v\":0", ChainError::Malformed),
            ("\"path\":\"record\"", "\"path\":7", ChainError::Malformed),
            ("\"text\":\"noted\"", "\"text\":\"noted\",\"more\":1", ChainError::Malformed),
            ("\"type\":\"remarked\"", "\"type\":\"opened\"", ChainError::Malformed),
        ] {
            assert!(text.contains(known));
            assert_eq!(read(&text.replacen(known, unknown, 1)), Err(error), "{unknown}");
        }
        let long = "x".repeat(MAX_TEXT);
        assert_eq!(read(&text.replacen("noted", &long, 1)), Err(ChainError::TooLong));
        assert_eq!(read(&text.replacen("noted", &long, 1).replacen("\"v\":1", "\"v\":3", 1)), Err(ChainError::VersionUnknown));
        assert_eq!(read("[[[["), Err(ChainError::Malformed));
    }

    #[test]
    fn what_version_1_wrote_is_read_for_ever() {
        let texts = include_str!("released/v1.jsonl").lines();
        let events: Vec<_> = texts.map(|text| read(text).unwrap()).collect();
        for written in &events {
            assert_eq!(check_spelling(written), Ok(()), "{}", written.text);
        }
        let head = verify(DeviceHead::START, events[0].event.device, &events).unwrap();
        assert_eq!(head.hash.to_string(), "d23c0da0394cbc8cca9e1879e9210147cbec1970edb1ee5bdc3e5e0e3317b253");
    }

    // C-5.5.1: a visit's check and a whole record, from its opening with every snapshot to the calibrator's signature.
    #[test]
    fn a_record_that_version_1_wrote_is_folded_for_ever() {
        use crate::event::StreamKind;
        use crate::event::ledger::Verdict;
        use crate::record::{RecordStatus, fold};
        let texts = include_str!("released/v1_record.jsonl").lines();
        let events: Vec<_> = texts.map(|text| read(text).unwrap()).collect();
        let head = verify(DeviceHead::START, events[0].event.device, &events).unwrap();
        // What is new in a snapshot must not appear where it is not said: the text would be another, and the entry refused.
        for written in &events {
            assert_eq!(check_spelling(written), Ok(()), "{}", written.text);
        }
        assert_eq!(head.hash.to_string(), "d3d2180cde38b4bd6532f1a62bcfd05fce5144d1a61cc5380af0f081a06d8fe9");
        let of_record = events.iter().filter(|written| written.event.stream.kind == StreamKind::Record);
        let record = fold::fold(of_record.map(|written| (written, &Verdict::Effective, 0))).unwrap();
        assert_eq!((record.status, record.cells.len(), record.equipment.len()), (RecordStatus::Submitted, 6, 1));
        assert_eq!(record.opened.item.item.serial_number, "7741");
    }
}
