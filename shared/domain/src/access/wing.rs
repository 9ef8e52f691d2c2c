//! The wings of the house. The server's settings say which are shown; what belongs to another one is not there: its routes are not
//! served, its pages are not in the navigation, its roles are not offered. What belongs to no wing always is (docs/adr/0332).

use std::fmt::{self, Display, Formatter};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Role;

/// A part of the house that is shown or hidden as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Wing {
    /// Calibrations: orders, records, certificates.
    Calibration,
    /// Interlaboratory comparisons; it is being built.
    Comparison,
}

impl Wing {
    /// Every wing.
    pub const ALL: [Self; 2] = [Self::Calibration, Self::Comparison];

    /// What is shown where nothing else was said, and by servers that say nothing: what is finished.
    pub fn finished() -> Vec<Self> {
        vec![Self::Calibration]
    }

    /// The name in settings.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Calibration => "calibration",
            Self::Comparison => "comparison",
        }
    }
}

/// No wing has this name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownWing(pub String);

impl Display for UnknownWing {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "no wing is named {}", self.0)
    }
}

impl std::error::Error for UnknownWing {}

impl FromStr for Wing {
    type Err = UnknownWing;

    fn from_str(name: &str) -> Result<Self, UnknownWing> {
        Self::ALL.into_iter().find(|wing| wing.name() == name).ok_or_else(|| UnknownWing(name.to_owned()))
    }
}

/// Whether what belongs to a wing is there while these are shown.
pub fn shows(shown: &[Wing], of: Option<Wing>) -> bool {
    of.is_none_or(|wing| shown.contains(&wing))
}

impl Role {
    /// The wing whose work the role is for.
    pub const fn wing(self) -> Option<Wing> {
        match self {
            Self::Calibrator | Self::Checker | Self::Signatory => Some(Wing::Calibration),
            Self::Administrator | Self::Office | Self::TechnicalManager | Self::Customer => None,
        }
    }

    /// Whether it is offered while these wings are shown.
    pub fn is_offered(self, shown: &[Wing]) -> bool {
        shows(shown, self.wing())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_offered_while_its_wing_is_shown_and_one_of_no_wing_always_is() {
        for shown in [&[][..], &[Wing::Calibration], &[Wing::Comparison], &Wing::ALL] {
            assert!(Role::Office.is_offered(shown) && Role::Administrator.is_offered(shown));
            assert_eq!(Role::Checker.is_offered(shown), shown.contains(&Wing::Calibration));
        }
    }

    #[test]
    fn wings_are_named() {
        assert_eq!(Wing::ALL.map(|wing| wing.name().parse()), Wing::ALL.map(Ok));
        assert!("verification".parse::<Wing>().is_err());
    }
}
