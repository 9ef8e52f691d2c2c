//! A standard is entered once. A failed one cannot be entered again under another number (C-4.5.3).

use std::collections::BTreeMap;

use crate::library::back::failed_since_use;
use crate::library::standard::{Standard, StandardStatus};
use crate::register::versions::Versions;
use base::finding::{Finding, Refusal};
use base::text::search::{bare, serial};

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
    let comes = before.is_none_or(|before| after.status == StandardStatus::InUse && before.status != StandardStatus::InUse);
    let renamed = before.is_none_or(|before| named(before) != named(after));
    let certified = before.is_none_or(|before| bare(&before.traceability.certificate) != bare(&after.traceability.certificate));
    match others.find(|other| (comes || renamed) && failed_as(other, after, certified)) {
        Some(other) => Err(FailedBefore { number: other.latest().number.clone() }),
        None => Ok(()),
    }
}

/// Whether the other entry failed and some version of it may describe this standard, even if its identification was changed
/// afterwards. A version without a serial number does not count if one was known by the time of the failure; one that was entered
/// later says nothing about what failed. A certificate that is new in the entry is also compared with those of the standard until it failed.
fn failed_as(other: &Versions<Standard>, after: &Standard, certified: bool) -> bool {
    let Some(failed) = failed_since_use(other) else { return false };
    let gives = |version: &Standard| !bare(&version.serial_number).is_empty();
    let by_then = || other.dated().filter(|(since, _)| *since <= failed).map(|(_, version)| version);
    let given = by_then().any(gives);
    let by_certificate = certified && by_then().any(|then| same_certificate(then, after));
    by_certificate || other.all().any(|then| (gives(then) || !given) && may_be_one(then, after))
}

/// Warnings about other entries that describe the same standard, and about others under the same certificate. A certificate may
/// cover a set.
pub fn findings<'a>(entry: &Standard, others: impl Iterator<Item = &'a Standard>) -> Vec<Finding> {
    let (twins, apart): (Vec<&Standard>, Vec<&Standard>) = others.partition(|other| is_one(entry, other));
    let told = twins.iter().map(|other| Finding::warning("standard_entered_twice", "serial_number").with("number", &other.number));
    let shared: Vec<&str> = apart.into_iter().filter(|other| same_certificate(entry, other)).map(|other| other.number.as_str()).collect();
    let named = shared.get(..NAMED).unwrap_or(&shared).join(", ");
    let shared = (!shared.is_empty()).then(|| Finding::warning("certificate_of_another", "traceability/certificate").with("number", named));
    told.chain(shared).collect()
}

/// The most entries named under the same certificate.
const NAMED: usize = 3;

/// The same certificate number by the same calibrating body, in one of its languages.
fn same_certificate(one: &Standard, other: &Standard) -> bool {
    let (own, others) = (&one.traceability, &other.traceability);
    let same = |one: &str, other: &str| !bare(one).is_empty() && bare(one) == bare(other);
    let institution = same(&own.traced_to.zh, &others.traced_to.zh) || same(&own.traced_to.en, &others.traced_to.en);
    institution && same(&own.certificate, &others.certificate)
}

/// What identifies a standard: manufacturer, model, serial number, certificate number.
fn named(standard: &Standard) -> [String; 4] {
    let Standard { manufacturer, model, serial_number, traceability, .. } = standard;
    [bare(manufacturer), bare(model), serial(serial_number), bare(&traceability.certificate)]
}

/// A serial number of fewer characters than this is given by many manufacturers.
const TELLING: usize = 3;

/// The same serial number, with the same model, or with the same manufacturer and model as far as both entries give them. A
/// manufacturer's name is spelled in many ways: with the model, a serial number of some length tells enough.
fn is_one(one: &Standard, other: &Standard) -> bool {
    let ([maker, model, serial, _], [other_maker, other_model, other_serial, _]) = (named(one), named(other));
    let agree = |one: &str, other: &str| one.is_empty() || other.is_empty() || one == other;
    let tells = serial.chars().count() >= TELLING && !model.is_empty() && model == other_model;
    !serial.is_empty() && serial == other_serial && (tells || agree(&maker, &other_maker) && agree(&model, &other_model))
}

/// The same standard, or possibly the same: if either entry has no serial number, the same certificate for the same model suffices.
fn may_be_one(one: &Standard, other: &Standard) -> bool {
    let ([maker, model, serial, certificate], [other_maker, other_model, other_serial, other_certificate]) = (named(one), named(other));
    let unsaid = serial.is_empty() || other_serial.is_empty();
    let same_maker = maker.is_empty() || other_maker.is_empty() || maker == other_maker;
    let by_certificate = !certificate.is_empty() && certificate == other_certificate && model == other_model && same_maker;
    // "811B" and "ConST811B".
    let within = |one: &str, other: &str| one.chars().count() >= TELLING && other.contains(one);
    let shorter = within(&model, &other_model) || within(&other_model, &model);
    let by_serial = serial.chars().count() >= TELLING && serial == other_serial && !maker.is_empty() && maker == other_maker && shorter;
    is_one(one, other) || by_serial || (unsaid && by_certificate)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::tests::example::standard;
    use base::text::Bilingual;
    use base::time::Instant;

    fn entry(number: &str, [manufacturer, model, serial_number, certificate]: [&str; 4], status: StandardStatus) -> Standard {
        let mut entry = Standard { number: number.to_owned(), model: model.to_owned(), status, ..standard() };
        (entry.manufacturer, entry.serial_number) = (manufacturer.to_owned(), serial_number.to_owned());
        entry.traceability.certificate = certificate.to_owned();
        entry.traceability.traced_to = base::text::Bilingual::new("计量院", "NIM");
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
        let long = versions(&[entry("E-1", ["Xi'an Instruments", "YU-60", "8842", "C-77"], Failed)]);
        let sent = versions(&[entry("E-1", own, Failed), entry("E-1", ["Mitutoyo", "83", "SN-1", "C-78"], AtCalibration)]);
        let no_serial = versions(&[entry("E-1", ["Mitutoyo", "83", "", "C-77"], Failed)]);
        let cases = [
            (&failed, own, false),
            (&failed, ["mitutoyo", " 8 3", "ＳＮ‐１", "C-78"], false),
            (&failed, ["", "", "sn1", "C-78"], false),
            (&failed, ["Mitutoyo", "83", "No. 1", "C-78"], false),
            (&failed, ["Mitutoyo", "83", "SN-2", "C-78"], true),
            // The certificate that it failed with, whatever else is said.
            (&failed, ["Mitutoyo", "83", "SN-2", "C-77"], false),
            (&failed, ["Tesa", "84", "SN-2", "c 77"], false),
            (&long, ["西安仪表", "YU-60", "No. 8842", "C-79"], false),
            (&long, ["西安仪表", "YU-60", "8843", "C-79"], true),
            (&long, ["西安仪表", "YU-100", "8842", "C-79"], true),
            (&long, ["Xi'an Instruments", "XYU-60", "8842", "C-79"], false),
            (&long, ["Xi'an Instruments", "60", "8842", "C-79"], true),
            // One that it got after the failure may be that of several standards.
            (&sent, ["Mitutoyo", "83", "SN-2", "C-78"], true),
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
        // Another body gives the same number to another certificate.
        let mut elsewhere = entry("E-2", ["Tesa", "84", "SN-2", "C-77"], InUse);
        elsewhere.traceability.traced_to = base::text::Bilingual::new("别处", "Elsewhere");
        assert_eq!(may_stand(None, &elsewhere, [&failed].into_iter()), Ok(()));
        // One of a set that has one certificate comes back from elsewhere, if it was entered before.
        let of_set = entry("E-2", ["Mitutoyo", "83", "SN-2", "C-77"], AtCalibration);
        for after in [Standard { status: InUse, ..of_set.clone() }, Standard { model: "84".to_owned(), ..of_set.clone() }] {
            assert_eq!(may_stand(Some(&of_set), &after, [&failed].into_iter()), Ok(()));
        }
        let mut joined = of_set.clone();
        joined.traceability.certificate = "C-70".to_owned();
        assert!(may_stand(Some(&joined), &of_set, [&failed].into_iter()).is_err(), "put on that certificate now");
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
        assert_eq!(findings(&entry("E-2", ["Mitutoyo", "83", "", "C-78"], StandardStatus::InUse), [&one].into_iter()), []);
    }

    // C-4.5.2: a certificate may cover a set; the number of another standard's may be a slip.
    #[test]
    fn a_certificate_that_stands_with_another_standard_is_asked_about() {
        let entry = |number: &str, serial: &str, certificate: &str, by: &str| {
            let mut entry = entry(number, ["Mitutoyo", "83", serial, certificate], StandardStatus::InUse);
            entry.traceability.traced_to = Bilingual::new("", by);
            entry
        };
        let others = [entry("E-1", "1", "C-77", "NIM"), entry("E-2", "2", "c 77", "nim"), entry("E-3", "3", "C-77", "SIMT")];
        let told = |own: &Standard, others: &[Standard]| {
            let found = findings(own, others.iter());
            found.into_iter().map(|finding| (finding.code.into_owned(), finding.params["number"].clone())).collect::<Vec<_>>()
        };
        let asked = |numbers: &str| vec![("certificate_of_another".to_owned(), numbers.to_owned())];
        assert_eq!(told(&entry("E-9", "9", "C-77", "NIM"), &others), asked("E-1, E-2"));
        assert_eq!(told(&entry("E-9", "9", "C-78", "NIM"), &others), []);
        assert_eq!(told(&entry("E-9", "9", "", "NIM"), &[entry("E-1", "1", "", "NIM")]), []);
        let set: Vec<_> = (1..9).map(|n| entry(&format!("E-{n}"), &n.to_string(), "C-77", "NIM")).collect();
        assert_eq!(told(&entry("E-9", "9", "C-77", "NIM"), &set), asked("E-1, E-2, E-3"));
    }
}
