//! Which line of which order a calibration was made for: what was agreed of decision rule and interval hangs on it (C-5.1.1).

use crate::id::Id;
use crate::item::Item;
use crate::library::edition::Edition;
use crate::library::service::CalibrationService;
use crate::order::{Order, OrderLine};

/// A calibration whose line is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Calibration {
    /// The item.
    pub item: Id<Item>,
    /// The method edition.
    pub edition: Id<Edition>,
    /// The service of its method.
    pub service: Id<CalibrationService>,
    /// The line of the task it was made for, or that the office put it under.
    pub line: Option<u16>,
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::example::{id, line, order};

    fn calibration(task_line: Option<u16>) -> Calibration {
        Calibration { item: id(10), edition: id(31), service: id(21), line: task_line }
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
}
