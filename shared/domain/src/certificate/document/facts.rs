//! What a certificate states beside its results: who, what, how, with which standards, where (C-5.4.1 b to i, m).

use serde::{Deserialize, Serialize};

use base::text::Bilingual;
use base::time::Date;
use base::unit::Unit;
use measurement::method::DecisionRule;

/// The body, as stated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StatedBody {
    /// Name.
    pub name: Bilingual,
    /// Address.
    pub address: Bilingual,
    /// Telephone.
    pub telephone: String,
    /// E-mail address.
    pub email: String,
    /// Seal's text.
    pub seal: Bilingual,
}

/// The customer, as stated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StatedCustomer {
    /// Name.
    pub name: Bilingual,
    /// Address.
    pub address: Bilingual,
    /// Contact.
    pub contact: String,
}

/// The item, as stated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StatedItem {
    /// The body's identification of it.
    pub identification: String,
    /// Name.
    pub name: Bilingual,
    /// Model.
    pub model: String,
    /// Manufacturer.
    pub manufacturer: String,
    /// Serial number.
    pub serial_number: String,
    /// Range.
    pub range: String,
}

/// The method, as stated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StatedMethod {
    /// Code.
    pub code: String,
    /// Title.
    pub title: Bilingual,
    /// Edition.
    pub edition: String,
}

/// A main standard, as stated (C-5.4.1 h).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StatedStandard {
    /// Name.
    pub name: Bilingual,
    /// Number.
    pub number: String,
    /// Model.
    pub model: String,
    /// Range.
    pub range: String,
    /// Technical characteristic.
    pub characteristic: String,
    /// Traced to.
    pub traced_to: Bilingual,
    /// Certificate number.
    pub certificate: String,
    /// Valid until.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Date>,
}

/// The place, as stated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StatedPlace {
    /// Name.
    pub name: Bilingual,
    /// Address.
    pub address: Bilingual,
}

/// Environment, as stated: the span of the readings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StatedEnvironment {
    /// Key.
    pub key: String,
    /// Label.
    pub label: Bilingual,
    /// Lowest reading, as written.
    pub low: String,
    /// Highest reading, as written.
    pub high: String,
    /// Unit.
    pub unit: Unit,
}

/// An inspection, as stated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StatedInspection {
    /// Key.
    pub key: String,
    /// Question.
    pub label: Bilingual,
    /// Answer.
    pub answer: Bilingual,
}

/// An adjustment, as stated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StatedAdjustment {
    /// What was done.
    pub what: String,
    /// The seal.
    pub seal: String,
}

/// A seal, as stated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StatedSeal {
    /// Which adjuster.
    pub what: String,
    /// Its identification.
    pub seal: String,
}

/// Coverage, as stated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StatedCoverage {
    /// Name of the rule ("dominant_terms", "t", "convolution", "monte_carlo", "fixed").
    pub rule: String,
    /// Probability ("0.95").
    pub probability: String,
    /// Whether the uncertainty includes second-order terms.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub second_order: bool,
}

/// The decision rule, as stated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StatedDecision {
    /// The rule.
    pub rule: DecisionRule,
}
