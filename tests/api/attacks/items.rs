//! Corrections on site must neither erase what identifies an item nor undo what was corrected meanwhile; and an item that is entered
//! again is the same item.

use base::id::{CustomerId, EditionId, EventId, ItemId, MethodId, OrderId, RecordId, ServiceId, kind};
use contract::api::path;
use contract::api::record::RecordView;
use contract::api::register::{Put, Row, Written};
use contract::sync::EventOutcome;
use domain::event::Stream;
use domain::event::body::Body;
use domain::item::Item;
use domain::order::noted::What;
use domain::order::{Location, Order};
use domain::register::Entry;
use serde_json::{Value, json};
use support::tablet::opened;
use support::world::{World, both, put, put_over};
use support::{Client, Lab, Tablet, minutes, on_both_engines};

use super::changes::{asked, asked_at_issue, codes};
use crate::certificate::Desk;
use crate::record::{Site, view};

fn numbered(before: &str, after: &str) -> Body {
    Body::ItemCorrected { field: "serial_number".to_owned(), before: before.to_owned(), after: after.to_owned() }
}

fn outcome(tablet: &Tablet, event: EventId) -> EventOutcome {
    tablet.disk.outcomes[&event].clone()
}

async fn kept(client: &Client, item: ItemId) -> String {
    client.get::<Row<Item>>(&path::with2(path::REGISTER_ENTRY, Item::NOUN, item)).await.body.serial_number
}

// C-5.3.3: an item keeps a serial number, whatever a tablet sends.
on_both_engines!(a_serial_number_is_not_erased_on_site, Lab::new_on);
async fn a_serial_number_is_not_erased_on_site(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let stream = Stream::item(site.world.item);
    for nothing in ["", " ", "\u{200b}"] {
        assert_eq!(site.tablet.make(stream, lab.now(), numbered("7741", nothing)), Err("text_missing".to_owned()), "{nothing:?}");
        let forced = site.tablet.force(stream, lab.now(), numbered("7741", nothing));
        site.send(&lab).await;
        assert_eq!(outcome(&site.tablet, forced), EventOutcome::SetAside { code: "text_missing".to_owned() }, "{nothing:?}");
    }
    assert_eq!(kept(&site.lin, site.world.item).await, "7741");
}

// C-5.3.3, C-5.5.4: two tablets correct one number, the second without having seen the first. Both corrections stand as they were
// written; the register keeps the first, and the review is told of the second.
on_both_engines!(a_correction_from_an_outdated_number_is_told_and_not_taken_over, Lab::new_on);
async fn a_correction_from_an_outdated_number_is_told_and_not_taken_over(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let item = site.world.item;
    let mut second = Tablet::enrol(&lab, &site.lin, 2).await;
    second.exchange(&site.lin, lab.now()).await;
    site.tablet.make(Stream::item(item), lab.now(), numbered("7741", "7742")).expect("what the register says");
    let late = second.make(Stream::item(item), lab.now(), numbered("7741", "7743")).expect("what the job pack says");
    site.send(&lab).await;
    assert_eq!(kept(&site.lin, item).await, "7742");
    second.exchange(&site.lin, lab.now()).await;
    assert_eq!(outcome(&second, late), EventOutcome::Effective);
    assert_eq!(kept(&site.lin, item).await, "7742");
    let order: Row<Order> = lab.person("chen").await.get(&path::with2(path::REGISTER_ENTRY, Order::NOUN, site.world.order)).await;
    let told: Vec<_> = order.body.unplanned.into_iter().map(|noted| noted.what).collect();
    let corrected = |after: &str, kept: Option<&str>| What::ItemCorrected {
        item,
        field: "serial_number".to_owned(),
        before: "7741".to_owned(),
        after: after.to_owned(),
        kept: kept.map(str::to_owned),
    };
    assert_eq!(told, [corrected("7742", None), corrected("7743", Some("7742"))]);
}

/// The world's item once more, under another identification and spelled otherwise.
fn again(world: &World, serial_number: &str) -> Value {
    json!({"customer": world.customer, "identification": "EC-0002", "name": both("卡尺", "Calliper"), "model": "0 - 150",
        "manufacturer": "MITUTOYO", "serial_number": serial_number, "service": world.service})
}

/// An accepted order for the world's item and its other entry, on the customer's site.
async fn ordered(lab: &Lab, world: &World, twin: ItemId) -> OrderId {
    let id: OrderId = lab.app.new_id();
    let lines = [world.item, twin].map(|item| world.line(item)).to_vec();
    put::<kind::Order>(lab, id, world.accepted("O-7", Location::Site, lines)).await;
    id
}

/// A record of this entry that is filled in and not signed.
fn filled(lab: &Lab, site: &mut Site, item: ItemId) -> RecordId {
    let pack = site.tablet.pack();
    let mut begun = opened(pack, Some(site.world.visit));
    let known = pack.items.iter().find(|known| known.id == item).expect("the item is in the pack");
    (begun.item.id, begun.item.item) = (known.id, known.body.clone());
    let record = site.begin(lab, Body::Opened(Box::new(begun)), "S-01");
    site.fill(lab, record, "20.1");
    record
}

/// A record of the world's item, filled in and not signed, on a visit of an order that has the other entry as well.
async fn begun_beside(lab: &Lab, site: &mut Site, twin: ItemId) -> RecordId {
    site.world.order = ordered(lab, &site.world, twin).await;
    lab.advance(minutes(5));
    site.send(lab).await;
    site.arrive(lab, true);
    filled(lab, site, site.world.item)
}

/// A record of the other entry, signed and put under its line of the order.
async fn twice_recorded(lab: &Lab, site: &mut Site, twin: ItemId) -> RecordId {
    let record = filled(lab, site, twin);
    site.submit(lab, record).expect("a signature");
    site.send_only(lab).await;
    site.world.place_under(lab, record, 1).await;
    record
}

// C-5.3.3, C-5.4.2: one instrument, two original certificates by a second entry of the register.
on_both_engines!(an_instrument_that_is_entered_twice_is_not_certified_twice_unasked, Lab::new_on);
async fn an_instrument_that_is_entered_twice_is_not_certified_twice_unasked(lab: Lab) {
    let mut desk = Desk::new(&lab).await;
    desk.issued("original").await;
    let enters = async |serial: &str| {
        let body: Item = serde_json::from_value(again(&desk.site.world, serial)).expect("an item");
        let new = Put { revision: 0, reason: String::new(), body };
        desk.wu.post::<Written<Item>>(&path::with(path::REGISTER, Item::NOUN), &new).await
    };
    let told = enters("77 41").await;
    assert_eq!((codes(&told.findings), told.findings[0].path.as_str()), (vec!["item_entered_twice"], "serial_number"));
    assert_eq!(told.findings[0].params["identification"], "EC-0001");
    lab.advance(minutes(5));
    desk.site.world.order = ordered(&lab, &desk.site.world, told.id).await;
    desk.site.send(&lab).await;
    let Desk { mut site, .. } = desk;
    let record = twice_recorded(&lab, &mut site, told.id).await;
    let desk = Desk::around(&lab, site, record).await;
    asked_at_issue(&desk, "item_certified_before").await;
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

// C-5.3.3: many instruments are number 7 of their owner. Of one customer's they are told, of two customers' they are not.
on_both_engines!(a_short_serial_number_is_looked_for_among_one_customers_items, Lab::new_on);
async fn a_short_serial_number_is_looked_for_among_one_customers_items(lab: Lab) {
    let site = Desk::site(&lab).await;
    let (wu, own, other) = (lab.person("wu").await, site.world.customer, lab.app.new_id::<kind::Customer>());
    let body = json!({"code": "HG", "name": both("恒信", "Hengxin"), "address": both("杭州", "Hangzhou")});
    put::<kind::Customer>(&lab, other, body).await;
    let enters = async |customer: CustomerId, identification: &str, serial: &str| {
        let mut body = again(&site.world, serial);
        (body["customer"], body["identification"]) = (json!(customer), json!(identification));
        let new = Put { revision: 0, reason: String::new(), body: serde_json::from_value::<Item>(body).expect("an item") };
        let written: Written<Item> = wu.post(&path::with(path::REGISTER, Item::NOUN), &new).await;
        codes(&written.findings).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let told = ["item_entered_twice"];
    assert_eq!(enters(own, "S-1", "7").await, [""; 0]);
    assert_eq!(enters(own, "S-2", "No. 7").await, told);
    assert_eq!(enters(other, "S-3", "7").await, [""; 0]);
    assert_eq!(enters(other, "S-4", "7741").await, told, "a number that tells, whoever's");
}

fn shown(seen: &RecordView, code: &str) -> bool {
    seen.conditions.iter().flat_map(|condition| &condition.found).any(|found| found.finding.code == code)
}

// C-5.5.3: another instrument of the same order, whose number ends alike, is other work.
on_both_engines!(another_instrument_of_an_order_is_no_second_record_of_the_work, Lab::new_on);
async fn another_instrument_of_an_order_is_no_second_record_of_the_work(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    let other: ItemId = lab.app.new_id();
    let mut body = again(&site.world, "T-7741");
    body["manufacturer"] = json!("Tesa");
    put::<kind::Item>(&lab, other, body).await;
    let first = begun_beside(&lab, &mut site, other).await;
    site.send_only(&lab).await;
    site.world.place_under(&lab, first, 0).await;
    let second = twice_recorded(&lab, &mut site, other).await;
    let chen = lab.person("chen").await;
    for record in [first, second] {
        let seen = view(&chen, record).await;
        assert!(!shown(&seen, "task_recorded_twice"), "{record}");
        assert!(!codes(&asked(&seen.conditions)).contains(&"readings_left_open"), "{record}");
    }
}

// C-5.5.3: the worse record is left open, recorded beside it or given up, under the other entry.
on_both_engines!(results_are_not_chosen_by_entering_the_instrument_twice, Lab::new_on);
async fn results_are_not_chosen_by_entering_the_instrument_twice(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    let twin: ItemId = lab.app.new_id();
    put::<kind::Item>(&lab, twin, again(&site.world, "7741")).await;
    let first = begun_beside(&lab, &mut site, twin).await;
    lab.advance(minutes(5));
    let second = twice_recorded(&lab, &mut site, twin).await;
    let chen = lab.person("chen").await;
    let open = asked(&view(&chen, second).await.conditions);
    assert_eq!(codes(&open), ["readings_left_open"]);
    assert_eq!(open[0].params["href"], format!("/office/records/{first}"));
    assert!(!shown(&view(&chen, second).await, "task_recorded_twice"), "it is under no line of the order yet");
    // Under the other line of the same order, it is a second record of the same work.
    site.world.place_under(&lab, first, 0).await;
    let seen = view(&chen, second).await;
    assert_eq!(asked(&seen.conditions), []);
    assert!(shown(&seen, "task_recorded_twice") && shown(&view(&chen, first).await, "task_recorded_twice"));
    site.make(&lab, first, Body::Abandoned { reason: "it did not please".to_owned() }).expect("by who began it");
    site.send_only(&lab).await;
    let seen = view(&chen, second).await;
    assert_eq!(codes(&asked(&seen.conditions)), ["readings_given_up"]);
    assert!(!shown(&seen, "task_recorded_twice"));
}

// C-5.3.3, C-5.5.3: under the second entry the manufacturer's name is written out. The worse record is left behind under the first.
on_both_engines!(an_instrument_is_no_other_one_by_how_its_maker_is_written, Lab::new_on);
async fn an_instrument_is_no_other_one_by_how_its_maker_is_written(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    let (wu, chen) = (lab.person("wu").await, lab.person("chen").await);
    let mut body = again(&site.world, "No. 7741");
    body["manufacturer"] = json!("Mitutoyo Instrument Co.");
    let new = Put { revision: 0, reason: String::new(), body: serde_json::from_value::<Item>(body).expect("an item") };
    let twin: Written<Item> = wu.post(&path::with(path::REGISTER, Item::NOUN), &new).await;
    assert_eq!(codes(&twin.findings), ["item_entered_twice"]);
    let first = begun_beside(&lab, &mut site, twin.id).await;
    lab.advance(minutes(5));
    let second = twice_recorded(&lab, &mut site, twin.id).await;
    let open = asked(&view(&chen, second).await.conditions);
    assert_eq!(codes(&open), ["readings_left_open"]);
    assert_eq!(open[0].params["href"], format!("/office/records/{first}"));
    site.world.place_under(&lab, first, 0).await;
    assert!(shown(&view(&chen, second).await, "task_recorded_twice"), "under the other line of the same order");
    site.make(&lab, first, Body::Abandoned { reason: "it did not please".to_owned() }).expect("by who began it");
    site.send_only(&lab).await;
    assert_eq!(codes(&asked(&view(&chen, second).await.conditions)), ["readings_given_up"]);
}

/// A record of the world's item by this edition that is filled in and not signed.
fn filled_by(lab: &Lab, site: &mut Site, edition: EditionId) -> RecordId {
    let pack = site.tablet.pack();
    let mut begun = opened(pack, Some(site.world.visit));
    let known = pack.editions.iter().find(|known| known.id == edition).expect("the edition is in the pack");
    (begun.edition_id, begun.edition) = (known.id, known.body.clone());
    let record = site.begin(lab, Body::Opened(Box::new(begun)), "S-01");
    site.fill(lab, record, "20.1");
    record
}

// C-5.5.3: by another method of the same service it is the same work; by another service it is other work on the same item.
on_both_engines!(a_record_by_another_service_is_no_second_start_of_the_work, Lab::new_on);
async fn a_record_by_another_service_is_no_second_start_of_the_work(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    let (method, edition): (MethodId, EditionId) = (lab.app.new_id(), lab.app.new_id());
    let of = |service: ServiceId| json!({"code": "JJG 34", "title": both("卡尺", "Callipers"), "kind": "published", "service": service});
    put::<kind::Method>(&lab, method, of(site.world.service)).await;
    let mut by_it = serde_json::to_value(&site.tablet.pack().editions[0].body).expect("an edition");
    (by_it["method"], by_it["code"]) = (json!(method), json!("JJG 34"));
    put::<kind::Edition>(&lab, edition, by_it).await;
    site.send(&lab).await;
    site.arrive(&lab, true);
    let own = site.world.edition;
    filled_by(&lab, &mut site, own);
    lab.advance(minutes(5));
    let second = filled_by(&lab, &mut site, edition);
    site.submit(&lab, second).expect("a signature");
    site.send_only(&lab).await;
    site.world.place_under(&lab, second, 0).await;
    let chen = lab.person("chen").await;
    let left_open = || async { codes(&asked(&view(&chen, second).await.conditions)).contains(&"readings_left_open") };
    assert!(left_open().await, "by another method of the service");
    let other: ServiceId = lab.app.new_id();
    put::<kind::Service>(&lab, other, json!({"code": "L-02", "name": both("百分表", "Dial gauges"), "offered": true})).await;
    put_over::<kind::Method>(&lab, method, 1, of(other)).await;
    assert!(!left_open().await, "by another service");
}
