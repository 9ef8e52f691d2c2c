//! Texts of a record that say nothing: a full stop for a reason, a consent or a name. A tablet asks for words before it makes
//! an event; what an older build made counts as it is, and the checker is told of it (ADR 0250).

use crate::event::body::Value;
use crate::record::path;
use crate::record::{Record, Signed, enter, standing};
use base::finding::Finding;
use base::text::fault::has_letter_or_digit;
use base::text::search::one_name;
use base::text::{Bilingual, names_somebody, says_something};

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

/// Texts of the adjustments, seals and deviations that stand and say nothing (C-5.1.2, C-5.2.2.3, C-5.3.4). One finding. A deviation
/// whose consent names nobody is not checked; the certificate of a record that was checked with one states it.
pub fn unsaid(record: &Record) -> Option<Finding> {
    let adjusted = standing(&record.adjustments).map(|entry| &entry.what);
    let adjusted = adjusted.flat_map(|made| {
        let seal = made.seal.trim();
        [
            (&*made.consent, names_somebody(&made.consent)),
            (&*made.what, says_something(&made.what)),
            (seal, seal.is_empty() || has_letter_or_digit(seal)),
        ]
    });
    let sealed =
        standing(&record.seals).flat_map(|entry| [&entry.what.what, &entry.what.seal]).map(|text| (&**text, has_letter_or_digit(text)));
    let deviating = standing(&record.deviations).map(|entry| &*entry.what.what).map(|what| (what, says_something(what)));
    let agreed = record.unagreed_deviations().filter(|entry| entry.what.has_consent()).map(|entry| (&*entry.what.consent, false));
    let mut empty = adjusted.chain(sealed).chain(deviating).chain(agreed).filter(|(_, says)| !says).map(|(text, _)| text);
    let text = empty.next()?;
    Some(Finding::warning("note_says_nothing", path::WHOLE).with("text", text).with("entries", 1 + empty.count()))
}

/// The last confirmation of the customer, where nobody can be meant by its name, a calibrator may be, or its signature is a short
/// stroke. A person of the customer may have a calibrator's name: the checker asks.
pub fn doubtful_confirmation(record: &Record) -> Option<Finding> {
    let last = &record.confirmations.last()?.what;
    let good = names_somebody(&last.name) && !is_calibrators(record, &last.name) && enter::is_signature(&last.signature);
    (!good).then(|| Finding::warning("confirmation_doubtful", path::WHOLE).with("name", &last.name))
}

/// Whether a name is that of a calibrator of the record, in either language.
pub fn is_calibrators(record: &Record, name: &str) -> bool {
    let name = Bilingual::new(name, "");
    record.calibrators.iter().any(|calibrator| one_name(&name, &calibrator.name))
}
