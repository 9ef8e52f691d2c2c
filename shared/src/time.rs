//! Time is passed in. Storage holds UTC milliseconds; days are civil dates in a place's time zone.

use serde::{Deserialize, Serialize};

pub use jiff::civil::Date;

/// A point in time: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
#[serde(transparent)]
pub struct Instant(pub i64);

impl Instant {
    /// The civil date at an offset from UTC, in minutes.
    pub fn date_at(self, offset_minutes: i32) -> Date {
        let local = self.0.saturating_add(i64::from(offset_minutes) * 60_000);
        let days = local.div_euclid(86_400_000);
        let days = i32::try_from(days).unwrap_or(0);
        Date::constant(1970, 1, 1).checked_add(jiff::Span::new().days(i64::from(days).clamp(-700_000, 2_900_000))).unwrap_or(Date::MAX)
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

/// A span of days, both ends included; open at the end when `until` is absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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

    /// Whether the two spans share a day.
    pub fn overlaps(&self, other: &Validity) -> bool {
        self.until.is_none_or(|end| other.from <= end) && other.until.is_none_or(|end| self.from <= end)
    }
}
