//! Things as they were when a record used them. Certificates are composed from these only.

use serde::{Deserialize, Serialize};

use crate::item::Item;
use crate::library::place::EnvironmentLimit;
use crate::library::standard::Standard;
use base::id::{CustomerId, ItemId, OrderId, PlaceId, StandardId};
use base::text::Bilingual;
use base::time::{self, Date, Instant, OffsetFrom};
use measurement::method::DecisionRule;

/// The item as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ItemSnapshot {
    /// Identity.
    pub id: ItemId,
    /// The item.
    pub item: Item,
}

/// The customer as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CustomerSnapshot {
    /// Identity.
    pub id: CustomerId,
    /// Name.
    pub name: Bilingual,
    /// Address.
    pub address: Bilingual,
    /// Contact: name and telephone.
    pub contact: String,
}

/// The place as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PlaceSnapshot {
    /// Identity.
    pub id: PlaceId,
    /// Name.
    pub name: Bilingual,
    /// Address.
    pub address: Bilingual,
    /// IANA time zone.
    pub time_zone: String,
    /// Offset of that zone from UTC on the day of the job pack, in minutes; holds where `offsets` says nothing.
    pub offset_minutes: i32,
    /// Offsets of that zone around the job pack's day. Empty where the zone keeps one, and in what the first release wrote.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offsets: Vec<OffsetFrom>,
    /// Environment limits of the place, beside the method's (C-4.4).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<EnvironmentLimit>,
}

impl PlaceSnapshot {
    /// The offset of the place from UTC at an instant, in minutes: by what the server knows of the zone, else by this snapshot.
    /// Everything that asks for a day asks this.
    pub fn offset_at(&self, zone: &[OffsetFrom], at: Instant) -> i32 {
        let known = time::offset_in(zone, at).or_else(|| time::offset_in(&self.offsets, at));
        known.unwrap_or(self.offset_minutes)
    }

    /// The civil day at the place at an instant, by the same.
    pub fn day_at(&self, zone: &[OffsetFrom], at: Instant) -> Date {
        at.date_at(self.offset_at(zone, at))
    }
}

/// What the order says about this item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OrderSnapshot {
    /// Identity.
    pub id: OrderId,
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
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StandardSnapshot {
    /// Identity.
    pub id: StandardId,
    /// The standard.
    pub standard: Standard,
}
