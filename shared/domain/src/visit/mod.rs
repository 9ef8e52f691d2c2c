//! Visits to customer sites (C-5.2-B).

pub mod fold;
pub mod rule;
#[cfg(test)]
pub(crate) mod tests;

use serde::{Deserialize, Serialize};

use base::id::{CustomerId, DeviceId, PersonId, PlaceId, StandardId};
use base::time::{Date, Instant};

/// A planned visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Visit {
    /// Number; unique.
    pub number: String,
    /// The customer.
    pub customer: CustomerId,
    /// The site.
    pub place: PlaceId,
    /// The day, in the site's time zone.
    pub day: Date,
    /// Planned start, in the site's time zone ("09:00").
    #[serde(default)]
    pub starts: String,
    /// Who goes.
    pub people: Vec<PersonId>,
    /// What is taken along.
    pub standards: Vec<StandardId>,
    /// Environment agreed with the customer, safety briefing, contact.
    #[serde(default)]
    pub notes: String,
}

impl base::id::Identified for Visit {
    type Kind = base::id::kind::Visit;
}

/// When a standard is checked (C-5.2.2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CheckMoment {
    /// Before departure: working, packed, protected.
    Departure,
    /// On arrival: settled, powered on, passed.
    Arrival,
    /// After the return.
    Return,
}

/// Answers of one check of one standard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StandardCheck {
    /// The standard.
    pub standard: StandardId,
    /// Which check.
    pub moment: CheckMoment,
    /// Working.
    pub working: bool,
    /// Packed and protected (departure), or settled for the method's time (arrival).
    pub protected_or_settled: bool,
    /// Powered on and passed.
    pub passed: bool,
    /// Remark.
    #[serde(default)]
    pub remark: String,
}

impl StandardCheck {
    /// Whether the standard can be used after this check.
    pub const fn is_good(&self) -> bool {
        self.working && self.protected_or_settled && self.passed
    }

    /// Whether it takes the standard out of use (C-4.5.3): a standard that does not work or did not pass has failed, whenever that is
    /// found; what was measured with it since its last good check is in doubt, also on other visits. One that is only not packed or
    /// not settled yet has not failed and cannot be used before a good check, unless it was used on this visit already.
    pub fn takes_out_of_use(&self, before: &[CheckDone]) -> bool {
        let used =
            |done: &CheckDone| done.check.standard == self.standard && done.check.moment == CheckMoment::Arrival && done.check.is_good();
        match self.moment {
            _ if self.is_good() => false,
            CheckMoment::Return => true,
            CheckMoment::Arrival => self.has_failed() || before.iter().any(used),
            CheckMoment::Departure => self.has_failed(),
        }
    }

    /// Whether the standard itself was found not to be in order. On arrival it cannot pass before it has settled.
    const fn has_failed(&self) -> bool {
        let settled = match self.moment {
            CheckMoment::Arrival => self.protected_or_settled,
            CheckMoment::Departure | CheckMoment::Return => true,
        };
        !self.working || (settled && !self.passed)
    }
}

/// A check with who and when: the fold of a visit's stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct CheckDone {
    /// The answers.
    pub check: StandardCheck,
    /// Who.
    pub by: PersonId,
    /// When, by the device.
    pub at: Instant,
    /// Server time minus device time then, in milliseconds.
    #[serde(default)]
    pub clock_offset: i64,
    /// On which device, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<DeviceId>,
    /// Place in the device's chain.
    #[serde(default)]
    pub device_seq: u64,
}

impl CheckDone {
    /// When, corrected by the clock's offset.
    pub const fn when(&self) -> Instant {
        self.at.plus_millis(self.clock_offset)
    }
}

/// An acknowledged briefing (C-5.2.2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Briefed {
    /// Who.
    pub person: PersonId,
    /// When, by the device.
    pub at: Instant,
    /// Server time minus device time then, in milliseconds.
    #[serde(default)]
    pub clock_offset: i64,
    /// On which device.
    pub device: DeviceId,
    /// Place in the device's chain.
    pub device_seq: u64,
}
