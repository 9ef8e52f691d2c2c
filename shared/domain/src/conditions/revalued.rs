//! Certified values of a standard that were changed in the register before the work without a new calibration; a validity that was
//! prolonged, and ranges that were widened, likewise (C-4.5.2).

use std::collections::BTreeMap;

use crate::conditions::basis::{Basis, RECENT, Spot};
use crate::conditions::{restated, standards};
use crate::library::fitness::covered;
use crate::library::standard::Standard;
use crate::record::{EquipmentEntry, path};
use crate::register::versions::Versions;
use base::text::Bilingual;
use base::text::search::bare;
use base::time::{Instant, Validity};
use measurement::method::{Characteristic, MeasuringRange};

const DAY: i64 = 86_400_000;

/// Before the work, the register had other values, a shorter validity or narrower ranges for the certificate that the record rests on:
/// they were changed without a new calibration. Whoever changes them for an hour and then back leaves no other trace once the
/// certificate is issued.
pub(super) fn changed(basis: &Basis<'_>) -> Vec<Spot> {
    let mut found = BTreeMap::new();
    for entry in &basis.record.equipment {
        let Some(known) = basis.facts.standards.get(&entry.standard.id) else { continue };
        let Some(last) = standards::observations(basis.record, entry).map(|taken| taken.when()).max() else { continue };
        found.extend(of_entry(basis, entry, known, last).map(|spot| (spot.params.clone(), spot)));
    }
    found.into_values().collect()
}

fn of_entry(basis: &Basis<'_>, entry: &EquipmentEntry, known: &Versions<Standard>, last: Instant) -> Option<Spot> {
    let stated = &with_ranges(&entry.standard.standard, known.at(last));
    let by_then = known.dated().filter(|(since, _)| *since <= last);
    let versions: Vec<_> = by_then.filter(|(_, version)| is_of_calibration(version, stated)).collect();
    let is_as_stated = |version: &Standard| differing(version, stated).is_empty();
    let end = versions.iter().rposition(|(_, version)| is_as_stated(version))?;
    let mut run = versions.iter().take(end + 1).rev();
    let (since, _) = run.by_ref().take_while(|(_, version)| is_as_stated(version)).last()?;
    // A certificate is entered in more than one save: what stood for less than a day was not finished.
    let ended = |at: &Instant| known.dated().map(|(since, _)| *since).find(|since| since > at);
    let stood = |at: &Instant| ended(at).is_none_or(|end| end.millis_since(*at) >= DAY);
    let is_before = |(at, version): &&&(Instant, Standard)| at < since && !is_as_stated(version) && stood(at);
    let before = versions.iter().rev().find(is_before).map(|(_, version)| version)?;
    if since.plus_millis(RECENT) <= basis.began_at() {
        return None;
    }
    let (before, after): (Vec<_>, Vec<_>) = differing(before, stated).into_iter().unzip();
    let spot = Spot::at(path::WHOLE).with("number", &stated.number).with("before", before.join("; ")).with("after", after.join("; "));
    Some(spot.since(Some(*since)).settled_at("standards", entry.standard.id))
}

/// Whether a version is of the same calibration: it names the same certificate, spelled in whatever way, or it is of the same day or a later
/// one. A new number alone is no new calibration.
fn is_of_calibration(version: &Standard, stated: &Standard) -> bool {
    let [one, other] = [version, stated].map(|standard| &standard.traceability);
    let [number, known] = [one, other].map(|traced| bare(&traced.certificate));
    let later = match (one.calibrated_on, other.calibrated_on) {
        (Some(one), Some(other)) => other > one,
        _ => other.validity.from > one.validity.from,
    };
    !number.is_empty() && !known.is_empty() && (number == known || !later)
}

/// What the record states, with the ranges that the register had then where the tablet's build did not state them.
fn with_ranges(stated: &Standard, then: &Standard) -> Standard {
    let ranges = if stated.ranges.is_empty() { &then.ranges } else { &stated.ranges };
    Standard { ranges: ranges.clone(), ..stated.clone() }
}

/// What a version says otherwise of the certificate than the record: certified values, the day of the calibration, who made it; each
/// before and after. What either of them does not say was only filled in. Then what the record states more of than the version.
fn differing(version: &Standard, stated: &Standard) -> Vec<(String, String)> {
    let said =
        |one: &Characteristic| version.characteristics.iter().find(|other| other.key == one.key).filter(|other| !other.says_same(one));
    let values = stated.characteristics.iter().filter_map(|one| Some((restated::value(said(one)?), restated::value(one))));
    let [before, after] = [&version.traceability, &stated.traceability];
    let days = before.calibrated_on.zip(after.calibrated_on).map(|(before, after)| (before.to_string(), after.to_string()));
    let mut found: Vec<_> = values.chain(days).filter(|(before, after)| before != after).collect();
    let names = |of: fn(&Bilingual) -> &String| (of(&before.traced_to).clone(), of(&after.traced_to).clone());
    let is_another = |(before, after): &(String, String)| {
        let [before, after] = [bare(before), bare(after)];
        !before.is_empty() && !after.is_empty() && before != after
    };
    found.extend([names(|name| &name.zh), names(|name| &name.en)].into_iter().filter(is_another));
    found.extend(extended(version, stated));
    found
}

/// Days and values for which the standard could not be used before: a validity that was prolonged at either end, and ranges that were
/// widened, moved or taken away; each before and after. What was shortened or narrowed allows nothing more.
fn extended(version: &Standard, stated: &Standard) -> impl Iterator<Item = (String, String)> {
    let [before, after] = [version.traceability.validity, stated.traceability.validity];
    let prolonged = after.reaches_beyond(&before).then(|| (days(before), days(after)));
    let [narrow, wide] = [&version.ranges, &stated.ranges];
    let within = !wide.is_empty() && wide.iter().all(|range| covered(narrow, range));
    let widened = (!narrow.is_empty() && !within).then(|| (values(narrow), values(wide)));
    prolonged.into_iter().chain(widened)
}

fn days(of: Validity) -> String {
    let until = of.until.map(|day| day.to_string()).unwrap_or_default();
    format!("{} \u{2026} {until}", of.from).trim_end().to_owned()
}

fn values(of: &[MeasuringRange]) -> String {
    let ranges: Vec<_> = of.iter().map(|range| format!("{} \u{2026} {} {}", range.low, range.high, range.unit)).collect();
    if ranges.is_empty() { "\u{2013}".to_owned() } else { ranges.join(", ") }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::certificate::tests::samples;
    use crate::conditions::act::{Act, Weight};
    use crate::conditions::unmet;
    use crate::record::Record;
    use crate::record::facts::Facts;

    /// The record's standard as some version says it: deviation, U, certificate, the day of the calibration.
    fn standard([value, u, certificate, on]: [&str; 4]) -> Standard {
        let stated = samples::record().equipment[0].standard.standard.clone();
        let mut body = serde_json::to_value(&stated).unwrap();
        if !value.is_empty() {
            body["characteristics"] = json!([{"key": "deviation", "value": value, "expanded_uncertainty": u, "coverage_factor": "2",
                "unit": "mm"}]);
        }
        body["traceability"]["certificate"] = json!(certificate);
        body["traceability"]["calibrated_on"] = if on.is_empty() { Value::Null } else { json!(on) };
        samples::parse(body)
    }

    /// What is asked where the register had these values since so many days before the work.
    fn asked(stated: [&str; 4], versions: &[(i64, [&str; 4])]) -> Vec<(Weight, BTreeMap<String, String>)> {
        asked_at(stated, &versions.iter().map(|(days, of)| (days * DAY, *of)).collect::<Vec<_>>())
    }

    fn asked_at(stated: [&str; 4], versions: &[(i64, [&str; 4])]) -> Vec<(Weight, BTreeMap<String, String>)> {
        asked_of(&standard(stated), versions.iter().map(|(before, of)| (*before, standard(*of))).collect())
    }

    /// What is asked where the register had these versions since so many milliseconds before the work.
    fn asked_of(stated: &Standard, versions: Vec<(i64, Standard)>) -> Vec<(Weight, BTreeMap<String, String>)> {
        let mut record: Record = samples::record();
        record.equipment.iter_mut().for_each(|entry| entry.standard.standard = stated.clone());
        let began = record.opened_at;
        let dated = versions.into_iter().map(|(before, of)| (began.plus_millis(-before), of));
        let known = Versions::of(dated.collect()).unwrap();
        let facts = Facts { standards: BTreeMap::from([(record.equipment[0].standard.id, known)]), ..Facts::default() };
        let (who, today) = (samples::id(samples::SIGNATORY), samples::TODAY);
        let basis = Basis { act: Act::Issue, record: &record, facts: &facts, visit: None, office: None, who, at: Instant(i64::MAX), today };
        let found = unmet(&basis).into_iter().filter(|unmet| unmet.code == "certified_values_changed");
        found.map(|unmet| (unmet.weight, unmet.spot.params)).collect()
    }

    // C-4.5.2
    #[test]
    fn values_that_were_changed_before_the_work_under_one_certificate_are_asked_about() {
        let (right, false_) = (["0.0002", "0.0004", "NIM-1", "2026-01-01"], ["0.0100", "0.00001", "NIM-1", "2026-01-01"]);
        let found = asked(false_, &[(200, right), (1, false_)]);
        assert_eq!(found.len(), 1, "once for the record, however many readings: {found:?}");
        let (weight, told) = &found[0];
        assert_eq!((*weight, told["number"].as_str()), (Weight::Asks, "S-01"));
        assert!(told["before"].contains("0.0002") && told["after"].contains("U = 0.00001 mm"), "{told:?}");
        let since = samples::record().opened_at.plus_millis(-DAY);
        assert_eq!(told["since"], since.0.to_string());
        // Changed back afterwards, it is asked all the same.
        assert_eq!(asked(false_, &[(200, right), (1, false_), (-1, right)]), found);
        let one: [(&str, [&str; 4]); 4] = [
            ("the number, spelled otherwise", ["0.0100", "0.00001", "nim 1", "2026-01-01"]),
            ("the sign", ["-0.0002", "0.0004", "NIM-1", "2026-01-01"]),
            ("the place of the point", ["0.002", "0.0004", "NIM-1", "2026-01-01"]),
            ("the day of the calibration", ["0.0002", "0.0004", "NIM-1", "2026-10-01"]),
        ];
        for (what, stated) in one {
            assert_eq!(asked(stated, &[(200, right), (1, stated)]).len(), 1, "{what}");
        }
    }

    // C-4.5.2, C-5.4.1 h: whose calibration it was; in one more language it was only filled in.
    #[test]
    fn another_calibrating_body_under_one_certificate_number_is_asked_about() {
        let by = |zh: &str, en: &str| {
            let mut standard = standard(["0.0002", "0.0004", "NIM-1", "2026-01-01"]);
            standard.traceability.traced_to = Bilingual::new(zh, en);
            standard
        };
        let stated = by("中国计量院", "NIM");
        for (zh, en, found) in [
            ("中国计量院", "NIM", 0),
            ("中国 计量院", "Nim.", 0),
            ("", "NIM", 0),
            ("", "", 0),
            ("省计量院", "NIM", 1),
            ("省计量院", "ZJIM", 2),
        ] {
            assert_eq!(differing(&by(zh, en), &stated).len(), found, "{zh} {en}");
        }
    }

    /// The record's standard with this validity and these ranges in mm.
    fn usable([from, until]: [&str; 2], ranges: &[[&str; 2]]) -> Standard {
        let mut body = serde_json::to_value(standard(["0.0002", "0.0004", "NIM-1", "2026-01-01"])).unwrap();
        body["traceability"]["validity"] = if until.is_empty() { json!({ "from": from }) } else { json!({"from": from, "until": until}) };
        let range = |[low, high]: &[&str; 2]| json!({"low": low, "high": high, "unit": "mm"});
        body["ranges"] = ranges.iter().map(range).collect();
        samples::parse(body)
    }

    // C-4.5.2: nobody calibrated it again, and it can be used on more days or for more values.
    #[test]
    fn a_validity_prolonged_and_ranges_widened_under_one_certificate_are_asked_about() {
        const YEAR: [&str; 2] = ["2025-11-21", "2026-11-20"];
        const TO_100: &[[&str; 2]] = &[["0.5", "100"]];
        let before = usable(YEAR, TO_100);
        for (what, after, expected) in [
            ("the same", usable(YEAR, TO_100), None),
            ("prolonged", usable(["2025-11-21", "2027-11-20"], TO_100), Some("2025-11-21 \u{2026} 2027-11-20")),
            ("without an end", usable(["2025-11-21", ""], TO_100), Some("2025-11-21 \u{2026}")),
            ("from an earlier day", usable(["2025-11-01", "2026-11-20"], TO_100), Some("2025-11-01 \u{2026} 2026-11-20")),
            ("shortened", usable(["2025-12-01", "2026-05-20"], TO_100), None),
            ("widened", usable(YEAR, &[["0.5", "150"]]), Some("0.5 \u{2026} 150 mm")),
            ("moved", usable(YEAR, &[["0.1", "50"]]), Some("0.1 \u{2026} 50 mm")),
            ("one more", usable(YEAR, &[["0.5", "100"], ["200", "300"]]), Some("0.5 \u{2026} 100 mm, 200 \u{2026} 300 mm")),
            ("taken away", usable(YEAR, &[]), Some("\u{2013}")),
            ("narrowed", usable(YEAR, &[["1", "50"]]), None),
            ("split", usable(YEAR, &[["0.50", "50"], ["50", "100"]]), None),
        ] {
            let found = differing(&before, &after);
            assert_eq!(found.iter().map(|(_, after)| after.as_str()).collect::<Vec<_>>(), Vec::from_iter(expected), "{what}");
        }
        assert_eq!(differing(&usable(YEAR, &[]), &before), [], "filled in");
        assert_eq!(differing(&usable(["2025-11-21", ""], TO_100), &before), [], "an end given where there was none");
        // Of a tablet whose build states no ranges, those of the register count.
        let silent = usable(YEAR, &[]);
        assert_eq!(with_ranges(&silent, &before).ranges, before.ranges);
        assert_eq!(with_ranges(&before, &silent).ranges, before.ranges);
    }

    // C-4.5.2
    #[test]
    fn a_prolonged_validity_is_asked_about_within_a_month_of_the_work_and_not_under_a_new_certificate() {
        let old = usable(["2025-11-21", "2026-11-20"], &[]);
        let prolonged = usable(["2025-11-21", "2027-11-20"], &[]);
        let mut renewed = prolonged.clone();
        renewed.traceability.certificate = "NIM-2".to_owned();
        let renumbered = renewed.clone();
        renewed.traceability.calibrated_on = Some("2026-09-01".parse().unwrap());
        let asked = |stated: &Standard, versions: &[(i64, &Standard)]| {
            asked_of(stated, versions.iter().map(|(days, of)| (days * DAY, (*of).clone())).collect())
        };
        let found = asked(&prolonged, &[(200, &old), (1, &prolonged)]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(
            ["before", "after"].map(|name| found[0].1[name].as_str()),
            ["2025-11-21 \u{2026} 2026-11-20", "2025-11-21 \u{2026} 2027-11-20"]
        );
        assert_eq!(asked(&prolonged, &[(200, &old), (1, &prolonged), (-1, &old)]), found, "shortened again after the work");
        assert_eq!(asked(&prolonged, &[(200, &old), (31, &prolonged)]), [], "prolonged long ago");
        assert_eq!(asked(&renewed, &[(200, &old), (1, &renewed)]), [], "calibrated anew");
        assert_eq!(asked(&renumbered, &[(200, &old), (1, &renumbered)]), found, "a new number is no new calibration");
        let undated = |of: &Standard, from: &str| {
            let mut of = of.clone();
            (of.traceability.calibrated_on, of.traceability.validity.from) = (None, from.parse().unwrap());
            of
        };
        let (stands, later) = (undated(&renumbered, "2025-11-21"), undated(&renumbered, "2026-09-01"));
        assert_eq!(asked(&stands, &[(200, &old), (1, &stands)]).len(), 1, "without a day, by the validity");
        assert_eq!(asked(&later, &[(200, &old), (1, &later)]), [], "valid from a later day");
        assert_eq!(asked(&old, &[(200, &prolonged), (1, &old)]), [], "shortened");
    }

    // A condition that finds something in ordinary work is one that nobody reads.
    #[test]
    fn ordinary_changes_of_a_standard_ask_nothing() {
        let (old, new) = (["0.0001", "0.0004", "NIM-0", "2025-01-01"], ["0.0002", "0.0004", "NIM-1", "2026-01-01"]);
        let typo = ["0.02", "0.0004", "NIM-1", "2026-01-01"];
        for (what, versions) in [
            ("never changed", vec![(200, new)]),
            ("calibrated anew", vec![(200, old), (1, new)]),
            ("corrected last year", vec![(200, typo), (31, new)]),
            ("values entered later", vec![(200, ["", "", "NIM-1", ""]), (1, new)]),
            ("corrected after the work, which is asked by another condition", vec![(200, new), (-1, typo)]),
            ("corrected after the work and back, which is asked by another condition", vec![(200, new), (-1, typo), (-3, new)]),
            ("saved again", vec![(200, typo), (40, new), (1, new)]),
            ("written with another digit", vec![(200, ["0.00020", "4e-4", "NIM-1", "2026-01-01"]), (1, new)]),
        ] {
            assert_eq!(asked(new, &versions), [], "{what}");
        }
        let minutes = |days: i64, later: i64| days * DAY - later * 60_000;
        assert_eq!(asked_at(new, &[(200 * DAY, old), (2 * DAY, typo), (minutes(2, 9), new)]), [], "entered in two saves");
        assert_eq!(asked(new, &[(200, typo), (30, new)]).len(), 1, "a mistake corrected this month is answered for once a record");
    }
}
