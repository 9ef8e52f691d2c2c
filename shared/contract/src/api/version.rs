//! What an app understands of what the server sends. Tablets in the field run older builds: an answer holds nothing that the
//! build which asked cannot read, since one unknown field makes it unreadable as a whole.

use std::fmt;

/// The header in which an app says what it understands: a whole number. Absent: the first released build.
pub const CLIENT_VERSION_HEADER: &str = "etalon-client-version";

/// What an app understands. Raised by one with each release that widens job packs, events or answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClientVersion(pub u16);

impl ClientVersion {
    /// The first released build, which sends no header.
    pub const FIRST: Self = Self(1);
    /// This build.
    pub const CURRENT: Self = Self(2);
    /// What must be understood to read a job pack as this build makes it. Raised with each release that widens packs.
    pub const OF_PACKS: Self = Self(2);

    /// What the header says; the first build where it says nothing that can be read.
    pub fn of_header(value: Option<&str>) -> Self {
        value.and_then(|value| value.parse().ok()).map_or(Self::FIRST, |version| Self(version).max(Self::FIRST))
    }

    /// Whether it reads job packs as this build makes them. One that does not keeps the pack it has until it is updated.
    pub fn reads_packs(self) -> bool {
        self >= Self::OF_PACKS
    }

    /// The newest version of the event format that it reads ([`domain::event::VERSION`]).
    pub const fn reads_events(self) -> u16 {
        match self.0 {
            0 | 1 => 1,
            _ => 2,
        }
    }
}

impl fmt::Display for ClientVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_says_nothing_is_the_first_build() {
        for (said, meant) in [(None, 1), (Some(""), 1), (Some("two"), 1), (Some("-1"), 1), (Some("0"), 1), (Some("2"), 2), (Some("7"), 7)] {
            assert_eq!(ClientVersion::of_header(said), ClientVersion(meant), "{said:?}");
        }
    }

    #[test]
    fn this_build_reads_what_it_makes() {
        assert!(ClientVersion::CURRENT.reads_packs());
        assert_eq!(ClientVersion::CURRENT.reads_events(), domain::event::VERSION);
        assert!(!ClientVersion::FIRST.reads_packs());
        assert_eq!(ClientVersion::FIRST.reads_events(), 1);
    }
}
