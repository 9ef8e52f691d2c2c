//! The calibrator signs, and answers findings.

use crate::conditions;
use crate::conditions::act::Act;
use crate::event::{Event, Hash};
use crate::record::context::Context;
use crate::record::permit::{given, is_calibrator, may_record};
use crate::record::refusal::RecordRefusal;
use crate::record::{Record, RecordStatus, path};
use base::id::FindingId;
use base::seeded::in_force;

/// What a calibrator's signature says, as a key: it is printed and shown in the reader's language.
pub const STATEMENT: &str = "statement_submitted";

/// The longest version of an engine that is taken, in bytes.
const LONGEST_VERSION: usize = 40;

/// The record must be complete, with every finding answered, and exactly as the signer saw it (C-5.5.2). Further calibrators sign a
/// record that another has submitted.
pub(super) fn submitted(
    record: &Record,
    context: &Context<'_>,
    event: &Event,
    head: Hash,
    (statement, engine_version): (&str, &str),
) -> Result<(), RecordRefusal> {
    is_calibrator(record, event)?;
    conditions::hold(&context.basis(Act::Submit, record, event)).map_err(RecordRefusal::Unmet)?;
    if !record.status.is_open() && record.status != RecordStatus::Submitted {
        return Err(RecordRefusal::NotOpen);
    }
    let signed = record.calibrators.iter().any(|calibrator| calibrator.person == event.author && calibrator.signed);
    if signed && in_force("record.signed_once") {
        return Err(RecordRefusal::AlreadySigned);
    }
    // The statement is the product's, not the signer's, so that it is the same wherever it is read.
    if statement != STATEMENT {
        return Err(RecordRefusal::StatementUnknown);
    }
    // The record's page shows it as the version that computed the results.
    if !is_version(engine_version) {
        return Err(RecordRefusal::EngineVersionMalformed);
    }
    complete(record)?;
    if record.head == head || !in_force("record.signed_as_seen") { Ok(()) } else { Err(RecordRefusal::HeadDiffers) }
}

/// Whether a text is a released semantic version of an ordinary length: three numbers, no words.
fn is_version(text: &str) -> bool {
    let released = |version: semver::Version| version.pre.is_empty() && version.build.is_empty();
    text.len() <= LONGEST_VERSION && semver::Version::parse(text).is_ok_and(released)
}

/// Whether everything is filled in and every finding answered.
///
/// # Errors
/// What is missing first.
pub fn complete(record: &Record) -> Result<(), RecordRefusal> {
    let missing = path::missing(record);
    if let Some(first) = missing.first().filter(|_| in_force("record.complete")) {
        return Err(RecordRefusal::Incomplete { path: first.clone(), missing: missing.len() });
    }
    if record.findings.iter().any(|finding| finding.answer.is_none()) && in_force("record.findings_answered") {
        return Err(RecordRefusal::FindingsUnanswered);
    }
    Ok(())
}

pub(super) fn answered(record: &Record, context: &Context<'_>, event: &Event, finding: FindingId, text: &str) -> Result<(), RecordRefusal> {
    may_record(record, context, event)?;
    given("text", text)?;
    let entry = record.findings.iter().find(|entry| entry.finding.id == finding).ok_or(RecordRefusal::FindingUnknown)?;
    if entry.answer.is_some() { Err(RecordRefusal::FindingAnswered) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use measurement::ENGINE_VERSION;

    // C-5.5.2
    #[test]
    fn what_computed_is_named_by_a_version() {
        for version in [ENGINE_VERSION, "0.0.1", "10.20.30", "1.2.1234567"] {
            assert!(is_version(version), "{version}");
        }
        let long = format!("1.2.0-{}", "a".repeat(40));
        for other in [
            "",
            "1",
            "1.2",
            "1.2.0.4",
            "1.2.x",
            "01.2.0",
            "1.2.0-01",
            "1.2.0-rc.1",
            "1.2.0+build.7",
            "1.2.0-the.results.are.right",
            "1..0",
            "1.2.0-",
            "1.2.0 ",
            "v1.2.0",
            "1.2.0-a b",
            "1.2.0\u{202e}",
            "as it was",
            "1.2.18446744073709551616",
            &long,
        ] {
            assert!(!is_version(other), "{other}");
        }
    }
}
