//! Time zones of places. An unknown zone counts as UTC; registers refuse unknown ones.

use std::collections::BTreeSet;

use base::time::{Date, Instant, OffsetFrom};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Offset of a zone from UTC at an instant, in minutes.
pub fn offset_minutes(zone: &str, at: Instant) -> i32 {
    let timestamp = Timestamp::from_millisecond(at.0).unwrap_or(Timestamp::UNIX_EPOCH);
    TimeZone::get(zone).map_or(0, |zone| zone.to_offset(timestamp).seconds() / 60)
}

/// No record is older than this: 2020-01-01T00:00:00Z.
const FIRST: Instant = Instant(1_577_836_800_000);
/// The end of the tables: 2100-01-01T00:00:00Z.
const LAST: Instant = Instant(4_102_444_800_000);
/// How many years a job pack looks ahead. A pack is valid for 30 days, but a draft may stay on a tablet for much longer.
const AHEAD: i64 = 2;

/// Offsets of a zone since the first possible record.
pub fn table(zone: &str) -> Vec<OffsetFrom> {
    between(zone, FIRST, LAST)
}

/// The part of the table in a job pack: from the year before to two years ahead, so that it changes once a year. Empty for a zone whose
/// offset does not change in that time.
pub fn for_pack(zone: &str, now: Instant) -> Vec<OffsetFrom> {
    let known = around(zone, now);
    if known.len() > 1 { known } else { Vec::new() }
}

/// The same, including the single offset of a zone that has only one.
pub fn around(zone: &str, now: Instant) -> Vec<OffsetFrom> {
    between(zone, year_begins(now, -1), year_begins(now, AHEAD + 1))
}

/// Every offset, in minutes, of the whole table.
pub fn offsets(zone: &str) -> BTreeSet<i32> {
    table(zone).iter().map(|known| known.minutes).collect()
}

fn between(zone: &str, from: Instant, until: Instant) -> Vec<OffsetFrom> {
    let mut known = vec![OffsetFrom { from, minutes: offset_minutes(zone, from) }];
    let (Ok(zone), Ok(start)) = (TimeZone::get(zone), Timestamp::from_millisecond(from.0)) else { return known };
    for change in zone.following(start) {
        let change = OffsetFrom { from: Instant(change.timestamp().as_millisecond()), minutes: change.offset().seconds() / 60 };
        if change.from >= until {
            break;
        }
        // Some transitions change only the zone's abbreviation.
        if known.last().is_none_or(|last| last.minutes != change.minutes) {
            known.push(change);
        }
    }
    known
}

/// The first instant, in UTC, of the year so many years after that of an instant.
fn year_begins(now: Instant, years: i64) -> Instant {
    let year = i64::from(now.date_at(0).year()) + years;
    let first = i16::try_from(year).ok().and_then(|year| Date::new(year, 1, 1).ok()).and_then(|day| day.to_zoned(TimeZone::UTC).ok());
    first.map_or(now, |first| Instant(first.timestamp().as_millisecond()))
}

/// The civil date in a zone at an instant.
pub fn date(zone: &str, at: Instant) -> Date {
    at.date_at(offset_minutes(zone, at))
}

/// When a day begins in a zone.
pub fn begins(zone: &str, day: Date) -> Instant {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    day.to_zoned(zone).map_or(Instant(i64::MAX), |begin| Instant(begin.timestamp().as_millisecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_where_the_place_is() {
        let at = Instant(1_772_323_200_000); // 2026-03-01T00:00:00Z
        assert_eq!(date("Asia/Shanghai", at.plus_millis(-3_600_000)), Date::constant(2026, 3, 1));
        assert_eq!(date("UTC", at.plus_millis(-3_600_000)), Date::constant(2026, 2, 28));
        assert_eq!(offset_minutes("Asia/Shanghai", at), 480);
        assert_eq!(offset_minutes("Europe/Kyiv", at), 120);
        assert_eq!(offset_minutes("Nowhere/At all", at), 0);
        assert_eq!(begins("Asia/Shanghai", Date::constant(2026, 3, 1)), at.plus_millis(-8 * 3_600_000));
        assert_eq!(offsets("Europe/Kyiv"), BTreeSet::from([120, 180]));
        assert_eq!(offsets("Asia/Shanghai"), BTreeSet::from([480]));
        assert_eq!(offsets("Nowhere/At all"), BTreeSet::from([0]));
    }

    #[test]
    fn a_pack_takes_the_changes_of_its_zone_along() {
        let at = Instant(1_772_323_200_000); // 2026-03-01T00:00:00Z
        let kyiv = for_pack("Europe/Kyiv", at);
        // From 2025-01-01, and two changes in each of 2025 to 2028.
        assert_eq!(kyiv.len(), 9, "{kyiv:?}");
        assert_eq!((kyiv[0].from, kyiv[0].minutes), (Instant(1_735_689_600_000), 120));
        // 2027-03-28T01:00:00Z
        assert!(kyiv.contains(&OffsetFrom { from: Instant(1_806_195_600_000), minutes: 180 }), "{kyiv:?}");
        assert_eq!(for_pack("Europe/Kyiv", at.plus_millis(90 * 86_400_000)), kyiv, "a pack does not change for it each day");
        assert_eq!((for_pack("Asia/Shanghai", at), for_pack("Asia/Kolkata", at)), (Vec::new(), Vec::new()));
        assert!(for_pack("Australia/Lord_Howe", at).iter().any(|known| known.minutes == 630), "half an hour");
        for zone in ["Europe/Kyiv", "Asia/Kolkata", "Africa/Casablanca", "America/St_Johns"] {
            for day in 0..700 {
                let then = at.plus_millis(day * 86_400_000 + 1_234_567);
                assert_eq!(base::time::offset_in(&table(zone), then), Some(offset_minutes(zone, then)), "{zone} {day}");
            }
        }
    }
}
