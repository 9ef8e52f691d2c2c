//! Whether what an order's lines name belongs together: the item, the service it needs, the edition of a method that serves it
//! (C-4.2, C-5.1.1).

use crate::library::place::Place;
use crate::order::review::OrderRefusal;
use crate::order::{Location, Order, OrderLine, OrderStatus};
use base::finding::{Finding, Refusal, Severity};
use base::id::ServiceId;
use base::text::says_something;

/// What the registers say of a line's entries; `None` where they do not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Known {
    /// The service that the method of the line's edition serves.
    pub edition: Option<ServiceId>,
    /// The service that the item's entry names.
    pub item: Option<ServiceId>,
}

/// What stops an acceptance and the making of tasks, by the lines in their order.
pub fn refusals(order: &Order, known: &[Known]) -> Vec<OrderRefusal> {
    let lines = order.lines.iter().zip(known).enumerate();
    lines.flat_map(|(n, (line, known))| of_line(n, line, *known)).collect()
}

fn of_line(n: usize, line: &OrderLine, known: Known) -> Vec<OrderRefusal> {
    let mut refusals = Vec::new();
    if known.edition.is_some_and(|serves| serves != line.service) {
        refusals.push(OrderRefusal::EditionOfAnotherService(n));
    }
    if known.item.is_some_and(|needs| needs != line.service) && !says_something(&line.service_reason) {
        refusals.push(OrderRefusal::ServiceDiffersFromItem(n));
    }
    refusals
}

/// Work in the laboratory is done at a place of the body's own, and work on site at one of the customer's.
///
/// # Errors
/// [`OrderRefusal::PlaceNotOfLocation`].
pub const fn place(order: &Order, place: &Place) -> Result<(), OrderRefusal> {
    match (order.location, place.customer.is_some()) {
        (Location::Laboratory, false) | (Location::Site, true) => Ok(()),
        (Location::Laboratory, true) | (Location::Site, false) => Err(OrderRefusal::PlaceNotOfLocation),
    }
}

/// The same when an order is written down: an edition of another service is wrong at once; a service that is not the item's is
/// to be answered by its review. A completed order is changed only in what its certificates state: it is told, and stops nothing.
pub fn findings(order: &Order, known: &[Known]) -> Vec<Finding> {
    let weight = |refusal: &OrderRefusal| match refusal {
        OrderRefusal::EditionOfAnotherService(_) if order.status != OrderStatus::Completed => Severity::Error,
        _ => Severity::Warning,
    };
    let finding = |refusal: OrderRefusal| Finding { severity: weight(&refusal), ..Finding::warning(refusal.code(), refusal.path()) };
    refusals(order, known).into_iter().map(finding).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::tests::example::{id, line, order};

    const fn known(edition: Option<ServiceId>, item: Option<ServiceId>) -> Known {
        Known { edition, item }
    }

    fn codes(order: &Order, known: &[Known]) -> Vec<(&'static str, String)> {
        refusals(order, known).iter().map(|refusal| (refusal.code(), refusal.path())).collect()
    }

    /// C-4.2, C-5.1.1
    #[test]
    fn an_edition_serves_the_service_that_is_ordered_and_the_service_is_the_items() {
        let (own, other) = (line(0).service, id(99));
        let order = Order { lines: vec![line(0), line(1), line(2)], ..order() };
        let good = known(Some(own), Some(own));
        assert_eq!(codes(&order, &[good, good, known(None, None)]), [], "what is not known is not refused");
        let edition = ("line_edition_of_another_service", "lines/1/edition".to_owned());
        let item = ("line_service_differs_from_item", "lines/2/service_reason".to_owned());
        assert_eq!(codes(&order, &[good, known(Some(other), Some(own)), known(Some(own), Some(other))]), [edition, item]);
    }

    /// C-5.1.1: who orders another service than the item's entry names says why.
    #[test]
    fn another_service_than_the_items_is_answered_by_a_reason() {
        let (own, other) = (line(0).service, id(99));
        let said = |reason: &str| Order { lines: vec![OrderLine { service_reason: reason.to_owned(), ..line(0) }], ..order() };
        let known = [known(Some(own), Some(other))];
        for nothing in [" ", ".", "-", "ok"] {
            assert_eq!(refusals(&said(nothing), &known).len(), 1, "{nothing}");
        }
        assert_eq!(refusals(&said("its DC ranges alone"), &known), []);
    }

    #[test]
    fn a_completed_order_is_not_refused_for_what_was_agreed_before() {
        let other = [known(Some(id(99)), None)];
        let weight = |status| findings(&Order { status, lines: vec![line(0)], ..order() }, &other)[0].severity;
        assert_eq!(weight(OrderStatus::Completed), Severity::Warning);
        assert_eq!([OrderStatus::Draft, OrderStatus::Accepted, OrderStatus::ReviewAgain].map(weight), [Severity::Error; 3]);
    }
}
