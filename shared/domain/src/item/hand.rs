//! Whose hands an item is in: only who has to do with it says on site what it is (C-5.3.3).

use crate::access::Role;
use crate::event::Event;
use crate::event::body::Body;
use crate::item::Hand;
use crate::item::fold::ItemState;
use crate::item::rule::ItemRefusal;
use crate::record::facts::Facts;
use crate::record::{Record, RecordStatus};
use crate::register::versions::Versions;
use crate::visit::rule::{day_at, goes, is_near};
use base::id::{CustomerId, ItemId};
use base::time::Instant;

/// What is known beside the registers.
#[derive(Debug, Clone, Copy)]
pub struct Around<'a> {
    /// Facts of the registers.
    pub facts: &'a Facts,
    /// What was found out about the item so far.
    pub state: &'a ItemState,
    /// When the event was made, corrected by the clock's offset.
    pub when: Instant,
}

/// Whether the author has to do with the item: calibrates it, has a task for it, or is on a visit to its customer about the day. The
/// office changes items at its desk as well. A tablet asks it only of an item that is found: it does not know everybody's records.
///
/// # Errors
/// The item is in other hands.
pub fn decide<'r>(around: &Around<'_>, records: impl IntoIterator<Item = &'r Record>, event: &Event) -> Result<(), ItemRefusal> {
    let (facts, item, who) = (around.facts, ItemId::from_uuid(event.stream.id), event.author);
    let office = facts.person(who).is_some_and(|person| person.roles.contains(&Role::Office));
    let holds = |hand: &Hand| hand.person == who && hand.until.is_none_or(|until| around.when <= until);
    let in_hand = facts.in_hand.get(&item).is_some_and(|hands| hands.iter().any(holds));
    let calibrates = |record: &Record| {
        let goes_on = !matches!(record.status, RecordStatus::Checked | RecordStatus::Abandoned);
        goes_on && record.opened.item.id == item && record.is_calibrated_by(who)
    };
    if office || in_hand || records.into_iter().any(calibrates) || is_on_visit(around, item, event) {
        Ok(())
    } else {
        Err(ItemRefusal::OtherHands)
    }
}

fn is_on_visit(around: &Around<'_>, item: ItemId, event: &Event) -> bool {
    let facts = around.facts;
    let customers = owners(around, item, event);
    facts.visits.iter().any(|(id, visit)| {
        let here = |version: &crate::visit::Visit| {
            customers.contains(&version.customer) && is_near(version.day, day_at(facts, version, around.when))
        };
        visit.all().any(here) && goes(facts, (*id, visit), event.author)
    })
}

/// Whose the item is, or ever was.
fn owners(around: &Around<'_>, item: ItemId, event: &Event) -> Vec<CustomerId> {
    let known = around.facts.items.get(&item).into_iter().flat_map(Versions::all);
    let found = match &event.body {
        Body::ItemFound(found) => Some(&**found),
        _ => None,
    };
    known.chain(around.state.found.as_deref()).chain(found).map(|item| item.customer).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use uuid::Uuid;

    use super::*;
    use crate::event::{Hash, Stream};
    use crate::visit::Visit;
    use base::id::Id;

    /// 2026-11-20T01:00Z, nine in the morning in Shanghai.
    const MORNING: i64 = 1_795_136_400_000;
    const DAY: i64 = 86_400_000;

    fn id<K>(n: u128) -> Id<K> {
        Id::from_uuid(Uuid::from_u128(n))
    }

    fn read<T: serde::de::DeserializeOwned>(value: Value) -> T {
        serde_json::from_value(value).unwrap()
    }

    /// Item 30 of customer 4; person 1 calibrates, person 6 is of the office.
    fn facts() -> Facts {
        let name = json!({"zh": "某", "en": "Somebody"});
        let mut facts = Facts::default();
        for (n, role) in [(1, "calibrator"), (6, "office")] {
            let person = json!({"name": name, "sign_in": "s", "title_level": "senior", "active": true, "roles": [role]});
            facts.people.insert(id(n), Versions::always(read(person)));
        }
        let item = json!({"customer": Uuid::from_u128(4), "identification": "I", "name": name, "model": "", "manufacturer": "",
            "serial_number": "1"});
        facts.items.insert(id(30), Versions::always(read(item)));
        facts.offsets.insert(id(5), 480);
        facts
    }

    /// Facts with a visit of person 1 to a customer, planned for these days.
    fn with_visit(customer: u128, days: &[&str]) -> Facts {
        let mut facts = facts();
        let planned = |(n, day): (usize, &&str)| {
            let visit = json!({"number": "V", "customer": Uuid::from_u128(customer), "place": Uuid::from_u128(5), "day": day,
                "people": [Uuid::from_u128(1)], "standards": []});
            (Instant(i64::try_from(n).unwrap()), read::<Visit>(visit))
        };
        facts.visits.insert(id(50), Versions::of(days.iter().enumerate().map(planned).collect()).unwrap());
        facts
    }

    fn with_hand(person: u128, until: Option<i64>) -> Facts {
        let mut facts = facts();
        facts.in_hand.insert(id(30), vec![Hand { person: id(person), until: until.map(Instant) }]);
        facts
    }

    fn asked(facts: &Facts, who: u128, body: Body) -> Result<(), ItemRefusal> {
        let (device, prev, at) = (id(9), Hash::ZERO, Instant(MORNING));
        let event =
            Event { v: 1, id: id(1), device, device_seq: 0, prev, stream: Stream::item(id(30)), author: id(who), at, elapsed: 0, body };
        decide(&Around { facts, state: &ItemState::default(), when: at }, [], &event)
    }

    fn corrects(facts: &Facts, who: u128) -> Result<(), ItemRefusal> {
        asked(facts, who, Body::ItemCorrected { field: "model".to_owned(), before: String::new(), after: "b".to_owned() })
    }

    /// C-5.3.3
    #[test]
    fn only_who_has_to_do_with_an_item_says_what_it_is() {
        let refused = Err(ItemRefusal::OtherHands);
        assert_eq!(corrects(&facts(), 1), refused);
        assert_eq!(corrects(&facts(), 6), Ok(()), "the office changes items at its desk too");
        for (days, counts) in [
            (["2026-11-20", "2026-11-20"], true),
            (["2026-11-19", "2026-11-19"], true),
            (["2026-11-21", "2026-11-21"], true),
            (["2026-11-20", "2026-11-28"], true),
            (["2026-11-18", "2026-11-18"], false),
            (["2026-11-22", "2026-11-28"], false),
        ] {
            assert_eq!(corrects(&with_visit(4, &days), 1).is_ok(), counts, "{days:?}");
            assert_eq!(corrects(&with_visit(4, &days), 3), refused, "somebody else's visit");
            assert_eq!(corrects(&with_visit(8, &days), 1), refused, "a visit to another customer");
        }
        // Who calibrates on the visit, planned or not.
        let mut beside = with_visit(4, &["2026-11-20"]);
        beside.on_visit.entry(id(50)).or_default().insert(id(3));
        assert_eq!(corrects(&beside, 3), Ok(()));
        // By a task or a record, while it goes on; what was seen before may come later.
        for (until, counts) in [(None, true), (Some(MORNING), true), (Some(MORNING + DAY), true), (Some(MORNING - 1), false)] {
            assert_eq!(corrects(&with_hand(1, until), 1).is_ok(), counts, "{until:?}");
        }
        assert_eq!(corrects(&with_hand(2, None), 1), refused, "in somebody else's hands");
    }

    /// C-5.3.3: by a record of the item that comes in the same exchange, while it goes on.
    #[test]
    fn who_calibrates_an_item_says_what_it_is_until_the_record_is_over() {
        let decided = |of: u128, status: RecordStatus, other: bool| {
            let mut record = crate::certificate::tests::samples::record();
            (record.opened.item.id, record.status) = (id(of), status);
            let author = if other { id(1) } else { record.calibrators[0].person };
            let (facts, device, prev, at) = (facts(), id(9), Hash::ZERO, Instant(MORNING));
            let body = Body::ItemCorrected { field: "model".to_owned(), before: String::new(), after: "b".to_owned() };
            let event = Event { v: 1, id: id(1), device, device_seq: 0, prev, stream: Stream::item(id(30)), author, at, elapsed: 0, body };
            decide(&Around { facts: &facts, state: &ItemState::default(), when: at }, [&record], &event).is_ok()
        };
        use RecordStatus::{Abandoned, Checked, Draft, Reopened, Returned, Submitted};
        for (status, goes_on) in
            [(Draft, true), (Submitted, true), (Returned, true), (Reopened, true), (Checked, false), (Abandoned, false)]
        {
            assert_eq!(decided(30, status, false), goes_on, "{status:?}");
            assert!(!decided(31, status, false), "a record of another item, {status:?}");
            assert!(!decided(30, status, true), "somebody else's record, {status:?}");
        }
    }

    /// C-5.3.3, C-5.1.2
    #[test]
    fn an_item_is_found_at_the_customer_who_is_visited() {
        let found = |facts: &Facts| {
            let item = facts.items[&id(30)].latest().clone();
            let mut before = facts.clone();
            before.items.clear();
            asked(&before, 1, Body::ItemFound(Box::new(item)))
        };
        assert_eq!(found(&with_visit(4, &["2026-11-20"])), Ok(()));
        assert_eq!(found(&with_visit(8, &["2026-11-20"])), Err(ItemRefusal::OtherHands));
        assert_eq!(found(&facts()), Err(ItemRefusal::OtherHands));
    }
}
