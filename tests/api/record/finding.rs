//! Items found and corrected on site reach the register, and records state them (C-5.3.2, C-5.3.3).

use base::id::{EventId, ItemId};
use contract::api::path;
use contract::api::register::Row;
use contract::sync::EventOutcome;
use domain::access::Role;
use domain::event::Stream;
use domain::event::body::Body;
use domain::item::Item;
use domain::register::Entry;
use serde_json::json;
use support::{Client, Lab, Tablet, on_both_engines};

use super::Site;
use super::opening::{begins, opened};
use crate::certificate::{change, employ};

async fn kept(client: &Client, item: ItemId) -> Item {
    client.get::<Row<Item>>(&path::with2(path::REGISTER_ENTRY, Item::NOUN, item)).await.body
}

async fn office(lab: &Lab) -> Client {
    employ(lab, "wu", &[Role::Office], None).await;
    lab.person("wu").await
}

fn corrected(field: &str, before: &str, after: &str) -> Body {
    Body::ItemCorrected { field: field.to_owned(), before: before.to_owned(), after: after.to_owned() }
}

/// What became of an event of this tablet.
fn outcome(tablet: &Tablet, event: EventId) -> EventOutcome {
    tablet.disk.outcomes[&event].clone()
}

// C-5.3.3: what was found in one exchange is stated in the next as it was written down, whatever the office calls it.
on_both_engines!(an_item_found_yesterday_is_stated_today_as_it_was_found, Lab::new_on);
async fn an_item_found_yesterday_is_stated_today_as_it_was_found(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let item: ItemId = site.tablet.new_id(lab.now());
    let mut found = site.tablet.pack().items[0].body.clone();
    found.serial_number = "9001".to_owned();
    site.tablet.make(Stream::item(item), lab.now(), Body::ItemFound(Box::new(found.clone()))).expect("an item is found");
    site.send(&lab).await;
    let wu = office(&lab).await;
    let taken = kept(&wu, item).await.identification;
    assert_eq!(taken, format!("{}-{item}", found.identification), "the identification is another item's");
    let mut stated = opened(&site);
    (stated.item.id, stated.item.item) = (item, found.clone());
    assert_eq!(begins(&mut site, &lab, stated.clone()).await, None);
    // Two tablets correct it, each in an exchange of its own.
    site.tablet.make(Stream::item(item), lab.now(), corrected("model", "0-150", "0-200")).expect("a correction");
    site.send(&lab).await;
    let mut second = Tablet::enrol(&lab, &site.lin, 2).await;
    second.exchange(&site.lin, lab.now()).await;
    second.make(Stream::item(item), lab.now(), corrected("model", "0-150", "0-300")).expect("a correction");
    second.exchange(&site.lin, lab.now()).await;
    for model in ["0-150", "0-200", "0-300"] {
        stated.item.item.model = model.to_owned();
        assert_eq!(begins(&mut site, &lab, stated.clone()).await, None, "{model}");
    }
    stated.item.item.model = "0-400".to_owned();
    assert_eq!(begins(&mut site, &lab, stated).await.as_deref(), Some("snapshot_unknown"));
}

// C-5.3.3: nobody finds anew, with other data, what the register has.
on_both_engines!(an_item_that_the_register_has_is_not_found_anew, Lab::new_on);
async fn an_item_that_the_register_has_is_not_found_anew(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let item = site.world.item;
    let mut forged = site.tablet.pack().items[0].body.clone();
    forged.serial_number = "another".to_owned();
    let found = Body::ItemFound(Box::new(forged.clone()));
    assert_eq!(site.tablet.make(Stream::item(item), lab.now(), found.clone()), Err("item_already_known".to_owned()));
    let event = site.tablet.force(Stream::item(item), lab.now(), found);
    let mut stated = opened(&site);
    stated.item.item = forged;
    assert_eq!(begins(&mut site, &lab, stated).await.as_deref(), Some("snapshot_unknown"));
    assert_eq!(outcome(&site.tablet, event), EventOutcome::SetAside { code: "item_already_known".to_owned() });
}

// What the office has corrected meanwhile stays; the event on site changes its own field alone.
on_both_engines!(a_correction_on_site_changes_one_field, Lab::new_on);
async fn a_correction_on_site_changes_one_field(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let item = site.world.item;
    site.tablet.make(Stream::item(item), lab.now(), corrected("serial_number", "7741", "7742")).expect("a correction");
    site.send(&lab).await;
    let wu = office(&lab).await;
    assert_eq!(kept(&wu, item).await.serial_number, "7742");
    change(&wu, item, json!({"serial_number": "7743"})).await;
    site.tablet.make(Stream::item(item), lab.now(), corrected("model", "0-150", "0-200")).expect("a correction");
    site.send(&lab).await;
    let kept = kept(&wu, item).await;
    assert_eq!((kept.serial_number.as_str(), kept.model.as_str()), ("7743", "0-200"));
}
