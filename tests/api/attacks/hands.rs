//! An item's entry changes on site by those who have to do with it: others' events are set aside, and what no review of an order is
//! told of waits at the desk.

use axum::http::Method;
use base::id::{CustomerId, EventId, ItemId, OrderId, PersonId, RecordId, TaskId, kind};
use contract::api::Page;
use contract::api::desk::DeskView;
use contract::api::path;
use contract::api::register::{Put, Row};
use contract::sync::EventOutcome;
use domain::access::Role;
use domain::event::Stream;
use domain::event::body::Body;
use domain::item::Item;
use domain::order::Order;
use domain::order::noted::What;
use domain::register::Entry;
use serde_json::json;
use support::world::{both, put, put_over};
use support::{Client, Lab, Tablet, World, on_both_engines};

use crate::certificate::employ;
use crate::record::Site;
use crate::registers::list;

fn numbered(before: &str, after: &str) -> Body {
    Body::ItemCorrected { field: "serial_number".to_owned(), before: before.to_owned(), after: after.to_owned() }
}

fn outcome(tablet: &Tablet, event: EventId) -> EventOutcome {
    tablet.disk.outcomes[&event].clone()
}

fn in_other_hands() -> EventOutcome {
    EventOutcome::SetAside { code: "item_in_other_hands".to_owned() }
}

async fn kept(client: &Client, item: ItemId) -> String {
    client.get::<Row<Item>>(&path::with2(path::REGISTER_ENTRY, Item::NOUN, item)).await.body.serial_number
}

/// A calibrator who has to do with nothing here, and their tablet.
struct Stranger {
    client: Client,
    tablet: Tablet,
}

impl Stranger {
    async fn new(lab: &Lab) -> Self {
        let client = crate::people::person(lab, "stranger", &[Role::Calibrator]).await;
        let mut tablet = Tablet::enrol(lab, &client, 77).await;
        tablet.exchange(&client, lab.now()).await;
        Self { client, tablet }
    }

    async fn sends(&mut self, lab: &Lab, item: ItemId, body: Body) -> EventOutcome {
        let event = self.tablet.force(Stream::item(item), lab.now(), body);
        self.tablet.exchange(&self.client, lab.now()).await;
        outcome(&self.tablet, event)
    }

    fn visit(&self, world: &World, number: &str, day: &str) -> serde_json::Value {
        let people = [self.tablet.person];
        json!({"number": number, "customer": world.customer, "place": world.site, "day": day, "people": people, "standards": []})
    }
}

fn new_item(site: &Site, identification: &str, serial_number: &str) -> Item {
    let known = site.tablet.pack().items[0].body.clone();
    Item { identification: identification.to_owned(), serial_number: serial_number.to_owned(), ..known }
}

// C-5.3.3, C-4.1.2.2: no visit, no task, no record: nothing to say of a customer's item.
on_both_engines!(a_calibrator_without_anything_to_do_with_an_item_changes_nothing_of_it, Lab::new_on);
async fn a_calibrator_without_anything_to_do_with_an_item_changes_nothing_of_it(lab: Lab) {
    let site = Site::new(&lab).await;
    let item = site.world.item;
    let mut stranger = Stranger::new(&lab).await;
    assert_eq!(stranger.sends(&lab, item, numbered("7741", "WANG-1")).await, in_other_hands());
    let fresh: ItemId = stranger.tablet.new_id(lab.now());
    let found = Body::ItemFound(Box::new(new_item(&site, "PJ-F2", "9001")));
    let said = stranger.tablet.make(Stream::item(fresh), lab.now(), found.clone());
    assert_eq!(said, Err("item_in_other_hands".to_owned()), "the tablet says it at once");
    assert_eq!(stranger.sends(&lab, fresh, found).await, in_other_hands());
    // A visit on another day gives no more.
    put::<kind::Visit>(&lab, lab.app.new_id(), stranger.visit(&site.world, "V-7", "2026-12-02")).await;
    assert_eq!(stranger.sends(&lab, item, numbered("7741", "WANG-1")).await, in_other_hands());
    let office = office(&lab).await;
    assert_eq!(kept(&office, item).await, "7741");
    assert!(office.get::<Page<Row<Item>>>(&list::<Item>("search=PJ-F2")).await.rows.is_empty());
}

async fn office(lab: &Lab) -> Client {
    employ(lab, "wu", &[Role::Office], None).await;
    lab.person("wu").await
}

// C-5.3.3: on a visit about its day, items are found and corrected.
on_both_engines!(who_is_on_a_visit_to_the_customer_finds_and_corrects_items, Lab::new_on);
async fn who_is_on_a_visit_to_the_customer_finds_and_corrects_items(lab: Lab) {
    let site = Site::new(&lab).await;
    let mut stranger = Stranger::new(&lab).await;
    put::<kind::Visit>(&lab, lab.app.new_id(), stranger.visit(&site.world, "V-7", "2026-11-21")).await;
    assert_eq!(stranger.sends(&lab, site.world.item, numbered("7741", "7742")).await, EventOutcome::Effective);
    let fresh: ItemId = stranger.tablet.new_id(lab.now());
    let found = Body::ItemFound(Box::new(new_item(&site, "PJ-F2", "9001")));
    assert_eq!(stranger.sends(&lab, fresh, found).await, EventOutcome::Effective);
    assert_eq!(stranger.sends(&lab, fresh, numbered("9001", "9002")).await, EventOutcome::Effective);
    let office = office(&lab).await;
    assert_eq!((kept(&office, site.world.item).await, kept(&office, fresh).await), ("7742".to_owned(), "9002".to_owned()));
}

// C-5.3.3: with a task, until its order is done with.
on_both_engines!(who_has_a_task_for_an_item_corrects_it_until_its_order_is_done_with, Lab::new_on);
async fn who_has_a_task_for_an_item_corrects_it_until_its_order_is_done_with(lab: Lab) {
    let site = Site::new(&lab).await;
    let world = &site.world;
    let mut stranger = Stranger::new(&lab).await;
    let order: OrderId = lab.app.new_id();
    let mut body = world.accepted("O-7", domain::order::Location::Laboratory, vec![world.line(world.item)]);
    put::<kind::Order>(&lab, order, body.clone()).await;
    let task = json!({"order": order, "line": 0, "item": world.item, "customer": world.customer, "service": world.service,
        "edition": world.edition, "calibrators": [stranger.tablet.person]});
    put::<kind::Task>(&lab, lab.app.new_id(), task).await;
    assert_eq!(stranger.sends(&lab, world.item, numbered("7741", "7742")).await, EventOutcome::Effective);
    lab.advance(1_000);
    let revision = lab.person("chen").await.get::<Row<Order>>(&path::with2(path::REGISTER_ENTRY, Order::NOUN, order)).await.revision;
    body["status"] = json!("completed");
    put_over::<kind::Order>(&lab, order, revision, body).await;
    // What was seen before, and is only sent now, still counts.
    let before = stranger.tablet.force(Stream::item(world.item), lab.now(), numbered("7742", "7743"));
    lab.advance(1_000);
    let after = stranger.tablet.force(Stream::item(world.item), lab.now(), numbered("7743", "7744"));
    stranger.tablet.exchange(&stranger.client, lab.now()).await;
    assert_eq!((outcome(&stranger.tablet, before), outcome(&stranger.tablet, after)), (EventOutcome::Effective, in_other_hands()));
}

// C-5.3.3: a record of the item begun in the same exchange is enough, without visit and task.
on_both_engines!(who_calibrates_an_item_corrects_it, Lab::new_on);
async fn who_calibrates_an_item_corrects_it(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let world = &site.world;
    let item: ItemId = lab.app.new_id();
    let other: CustomerId = lab.app.new_id();
    put(&lab, other, json!({"code": "OT", "name": both("他", "Other"), "address": both("杭州", "Hangzhou")})).await;
    let body = json!({"customer": other, "identification": "OT-1", "name": both("卡尺", "Calliper"), "model": "0-150", "manufacturer": "M",
        "serial_number": "1", "service": world.service});
    put(&lab, item, body.clone()).await;
    let unasked = site.tablet.force(Stream::item(item), lab.now(), numbered("1", "2"));
    site.send(&lab).await;
    assert_eq!(outcome(&site.tablet, unasked), in_other_hands());
    let mut opened = support::tablet::opened(site.tablet.pack(), None);
    opened.item.id = item;
    opened.item.item = serde_json::from_value(body).expect("an item");
    opened.customer.id = other;
    opened.customer.name = base::text::Bilingual::new("他", "Other");
    opened.customer.address = base::text::Bilingual::new("杭州", "Hangzhou");
    let record: RecordId = site.tablet.new_id(lab.now());
    let begun = site.tablet.force(Stream::record(record), lab.now(), Body::Opened(Box::new(opened)));
    let corrected = site.tablet.force(Stream::item(item), lab.now(), numbered("1", "2"));
    site.tablet.exchange(&site.lin, lab.now()).await;
    assert_eq!(outcome(&site.tablet, begun), EventOutcome::Effective);
    assert_eq!(outcome(&site.tablet, corrected), EventOutcome::Effective);
    // And in a later one, from what is stored.
    let again = site.tablet.force(Stream::item(item), lab.now(), numbered("2", "3"));
    site.tablet.exchange(&site.lin, lab.now()).await;
    assert_eq!(outcome(&site.tablet, again), EventOutcome::Effective);
    // Given up, it is nobody's work any more.
    let given_up = site.tablet.force(Stream::record(record), lab.now(), Body::Abandoned { reason: "the wrong one".to_owned() });
    site.tablet.exchange(&site.lin, lab.now()).await;
    assert_eq!(outcome(&site.tablet, given_up), EventOutcome::Effective);
    lab.advance(1_000);
    let afterwards = site.tablet.force(Stream::item(item), lab.now(), numbered("3", "4"));
    site.tablet.exchange(&site.lin, lab.now()).await;
    assert_eq!(outcome(&site.tablet, afterwards), in_other_hands());
}

// C-5.3.3: a task that was called off or given to somebody else ends it; what was seen before, and is only sent now, counts.
on_both_engines!(who_was_taken_off_a_task_no_longer_corrects_its_item, Lab::new_on);
async fn who_was_taken_off_a_task_no_longer_corrects_its_item(lab: Lab) {
    let site = Site::new(&lab).await;
    let world = &site.world;
    let mut stranger = Stranger::new(&lab).await;
    let order: OrderId = lab.app.new_id();
    put::<kind::Order>(&lab, order, world.accepted("O-7", domain::order::Location::Laboratory, vec![world.line(world.item)])).await;
    let of = |person: PersonId, cancelled: bool| {
        json!({"order": order, "line": 0, "item": world.item, "customer": world.customer, "service": world.service,
            "edition": world.edition, "calibrators": [person], "cancelled": cancelled})
    };
    let mut serial = 7741;
    for (person, cancelled) in [(stranger.tablet.person, true), (world.sun, false)] {
        let task: TaskId = lab.app.new_id();
        put::<kind::Task>(&lab, task, of(stranger.tablet.person, false)).await;
        lab.advance(1_000);
        let mut corrects = |stranger: &mut Stranger| {
            let body = numbered(&serial.to_string(), &(serial + 1).to_string());
            serial += 1;
            stranger.tablet.force(Stream::item(world.item), lab.now(), body)
        };
        let before = corrects(&mut stranger);
        lab.advance(1_000);
        put_over::<kind::Task>(&lab, task, 1, of(person, cancelled)).await;
        lab.advance(1_000);
        let after = corrects(&mut stranger);
        serial -= 1;
        stranger.tablet.exchange(&stranger.client, lab.now()).await;
        assert_eq!(outcome(&stranger.tablet, before), EventOutcome::Effective, "called off: {cancelled}");
        assert_eq!(outcome(&stranger.tablet, after), in_other_hands(), "called off: {cancelled}");
    }
}

// C-5.3.3, C-5.1.2: nobody reviews an order of it, so the desk shows it until somebody in the office has saved the entry.
on_both_engines!(what_no_review_is_told_of_waits_at_the_desk, Lab::new_on);
async fn what_no_review_is_told_of_waits_at_the_desk(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let world = &site.world;
    let item: ItemId = lab.app.new_id();
    let body = json!({"customer": world.customer, "identification": "EC-0002", "name": both("卡尺", "Calliper"), "model": "0-150",
        "manufacturer": "M", "serial_number": "1"});
    put(&lab, item, body).await;
    // The order of the world's item is reviewed again; no order names the other.
    for (item, before) in [(world.item, "7741"), (item, "1")] {
        site.tablet.force(Stream::item(item), lab.now(), numbered(before, "99"));
    }
    site.send(&lab).await;
    let office = office(&lab).await;
    let waits = |view: DeskView| view.items.rows.into_iter().map(|row| row.id).collect::<Vec<_>>();
    assert_eq!(waits(office.get(path::DESK).await), [item]);
    let row: Row<Item> = office.get(&path::with2(path::REGISTER_ENTRY, Item::NOUN, item)).await;
    assert_eq!(row.body.serial_number, "99");
    assert_eq!(waits(site.lin.get(path::DESK).await), []);
    let looked_at = Put { revision: row.revision, reason: "asked the customer".to_owned(), body: row.body };
    let saved = office.send(Method::PUT, &path::with2(path::REGISTER_ENTRY, Item::NOUN, item), &looked_at).await;
    assert!(saved.status.is_success(), "{saved:?}");
    assert_eq!(waits(office.get(path::DESK).await), []);
}

// C-5.3.3: many instruments of one make have no serial number; what is written in its place names none of them.
on_both_engines!(instruments_without_a_serial_number_are_each_entered_on_site, Lab::new_on);
async fn instruments_without_a_serial_number_are_each_entered_on_site(lab: Lab) {
    let mut site = Site::new(&lab).await;
    for identification in ["PJ-F2", "PJ-F3"] {
        let fresh: ItemId = site.tablet.new_id(lab.now());
        let found = Body::ItemFound(Box::new(new_item(&site, identification, "无")));
        let event = site.tablet.make(Stream::item(fresh), lab.now(), found).expect("an item is found");
        site.send(&lab).await;
        site.send(&lab).await;
        assert_eq!(outcome(&site.tablet, event), EventOutcome::Effective);
        assert!(site.tablet.pack().items.iter().any(|known| known.id == fresh), "it is in the job pack from now on");
    }
    let order: Row<Order> = office(&lab).await.get(&path::with2(path::REGISTER_ENTRY, Order::NOUN, site.world.order)).await;
    let told = order.body.unplanned.iter().filter(|noted| matches!(noted.what, What::ItemAlike { .. })).count();
    assert_eq!(told, 0, "{:?}", order.body.unplanned);
}

// C-5.3.3: an instrument that the register has is not found anew. What an older app let through is told, with an identification of
// its own.
on_both_engines!(an_instrument_is_not_entered_twice, Lab::new_on);
async fn an_instrument_is_not_entered_twice(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let fresh: ItemId = site.tablet.new_id(lab.now());
    let twice = Body::ItemFound(Box::new(new_item(&site, "PJ-F2", "7741")));
    assert_eq!(site.tablet.make(Stream::item(fresh), lab.now(), twice.clone()), Err("item_already_known".to_owned()));
    let unreadable = Body::ItemFound(Box::new(new_item(&site, "-", "9001")));
    assert_eq!(site.tablet.make(Stream::item(fresh), lab.now(), unreadable.clone()), Err("item_invalid".to_owned()));
    let of_older = site.tablet.force(Stream::item(fresh), lab.now(), twice);
    let [dash, hidden]: [ItemId; 2] = [site.tablet.new_id(lab.now()), site.tablet.new_id(lab.now())];
    site.tablet.force(Stream::item(dash), lab.now(), unreadable);
    let same_code = Body::ItemFound(Box::new(new_item(&site, "EC-0001\u{fe00}", "9002")));
    site.tablet.force(Stream::item(hidden), lab.now(), same_code);
    site.send(&lab).await;
    assert_eq!(outcome(&site.tablet, of_older), EventOutcome::Effective);
    let office = office(&lab).await;
    let order: Row<Order> = office.get(&path::with2(path::REGISTER_ENTRY, Order::NOUN, site.world.order)).await;
    let alike = What::ItemAlike { item: fresh, like: site.world.item };
    let told: Vec<_> = order.body.unplanned.iter().filter(|noted| matches!(noted.what, What::ItemAlike { .. })).collect();
    assert_eq!(told.iter().map(|noted| &noted.what).collect::<Vec<_>>(), [&alike]);
    for (item, identification) in [(dash, format!("--{dash}")), (hidden, format!("EC-0001-{hidden}"))] {
        let row: Row<Item> = office.get(&path::with2(path::REGISTER_ENTRY, Item::NOUN, item)).await;
        assert_eq!(row.body.identification, identification);
    }
}
