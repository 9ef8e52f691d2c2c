//! A device's chain of what is said here: the ledger's functions for these events.

pub use ledger::chain::{ChainError, DeviceHead, MAX_TEXT, check_spelling, claimed_id, claimed_version, holds_nul, link, verify, write};

use super::Body;

/// An event with its text, byte for byte as it was made, and the hash of that text.
pub type WrittenEvent = ledger::chain::WrittenEvent<Body>;

/// What is needed to make an event beside the chain it goes on.
pub type Draft = ledger::chain::Draft<Body>;

/// Reads an event's text, of any version ever released.
///
/// # Errors
/// When it is not one.
pub fn read(text: &str) -> Result<WrittenEvent, ChainError> {
    ledger::chain::read(text)
}

/// What of a text cannot be read, in the reader's words; empty of an event.
pub fn why_unread(text: &str) -> String {
    ledger::chain::why_unread::<Body>(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{Stream, StreamKind};
    use base::id::{DeviceId, Id};
    use base::time::Instant;
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
