//! Contract review (C-5.1.2, C-5.1.3).

use serde::{Deserialize, Serialize};

use crate::id::Id;
use crate::library::person::Person;
use crate::time::Instant;

/// A review of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// Who.
    pub by: Id<Person>,
    /// When.
    pub at: Instant,
    /// Outcome.
    pub outcome: Outcome,
    /// People, standard, method, environment: able?
    pub able: Ability,
    /// Discussion with the customer and major changes.
    #[serde(default)]
    pub discussion: String,
}

/// Outcome of a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Accepted.
    Accepted,
    /// Declined.
    Declined,
}

/// The four things a review looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ability {
    /// Authorised people.
    pub people: bool,
    /// Valid standards.
    pub standards: bool,
    /// A method in force.
    pub method: bool,
    /// Environment within limits.
    pub environment: bool,
}
