//! When an order is done, and what may still be corrected about it then (C-5.1.2, C-5.4.2).

use crate::order::task::Task;
use crate::order::{Order, OrderLine, OrderStatus};

/// A task with how its work ended.
#[derive(Debug, Clone)]
pub struct Done {
    /// The task.
    pub task: Task,
    /// Whether a certificate was issued on a record of it.
    pub certified: bool,
}

/// The order as completed, where it is: accepted, a task for each of its lines, and every task certified or called off.
#[must_use]
pub fn completed(order: &Order, tasks: &[Done]) -> Option<Order> {
    let done = order.status == OrderStatus::Accepted
        && !order.lines.is_empty()
        && order.lines.iter().enumerate().all(|(n, line)| tasks.iter().any(|done| is_for(&done.task, n, line)))
        && tasks.iter().all(|done| done.certified || done.task.cancelled);
    done.then(|| Order { status: OrderStatus::Completed, ..order.clone() })
}

/// A task called off had a line of its own when it was made; lines may have moved since.
fn is_for(task: &Task, n: usize, line: &OrderLine) -> bool {
    task.item == line.item && task.service == line.service && (task.cancelled || usize::from(task.line) == n)
}

/// Whether an edit of a completed order is a correction of what its certificates say or of notes. What was to be
/// calibrated, by which method and where stays as it was done.
#[must_use]
pub fn only_corrects(before: &Order, after: &Order) -> bool {
    let line = |line: &OrderLine| OrderLine {
        received_on: None,
        decision_rule: None,
        recalibration_months: None,
        budget_annex: false,
        service_reason: String::new(),
        range: String::new(),
        ..line.clone()
    };
    let agreed = |order: &Order| Order {
        received_on: before.received_on,
        notes: String::new(),
        lines: order.lines.iter().map(line).collect(),
        ..order.clone()
    };
    agreed(before) == agreed(after)
}

/// Whether two orders state conformity by the same rules: what is agreed with the customer and reviewed, also of an order whose
/// certificates are issued (C-5.1.1, C-5.1.2).
#[must_use]
pub fn same_rules(before: &Order, after: &Order) -> bool {
    before.lines.iter().map(|line| &line.decision_rule).eq(after.lines.iter().map(|line| &line.decision_rule))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::tests::example::{day, id, line, order, task};

    fn done(n: u16, certified: bool, cancelled: bool) -> Done {
        Done { task: Task { line: n, item: id(10 + u128::from(n)), cancelled, ..task() }, certified }
    }

    /// C-5.1.2
    #[test]
    fn an_order_is_completed_when_every_task_of_every_line_is_certified_or_called_off() {
        let (open, certified, off) = ((false, false), (true, false), (false, true));
        let cases = [
            (vec![certified, certified], true),
            (vec![certified, off], true),
            (vec![off, off], true),
            (vec![certified, open], false),
            (vec![open, open], false),
            (vec![certified], false),
            (vec![], false),
        ];
        for (states, expected) in cases {
            let tasks: Vec<_> = (0_u16..).zip(&states).map(|(n, (certified, off))| done(n, *certified, *off)).collect();
            let after = completed(&order(), &tasks);
            assert_eq!(after.map(|order| order.status), expected.then_some(OrderStatus::Completed), "{states:?}");
        }
    }

    #[test]
    fn a_task_called_off_and_made_again_counts_by_the_new_one() {
        let tasks = |certified| vec![done(0, true, false), done(1, false, true), done(1, certified, false)];
        assert!(completed(&order(), &tasks(false)).is_none());
        assert!(completed(&order(), &tasks(true)).is_some());
    }

    #[test]
    fn only_an_accepted_order_is_completed() {
        for status in [OrderStatus::Draft, OrderStatus::ReviewAgain, OrderStatus::Declined, OrderStatus::Completed] {
            let order = Order { status, ..order() };
            assert!(completed(&order, &[done(0, true, false), done(1, true, false)]).is_none(), "{status:?}");
        }
    }

    /// C-5.4.2
    #[test]
    fn of_a_completed_order_only_what_its_certificates_say_is_corrected() {
        type Edit = fn(&mut Order);
        let cases: [(Edit, bool); 8] = [
            (|o| o.lines[0].received_on = Some(day("2026-03-02")), true),
            (|o| o.received_on = day("2026-02-27"), true),
            (|o| o.notes = "called".to_owned(), true),
            (|o| o.lines[0].recalibration_months = Some(12), true),
            (|o| o.lines[0].range = "0 mm to 300 mm".to_owned(), true),
            (|o| o.lines[0].item = id(12), false),
            (|o| o.lines.push(line(12)), false),
            (|o| o.agreed_on = None, false),
        ];
        for (n, (edit, allowed)) in cases.into_iter().enumerate() {
            let mut after = order();
            edit(&mut after);
            assert_eq!(only_corrects(&order(), &after), allowed, "case {n}");
        }
    }
}
