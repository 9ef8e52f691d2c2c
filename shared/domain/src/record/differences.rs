//! What the office sees that differs from what the calibrators signed (C-5.5.2).

use base::finding::Finding;
use measurement::{ConformityVerdict, PointResult, Results};

use crate::record::office::Office;
use crate::record::{Record, standing};

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
