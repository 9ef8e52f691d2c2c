//! A clock that was set back, or ahead, is seen (C-4.5.2, C-5.4.1 f).

use base::id::Id;
use base::time::Instant;
use domain::event::body::Body;
use domain::event::chain::{self, DeviceHead, Draft, WrittenEvent};
use domain::event::ledger::{LedgerEntry, Verdict};
use domain::event::{Hash, Stream};
use uuid::Uuid;

use crate::sync::clock;

const LIN: u128 = 1;
/// 2026-11-20T01:00Z.
const MORNING: Instant = Instant(1_795_136_400_000);

fn id<K>(n: u128) -> Id<K> {
    Id::from_uuid(Uuid::from_u128(n))
}

const MINUTE: i64 = 60_000;

/// What a device wrote, each at so many minutes of its clock and of its monotonic clock.
fn wrote(times: &[(i64, i64)]) -> Vec<WrittenEvent> {
    let mut head = DeviceHead::START;
    let event = |(n, (at, elapsed)): (u128, &(i64, i64))| {
        let body = Body::Remarked { path: "record".to_owned(), text: "x".to_owned() };
        let (at, elapsed) = (MORNING.plus_millis(at * MINUTE), elapsed * MINUTE);
        let draft = Draft { id: id(n + 1), stream: Stream::record(id(7)), author: id(LIN), at, elapsed, body };
        let written = chain::write(head, id(11), draft).unwrap();
        head = head.after(&written.text);
        written
    };
    (0..).zip(times).map(event).collect()
}

fn entry(written: &WrittenEvent, received_at: Instant, clock_offset: i64) -> LedgerEntry {
    LedgerEntry {
        stream: written.event.stream,
        seq: written.event.device_seq,
        prev: Hash::ZERO,
        event: written.event.id,
        event_hash: written.hash,
        received_at,
        clock_offset,
        verdict: Verdict::Effective,
        text: written.text.clone(),
    }
}

/// Codes and seconds of what is said of a stream that was received so many minutes after nine, but for its first event, which
/// was on another one.
fn said(times: &[(i64, i64)], received: i64, offset: i64) -> Vec<(String, String)> {
    let events = wrote(times);
    let entries: Vec<_> = events[1..].iter().map(|w| entry(w, MORNING.plus_millis(received * MINUTE), offset * MINUTE)).collect();
    assert_eq!(clock::places_before(&entries).into_iter().collect::<Vec<_>>(), [(id(11), 0)]);
    let findings = clock::findings(&entries, &events[..1], &[]);
    findings.into_iter().map(|finding| (finding.code.to_string(), finding.params["seconds"].clone())).collect()
}

/// What happened; each event's own time beside the time since the app began, in minutes; when it was received and what the clock was
/// off by; what is said of it.
type Told<'a> = (&'a str, &'a [(i64, i64)], i64, i64, Vec<(String, String)>);

#[test]
fn a_clock_that_was_set_is_shown_with_by_how_much() {
    let one = |code: &str, minutes: i64| vec![(code.to_owned(), (minutes * 60).to_string())];
    let cases: [Told<'_>; 10] = [
        ("nothing", &[(0, 0), (1, 1), (60, 60)], 60, 0, vec![]),
        ("asleep in between", &[(0, 0), (1, 1), (60, 2), (61, 3)], 61, 0, vec![]),
        ("the app began anew", &[(0, 90), (10, 1), (20, 11)], 20, 0, vec![]),
        ("a second tab of the app", &[(0, 90), (10, 1), (11, 101), (12, 3)], 12, 0, vec![]),
        ("a network's correction", &[(0, 0), (5, 5), (4, 6)], 4, 0, vec![]),
        ("set back before the record", &[(60, 0), (-60, 1), (-50, 11)], 70, 120, {
            [one("clock_offset_large", 120), one("clock_set_back", 121)].concat()
        }),
        ("set back between two entries", &[(0, 0), (60, 60), (30, 61)], 90, 0, one("clock_set_back", 31)),
        ("set back while something was done", &[(0, 0), (10, 10), (11, 40)], 40, 0, one("clock_set_back", 29)),
        ("set ahead for some entries, and back", &[(0, 0), (1_440, 1), (2, 2)], 3, 0, {
            [one("clock_set_back", 1_438), one("made_after_receipt", 1_437)].concat()
        }),
        ("off by a minute", &[(0, 0), (1, 1)], 2, 1, vec![]),
    ];
    for (what, times, received, offset, expected) in cases {
        assert_eq!(said(times, received, offset), expected, "{what}");
    }
}

// One record that is thrown away holds the step back; whatever comes after it says so all the same, until the clock is there again.
#[test]
fn every_entry_behind_what_its_device_wrote_before_says_so() {
    let events = wrote(&[(600, 0), (0, 1), (1, 2), (599, 3), (601, 4)]);
    let earlier = |n: usize| events[..n].iter().map(|written| (written.clone(), 0)).collect::<Vec<_>>();
    let behind = |n: usize, offset: i64| {
        let entries = [entry(&events[n], MORNING.plus_millis(700 * MINUTE), offset * MINUTE)];
        clock::behind(&entries, &earlier(n)).map(|finding| finding.params["seconds"].clone())
    };
    assert_eq!(behind(2, 0), Some((599 * 60).to_string()));
    assert_eq!((behind(3, 0), behind(4, 0)), (None, None), "as exactly as clocks are known; and later than all");
    assert_eq!(behind(2, 599), None, "a clock that is known to be slow was not set back");
    let entries = [entry(&events[2], MORNING, 0), entry(&events[1], MORNING, 0)];
    let devices: Vec<_> = clock::devices(&entries).into_iter().collect();
    assert_eq!(devices, [(id(11), (2, MORNING))]);
}
