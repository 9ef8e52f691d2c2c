//! The second person: checks or returns; and the reopening for a correction case.

use crate::conditions::{self, Act};
use crate::event::Event;
use crate::library::person::Activity;
use crate::record::facts::{Context, Office};
use crate::record::finding::RecordFinding;
use crate::record::refusal::RecordRefusal;
use crate::record::rule::explained;
use crate::record::{Record, RecordStatus, enter, notice, standing, submit};
use base::finding::Finding;
use measurement::{ConformityVerdict, PointResult, Results};

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
    if record.calibrators.iter().any(|calibrator| !calibrator.signed) {
        return Err(RecordRefusal::SignaturesMissing);
    }
    submit::complete(record)?;
    conditions::hold(&context.basis(Act::Check, record, event)).map_err(RecordRefusal::Unmet)?;
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

/// Attachments whose bytes have not arrived; what was struck through is not waited for.
pub fn missing_files(record: &Record, office: &Office) -> Vec<crate::event::Hash> {
    let attached = standing(&record.attachments).map(|attachment| attachment.what.sha256);
    attached.filter(|sha256| !office.stored.contains_key(sha256)).collect()
}

/// Attachments whose stored bytes are not what the record says of them, or that were sent by nobody who calibrated: the
/// checker looks at the file itself (C-5.5.2). None of them is refused: the bytes are those the calibrator signed for.
pub fn doubtful_files(record: &Record, office: &Office) -> Vec<Finding> {
    let calibrated = |person| record.calibrators.iter().any(|calibrator| calibrator.person == person);
    let mut findings = Vec::new();
    for attachment in standing(&record.attachments).map(|attachment| &attachment.what) {
        let Some(stored) = office.stored.get(&attachment.sha256) else { continue };
        let finding = |code| Finding::warning(code, &attachment.path).with("name", &attachment.name).with("file", attachment.sha256);
        if stored.media_type != attachment.media_type || stored.size != attachment.size {
            findings.push(finding("attachment_differs"));
        }
        if !stored.by.iter().copied().any(calibrated) {
            findings.push(finding("attachment_of_another"));
        }
    }
    findings
}

/// Where the server's results are not those that a calibrator signed: the path, what was signed, and what is computed. Every
/// calibrator signs for the results (C-5.5.2), so each signature that stands is compared, not only the last one.
pub fn differences(record: &Record, recomputed: &Results) -> Vec<(String, String, String)> {
    let last_of = |person| record.submissions.iter().rev().find(|submission| submission.by == person);
    let standing = record.calibrators.iter().filter(|calibrator| calibrator.signed);
    let signed = standing.filter_map(|calibrator| last_of(calibrator.person));
    let mut found = Vec::new();
    for one in signed.flat_map(|submission| differences_from(&submission.what.results, recomputed)) {
        if !found.contains(&one) {
            found.push(one);
        }
    }
    found
}

/// The same for the results of one signature.
fn differences_from(signed: &Results, recomputed: &Results) -> Vec<(String, String, String)> {
    let signed = &signed.points;
    let like = |point: &PointResult, other: &PointResult| other.stage == point.stage && other.point == point.point;
    // What is to be borne in mind is said anew with every engine; it is no result.
    let bare = |point: &PointResult| PointResult { cautions: Vec::new(), ..point.clone() };
    let mut found = Vec::new();
    let address = |point: &PointResult| format!("{}/points/{}", point.stage.key(), point.point);
    for point in &recomputed.points {
        let before = signed.iter().find(|other| like(point, other));
        if before.map(bare) != Some(bare(point)) {
            found.push((address(point), before.map(in_brief).unwrap_or_default(), in_brief(point)));
        }
    }
    let gone = signed.iter().filter(|point| !recomputed.points.iter().any(|other| like(point, other)));
    found.extend(gone.map(|point| (address(point), in_brief(point), String::new())));
    found
}

/// A result in a few characters: value, uncertainty, verdict; or the code of why there is none.
fn in_brief(point: &PointResult) -> String {
    let Some(outcome) = &point.outcome else { return point.refused.clone().unwrap_or_default() };
    let sign = outcome.conformity.as_ref().map_or("", |conformity| match conformity.verdict {
        ConformityVerdict::Pass => " ✓",
        ConformityVerdict::ConditionalPass => " (✓)",
        ConformityVerdict::ConditionalFail => " (✗)",
        ConformityVerdict::Fail => " ✗",
    });
    format!("{} ± {}{sign}", outcome.value, outcome.expanded_uncertainty)
}

/// Results by which a statement of conformity does not stand on its own: U is not small enough beside the tolerance (JJF 1094).
pub fn cautioned(results: &Results) -> Vec<Finding> {
    let at = |point: &PointResult| format!("{}/points/{}", point.stage.key(), point.point);
    let asking = |point: &PointResult| point.cautions.iter().filter(|caution| caution.asks()).map(|c| c.code()).collect::<Vec<_>>();
    let of_point = |point: &PointResult| asking(point).into_iter().map(|code| Finding::warning(code, at(point))).collect::<Vec<_>>();
    results.points.iter().flat_map(of_point).collect()
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
    if findings.is_empty() {
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
    explained(context, "reason", reason)
}
