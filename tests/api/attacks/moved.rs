//! Moving work to another line, or beginning it again, until the certificate says what somebody would like it to say.

use axum::http::Method;
use base::finding::Finding;
use base::id::{ItemId, OrderId, RecordId, kind};
use contract::api::certificate::DraftView;
use contract::api::order::ReviewOrder;
use contract::api::path;
use contract::api::record::{AttachRecord, RecordView};
use contract::api::register::{Put, Row, Written};
use domain::event::body::Body;
use domain::order::noted::Outcome;
use domain::order::{Location, Order};
use domain::register::Entry;
use measurement::method::DecisionRule;
use serde_json::json;
use support::tablet::opened;
use support::world::{World, both, put};
use support::{Answer, Client, Lab, minutes, on_both_engines};

use super::changes::{ABLE, answers, asked, asked_at_issue, check_with, codes, order, reviewed};
use crate::certificate::{Desk, issue};
use crate::record::{Site, check, give_back, view};

async fn place(by: &Client, record: RecordId, order: OrderId, line: u16) -> Answer {
    by.send(Method::POST, &path::with(path::RECORD_ORDER, record), &AttachRecord { order, line }).await
}

// C-5.5.2, C-5.4.1 m: another line may mean another decision rule than the one the checker saw.
on_both_engines!(a_checked_record_is_moved_to_no_other_line, Lab::new_on);
async fn a_checked_record_is_moved_to_no_other_line(lab: Lab) {
    let desk = Desk::new(&lab).await;
    let refused = place(&desk.wu, desk.record, desk.site.world.order, 3).await.refused("attach_checked");
    assert_eq!(refused.clause.as_deref(), Some("C-5.5.2"));
    let seen = view(&desk.chen, desk.record).await;
    assert_eq!(seen.agreed.map(|agreed| agreed.line), Some(0));
    let returned = give_back(&desk.chen, desk.record, seen.entries.len(), "it belongs to another line").await;
    assert!(returned.status.is_success(), "{}", returned.text());
    assert!(place(&desk.wu, desk.record, desk.site.world.order, 3).await.status.is_success());
    assert_eq!(view(&desk.chen, desk.record).await.agreed.map(|agreed| agreed.line), Some(3));
}

// C-5.4.1 m: the same through the order itself, which gets another decision rule after the check.
on_both_engines!(another_rule_after_the_check_of_what_nobody_planned_is_answered_for, Lab::new_on);
async fn another_rule_after_the_check_of_what_nobody_planned_is_answered_for(lab: Lab) {
    let desk = Desk::new(&lab).await;
    lab.advance(minutes(5));
    order(&desk, |order| order.lines[0].decision_rule = Some(DecisionRule::Simple)).await;
    reviewed(&desk, Outcome::Accepted).await;
    asked_at_issue(&desk, "order_rule_changed").await;
}

/// A record of the world's item that nobody planned, sent to the office.
async fn unplanned(lab: &Lab, site: &mut Site) -> RecordId {
    let pack = site.tablet.pack();
    let mut begun = opened(pack, Some(site.world.visit));
    let item = pack.items.iter().find(|known| known.id == site.world.item).expect("the item is in the pack");
    (begun.item.id, begun.item.item) = (item.id, item.body.clone());
    let record = site.begin(lab, Body::Opened(Box::new(begun)), "S-01");
    site.fill_and_sign(lab, record);
    site.send_only(lab).await;
    record
}

/// Another item of the world's customer.
async fn other_item(lab: &Lab, world: &World) -> ItemId {
    let id: ItemId = lab.app.new_id();
    let item = json!({"customer": world.customer, "identification": "EC-2", "name": both("卡尺", "Calliper"), "model": "1",
        "manufacturer": "M", "serial_number": "1"});
    put::<kind::Item>(lab, id, item).await;
    id
}

/// An accepted order for these items, on the customer's site.
async fn ordered(lab: &Lab, world: &World, items: &[ItemId]) -> OrderId {
    let id: OrderId = lab.app.new_id();
    put::<kind::Order>(lab, id, world.accepted("O-7", Location::Site, items.iter().map(|item| world.line(*item)).collect())).await;
    id
}

// C-5.1.2: the order was there before the work, but its line for the item was entered afterwards.
on_both_engines!(work_whose_order_line_was_entered_later_is_answered_for, Lab::new_on);
async fn work_whose_order_line_was_entered_later_is_answered_for(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    let other = other_item(&lab, &site.world).await;
    site.world.order = ordered(&lab, &site.world, &[other]).await;
    lab.advance(minutes(10));
    site.arrive(&lab, true);
    let (record, id) = (unplanned(&lab, &mut site).await, site.world.order);
    lab.advance(minutes(10));
    let wu = lab.person("wu").await;
    let row: Row<Order> = wu.get(&path::with2(path::REGISTER_ENTRY, Order::NOUN, id)).await;
    let mut body = row.body;
    body.lines.push(serde_json::from_value(site.world.line(site.world.item)).expect("a line"));
    let changed = Put { revision: row.revision, reason: "asked for by telephone".to_owned(), body };
    let written: Written<Order> = wu.put(&path::with2(path::REGISTER_ENTRY, Order::NOUN, id), &changed).await;
    let review = ReviewOrder { revision: written.revision, outcome: Outcome::Accepted, able: ABLE, discussion: String::new() };
    wu.post::<Written<Order>>(&path::with(path::ORDER_REVIEW, id), &review).await;
    assert!(place(&wu, record, id, 1).await.status.is_success());
    let chen = lab.person("chen").await;
    let seen = view(&chen, record).await;
    let open = asked(&seen.conditions);
    assert_eq!(codes(&open), ["order_placed_later"]);
    assert_eq!((open[0].params["number"].as_str(), open[0].params["day"].as_str()), ("O-7", "2026-11-20"));
    let refused = check(&chen, record, seen.entries.len()).await.refused("conditions_unanswered");
    assert_eq!(refused.clause.as_deref(), Some("C-5.1.2"));
    assert!(check_with(&chen, record, answers(&open, "agreed by telephone that morning")).await.status.is_success());
}

// C-5.4.2: an item is not certified twice, whatever number its line has by then.
on_both_engines!(lines_that_change_places_give_no_second_certificate, Lab::new_on);
async fn lines_that_change_places_give_no_second_certificate(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    let other = other_item(&lab, &site.world).await;
    site.world.order = ordered(&lab, &site.world, &[site.world.item, other]).await;
    let id = site.world.order;
    site.arrive(&lab, true);
    let record = unplanned(&lab, &mut site).await;
    let wu = lab.person("wu").await;
    assert!(place(&wu, record, id, 0).await.status.is_success());
    let mut desk = Desk::around(&lab, site, record).await;
    let certificate = desk.issued("original").await;
    lab.advance(minutes(5));
    order(&desk, |order| order.lines.swap(0, 1)).await;
    reviewed(&desk, Outcome::Accepted).await;
    let second = unplanned(&lab, &mut desk.site).await;
    assert!(place(&desk.wu, second, id, 1).await.status.is_success());
    let seen = view(&desk.chen, second).await;
    let refused = check(&desk.chen, second, seen.entries.len()).await.refused("work_certified");
    assert_eq!((refused.params["number"].as_str(), refused.clause.as_deref()), (certificate.row.number.as_str(), Some("C-5.4.2")));
    let draft: DraftView = desk.qian.get(&path::with(path::RECORD_DRAFT, second)).await;
    assert!(!issue(&desk.qian, second, &draft, "original").await.status.is_success());
}

/// A record that is opened, perhaps filled in, and given up.
async fn given_up(lab: &Lab, site: &mut Site, reads: bool) -> RecordId {
    let record = site.open(lab);
    if reads {
        site.fill(lab, record, "20.1");
    }
    site.make(lab, record, Body::Abandoned { reason: "it did not please".to_owned() }).expect("by who began it");
    site.send_only(lab).await;
    record
}

// C-5.5.3: whoever begins again until the results please is asked about it at the check; a record without readings is not asked about.
on_both_engines!(results_are_not_chosen_by_giving_records_up, Lab::new_on);
async fn results_are_not_chosen_by_giving_records_up(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    site.arrive(&lab, true);
    given_up(&lab, &mut site, false).await;
    let first = given_up(&lab, &mut site, true).await;
    lab.advance(minutes(5));
    let record = site.signed(&lab);
    site.send(&lab).await;
    let chen = lab.person("chen").await;
    let seen = view(&chen, record).await;
    let open = asked(&seen.conditions);
    assert_eq!(codes(&open), ["readings_given_up"]);
    let told = &open[0].params;
    assert_eq!((told["readings"].as_str(), told["reason"].as_str()), ("2", "it did not please"));
    assert_eq!(told["href"], format!("/office/records/{first}"));
    let refused = check(&chen, record, seen.entries.len()).await.refused("conditions_unanswered");
    assert_eq!(refused.clause.as_deref(), Some("C-5.5.3"));
    assert!(check_with(&chen, record, answers(&open, "the jaws were not clean")).await.status.is_success());
    let draft: DraftView = lab.person("qian").await.get(&path::with(path::RECORD_DRAFT, record)).await;
    assert_eq!(asked(&draft.conditions), [], "what the checker answered stands for the issue");
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

// C-5.5.3: the checker could not see a record that is given up after the check, so the signatory answers for it.
on_both_engines!(a_record_given_up_after_the_check_is_answered_for_at_the_issue, Lab::new_on);
async fn a_record_given_up_after_the_check_is_answered_for_at_the_issue(lab: Lab) {
    let mut desk = Desk::new(&lab).await;
    given_up(&lab, &mut desk.site, true).await;
    asked_at_issue(&desk, "readings_given_up").await;
}

async fn left_open_is_asked(checker: &Client, record: RecordId, first: RecordId) -> (RecordView, Vec<Finding>) {
    let seen = view(checker, record).await;
    let open = asked(&seen.conditions);
    assert_eq!(codes(&open), ["readings_left_open"]);
    assert_eq!(open[0].params["href"], format!("/office/records/{first}"));
    (seen, open)
}

// C-5.5.3: nor by leaving the worse record open, without a task or an order.
on_both_engines!(results_are_not_chosen_by_leaving_records_open, Lab::new_on);
async fn results_are_not_chosen_by_leaving_records_open(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    site.arrive(&lab, true);
    let first = unplanned(&lab, &mut site).await;
    lab.advance(minutes(5));
    let record = site.signed(&lab);
    site.send(&lab).await;
    let (chen, wu) = (lab.person("chen").await, lab.person("wu").await);
    let (seen, _) = left_open_is_asked(&chen, record, first).await;
    let refused = check(&chen, record, seen.entries.len()).await.refused("conditions_unanswered");
    assert_eq!(refused.clause.as_deref(), Some("C-5.5.3"));
    // Put under the same order, it is a second record of the same work, which the signatory answers for.
    assert!(place(&wu, first, site.world.order, 0).await.status.is_success());
    assert_eq!(codes(&asked(&view(&chen, record).await.conditions)), Vec::<String>::new());
    assert!(check(&chen, record, view(&chen, record).await.entries.len()).await.status.is_success());
    let draft: DraftView = lab.person("qian").await.get(&path::with(path::RECORD_DRAFT, record)).await;
    assert_eq!(codes(&asked(&draft.conditions)), ["task_recorded_twice"]);
}

// C-5.5.3: nor by parking it under another order, which nobody need ever accept.
on_both_engines!(results_are_not_chosen_by_parking_records_under_another_order, Lab::new_on);
async fn results_are_not_chosen_by_parking_records_under_another_order(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    let (draft, world) = (lab.app.new_id::<kind::Order>(), &site.world);
    let body = json!({"number": "O-8", "customer": world.customer, "received_as": "oral", "received_on": "2026-11-10",
        "lines": [world.line(world.item)], "location": "site", "place": world.site, "status": "draft"});
    put::<kind::Order>(&lab, draft, body).await;
    site.arrive(&lab, true);
    let first = unplanned(&lab, &mut site).await;
    lab.advance(minutes(5));
    let record = site.signed(&lab);
    site.send(&lab).await;
    let (chen, wu) = (lab.person("chen").await, lab.person("wu").await);
    assert!(place(&wu, first, draft, 0).await.status.is_success());
    let (seen, open) = left_open_is_asked(&chen, record, first).await;
    check(&chen, record, seen.entries.len()).await.refused("conditions_unanswered");
    assert!(check_with(&chen, record, answers(&open, "a second visit was asked for")).await.status.is_success());
}

// C-5.5.3: a record is no successor of one that does not exist or that goes on; of one that was given up it is.
on_both_engines!(a_record_that_replaces_nothing_is_answered_for, Lab::new_on);
async fn a_record_that_replaces_nothing_is_answered_for(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    site.arrive(&lab, true);
    let chen = lab.person("chen").await;
    let ended = given_up(&lab, &mut site, false).await;
    let goes_on = site.open(&lab);
    site.send_only(&lab).await;
    let nowhere: RecordId = site.tablet.new_id(lab.now());
    for (named, told) in [(ended, &[][..]), (goes_on, &["replaced_record_unfit"]), (nowhere, &["replaced_record_unfit"])] {
        let mut begun = opened(site.tablet.pack(), Some(site.world.visit));
        begun.instead_of = Some(named);
        let record = site.begin(&lab, Body::Opened(Box::new(begun)), "S-01");
        site.fill_and_sign(&lab, record);
        site.send(&lab).await;
        let seen = view(&chen, record).await;
        let open = asked(&seen.conditions);
        assert_eq!(codes(&open), told, "{named}");
        if !told.is_empty() {
            let refused = check(&chen, record, seen.entries.len()).await.refused("conditions_unanswered");
            assert_eq!(refused.clause.as_deref(), Some("C-5.5.3"));
        }
        assert!(check_with(&chen, record, answers(&open, "the tablet was lost that morning")).await.status.is_success());
    }
}
