//! What an edition asks to be written down: environment, inspections, standards, points and readings.

use serde::{Deserialize, Serialize};

use crate::method::MeasuringRange;
use base::decimal::DecimalText;
use base::text::Bilingual;
use base::unit::Unit;

/// The form of an original record. Keys are never renumbered or reused.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// Environment, read at the start and at the end: paths `environment/{start|end}/{key}`.
    #[serde(default)]
    pub environment: Vec<EnvironmentField>,
    /// Inspections before the measurement: paths `inspection/{key}`.
    #[serde(default)]
    pub inspections: Vec<InspectionField>,
    /// Measurement standards needed.
    #[serde(default)]
    pub slots: Vec<Slot>,
    /// Whether the item may be adjusted between `as_found` and `as_left`.
    pub adjustable: bool,
    /// What is read at every point, in order: paths `{stage}/points/{point}/{quantity}/r{n}`.
    pub quantities: Vec<Quantity>,
    /// The measurement points, in order.
    pub points: Vec<Point>,
}

/// The two stages of a record; path segment `as_found` or `as_left`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Before any adjustment.
    AsFound,
    /// After an adjustment.
    AsLeft,
}

impl Stage {
    /// The path segment.
    pub const fn key(self) -> &'static str {
        match self {
            Self::AsFound => "as_found",
            Self::AsLeft => "as_left",
        }
    }
}

/// An environment quantity with the method's limits (C-4.4).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EnvironmentField {
    /// Key ("temperature").
    pub key: String,
    /// Label.
    pub label: Bilingual,
    /// Unit.
    pub unit: Unit,
    /// Lower limit, included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<DecimalText>,
    /// Upper limit, included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<DecimalText>,
}

/// A question answered by choice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct InspectionField {
    /// Key ("appearance").
    pub key: String,
    /// Label.
    pub label: Bilingual,
    /// Choices: key and label.
    pub choices: Vec<Choice>,
}

/// One answer to an inspection.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Key, as recorded.
    pub key: String,
    /// Label.
    pub label: Bilingual,
}

/// A place for a measurement standard.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Slot {
    /// Key ("blocks").
    pub key: String,
    /// Label.
    pub label: Bilingual,
    /// Whether no reading can be taken without it.
    pub required: bool,
    /// The kinds of standard that can stand in it. Empty where nobody said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<String>,
    /// What its standard must cover (C-4.5.2). `None` where nobody said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub covers: Option<Covers>,
}

/// What the standard in a slot must cover with its ranges.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(tag = "what", rename_all = "snake_case", deny_unknown_fields)]
pub enum Covers {
    /// The nominal value of each point that is read with it.
    #[serde(deserialize_with = "base::closed::nothing_else")]
    Points,
    /// A range of its own, whole: where it measures another quantity than the points name.
    Range(MeasuringRange),
    /// Nothing: it has no range that matters here.
    #[serde(deserialize_with = "base::closed::nothing_else")]
    Nothing,
}

/// What is read at a point.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Quantity {
    /// Key ("readings", "up", "standard"); a path segment.
    pub key: String,
    /// Symbol in the model (`V_ix`); the model sees the mean of the readings.
    pub symbol: String,
    /// Label.
    pub label: Bilingual,
    /// Unit of the readings, fixed by the method.
    pub unit: Unit,
    /// Readings per point: `r1` … `r{n}`.
    pub readings: u8,
    /// Resolution, for the numeric pad's hint and plausibility; text, in `unit`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolution: Option<DecimalText>,
    /// Formula of the largest plausible distance from the nominal value, in `unit`, over the point's symbols; beyond it the
    /// screen warns, never blocks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plausible: Option<String>,
}

/// A measurement point.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// Key; a path segment. Never reused.
    pub key: String,
    /// Nominal value; the symbol `nominal` in formulas.
    pub nominal: DecimalText,
    /// Unit of the nominal value.
    pub unit: Unit,
    /// Label, where the nominal value is not enough ("outside jaws").
    #[serde(default)]
    pub label: Bilingual,
    /// Values of this point for further symbols in formulas (`range`, `mpe_block`).
    #[serde(default)]
    pub parameters: Vec<Parameter>,
}

/// A named value of a point or of the computation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// Symbol in formulas.
    pub symbol: String,
    /// Value.
    pub value: DecimalText,
    /// Unit it is stated in; `None` for a plain number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Unit>,
}
