//! Measurement standards with what a certificate states of them (C-5.4.1 h) and what makes them usable (C-4.5.2).

use serde::{Deserialize, Serialize};

use base::finding::Finding;
use base::text::Bilingual;
use base::time::{Date, Validity};
use measurement::method::{Characteristic, MeasuringRange};

/// A measurement standard, or other equipment that affects results.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Standard {
    /// Name.
    pub name: Bilingual,
    /// The body's number of it; unique.
    pub number: String,
    /// Model.
    pub model: String,
    /// Manufacturer.
    #[serde(default)]
    pub manufacturer: String,
    /// Serial number.
    #[serde(default)]
    pub serial_number: String,
    /// What kind of standard it is: slots of method editions name the kinds that they take ("gauge_blocks"). Empty where
    /// nobody said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// Range, in words ("0.5 mm to 100 mm"), as printed.
    pub range: String,
    /// The same as data, for every quantity that it stands for (C-4.5.2). Empty where nobody said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ranges: Vec<MeasuringRange>,
    /// Technical characteristic: class, uncertainty or MPE ("grade 1", "U = 0.06 µm, k = 2").
    pub characteristic: String,
    /// Traceability: the certificate in force.
    pub traceability: Traceability,
    /// Certified values a computation can name.
    #[serde(default)]
    pub characteristics: Vec<Characteristic>,
    /// Where it is.
    #[serde(default)]
    pub location: String,
    /// Whether it can be used.
    pub status: StandardStatus,
}

impl base::id::Identified for Standard {
    type Kind = base::id::kind::Standard;
}

impl Standard {
    /// Whether it says what the first version of events could not: kind or ranges as data.
    pub const fn says_more(&self) -> bool {
        !self.kind.is_empty() || !self.ranges.is_empty()
    }

    /// Whether a record that states the one states the other: everything but where it is kept, whether it is in use, and its kind and
    /// ranges, which are judged apart and are not stated.
    pub fn is_stated_as(&self, stated: &Self) -> bool {
        let Self { location, status, kind, ranges, .. } = stated.clone();
        Self { location, status, kind, ranges, ..self.clone() } == *stated
    }

    /// That its calibration is to come, by the latest day that it can be by now (C-4.5.2): an error while it is in use.
    pub fn calibrated_later(&self, latest: Date) -> Option<Finding> {
        let path = "traceability/calibrated_on";
        let told = || match self.status {
            StandardStatus::InUse => Finding::error("day_to_come", path),
            _ => Finding::warning("day_to_come", path),
        };
        self.traceability.calibrated_on.filter(|day| *day > latest).map(|_| told())
    }

    /// Whether its certificate counts on a day (C-4.5.2).
    pub fn valid_on(&self, day: Date) -> bool {
        self.traceability.validity.holds_on(day)
    }
}

/// Standards in use whose certificate ends on or before a day, the first to end first.
pub fn ending<T>(standards: impl IntoIterator<Item = T>, standard: impl Fn(&T) -> &Standard, by: Date) -> Vec<T> {
    let end = |entry: &T| standard(entry).traceability.validity.until;
    let due = |entry: &T| standard(entry).status == StandardStatus::InUse && end(entry).is_some_and(|until| until <= by);
    let mut due: Vec<T> = standards.into_iter().filter(due).collect();
    due.sort_by_key(end);
    due
}

/// The chain to SI: the certificate of a standard.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Traceability {
    /// Institution traced to.
    pub traced_to: Bilingual,
    /// Number of its certificate.
    pub certificate: String,
    /// The days on which that certificate counts.
    pub validity: Validity,
    /// The day of that calibration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calibrated_on: Option<Date>,
}

/// The longest time in years for which the certificate of a standard is taken without a question.
pub const LONGEST_VALIDITY: i64 = 5;

/// Whether a standard can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum StandardStatus {
    /// In use.
    InUse,
    /// At calibration.
    AtCalibration,
    /// Failed a check; out of use.
    Failed,
    /// Given up.
    Retired,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::tests::example::{day, standard};
    use base::finding::Severity;

    /// C-4.5.2
    #[test]
    fn a_standard_in_use_was_calibrated_by_today() {
        let told = |status, calibrated_on: Option<&str>| {
            let mut standard = Standard { status, ..standard() };
            standard.traceability.calibrated_on = calibrated_on.map(day);
            standard.calibrated_later(day("2026-03-01")).map(|finding| (finding.path, finding.severity))
        };
        for day in [None, Some("2026-03-01"), Some("2026-02-28")] {
            assert_eq!(told(StandardStatus::InUse, day), None, "{day:?}");
        }
        let path = "traceability/calibrated_on".to_owned();
        assert_eq!(told(StandardStatus::InUse, Some("2026-03-02")), Some((path.clone(), Severity::Error)));
        assert_eq!(told(StandardStatus::AtCalibration, Some("2026-03-02")), Some((path, Severity::Warning)));
    }

    /// C-4.5.2
    #[test]
    fn what_ends_first_stands_first_and_what_is_not_in_use_does_not_stand_there() {
        let until = |until: Option<&str>, status| {
            let mut standard = standard();
            standard.traceability.validity.until = until.map(day);
            Standard { status, ..standard }
        };
        let all = [
            until(Some("2026-04-30"), StandardStatus::InUse),
            until(Some("2026-03-01"), StandardStatus::InUse),
            until(Some("2026-05-01"), StandardStatus::InUse),
            until(Some("2026-01-01"), StandardStatus::Retired),
            until(None, StandardStatus::InUse),
        ];
        let due = ending(all, |standard| standard, day("2026-04-30"));
        let ends: Vec<_> = due.iter().filter_map(|standard| standard.traceability.validity.until).collect();
        assert_eq!(ends, [day("2026-03-01"), day("2026-04-30")]);
    }
}
