//! The order line that a calibration was made for: the agreed decision rule and recalibration interval depend on it (C-5.1.1).

use crate::order::{Order, OrderLine};
use base::id::{EditionId, ItemId, ServiceId};

/// A calibration whose order line is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Calibration {
    /// The item.
    pub item: ItemId,
    /// The method edition.
    pub edition: EditionId,
    /// The service of its method.
    pub service: ServiceId,
    /// The line of its task, or the line that the office put it under.
    pub line: Option<u16>,
}

impl Calibration {
    /// The line of an order that covers it: that of its task, or else a line for the item with the same edition, or at least with
    /// the same service. An order can have two services for one item.
    pub fn line_of(self, order: &Order) -> Option<&OrderLine> {
        let planned = self.line.and_then(|line| order.lines.get(usize::from(line)));
        let of_item = || order.lines.iter().filter(|line| line.item == self.item);
        planned
            .filter(|line| line.item == self.item && line.service == self.service)
            .or_else(|| of_item().find(|line| line.edition == self.edition))
            .or_else(|| of_item().find(|line| line.service == self.service))
    }

    /// The index of that line in the order, from 0.
    pub fn place_in(self, order: &Order) -> Option<usize> {
        let line = self.line_of(order)?;
        order.lines.iter().position(|other| std::ptr::eq(other, line))
    }

    /// Of other calibrations under the same order, those of the same work: those that belong to the same line of the order as it is
    /// now, whatever numbers the lines had before. If no line for the item and service is left to certify, these are all
    /// calibrations of the item under that service. Each comes with whether it is certified.
    pub fn same_work<T>(self, order: &Order, others: Vec<(Self, bool, T)>) -> Vec<T> {
        let alike = |item, service| item == self.item && service == self.service;
        let lines = order.lines.iter().filter(|line| alike(line.item, line.service)).count();
        let others: Vec<_> = others.into_iter().filter(|(other, ..)| alike(other.item, other.service)).collect();
        let none_left = others.iter().filter(|(_, certified, _)| *certified).count() >= lines;
        let here = self.place_in(order);
        let same = others.into_iter().filter(|(other, ..)| none_left || other.place_in(order) == here);
        same.map(|(.., what)| what).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::tests::example::{id, line, order};

    fn calibration(task_line: Option<u16>) -> Calibration {
        Calibration { item: id(10), edition: id(31), service: id(21), line: task_line }
    }

    /// Two services for one item, each with its own interval.
    fn of_two_services() -> Order {
        let first = OrderLine { item: id(10), service: id(20), edition: id(30), recalibration_months: Some(6), ..line(0) };
        let second = OrderLine { service: id(21), edition: id(31), recalibration_months: Some(12), ..first.clone() };
        Order { lines: vec![first, second], ..order() }
    }

    // C-5.4.2: what is certified twice is the item, not the number of a line.
    #[test]
    fn the_same_work_is_found_whatever_numbers_its_lines_have() {
        let mut order = of_two_services();
        order.lines.push(OrderLine { item: id(11), ..order.lines[1].clone() });
        let same = |order: &Order, own: Option<u16>, others: &[(Calibration, bool)]| {
            let others = others.iter().enumerate().map(|(n, (of, certified))| (*of, *certified, n)).collect();
            calibration(own).same_work(order, others)
        };
        let first = (calibration(Some(1)), true);
        assert_eq!(same(&order, Some(1), &[first]), [0]);
        // The lines are swapped: the certified one keeps its number, the next goes under the item's new line.
        order.lines.swap(1, 2);
        assert_eq!(same(&order, Some(2), &[first]), [0]);
        assert_eq!(same(&order, Some(2), &[(first.0, false)]), [0], "nor is it recorded twice unseen");
        let other_item = (Calibration { item: id(11), ..calibration(Some(1)) }, true);
        let other_service = (Calibration { service: id(20), edition: id(30), ..calibration(Some(0)) }, true);
        assert_eq!(same(&order, Some(2), &[other_item, other_service]), Vec::<usize>::new());
        // The same work was agreed on twice: two certificates, and no third one, wherever the lines are moved.
        order.lines.push(order.lines[2].clone());
        let twice = [(calibration(Some(2)), true), (calibration(Some(3)), true)];
        assert_eq!(same(&order, Some(3), &twice[..1]), Vec::<usize>::new());
        assert_eq!(same(&order, Some(3), &[twice[0], (calibration(Some(3)), false)]), [1]);
        order.lines.insert(0, order.lines[1].clone());
        order.lines.insert(0, order.lines[1].clone());
        for own in 0..6 {
            assert_eq!(same(&order, Some(own), &twice), [0, 1], "{own}");
        }
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
