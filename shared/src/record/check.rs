//! The second person: checks or returns; and the reopening for a correction case.

use crate::event::Event;
use crate::finding::Finding;
use crate::library::person::Activity;
use crate::measurement::{PointResult, Results};
use crate::record::facts::{Context, Office};
use crate::record::finding::RecordFinding;
use crate::record::refusal::RecordRefusal;
use crate::record::rule::given;
use crate::record::{Record, RecordStatus, doubt, enter, notice, submit, terms};

/// What the checker's signature says; `locales/` holds its text under `code.statement_checked`.
pub const STATEMENT: &str = "statement_checked";

/// Never by a calibrator of the record; by a person authorised to check (C-4.3.1); with everything there.
pub(super) fn checked(record: &Record, context: &Context<'_>, event: &Event, statement: &str) -> Result<(), RecordRefusal> {
    if record.status != RecordStatus::Submitted {
        return Err(RecordRefusal::NotOpen);
    }
    second_person(record, event)?;
    if !context.authorised(record, event, Activity::Check) {
        return Err(RecordRefusal::NotAuthorised);
    }
    given("statement", statement)?;
    if record.calibrators.iter().any(|calibrator| !calibrator.signed) {
        return Err(RecordRefusal::SignaturesMissing);
    }
    terms::free(context, event, event.author, &record.opened)?;
    submit::complete(record)?;
    if let Some(first) = doubt::against(record, context.facts).into_iter().next() {
        return Err(first);
    }
    deviation_agreed(record)?;
    if let Some(deviation) = record.unagreed_deviations().next() {
        return Err(RecordRefusal::DeviationNotAgreed { what: deviation.what.what.clone() });
    }
    let missing = context.office.map_or(0, |office| missing_files(record, office).len());
    if missing == 0 { Ok(()) } else { Err(RecordRefusal::FilesMissing { missing }) }
}

/// A calibration outside the method's environment limits needs a deviation that the customer agreed to (C-4.4, C-5.1.2).
fn deviation_agreed(record: &Record) -> Result<(), RecordRefusal> {
    notice::unagreed(record).into_iter().next().map_or(Ok(()), |path| Err(RecordRefusal::DeviationMissing { path }))
}

/// Attachments whose bytes have not arrived.
pub fn missing_files(record: &Record, office: &Office) -> Vec<crate::event::Hash> {
    let attached = record.attachments.iter().map(|attachment| attachment.what.sha256);
    attached.filter(|sha256| !office.stored.contains_key(sha256)).collect()
}

/// Attachments whose stored bytes are not what the record says of them, or that were sent by nobody who calibrated: the
/// checker looks at the file itself (C-5.5.2). None of them is refused: the bytes are those the calibrator signed for.
pub fn doubtful_files(record: &Record, office: &Office) -> Vec<Finding> {
    let calibrated = |person| record.calibrators.iter().any(|calibrator| calibrator.person == person);
    let mut findings = Vec::new();
    for attachment in record.attachments.iter().map(|attachment| &attachment.what) {
        let Some(stored) = office.stored.get(&attachment.sha256) else { continue };
        let finding = |code| Finding::warning(code, &attachment.path).with("name", &attachment.name);
        if stored.media_type != attachment.media_type || stored.size != attachment.size {
            findings.push(finding("attachment_differs"));
        }
        if !calibrated(stored.by) {
            findings.push(finding("attachment_of_another"));
        }
    }
    findings
}

/// Where the server's results are not those the tablet computed and the calibrator signed.
pub fn differences(record: &Record, recomputed: &Results) -> Vec<Finding> {
    let Some(submission) = record.submissions.last() else {
        return Vec::new();
    };
    let signed = &submission.what.results.points;
    let find = |points: &[PointResult], like: &PointResult| {
        points.iter().find(|point| point.stage == like.stage && point.point == like.point).cloned()
    };
    // What is to be borne in mind is said anew with every engine; it is no result.
    let bare = |point: &PointResult| PointResult { cautions: Vec::new(), ..point.clone() };
    let differ = |point: &PointResult, other: Option<PointResult>| other.as_ref().map(bare) != Some(bare(point));
    let changed = recomputed.points.iter().filter(|point| differ(point, find(signed, point)));
    let gone = signed.iter().filter(|point| find(&recomputed.points, point).is_none());
    let address = |point: &PointResult| format!("{}/points/{}", point.stage.key(), point.point);
    changed.chain(gone).map(|point| Finding::warning("result_differs", address(point))).collect()
}

/// By the checker or by the signatory, each with findings; voids the check. Not after issue.
pub(super) fn returned(record: &Record, context: &Context<'_>, event: &Event, findings: &[RecordFinding]) -> Result<(), RecordRefusal> {
    if !matches!(record.status, RecordStatus::Submitted | RecordStatus::Checked) {
        return Err(RecordRefusal::NotOpen);
    }
    if context.office.is_some_and(|office| office.issued_on_check) {
        return Err(RecordRefusal::Issued);
    }
    second_person(record, event)?;
    let authorised = |activity| context.authorised(record, event, activity);
    if !authorised(Activity::Check) && !authorised(Activity::Sign) {
        return Err(RecordRefusal::NotAuthorised);
    }
    if findings.is_empty() {
        return Err(RecordRefusal::FindingsMissing);
    }
    for (at, finding) in findings.iter().enumerate() {
        given("text", &finding.text)?;
        enter::known(record, &finding.path)?;
        let known = record.findings.iter().any(|entry| entry.finding.id == finding.id);
        if known || findings[..at].iter().any(|other| other.id == finding.id) {
            return Err(RecordRefusal::FindingUnknown);
        }
    }
    Ok(())
}

fn second_person(record: &Record, event: &Event) -> Result<(), RecordRefusal> {
    if record.calibrators.iter().any(|calibrator| calibrator.person == event.author) {
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
    given("reason", reason)
}
