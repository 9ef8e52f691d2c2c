//! Records of the same work that were given up after readings had been taken: results are not chosen by starting again (C-5.5.3).

use crate::conditions::{Attached, Basis, Spot};
use crate::id::Id;
use crate::record::{Record, path, site};

/// Two records of an item that began within this many milliseconds of each other count as the same work, whatever their orders.
const ABOUT_THE_TIME: u64 = 31 * 86_400_000;

/// A record of the same work that was given up after readings had been taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenUp {
    /// The record.
    pub record: Id<Record>,
    /// How many readings it has.
    pub readings: usize,
    /// Why it was given up.
    pub reason: String,
}

impl GivenUp {
    /// `other` as a given-up record of the same work, if it is one. Each record comes with the order line the office put it under,
    /// if any.
    pub fn beside((record, under): (&Record, Option<Attached>), (other, its): (&Record, Option<Attached>)) -> Option<Self> {
        let given_up = other.abandoned.as_ref()?;
        let order = |record: &Record, under: Option<Attached>| {
            record.opened.order.as_ref().map(|order| order.id).or_else(|| under.map(|under| under.order))
        };
        let same_task = record.opened.task.is_some() && record.opened.task == other.opened.task;
        let same_order = order(record, under).is_some_and(|of| order(other, its) == Some(of));
        let began = |record: &Record| record.opened_at.plus_millis(record.opened_offset);
        let about_then = began(record).millis_since(began(other)).unsigned_abs() <= ABOUT_THE_TIME;
        let is_other = other.id != record.id && other.opened.item.id == record.opened.item.id;
        let readings = site::readings(other).count();
        let same = is_other && readings > 0 && (same_task || same_order || about_then);
        same.then(|| Self { record: other.id, readings, reason: given_up.what.reason.clone() })
    }
}

/// Readings of the same work were taken in a record that was then given up.
pub(super) fn beside(basis: &Basis<'_>) -> Vec<Spot> {
    let found = basis.office.into_iter().flat_map(|office| &office.given_up);
    let spot =
        |of: &GivenUp| Spot::at(path::WHOLE).with("readings", of.readings).with("reason", &of.reason).settled_at("records", of.record);
    found.map(spot).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::certificate::tests::samples;

    /// A record like the sample, given up.
    fn given_up() -> Record {
        let mut other = samples::record();
        other.id = samples::id(90);
        other.abandoned = Some(samples::parse(serde_json::json!({"event": samples::id::<()>(91), "by": samples::id::<()>(1), "at": 0,
            "reason": "the wrong method"})));
        other
    }

    // C-5.5.3
    #[test]
    fn a_record_of_the_same_work_that_was_given_up_with_readings_is_found() {
        let record = samples::record();
        let beside = |other: &Record| GivenUp::beside((&record, None), (other, None)).map(|found| (found.readings, found.reason));
        let told = Some((1, "the wrong method".to_owned()));
        assert_eq!(beside(&given_up()), told);
        let later = |days: i64| {
            let mut other = given_up();
            other.opened_at = other.opened_at.plus_millis(days * 86_400_000);
            other
        };
        assert_eq!(beside(&later(300)), told, "of the same order, however long it lasts");
        let elsewhere = |days: i64| {
            let mut other = later(days);
            other.opened.order = None;
            other
        };
        for (days, expected) in [(0, told.clone()), (31, told.clone()), (-31, told.clone()), (32, None), (-300, None)] {
            assert_eq!(beside(&elsewhere(days)), expected, "{days}");
        }
        let order = record.opened.order.as_ref().unwrap().id;
        let under = Some(Attached { order, line: 0 });
        assert!(GivenUp::beside((&record, None), (&elsewhere(300), under)).is_some(), "put under the same order");
        let own = Record { id: samples::id(94), ..elsewhere(300) };
        assert!(GivenUp::beside((&own, under), (&given_up(), None)).is_some());
        let mut of_task = elsewhere(300);
        let mut own = samples::record();
        (own.opened.order, own.opened.task, of_task.opened.task) = (None, Some(samples::id(92)), Some(samples::id(92)));
        assert!(GivenUp::beside((&own, None), (&of_task, None)).is_some(), "of the same task");
    }

    // C-5.5.3: no readings, another item, not given up, or the record itself.
    #[test]
    fn what_shows_no_choice_of_readings_is_not_found() {
        let record = samples::record();
        let changed: [fn(&mut Record); 4] = [
            |other| other.cells.clear(),
            |other| other.opened.item.id = samples::id(93),
            |other| other.abandoned = None,
            |other| other.id = samples::record().id,
        ];
        for (n, change) in changed.into_iter().enumerate() {
            let mut other = given_up();
            change(&mut other);
            assert_eq!(GivenUp::beside((&record, None), (&other, None)), None, "{n}");
        }
    }
}
