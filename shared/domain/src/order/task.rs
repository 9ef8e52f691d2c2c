//! Tasks: one item of an order, for one or more calibrators, with standards.

use serde::{Deserialize, Serialize};

use base::id::{CustomerId, EditionId, ItemId, OrderId, PersonId, ServiceId, StandardId, VisitId};
use measurement::method::DecisionRule;

/// A task.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Task {
    /// The order.
    pub order: OrderId,
    /// Line of the order, from 0.
    pub line: u16,
    /// The item.
    pub item: ItemId,
    /// Its owner.
    pub customer: CustomerId,
    /// The service.
    pub service: ServiceId,
    /// The method edition.
    pub edition: EditionId,
    /// Calibrators; empty until assigned.
    #[serde(default)]
    pub calibrators: Vec<PersonId>,
    /// Standards to take.
    #[serde(default)]
    pub standards: Vec<StandardId>,
    /// The visit it is part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit: Option<VisitId>,
    /// Decision rule agreed, where conformity is to be stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision_rule: Option<DecisionRule>,
    /// Whether the work is called off.
    #[serde(default)]
    pub cancelled: bool,
}

impl base::id::Identified for Task {
    type Kind = base::id::kind::Task;
}
