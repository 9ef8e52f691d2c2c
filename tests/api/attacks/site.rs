//! Work on a site without its briefing or environment, or under a task planned for somewhere else.

use base::id::{PlaceId, RecordId, TaskId, VisitId, kind};
use contract::api::record::RecordView;
use domain::event::Stream;
use domain::event::body::{Body, Value};
use domain::record::facts::Asked;
use domain::visit::CheckMoment;
use serde_json::json;
use support::tablet::{enter, opened};
use support::world::{put, put_over};
use support::{Lab, days, minutes, on_both_engines};

use super::changes;
use super::changes::signs_with_words;
use super::stood::rewritten;
use crate::record::{READING, Site, arrival, begins, check, checked, set_aside, view};

pub(super) fn codes(view: &RecordView) -> Vec<&str> {
    view.findings.iter().map(|finding| finding.code.as_ref()).collect()
}

/// A task of lin's, on the visit or in the laboratory.
async fn task(lab: &Lab, site: &mut Site, visit: Option<VisitId>) -> TaskId {
    let world = &site.world;
    let (order, task) = (lab.app.new_id::<kind::Order>(), lab.app.new_id::<kind::Task>());
    let line = json!({"item": world.item, "service": world.service, "edition": world.edition, "method_agreement": "named"});
    let place = if visit.is_some() { world.site } else { world.laboratory };
    let body = json!({"number": format!("O-{order}"), "customer": world.customer, "received_as": "oral", "received_on": "2026-11-01",
        "location": if visit.is_some() { "site" } else { "laboratory" }, "place": place, "lines": [line], "status": "accepted"});
    // As in practice: first a draft that names no place, then the accepted order.
    let mut draft = body.clone();
    (draft["status"], draft["place"]) = (json!("draft"), json!(null));
    put::<kind::Order>(lab, order, draft).await;
    put_over::<kind::Order>(lab, order, 1, body).await;
    let mut body = json!({"order": order, "line": 0, "item": world.item, "customer": world.customer, "service": world.service,
        "edition": world.edition, "calibrators": [world.lin]});
    if let Some(visit) = visit {
        body["visit"] = json!(visit);
    }
    put::<kind::Task>(lab, task, body).await;
    site.send(lab).await;
    task
}

/// How a record of a task begins, on the visit or in the laboratory.
fn of_task(site: &Site, task: TaskId, visit: Option<VisitId>) -> Box<domain::event::body::Opened> {
    let planned = site.tablet.pack().tasks.iter().find(|known| known.id == task).expect("the task is in the pack");
    let mut begun = opened(site.tablet.pack(), visit);
    begun.place = site.tablet.pack().place_of(Some(planned), visit).expect("the agreed place").snapshot.clone();
    (begun.task, begun.order) = (Some(task), Some(planned.order.clone()));
    Box::new(begun)
}

// C-5.2.2: work on a site is not recorded as laboratory work, nor the other way round.
on_both_engines!(site_work_is_not_recorded_as_laboratory_work, Lab::new_on);
async fn site_work_is_not_recorded_as_laboratory_work(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let visit = site.world.visit;
    let there = task(&lab, &mut site, Some(visit)).await;
    let here = task(&lab, &mut site, None).await;
    let forged = of_task(&site, there, None);
    assert_eq!(begins(&mut site, &lab, forged).await.as_deref(), Some("task_on_site"));
    let forged = of_task(&site, here, Some(visit));
    assert_eq!(begins(&mut site, &lab, forged).await.as_deref(), Some("task_in_laboratory"));
    // In a laboratory that the order does not name.
    let elsewhere: PlaceId = lab.app.new_id();
    let name = support::world::both("二号实验室", "Laboratory 2");
    put(&lab, elsewhere, json!({"name": name, "address": name, "time_zone": "Asia/Shanghai"})).await;
    site.send(&lab).await;
    let mut forged = of_task(&site, here, None);
    forged.place = site.tablet.pack().places.iter().find(|known| known.place.id == elsewhere).expect("a place").snapshot.clone();
    assert_eq!(begins(&mut site, &lab, forged).await.as_deref(), Some("place_not_agreed"));
    let honest = of_task(&site, there, Some(visit));
    assert_eq!(begins(&mut site, &lab, honest).await, None);
    let honest = of_task(&site, here, None);
    assert_eq!(begins(&mut site, &lab, honest).await, None);
    // Without a task, on the day of a visit to this customer: the checker is told.
    let record: RecordId = site.tablet.new_id(lab.now());
    site.make(&lab, record, Body::Opened(Box::new(opened(site.tablet.pack(), None)))).expect("a record in the laboratory");
    site.send(&lab).await;
    assert!(codes(&view(&lab.person("chen").await, record).await).contains(&"visit_that_day"));
}

// C-5.2.2: a task is recorded on another visit than the planned one, so the checks and the briefing are that visit's: the checker
// is told.
on_both_engines!(a_record_on_another_visit_than_its_tasks_is_asked_about, Lab::new_on);
async fn a_record_on_another_visit_than_its_tasks_is_asked_about(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let planned = site.world.visit;
    let there = task(&lab, &mut site, Some(planned)).await;
    let other: VisitId = lab.app.new_id();
    let body = json!({"number": "V-9", "customer": site.world.customer, "place": site.world.site, "day": "2026-11-20",
        "people": [site.world.lin], "standards": [site.world.standard]});
    put::<kind::Visit>(&lab, other, body).await;
    site.send(&lab).await;
    let chen = lab.person("chen").await;
    for (visit, told) in [(planned, false), (other, true)] {
        let begun = of_task(&site, there, Some(visit));
        let record: RecordId = site.tablet.new_id(lab.now());
        site.make(&lab, record, Body::Opened(begun)).expect("nothing honest is lost");
        site.send(&lab).await;
        let seen = view(&chen, record).await;
        assert_eq!(codes(&seen).contains(&"task_visit_differs"), told, "{:?}", codes(&seen));
    }
}

/// What the checker is asked about a record, which is not checked without an answer.
async fn asked_of(lab: &Lab, record: RecordId) -> Vec<String> {
    let chen = lab.person("chen").await;
    let seen = view(&chen, record).await;
    check(&chen, record, seen.entries.len()).await.refused("conditions_unanswered");
    changes::codes(&changes::asked(&seen.conditions)).into_iter().map(str::to_owned).collect()
}

/// A record that begins like this, filled in, signed and at the office.
async fn signed(lab: &Lab, site: &mut Site, begun: Box<domain::event::body::Opened>) -> RecordId {
    let record = site.begin(lab, Body::Opened(begun), "S-01");
    site.fill_and_sign(lab, record);
    site.send(lab).await;
    record
}

// C-5.1.2, C-5.2.2: an old job pack has the task for the laboratory; order and task were for the site before the work began.
on_both_engines!(work_that_was_moved_to_a_site_is_not_recorded_in_the_laboratory_unasked, Lab::new_on);
async fn work_that_was_moved_to_a_site_is_not_recorded_in_the_laboratory_unasked(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let here = task(&lab, &mut site, None).await;
    lab.advance(minutes(10));
    let (chen, visit, place) = (lab.person("chen").await, site.world.visit, site.world.site);
    rewritten(&lab, &chen, here, json!({ "visit": visit })).await;
    let order = of_task(&site, here, None).order.expect("an order").id;
    rewritten(&lab, &chen, order, json!({"location": "site", "place": place})).await;
    lab.advance(minutes(10));
    let begun = of_task(&site, here, None);
    let record = signed(&lab, &mut site, begun).await;
    assert_eq!(asked_of(&lab, record).await, ["order_place_changed", "task_visit_differs"]);
}

// C-5.1.2, C-5.2.2: put under an order for the site, a record of the laboratory is asked about, on the day of a visit and on the next.
on_both_engines!(unplanned_laboratory_work_under_an_order_for_a_site_is_answered_for, Lab::new_on);
async fn unplanned_laboratory_work_under_an_order_for_a_site_is_answered_for(lab: Lab) {
    let mut site = Site::new(&lab).await;
    for (ahead, near) in [(0, true), (1, true), (1, false)] {
        lab.advance(days(ahead));
        site.lin = lab.person("lin").await;
        let begun = Box::new(opened(site.tablet.pack(), None));
        let record = signed(&lab, &mut site, begun).await;
        let asked = asked_of(&lab, record).await;
        assert!(asked.contains(&"order_place_changed".to_owned()), "{asked:?}");
        assert_eq!(asked.contains(&"visit_that_day".to_owned()), near, "{asked:?}");
    }
}

// C-5.1.2: the other way round, work on a visit under an order for the laboratory.
on_both_engines!(site_work_under_an_order_for_the_laboratory_is_answered_for, Lab::new_on);
async fn site_work_under_an_order_for_the_laboratory_is_answered_for(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let (chen, laboratory) = (lab.person("chen").await, site.world.laboratory);
    rewritten(&lab, &chen, site.world.order, json!({"location": "laboratory", "place": laboratory})).await;
    lab.advance(minutes(10));
    let record = site.submitted(&lab).await;
    assert_eq!(asked_of(&lab, record).await, ["order_place_changed"]);
}

// C-5.2.2.1, C-5.2.2.3, C-5.2.2.2: the tablet refuses; the checker is told of what an older tablet sends anyway.
on_both_engines!(a_reading_comes_after_departure_briefing_and_environment, Lab::new_on);
async fn a_reading_comes_after_departure_briefing_and_environment(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let stream = Stream::visit(site.world.visit);
    let ticks = arrival(&site.world, true);
    assert_eq!(site.tablet.make(stream, lab.now(), ticks.clone()), Err("departure_check_missing".to_owned()));
    let departs = checked(&site.world, CheckMoment::Departure, true);
    site.tablet.make(stream, lab.now(), departs).expect("a check before departure");
    site.tablet.make(stream, lab.now(), ticks.clone()).expect("a check on arrival");
    let record = site.open(&lab);
    assert_eq!(site.make(&lab, record, enter(READING, "20.00", "mm")), Err("briefing_missing".to_owned()));
    site.tablet.make(stream, lab.now(), Body::BriefingAcknowledged).expect("a briefing");
    assert_eq!(site.make(&lab, record, enter(READING, "20.00", "mm")), Err("environment_missing".to_owned()));
    site.fill(&lab, record, "20.1");
    site.submit(&lab, record).expect("a signature");
    site.send(&lab).await;
    let chen = lab.person("chen").await;
    let seen = view(&chen, record).await;
    assert!(!codes(&seen).iter().any(|code| code.starts_with("reading_before")), "{:?}", codes(&seen));
}

on_both_engines!(what_an_older_tablet_recorded_before_them_is_kept_and_told, Lab::new_on);
async fn what_an_older_tablet_recorded_before_them_is_kept_and_told(lab: Lab) {
    let mut site = Site::new(&lab).await;
    site.tablet.asked = Asked::Made;
    let stream = Stream::visit(site.world.visit);
    let ticks = arrival(&site.world, true);
    site.tablet.make(stream, lab.now(), ticks).expect("a check on arrival");
    let record = site.open(&lab);
    let reading = site.make(&lab, record, enter(READING, "20.00", "mm")).expect("a reading");
    lab.advance(minutes(1));
    site.looks_around(&lab, record, "20.1");
    site.tablet.make(stream, lab.now(), Body::BriefingAcknowledged).expect("a briefing");
    site.send(&lab).await;
    let seen = view(&lab.person("chen").await, record).await;
    assert_eq!(set_aside(&seen, reading), None, "nothing honest is lost");
    for told in ["reading_before_environment", "reading_before_briefing", "departure_check_missing"] {
        assert!(codes(&seen).contains(&told), "{told}: {:?}", codes(&seen));
    }
}

// C-5.1.2: the check was refused for a deviation, and the customer is said to have agreed when everything was measured.
on_both_engines!(a_consent_that_comes_after_the_readings_is_answered_for, Lab::new_on);
async fn a_consent_that_comes_after_the_readings_is_answered_for(lab: Lab) {
    let mut site = Site::new(&lab).await;
    site.arrive(&lab, true);
    let chen = lab.person("chen").await;
    let agreed = || Body::Deviation {
        what: "hall at 35 °C".to_owned(),
        consent: "Ms Wu, by telephone".to_owned(),
        path: "environment/start/temperature".to_owned(),
    };
    let late = site.open(&lab);
    site.fill(&lab, late, "35");
    lab.advance(minutes(10));
    site.make(&lab, late, agreed()).expect("a deviation");
    site.submit(&lab, late).expect("a signature");
    site.send(&lab).await;
    signs_with_words(&chen, late, &["reading_before_consent"], "C-5.1.2").await;
    let in_time = site.open(&lab);
    site.looks_around(&lab, in_time, "35");
    lab.advance(minutes(1));
    site.make(&lab, in_time, agreed()).expect("a deviation");
    lab.advance(minutes(1));
    site.make(&lab, in_time, enter(READING, "20.00", "mm")).expect("a reading");
    site.make(&lab, in_time, enter("as_found/points/20/indication/r2", "20.05", "mm")).expect("a reading");
    site.looks_again(&lab, in_time, "35");
    site.submit(&lab, in_time).expect("a signature");
    site.send(&lab).await;
    let seen = view(&chen, in_time).await;
    assert_eq!(changes::codes(&changes::asked(&seen.conditions)), [""; 0]);
    assert!(check(&chen, in_time, seen.entries.len()).await.status.is_success());
}

// C-4.4, C-5.1.2: a reading outside the limits still needs its deviation after it has been amended away.
on_both_engines!(an_environment_amended_away_still_asks_for_its_deviation, Lab::new_on);
async fn an_environment_amended_away_still_asks_for_its_deviation(lab: Lab) {
    let mut site = Site::new(&lab).await;
    site.arrive(&lab, true);
    let record = site.open(&lab);
    site.fill(&lab, record, "35");
    let shown = site.tablet.record(record).expect("the record");
    for path in ["environment/start/temperature", "environment/end/temperature"] {
        let amends = shown.cells[path].entries[0].event;
        let after = Value::NotObserved { reason: "the thermometer broke".to_owned() };
        site.make(&lab, record, Body::Amended { amends, after, reason: "misread".to_owned() }).expect("an amendment");
    }
    site.submit(&lab, record).expect("a signature");
    site.send(&lab).await;
    let chen = lab.person("chen").await;
    let seen = view(&chen, record).await;
    assert!(codes(&seen).contains(&"environment_outside_limits"), "{:?}", codes(&seen));
    assert_eq!(check(&chen, record, seen.entries.len()).await.problem().code, "deviation_missing");
}
