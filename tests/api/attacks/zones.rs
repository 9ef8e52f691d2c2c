//! Days by the wrong clock's zone.

use base::id::{PlaceId, RecordId, StandardId, VisitId};
use base::time::{Instant, OffsetFrom};
use domain::event::Stream;
use domain::event::body::{Body, Opened};
use serde_json::json;
use support::lab::{hours, minutes};
use support::tablet::{equip, opened};
use support::world::{both, put};
use support::{Lab, on_both_engines};

use crate::record::{Site, set_aside, view};

/// 2027-03-27T20:00Z: in Kyiv +02:00 still, and the clocks change in the night.
const EVENING: Instant = Instant(1_806_177_600_000);

/// A laboratory in Kyiv with a standard valid until 2027-03-28, and a tablet whose job pack is of the evening before.
async fn kyiv(lab: &Lab) -> (Site, PlaceId) {
    lab.app.clock.set(EVENING);
    let mut site = Site::new(lab).await;
    let (place, standard): (PlaceId, StandardId) = (lab.app.new_id(), lab.app.new_id());
    put(lab, place, json!({"name": both("基辅", "Kyiv"), "address": both("基辅", "Kyiv"), "time_zone": "Europe/Kyiv"})).await;
    let traceability = json!({"traced_to": both("NSC", "NSC"), "certificate": "UA-1",
        "validity": {"from": "2025-01-01", "until": "2027-03-28"}});
    let body = json!({"name": both("量块", "Gauge blocks"), "number": "S-03", "model": "83", "range": "0.5 mm to 100 mm",
        "characteristic": "grade 1", "status": "in_use", "traceability": traceability});
    put(lab, standard, body).await;
    let visit: VisitId = lab.app.new_id();
    let world = &site.world;
    let planned = json!({"number": "V-2", "customer": world.customer, "place": world.site, "day": "2027-03-28", "people": [world.lin],
        "standards": [standard]});
    put(lab, visit, planned).await;
    site.send(lab).await;
    (site, place)
}

fn begun(site: &Site, place: PlaceId) -> Opened {
    let known = site.tablet.pack().places.iter().find(|known| known.place.id == place).expect("the place is in the pack");
    Opened { place: known.snapshot.clone(), ..opened(site.tablet.pack(), None) }
}

/// Opens a record and puts the standard in its slot, whatever the tablet's rules say; the code under which the office sets it aside.
async fn equips(site: &mut Site, lab: &Lab, begun: Opened) -> Option<String> {
    let record: RecordId = site.tablet.new_id(lab.now());
    let opening = site.tablet.force(Stream::record(record), lab.now(), Body::Opened(Box::new(begun)));
    let standard = equip(site.tablet.pack(), "S-03");
    let event = site.tablet.force(Stream::record(record), lab.now(), standard);
    site.lin = lab.person("lin").await;
    site.send(lab).await;
    let seen = view(&lab.person("chen").await, record).await;
    assert_eq!(set_aside(&seen, opening), None, "the opening counts");
    set_aside(&seen, event)
}

on_both_engines!(a_standard_ends_with_the_day_of_the_place_not_of_yesterdays_offset, Lab::new_on);
async fn a_standard_ends_with_the_day_of_the_place_not_of_yesterdays_offset(lab: Lab) {
    let (mut site, place) = kyiv(&lab).await;
    let today = begun(&site, place);
    assert_eq!(today.place.offset_minutes, 120);
    assert!(today.place.offsets.contains(&OffsetFrom { from: EVENING.plus_millis(hours(5)), minutes: 180 }), "{:?}", today.place.offsets);
    let mut released = today.clone();
    released.place.offsets.clear();

    // 23:50 on the 28th there.
    lab.advance(hours(24) + minutes(50));
    assert_eq!(equips(&mut site, &lab, today.clone()).await, None);
    assert_eq!(equips(&mut site, &lab, released.clone()).await, None);
    // 00:10 on the 29th, and 23:10 on the 28th by the offset of the job pack.
    lab.advance(minutes(20));
    let stale = Some("standard_out_of_date");
    assert_eq!(equips(&mut site, &lab, today.clone()).await.as_deref(), stale);
    assert_eq!(equips(&mut site, &lab, released).await.as_deref(), stale, "the server knows the zone, the first release's tablet does not");
    // A table that says the zone never changes, from an offset that it has.
    let mut made_up = today.clone();
    made_up.place.offsets = vec![OffsetFrom { from: Instant(0), minutes: 120 }];
    assert_eq!(equips(&mut site, &lab, made_up).await.as_deref(), stale);
    // The tablet's own rules say so before the office does.
    let record = Stream::record(site.tablet.new_id(lab.now()));
    site.tablet.make(record, lab.now(), Body::Opened(Box::new(today))).expect("a record begins");
    let standard = equip(site.tablet.pack(), "S-03");
    assert_eq!(site.tablet.make(record, lab.now(), standard), Err("standard_out_of_date".to_owned()));
}

on_both_engines!(an_offset_that_the_zone_never_had_is_no_snapshot_of_it, Lab::new_on);
async fn an_offset_that_the_zone_never_had_is_no_snapshot_of_it(lab: Lab) {
    let (mut site, place) = kyiv(&lab).await;
    let mut forged = begun(&site, place);
    forged.place.offsets = vec![OffsetFrom { from: Instant(0), minutes: -600 }];
    let record: RecordId = site.tablet.new_id(lab.now());
    let event = site.tablet.force(Stream::record(record), lab.now(), Body::Opened(Box::new(forged)));
    site.send(&lab).await;
    assert_eq!(set_aside(&view(&lab.person("chen").await, record).await, event).as_deref(), Some("snapshot_unknown"));
}
