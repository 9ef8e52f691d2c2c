//! A failed standard is put back into use by the technical manager, with a reason, after it passed a check or with a certificate
//! from after the failure; such a certificate is not exchanged for an older one afterwards (C-4.5.3).

use crate::access::Role;
use crate::library::standard::{Standard, StandardStatus};
use crate::register::versions::Versions;
use base::finding::Refusal;
use base::text::says_something;
use base::time::{Date, Instant};

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
    /// It came back by a certificate from after the failure, and would be in use without one.
    ProofTakenBack,
}

impl Refusal for BackRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotTechnicalManager => "standard_back_by_technical_manager",
            Self::ReasonMissing => "standard_back_reason_missing",
            Self::NothingSince => "standard_back_unproven",
            Self::ProofTakenBack => "standard_back_proof_kept",
        }
    }

    fn path(&self) -> String {
        match self {
            Self::ReasonMissing => "reason".to_owned(),
            Self::NotTechnicalManager | Self::NothingSince => "status".to_owned(),
            Self::ProofTakenBack => "traceability/certificate".to_owned(),
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

/// When a standard that came back into use had failed, and how it was last in use since; `None` if it never failed, or has failed
/// and is not back.
pub fn came_back(versions: &Versions<Standard>) -> Option<(Instant, &Standard)> {
    let is = |version: &Standard, status| version.status == status;
    let (in_use, was) = versions.dated().rev().find(|(_, version)| is(version, StandardStatus::InUse))?;
    let before = versions.dated().rev().skip_while(|(_, version)| !is(version, StandardStatus::Failed));
    let (failed, _) = before.take_while(|(_, version)| is(version, StandardStatus::Failed)).last()?;
    (failed < in_use).then_some((*failed, was))
}

/// Whether a standard that came back into use, and was last in use like this, may be changed to that. Only a change that takes the
/// new certificate away is refused: what was entered before there was a rule is no reason to refuse another change.
///
/// # Errors
/// The certificate from after the failure is gone, and it has passed no check since.
pub fn may_stay(failed: Failed<'_>, was: &Standard, after: &Standard) -> Result<(), BackRefusal> {
    let gone = is_new(failed, was) && !is_new(failed, after);
    if after.status == StandardStatus::InUse && gone && !failed.passed_since { Err(BackRefusal::ProofTakenBack) } else { Ok(()) }
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

    // C-4.5.3
    #[test]
    fn a_standard_that_came_back_by_a_certificate_stays_on_one_from_after_the_failure() {
        use StandardStatus::{AtCalibration, Failed as Fails, InUse};
        let then = with(Fails, "C-77", "2026-01-01", None);
        let failed = |passed_since| Failed { then: &then, on: day("2026-06-01"), passed_since };
        let (old, new) = (with(InUse, "C-77", "2026-01-01", None), with(InUse, "C-78", "2026-06-01", None));
        let taken_back = Err("standard_back_proof_kept");
        for (passed_since, was, after, expected) in [
            (false, &new, &old, taken_back),
            (false, &new, &with(InUse, "", "2026-06-01", None), taken_back),
            (false, &new, &with(InUse, "C-78", "2026-06-01", Some("2026-05-31")), taken_back),
            (true, &new, &old, Ok(())),
            (false, &new, &with(InUse, "C-79", "2027-06-01", None), Ok(())),
            (false, &new, &Standard { location: "2".to_owned(), ..new.clone() }, Ok(())),
            (false, &new, &with(AtCalibration, "C-77", "2026-01-01", None), Ok(())),
            (false, &new, &with(Fails, "C-77", "2026-01-01", None), Ok(())),
            // Back before there was a rule.
            (false, &old, &Standard { location: "2".to_owned(), ..old.clone() }, Ok(())),
        ] {
            let decided = may_stay(failed(passed_since), was, after).map_err(|refusal| refusal.code());
            assert_eq!(decided, expected, "{passed_since} {was:?} {after:?}");
        }
    }

    // C-4.5.3
    #[test]
    fn what_a_standard_came_back_by_is_asked_of_its_last_failure_and_its_last_use() {
        use StandardStatus::{AtCalibration, Failed, InUse};
        let back = |statuses: &[StandardStatus]| {
            let version =
                |(at, status): (i64, &StandardStatus)| (Instant(at), Standard { status: *status, location: at.to_string(), ..standard() });
            let versions = Versions::of((0..).zip(statuses).map(version).collect()).unwrap();
            came_back(&versions).map(|(failed, was)| (failed.0, was.location.clone()))
        };
        assert_eq!([back(&[InUse, AtCalibration, InUse]), back(&[Failed]), back(&[InUse, Failed, AtCalibration])], [None, None, None]);
        assert_eq!(back(&[Failed, Failed, InUse, InUse]), Some((0, "3".to_owned())));
        assert_eq!(back(&[InUse, Failed, AtCalibration, InUse, AtCalibration]), Some((1, "3".to_owned())), "sent away since");
        assert_eq!(back(&[Failed, InUse, Failed, InUse]), Some((2, "3".to_owned())), "it failed again");
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
