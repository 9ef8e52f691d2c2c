//! Places where calibrations happen, with environment limits and time zone (C-4.4).

use serde::{Deserialize, Serialize};

use base::decimal::DecimalText;
use base::id::CustomerId;
use base::text::Bilingual;
use base::unit::Unit;

/// A laboratory of the body, or a customer's site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Name.
    pub name: Bilingual,
    /// Address.
    pub address: Bilingual,
    /// The customer whose site it is; `None` for the body's own laboratory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    /// IANA time zone ("Asia/Shanghai").
    pub time_zone: String,
    /// Environment limits agreed for the place, beside the methods' own.
    #[serde(default)]
    pub limits: Vec<EnvironmentLimit>,
    /// Access, safety briefing, contact at the gate.
    #[serde(default)]
    pub notes: String,
}

impl base::id::Identified for Place {
    type Kind = base::id::kind::Place;
}

/// A limit on an environment quantity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EnvironmentLimit {
    /// Key of the quantity ("temperature").
    pub key: String,
    /// Unit.
    pub unit: Unit,
    /// Lower limit, included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<DecimalText>,
    /// Upper limit, included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<DecimalText>,
}
