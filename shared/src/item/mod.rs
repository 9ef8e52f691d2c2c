//! Items: the customers' measuring instruments (C-5.3).

pub mod fold;
pub mod rule;

use serde::{Deserialize, Serialize};

use crate::id::Id;
use crate::library::service::CalibrationService;
use crate::order::customer::Customer;
use crate::text::Bilingual;

/// A measuring instrument of a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// The owner.
    pub customer: Id<Customer>,
    /// The body's identification of it, printed on its label with a QR code; unique (C-5.3.3).
    pub identification: String,
    /// Name.
    pub name: Bilingual,
    /// Model.
    pub model: String,
    /// Manufacturer.
    pub manufacturer: String,
    /// Serial number.
    pub serial_number: String,
    /// Measuring range, in words.
    #[serde(default)]
    pub range: String,
    /// The calibration service it needs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<Id<CalibrationService>>,
    /// Where it stands at the customer's.
    #[serde(default)]
    pub location: String,
    /// Condition and accessories.
    #[serde(default)]
    pub notes: String,
}
