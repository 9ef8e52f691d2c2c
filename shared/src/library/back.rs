//! A failed standard is put back into use by the technical manager, with a reason, after it passed a check or with a certificate
//! from after the failure (C-4.5.3).

use crate::access::Role;
use crate::finding::Refusal;
use crate::library::standard::{Standard, StandardStatus};
use crate::register::versions::Versions;
use crate::text::says_something;
use crate::time::{Date, Instant};

/// What the register and the visits know about a failed standard.
#[derive(Debug, Clone, Copy)]
pub struct Failed<'a> {
    /// The standard as it was entered when it failed.
    pub then: &'a Standard,
    /// The day of the failure, at the office.
    pub on: Date,
    /// Whether it has passed a check since.
    pub passed_since: bool,
}

/// Who puts it back into use, and why.
#[derive(Debug, Clone, Copy)]
pub struct Word<'a> {
    /// Their roles.
    pub roles: &'a [Role],
    /// Their reason.
    pub reason: &'a str,
}

/// Why it is not put back into use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BackRefusal {
    /// Only the technical manager may put it back.
    NotTechnicalManager,
    /// No reason is given.
    ReasonMissing,
    /// Nothing since the failure shows that it is in order.
    NothingSince,
}

impl Refusal for BackRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotTechnicalManager => "standard_back_by_technical_manager",
            Self::ReasonMissing => "standard_back_reason_missing",
            Self::NothingSince => "standard_back_unproven",
        }
    }

    fn path(&self) -> String {
        match self {
            Self::ReasonMissing => "reason".to_owned(),
            Self::NotTechnicalManager | Self::NothingSince => "status".to_owned(),
        }
    }

    fn clause(&self) -> Option<&'static str> {
        Some("C-4.5.3")
    }
}

/// When a standard that is out of use last failed; `None` if it has not failed since it was last in use. Being sent for calibration
/// or retired does not end a failure.
pub fn failed_since_use(versions: &Versions<Standard>) -> Option<Instant> {
    let is = |version: &Standard, status| version.status == status;
    let out = versions.dated().rev().take_while(|(_, version)| !is(version, StandardStatus::InUse));
    let run = out.skip_while(|(_, version)| !is(version, StandardStatus::Failed));
    run.take_while(|(_, version)| is(version, StandardStatus::Failed)).last().map(|(since, _)| *since)
}

/// Whether a standard may be changed to this. A certificate is a new one if its number is not that of the certificate at the
/// failure, and the day of the calibration (or, if it is not given, the first day of validity) is not before the failure.
///
/// # Errors
/// Names the rule.
pub fn may_become(failed: Option<Failed<'_>>, after: &Standard, word: Word<'_>) -> Result<(), BackRefusal> {
    let Some(failed) = failed.filter(|_| after.status == StandardStatus::InUse) else { return Ok(()) };
    if !word.roles.contains(&Role::TechnicalManager) {
        return Err(BackRefusal::NotTechnicalManager);
    }
    if !says_something(word.reason) {
        return Err(BackRefusal::ReasonMissing);
    }
    if failed.passed_since || is_new(failed, after) { Ok(()) } else { Err(BackRefusal::NothingSince) }
}

fn is_new(failed: Failed<'_>, after: &Standard) -> bool {
    let (then, now) = (&failed.then.traceability, &after.traceability);
    let number = now.certificate.trim();
    let other = !number.is_empty() && number != then.certificate.trim();
    other && now.calibrated_on.unwrap_or(now.validity.from) >= failed.on
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::tests::example::{day, standard};

    fn with(status: StandardStatus, certificate: &str, from: &str, calibrated_on: Option<&str>) -> Standard {
        let mut standard = Standard { status, ..standard() };
        standard.traceability.certificate = certificate.to_owned();
        standard.traceability.validity.from = day(from);
        standard.traceability.calibrated_on = calibrated_on.map(day);
        standard
    }

    // C-4.5.3
    #[test]
    fn a_standard_that_failed_comes_back_by_the_technical_managers_word_and_what_shows_that_it_is_right() {
        use StandardStatus::{AtCalibration, InUse, Retired};
        let then = with(StandardStatus::Failed, "C-77", "2026-01-01", None);
        let failed = |passed_since| Some(Failed { then: &then, on: day("2026-06-01"), passed_since });
        let (technical, administrator) = ([Role::TechnicalManager], [Role::Administrator, Role::Office]);
        let (nothing, reason) = (Err("standard_back_unproven"), Err("standard_back_reason_missing"));
        let old = with(InUse, "C-77", "2026-01-01", None);
        let new = with(InUse, "C-78", "2026-06-01", None);
        for (failed, after, roles, word, expected) in [
            (None, &old, &administrator[..], "", Ok(())),
            (failed(false), &with(AtCalibration, "C-77", "2026-01-01", None), &administrator, "", Ok(())),
            (failed(false), &with(Retired, "C-77", "2026-01-01", None), &administrator, "", Ok(())),
            (failed(true), &new, &administrator, "repaired", Err("standard_back_by_technical_manager")),
            (failed(true), &new, &technical, " ", reason),
            (failed(true), &new, &technical, ".", reason),
            (failed(false), &old, &technical, "repaired", nothing),
            (failed(false), &with(InUse, " C-77 ", "2026-06-01", None), &technical, "repaired", nothing),
            (failed(false), &with(InUse, "", "2026-06-01", None), &technical, "repaired", nothing),
            (failed(false), &with(InUse, "C-78", "2026-05-31", None), &technical, "repaired", nothing),
            (failed(false), &with(InUse, "C-78", "2026-06-02", Some("2026-05-31")), &technical, "repaired", nothing),
            (failed(false), &with(InUse, "C-78", "2026-01-01", Some("2026-06-01")), &technical, "repaired", Ok(())),
            (failed(false), &new, &technical, "repaired", Ok(())),
            (failed(true), &old, &technical, "the display alone", Ok(())),
        ] {
            let decided = may_become(failed, after, Word { roles, reason: word }).map_err(|refusal| refusal.code());
            assert_eq!(decided, expected, "{failed:?} {after:?} {roles:?} {word}");
        }
    }

    #[test]
    fn a_failure_is_over_when_the_standard_is_in_use_and_not_before() {
        use StandardStatus::{AtCalibration, Failed, InUse, Retired};
        let failed = |statuses: &[StandardStatus]| {
            let version = |(at, status): (i64, &StandardStatus)| (Instant(at), Standard { status: *status, ..standard() });
            failed_since_use(&Versions::of((0..).zip(statuses).map(version).collect()).unwrap()).map(|at| at.0)
        };
        assert_eq!(failed(&[InUse]), None);
        assert_eq!(failed(&[InUse, Retired]), None);
        assert_eq!(failed(&[Failed]), Some(0));
        assert_eq!(failed(&[InUse, Failed, Failed]), Some(1));
        assert_eq!(failed(&[InUse, Failed, AtCalibration, Retired]), Some(1), "by another status it is not over");
        assert_eq!(failed(&[Failed, AtCalibration, Failed]), Some(2), "it failed again");
        assert_eq!(failed(&[Failed, InUse]), None);
        assert_eq!(failed(&[Failed, InUse, AtCalibration]), None);
    }
}
