//! Which line of which order a calibration was made for: what was agreed of decision rule and interval hangs on it (C-5.1.1).

use crate::id::Id;
use crate::item::Item;
use crate::library::edition::Edition;
use crate::library::service::CalibrationService;
use crate::order::{Order, OrderLine, OrderStatus};
use crate::time::Date;

/// A calibration whose line is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Calibration {
    /// The item.
    pub item: Id<Item>,
    /// The method edition.
    pub edition: Id<Edition>,
    /// The service of its method.
    pub service: Id<CalibrationService>,
    /// The line of the task it was made for.
    pub line: Option<u16>,
    /// The day.
    pub day: Date,
}

impl Calibration {
    /// The line of an order that covers it: its task's; else the item's with the edition, or at least the service. An order
    /// can ask for two services of one item.
    pub fn line_of(self, order: &Order) -> Option<&OrderLine> {
        let planned = self.line.and_then(|line| order.lines.get(usize::from(line)));
        let of_item = || order.lines.iter().filter(|line| line.item == self.item);
        planned
            .filter(|line| line.item == self.item && line.service == self.service)
            .or_else(|| of_item().find(|line| line.edition == self.edition))
            .or_else(|| of_item().find(|line| line.service == self.service))
    }

    /// For what was not planned: the order agreed with the customer that covers it, the last one received by that day, else
    /// the first one after it. What is still being written, was declined or waits for a review is not agreed (C-5.1.2).
    pub fn order_among(self, orders: &[Order]) -> Option<&Order> {
        let agreed = |order: &&Order| matches!(order.status, OrderStatus::Accepted | OrderStatus::Completed);
        let covering = || orders.iter().filter(agreed).filter(|order| self.line_of(order).is_some());
        let before = covering().filter(|order| order.received_on <= self.day).max_by_key(|order| order.received_on);
        before.or_else(|| covering().min_by_key(|order| order.received_on))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::example::{id, line, order};

    fn day(n: i8) -> Date {
        Date::constant(2026, 11, n)
    }

    fn calibration(task_line: Option<u16>) -> Calibration {
        Calibration { item: id(10), edition: id(31), service: id(21), line: task_line, day: day(20) }
    }

    /// Two services for one item, each with its own interval.
    fn of_two_services() -> Order {
        let first = OrderLine { item: id(10), service: id(20), edition: id(30), recalibration_months: Some(6), ..line(0) };
        let second = OrderLine { service: id(21), edition: id(31), recalibration_months: Some(12), ..first.clone() };
        Order { lines: vec![first, second], ..order() }
    }

    // C-5.1.1, C-5.4.1 m, n
    #[test]
    fn of_two_services_for_one_item_the_tasks_line_counts() {
        let order = of_two_services();
        let months = |of: Calibration| of.line_of(&order).and_then(|line| line.recalibration_months);
        assert_eq!(months(calibration(Some(1))), Some(12));
        assert_eq!(months(calibration(None)), Some(12), "found by its edition");
        assert_eq!(months(Calibration { edition: id(99), ..calibration(None) }), Some(12), "found by its service");
        assert_eq!(months(Calibration { edition: id(99), service: id(98), ..calibration(None) }), None);
        // Lines that moved since the task was made do not mislead.
        assert_eq!(months(calibration(Some(0))), Some(12));
        assert_eq!(months(Calibration { item: id(97), ..calibration(Some(1)) }), None);
    }

    // C-5.1.2
    #[test]
    fn what_was_not_planned_belongs_to_an_agreed_order_alone() {
        let with = |status, received| Order { status, received_on: day(received), ..of_two_services() };
        let found = |orders: &[Order]| calibration(None).order_among(orders).map(|order| order.received_on);
        for status in [OrderStatus::Draft, OrderStatus::Declined, OrderStatus::ReviewAgain] {
            assert_eq!(found(&[with(status, 19)]), None, "{status:?}");
        }
        assert_eq!(
            found(&[with(OrderStatus::Accepted, 10), with(OrderStatus::Completed, 18), with(OrderStatus::Accepted, 25)]),
            Some(day(18))
        );
        assert_eq!(found(&[with(OrderStatus::Accepted, 25), with(OrderStatus::Accepted, 23)]), Some(day(23)), "written down afterwards");
    }
}
