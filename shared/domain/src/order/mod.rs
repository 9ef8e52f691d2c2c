//! Customers, orders, contract review and tasks (C-5.1).

pub mod assign;
pub mod attach;
pub mod complete;
pub mod cover;
pub mod customer;
pub mod fitting;
pub mod noted;
pub mod plan;
pub mod review;
pub mod settlement;
pub mod task;
pub mod terms;
#[cfg(test)]
pub(crate) mod tests;
pub mod unplanned;

use serde::{Deserialize, Serialize};

use base::id::{CustomerId, EditionId, ItemId, PlaceId, ServiceId};
use base::time::Date;
use measurement::method::DecisionRule;

/// An order with what C-5.1.1 asks for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Order {
    /// Number; unique.
    pub number: String,
    /// The customer.
    pub customer: CustomerId,
    /// How the requirement reached the body.
    pub received_as: ReceivedAs,
    /// The day it was received.
    pub received_on: Date,
    /// What is to be calibrated.
    pub lines: Vec<OrderLine>,
    /// Laboratory or site.
    pub location: Location,
    /// The place, once agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<PlaceId>,
    /// Agreed day or first day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed_on: Option<Date>,
    /// Requirements in the customer's words, discussions, changes.
    #[serde(default)]
    pub notes: String,
    /// Where it stands.
    pub status: OrderStatus,
    /// The latest review.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<noted::Review>,
    /// What was found on site since that review and nobody had planned (C-5.1.2).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unplanned: Vec<noted::Unplanned>,
}

impl base::id::Identified for Order {
    type Kind = base::id::kind::Order;
}

/// One item of an order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OrderLine {
    /// The item.
    pub item: ItemId,
    /// The calibration service.
    pub service: ServiceId,
    /// Why it is another service than the item's entry names; empty where it is the same.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub service_reason: String,
    /// The method edition.
    pub edition: EditionId,
    /// Whether the customer named the method or consented to the body's choice (C-4.2).
    pub method_agreement: MethodAgreement,
    /// The day on which the item was received (C-5.4.1 f); on the customer's site it is received where it stands. Custody is the
    /// office's note, not part of what was agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received_on: Option<Date>,
    /// Range to be calibrated, in words.
    #[serde(default)]
    pub range: String,
    /// Whether a statement of conformity is wanted, and by which rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision_rule: Option<DecisionRule>,
    /// Whether a recalibration interval is wanted on the certificate, in months (C-5.4.1 n).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recalibration_months: Option<u16>,
    /// Whether the certificate is to carry the uncertainty budgets as an annex.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub budget_annex: bool,
}

/// Form of the requirement (C-5.1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReceivedAs {
    /// Written.
    Written,
    /// Tender.
    Tender,
    /// Oral, written down here.
    Oral,
}

/// Place of calibration (C-5.1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Location {
    /// In the body's laboratory.
    Laboratory,
    /// On the customer's site.
    Site,
}

/// Customer's say on the method (C-4.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum MethodAgreement {
    /// Not yet settled.
    Open,
    /// The customer named it.
    Named,
    /// The customer consented to the body's choice.
    Consented,
}

/// Where an order stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OrderStatus {
    /// Being written.
    Draft,
    /// Reviewed and accepted; tasks can be assigned.
    Accepted,
    /// Changed since its review, or by what was found on site: to be reviewed again (C-5.1.2).
    ReviewAgain,
    /// Declined.
    Declined,
    /// Every task is certified or called off.
    Completed,
}
