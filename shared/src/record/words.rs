//! Texts of a record that say nothing: a full stop for a reason. A tablet asks for words before it makes an event; what an older build
//! made counts as it is, and the checker is told of it (ADR 0250).

use crate::event::body::Value;
use crate::finding::Finding;
use crate::record::path;
use crate::record::{Record, Signed};
use crate::text::says_something;

/// Reasons without words: of what was struck through, amended, chosen or not observed, and of a standard put in another one's place
/// (C-5.5.4). One finding, at the first of them.
pub fn unexplained(record: &Record) -> Option<Finding> {
    let mut wordless = reasons(record).into_iter().filter(|(_, reason)| !says_something(reason));
    let (path, reason) = wordless.next()?;
    Some(Finding::warning("reason_says_nothing", path).with("reason", reason).with("entries", 1 + wordless.count()))
}

/// Every reason given for a change, with the path that it is about.
fn reasons(record: &Record) -> Vec<(&str, &str)> {
    let mut reasons = Vec::new();
    for (path, entry) in record.cells.iter().flat_map(|(path, cell)| cell.entries.iter().map(move |entry| (path.as_str(), entry))) {
        if let Value::NotObserved { reason } = &entry.value {
            reasons.push((path, reason.as_str()));
        }
        reasons.extend(entry.struck.iter().map(|strike| (path, strike.reason.as_str())));
    }
    let moved = record.equipment.iter().map(|entry| entry.reason.as_str()).filter(|reason| !reason.is_empty());
    reasons.extend(moved.map(|reason| (path::WHOLE, reason)));
    let notes = struck(&record.deviations).chain(struck(&record.remarks)).chain(struck(&record.seals));
    let notes = notes.chain(struck(&record.attachments)).chain(struck(&record.adjustments));
    reasons.extend(notes.map(|reason| (path::WHOLE, reason)));
    reasons
}

fn struck<T>(entries: &[Signed<T>]) -> impl Iterator<Item = &str> {
    entries.iter().filter_map(|entry| entry.struck.as_ref()).map(|strike| strike.reason.as_str())
}
