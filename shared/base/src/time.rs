//! Time is passed in. Storage holds UTC milliseconds; days are civil dates in a place's time zone.

use serde::{Deserialize, Serialize};

pub use jiff::civil::Date;

/// A clock that differs from the server's by more than this is flagged.
pub const CLOCK_TOLERANCE_MILLIS: i64 = 120_000;

/// A point in time: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Instant(pub i64);

impl Instant {
    /// The earliest moment that documents can show: 1900-01-01. Clocks that lost their time stand at 1970 or later.
    pub const EARLIEST: Self = Self(-2_208_988_800_000);
    /// The latest: the end of the last day but one that four digits of a year can write, so that each zone can show it.
    pub const LATEST: Self = Self(253_402_214_399_999);

    /// Whether it is a moment that can be written with four digits of a year, wherever on earth.
    pub fn is_dated(self) -> bool {
        (Self::EARLIEST..=Self::LATEST).contains(&self)
    }

    /// The civil date at an offset from UTC, in minutes.
    pub fn date_at(self, offset_minutes: i32) -> Date {
        let local = self.0.saturating_add(i64::from(offset_minutes) * 60_000);
        let days = local.div_euclid(86_400_000);
        Date::constant(1970, 1, 1).checked_add(jiff::Span::new().days(days.clamp(-700_000, 2_932_896))).unwrap_or(Date::MAX)
    }

    /// The day that it is by now where it is latest on earth. A later one has not come anywhere.
    pub fn latest_day(self) -> Date {
        self.date_at(14 * 60)
    }

    /// This instant moved by some milliseconds.
    pub const fn plus_millis(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    /// Milliseconds from `earlier` to this instant; negative when `earlier` is later.
    pub const fn millis_since(self, earlier: Instant) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// The first day that an entry may name. A year of two digits, or a cell read wrongly, lies before it.
pub const FIRST_DAY: Date = Date::constant(1900, 1, 1);
/// The last.
pub const LAST_DAY: Date = Date::constant(2100, 12, 31);

/// Whether an entry may name the day.
pub fn is_plausible(day: Date) -> bool {
    (FIRST_DAY..=LAST_DAY).contains(&day)
}

/// From an instant on, a zone's offset from UTC. A table of these, in the order of time, says what is known of a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OffsetFrom {
    /// The instant of the change, or the one at which the table begins.
    pub from: Instant,
    /// Offset from UTC in minutes, east positive.
    pub minutes: i32,
}

/// The offset from UTC at an instant, in minutes; `None` before the table begins.
pub fn offset_in(table: &[OffsetFrom], at: Instant) -> Option<i32> {
    table.iter().filter(|known| known.from <= at).max_by_key(|known| known.from).map(|known| known.minutes)
}

/// A span of days, both ends included; open at the end when `until` is absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Validity {
    /// The first valid day.
    pub from: Date,
    /// The last valid day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

impl Validity {
    /// Whether the day lies within.
    pub fn holds_on(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }

    /// Whether it has a day that the other span has not.
    pub fn reaches_beyond(&self, other: &Validity) -> bool {
        let later = other.until.is_some_and(|end| self.until.is_none_or(|until| until > end));
        later || self.from < other.from
    }

    /// Whether the two spans share a day.
    pub fn overlaps(&self, other: &Validity) -> bool {
        self.until.is_none_or(|end| other.from <= end) && other.until.is_none_or(|end| self.from <= end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bounds_are_days_of_four_digits_in_every_zone() {
        assert_eq!(Instant::EARLIEST.date_at(0), Date::constant(1900, 1, 1));
        assert_eq!(Instant::LATEST.date_at(0), Date::constant(9999, 12, 30));
        assert_eq!(Instant::LATEST.date_at(14 * 60), Date::constant(9999, 12, 31));
        for (at, dated) in [(0, true), (1_795_136_400_000, true), (i64::MIN, false), (i64::MAX, false), (253_402_300_800_000, false)] {
            assert_eq!(Instant(at).is_dated(), dated, "{at}");
        }
    }

    #[test]
    fn an_offset_holds_until_the_next_and_nothing_is_known_before_the_first() {
        let table = [OffsetFrom { from: Instant(10), minutes: 120 }, OffsetFrom { from: Instant(20), minutes: 180 }];
        for (at, offset) in [(9, None), (10, Some(120)), (19, Some(120)), (20, Some(180)), (i64::MAX, Some(180))] {
            assert_eq!(offset_in(&table, Instant(at)), offset, "{at}");
        }
        assert_eq!(offset_in(&[], Instant(0)), None);
    }

    #[test]
    fn a_day_has_come_once_it_has_begun_somewhere() {
        let noon = 12 * 3_600_000;
        let days = [Instant(0), Instant(noon - 7_200_001), Instant(noon - 7_200_000)].map(Instant::latest_day);
        assert_eq!(days, [Date::constant(1970, 1, 1), Date::constant(1970, 1, 1), Date::constant(1970, 1, 2)]);
    }

    #[test]
    fn no_moment_falls_back_to_another_day() {
        assert_eq!(Instant(i64::MAX).date_at(0), Date::constant(9999, 12, 31));
        assert!(Instant(i64::MIN).date_at(0) < Date::constant(100, 1, 1));
    }
}
