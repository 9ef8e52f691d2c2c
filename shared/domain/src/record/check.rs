//! The second person: checks or returns; and the reopening for a correction case.

use crate::conditions;
use crate::conditions::act::Act;
use crate::event::Event;
use crate::library::person::Activity;
use crate::record::context::Context;
use crate::record::finding::RecordFinding;
use crate::record::office::Office;
use crate::record::permit::explained;
use crate::record::refusal::RecordRefusal;
use crate::record::{Record, RecordStatus, enter, notice, standing, submit};
use base::seeded::in_force;

/// What the checker's signature says; `locales/` holds its text under `code.statement_checked`.
pub const STATEMENT: &str = "statement_checked";

/// Never by a calibrator of the record; by a person authorised to check (C-4.3.1); with everything there, and everything that it
/// rests on in order.
pub(super) fn checked(record: &Record, context: &Context<'_>, event: &Event, statement: &str) -> Result<(), RecordRefusal> {
    if record.status != RecordStatus::Submitted {
        return Err(RecordRefusal::NotOpen);
    }
    second_person(record, event)?;
    // Opened again and left so by a case that was withdrawn: what is checked would be no certificate's (C-5.4.2).
    if context.office.is_some_and(|office| office.issued && office.case.is_none()) {
        return Err(RecordRefusal::CaseMissing);
    }
    if statement != STATEMENT {
        return Err(RecordRefusal::StatementUnknown);
    }
    if record.calibrators.iter().any(|calibrator| !calibrator.signed) && in_force("record.signed_by_all") {
        return Err(RecordRefusal::SignaturesMissing);
    }
    submit::complete(record)?;
    conditions::hold(&context.basis(Act::Check, record, event)).map_err(RecordRefusal::Unmet)?;
    deviation_agreed(record)?;
    if let Some(deviation) = record.unagreed_deviations().next() {
        return Err(RecordRefusal::DeviationNotAgreed { what: deviation.what.what.clone() });
    }
    let missing = context.office.map_or(0, |office| missing_files(record, office).len());
    if missing == 0 || !in_force("record.files_stored") { Ok(()) } else { Err(RecordRefusal::FilesMissing { missing }) }
}

/// A calibration outside the method's environment limits needs a deviation that the customer agreed to (C-4.4, C-5.1.2).
fn deviation_agreed(record: &Record) -> Result<(), RecordRefusal> {
    notice::unagreed(record).into_iter().next().map_or(Ok(()), |path| Err(RecordRefusal::DeviationMissing { path }))
}

/// Attachments whose bytes have not arrived; what was struck through is not waited for.
pub fn missing_files(record: &Record, office: &Office) -> Vec<crate::event::Hash> {
    let attached = standing(&record.attachments).map(|attachment| attachment.what.sha256);
    attached.filter(|sha256| !office.stored.contains_key(sha256)).collect()
}

/// By the checker or by the signatory, each with findings; voids the check. Not after issue.
pub(super) fn returned(record: &Record, context: &Context<'_>, event: &Event, findings: &[RecordFinding]) -> Result<(), RecordRefusal> {
    if !matches!(record.status, RecordStatus::Submitted | RecordStatus::Checked) {
        return Err(RecordRefusal::NotOpen);
    }
    // The record of a certificate is opened again by a case alone, also where it was checked anew since (C-5.4.2).
    let stands = |office: &Office| office.issued_on_check || (office.issued && office.case.is_none());
    if record.status == RecordStatus::Checked && context.office.is_some_and(stands) {
        return Err(RecordRefusal::Issued);
    }
    second_person(record, event)?;
    let authorised = |activity| context.authorised(record, event, activity);
    if !authorised(Activity::Check) && !authorised(Activity::Sign) {
        return Err(RecordRefusal::NotAuthorised);
    }
    if findings.is_empty() && in_force("record.returned_with_findings") {
        return Err(RecordRefusal::FindingsMissing);
    }
    for (at, finding) in findings.iter().enumerate() {
        explained(context, "text", &finding.text)?;
        enter::known(record, &finding.path)?;
        let known = record.findings.iter().any(|entry| entry.finding.id == finding.id);
        if known || findings[..at].iter().any(|other| other.id == finding.id) {
            return Err(RecordRefusal::FindingUnknown);
        }
    }
    Ok(())
}

fn second_person(record: &Record, event: &Event) -> Result<(), RecordRefusal> {
    let own = record.calibrators.iter().any(|calibrator| calibrator.person == event.author);
    if own && in_force("record.checked_by_another") {
        return Err(RecordRefusal::CheckerIsCalibrator);
    }
    Ok(())
}

/// For a correction case on an issued certificate (C-5.4.2.2); whether the case is open is the case's own rule. A record that
/// an earlier, withdrawn case left open is opened again for the new one.
pub(super) fn reopened(record: &Record, context: &Context<'_>, reason: &str) -> Result<(), RecordRefusal> {
    if record.status == RecordStatus::Abandoned {
        return Err(RecordRefusal::NotOpen);
    }
    if !context.office.is_some_and(|office| office.issued) {
        return Err(RecordRefusal::NotIssued);
    }
    explained(context, "reason", reason)
}
