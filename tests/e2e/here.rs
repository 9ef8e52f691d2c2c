//! Where and when a story happens: the zone of browser and server, and the hour there. The demo's places do not change.
//!
//! `ETALON_STORY_HERE="Asia/Kolkata 23"` runs every story there; [`around_midnights`] runs one in three zones, an hour before and after
//! midnight in each.

use std::future::Future;
use std::time::{SystemTime, UNIX_EPOCH};

/// Zones with a fixed offset, in minutes: the demo's own, one with half an hour, and one whose date differs most of the time.
const ZONES: [(&str, i64); 3] = [("Asia/Shanghai", 480), ("Asia/Kolkata", 330), ("America/Phoenix", -420)];
const HOUR: i64 = 3_600_000;

/// A zone, and how far its clocks are set ahead of this machine's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Here {
    /// IANA name.
    pub zone: &'static str,
    /// Milliseconds, never negative, so that something signed just now is not in the future.
    pub ahead: i64,
}

tokio::task_local! {
    static HERE: Here;
}

impl Here {
    /// A zone when its clocks next show this hour.
    fn at(zone: &str, hour: i64) -> Self {
        let (zone, offset) = ZONES.into_iter().find(|known| known.0 == zone).expect("a zone of the stories");
        let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_millis();
        let local = i64::try_from(now).expect("a time") + offset * 60_000;
        Self { zone, ahead: (hour * HOUR - local).rem_euclid(24 * HOUR) }
    }

    /// For the running story; `None` if it uses the machine's own clock and zone.
    pub fn now() -> Option<Self> {
        HERE.try_with(|here| *here).ok().or_else(|| {
            let said = std::env::var("ETALON_STORY_HERE").ok()?;
            let (zone, hour) = said.split_once(' ').expect("a zone and an hour");
            Some(Self::at(zone, hour.parse().expect("an hour")))
        })
    }
}

/// Runs a story there.
pub async fn tell(zone: &str, hour: i64, story: impl Future<Output = ()>) {
    HERE.scope(Here::at(zone, hour), story).await;
}

/// Runs a story in three zones, an hour before and after midnight in each.
#[macro_export]
macro_rules! around_midnights {
    ($story:ident) => {
        mod $story {
            $crate::around_midnights!($story, shanghai_before "Asia/Shanghai" 23, shanghai_after "Asia/Shanghai" 1,
                kolkata_before "Asia/Kolkata" 23, kolkata_after "Asia/Kolkata" 1,
                phoenix_before "America/Phoenix" 23, phoenix_after "America/Phoenix" 1);
        }
    };
    ($story:ident, $($name:ident $zone:literal $hour:literal),*) => {
        $(#[tokio::test(flavor = "multi_thread")]
        async fn $name() {
            $crate::here::tell($zone, $hour, super::$story()).await;
        })*
    };
}
