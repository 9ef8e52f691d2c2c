//! A record for a task is what the order says (C-4.2, C-5.1.1, C-5.1.2).

use backend::app::Error;
use backend::app::register::{Change, write};
use backend::store::{Tx, register};
use base::id::{EditionId, Id, OrderId, PlaceId, TaskId, kind};
use base::time::Date;
use domain::event::Stream;
use domain::event::body::{Body, Opened};
use domain::order::task::Task;
use measurement::method::DecisionRule;
use serde_json::{Value, json};
use support::world::{both, put};
use support::{Lab, on_both_engines};

use super::opening::begins;
use super::{Site, check, view};

/// An order for the item in the laboratory, with its task for Lin.
struct Ordered {
    site: Site,
    order: OrderId,
    task: TaskId,
}

impl Ordered {
    /// On two lines: the second is the task's.
    async fn new(lab: &Lab, order_fields: Value, task_fields: Value) -> Self {
        let mut site = Site::new(lab).await;
        let (order, task): (OrderId, TaskId) = (lab.app.new_id(), lab.app.new_id());
        let world = &site.world;
        let line = |months: u16| {
            json!({"item": world.item, "service": world.service, "edition": world.edition, "method_agreement": "consented",
                "recalibration_months": months, "decision_rule": {"rule": "simple"}})
        };
        let body = json!({"number": "O-1", "customer": world.customer, "received_as": "written", "received_on": "2026-11-18",
            "lines": [line(6), line(12)], "location": "laboratory", "status": "accepted"});
        put::<kind::Order>(lab, order, with(body, order_fields)).await;
        let body = json!({"order": order, "line": 1, "item": world.item, "customer": world.customer, "service": world.service,
            "edition": world.edition, "calibrators": [world.lin], "decision_rule": {"rule": "simple"}});
        put::<kind::Task>(lab, task, with(body, task_fields)).await;
        site.send(lab).await;
        Self { site, order, task }
    }

    /// As the tablet begins it.
    fn opened(&self) -> Box<Opened> {
        let pack = self.site.tablet.pack();
        let planned = pack.tasks.iter().find(|known| known.id == self.task).expect("the task is in the pack");
        let mut opened = support::tablet::opened(pack, None);
        (opened.task, opened.order) = (Some(self.task), Some(planned.order.clone()));
        opened.place = pack.place_of(Some(planned), None).expect("a place").snapshot.clone();
        Box::new(opened)
    }
}

fn with(mut body: Value, fields: Value) -> Value {
    body.as_object_mut().expect("an object").extend(fields.as_object().expect("fields").clone());
    body
}

type Forge = fn(&mut Opened);

fn order(opened: &mut Opened) -> &mut domain::record::snapshot::OrderSnapshot {
    opened.order.as_mut().expect("an order")
}

// C-5.4.1 f, m, n: dates, decision rule and interval of the order are certified as the record states them.
on_both_engines!(a_forged_order_is_set_aside, Lab::new_on);
async fn a_forged_order_is_set_aside(lab: Lab) {
    let mut ordered = Ordered::new(&lab, json!({}), json!({})).await;
    let honest = ordered.opened();
    assert_eq!(honest.order.as_ref().and_then(|order| order.recalibration_months), Some(12), "the task's line, not the first");
    assert_eq!(begins(&mut ordered.site, &lab, honest.clone()).await, None);
    let forgeries: [(&str, Forge); 11] = [
        ("snapshot_unknown", |o| order(o).number = "O-2".into()),
        ("snapshot_unknown", |o| order(o).received_on = Date::constant(2026, 11, 1)),
        ("snapshot_unknown", |o| order(o).decision_rule = None),
        ("snapshot_unknown", |o| order(o).decision_rule = Some(DecisionRule::NonBinary)),
        ("snapshot_unknown", |o| order(o).recalibration_months = None),
        ("snapshot_unknown", |o| order(o).recalibration_months = Some(6)),
        ("opened_inconsistent", |o| order(o).id = Id::from_uuid(o.item.id.uuid())),
        ("opened_inconsistent", |o| o.order = None),
        ("opened_inconsistent", |o| o.task = None),
        ("opened_inconsistent", |o| o.item.id = Id::from_uuid(o.customer.id.uuid())),
        ("task_unknown", |o| o.task = Some(Id::from_uuid(o.customer.id.uuid()))),
    ];
    for (at, (code, forge)) in forgeries.into_iter().enumerate() {
        let mut forged = honest.clone();
        forge(&mut forged);
        assert_eq!(begins(&mut ordered.site, &lab, forged).await.as_deref(), Some(code), "{at}");
    }
}

// C-5.1.3: the task's line may move when the order changes; what the tablet had stays true.
on_both_engines!(what_the_order_said_by_any_version_of_the_task_may_be_stated, Lab::new_on);
async fn what_the_order_said_by_any_version_of_the_task_may_be_stated(lab: Lab) {
    let mut ordered = Ordered::new(&lab, json!({}), json!({"line": 0})).await;
    let before = ordered.opened();
    write_again(&lab, ordered.task, |task: &mut Task| task.line = 1).await;
    ordered.site.send(&lab).await;
    let after = ordered.opened();
    assert_ne!(before.order, after.order);
    for opened in [before, after] {
        assert_eq!(begins(&mut ordered.site, &lab, opened).await, None);
    }
}

// C-5.1.1, C-5.4.1 i: in the laboratory that was agreed, not in the first there is.
on_both_engines!(a_laboratory_record_is_made_where_the_order_says, Lab::new_on);
async fn a_laboratory_record_is_made_where_the_order_says(lab: Lab) {
    let second: PlaceId = lab.app.new_id();
    let place = json!({"name": both("二号实验室", "Laboratory 2"), "address": both("苏州", "Suzhou"), "time_zone": "Asia/Shanghai"});
    put::<kind::Place>(&lab, second, place).await;
    let mut ordered = Ordered::new(&lab, json!({ "place": second }), json!({})).await;
    let opened = ordered.opened();
    assert_eq!((opened.place.id, opened.order.as_ref().map(|order| order.id)), (second, Some(ordered.order)));
    assert_eq!(begins(&mut ordered.site, &lab, opened).await, None);
}

/// Codes of what the checker is shown, and why the check is refused, where the office changes the task of a record on its way.
async fn after(lab: &Lab, how: fn(&mut Task)) -> (Vec<String>, Option<String>) {
    let mut ordered = Ordered::new(lab, json!({}), json!({})).await;
    let (opened, task) = (ordered.opened(), ordered.task);
    let site = &mut ordered.site;
    let record = site.tablet.new_id(lab.now());
    site.make(lab, record, Body::Opened(opened)).expect("a record begins");
    let standard = support::tablet::equip(site.tablet.pack(), "S-01");
    site.make(lab, record, standard).expect("a standard");
    site.fill(lab, record, "20.1");
    site.submit(lab, record).expect("a signature");
    // Afterwards: what the office changes in the very moment of the opening was so when it began.
    lab.advance(support::minutes(1));
    write_again(lab, task, how).await;
    site.send(lab).await;
    let chen = lab.person("chen").await;
    let seen = view(&chen, record).await;
    let answer = check(&chen, record, seen.entries.len()).await;
    let refused = (!answer.status.is_success()).then(|| answer.problem().code);
    (seen.findings.into_iter().map(|finding| finding.code.into_owned()).collect(), refused)
}

// C-5.1.2: nobody certifies what was called off; nothing recorded is lost.
on_both_engines!(what_was_called_off_meanwhile_is_kept_and_not_checked, Lab::new_on);
async fn what_was_called_off_meanwhile_is_kept_and_not_checked(lab: Lab) {
    let code = || "task_cancelled".to_owned();
    assert_eq!(after(&lab, |task| task.cancelled = true).await, (vec![code()], Some(code())));
}

// C-5.1.2: what changed at the task is no fault of who had it in the job pack.
on_both_engines!(what_the_task_said_in_the_morning_is_good_in_the_evening, Lab::new_on);
async fn what_the_task_said_in_the_morning_is_good_in_the_evening(lab: Lab) {
    assert_eq!(after(&lab, |task| task.calibrators.clear()).await, (vec![], None));
}

// C-4.2: the method edition is the one that was agreed with the customer.
on_both_engines!(another_edition_than_was_agreed_is_not_checked, Lab::new_on);
async fn another_edition_than_was_agreed_is_not_checked(lab: Lab) {
    let other: EditionId = lab.app.new_id();
    let mut ordered = Ordered::new(&lab, json!({}), json!({ "edition": other, "calibrators": [] })).await;
    write_again(&lab, ordered.task, |task: &mut Task| task.cancelled = false).await;
    let lin = ordered.site.world.lin;
    let mut opened = support::tablet::opened(ordered.site.tablet.pack(), None);
    let line = json!({"id": ordered.order, "number": "O-1", "received_on": "2026-11-18", "decision_rule": {"rule": "simple"},
        "recalibration_months": 12});
    (opened.task, opened.order) = (Some(ordered.task), Some(serde_json::from_value(line).expect("an order")));
    let site = &mut ordered.site;
    let record = site.tablet.new_id(lab.now());
    let stream = Stream::record(record);
    site.tablet.force(stream, lab.now(), Body::Opened(Box::new(opened)));
    let standard = support::tablet::equip(site.tablet.pack(), "S-01");
    site.make(&lab, record, standard).expect("a standard");
    site.fill(&lab, record, "20.1");
    site.submit(&lab, record).expect("a signature");
    site.send(&lab).await;
    let chen = lab.person("chen").await;
    let seen = view(&chen, record).await;
    assert!(seen.record.calibrators.iter().any(|calibrator| calibrator.person == lin && calibrator.signed), "nothing is lost");
    let shown: Vec<_> = seen.findings.iter().map(|finding| finding.code.as_ref()).collect();
    assert_eq!(shown, ["task_edition_differs", "calibrator_not_assigned"]);
    let problem = check(&chen, record, seen.entries.len()).await.problem();
    assert_eq!((problem.code.as_str(), problem.clause.as_deref()), ("task_edition_differs", Some("C-4.2")));
}

async fn write_again(lab: &Lab, id: TaskId, how: fn(&mut Task)) {
    let at = lab.now();
    let written = lab.app.db.write::<_, Error, _>(move |tx: &mut Tx| {
        Box::pin(async move {
            let row = register::find(tx, id).await?.ok_or_else(Error::not_found)?;
            let mut body = row.body;
            how(&mut body);
            write(tx, Change { id, revision: row.revision, body: &body, at, by: None, reason: "" }).await
        })
    });
    written.await.expect("the office writes");
}
