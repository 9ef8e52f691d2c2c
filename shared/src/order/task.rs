//! Tasks: one item of an order, for one or more calibrators, with standards.

use serde::{Deserialize, Serialize};

use crate::id::Id;
use crate::item::Item;
use crate::library::edition::Edition;
use crate::library::person::Person;
use crate::library::service::CalibrationService;
use crate::library::standard::Standard;
use crate::measurement::method::DecisionRule;
use crate::order::Order;
use crate::order::customer::Customer;
use crate::visit::Visit;

/// A task.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Task {
    /// The order.
    pub order: Id<Order>,
    /// Line of the order, from 0.
    pub line: u16,
    /// The item.
    pub item: Id<Item>,
    /// Its owner.
    pub customer: Id<Customer>,
    /// The service.
    pub service: Id<CalibrationService>,
    /// The method edition.
    pub edition: Id<Edition>,
    /// Calibrators; empty until assigned.
    #[serde(default)]
    pub calibrators: Vec<Id<Person>>,
    /// Standards to take.
    #[serde(default)]
    pub standards: Vec<Id<Standard>>,
    /// The visit it is part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit: Option<Id<Visit>>,
    /// Decision rule agreed, where conformity is to be stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision_rule: Option<DecisionRule>,
    /// Whether the work is called off.
    #[serde(default)]
    pub cancelled: bool,
}
