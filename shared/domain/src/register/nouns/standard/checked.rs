//! What is wrong with a standard by itself: what its certificate cannot state, and what it must say while it is in use (C-4.5.2).

use std::cmp::Ordering;

use crate::library::fitness;
use crate::library::standard::{LONGEST_VALIDITY, Standard, StandardStatus, Traceability};
use base::finding::{Finding, Refusal, Severity};
use base::time::Date;
use measurement::formula::Formula;
use measurement::method::{AboveZero, COVERAGE_FACTORS, Characteristic, MeasuringRange};

pub fn findings(standard: &Standard) -> Vec<Finding> {
    let mut findings = calibrated(&standard.traceability);
    usable_as(standard, &mut findings);
    for (n, value) in standard.characteristics.iter().enumerate() {
        let told = certified(value, &standard.ranges, &format!("characteristics/{n}"));
        // As with kind and ranges: a standard is always written down as failed or given up.
        let weighed = |finding| match standard.status {
            StandardStatus::InUse => finding,
            _ => Finding { severity: Severity::Warning, ..finding },
        };
        findings.extend(told.into_iter().map(weighed));
    }
    findings
}

/// What no certificate states of a value (C-4.5.2): an uncertainty of nought or below, or a formula that is none; a coverage factor
/// that is none.
fn certified(value: &Characteristic, ranges: &[MeasuringRange], path: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let uncertainty = format!("{path}/expanded_uncertainty");
    match Formula::parse(&value.expanded_uncertainty) {
        Err(error) => findings.push(Finding { params: error.params(), ..Finding::error(error.code(), uncertainty) }),
        Ok(formula) => match value.shown_above_zero(&formula, ranges) {
            AboveZero::Yes => {}
            AboveZero::NotAtZero => findings.push(Finding::warning("uncertainty_zero_at_zero", uncertainty)),
            AboveZero::No => findings.push(Finding::error("not_positive", uncertainty)),
        },
    }
    if !COVERAGE_FACTORS.contains(&value.coverage_factor.to_f64()) {
        findings.push(Finding::error("coverage_factor_out_of_range", format!("{path}/coverage_factor")));
    }
    findings
}

/// What is asked about the days of a certificate (C-4.5.2): it counts from before the calibration, or for years after it.
fn calibrated(traceability: &Traceability) -> Vec<Finding> {
    let Traceability { validity, calibrated_on, .. } = traceability;
    let path = "traceability/validity";
    let early = calibrated_on.is_some_and(|day| validity.from < day);
    let since = calibrated_on.map_or(validity.from, |day| day.min(validity.from));
    let last = since.checked_add(jiff::Span::new().years(LONGEST_VALIDITY)).unwrap_or(Date::MAX);
    let long = validity.until.is_some_and(|until| until > last);
    let told = [
        early.then(|| Finding::warning("valid_before_calibration", path)),
        long.then(|| Finding::warning("valid_for_long", path).with("years", LONGEST_VALIDITY)),
    ];
    told.into_iter().flatten().collect()
}

/// What a standard is, and from where to where it is used (C-4.5.2): asked for while it is in use. A standard that failed or was
/// given up is never kept from being written down as such.
fn usable_as(standard: &Standard, findings: &mut Vec<Finding>) {
    let absent = |path: &str| match standard.status {
        StandardStatus::InUse => Finding::error("required", path),
        _ => Finding::warning("required", path),
    };
    if standard.kind.trim().is_empty() {
        findings.push(absent("kind"));
    }
    if standard.ranges.is_empty() {
        findings.push(absent("ranges"));
    }
    for (n, range) in standard.ranges.iter().enumerate() {
        if fitness::compare((&range.low, range.unit), (&range.high, range.unit)).is_some_and(Ordering::is_gt) {
            findings.push(Finding::error("low_above_high", format!("ranges/{n}/low")));
        }
    }
}

#[cfg(test)]
mod tests;
