//! What rests on conditions, when, and with what weight.

use serde::{Deserialize, Serialize};

/// An act that rests on what was done before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// A calibrator signs the record.
    Submit,
    /// The checker signs it.
    Check,
    /// A second person checks a correction of office facts.
    CheckCorrection,
    /// The signatory issues a certificate.
    Issue,
    /// The issued certificate is handed to the customer. Nothing refuses that (its number and hash are fixed, and the customer has a
    /// right to it); the office is told what has turned false since.
    HandOver,
}

/// When a condition must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// On the day of the work, by what is now known about that day.
    OnTheDay,
    /// When the act is made.
    Now,
    /// From the work until the act, without a break.
    Throughout,
}

/// What a condition that is not met does to an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// It is shown and stops nothing.
    Shows,
    /// The signer must answer it in writing; the answer is kept with the act.
    Asks,
    /// The act is refused.
    Refuses,
}
