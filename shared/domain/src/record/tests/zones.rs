//! The day is that of the place at the instant, whatever its offset was when the job pack was made (C-4.2, C-4.5.2).

use super::world::{LIN, World, equip, id, opened, person, standard};
use crate::event::body::{Body, Opened};
use crate::register::versions::Versions;
use base::time::{Date, Instant, OffsetFrom};

/// 2027-03-28T01:00Z: Kyiv goes from +02:00 to +03:00.
const CHANGE: Instant = Instant(1_806_195_600_000);
/// 2027-03-28T21:10Z, ten past midnight of the 29th there.
const AFTER_MIDNIGHT: Instant = Instant(1_806_268_200_000);

fn kyiv() -> Vec<OffsetFrom> {
    vec![OffsetFrom { from: Instant(1_798_761_600_000), minutes: 120 }, OffsetFrom { from: CHANGE, minutes: 180 }]
}

/// A record in Kyiv, opened at this time with a job pack of the winter, and its standard, valid until the 28th, put in its slot.
fn equips(at: Instant, snapshot: Vec<OffsetFrom>, known: Vec<OffsetFrom>) -> Result<(), &'static str> {
    let mut world = World::new();
    world.now = at;
    world.facts.standards.insert(id(33), Versions::always(standard("S-03", "2027-03-28")));
    let mut lin = person("calibrate");
    lin.authorisations[0].validity.until = None;
    world.facts.people.insert(id(LIN), Versions::always(lin));
    if !known.is_empty() {
        world.facts.zones.insert("Europe/Kyiv".to_owned(), known);
    }
    let mut begun: Opened = opened(&[LIN]);
    begun.place.time_zone = "Europe/Kyiv".to_owned();
    (begun.place.offset_minutes, begun.place.offsets) = (120, snapshot);
    world.does(LIN, Body::Opened(Box::new(begun))).unwrap();
    let standard = equip(&world.facts, 33);
    world.does(LIN, standard).map(drop)
}

#[test]
fn a_standard_ends_with_the_places_day_also_after_the_clocks_were_changed() {
    let stale = Err("standard_out_of_date");
    // By what a tablet of this build took along, by what the server knows of a record of the first release, by both.
    for (snapshot, known) in [(kyiv(), Vec::new()), (Vec::new(), kyiv()), (kyiv(), kyiv())] {
        assert_eq!(equips(AFTER_MIDNIGHT, snapshot.clone(), known.clone()), stale);
        assert_eq!(equips(AFTER_MIDNIGHT.plus_millis(-11 * 60_000), snapshot, known), Ok(()), "the last minute of its last day");
    }
    // Before the change, at +02:00, the same hour is still the day before.
    assert_eq!(equips(AFTER_MIDNIGHT.plus_millis(-86_400_000), kyiv(), kyiv()), Ok(()));
}

// What the server knows outweighs what a tablet wrote down: a table made up does not make a day.
#[test]
fn a_zone_made_up_by_a_tablet_does_not_move_the_day() {
    let made_up = vec![OffsetFrom { from: Instant(0), minutes: -600 }];
    assert_eq!(equips(AFTER_MIDNIGHT, made_up, kyiv()), Err("standard_out_of_date"));
}

#[test]
fn a_table_out_of_order_or_off_the_earth_opens_nothing() {
    let mut backwards = kyiv();
    backwards.reverse();
    let endless = vec![OffsetFrom { from: CHANGE, minutes: 0 }; 40];
    for table in [backwards, endless, vec![OffsetFrom { from: CHANGE, minutes: 900 }]] {
        let mut world = World::new();
        let mut begun = opened(&[LIN]);
        begun.place.offsets = table;
        assert_eq!(world.does(LIN, Body::Opened(Box::new(begun))), Err("opened_inconsistent"));
    }
}

// Tablets of the first release refuse fields they do not know: what carries a table is of version 2.
#[test]
fn an_opening_that_carries_offsets_is_of_the_second_version() {
    let mut begun = opened(&[LIN]);
    // An edition as the first release had them.
    begun.edition.form.slots.iter_mut().for_each(|slot| (slot.kinds, slot.covers) = (Vec::new(), None));
    begun.edition.computation.decision.iter_mut().for_each(|decision| decision.ratio = None);
    assert_eq!(Body::Opened(Box::new(begun.clone())).version(), 1);
    assert!(!serde_json::to_string(&begun).unwrap().contains("offsets"));
    begun.place.offsets = kyiv();
    assert_eq!(Body::Opened(Box::new(begun.clone())).version(), 2);
    assert_eq!(begun.place.day_at(&[], AFTER_MIDNIGHT), Date::constant(2027, 3, 29));
}
