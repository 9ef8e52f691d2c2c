//! The list of records is what its streams make: folded again and compared, column by column.

use std::collections::{BTreeMap, BTreeSet};

use shared::event::Stream;
use shared::id::Id;
use shared::record::Record;
use shared::sync::judge::StreamState;

use super::certificate::Last;
use super::ledger::Streams;
use super::rows::{Fields, Snapshot};
use super::{Fault, Report};
use crate::app::Result;
use crate::store::seal::Cells;
use crate::store::{ledger, record};

/// A record as its stream makes it.
struct Folded {
    cells: Cells,
    people: BTreeSet<String>,
    files: BTreeSet<String>,
    received_at: i64,
}

/// Walks every record.
pub(super) async fn walk(
    snapshot: &mut Snapshot<'_>,
    streams: &Streams,
    certificates: &BTreeMap<String, Last>,
    report: &mut Report,
) -> Result<()> {
    let mut people = of_records(snapshot, "record_people", "person_id").await?;
    let mut files = of_records(snapshot, "record_files", "sha256").await?;
    let mut listed = Vec::new();
    snapshot.each("records", "id", |row| listed.push(row.text("id").to_owned())).await?;
    let mut unlisted: BTreeSet<&str> = streams.keys().filter_map(|stream| stream.strip_prefix("record ")).collect();
    for id in &listed {
        unlisted.remove(id.as_str());
        let place = format!("records {id}");
        let Some(folded) = fold(snapshot, id).await else {
            report.broken(place, Fault::Missing);
            continue;
        };
        let row = Fields(record::cells_of(snapshot.tx, id).await?);
        report.must(same(&row, &folded, certificates.get(id)), &place, Fault::Differs);
        report.must(people.remove(id).unwrap_or_default() == folded.people, format!("record_people {id}"), Fault::Differs);
        report.must(files.remove(id).unwrap_or_default() == folded.files, format!("record_files {id}"), Fault::Differs);
        report.count("records");
    }
    for id in unlisted {
        // A stream whose first entries were all set aside is no record.
        if fold(snapshot, id).await.is_some() {
            report.broken(format!("records {id}"), Fault::Missing);
        }
    }
    for (table, left) in [("record_people", people), ("record_files", files)] {
        for (id, named) in left {
            let named: Vec<String> = named.into_iter().collect();
            report.broken(format!("{table} {id} {}", named.join(" ")), Fault::Missing);
        }
    }
    Ok(())
}

/// What a table says of each record.
async fn of_records(snapshot: &mut Snapshot<'_>, table: &str, column: &str) -> Result<BTreeMap<String, BTreeSet<String>>> {
    let mut said: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let each = |row: Fields| {
        said.entry(row.text("record_id").to_owned()).or_default().insert(row.text(column).to_owned());
    };
    snapshot.each(table, &format!("record_id, {column}"), each).await?;
    Ok(said)
}

/// `None` where the stream makes no record, or cannot be read: its own walk has named that.
async fn fold(snapshot: &mut Snapshot<'_>, id: &str) -> Option<Folded> {
    let id: Id<Record> = id.parse().ok()?;
    let entries = ledger::stream(snapshot.tx, Stream::record(id)).await.ok()?;
    let state = StreamState::of(&entries);
    let found = state.record?;
    Some(Folded {
        cells: record::projected(&found, state.next_seq).ok()?.into_iter().map(|(name, cell)| (name.to_owned(), cell)).collect(),
        people: found.calibrators.iter().map(|calibrator| calibrator.person.to_string()).collect(),
        files: found.attachments.iter().map(|attachment| attachment.what.sha256.to_string()).collect(),
        received_at: entries.last()?.received_at.0,
    })
}

fn same(row: &Fields, folded: &Folded, issued: Option<&Last>) -> bool {
    let projected = folded.cells.iter().all(|(name, cell)| row.get(name) == Some(cell));
    let issue = issued.cloned().unwrap_or_default();
    let times = [folded.received_at, if issued.is_some() { issue.issued_at } else { folded.received_at }];
    projected
        && times.contains(&row.int("updated_at"))
        && row.text("certificate") == issue.number
        && row.text("issued_check") == issue.check
}
