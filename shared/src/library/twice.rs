//! A standard is entered once. A failed one cannot be entered again under another number (C-4.5.3).

use std::collections::BTreeMap;

use crate::finding::{Finding, Refusal};
use crate::library::back::failed_since_use;
use crate::library::standard::{Standard, StandardStatus};
use crate::register::versions::Versions;
use crate::text::search::folded;

/// The same standard failed under another number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedBefore {
    /// The other number.
    pub number: String,
}

impl Refusal for FailedBefore {
    fn code(&self) -> &'static str {
        "standard_failed_before"
    }

    fn path(&self) -> String {
        "serial_number".to_owned()
    }

    fn params(&self) -> BTreeMap<String, String> {
        BTreeMap::from([("number".to_owned(), self.number.clone())])
    }

    fn clause(&self) -> Option<&'static str> {
        Some("C-4.5.3")
    }
}

/// Whether an entry may be changed to this, given the other entries. A standard that failed cannot be entered a second time, even
/// if it has been retired. An existing entry is refused only if the change alters what identifies the standard or puts it into use.
///
/// # Errors
/// Names the other entry.
pub fn may_stand<'a>(
    before: Option<&Standard>,
    after: &Standard,
    mut others: impl Iterator<Item = &'a Versions<Standard>>,
) -> Result<(), FailedBefore> {
    let kept = before.is_some_and(|before| {
        let comes = after.status == StandardStatus::InUse && before.status != StandardStatus::InUse;
        !comes && named(before) == named(after)
    });
    match others.find(|other| !kept && failed_as(other, after)) {
        Some(other) => Err(FailedBefore { number: other.latest().number.clone() }),
        None => Ok(()),
    }
}

/// Whether the other entry failed and some version of it may describe this standard, even if its identification was changed
/// afterwards. A version without a serial number does not count if one was known by the time of the failure; one that was entered
/// later says nothing about what failed.
fn failed_as(other: &Versions<Standard>, after: &Standard) -> bool {
    let Some(failed) = failed_since_use(other) else { return false };
    let gives = |version: &Standard| !bare(&version.serial_number).is_empty();
    let given = other.dated().any(|(since, version)| *since <= failed && gives(version));
    other.all().any(|then| (gives(then) || !given) && may_be_one(then, after))
}

/// Warnings about other entries that describe the same standard.
pub fn findings<'a>(entry: &Standard, others: impl Iterator<Item = &'a Standard>) -> Vec<Finding> {
    let twins = others.filter(|other| is_one(entry, other));
    twins.map(|other| Finding::warning("standard_entered_twice", "serial_number").with("number", &other.number)).collect()
}

/// What identifies a standard: manufacturer, model, serial number, certificate number.
fn named(standard: &Standard) -> [String; 4] {
    let Standard { manufacturer, model, serial_number, traceability, .. } = standard;
    [manufacturer, model, serial_number, &traceability.certificate].map(|text| bare(text))
}

/// The letters and digits alone, folded for comparison.
pub(crate) fn bare(text: &str) -> String {
    folded(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The same serial number, with the same manufacturer and model as far as both entries give them.
fn is_one(one: &Standard, other: &Standard) -> bool {
    let ([maker, model, serial, _], [other_maker, other_model, other_serial, _]) = (named(one), named(other));
    let agree = |one: &str, other: &str| one.is_empty() || other.is_empty() || one == other;
    !serial.is_empty() && serial == other_serial && agree(&maker, &other_maker) && agree(&model, &other_model)
}

/// The same standard, or possibly the same: if either entry has no serial number, the same certificate for the same model suffices.
fn may_be_one(one: &Standard, other: &Standard) -> bool {
    let ([maker, model, serial, certificate], [other_maker, other_model, other_serial, other_certificate]) = (named(one), named(other));
    let unsaid = serial.is_empty() || other_serial.is_empty();
    let same_maker = maker.is_empty() || other_maker.is_empty() || maker == other_maker;
    let by_certificate = !certificate.is_empty() && certificate == other_certificate && model == other_model && same_maker;
    is_one(one, other) || (unsaid && by_certificate)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::tests::example::standard;
    use crate::time::Instant;

    fn entry(number: &str, [manufacturer, model, serial_number, certificate]: [&str; 4], status: StandardStatus) -> Standard {
        let mut entry = Standard { number: number.to_owned(), model: model.to_owned(), status, ..standard() };
        (entry.manufacturer, entry.serial_number) = (manufacturer.to_owned(), serial_number.to_owned());
        entry.traceability.certificate = certificate.to_owned();
        entry
    }

    fn versions(of: &[Standard]) -> Versions<Standard> {
        Versions::of((0..).map(Instant).zip(of.iter().cloned()).collect()).unwrap()
    }

    // C-4.5.3
    #[test]
    fn a_standard_that_failed_does_not_stand_under_another_number() {
        use StandardStatus::{AtCalibration, Failed, InUse, Retired};
        let own = ["Mitutoyo", "83", "SN-1", "C-77"];
        let failed = versions(&[entry("E-1", own, InUse), entry("E-1", own, Failed)]);
        let given_up = versions(&[entry("E-1", own, Failed), entry("E-1", own, Retired)]);
        let renamed = versions(&[entry("E-1", own, InUse), entry("E-1", own, Failed), entry("E-1", ["Mitutoyo", "83", "X", ""], Failed)]);
        let in_use = versions(&[entry("E-1", own, Failed), entry("E-1", own, InUse)]);
        let sold = versions(&[entry("E-1", own, InUse), entry("E-1", own, Retired)]);
        let numbered = versions(&[
            entry("E-1", ["Mitutoyo", "83", "", "C-77"], InUse),
            entry("E-1", ["Mitutoyo", "83", "", "C-77"], Failed),
            entry("E-1", ["Mitutoyo", "83", "X", "C-77"], Retired),
        ]);
        let no_serial = versions(&[entry("E-1", ["Mitutoyo", "83", "", "C-77"], Failed)]);
        let cases = [
            (&failed, own, false),
            (&failed, ["mitutoyo", " 8 3", "ＳＮ‐１", "C-78"], false),
            (&failed, ["", "", "sn1", "C-78"], false),
            (&failed, ["Mitutoyo", "83", "SN-2", "C-77"], true),
            (&failed, ["Tesa", "83", "SN-1", "C-78"], true),
            (&failed, ["Mitutoyo", "84", "SN-1", "C-78"], true),
            (&failed, ["Mitutoyo", "83", "", "c 77"], false),
            (&failed, ["Mitutoyo", "83", "", "C-78"], true),
            (&given_up, own, false),
            (&renamed, own, false),
            (&renamed, ["Mitutoyo", "83", "X", "C-79"], false),
            (&in_use, own, true),
            (&sold, own, true),
            (&no_serial, own, false),
            (&numbered, own, false),
        ];
        for (other, after, stands) in cases {
            for status in [InUse, AtCalibration] {
                let decided = may_stand(None, &entry("E-2", after, status), [other].into_iter());
                assert_eq!(decided.is_ok(), stands, "{other:?} {after:?}");
            }
        }
        // An entry that was there before is not refused, but cannot be changed into the one that failed.
        let before = entry("E-2", own, InUse);
        assert_eq!(may_stand(Some(&before), &Standard { location: "2".to_owned(), ..before.clone() }, [&failed].into_iter()), Ok(()));
        assert!(may_stand(Some(&entry("E-2", own, AtCalibration)), &before, [&failed].into_iter()).is_err());
        assert!(may_stand(Some(&entry("E-2", ["", "83", "SN-3", ""], InUse)), &before, [&failed].into_iter()).is_err());
    }

    #[test]
    fn a_standard_that_is_entered_twice_is_told() {
        let own = ["Mitutoyo", "83", "SN-1", "C-77"];
        let one = entry("E-1", own, StandardStatus::InUse);
        let told = findings(&entry("E-2", own, StandardStatus::InUse), [&one].into_iter());
        assert_eq!((told.len(), told[0].params["number"].as_str()), (1, "E-1"));
        assert_eq!(findings(&entry("E-2", ["Mitutoyo", "83", "", "C-77"], StandardStatus::InUse), [&one].into_iter()), []);
    }
}
