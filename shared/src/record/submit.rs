//! The calibrator signs, and answers findings.

use crate::conditions::{self, Act};
use crate::event::{Event, Hash};
use crate::id::Id;
use crate::record::facts::Context;
use crate::record::finding::RecordFinding;
use crate::record::refusal::RecordRefusal;
use crate::record::rule::{given, is_calibrator, may_record};
use crate::record::{Record, RecordStatus, path};

/// What a calibrator's signature says, as a key: it is printed and shown in the reader's language.
pub const STATEMENT: &str = "statement_submitted";

/// Complete, every finding answered, and exactly what the signer saw (C-5.5.2). A further calibrator signs a record that
/// another has submitted.
pub(super) fn submitted(record: &Record, context: &Context<'_>, event: &Event, head: Hash, statement: &str) -> Result<(), RecordRefusal> {
    is_calibrator(record, event)?;
    conditions::hold(&context.basis(Act::Submit, record, event)).map_err(RecordRefusal::Unmet)?;
    if !record.status.is_open() && record.status != RecordStatus::Submitted {
        return Err(RecordRefusal::NotOpen);
    }
    if record.calibrators.iter().any(|calibrator| calibrator.person == event.author && calibrator.signed) {
        return Err(RecordRefusal::AlreadySigned);
    }
    // The words are the product's, not the signer's: what was signed is the same wherever it is read.
    if statement != STATEMENT {
        return Err(RecordRefusal::StatementUnknown);
    }
    complete(record)?;
    if record.head == head { Ok(()) } else { Err(RecordRefusal::HeadDiffers) }
}

/// Whether everything is filled in and every finding answered.
///
/// # Errors
/// What is missing first.
pub fn complete(record: &Record) -> Result<(), RecordRefusal> {
    let missing = path::missing(record);
    if let Some(first) = missing.first() {
        return Err(RecordRefusal::Incomplete { path: first.clone(), missing: missing.len() });
    }
    if record.findings.iter().any(|finding| finding.answer.is_none()) {
        return Err(RecordRefusal::FindingsUnanswered);
    }
    Ok(())
}

pub(super) fn answered(
    record: &Record,
    context: &Context<'_>,
    event: &Event,
    finding: Id<RecordFinding>,
    text: &str,
) -> Result<(), RecordRefusal> {
    may_record(record, context, event)?;
    given("text", text)?;
    let entry = record.findings.iter().find(|entry| entry.finding.id == finding).ok_or(RecordRefusal::FindingUnknown)?;
    if entry.answer.is_some() { Err(RecordRefusal::FindingAnswered) } else { Ok(()) }
}
