//! Sealed rows: each is as it was sealed, and no more often than its table allows; with the customers of each reading.

use domain::authority::{HoldCause, Kind, Outcome};

use super::audit::Audited;
use super::report::{Fault, Report};
use super::rows::{Fields, Snapshot};
use crate::app::Result;
use crate::store::file::Step;
use crate::store::reading::shown_hash;
use crate::store::seal::{REFUSED, SEALED};

/// Columns that hold one of a few words. Another word has no effect anywhere, so that a row would be there and count for nothing.
const WORDS: &[(&str, &str, &[&str])] = &[
    ("certificate_events", "kind", &["void", "supplemented", "stored", "recall_asked", "recall_returned"]),
    (
        "confirmation_ends",
        "outcome",
        &[Outcome::Confirmed.name(), Outcome::Alone.name(), Outcome::Declined.name(), Outcome::Withdrawn.name()],
    ),
    ("confirmations", "kind", &[Kind::Authority.name(), Kind::Password.name(), Kind::Mailbox.name(), Kind::Signing.name()]),
    ("correction_events", "kind", &["closed", "withdrawn"]),
    ("corrections", "origin", &["record", "office"]),
    ("file_removals", "step", &[Step::Claimed.name(), Step::Removed.name()]),
    ("record_settlements", "kind", &["order", "afresh", "as_recorded"]),
    ("signing_holds", "cause", &[HoldCause::Password.name(), HoldCause::Device.name()]),
];

/// Compares every sealed row with its seals; a seal whose row is gone is named too.
pub(super) async fn walk(snapshot: &mut Snapshot<'_>, audited: &mut Audited, report: &mut Report) -> Result<()> {
    for sealed in SEALED {
        let words: Vec<_> = WORDS.iter().filter(|(table, _, _)| *table == sealed.table).collect();
        let each = |row: Fields| {
            let place = format!("{} {}", sealed.table, sealed.object(&row));
            if let Some(fault) = audited.unsealed(sealed, &row) {
                report.broken(&place, fault);
            }
            for (_, column, known) in &words {
                report.must(known.contains(&row.text(column)), &place, Fault::Unreadable);
            }
            report.count(sealed.table);
        };
        snapshot.each(sealed.table, &sealed.key.join(", "), each).await?;
    }
    // Refused texts are looked at in their devices' chains.
    for (table, object) in audited.seals_left().filter(|(table, _)| table != REFUSED.table) {
        report.broken(format!("{table} {object}"), Fault::Missing);
    }
    customers(snapshot, audited, report).await
}

/// Compares the customers of each reading with what its seal says of them. Seals of earlier releases say nothing: those readings are counted.
async fn customers(snapshot: &mut Snapshot<'_>, audited: &mut Audited, report: &mut Report) -> Result<()> {
    let mut last: (String, Vec<String>) = (String::new(), Vec::new());
    let each = |row: Fields| {
        if last.0 != row.text("reading_id") {
            let (reading, customers) = std::mem::replace(&mut last, (row.text("reading_id").to_owned(), Vec::new()));
            compared(&reading, customers, audited, report);
        }
        last.1.push(row.text("customer_id").to_owned());
        report.count("read_log_customers");
    };
    snapshot.each("read_log_customers", "reading_id, customer_id", each).await?;
    let (reading, customers) = last;
    compared(&reading, customers, audited, report);
    let none = shown_hash(Vec::new()).to_string();
    for (reading, _) in audited.shown_left().filter(|(_, shown)| **shown != none) {
        report.broken(format!("read_log_customers {reading}"), Fault::Missing);
    }
    Ok(())
}

fn compared(reading: &str, customers: Vec<String>, audited: &mut Audited, report: &mut Report) {
    if customers.is_empty() {
        return;
    }
    match audited.shown(reading) {
        Some(shown) => report.must(shown_hash(customers).to_string() == shown, format!("read_log_customers {reading}"), Fault::SealBroken),
        None => report.count("readings whose seal names no customers"),
    }
}
