//! Things as they were when a record used them. Certificates are composed from these only.

use serde::{Deserialize, Serialize};

use crate::id::Id;
use crate::item::Item;
use crate::library::edition::DecisionRule;
use crate::library::place::{EnvironmentLimit, Place};
use crate::library::standard::Standard;
use crate::order::Order;
use crate::order::customer::Customer;
use crate::text::Bilingual;
use crate::time::Date;

/// The item as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemSnapshot {
    /// Identity.
    pub id: Id<Item>,
    /// The item.
    pub item: Item,
}

/// The customer as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CustomerSnapshot {
    /// Identity.
    pub id: Id<Customer>,
    /// Name.
    pub name: Bilingual,
    /// Address.
    pub address: Bilingual,
    /// Contact: name and telephone.
    pub contact: String,
}

/// The place as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceSnapshot {
    /// Identity.
    pub id: Id<Place>,
    /// Name.
    pub name: Bilingual,
    /// Address.
    pub address: Bilingual,
    /// IANA time zone.
    pub time_zone: String,
    /// Offset of that zone from UTC on the day of the job pack, in minutes.
    pub offset_minutes: i32,
    /// Environment limits of the place, beside the method's (C-4.4).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<EnvironmentLimit>,
}

/// What the order says about this item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrderSnapshot {
    /// Identity.
    pub id: Id<Order>,
    /// Number.
    pub number: String,
    /// Day of receipt (C-5.4.1 f).
    pub received_on: Date,
    /// Decision rule, where a statement of conformity is wanted (C-5.4.1 m).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision_rule: Option<DecisionRule>,
    /// Recommended interval wanted (C-5.4.1 n).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recalibration_months: Option<u16>,
}

/// A standard as it was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StandardSnapshot {
    /// Identity.
    pub id: Id<Standard>,
    /// The standard.
    pub standard: Standard,
}
