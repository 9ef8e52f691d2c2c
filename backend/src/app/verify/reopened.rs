//! Correction cases (C-5.4.2): what a case says is what its audit entry says, the event of the record that was opened again for it, and the
//! certificates that it was opened for and closed by.

use std::collections::BTreeMap;

use domain::certificate::origin::Origin;
use domain::record::Record;

use super::certificate::Issued;
use super::details::Details;
use super::facts::{Facts, Opened};
use super::report::{Fault, Report};
use super::rows::{Fields, Snapshot};
use crate::app::Result;

/// A case, as its row or its first fact has it.
#[derive(Debug)]
struct Case {
    /// Where that stands.
    place: String,
    certificate: String,
    record: String,
    reason: String,
    /// Whether the error is in the record, which was opened again for it.
    of_record: bool,
    /// Whether the record's event was found.
    reopened: bool,
    /// Whether something says otherwise than the row.
    differs: bool,
}

/// Every case, by its identity.
#[derive(Debug)]
pub(super) struct Cases(BTreeMap<String, Case>);

/// The cases that a record was opened again for, each with the reason that its event gives.
pub(super) fn named(record: &Record) -> Vec<(String, String)> {
    record.reopened.iter().map(|entry| (entry.what.case.to_string(), entry.what.reason.clone())).collect()
}

impl Case {
    /// One that began as a case: its text says what it is, and is hashed.
    fn of(id: &str, opened: &Opened) -> Self {
        let Opened { certificate, record, reason, origin } = opened;
        Self {
            place: format!("case correction {id}"),
            certificate: certificate.clone(),
            record: record.clone(),
            reason: reason.clone(),
            of_record: *origin == Origin::Record,
            reopened: false,
            differs: false,
        }
    }
}

impl Cases {
    /// Reads every case; what was opened before there were cases is compared with the audit entry of its opening.
    pub(super) async fn read(snapshot: &mut Snapshot<'_>, details: &Details, corrections: &Facts) -> Result<Self> {
        let mut cases: BTreeMap<String, Case> = corrections.opened.iter().map(|(id, opened)| (id.clone(), Case::of(id, opened))).collect();
        let take = |row: Fields| {
            let [certificate, reason, origin] = ["certificate_id", "reason", "origin"].map(|name| row.text(name).to_owned());
            let said = [("certificate", certificate.as_str()), ("reason", &reason), ("origin", &origin)];
            let differs = details.cases.get(row.text("id")).is_some_and(|told| !told.agrees_with(&said));
            let (record, of_record) = (row.text("record_id").to_owned(), origin == "record");
            let place = format!("corrections {}", row.text("id"));
            cases.insert(row.text("id").to_owned(), Case { place, certificate, record, reason, of_record, reopened: false, differs });
        };
        snapshot.each("corrections", "id", take).await?;
        Ok(Self(cases))
    }

    /// This record was opened again for these.
    pub(super) fn of(&mut self, record: &str, named: &[(String, String)], report: &mut Report) {
        for (id, reason) in named {
            match self.0.get_mut(id) {
                Some(case) => {
                    case.reopened = true;
                    case.differs |= !case.of_record || case.record != record || case.reason != *reason;
                }
                None => report.broken(format!("case correction {id}"), Fault::Missing),
            }
        }
    }

    /// After every record: a case of an error in the record has opened it again; a case is about a certificate of its record, and what was
    /// issued for it follows that one.
    pub(super) fn walked(self, certificates: &BTreeMap<String, Vec<Issued>>, report: &mut Report) {
        let issued = || certificates.iter().flat_map(|(record, line)| line.iter().map(move |issued| (record, issued)));
        let of: BTreeMap<&str, &String> = issued().map(|(record, issued)| (issued.id.as_str(), record)).collect();
        let closing: BTreeMap<&str, &Issued> = issued().map(|(_, issued)| (issued.case.as_str(), issued)).collect();
        for (id, case) in self.0 {
            let about = of.get(case.certificate.as_str()).is_some_and(|record| **record == case.record);
            let followed = closing.get(id.as_str()).is_none_or(|issued| issued.follows.as_ref() == Some(&case.certificate));
            let differs = case.differs || (case.of_record && !case.reopened) || !about || !followed;
            report.must(!differs, &case.place, Fault::Differs);
        }
    }
}
