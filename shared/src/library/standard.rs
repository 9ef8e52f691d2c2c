//! Measurement standards with what a certificate states of them (C-5.4.1 h) and what makes them usable (C-4.5.2).

use serde::{Deserialize, Serialize};

use crate::decimal::DecimalText;
use crate::finding::Finding;
use crate::measurement::formula::Formula;
use crate::text::Bilingual;
use crate::time::{Date, Validity};
use crate::unit::Unit;

/// A measurement standard, or other equipment that affects results.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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

/// From where to where a standard can be used, both ends included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeasuringRange {
    /// Lower end, in `unit`.
    pub low: DecimalText,
    /// Upper end, in `unit`.
    pub high: DecimalText,
    /// Unit of both.
    pub unit: Unit,
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

/// A certified value with its uncertainty.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Characteristic {
    /// Key a computation names.
    pub key: String,
    /// Value (a correction, a deviation).
    pub value: DecimalText,
    /// Expanded uncertainty; formula over the point's symbols allowed.
    pub expanded_uncertainty: String,
    /// Coverage factor.
    pub coverage_factor: DecimalText,
    /// Unit of value and uncertainty.
    pub unit: Unit,
}

/// Whether two texts are the same number, with however many digits each was written.
fn same_number(one: &DecimalText, other: &DecimalText) -> bool {
    one == other || one.to_decimal().zip(other.to_decimal()).is_some_and(|(one, other)| one == other)
}

impl Characteristic {
    /// Whether it says the same as another one, with however many digits each was written.
    pub fn says_same(&self, other: &Self) -> bool {
        let written = [self, other].map(|of| DecimalText::parse(&of.expanded_uncertainty));
        let same_u = match &written {
            [Ok(one), Ok(other)] => same_number(one, other),
            _ => self.expanded_uncertainty.trim() == other.expanded_uncertainty.trim(),
        };
        let same_numbers = same_number(&self.value, &other.value) && same_number(&self.coverage_factor, &other.coverage_factor);
        same_u && same_numbers && (&self.key, self.unit) == (&other.key, other.unit)
    }

    /// Whether the certified uncertainty is a number above zero wherever it can be seen to be one: over the standard's ranges of its
    /// kind of quantity (over all, where none is), at both ends, in the middle, and at zero. A formula that names anything but the
    /// nominal value depends on the point of an edition, and is looked at there.
    pub fn shown_above_zero(&self, formula: &Formula, ranges: &[MeasuringRange]) -> AboveZero {
        let value = |at: &[f64]| formula.value(at).filter(|u| u.is_finite());
        let above = |at: f64| value(&[at]).is_some_and(|u| u > 0.0);
        match formula.symbols() {
            [] if value(&[]).is_some_and(|u| u > 0.0) => AboveZero::Yes,
            [] => AboveZero::No,
            [symbol] if symbol == "nominal" => {
                let (zero, others): (Vec<f64>, Vec<f64>) = self.tried(ranges).into_iter().partition(|at| *at == 0.0);
                match zero.first() {
                    _ if !others.iter().all(|at| above(*at)) => AboveZero::No,
                    Some(_) if value(&[0.0]) == Some(0.0) && !others.is_empty() => AboveZero::NotAtZero,
                    Some(_) if !above(0.0) => AboveZero::No,
                    _ => AboveZero::Yes,
                }
            }
            _ => AboveZero::Yes,
        }
    }

    /// The nominal values at which a formula is tried.
    fn tried(&self, ranges: &[MeasuringRange]) -> Vec<f64> {
        let alike: Vec<_> = ranges.iter().filter(|range| range.unit.quantity() == self.unit.quantity()).collect();
        let ranges = if alike.is_empty() { ranges.iter().collect() } else { alike };
        let of_range = |range: &&MeasuringRange| {
            let (low, high) = (range.low.to_f64(), range.high.to_f64());
            let zero = (low..=high).contains(&0.0).then_some(0.0);
            [Some(low), Some(f64::midpoint(low, high)), Some(high), zero]
        };
        ranges.iter().flat_map(of_range).flatten().collect()
    }
}

/// Whether a certified uncertainty is above zero, as far as the register can see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AboveZero {
    /// It is, or only the point of an edition tells.
    Yes,
    /// It is relative to the value, and zero where the value is.
    NotAtZero,
    /// It is not.
    No,
}

/// The longest time in years for which the certificate of a standard is taken without a question.
pub const LONGEST_VALIDITY: i64 = 5;

/// Coverage factors that an uncertainty is stated with: from 1, which makes it a standard uncertainty, to that of one degree of freedom at
/// 95.45 % (13.97).
pub const COVERAGE_FACTORS: std::ops::RangeInclusive<f64> = 1.0..=14.0;

/// Whether a standard can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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
    use crate::finding::Severity;
    use crate::order::tests::example::{day, standard};

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
