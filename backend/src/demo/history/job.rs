//! What the past work is told with: `backend/demo/history.json`.

use std::collections::BTreeMap;

use measurement::method::DecisionRule;
use serde::Deserialize;

/// An order of the past.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Job {
    /// Order number.
    pub order: String,
    /// Visit number; none for work in the laboratory.
    pub visit: Option<String>,
    /// Days from today to the day of the work; negative.
    pub day: i64,
    /// The customer's name in the demo.
    pub customer: String,
    /// The place's.
    pub place: String,
    /// Who calibrates, checks and issues.
    pub calibrator: String,
    pub checker: String,
    pub signatory: String,
    /// What is calibrated.
    pub items: Vec<Work>,
}

/// An item of it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Work {
    /// The item's name in the demo.
    pub item: String,
    /// The service's name, which its method's edition has too.
    pub service: String,
    /// Range, in words.
    pub range: String,
    /// Decision rule, where conformity is to be stated.
    pub rule: Option<DecisionRule>,
    /// Recalibration interval, where the customer wants one.
    pub months: Option<u16>,
    /// Standards by slot.
    pub standards: BTreeMap<String, String>,
    /// Environment at the start and at the end, by key.
    pub environment: BTreeMap<String, [String; 2]>,
    /// Readings by quantity and point.
    pub readings: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    /// A value that was misread and struck through while recording: path, what was written first, why.
    pub misread: Option<[String; 3]>,
    /// How far it went.
    pub then: End,
}

/// How far the work on an item went.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum End {
    /// Sent to the office.
    Submitted,
    /// Sent back by the checker, with this finding at a path.
    Returned {
        /// Where.
        path: String,
        /// What.
        text: String,
    },
    /// Signed by the checker.
    Checked,
    /// Certificate issued.
    Issued,
    /// And then supplemented: the interval was asked for afterwards.
    Supplemented {
        /// Months.
        months: u16,
        /// Why.
        reason: String,
    },
    /// And then replaced: a reading was misread.
    Replaced {
        /// Path of the reading.
        path: String,
        /// What should have been written.
        after: String,
        /// Why.
        reason: String,
    },
}
