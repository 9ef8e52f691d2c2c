//! Corrections on site must neither erase what identifies an item nor undo what was corrected meanwhile.

use shared::api::path;
use shared::api::register::Row;
use shared::event::body::Body;
use shared::event::{Event, Stream};
use shared::id::Id;
use shared::item::Item;
use shared::order::Order;
use shared::order::unplanned::What;
use shared::register::Entry;
use shared::sync::EventOutcome;
use support::{Client, Lab, Tablet, on_both_engines};

use crate::record::Site;

fn numbered(before: &str, after: &str) -> Body {
    Body::ItemCorrected { field: "serial_number".to_owned(), before: before.to_owned(), after: after.to_owned() }
}

fn outcome(tablet: &Tablet, event: Id<Event>) -> EventOutcome {
    tablet.disk.outcomes[&event].clone()
}

async fn kept(client: &Client, item: Id<Item>) -> String {
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
