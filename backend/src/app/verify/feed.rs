//! What each person's devices are told: positions without gaps, each of an entry that is there, and nothing left out that
//! this person's tablet wrote or that came before what the person was told of another's.

use std::collections::{BTreeMap, BTreeSet};

use super::ledger::Streams;
use super::rows::{Fields, Snapshot};
use super::{Fault, Report};
use crate::app::Result;

/// Walks every person's feed.
pub(super) async fn walk(snapshot: &mut Snapshot<'_>, streams: &Streams, report: &mut Report) -> Result<()> {
    let mut told: BTreeMap<(String, String), BTreeSet<usize>> = BTreeMap::new();
    let mut last = (String::new(), 0);
    let each = |row: Fields| {
        let person = row.text("person_id");
        if last.0 != person {
            last = (person.to_owned(), 0);
        }
        last.1 += 1;
        let stream = format!("{} {}", row.text("stream_kind"), row.text("stream_id"));
        let place = format!("feed {person} {} {stream}", last.1);
        report.must(row.int("position") == last.1, &place, Fault::Gap);
        let seq = usize::try_from(row.int("seq")).unwrap_or(usize::MAX);
        let there = streams.get(&stream).is_some_and(|entries| seq < entries.len());
        report.must(there, &place, Fault::Missing);
        told.entry((person.to_owned(), stream)).or_default().insert(seq);
    };
    snapshot.each("feed", "person_id, position", each).await?;
    whole(&told, streams, report);
    Ok(())
}

fn whole(told: &BTreeMap<(String, String), BTreeSet<usize>>, streams: &Streams, report: &mut Report) {
    let knows =
        |person: &str, stream: &str, seq: usize| told.get(&(person.to_owned(), stream.to_owned())).is_some_and(|seqs| seqs.contains(&seq));
    for (stream, writers) in streams {
        for (seq, writer) in writers.iter().enumerate() {
            let Some(person) = writer else { continue };
            report.must(knows(person, stream, seq), format!("feed {person} {stream} {seq}"), Fault::Missing);
        }
    }
    for ((person, stream), seqs) in told {
        let own = |seq: usize| streams.get(stream).and_then(|writers| writers.get(seq)?.as_deref()) == Some(person);
        // Another's entry is told with all before it.
        let Some(last) = seqs.iter().copied().filter(|seq| !own(*seq)).max() else { continue };
        let missing = (0..=last).any(|seq| !seqs.contains(&seq));
        report.must(!missing, format!("feed {person} {stream}"), Fault::Missing);
    }
}
