//! What facts of cases say that count, for what other rows must say the same.

use std::collections::{BTreeMap, BTreeSet};

use domain::case::{By, Case, Text};
use domain::certificate::correction::{CorrectionCase, Fact};
use domain::certificate::origin::Origin;
use domain::order::settlement::{self, Settled};
use serde_json::Value;

/// A fact as its row and its text say it.
pub(super) struct Read {
    /// What the text says.
    pub(super) says: Text<Value>,
    /// Server time.
    pub(super) received_at: i64,
    /// Whether it counts.
    pub(super) counts: bool,
}

impl Read {
    /// Who made it; empty where it was nobody of the body.
    pub(super) fn by(&self) -> String {
        match &self.says.by {
            By::Person { person } => person.to_string(),
            _ => String::new(),
        }
    }
}

/// A correction that began as a case.
#[derive(Debug)]
pub(super) struct Opened {
    /// The certificate.
    pub(super) certificate: String,
    /// Its record.
    pub(super) record: String,
    /// Why.
    pub(super) reason: String,
    /// Where the error is.
    pub(super) origin: Origin,
}

/// How a certificate closed a correction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Closed {
    /// The certificate.
    pub(super) certificate: String,
    /// Who issued it.
    pub(super) by: String,
    /// When.
    pub(super) at: i64,
}

/// What facts say.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// Corrections that began as cases.
    pub(super) opened: BTreeMap<String, Opened>,
    /// Corrections that a certificate closed.
    pub(super) closed: BTreeMap<String, Closed>,
    /// Checks of corrections: by whom, and when.
    pub(super) checks: BTreeMap<String, (String, i64)>,
    /// The orders that each record was ever put under.
    pub(super) orders: BTreeMap<String, BTreeSet<String>>,
}

impl Facts {
    /// Takes what a fact says. What cannot be read is named where the case is folded.
    pub(super) fn take(&mut self, case: &str, read: &Read) {
        let said = || read.says.fact.clone();
        match read.says.kind.as_str() {
            _ if !read.counts => {}
            CorrectionCase::KIND => drop(serde_json::from_value(said()).map(|fact| self.of_correction(case, read, fact))),
            Settled::KIND => drop(serde_json::from_value(said()).map(|fact| self.of_record(&fact))),
            _ => {}
        }
    }

    fn of_correction(&mut self, case: &str, read: &Read, fact: Fact) {
        match fact {
            Fact::Opened { certificate, record, reason, origin, .. } => {
                let opened = Opened { certificate: certificate.to_string(), record: record.to_string(), reason, origin };
                self.opened.insert(case.to_owned(), opened);
            }
            Fact::Closed { certificate, .. } => {
                let closed = Closed { certificate: certificate.to_string(), by: read.by(), at: read.received_at };
                self.closed.insert(case.to_owned(), closed);
            }
            Fact::Checked { .. } => {
                self.checks.insert(read.says.id.to_string(), (read.by(), read.received_at));
            }
            Fact::RecordStands { .. } | Fact::Withdrawn { .. } => {}
        }
    }

    fn of_record(&mut self, fact: &settlement::Fact) {
        let (record, _) = fact.of();
        let order = fact.order().map(|order| order.to_string());
        self.orders.entry(record.to_string()).or_default().extend(order);
    }
}
