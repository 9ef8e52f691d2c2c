//! Records of the same work that were given up with readings in them: results are not chosen by beginning again (C-5.5.3).

use crate::conditions::{Attached, Basis, Spot};
use crate::id::Id;
use crate::record::{Record, path, site};

/// Milliseconds between two records of an item within which they are of one piece of work, whatever order they belong to.
const ABOUT_THE_TIME: u64 = 31 * 86_400_000;

/// Another record of the same work that is given up, and had readings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenUp {
    /// Which.
    pub record: Id<Record>,
    /// Readings that it has.
    pub readings: usize,
    /// Why it was given up.
    pub reason: String,
}

impl GivenUp {
    /// The other record, where it is given up, was of the same work and had readings. Each comes with the line it was put under.
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

/// Readings of the same work stand in a record that was given up.
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

    /// The sample's like, given up.
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

    // C-5.5.3: nothing was read, or it is another item's, or it is not given up.
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
