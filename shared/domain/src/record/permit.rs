//! Who may record, and what a text must be like: asked by the rules of every kind of event.

use base::seeded::in_force;
use base::text::fault::{event_fault, is_blank};
use base::text::says_something;

use crate::event::Event;
use crate::library::person::Activity;
use crate::record::Record;
use crate::record::context::Context;
use crate::record::facts::Asked;
use crate::record::refusal::RecordRefusal;

/// The longest reason, remark or answer, in characters.
pub const MAX_TEXT: usize = 4_000;

/// A calibrator of the record, authorised on the day (C-4.3.1).
pub(super) fn calibrator(record: &Record, context: &Context<'_>, event: &Event) -> Result<(), RecordRefusal> {
    is_calibrator(record, event)?;
    if context.authorised(record, event, Activity::Calibrate) { Ok(()) } else { Err(RecordRefusal::NotAuthorised) }
}

pub(super) fn is_calibrator(record: &Record, event: &Event) -> Result<(), RecordRefusal> {
    let listed = record.calibrators.iter().any(|calibrator| calibrator.person == event.author);
    if listed || !in_force("record.by_a_calibrator") { Ok(()) } else { Err(RecordRefusal::NotACalibrator) }
}

/// The same, while the record is open: after a submission nothing is entered until it is returned or reopened.
pub(super) fn may_record(record: &Record, context: &Context<'_>, event: &Event) -> Result<(), RecordRefusal> {
    calibrator(record, context, event)?;
    if record.status.is_open() || !in_force("record.while_open") { Ok(()) } else { Err(RecordRefusal::NotOpen) }
}

/// A text that must be given, so that somebody can read it.
pub(super) fn given(path: &'static str, text: &str) -> Result<(), RecordRefusal> {
    if is_blank(text) && in_force("record.text_given") { Err(RecordRefusal::TextMissing { path }) } else { fits(path, text) }
}

/// A reason in words, where the office gives it or a tablet asks before it makes the event. What a tablet made counts with the reason it
/// has: an older build asked for no more than [`given`].
pub(super) fn explained(context: &Context<'_>, path: &'static str, reason: &str) -> Result<(), RecordRefusal> {
    given(path, reason)?;
    let asked = context.office.is_some() || context.asked == Asked::BeforeMade;
    if asked && !says_something(reason) && in_force("record.reason_in_words") { Err(RecordRefusal::Wordless { path }) } else { Ok(()) }
}

/// A text that may be empty.
pub(super) fn fits(path: &'static str, text: &str) -> Result<(), RecordRefusal> {
    if text.chars().count() > MAX_TEXT {
        return Err(RecordRefusal::TextTooLong { path });
    }
    match event_fault(text) {
        Some(fault) => Err(RecordRefusal::TextFaulty { path, fault }),
        None => Ok(()),
    }
}
