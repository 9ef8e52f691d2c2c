//! A method without its approval, an edition withdrawn.

use axum::http::Method;
use base::id::MethodId;
use contract::api::path;
use contract::api::register::{Put, Row, Written};
use domain::event::body::Body;
use domain::library::edition::Edition;
use domain::library::method::Method as CalibrationMethod;
use domain::register::Entry;
use serde_json::json;
use support::tablet::opened;
use support::world::{both, put};
use support::{Lab, hours, minutes, on_both_engines};

use super::{asked, asked_at_issue, changing, codes, manager, not_issued};
use crate::certificate::{Desk, change};
use crate::record::view;

// C-4.2: the edition is withdrawn between check and issue, or turns out not to have been in force on the day.
on_both_engines!(an_edition_withdrawn_after_the_check_is_answered_for_or_stops_the_issue, Lab::new_on);
async fn an_edition_withdrawn_after_the_check_is_answered_for_or_stops_the_issue(lab: Lab) {
    let desk = Desk::new(&lab).await;
    let (fang, edition) = (manager(&lab).await, desk.site.world.edition);
    change(&fang, edition, json!({"status": "withdrawn", "validity": {"from": "2012-01-01", "until": "2026-11-19"}})).await;
    not_issued(&desk, "edition_not_in_force_then", "C-4.2").await;
    change(&fang, edition, json!({"status": "withdrawn", "validity": {"from": "2012-01-01", "until": "2026-11-20"}})).await;
    asked_at_issue(&desk, "edition_withdrawn_since").await;
}

// C-4.2: an approval dated in the future approves nothing yet: no edition comes into force by it, and no work is certified.
on_both_engines!(an_approval_in_the_future_approves_nothing, Lab::new_on);
async fn an_approval_in_the_future_approves_nothing(lab: Lab) {
    let desk = Desk::new(&lab).await;
    let fang = manager(&lab).await;
    let approval = |on: &str| json!({"kind": "own", "approval": {"by": "Prof. Gu", "on": on, "reference": "R-1"}});
    let method = desk.site.world.method;
    let refused = changing(&fang, method, approval("2026-11-21")).await.refused("method_in_force");
    assert_eq!(refused.clause.as_deref(), Some("C-4.2"));
    let other: MethodId = lab.app.new_id();
    let mut body = json!({"code": "HZ-1", "title": both("自编", "Own"), "service": desk.site.world.service});
    body.as_object_mut().expect("an object").extend(approval("2026-11-21").as_object().expect("fields").clone());
    put(&lab, other, body).await;
    let row: Row<Edition> = fang.get(&path::with2(path::REGISTER_ENTRY, Edition::NOUN, desk.site.world.edition)).await;
    let fresh = Edition { method: other, code: "HZ-1".to_owned(), ..row.body };
    let put_in_force = Put { revision: 0, reason: String::new(), body: fresh };
    let problem = fang.send(Method::POST, &path::with(path::REGISTER, Edition::NOUN), &put_in_force).await.problem();
    assert!(codes(&problem.findings).contains(&"method_not_approved"), "{problem:?}");
    // The register now says that the method was approved the day after this work.
    let known: Row<CalibrationMethod> = fang.get(&path::with2(path::REGISTER_ENTRY, CalibrationMethod::NOUN, method)).await;
    let mut later = serde_json::to_value(&known.body).expect("a method");
    later.as_object_mut().expect("an object").extend(approval("2026-11-21").as_object().expect("fields").clone());
    support::world::put_over(&lab, method, known.revision, later).await;
    not_issued(&desk, "method_not_approved_then", "C-4.2").await;
}

// C-4.2: a second edition with other limits is put in force for one record, beside the one that everybody works by.
on_both_engines!(an_edition_put_in_force_beside_another_is_answered_for, Lab::new_on);
async fn an_edition_put_in_force_beside_another_is_answered_for(lab: Lab) {
    let desk = Desk::new(&lab).await;
    desk.issued("original").await;
    lab.advance(hours(1));
    let (fang, Desk { mut site, chen, .. }) = (manager(&lab).await, desk);
    let first: Row<Edition> = fang.get(&path::with2(path::REGISTER_ENTRY, Edition::NOUN, site.world.edition)).await;
    let name = format!("{} {}", first.body.code, first.body.name);
    let body = Edition { name: "2026 c".to_owned(), ..first.body.clone() };
    let second: Written<Edition> =
        fang.post(&path::with(path::REGISTER, Edition::NOUN), &Put { revision: 0, reason: String::new(), body }).await;
    lab.advance(minutes(5));
    site.send(&lab).await;
    let mut begun = opened(site.tablet.pack(), Some(site.world.visit));
    let known = site.tablet.pack().editions.iter().find(|known| known.id == second.id).expect("the new edition");
    (begun.edition_id, begun.edition) = (known.id, known.body.clone());
    let record = site.begin(&lab, Body::Opened(Box::new(begun)), "S-01");
    site.fill_and_sign(&lab, record);
    site.send_only(&lab).await;
    let found = asked(&view(&chen, record).await.conditions);
    let beside = found.iter().find(|finding| finding.code == "edition_beside_another").expect("it is asked about");
    assert_eq!(beside.params["edition"].as_str(), name);
}
