//! Whether calibrators' signatures stand over the entries that count: each names the record's head as its calibrator saw it (C-5.5.2).

use crate::event::body::Body;
use crate::event::chain::WrittenEvent;
use crate::event::ledger::Verdict;
use crate::record::{Record, fold};
use base::id::EventId;

/// The first effective signature over other entries than those that count before it. The server gives such a signature no effect, so one
/// that is found has had its verdict, or that of an entry before it, changed since. `None` where all signatures hold.
pub fn unfounded<'a>(events: impl IntoIterator<Item = (&'a WrittenEvent, &'a Verdict)>) -> Option<EventId> {
    let mut record: Option<Record> = None;
    for (written, verdict) in events {
        if let (Verdict::Effective, Body::Submitted { head, .. }) = (verdict, &written.event.body)
            && record.as_ref().is_none_or(|record| record.head != *head)
        {
            return Some(written.event.id);
        }
        fold::apply(&mut record, written, verdict, 0);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::StreamKind;
    use crate::event::chain;

    /// The record that version 1 wrote, from its opening to its signature.
    fn record() -> Vec<WrittenEvent> {
        let texts = include_str!("../event/released/v1_record.jsonl").lines();
        let events = texts.map(|text| chain::read(text).unwrap());
        events.filter(|written| written.event.stream.kind == StreamKind::Record).collect()
    }

    // C-5.5.2
    #[test]
    fn a_signature_stands_over_exactly_the_entries_that_count() {
        let events = record();
        let signed = events.iter().position(|written| matches!(written.event.body, Body::Submitted { .. })).unwrap();
        let id = events[signed].event.id;
        let counts = vec![Verdict::Effective; events.len()];
        assert_eq!(unfounded(events.iter().zip(&counts)), None);
        let aside = || Verdict::SetAside { code: "x".to_owned() };
        for turned in 0..signed {
            let mut verdicts = counts.clone();
            verdicts[turned] = aside();
            assert_eq!(unfounded(events.iter().zip(&verdicts)), Some(id), "entry {turned} is struck out");
        }
        let mut verdicts = counts;
        verdicts[signed] = aside();
        assert_eq!(unfounded(events.iter().zip(&verdicts)), None, "a signature without effect stands for nothing");
    }

    #[test]
    fn an_entry_that_is_put_under_a_signature_is_found() {
        let events = record();
        let signed = events.iter().position(|written| matches!(written.event.body, Body::Submitted { .. })).unwrap();
        let counts = vec![Verdict::Effective; events.len() + 1];
        let twice = events[..signed].iter().chain([&events[signed - 1]]).chain(&events[signed..]);
        assert_eq!(unfounded(twice.zip(&counts)), Some(events[signed].event.id));
    }
}
