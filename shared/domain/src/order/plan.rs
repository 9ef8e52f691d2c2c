//! Tasks made from an accepted order, one for each of its lines.

use crate::order::review::OrderRefusal;
use crate::order::task::Task;
use crate::order::{Order, OrderLine, OrderStatus};
use base::id::{OrderId, TaskId};

/// What is to become of an order's tasks.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan {
    /// What stands for each line, in their order.
    pub lines: Vec<Step>,
    /// Tasks whose line is gone: called off.
    pub cancel: Vec<(TaskId, Task)>,
}

/// What is to become of one line.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// A new task.
    Create(Task),
    /// A task that is to say something else from now on.
    Change(TaskId, Task),
    /// A task that stands as it is.
    Keep(TaskId),
}

/// Plans the tasks of an order beside those that exist. A task stays with its item and service; where the method edition
/// changed, it is to be assigned afresh.
///
/// # Errors
/// Only accepted orders have tasks (C-5.1.2).
pub fn plan(id: OrderId, order: &Order, existing: &[(TaskId, Task)]) -> Result<Plan, OrderRefusal> {
    if order.status != OrderStatus::Accepted {
        return Err(OrderRefusal::NotAccepted);
    }
    let mut left: Vec<&(TaskId, Task)> = existing.iter().filter(|(_, task)| !task.cancelled).collect();
    let mut lines = Vec::new();
    for (n, line) in (0_u16..).zip(&order.lines) {
        let at = left.iter().position(|(_, task)| task.item == line.item && task.service == line.service);
        lines.push(match at.map(|at| left.remove(at)) {
            None => Step::Create(task(id, order, n, line)),
            Some((known, old)) => again(*known, old, n, line),
        });
    }
    let cancel = left.into_iter().map(|(id, task)| (*id, Task { cancelled: true, ..task.clone() })).collect();
    Ok(Plan { lines, cancel })
}

fn task(id: OrderId, order: &Order, line_number: u16, line: &OrderLine) -> Task {
    Task {
        order: id,
        line: line_number,
        item: line.item,
        customer: order.customer,
        service: line.service,
        edition: line.edition,
        calibrators: Vec::new(),
        standards: Vec::new(),
        visit: None,
        decision_rule: line.decision_rule.clone(),
        cancelled: false,
    }
}

fn again(id: TaskId, old: &Task, line_number: u16, line: &OrderLine) -> Step {
    let mut new = Task { line: line_number, decision_rule: line.decision_rule.clone(), ..old.clone() };
    if new.edition != line.edition {
        new = Task { edition: line.edition, calibrators: Vec::new(), standards: Vec::new(), ..new };
    }
    if new == *old { Step::Keep(id) } else { Step::Change(id, new) }
}

#[cfg(test)]
mod tests;
