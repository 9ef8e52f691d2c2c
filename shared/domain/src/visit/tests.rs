//! What the tests of visits, and of the records made on them, are made with.

use uuid::Uuid;

use crate::visit::{CheckDone, CheckMoment, StandardCheck};
use base::id::{Id, StandardId};
use base::time::Instant;

/// A check of a standard that found everything in order, or nothing.
pub fn check(standard: StandardId, moment: CheckMoment, good: bool) -> StandardCheck {
    StandardCheck { standard, moment, working: good, protected_or_settled: good, passed: good, remark: String::new() }
}

/// Made by person 1, on a device that is not known.
pub fn done(check: StandardCheck, at: Instant) -> CheckDone {
    CheckDone { check, by: Id::from_uuid(Uuid::from_u128(1)), at, clock_offset: 0, device: None, device_seq: 0 }
}
