//! The demo's past work: months of it, made by the commands that people use, and what follows from it.

use axum::http::Method;
use backend::demo::{id, load_with_history, names};
use base::id::kind;
use contract::api::certificate::{CertificateRow, CertificateState};
use contract::api::record::RecordRow;
use contract::api::register::{Row, Written};
use contract::api::{Page, path};
use domain::order::noted::{Ability, Outcome};
use domain::order::task::Task;
use domain::order::{Order, OrderStatus};
use domain::record::RecordStatus;
use support::database::Engine;
use support::{Client, Lab, on_both_engines};

use crate::registers::{change, entry, list};

async fn with_past(engine: Engine) -> Lab {
    let lab = Lab::demo_to_be(engine).await;
    load_with_history(&lab.app, |_, _| ()).await.expect("the demo's past");
    lab
}

async fn orders(office: &Client, status: OrderStatus) -> Vec<String> {
    let status = serde_json::to_value(status).expect("a code");
    let page: Page<Row<Order>> = office.get(&list::<Order>(&format!("limit=100&status={}", status.as_str().expect("a text")))).await;
    page.rows.into_iter().map(|row| row.code).collect()
}

on_both_engines!(the_demo_has_months_of_work_behind_it, with_past);
/// C-5.1.2, C-5.4.2.1, C-5.4.2.2
async fn the_demo_has_months_of_work_behind_it(lab: Lab) {
    let office = lab.person(names::OFFICE).await;
    let certificates: Page<CertificateRow> = office.get(&format!("{}?limit=100", path::CERTIFICATES)).await;
    let in_state = |state| certificates.rows.iter().filter(|row| row.state == state).count();
    let states = [CertificateState::Valid, CertificateState::Supplemented, CertificateState::Void].map(in_state);
    assert_eq!((certificates.rows.len(), states), (17, [14, 2, 1]));
    assert!(certificates.rows.iter().all(|row| row.released), "every PDF is stored");
    let records: Page<RecordRow> = office.get(&format!("{}?limit=100", path::RECORDS)).await;
    let waits = |status| records.rows.iter().filter(|row| row.status == status && row.certificate.is_empty()).count();
    assert_eq!([RecordStatus::Submitted, RecordStatus::Returned, RecordStatus::Checked].map(waits), [2, 1, 2]);
    assert!(records.rows.iter().all(|row| row.set_aside == 0 && row.twins == 0));
    assert_eq!(crate::verify::walk(&lab).await.broken, []);

    // An order ends in the transaction that issues its last certificate; those that wait for one do not.
    let completed = orders(&office, OrderStatus::Completed).await;
    assert_eq!((completed.len(), completed.contains(&"HZ-O-0971".to_owned())), (9, false), "{completed:?}");
    let before = office.get::<Page<RecordRow>>(&format!("{}?limit=100", path::RECORDS)).await;
    load_with_history(&lab.app, |_, _| ()).await.expect("loaded again");
    assert_eq!(before, office.get::<Page<RecordRow>>(&format!("{}?limit=100", path::RECORDS)).await, "once is enough");
}

on_both_engines!(the_last_task_called_off_completes_its_order, Lab::demo_on);
/// C-5.1.2
async fn the_last_task_called_off_completes_its_order(lab: Lab) {
    let office = lab.person(names::OFFICE).await;
    let status = async || office.get::<Row<Order>>(&entry::<Order>("pujiang_lab")).await.body.status;
    for (n, task) in ["pujiang_lab_pj_multimeter_1", "pujiang_lab_pj_multimeter_2"].iter().enumerate() {
        assert_eq!(status().await, OrderStatus::Accepted, "{n} of 2 are called off");
        change::<Task>(&office, task, |task| task.cancelled = true).await.success::<Written<Task>>();
    }
    assert_eq!(status().await, OrderStatus::Completed);
    // What is completed is corrected in what its certificates state, and in nothing else (C-5.4.2).
    let again = change::<Task>(&office, "pujiang_lab_pj_multimeter_1", |task| task.cancelled = false).await.problem();
    assert_eq!(again.code, "order_completed");
    change::<Order>(&office, "pujiang_lab", |order| order.lines[0].recalibration_months = Some(6)).await.success::<Written<Order>>();
    let other = change::<Order>(&office, "pujiang_lab", |order| drop(order.lines.pop())).await.problem();
    assert_eq!((other.code.as_str(), status().await), ("order_completed", OrderStatus::Completed));
    let row: Row<Order> = office.get(&entry::<Order>("pujiang_lab")).await;
    let able = Ability { people: true, standards: true, method: true, environment: true };
    let review = contract::api::order::ReviewOrder { revision: row.revision, outcome: Outcome::Declined, able, discussion: String::new() };
    let refused = office.send(Method::POST, &path::with(path::ORDER_REVIEW, id::<kind::Order>("pujiang_lab")), &review).await.problem();
    assert_eq!(refused.code, "order_completed");
}
