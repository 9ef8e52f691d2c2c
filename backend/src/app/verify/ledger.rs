//! The streams' ledgers: each entry carries the hash of the one before it; the audit trail vouches for the last, and each
//! entry that it names is there.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use base::time::Instant;
use domain::event::ledger::{LedgerEntry, Verdict};
use domain::event::{Hash, Stream, StreamKind};

use super::audit::{Act, Audited};
use super::event::{Events, Made, Offsets, exchange};
use super::report::{Fault, Report};
use super::rows::{Fields, Snapshot, print};
use crate::app::Result;

/// For each stream (`record <id>`) and each entry, whose tablet wrote it; `None` for the office.
pub(super) type Streams = BTreeMap<String, Vec<Option<Arc<str>>>>;

/// Walks every stream.
pub(super) async fn walk(
    snapshot: &mut Snapshot<'_>,
    (events, offsets): (&Events, &Offsets),
    audited: &mut Audited,
    report: &mut Report,
) -> Result<Streams> {
    let mut streams = Streams::new();
    let mut judged = HashSet::new();
    let mut last = (String::new(), Hash::ZERO.to_string());
    let each = |row: Fields| {
        let stream = format!("{} {}", row.text("stream_kind"), row.text("stream_id"));
        if last.0 != stream {
            vouched(&last, &streams, audited, report);
            last = (stream.clone(), Hash::ZERO.to_string());
        }
        let writers = streams.entry(stream.clone()).or_default();
        let place = format!("stream {stream} entry {} {}", writers.len(), row.text("event_id"));
        let event = events.get(&print(&[row.text("event_id")]));
        judged.insert(print(&[row.text("event_id")]));
        report.must(usize::try_from(row.int("seq")) == Ok(writers.len()), &place, Fault::Gap);
        report.must(row.text("prev") == last.1, &place, Fault::LinkBroken);
        report.must(event.is_some_and(|event| agree(&row, event, offsets)), &place, Fault::Differs);
        match entry(&row) {
            Some(entry) => last.1 = entry.hash().to_string(),
            None => report.broken(&place, Fault::Unreadable),
        }
        let noun = kind(row.text("stream_kind")).map_or("", StreamKind::noun);
        audited.reached(noun, row.text("stream_id"), &last.1);
        if let Some((by, action)) = event.and_then(|event| event.office_act.as_ref()) {
            let act = Act { action, noun, object: row.text("stream_id"), by, at: row.int("received_at"), hash: &last.1 };
            report.must(audited.did(&act), &place, Fault::NotAudited);
        }
        writers.push(event.and_then(|event| event.tablet_of.clone()));
        report.link("ledger entries", &format!("stream {stream}"), &last.1);
    };
    snapshot.each("ledger", "stream_kind, stream_id, seq", each).await?;
    vouched(&last, &streams, audited, report);
    for place in audited.without_head() {
        report.broken(format!("ledger entry of {place}"), Fault::Missing);
    }
    for (id, event) in events {
        let place = || format!("device {} event {}", event.at.0, event.at.1);
        if event.refused == judged.contains(id) {
            report.broken(place(), Fault::Differs);
        }
    }
    Ok(streams)
}

/// The audit trail tells of a stream's last entry.
fn vouched(last: &(String, String), streams: &Streams, audited: &Audited, report: &mut Report) {
    let (stream, hash) = last;
    let Some((name, id)) = stream.split_once(' ') else { return };
    let noun = kind(name).map_or("", StreamKind::noun);
    let length = streams.get(stream).map_or(0, Vec::len);
    report.must(audited.had(noun, id, hash), format!("stream {stream} entry {}", length.saturating_sub(1)), Fault::NotAudited);
}

/// The ledger's entry refers to the stored event, and its clock offset is one the device signed.
fn agree(row: &Fields, event: &Made, offsets: &Offsets) -> bool {
    let signed = offsets.get(&exchange(&event.at.0, event.received_at));
    row.text("event_hash") == event.hash.to_string()
        && row.int("received_at") == event.received_at
        && signed.is_none_or(|signed| signed.contains(&row.int("clock_offset")))
}

/// A stream's kind by its name in the tables.
pub(super) fn kind(text: &str) -> Option<StreamKind> {
    [StreamKind::Record, StreamKind::Visit, StreamKind::Item].into_iter().find(|kind| kind.noun().strip_suffix('s') == Some(text))
}

fn entry(row: &Fields) -> Option<LedgerEntry> {
    let kind = kind(row.text("stream_kind"))?;
    let verdict = match row.text("verdict") {
        "" => Verdict::Effective,
        code => Verdict::SetAside { code: code.to_owned() },
    };
    Some(LedgerEntry {
        stream: Stream { kind, id: row.text("stream_id").parse().ok()? },
        seq: u64::try_from(row.int("seq")).ok()?,
        prev: Hash::parse(row.text("prev"))?,
        event: row.text("event_id").parse().ok()?,
        event_hash: Hash::parse(row.text("event_hash"))?,
        received_at: Instant(row.int("received_at")),
        clock_offset: row.int("clock_offset"),
        verdict,
        text: String::new(),
    })
}
