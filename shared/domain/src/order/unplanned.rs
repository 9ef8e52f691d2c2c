//! What was found on site and nobody had planned: the review that follows sees what it is about (C-5.1.2).

use crate::order::noted::Unplanned;
use crate::order::{Order, OrderStatus};
use base::id::ItemId;
use base::time::Instant;

/// Most that is noted at an order until it is reviewed; by then the review looks at the whole visit.
const MOST: usize = 200;

/// Whether an order's review is told, or was, of what became of an item at a moment (C-5.1.2, C-5.3.3).
pub fn is_told(order: &Order, item: ItemId, at: Instant) -> bool {
    let waits = order.status == OrderStatus::ReviewAgain;
    let reviewed = order.review.iter().flat_map(|review| &review.unplanned);
    let waiting = order.unplanned.iter().any(|noted| noted.what.item() == item && (waits || noted.at >= at));
    waiting || reviewed.into_iter().any(|noted| noted.what.item() == item && noted.at >= at)
}

/// The order with what was found noted at it, and open for review again; `None` where that changes nothing.
#[must_use]
pub fn noted(order: &Order, found: Unplanned) -> Option<Order> {
    let reviewed = matches!(order.status, OrderStatus::Accepted | OrderStatus::ReviewAgain);
    let known = order.unplanned.iter().any(|noted| noted.what == found.what);
    if !reviewed || known || order.unplanned.len() >= MOST {
        return None;
    }
    let mut order = order.clone();
    order.status = OrderStatus::ReviewAgain;
    order.unplanned.push(found);
    Some(order)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::noted::{Ability, Outcome, What};
    use crate::order::review::{Reviewing, edited, review};
    use crate::order::tests::example::{id, order};

    fn found(item: u128) -> Unplanned {
        Unplanned { what: What::ItemFound { item: id(item) }, by: id(7), at: Instant(5) }
    }

    /// C-5.1.2
    #[test]
    fn what_was_found_opens_an_accepted_order_again_and_says_what_it_was() {
        let once = noted(&order(), found(20)).unwrap();
        assert_eq!((once.status, once.unplanned.len()), (OrderStatus::ReviewAgain, 1));
        assert_eq!(noted(&once, found(20)), None, "the same thing is said once");
        assert_eq!(noted(&once, found(21)).unwrap().unplanned.len(), 2);
        for status in [OrderStatus::Draft, OrderStatus::Declined, OrderStatus::Completed] {
            assert_eq!(noted(&Order { status, ..order() }, found(20)), None, "{status:?}");
        }
    }

    /// C-5.1.2
    #[test]
    fn a_review_takes_over_what_it_was_about() {
        let again = noted(&order(), found(20)).unwrap();
        let able = Ability { people: true, standards: true, method: true, environment: true };
        for outcome in [Outcome::Accepted, Outcome::Declined] {
            let reviewing = Reviewing { by: id(7), at: Instant(9), outcome, able, discussion: "by telephone".to_owned() };
            let reviewed = review(&again, &std::collections::BTreeMap::new(), reviewing).unwrap();
            assert!(reviewed.unplanned.is_empty());
            assert_eq!(reviewed.review.unwrap().unplanned, again.unplanned);
        }
    }

    /// C-5.1.2, C-5.3.3
    #[test]
    fn what_no_review_is_told_of_waits_elsewhere() {
        let (item, other) = (id(20), id(21));
        let again = noted(&order(), found(20)).unwrap();
        assert!(is_told(&again, item, Instant(5)) && is_told(&again, item, Instant(6)) && !is_told(&again, other, Instant(5)));
        let able = Ability { people: true, standards: true, method: true, environment: true };
        let reviewing = Reviewing { by: id(7), at: Instant(9), outcome: Outcome::Accepted, able, discussion: "by telephone".to_owned() };
        let reviewed = review(&again, &std::collections::BTreeMap::new(), reviewing).unwrap();
        assert!(is_told(&reviewed, item, Instant(5)));
        assert!(!is_told(&reviewed, item, Instant(6)), "what came after the review");
        assert!(!is_told(&Order { status: OrderStatus::Completed, ..order() }, item, Instant(5)));
    }

    #[test]
    fn nobody_writes_it_away_by_hand() {
        let again = noted(&order(), found(20)).unwrap();
        let silent = Order { unplanned: Vec::new(), ..again.clone() };
        assert!(edited(Some(&again), silent).is_err());
        assert!(edited(Some(&again), again.clone()).is_ok());
    }

    #[test]
    fn an_order_does_not_grow_without_end() {
        let mut again = order();
        for n in 0..1000 {
            again = noted(&again, found(100 + n)).unwrap_or(again);
        }
        assert_eq!(again.unplanned.len(), MOST);
    }
}
