//! The streams' ledgers: each entry carries the hash of the one before it; the audit trail vouches for the last.

use std::collections::{BTreeMap, BTreeSet};

use shared::event::ledger::{LedgerEntry, Verdict};
use shared::event::{Hash, Stream, StreamKind};
use shared::time::Instant;

use super::audit::Audited;
use super::rows::{Fields, Tables};
use super::{Fault, Report};

/// Walks every stream.
pub(super) fn walk(tables: &Tables, audited: &Audited, report: &mut Report) {
    let events: BTreeMap<&str, &Fields> = tables.of("events").iter().map(|row| (row.text("id"), row)).collect();
    let mut judged = BTreeSet::new();
    let key = |row: &Fields| format!("{} {}", row.text("stream_kind"), row.text("stream_id"));
    for (stream, rows) in tables.grouped("ledger", key, "seq") {
        let mut prev = Hash::ZERO.to_string();
        for (seq, row) in (0_i64..).zip(&rows) {
            let place = format!("stream {stream} entry {seq}");
            judged.insert(row.text("event_id").to_owned());
            report.must(row.int("seq") == seq, &place, Fault::Gap);
            report.must(row.text("prev") == prev, &place, Fault::LinkBroken);
            report.must(events.get(row.text("event_id")).is_some_and(|event| agree(row, event)), &place, Fault::Differs);
            match entry(row) {
                Some(entry) => prev = entry.hash().to_string(),
                None => report.broken(&place, Fault::Unreadable),
            }
            report.link("ledger entries", format!("stream {stream}"), &prev);
        }
        let (name, id) = stream.split_once(' ').unwrap_or_default();
        let noun = kind(name).map_or("", StreamKind::noun);
        report.must(audited.had(noun, id, &prev), format!("stream {stream} entry {}", rows.len() - 1), Fault::NotAudited);
    }
    for (id, event) in events {
        let place = format!("device {} event {}", event.text("device_id"), event.int("device_seq"));
        report.must(event.is_null("refused") == judged.contains(id), place, Fault::Differs);
    }
    feed(tables, report);
}

/// The ledger's entry speaks of the stored event.
fn agree(row: &Fields, event: &Fields) -> bool {
    row.text("event_hash") == event.text("hash") && row.int("received_at") == event.int("received_at")
}

fn kind(text: &str) -> Option<StreamKind> {
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

/// What each person's devices are told: positions without gaps, each of an entry that is there.
fn feed(tables: &Tables, report: &mut Report) {
    let entries: BTreeSet<(&str, &str, i64)> =
        tables.of("ledger").iter().map(|row| (row.text("stream_kind"), row.text("stream_id"), row.int("seq"))).collect();
    for (person, rows) in tables.grouped("feed", |row| row.text("person_id").to_owned(), "position") {
        for (position, row) in (1_i64..).zip(rows) {
            let place = format!("feed {person} {position}");
            report.must(row.int("position") == position, &place, Fault::Gap);
            let there = entries.contains(&(row.text("stream_kind"), row.text("stream_id"), row.int("seq")));
            report.must(there, &place, Fault::Missing);
        }
    }
}
