//! What customers and the public see.

use serde::{Deserialize, Serialize};

use crate::api::certificate::CertificateState;
use base::id::{CertificateId, ItemId, OrderId};
use base::text::Bilingual;
use base::time::{Date, Instant};
use domain::event::Hash;
use domain::item::Item;

/// An order, as its customer sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PortalOrder {
    /// Identity.
    pub id: OrderId,
    /// Number.
    pub number: String,
    /// State.
    pub status: domain::order::OrderStatus,
    /// Received.
    pub received_on: Date,
    /// Items of it, in words.
    pub items: Vec<String>,
    /// How many have a certificate.
    pub issued: u64,
}

/// An item, as its owner sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PortalItem {
    /// Identity.
    pub id: ItemId,
    /// The item.
    pub item: Item,
    /// Last certificate's number.
    pub certificate: Option<String>,
}

/// A certificate, as its customer sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PortalCertificate {
    /// Identity.
    pub id: CertificateId,
    /// Number.
    pub number: String,
    /// "original", "supplement", "replacement".
    pub kind: String,
    /// State.
    pub state: CertificateState,
    /// Number of the one that supplements or replaces it.
    pub followed_by: Option<String>,
    /// The item, in words.
    pub item: String,
    /// Days of calibration.
    pub calibrated_on: Vec<Date>,
    /// Issued.
    pub issued_at: Instant,
    /// SHA-256 of the stored PDF.
    pub pdf_hash: Option<Hash>,
}

/// A question of the public check.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PublicCheck {
    /// Number.
    pub number: String,
    /// Check code printed beside it.
    pub code: String,
}

/// Its answer. A wrong pair gets one uniform problem (`certificate_not_found`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PublicCheckView {
    /// Number.
    pub number: String,
    /// State.
    pub state: CertificateState,
    /// Number of the one that supplements or replaces it.
    pub followed_by: Option<String>,
    /// Day of issue.
    pub issued_on: Option<Date>,
    /// The item, as the paper states it.
    pub item: Bilingual,
    /// Serial number, as the paper states it.
    pub serial_number: String,
    /// The body.
    pub body: Bilingual,
    /// SHA-256 of the stored PDF, compared in the browser.
    pub pdf_hash: Option<Hash>,
}

/// The body's public page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PublicBody {
    /// Name.
    pub name: Bilingual,
    /// Address.
    pub address: Bilingual,
    /// Telephone.
    pub telephone: String,
    /// E-mail address.
    pub email: String,
    /// Permits and filings.
    pub permits: String,
}
