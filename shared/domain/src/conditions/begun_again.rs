//! Other records of the same work in which readings were taken: results are not chosen by starting again (C-5.5.3). One that was
//! given up is found, and so is one that was left open, under whatever other order it was put, or one that has a certificate of its own.

use crate::conditions::basis::{Basis, Spot};
use crate::conditions::facts::Attached;
use crate::conditions::facts::OtherCertified;
use crate::conditions::facts::OtherStart;
use crate::item::twice;
use crate::record::{Record, RecordStatus, path, site};
use base::id::OrderId;

/// Two records of an item that began within this many milliseconds of each other count as the same work, whatever their orders.
const ABOUT_THE_TIME: u64 = 31 * 86_400_000;

impl OtherStart {
    /// `other` as another start of the same work, if it is one. Each record comes with the order line the office put it under, if
    /// any. An open record under the same order is not one: a twin under the same line is found elsewhere (`stated`), and another
    /// line is other work. Nor is one that was opened again for a correction case.
    pub fn beside((record, under): (&Record, Option<Attached>), (other, its): (&Record, Option<Attached>)) -> Option<Self> {
        let given_up = other.abandoned.as_ref().map(|given_up| given_up.what.reason.clone());
        let same_task = record.opened.task.is_some() && record.opened.task == other.opened.task;
        let same_order = order_of(record, under).is_some_and(|of| order_of(other, its) == Some(of));
        let same_agreed = same_task || same_order;
        let left_open = !same_agreed && other.status != RecordStatus::Checked && other.reopened.is_empty();
        let about_then = about_then(record, other);
        let is_other = other.id != record.id && is_same_item(record, other);
        let readings = site::readings(other).count();
        let same = is_other && readings > 0 && (given_up.is_some() || left_open) && (same_agreed || about_then);
        same.then_some(Self { record: other.id, readings, given_up })
    }
}

/// The order of a record, with the line that the office put it under, if any.
pub fn order_of(record: &Record, under: Option<Attached>) -> Option<OrderId> {
    record.opened.order.as_ref().map(|order| order.id).or_else(|| under.map(|under| under.order))
}

/// Whether two records are of one item: by its entry, or under two entries that may describe one instrument, as the records state it.
fn is_same_item(record: &Record, other: &Record) -> bool {
    let (own, its) = (&record.opened.item, &other.opened.item);
    own.id == its.id || twice::may_be_one(&own.item, &its.item)
}

impl OtherCertified {
    /// `other`, which has the certificate of this number, if it is of the same item and began about the same time as the record.
    pub fn beside(record: &Record, other: &Record, number: &str) -> Option<Self> {
        let same = other.id != record.id && is_same_item(record, other) && about_then(record, other);
        same.then(|| Self { record: other.id, number: number.to_owned() })
    }
}

/// Whether two records began within [`ABOUT_THE_TIME`] of each other.
fn about_then(record: &Record, other: &Record) -> bool {
    let began = |record: &Record| record.opened_at.plus_millis(record.opened_offset);
    began(record).millis_since(began(other)).unsigned_abs() <= ABOUT_THE_TIME
}

/// Another record of the item by the same service, begun about the same time, has a certificate: of two results, the customer has the
/// other one too. Of the same order line it would be refused; once this record has a certificate, a case corrects that.
pub(super) fn certified_beside(basis: &Basis<'_>) -> Vec<Spot> {
    let Some(office) = basis.office.filter(|office| !office.issued) else { return Vec::new() };
    let is_twin = |of: &OtherCertified| office.twins.iter().any(|twin| twin.record == of.record);
    let others = office.certified.iter().filter(|of| !is_twin(of));
    others.map(|of| Spot::at(path::WHOLE).with("number", &of.number).settled_at("records", of.record)).collect()
}

/// Readings of the same work were taken in a record that was then given up.
pub(super) fn given_up(basis: &Basis<'_>) -> Vec<Spot> {
    let spot = |of: &OtherStart| of.given_up.as_ref().map(|reason| at(of).with("reason", reason));
    others(basis).filter_map(spot).collect()
}

/// Readings of the same work were taken in a record that belongs to no order, or to another one, and is still open.
pub(super) fn left_open(basis: &Basis<'_>) -> Vec<Spot> {
    others(basis).filter(|of| of.given_up.is_none()).map(at).collect()
}

fn others<'b>(basis: &Basis<'b>) -> impl Iterator<Item = &'b OtherStart> + use<'b> {
    basis.office.into_iter().flat_map(|office| &office.other_starts)
}

fn at(of: &OtherStart) -> Spot {
    Spot::at(path::WHOLE).with("readings", of.readings).settled_at("records", of.record)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::certificate::tests::samples;
    use crate::conditions::act::{Act, Weight};
    use crate::conditions::facts::Twin;
    use crate::record::office::Office;
    use crate::record::{ReopenedEntry, Signed};

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
        let beside = |other: &Record| OtherStart::beside((&record, None), (other, None)).map(|found| (found.readings, found.given_up));
        let told = Some((1, Some("the wrong method".to_owned())));
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
        assert!(OtherStart::beside((&record, None), (&elsewhere(300), under)).is_some(), "put under the same order");
        let own = Record { id: samples::id(94), ..elsewhere(300) };
        assert!(OtherStart::beside((&own, under), (&given_up(), None)).is_some());
        let mut of_task = elsewhere(300);
        let mut own = samples::record();
        (own.opened.order, own.opened.task, of_task.opened.task) = (None, Some(samples::id(92)), Some(samples::id(92)));
        assert!(OtherStart::beside((&own, None), (&of_task, None)).is_some(), "of the same task");
    }

    // C-5.4.2, C-5.5.3: two lines or two orders for one item give no two results to choose from, unasked.
    #[test]
    fn a_record_of_the_same_item_about_the_same_time_that_has_a_certificate_is_found() {
        let record = samples::record();
        let later = |days: i64| {
            let other = samples::record();
            Record { id: samples::id(90), opened_at: other.opened_at.plus_millis(days * 86_400_000), ..other }
        };
        let beside = |other: &Record| OtherCertified::beside(&record, other, "EC2026-00001").map(|found| found.number);
        for (days, found) in [(0, true), (31, true), (-31, true), (32, false), (-32, false)] {
            assert_eq!(beside(&later(days)).is_some(), found, "{days}");
        }
        let mut elsewhere = later(0);
        elsewhere.opened.item.id = samples::id(93);
        // Entered a second time, for whatever customer, it is the same instrument.
        (elsewhere.opened.item.item.customer, elsewhere.opened.item.item.serial_number) = (samples::id(97), "77-41".to_owned());
        assert!(beside(&elsewhere).is_some());
        elsewhere.opened.item.item.manufacturer = "Mitutoyo Measuring Instruments".to_owned();
        assert!(beside(&elsewhere).is_none(), "of another customer, another maker's");
        elsewhere.opened.item.item.customer = record.opened.item.item.customer;
        assert!(beside(&elsewhere).is_some(), "of this customer, the maker's name is written in more than one way");
        elsewhere.opened.item.item.serial_number = "7742".to_owned();
        assert_eq!([beside(&elsewhere), beside(&record)], [None, None], "another item, or the record itself");
    }

    #[test]
    fn another_certificate_of_the_item_is_asked_of_the_signatory_once() {
        let (record, facts) = (samples::record(), crate::record::facts::Facts::default());
        let found = |act: Act, office: &Office| {
            let (who, at, today) = (samples::id(samples::SIGNATORY), base::time::Instant(i64::MAX), samples::TODAY);
            let basis = Basis { act, record: &record, facts: &facts, visit: None, office: Some(office), who, at, today };
            let all = crate::conditions::unmet(&basis).into_iter().filter(|unmet| unmet.code == "item_certified_before");
            all.map(|unmet| unmet.weight).collect::<Vec<_>>()
        };
        let other = OtherCertified { record: samples::id(90), number: "EC2026-00001".to_owned() };
        let office = Office { certified: vec![other.clone()], ..Office::default() };
        assert_eq!([found(Act::Check, &office), found(Act::Issue, &office)], [[Weight::Shows], [Weight::Asks]]);
        let twin = Twin { record: other.record, certificate: other.number, instead_of: None };
        assert_eq!(found(Act::Issue, &Office { twins: vec![twin], ..office.clone() }), [], "of the same line it is refused");
        assert_eq!(found(Act::Issue, &Office { issued: true, ..office }), [], "its own certificate is corrected by a case");
    }

    // C-5.5.3: no readings, another item, or the record itself.
    #[test]
    fn what_shows_no_choice_of_readings_is_not_found() {
        let record = samples::record();
        let another = |other: &mut Record| {
            (other.opened.item.id, other.opened.item.item.serial_number) = (samples::id(93), "7742".to_owned());
        };
        let changed: [fn(&mut Record); 3] = [|other| other.cells.clear(), another, |other| other.id = samples::record().id];
        for (n, change) in changed.into_iter().enumerate() {
            let mut other = given_up();
            change(&mut other);
            assert_eq!(OtherStart::beside((&record, None), (&other, None)), None, "{n}");
        }
    }

    // C-5.5.3: leaving the worse record open, without an order or under another one, is the same as giving it up.
    #[test]
    fn a_record_of_the_same_work_that_was_left_open_is_found_under_whatever_other_order() {
        let left = || {
            let mut other = Record { abandoned: None, ..given_up() };
            (other.status, other.opened.order, other.opened.task) = (RecordStatus::Draft, None, None);
            other
        };
        let found = |other: &Record, its| OtherStart::beside((&samples::record(), None), (other, its));
        let told = Some((1, None));
        let ways: [fn(&mut Record); 4] = [
            |_| (),
            |other| other.status = RecordStatus::Submitted,
            |other| other.opened.task = Some(samples::id(92)),
            |other| {
                other.opened.order = samples::record().opened.order;
                other.opened.order.iter_mut().for_each(|order| order.id = samples::id(95));
            },
        ];
        for (n, change) in ways.into_iter().enumerate() {
            let mut other = left();
            change(&mut other);
            assert_eq!(found(&other, None).map(|found| (found.readings, found.given_up)), told, "{n}");
        }
        let mut twice = left();
        twice.opened.item.id = samples::id(93);
        assert_eq!(found(&twice, None).map(|found| found.readings), Some(1), "under another entry of the instrument");
        twice.opened.item.item.manufacturer = "Tesa".to_owned();
        assert!(found(&twice, None).is_some(), "of this customer, it may be the same");
        twice.opened.item.item.serial_number = "7742".to_owned();
        assert_eq!(found(&twice, None), None, "another instrument");
        let under = |order| Some(Attached { order, line: 0 });
        assert!(found(&left(), under(samples::id(95))).is_some(), "put under an order of its own");
        let own = samples::record().opened.order.unwrap().id;
        assert_eq!(found(&left(), under(own)), None, "a twin of the order");
        let reopened = samples::parse::<Signed<ReopenedEntry>>(serde_json::json!({"event": samples::id::<()>(91),
            "by": samples::id::<()>(1), "at": 0, "case": samples::id::<()>(96), "reason": "r"}));
        let again = Record { reopened: vec![reopened], ..left() };
        assert_eq!(found(&again, None), None, "it has a certificate");
        let changed: [fn(&mut Record); 3] = [
            |other| other.status = RecordStatus::Checked,
            |other| other.opened.order = samples::record().opened.order,
            |other| other.opened_at = other.opened_at.plus_millis(32 * 86_400_000),
        ];
        for (n, change) in changed.into_iter().enumerate() {
            let mut other = left();
            change(&mut other);
            assert_eq!(found(&other, None), None, "{n}");
        }
    }
}
