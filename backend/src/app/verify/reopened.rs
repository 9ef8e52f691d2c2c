//! Records that were opened again: the event names its correction case and why, and the case is there and says the same (C-5.4.2).

use std::collections::BTreeMap;

use shared::record::Record;

use super::rows::{Fields, Snapshot};
use super::{Fault, Report};
use crate::app::Result;

/// A case, as its row has it.
#[derive(Debug)]
struct Case {
    record: String,
    reason: String,
    /// Whether the error is in the record, which was opened again for it.
    of_record: bool,
    /// Whether the record's event was found.
    reopened: bool,
}

/// Every case, by its identity.
#[derive(Debug)]
pub(super) struct Cases(BTreeMap<String, Case>);

/// The cases that a record was opened again for, each with the reason that its event gives.
pub(super) fn named(record: &Record) -> Vec<(String, String)> {
    record.reopened.iter().map(|entry| (entry.what.case.to_string(), entry.what.reason.clone())).collect()
}

impl Cases {
    /// Reads every case.
    pub(super) async fn read(snapshot: &mut Snapshot<'_>) -> Result<Self> {
        let mut cases = BTreeMap::new();
        let take = |row: Fields| {
            let (record, reason) = (row.text("record_id").to_owned(), row.text("reason").to_owned());
            let case = Case { record, reason, of_record: row.text("origin") == "record", reopened: false };
            cases.insert(row.text("id").to_owned(), case);
        };
        snapshot.each("corrections", "id", take).await?;
        Ok(Self(cases))
    }

    /// This record was opened again for these.
    pub(super) fn of(&mut self, record: &str, named: &[(String, String)], report: &mut Report) {
        for (id, reason) in named {
            let place = format!("corrections {id}");
            match self.0.get_mut(id) {
                Some(case) => {
                    case.reopened = true;
                    report.must(case.of_record && case.record == record && case.reason == *reason, place, Fault::Differs);
                }
                None => report.broken(place, Fault::Missing),
            }
        }
    }

    /// After every record: a case of an error in the record has opened it again.
    pub(super) fn without_event(&self, report: &mut Report) {
        for (id, _) in self.0.iter().filter(|(_, case)| case.of_record && !case.reopened) {
            report.broken(format!("corrections {id}"), Fault::Differs);
        }
    }
}
