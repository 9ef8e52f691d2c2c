//! The calibration body's own profile: what stands on every certificate.

use serde::{Deserialize, Serialize};

use base::text::Bilingual;

/// The calibration body (C-4.1.1, C-5.4.1 b).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// Name.
    pub name: Bilingual,
    /// Address.
    pub address: Bilingual,
    /// Telephone.
    pub telephone: String,
    /// E-mail address.
    pub email: String,
    /// Web address, the base of the public check in QR codes.
    pub website: String,
    /// Text of the calibration seal on the cover.
    pub seal: Bilingual,
    /// Permits and filings, one a line, with their dates.
    #[serde(default)]
    pub permits: String,
    /// Pattern of certificate numbers: `{year}` and `{seq:5}` ("EC{year}-{seq:5}").
    pub number_pattern: String,
    /// Languages of certificates.
    pub certificate_language: CertificateLanguage,
    /// IANA time zone of the office.
    pub time_zone: String,
}

impl base::id::Identified for Body {
    type Kind = base::id::kind::Body;
}

/// Languages a certificate is set in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CertificateLanguage {
    /// Chinese and English.
    Bilingual,
    /// Chinese only.
    Chinese,
    /// English only.
    English,
}
