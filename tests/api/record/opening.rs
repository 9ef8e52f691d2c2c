//! A record begins with what the registers have, or had; a forged snapshot is set aside (C-5.4.1, C-5.5.4).

use serde_json::json;
use shared::event::Stream;
use shared::event::body::{Body, Opened};
use shared::id::Id;
use shared::record::Record;
use support::tablet::opening;
use support::{Lab, on_both_engines};

use super::{Site, set_aside, view};
use crate::certificate::change;

fn opened(site: &Site) -> Box<Opened> {
    match opening(site.tablet.pack(), None) {
        Body::Opened(opened) => opened,
        other => panic!("{other:?}"),
    }
}

type Forge = fn(&mut Opened);

/// What becomes of a record that begins like this, on a tablet without rules of its own.
async fn begins(site: &mut Site, lab: &Lab, opened: Box<Opened>) -> Option<String> {
    let record: Id<Record> = site.tablet.new_id(lab.now());
    let event = site.tablet.force(Stream::record(record), lab.now(), Body::Opened(opened));
    site.send(lab).await;
    set_aside(&view(&lab.person("chen").await, record).await, event)
}

on_both_engines!(a_forged_snapshot_is_set_aside, Lab::new_on);
async fn a_forged_snapshot_is_set_aside(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let honest = opened(&site);
    assert_eq!(begins(&mut site, &lab, honest).await, None);
    let forgeries: [(&str, Forge); 9] = [
        ("item", |o| o.item.item.serial_number = "another".into()),
        ("item", |o| o.item.item.name.en = "Micrometer".into()),
        ("item", |o| o.item.id = Id::from_uuid(o.customer.id.uuid())),
        ("customer", |o| o.customer.name.zh = "别家".into()),
        ("customer", |o| o.customer.address.en = "Elsewhere".into()),
        ("customer", |o| o.customer.contact = "Nobody 1".into()),
        ("place", |o| o.place.address.en = "Elsewhere".into()),
        ("place", |o| o.place.time_zone = "Europe/Kyiv".into()),
        ("place", |o| o.place.offset_minutes += 60),
    ];
    for (what, forge) in forgeries {
        let mut forged = opened(&site);
        forge(&mut forged);
        assert_eq!(begins(&mut site, &lab, forged).await.as_deref(), Some("snapshot_unknown"), "{what}");
    }
}

on_both_engines!(an_offset_that_is_nowhere_on_earth_is_set_aside, Lab::new_on);
async fn an_offset_that_is_nowhere_on_earth_is_set_aside(lab: Lab) {
    let mut site = Site::new(&lab).await;
    for offset in [i32::MIN, i32::MAX, 15 * 60] {
        let mut forged = opened(&site);
        forged.place.offset_minutes = offset;
        assert_eq!(begins(&mut site, &lab, forged).await.as_deref(), Some("opened_inconsistent"), "{offset}");
    }
}

on_both_engines!(what_was_true_in_the_morning_may_be_stated, Lab::new_on);
async fn what_was_true_in_the_morning_may_be_stated(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let morning = opened(&site);
    crate::certificate::employ(&lab, "wu", &[shared::access::Role::Office], None).await;
    let wu = lab.person("wu").await;
    change(&wu, site.world.item, json!({"serial_number": "7742"})).await;
    change(&wu, site.world.customer, json!({"address": {"zh": "上海", "en": "Shanghai"}})).await;
    assert_eq!(begins(&mut site, &lab, morning).await, None, "as the tablet's job pack had it");
    let now = opened(&site);
    assert_eq!(begins(&mut site, &lab, now).await, None, "as it is now");
    // C-5.3.3: what is corrected on site is stated at once, in the very same exchange.
    let item = site.world.item;
    let corrected = Body::ItemCorrected { field: "model".into(), before: "0-150".into(), after: "0-200".into() };
    site.tablet.force(Stream::item(item), lab.now(), corrected);
    let mut stated = opened(&site);
    stated.item.item.model = "0-200".into();
    assert_eq!(begins(&mut site, &lab, stated).await, None);
}
