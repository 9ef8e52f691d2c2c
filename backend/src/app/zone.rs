//! Time zones of places. An unknown zone counts as UTC; registers refuse unknown ones.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use shared::time::{Date, Instant};

/// Offset of a zone from UTC at an instant, in minutes.
pub fn offset_minutes(zone: &str, at: Instant) -> i32 {
    let timestamp = Timestamp::from_millisecond(at.0).unwrap_or(Timestamp::UNIX_EPOCH);
    TimeZone::get(zone).map_or(0, |zone| zone.to_offset(timestamp).seconds() / 60)
}

/// Every offset, in minutes, that a zone had in the year before an instant, or will have in the month after it.
pub fn offsets_of_year(zone: &str, at: Instant) -> BTreeSet<i32> {
    const FORTNIGHT: i64 = 14 * 86_400_000;
    (-26..=2).map(|n| offset_minutes(zone, at.plus_millis(n * FORTNIGHT))).collect()
}

/// The civil date in a zone at an instant.
pub fn date(zone: &str, at: Instant) -> Date {
    at.date_at(offset_minutes(zone, at))
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
        assert_eq!(offsets_of_year("Europe/Kyiv", at), BTreeSet::from([120, 180]));
        assert_eq!(offsets_of_year("Asia/Shanghai", at), BTreeSet::from([480]));
    }
}
