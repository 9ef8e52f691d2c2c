//! The `CertificateDocument`: what is issued. PDF, XML, portal and public check all render this one document.

mod envelope;
mod facts;
mod results;

use serde::{Deserialize, Serialize};

use crate::certificate::annex::StatedBudgets;
use crate::event::Hash;
use base::time::Date;
pub use envelope::{Envelope, Kind, Signature, SignatureRole};
pub use facts::{
    StatedAdjustment, StatedBody, StatedCoverage, StatedCustomer, StatedDecision, StatedEnvironment, StatedInspection, StatedItem,
    StatedMethod, StatedPlace, StatedSeal, StatedStandard,
};
pub use results::{StatedMeasurand, StatedOutput, StatedQuantity, StatedResults, StatedRow};

/// A certificate. `envelope` may differ between an original and its supplement; `stated` is what it says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CertificateDocument {
    /// Format version.
    pub v: u16,
    /// Number, dates, signatures.
    pub envelope: Envelope,
    /// Every stated value.
    pub stated: Stated,
}

/// Every stated value (C-5.4.1).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Stated {
    /// (b) The body.
    pub body: StatedBody,
    /// (c) The customer.
    pub customer: StatedCustomer,
    /// (d) The item.
    pub item: StatedItem,
    /// (f) Day of receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received_on: Option<Date>,
    /// (f) Day of calibration, in the place's time zone: the first and, if different, the last day.
    pub calibrated_on: Vec<Date>,
    /// (g) Method.
    pub method: StatedMethod,
    /// (h) Main standards.
    pub standards: Vec<StatedStandard>,
    /// (i) Place.
    pub place: StatedPlace,
    /// (i) Environment.
    pub environment: Vec<StatedEnvironment>,
    /// Inspections.
    pub inspections: Vec<StatedInspection>,
    /// (j) Results by stage.
    pub results: Vec<StatedResults>,
    /// (j) Adjustments.
    pub adjustments: Vec<StatedAdjustment>,
    /// (j) Seals on adjusters, with an adjustment or without one (C-5.3.4).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seals: Vec<StatedSeal>,
    /// Agreed departures from the method.
    pub deviations: Vec<String>,
    /// How U was obtained: coverage rule and probability.
    pub coverage: StatedCoverage,
    /// (m) Decision rule, where a statement of conformity was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<StatedDecision>,
    /// (n) Recommended recalibration interval in months, where asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recalibration_months: Option<u16>,
    /// Remarks meant for the certificate.
    pub remarks: Vec<String>,
    /// Annex with the uncertainty budgets, where asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub budgets: Vec<StatedBudgets>,
}

impl Stated {
    /// The hash of everything stated: whoever checks or signs a draft names by it what they saw.
    pub fn hash(&self) -> Hash {
        let text = serde_json::to_string(self).unwrap_or_default();
        Hash::of(format!("etalon-stated-1\n{text}\n").as_bytes())
    }
}
