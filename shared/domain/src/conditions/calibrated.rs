//! Which of two entries of a standard describes the later calibration.

use base::time::Date;

use crate::library::standard::Standard;

/// The day of the calibration or, if it is not given, the first day on which the certificate is valid.
pub(super) fn made_on(standard: &Standard) -> Date {
    standard.traceability.calibrated_on.unwrap_or(standard.traceability.validity.from)
}

/// Whether a version describes a later calibration than the stated one: a different certificate, with a later day.
pub(super) fn is_later(stated: &Standard, version: &Standard) -> bool {
    version.traceability.certificate != stated.traceability.certificate && made_on(version) > made_on(stated)
}
