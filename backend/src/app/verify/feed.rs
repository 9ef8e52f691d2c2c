//! What each person's devices are told: positions without gaps, each of an entry that is there, and nothing left out that
//! this person's tablet wrote, that came before what the person was told of another's, or that belongs to a record of theirs.

use std::collections::{BTreeMap, BTreeSet};

use super::ledger::Streams;
use super::report::{Fault, Report};
use super::rows::{Fields, Snapshot, print};
use crate::app::Result;

/// Walks every person's feed.
pub(super) async fn walk(snapshot: &mut Snapshot<'_>, streams: &Streams, report: &mut Report) -> Result<()> {
    let mut told: BTreeMap<(String, String), BTreeSet<usize>> = BTreeMap::new();
    let mut last = (String::new(), 0, 0);
    let each = |row: Fields| {
        let person = row.text("person_id");
        if last.0 != person {
            last = (person.to_owned(), 0, 0);
        }
        last.1 += 1;
        let stream = format!("{} {}", row.text("stream_kind"), row.text("stream_id"));
        let place = format!("feed {person} {} {stream}", last.1);
        report.must(row.int("position") == last.1, &place, Fault::Gap);
        let seq = usize::try_from(row.int("seq")).unwrap_or(usize::MAX);
        let there = streams.get(&stream).is_some_and(|entries| seq < entries.len());
        report.must(there, &place, Fault::Missing);
        last.2 = print(&[&format!("{:032x}", last.2), &stream, row.text("person_id"), &seq.to_string()]);
        report.link("feed", &format!("feed {person}"), &format!("{:032x}", last.2));
        told.entry((person.to_owned(), stream)).or_default().insert(seq);
    };
    snapshot.each("feed", "person_id, position", each).await?;
    // A record's calibrators are told all of it.
    let mut of_records = BTreeSet::new();
    let each = |row: Fields| {
        of_records.insert((row.text("person_id").to_owned(), format!("record {}", row.text("record_id"))));
    };
    snapshot.each("record_people", "record_id, person_id", each).await?;
    whole(&told, &of_records, streams, report);
    Ok(())
}

/// A person and a stream.
type Reader = (String, String);

fn whole(told: &BTreeMap<Reader, BTreeSet<usize>>, of_records: &BTreeSet<Reader>, streams: &Streams, report: &mut Report) {
    let knows = |reader: &Reader, seq: usize| told.get(reader).is_some_and(|seqs| seqs.contains(&seq));
    for (stream, writers) in streams {
        for (seq, writer) in writers.iter().enumerate() {
            let Some(person) = writer else { continue };
            let reader = (person.to_string(), stream.clone());
            report.must(knows(&reader, seq), format!("feed {person} {stream} {seq}"), Fault::Missing);
        }
    }
    let readers: BTreeSet<&Reader> = told.keys().chain(of_records).collect();
    for reader in readers {
        let (person, stream) = reader;
        let writers = streams.get(stream).map_or(&[][..], Vec::as_slice);
        let own = |seq: usize| writers.get(seq).and_then(Option::as_deref) == Some(person);
        // Another's entry is told with all before it.
        let others = told.get(reader).into_iter().flatten().copied().filter(|seq| !own(*seq)).max();
        let due = if of_records.contains(reader) { writers.len() } else { others.map_or(0, |last| last.saturating_add(1)) };
        report.must((0..due).all(|seq| knows(reader, seq)), format!("feed {person} {stream}"), Fault::Missing);
    }
}
