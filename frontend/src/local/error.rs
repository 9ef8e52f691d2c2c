//! Why the local store did not do what was asked.

use std::collections::BTreeMap;

use base::finding::Refusal;
use base::time::Instant;

/// A refusal of the local store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LocalError {
    /// The browser gives no database (private window, switched off), or it failed.
    Unavailable(String),
    /// A row with this key is there already: another tab wrote it first.
    Conflict,
    /// The browser has no more room for this site.
    Full,
    /// The PIN does not open the key.
    WrongPin,
    /// Too many wrong PINs.
    Throttled(Instant),
    /// A PIN needs six digits or more.
    PinTooShort,
    /// What is stored cannot be read with this key.
    Damaged,
    /// Nobody is signed in on this tablet.
    Locked,
    /// The office has revoked this device: nothing more can be recorded on it.
    Revoked,
}

impl Refusal for LocalError {
    fn code(&self) -> &'static str {
        match self {
            Self::Unavailable(_) => "local_unavailable",
            Self::Conflict => "local_conflict",
            Self::Full => "local_full",
            Self::WrongPin => "pin_wrong",
            Self::Throttled(_) => "pin_throttled",
            Self::PinTooShort => "pin_too_short",
            Self::Damaged => "local_damaged",
            Self::Locked => "tablet_locked",
            Self::Revoked => "device_revoked",
        }
    }
    fn params(&self) -> BTreeMap<String, String> {
        match self {
            Self::Unavailable(why) => BTreeMap::from([("why".to_owned(), why.clone())]),
            Self::Throttled(until) => BTreeMap::from([("until".to_owned(), until.0.to_string())]),
            _ => BTreeMap::new(),
        }
    }
}
