//! What no tablet refuses, or an older one did not: found at the check or the issue, and refused, answered for or told there.

use base::id::{EditionId, Id, RecordId, kind};
use contract::api::path;
use contract::api::register::Row;
use domain::event::body::{Body, Value};
use domain::register::{Entry, Kept};
use serde_json::{Value as Json, json};
use support::tablet::{enter, number};
use support::world::{both, put, put_over};
use support::{Client, Lab, minutes, on_both_engines};

use super::changes::{asked, codes, manager, not_issued};
use crate::certificate::{Desk, change};
use crate::record::{READING, Site, check, view};

/// The checker is asked for words about this, and signs nothing without them.
async fn asks(lab: &Lab, record: RecordId, code: &str) {
    let chen = lab.person("chen").await;
    let seen = view(&chen, record).await;
    assert_eq!(codes(&asked(&seen.conditions)), [code]);
    let problem = check(&chen, record, seen.entries.len()).await.refused("conditions_unanswered");
    assert_eq!(codes(&problem.findings), [code]);
}

/// What is in the register of this, as it is.
async fn body<K: Kept>(reader: &Client, id: Id<K>) -> (u64, Json) {
    let row: Row<K::Entry> = reader.get(&path::with2(path::REGISTER_ENTRY, K::Entry::NOUN, id)).await;
    (row.revision, serde_json::to_value(&row.body).expect("JSON"))
}

// C-4.3.1
on_both_engines!(a_calibrator_who_was_not_authorised_after_all_is_asked_about, Lab::new_on);
async fn a_calibrator_who_was_not_authorised_after_all_is_asked_about(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let record = site.submitted(&lab).await;
    change(&lab.person("admin").await, site.world.lin, json!({"authorisations": []})).await;
    asks(&lab, record, "calibrator_not_authorised_then").await;
}

// C-4.2
on_both_engines!(an_order_for_another_edition_by_now_stops_the_issue, Lab::new_on);
async fn an_order_for_another_edition_by_now_stops_the_issue(lab: Lab) {
    let desk = Desk::new(&lab).await;
    let (_, mut other) = body::<kind::Edition>(&desk.wu, desk.site.world.edition).await;
    other["name"] = json!("2027");
    let id: EditionId = lab.app.new_id();
    put::<kind::Edition>(&lab, id, other).await;
    let (revision, mut changed) = body::<kind::Order>(&desk.wu, desk.site.world.order).await;
    for line in changed["lines"].as_array_mut().expect("lines") {
        line["edition"] = json!(id);
    }
    put_over::<kind::Order>(&lab, desk.site.world.order, revision, changed).await;
    not_issued(&desk, "order_edition_differs", "C-4.2").await;
}

// C-5.1.1
on_both_engines!(an_item_of_another_service_is_told_to_the_checker, Lab::new_on);
async fn an_item_of_another_service_is_told_to_the_checker(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let (chen, other) = (lab.person("chen").await, lab.app.new_id());
    put::<kind::Service>(&lab, other, json!({"code": "L-02", "name": both("百分表", "Dial gauges"), "offered": true})).await;
    let (revision, mut item) = body::<kind::Item>(&chen, site.world.item).await;
    item["service"] = json!(other);
    put_over::<kind::Item>(&lab, site.world.item, revision, item).await;
    site.send(&lab).await;
    let record = site.submitted(&lab).await;
    let told = view(&chen, record).await.findings;
    let found = told.iter().find(|finding| finding.code == "service_differs_from_item").expect("the checker is told");
    assert_eq!(found.path, "item");
}

// C-4.5.2
on_both_engines!(a_standard_that_did_not_cover_what_its_slot_asks_for_stops_the_check, Lab::new_on);
async fn a_standard_that_did_not_cover_what_its_slot_asks_for_stops_the_check(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let chen = lab.person("chen").await;
    let (revision, mut edition) = body::<kind::Edition>(&chen, site.world.edition).await;
    edition["form"]["slots"][0]["covers"] = json!({"what": "range", "low": "1", "high": "50", "unit": "mm"});
    put_over::<kind::Edition>(&lab, site.world.edition, revision, edition).await;
    site.send(&lab).await;
    let record = site.submitted(&lab).await;
    let shorter = json!({"ranges": [{"low": "0.5", "high": "25", "unit": "mm"}]});
    change(&manager(&lab).await, site.world.standard, shorter).await;
    let entries = view(&chen, record).await.entries.len();
    let refused = check(&chen, record, entries).await.refused("standard_range_missing");
    assert_eq!(refused.clause.as_deref(), Some("C-4.5.2"));
}

// C-5.4.1 h
on_both_engines!(a_standard_that_was_stated_otherwise_by_then_is_asked_about, Lab::new_on);
async fn a_standard_that_was_stated_otherwise_by_then_is_asked_about(lab: Lab) {
    let mut site = Site::new(&lab).await;
    change(&manager(&lab).await, site.world.standard, json!({"characteristic": "grade 3"})).await;
    lab.advance(minutes(5));
    let record = site.submitted(&lab).await;
    asks(&lab, record, "standard_changed_since").await;
}

/// A record whose last look at the humidity is this.
async fn with_humidity(lab: &Lab, looks: impl FnOnce(&mut Site, RecordId)) -> RecordId {
    let mut site = Site::new(lab).await;
    site.arrive(lab, true);
    let record = site.open(lab);
    site.looks_around(lab, record, "20.1");
    for path in [READING, "as_found/points/20/indication/r2"] {
        site.make(lab, record, enter(path, "20.00", "mm")).expect("a reading");
    }
    site.make(lab, record, enter("environment/end/temperature", "20.1", "°C")).expect("a temperature");
    looks(&mut site, record);
    site.submit(lab, record).expect("a signature");
    site.send(lab).await;
    record
}

const HUMIDITY: &str = "environment/end/humidity";

// C-4.4
on_both_engines!(an_environment_that_nobody_read_is_asked_about, Lab::new_on);
async fn an_environment_that_nobody_read_is_asked_about(lab: Lab) {
    let not_observed = Body::Entered { path: HUMIDITY.to_owned(), value: Value::NotObserved { reason: "the battery".to_owned() } };
    let looks = |site: &mut Site, record| {
        site.make(&lab, record, not_observed).expect("it says why");
    };
    let record = with_humidity(&lab, looks).await;
    asks(&lab, record, "environment_not_observed").await;
}

// C-4.4: what was read at the beginning says nothing of the end.
on_both_engines!(an_environment_at_the_end_that_was_read_at_the_beginning_is_asked_about, Lab::new_on);
async fn an_environment_at_the_end_that_was_read_at_the_beginning_is_asked_about(lab: Lab) {
    let mut site = Site::new(&lab).await;
    site.arrive(&lab, true);
    let record = site.open(&lab);
    site.looks_around(&lab, record, "20.1");
    site.looks_again(&lab, record, "20.1");
    for path in [READING, "as_found/points/20/indication/r2"] {
        site.make(&lab, record, enter(path, "20.00", "mm")).expect("a reading");
    }
    site.submit(&lab, record).expect("a signature");
    site.send(&lab).await;
    asks(&lab, record, "environment_end_early").await;
}

// C-5.5.4
on_both_engines!(an_environment_outside_the_limits_that_was_struck_is_asked_about, Lab::new_on);
async fn an_environment_outside_the_limits_that_was_struck_is_asked_about(lab: Lab) {
    let looks = |site: &mut Site, record| {
        let outside = site.make(&lab, record, enter(HUMIDITY, "95", "% RH")).expect("a humidity");
        let (after, reason) = (number("55", "% RH"), "misread".to_owned());
        site.make(&lab, record, Body::Amended { amends: outside, after, reason }).expect("another");
    };
    let record = with_humidity(&lab, looks).await;
    asks(&lab, record, "environment_was_outside").await;
}
