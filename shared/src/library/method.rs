//! Methods of the five kinds of C-4.2.

use serde::{Deserialize, Serialize};

use crate::id::Id;
use crate::library::service::CalibrationService;
use crate::text::Bilingual;
use crate::time::Date;

/// A calibration method. Its editions carry the form and the computation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Method {
    /// Code as published ("JJF 1587-2016").
    pub code: String,
    /// Title.
    pub title: Bilingual,
    /// One of the five kinds.
    pub kind: MethodKind,
    /// The calibration service it serves.
    pub service: Id<CalibrationService>,
    /// Expert review of the body's own method (kind b); validation and approval (kinds c to e).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval: Option<Approval>,
}

/// The five kinds of C-4.2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MethodKind {
    /// (a) A published standard method.
    Published,
    /// (b) The body's own method (JJF 1071).
    Own,
    /// (c) The customer's method.
    Customer,
    /// (d) The manufacturer's method.
    Manufacturer,
    /// (e) A standard method used outside its scope, or modified.
    Modified,
}

/// Who reviewed, validated or approved a method, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    /// Names of the experts or approvers.
    pub by: String,
    /// The day.
    pub on: Date,
    /// The report.
    #[serde(default)]
    pub reference: String,
}
