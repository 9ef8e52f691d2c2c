use super::*;
use crate::order::tests::example::{id, line, order};

fn with_ids(plan: Plan) -> Vec<(TaskId, Task)> {
    let created = plan.lines.into_iter().filter_map(|step| match step {
        Step::Create(task) => Some(task),
        _ => None,
    });
    (100..).map(id).zip(created).collect()
}

#[test]
fn an_accepted_order_gives_a_task_for_each_line() {
    let plan = plan(id(5), &order(), &[]).unwrap();
    let tasks = with_ids(plan);
    assert_eq!(tasks.iter().map(|(_, t)| (t.line, t.item)).collect::<Vec<_>>(), vec![(0, id(10)), (1, id(11))]);
}

#[test]
fn only_an_accepted_order_gives_tasks() {
    // C-5.1.2
    for status in [OrderStatus::Draft, OrderStatus::ReviewAgain, OrderStatus::Declined, OrderStatus::Completed] {
        assert_eq!(plan(id(5), &Order { status, ..order() }, &[]), Err(OrderRefusal::NotAccepted));
    }
}

#[test]
fn planning_again_keeps_what_stands_and_follows_what_changed() {
    let mut tasks = with_ids(plan(id(5), &order(), &[]).unwrap());
    tasks[0].1.calibrators = vec![id(7)];
    tasks[1].1.calibrators = vec![id(7)];
    let mut changed = order();
    changed.lines.push(line(12));
    changed.lines[1].edition = id(40);
    let again = plan(id(5), &changed, &tasks).unwrap();
    assert_eq!(again.lines[0], Step::Keep(tasks[0].0));
    let Step::Change(_, second) = &again.lines[1] else { panic!("{:?}", again.lines[1]) };
    assert_eq!((second.edition, second.calibrators.len()), (id(40), 0));
    assert!(matches!(again.lines[2], Step::Create(_)));
    assert_eq!(again.cancel, vec![]);
}

#[test]
fn a_line_that_is_gone_calls_its_task_off() {
    let tasks = with_ids(plan(id(5), &order(), &[]).unwrap());
    let mut shorter = order();
    shorter.lines.remove(0);
    let again = plan(id(5), &shorter, &tasks).unwrap();
    assert_eq!(again.cancel.len(), 1);
    assert!(again.cancel[0].1.cancelled);
    assert!(matches!(&again.lines[0], Step::Change(_, task) if task.line == 0 && task.item == id(11)));
}
