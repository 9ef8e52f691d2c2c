//! The record that another one says it takes the place of: begun again, and not simply recorded twice (C-5.5.3).

use crate::conditions::basis::{Basis, Spot};
use crate::record::{Record, RecordStatus};

/// Whether a record names one that it cannot take the place of; `other` is the one named, where there is such a record. A record takes
/// the place of one of the same item that was given up, or that the checker has returned.
pub fn is_misnamed(record: &Record, other: Option<&Record>) -> bool {
    let fits = |other: &Record| {
        let ended = other.abandoned.is_some() || other.status == RecordStatus::Returned;
        other.id != record.id && other.opened.item.id == record.opened.item.id && ended
    };
    record.opened.instead_of.is_some() && !other.is_some_and(fits)
}

/// The record says that it replaces another one, and does not.
pub(super) fn misnamed(basis: &Basis<'_>) -> Vec<Spot> {
    let named = basis.record.opened.instead_of.filter(|_| basis.office.is_some_and(|office| office.misnamed));
    named.map(|named| Spot::default().settled_at("records", named)).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::certificate::tests::samples;

    // C-5.5.3
    #[test]
    fn a_record_takes_the_place_of_one_of_its_item_that_was_given_up_or_returned() {
        let own = Record { id: samples::id(94), ..samples::record() };
        let ended = || {
            let mut other = samples::record();
            other.abandoned = Some(samples::parse(serde_json::json!({"event": samples::id::<()>(91), "by": samples::id::<()>(1), "at": 0,
                "reason": "the wrong method"})));
            other
        };
        assert!(!is_misnamed(&own, None), "it names none");
        let naming = |other: Option<&Record>| {
            let mut own = own.clone();
            own.opened.instead_of = Some(samples::record().id);
            is_misnamed(&own, other)
        };
        assert!(!naming(Some(&ended())));
        let returned = Record { abandoned: None, status: RecordStatus::Returned, ..ended() };
        assert!(!naming(Some(&returned)));
        assert!(naming(None), "there is no such record");
        let open = Record { abandoned: None, status: RecordStatus::Draft, ..ended() };
        assert!(naming(Some(&open)));
        let issued = Record { abandoned: None, status: RecordStatus::Checked, ..ended() };
        assert!(naming(Some(&issued)));
        let mut of_another = ended();
        of_another.opened.item.id = samples::id(93);
        assert!(naming(Some(&of_another)));
        assert!(naming(Some(&Record { id: own.id, ..ended() })), "itself");
    }
}
