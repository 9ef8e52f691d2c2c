//! Whether a standard can stand in a slot: its kind, and whether it covers what is measured with it (C-4.5.2). What either of them
//! does not say is unknown, and never a refusal.

use std::cmp::Ordering;

use crate::library::standard::Standard;
use base::decimal::DecimalText;
use base::unit::Unit;
use measurement::method::MeasuringRange;
use measurement::method::{Covers, Form, Point, Slot};

/// What is known of a requirement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Met {
    /// It is kept.
    Yes,
    /// It is not kept.
    No,
    /// One of the two does not say.
    Unknown,
}

/// How a standard fits into a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fitness {
    /// Whether the slot takes its kind.
    pub kind: Met,
    /// Whether it covers what it must: any of the points, where it is to cover points; several standards can share them.
    pub range: Met,
}

impl Fitness {
    /// Whether nothing stands against it.
    pub fn possible(self) -> bool {
        self.kind != Met::No && self.range != Met::No
    }

    /// Whether everything is known, and kept.
    pub fn certain(self) -> bool {
        self.kind == Met::Yes && self.range == Met::Yes
    }
}

/// How a standard fits into a slot of a form.
pub fn of(form: &Form, slot: &Slot, standard: &Standard) -> Fitness {
    Fitness { kind: kind(slot, standard), range: range(form, slot, standard) }
}

/// Whether the slot takes this kind of standard.
pub fn kind(slot: &Slot, standard: &Standard) -> Met {
    if slot.kinds.is_empty() || standard.kind.trim().is_empty() {
        return Met::Unknown;
    }
    if slot.kinds.iter().any(|kind| kind.trim() == standard.kind.trim()) { Met::Yes } else { Met::No }
}

fn range(form: &Form, slot: &Slot, standard: &Standard) -> Met {
    match &slot.covers {
        None => Met::Unknown,
        Some(Covers::Nothing) => Met::Yes,
        Some(_) if standard.ranges.is_empty() => Met::Unknown,
        Some(Covers::Range(needed)) => met(covered(&standard.ranges, needed)),
        Some(Covers::Points) => met(form.points.is_empty() || form.points.iter().any(|point| holds(&standard.ranges, point))),
    }
}

/// Whether a reading at a point can be taken with a standard in a slot. A range of the slot's own was asked for when the standard
/// was put in.
pub fn at(slot: &Slot, point: &Point, standard: &Standard) -> Met {
    match &slot.covers {
        None => Met::Unknown,
        Some(Covers::Points) if standard.ranges.is_empty() => Met::Unknown,
        Some(Covers::Points) => met(holds(&standard.ranges, point)),
        Some(Covers::Range(_) | Covers::Nothing) => Met::Yes,
    }
}

/// The points of a form that a standard in a slot does not cover, in their order.
pub fn uncovered<'f>(form: &'f Form, slot: &Slot, standard: &Standard) -> Vec<&'f Point> {
    form.points.iter().filter(|point| at(slot, point, standard) == Met::No).collect()
}

const fn met(holds: bool) -> Met {
    if holds { Met::Yes } else { Met::No }
}

fn holds(ranges: &[MeasuringRange], point: &Point) -> bool {
    ranges.iter().any(|range| reaches(range, &point.nominal, point.unit))
}

/// Whether one of the ranges holds both ends of this one.
pub fn covered(ranges: &[MeasuringRange], needed: &MeasuringRange) -> bool {
    ranges.iter().any(|range| reaches(range, &needed.low, needed.unit) && reaches(range, &needed.high, needed.unit))
}

/// Whether a value lies within a range, ends included; a value of another quantity never does.
fn reaches(range: &MeasuringRange, value: &DecimalText, unit: Unit) -> bool {
    let from = compare((&range.low, range.unit), (value, unit));
    let to = compare((value, unit), (&range.high, range.unit));
    [from, to].iter().all(|order| order.is_some_and(Ordering::is_le))
}

/// The order of two values with their units; decimal, so that an end belongs to its range in every unit. `None` for two quantities.
pub fn compare((a, of_a): (&DecimalText, Unit), (b, of_b): (&DecimalText, Unit)) -> Option<Ordering> {
    let decimal = || Some(of_a.convert(a.to_decimal()?, of_b)?.cmp(&b.to_decimal()?));
    // What 28 digits do not hold is compared in binary.
    decimal().or_else(|| of_a.convert_f64(a.to_f64(), of_b)?.partial_cmp(&b.to_f64()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::edition::Edition;
    use crate::order::tests::example::{edition, standard};

    fn decimal(text: &str) -> DecimalText {
        DecimalText::parse(text).unwrap()
    }

    fn ranged(low: &str, high: &str, unit: &str) -> MeasuringRange {
        MeasuringRange { low: decimal(low), high: decimal(high), unit: Unit::find(unit).unwrap() }
    }

    fn with(kind: &str, ranges: &[MeasuringRange]) -> Standard {
        Standard { kind: kind.to_owned(), ranges: ranges.to_vec(), ..standard() }
    }

    fn form(nominals: &[(&str, &str)]) -> Form {
        let point = |(n, (nominal, unit)): (usize, &(&str, &str))| Point {
            key: n.to_string(),
            nominal: decimal(nominal),
            unit: Unit::find(unit).unwrap(),
            label: Default::default(),
            parameters: Vec::new(),
        };
        Form { points: nominals.iter().enumerate().map(point).collect(), ..edition().form }
    }

    fn slot(kinds: &[&str], covers: Option<Covers>) -> Slot {
        Slot { kinds: kinds.iter().map(|kind| (*kind).to_owned()).collect(), covers, ..edition().form.slots[0].clone() }
    }

    /// C-4.5.2
    #[test]
    fn a_slot_takes_its_kinds_and_what_nobody_said_is_unknown() {
        let takes = |kinds: &[&str], of: &str| kind(&slot(kinds, None), &with(of, &[]));
        assert_eq!(takes(&["gauge_blocks"], "gauge_blocks"), Met::Yes);
        assert_eq!(takes(&["gauge_blocks", "step_gauge"], "step_gauge "), Met::Yes);
        assert_eq!(takes(&["gauge_blocks"], "torque_transducer"), Met::No);
        assert_eq!(takes(&[], "torque_transducer"), Met::Unknown);
        assert_eq!(takes(&["gauge_blocks"], " "), Met::Unknown);
    }

    /// C-4.5.2: ends belong to the range, in every unit; another quantity is out of every range.
    #[test]
    fn a_standard_covers_points_by_its_ranges_as_data() {
        let points = form(&[("0.5", "mm"), ("150", "mm"), ("20", "cm"), ("1", "V")]);
        let slot = slot(&["any"], Some(Covers::Points));
        let left = |ranges: &[MeasuringRange]| {
            let standard = with("any", ranges);
            uncovered(&points, &slot, &standard).iter().map(|point| point.key.clone()).collect::<Vec<_>>()
        };
        assert_eq!(left(&[ranged("500", "150000", "µm")]), ["2", "3"]);
        assert_eq!(left(&[ranged("0.501", "0.2", "m")]), ["0", "1", "2", "3"], "crossed ends hold nothing");
        assert_eq!(left(&[ranged("0.5", "1", "mm"), ranged("100", "200", "mm"), ranged("-1", "1", "V")]), Vec::<String>::new());
        assert_eq!(left(&[]), Vec::<String>::new(), "nobody said");
        assert_eq!(of(&points, &slot, &with("any", &[])).range, Met::Unknown);
        assert_eq!(of(&points, &slot, &with("any", &[ranged("0", "1", "mm")])).range, Met::Yes, "one point is enough to be put in");
        assert_eq!(of(&points, &slot, &with("any", &[ranged("0", "1", "MPa")])).range, Met::No);
    }

    #[test]
    fn temperatures_are_compared_as_temperatures() {
        let points = form(&[("0", "°C"), ("100", "°C")]);
        let slot = slot(&["any"], Some(Covers::Points));
        let kelvin = with("any", &[ranged("273.15", "373.15", "K")]);
        assert!(uncovered(&points, &slot, &kelvin).is_empty());
        assert_eq!(uncovered(&points, &slot, &with("any", &[ranged("0", "100", "K")])).len(), 2);
    }

    #[test]
    fn a_range_of_its_own_is_covered_whole() {
        let of_own = |ranges: &[MeasuringRange]| {
            let own = slot(&["any"], Some(Covers::Range(ranged("10", "40", "°C"))));
            of(&edition().form, &own, &with("any", ranges)).range
        };
        assert_eq!(of_own(&[ranged("0", "50", "°C")]), Met::Yes);
        assert_eq!(of_own(&[ranged("0", "30", "°C"), ranged("20", "50", "°C")]), Met::No, "no single range holds it");
        assert_eq!(of_own(&[]), Met::Unknown);
        assert_eq!(of(&edition().form, &slot(&["any"], Some(Covers::Nothing)), &with("any", &[])).range, Met::Yes);
    }

    #[test]
    fn what_earlier_entries_do_not_say_reads_as_unknown() {
        let old: Edition = serde_json::from_value(serde_json::to_value(edition()).unwrap()).unwrap();
        assert!(!old.says_more() && !standard().says_more());
        assert_eq!(of(&old.form, &old.form.slots[0], &standard()), Fitness { kind: Met::Unknown, range: Met::Unknown });
        assert!(!of(&old.form, &old.form.slots[0], &standard()).certain() && of(&old.form, &old.form.slots[0], &standard()).possible());
    }
}
