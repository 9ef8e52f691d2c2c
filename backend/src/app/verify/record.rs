//! The list of records is what its streams make: folded again and compared, column by column.

use std::collections::{BTreeMap, BTreeSet};

use base::id::{EventId, RecordId};
use domain::event::chain::{self, WrittenEvent};
use domain::event::ledger::{LedgerEntry, Verdict};
use domain::event::{Body, Stream};
use domain::record::{Record, signatures, standing};
use domain::stream::judge::StreamState;

use super::certificate::Issued;
use super::details::Details;
use super::facts::Facts;
use super::hold::Held;
use super::ledger::Streams;
use super::reopened::{self, Cases};
use super::report::{Fault, Report};
use super::rows::{Fields, Snapshot};
use crate::app::Result;
use crate::store::dump::Cell;
use crate::store::seal::Cells;
use crate::store::{ledger, record};

/// A record as its stream makes it.
struct Folded {
    cells: Cells,
    people: BTreeSet<String>,
    files: BTreeSet<String>,
    /// Files that were stored when it was checked: a check waits for every attachment.
    checked_files: BTreeSet<String>,
    standards: BTreeSet<String>,
    received_at: i64,
    /// Hash of each entry of its ledger, in their order.
    heads: Vec<String>,
    /// Effective checks, each with its place in the ledger.
    checks: BTreeMap<String, usize>,
    /// The correction cases it was opened again for, each with the reason.
    reopened: Vec<(String, String)>,
    /// Effective signatures of calibrators: the event, its device, when it came.
    signatures: Vec<(EventId, String, i64)>,
    /// The first of them that stands over other entries than those that count.
    unfounded: Option<EventId>,
}

/// Walks every record.
pub(super) async fn walk(
    snapshot: &mut Snapshot<'_>,
    streams: &Streams,
    (certificates, held): (&BTreeMap<String, Vec<Issued>>, &Held),
    (details, facts): (&Details, &Facts),
    report: &mut Report,
) -> Result<()> {
    let mut people = of_records(snapshot, "record_people", "person_id").await?;
    let mut files = of_records(snapshot, "record_files", "sha256").await?;
    let mut standards = of_records(snapshot, "record_standards", "standard_id").await?;
    let mut settled = of_records(snapshot, "record_settlements", "order_id").await?;
    for (record, orders) in &facts.orders {
        settled.entry(record.clone()).or_default().extend(orders.iter().cloned());
    }
    let mut cases = Cases::read(snapshot, details, facts).await?;
    let mut listed = BTreeSet::new();
    snapshot
        .each("records", "id", |row| {
            listed.insert(row.text("id").to_owned());
        })
        .await?;
    let mut unlisted: BTreeSet<&str> = streams.keys().filter_map(|stream| stream.strip_prefix("record ")).collect();
    for id in &listed {
        unlisted.remove(id.as_str());
        let place = format!("records {id}");
        let Some(folded) = fold(snapshot, id).await else {
            report.broken(place, Fault::Missing);
            continue;
        };
        for (event, device, at) in &folded.signatures {
            let founded = folded.unfounded != Some(*event) && !held.held(device, *at);
            report.must(founded, format!("record {id} signature {event}"), Fault::VerdictDiffers);
        }
        for sha256 in &folded.checked_files {
            report.must(report.files.contains(sha256), format!("record {id} file {sha256}"), Fault::Missing);
        }
        cases.of(id, &folded.reopened, report);
        let row = Fields(record::cells_of(snapshot.tx, id).await?);
        let issued = certificates.get(id).map_or(&[][..], Vec::as_slice);
        for certificate in issued {
            let place = format!("certificate {} {}", certificate.number, certificate.id);
            report.must(folded.led_to(certificate), &place, Fault::NotIssued);
            report.must(folded.of_whom(certificate, settled.get(id)), &place, Fault::Differs);
        }
        report.must(same(&row, &folded, issued.last()), &place, Fault::Differs);
        report.must(people.remove(id).unwrap_or_default() == folded.people, format!("record_people {id}"), Fault::Differs);
        report.must(files.remove(id).unwrap_or_default() == folded.files, format!("record_files {id}"), Fault::Differs);
        report.must(standards.remove(id).unwrap_or_default() == folded.standards, format!("record_standards {id}"), Fault::Differs);
        report.count("records");
    }
    cases.walked(certificates, report);
    for id in unlisted {
        // A stream whose first entries were all set aside is no record.
        if fold(snapshot, id).await.is_some() {
            report.broken(format!("records {id}"), Fault::Missing);
        }
    }
    let of_nothing = certificates.iter().filter(|(record, _)| !listed.contains(record.as_str()));
    for certificate in of_nothing.flat_map(|(_, issued)| issued) {
        report.broken(format!("certificate {} {}", certificate.number, certificate.id), Fault::NotIssued);
    }
    for (table, left) in [("record_people", people), ("record_files", files), ("record_standards", standards)] {
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

impl Folded {
    /// Whether the certificate was composed from this record as it was after the check it was issued on.
    fn led_to(&self, certificate: &Issued) -> bool {
        let composed = self.heads.iter().position(|head| *head == certificate.head);
        let checked = self.checks.get(&certificate.check);
        composed.is_some_and(|composed| checked.is_some_and(|checked| *checked <= composed))
    }

    /// Whether the certificate is of the record's customer, item and order, and lists show the item as the record has it. A record that
    /// began without an order may have been put under others.
    fn of_whom(&self, certificate: &Issued, settled: Option<&BTreeSet<String>>) -> bool {
        let Issued { customer, item, order, label, .. } = certificate;
        let order_holds = match self.cell("order_id") {
            "" => order.is_empty() || settled.is_some_and(|orders| orders.contains(order)),
            began_with => order == began_with,
        };
        self.cell("customer_id") == customer && self.cell("item_id") == item && self.cell("item") == label && order_holds
    }

    /// A text of the record as it is listed; empty where there is none.
    fn cell(&self, name: &str) -> &str {
        match self.cells.get(name) {
            Some(Cell::Text(Some(text))) => text,
            _ => "",
        }
    }
}

/// `None` where the stream makes no record, or cannot be read: its own walk has named that.
async fn fold(snapshot: &mut Snapshot<'_>, id: &str) -> Option<Folded> {
    let id: RecordId = id.parse().ok()?;
    let entries = ledger::stream(snapshot.tx, Stream::record(id)).await.ok()?;
    let state = StreamState::of(&entries);
    let found = state.record?;
    let texts = entries.iter().filter_map(|entry| Some((chain::read(&entry.text).ok()?, entry)));
    let texts: Vec<(WrittenEvent, &LedgerEntry)> = texts.collect();
    let unfounded = signatures::unfounded(texts.iter().map(|(written, entry)| (written, &entry.verdict)));
    let signed = |(written, entry): &&(WrittenEvent, &LedgerEntry)| {
        entry.verdict == Verdict::Effective && matches!(written.event.body, Body::Submitted { .. })
    };
    let signatures = texts.iter().filter(signed).map(|(made, entry)| (made.event.id, made.event.device.to_string(), entry.received_at.0));
    let is_checked = |(at, entry): (usize, &LedgerEntry)| is_check(entry).then(|| (entry.event.to_string(), at));
    let checks: BTreeMap<String, usize> = entries.iter().enumerate().filter_map(is_checked).collect();
    // What only a newer program reads may have struck an attachment through.
    let attached = !found.attachments.is_empty() && !state.unread;
    Some(Folded {
        checked_files: if attached { waited_for(&entries, checks.values().copied()) } else { BTreeSet::new() },
        cells: record::projected(&found, state.next_seq).ok()?.into_iter().map(|(name, cell)| (name.to_owned(), cell)).collect(),
        people: found.calibrators.iter().map(|calibrator| calibrator.person.to_string()).collect(),
        files: found.attachments.iter().map(|attachment| attachment.what.sha256.to_string()).collect(),
        standards: found.equipment.iter().map(|entry| entry.standard.id.to_string()).collect(),
        received_at: entries.last()?.received_at.0,
        heads: entries.iter().map(|entry| entry.hash().to_string()).collect(),
        checks,
        reopened: reopened::named(&found),
        signatures: signatures.collect(),
        // What only a newer program reads is part of what was signed.
        unfounded: unfounded.filter(|_| !state.unread),
    })
}

/// The files of the attachments that stood when the record was checked.
fn waited_for(entries: &[LedgerEntry], checks: impl Iterator<Item = usize>) -> BTreeSet<String> {
    let before = checks.filter_map(|at| StreamState::of(entries.iter().take(at)).record);
    let files = |record: Record| standing(&record.attachments).map(|attachment| attachment.what.sha256.to_string()).collect::<Vec<_>>();
    before.flat_map(files).collect()
}

fn is_check(entry: &LedgerEntry) -> bool {
    entry.verdict == Verdict::Effective && chain::read(&entry.text).is_ok_and(|written| matches!(written.event.body, Body::Checked { .. }))
}

fn same(row: &Fields, folded: &Folded, issued: Option<&Issued>) -> bool {
    let projected = folded.cells.iter().all(|(name, cell)| row.get(name) == Some(cell));
    let issue = issued.cloned().unwrap_or_default();
    let times = [folded.received_at, if issued.is_some() { issue.issued_at } else { folded.received_at }];
    projected
        && times.contains(&row.int("updated_at"))
        && row.text("certificate") == issue.number
        && row.text("issued_check") == issue.check
}
