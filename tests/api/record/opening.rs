//! A record begins with what the registers have, or had; a forged snapshot is set aside (C-5.4.1, C-5.5.4).

use axum::http::Method;
use base::id::{Id, PlaceId, RecordId};
use base::text::Bilingual;
use contract::api::path;
use contract::api::register::Row;
use domain::event::Stream;
use domain::event::body::{Body, Opened};
use domain::library::edition::Edition;
use domain::register::Entry;
use serde_json::json;
use support::lab::days;
use support::world::{both, put};
use support::{Client, Lab, on_both_engines};

use super::{Site, set_aside, view};
use crate::certificate::change;

pub fn opened(site: &Site) -> Box<Opened> {
    Box::new(support::tablet::opened(site.tablet.pack(), None))
}

type Forge = fn(&mut Opened);

/// What becomes of a record that begins like this, on a tablet without rules of its own.
pub async fn begins(site: &mut Site, lab: &Lab, opened: Box<Opened>) -> Option<String> {
    let record: RecordId = site.tablet.new_id(lab.now());
    let event = site.tablet.force(Stream::record(record), lab.now(), Body::Opened(opened));
    site.send(lab).await;
    set_aside(&view(&lab.person("chen").await, record).await, event)
}

on_both_engines!(a_forged_snapshot_is_set_aside, Lab::new_on);
async fn a_forged_snapshot_is_set_aside(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let limited: PlaceId = lab.app.new_id();
    let limits = json!([{"key": "temperature", "unit": "°C", "low": "18", "high": "22"}]);
    let place = json!({"name": both("二号实验室", "Laboratory 2"), "address": both("苏州", "Suzhou"), "time_zone": "Asia/Shanghai", "limits": limits});
    put(&lab, limited, place).await;
    site.send(&lab).await;
    let opened = |site: &Site| {
        let place = site.tablet.pack().places.iter().find(|known| known.place.id == limited).expect("the place is in the pack");
        Box::new(Opened { place: place.snapshot.clone(), ..*opened(site) })
    };
    let honest = opened(&site);
    assert_eq!(begins(&mut site, &lab, honest).await, None);
    let forgeries: [(&str, Forge); 13] = [
        ("item", |o| o.item.item.serial_number = "another".into()),
        ("item", |o| o.item.item.name.en = "Micrometer".into()),
        ("item", |o| o.item.id = Id::from_uuid(o.customer.id.uuid())),
        ("customer", |o| o.customer.name.zh = "别家".into()),
        ("customer", |o| o.customer.address.en = "Elsewhere".into()),
        ("customer", |o| o.customer.contact = "Nobody 1".into()),
        ("place", |o| o.place.address.en = "Elsewhere".into()),
        ("place", |o| o.place.time_zone = "Europe/Kyiv".into()),
        ("place", |o| o.place.offset_minutes += 60),
        // C-4.4: the limits that hold there.
        ("place, limits dropped", |o| o.place.limits.clear()),
        ("place, limits widened", |o| o.place.limits[0].high = None),
        // C-5.4.1 e: the name beside the signature.
        ("calibrators", |o| o.calibrators[0].name.zh = "林大师".into()),
        ("calibrators", |o| o.calibrators[0].name.en.clear()),
    ];
    for (what, forge) in forgeries {
        let mut forged = opened(&site);
        forge(&mut forged);
        assert_eq!(begins(&mut site, &lab, forged).await.as_deref(), Some("snapshot_unknown"), "{what}");
    }
    // C-5.4.1 g: whatever is printed of the method.
    let forgeries: [Forge; 3] =
        [|o| o.edition.title.en = "Anything".into(), |o| o.edition.code.push('X'), |o| o.edition.form.adjustable = false];
    for forge in forgeries {
        let mut forged = opened(&site);
        forge(&mut forged);
        assert_eq!(begins(&mut site, &lab, forged).await.as_deref(), Some("edition_differs"));
    }
}

// C-5.4.1 e: who joins is printed too.
on_both_engines!(who_joins_has_the_name_that_the_register_has, Lab::new_on);
async fn who_joins_has_the_name_that_the_register_has(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let record = site.open(&lab);
    let sun = site.world.sun;
    let forged = Body::Joined { person: sun, name: Bilingual { zh: "孙".into(), en: "Dr Sun".into() } };
    let forged = site.make(&lab, record, forged).expect("the tablet does not compare names");
    let honest = Body::Joined { person: sun, name: Bilingual { zh: "sun".into(), en: "sun".into() } };
    let honest = site.tablet.force(Stream::record(record), lab.now(), honest);
    site.send(&lab).await;
    let seen = view(&lab.person("chen").await, record).await;
    assert_eq!(set_aside(&seen, forged).as_deref(), Some("snapshot_unknown"));
    assert_eq!(set_aside(&seen, honest), None);
}

// C-5.2.2.2: on a customer's site there is a visit, whose checks of the standards count.
on_both_engines!(a_record_on_a_site_without_its_visit_is_set_aside, Lab::new_on);
async fn a_record_on_a_site_without_its_visit_is_set_aside(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let visit = site.world.visit;
    let on_site = support::tablet::opened(site.tablet.pack(), Some(visit));
    let without = Box::new(Opened { visit: None, ..on_site.clone() });
    assert_eq!(begins(&mut site, &lab, without).await.as_deref(), Some("visit_missing"));
    let elsewhere = Box::new(Opened { visit: Some(visit), ..*opened(&site) });
    assert_eq!(begins(&mut site, &lab, elsewhere).await.as_deref(), Some("opened_inconsistent"));
    let wu = office(&lab).await;
    change(&wu, visit, json!({"day": "2026-11-27"})).await;
    assert_eq!(begins(&mut site, &lab, Box::new(on_site.clone())).await, None, "as the job pack had it");
    lab.advance(days(3));
    assert_eq!(begins(&mut site, &lab, Box::new(on_site.clone())).await.as_deref(), Some("visit_other_day"));
    lab.advance(days(3));
    assert_eq!(begins(&mut site, &lab, Box::new(on_site)).await, None);
}

// C-4.2: what a tablet begins with was in force when its job pack was made.
on_both_engines!(an_edition_corrected_since_the_job_pack_was_made_still_counts, Lab::new_on);
async fn an_edition_corrected_since_the_job_pack_was_made_still_counts(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let morning = opened(&site);
    let wu = office(&lab).await;
    change(&wu, site.world.edition, json!({"title": {"zh": "游标卡尺", "en": "Vernier callipers"}})).await;
    // C-5.5.3: what is filled in and computed is fixed from when it can be used, what is printed from when it was used.
    let entry = path::with2(path::REGISTER_ENTRY, Edition::NOUN, site.world.edition);
    let refused = async |fields: serde_json::Value| {
        let row: Row<Edition> = wu.get(&entry).await;
        let mut body = serde_json::to_value(&row.body).expect("an edition");
        body.as_object_mut().expect("an object").extend(fields.as_object().expect("fields").clone());
        let put = json!({"revision": row.revision, "reason": "", "body": body});
        wu.send(Method::PUT, &entry, &put).await.problem()
    };
    let mut form = serde_json::to_value(&morning.edition.form).expect("a form");
    form["adjustable"] = json!(false);
    let problem = refused(json!({ "form": form })).await;
    assert_eq!((problem.code.as_str(), problem.clause.as_deref()), ("edition_used", Some("C-4.2")));
    let title = json!({"title": {"zh": "再改", "en": "Once more"}});
    assert_eq!(begins(&mut site, &lab, morning).await, None, "as the tablet's job pack had it");
    assert_eq!(refused(title).await.code, "edition_used", "a record states it");
    let now = opened(&site);
    assert_eq!(begins(&mut site, &lab, now).await, None, "as it is now");
}

async fn office(lab: &Lab) -> Client {
    let roles = [domain::access::Role::Office, domain::access::Role::TechnicalManager];
    crate::certificate::employ(lab, "wu", &roles, None).await;
    lab.person("wu").await
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
    let wu = office(&lab).await;
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
