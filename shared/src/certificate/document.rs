//! The `CertificateDocument`: what is issued. PDF, XML, portal and public check all render this one document.

use serde::{Deserialize, Serialize};

use crate::certificate::annex::StatedBudgets;
use crate::certificate::correction::Certificate;
use crate::event::{Event, Hash};
use crate::id::Id;
use crate::library::body::CertificateLanguage;
use crate::library::person::Person;
use crate::measurement::{Conformity, Interval, Mean, OutputCorrelation, Scaled};
use crate::record::Record;
use crate::text::Bilingual;
use crate::time::{Date, Instant, OffsetFrom, offset_in};
use crate::unit::Unit;

/// A certificate. `envelope` may differ between an original and its supplement; `stated` is what it says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CertificateDocument {
    /// Format version.
    pub v: u16,
    /// Number, dates, signatures.
    pub envelope: Envelope,
    /// Every stated value.
    pub stated: Stated,
}

/// What changes from issue to issue without being a stated value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Envelope {
    /// Number; empty on a draft.
    pub number: String,
    /// Random check code printed beside the number; empty on a draft.
    pub check_code: String,
    /// Original, supplement or replacement.
    pub kind: Kind,
    /// Day of issue; `None` on a draft.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued_on: Option<Date>,
    /// Signatures: calibrators, checker, approver (C-5.4.1 e).
    pub signatures: Vec<Signature>,
    /// Language.
    pub language: CertificateLanguage,
    /// Offset of the office's time zone from UTC at composition, in minutes, for printed times; holds where `offsets` says nothing.
    #[serde(default)]
    pub offset_minutes: i32,
    /// Offsets of the office's time zone around composition; empty where it keeps one. A signature may be older than a change of the clocks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offsets: Vec<OffsetFrom>,
    /// Address of the public check for the QR code, complete with number and check code.
    pub check_url: String,
    /// The record.
    pub record: Id<Record>,
    /// Hash of the record's last ledger entry at composition.
    pub record_head: Hash,
    /// For each stated standard, in their order, the record's events that put it in a slot: a correction finds it by them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub equipment: Vec<Vec<Id<Event>>>,
}

impl Envelope {
    /// The civil day at the office at an instant.
    pub fn day_at(&self, at: Instant) -> Date {
        at.date_at(offset_in(&self.offsets, at).unwrap_or(self.offset_minutes))
    }
}

/// Kind of certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Kind {
    /// The first for its record.
    #[serde(deserialize_with = "crate::closed::nothing_else")]
    Original,
    /// "Supplement to calibration certificate No. …" (C-5.4.2.1).
    Supplement {
        /// The original.
        to: Id<Certificate>,
        /// Its number.
        number: String,
    },
    /// "This certificate replaces calibration certificate No. …; certificate No. … is void" (C-5.4.2.2).
    Replacement {
        /// The void one.
        of: Id<Certificate>,
        /// Its number.
        number: String,
        /// Numbers of the certificates that the void one supplemented: void with it, since this one is complete.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        also: Vec<String>,
    },
}

impl Kind {
    /// The name of the kind, as lists and commands write it.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Original => "original",
            Self::Supplement { .. } => "supplement",
            Self::Replacement { .. } => "replacement",
        }
    }
}

/// A signature on the certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// As what.
    pub role: SignatureRole,
    /// Who.
    pub person: Id<Person>,
    /// Name, as printed.
    pub name: Bilingual,
    /// Title, as printed.
    pub title: String,
    /// When, corrected by the clock's offset where it was on a tablet.
    pub at: Instant,
}

/// As what somebody signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignatureRole {
    /// Calibrator.
    Calibrator,
    /// Checker.
    Checker,
    /// Authorised signatory.
    Approver,
}

/// Every stated value (C-5.4.1).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
    /// (f) Day of calibration, in the place's time zone: the first and, where another, the last day.
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
    /// How U came about: coverage rule and probability.
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
    /// The hash of everything stated: who checks or signs a draft names by it what was seen.
    pub fn hash(&self) -> Hash {
        let text = serde_json::to_string(self).unwrap_or_default();
        Hash::of(format!("etalon-stated-1\n{text}\n").as_bytes())
    }
}

/// The body, as stated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
#[serde(deny_unknown_fields)]
pub struct StatedPlace {
    /// Name.
    pub name: Bilingual,
    /// Address.
    pub address: Bilingual,
}

/// Environment, as stated: the span of the readings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
#[serde(deny_unknown_fields)]
pub struct StatedInspection {
    /// Key.
    pub key: String,
    /// Question.
    pub label: Bilingual,
    /// Answer.
    pub answer: Bilingual,
}

/// Results of one stage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedResults {
    /// Stage.
    pub stage: crate::library::edition::Stage,
    /// The measurand.
    pub measurand: Bilingual,
    /// Columns of means: key, label and unit of each quantity.
    pub quantities: Vec<StatedQuantity>,
    /// Unit of result and uncertainty.
    pub unit: Unit,
    /// Further results of the same readings: columns of each row.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub further: Vec<StatedMeasurand>,
    /// A row per point.
    pub rows: Vec<StatedRow>,
}

/// A column of further results.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedMeasurand {
    /// Key.
    pub key: String,
    /// The measurand.
    pub measurand: Bilingual,
    /// Unit of result and uncertainty.
    pub unit: Unit,
}

/// A further result of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedOutput {
    /// Key of its measurand.
    pub key: String,
    /// Result; empty where there is none.
    pub value: String,
    /// Expanded uncertainty.
    pub expanded_uncertainty: String,
    /// Coverage factor.
    pub coverage_factor: String,
    /// Shape that gave it.
    pub coverage_by: String,
    /// Whether U was raised to the body's capability.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub raised_to_cmc: bool,
    /// Ends of the coverage interval, where it does not lie about the result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval: Option<Interval>,
    /// The numbers with a power of ten, where plain ones would show zeros that mean nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scaled: Option<Scaled>,
}

/// A column of means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedQuantity {
    /// Key.
    pub key: String,
    /// Label.
    pub label: Bilingual,
    /// Unit.
    pub unit: Unit,
}

/// A result row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedRow {
    /// Point's key.
    pub point: String,
    /// Label.
    pub label: Bilingual,
    /// Nominal value.
    pub nominal: String,
    /// Its unit.
    pub nominal_unit: Unit,
    /// Means of the quantities.
    pub means: Vec<Mean>,
    /// Result; empty where not observed.
    pub value: String,
    /// Expanded uncertainty.
    pub expanded_uncertainty: String,
    /// Coverage factor.
    pub coverage_factor: String,
    /// Shape that gave it.
    pub coverage_by: String,
    /// Whether U was raised to the body's capability: k times the standard uncertainty does not give it then.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub raised_to_cmc: bool,
    /// Ends of the coverage interval, where it does not lie about the result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval: Option<Interval>,
    /// The numbers with a power of ten, where plain ones would show zeros that mean nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scaled: Option<Scaled>,
    /// Further results, in the order of their columns.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub further: Vec<StatedOutput>,
    /// How the results correlate, where there are several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub correlations: Vec<OutputCorrelation>,
    /// Why there is no result ("not observed: …").
    #[serde(default)]
    pub note: String,
    /// Statement of conformity, where asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conformity: Option<Conformity>,
}

/// An adjustment, as stated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedAdjustment {
    /// What was done.
    pub what: String,
    /// The seal.
    pub seal: String,
}

/// A seal, as stated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedSeal {
    /// Which adjuster.
    pub what: String,
    /// Its identification.
    pub seal: String,
}

/// Coverage, as stated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedCoverage {
    /// Name of the rule ("dominant_terms", "t", "convolution", "monte_carlo", "fixed").
    pub rule: String,
    /// Probability ("0.95").
    pub probability: String,
    /// Whether terms of the second order count in the uncertainty.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub second_order: bool,
}

/// The decision rule, as stated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedDecision {
    /// The rule.
    pub rule: crate::library::edition::DecisionRule,
}
