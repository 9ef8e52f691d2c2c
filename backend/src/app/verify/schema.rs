//! The schema: tables and their guards are as the migrations make them, with nothing added, and indexes agree with tables.

use std::collections::BTreeSet;

use super::report::{Fault, Report};
use super::rows::Snapshot;
use crate::app::Result;
use crate::store::schema::{self, Part, Schema};
use crate::store::settings;

/// Compares the whole schema with the one that the migrations make, and asks the engine whether its indexes agree with its tables. Returns
/// whether the rows can be read.
pub(super) async fn walk(snapshot: &mut Snapshot<'_>, expected: &Schema, report: &mut Report) -> Result<bool> {
    let there = schema::there(snapshot.tx).await?;
    let readable = compared(&expected.parts, &there, report);
    for place in settings::beside_the_guards(snapshot.tx).await? {
        report.broken(place, Fault::SchemaAdded);
    }
    let (inconsistent, compared) = schema::inconsistent(snapshot.tx).await?;
    for said in inconsistent {
        report.broken(format!("database {said}"), Fault::IndexDiffers);
    }
    report.indexes_not_compared = !compared;
    Ok(readable)
}

/// Reports each difference between the two once.
fn compared(expected: &BTreeSet<Part>, there: &BTreeSet<Part>, report: &mut Report) -> bool {
    let (mut named, mut readable) = (BTreeSet::new(), true);
    for part in expected {
        report.count("parts of the schema");
        if !there.contains(part) {
            readable &= !part.is_read();
            let fault = if part.is_guard() { Fault::GuardMissing } else { Fault::SchemaDiffers };
            if named.insert(&part.place) {
                report.broken(&part.place, fault);
            }
        }
    }
    for part in there.difference(expected) {
        if named.insert(&part.place) {
            report.broken(&part.place, Fault::SchemaAdded);
        }
    }
    readable
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is there, what is named, and whether the tables can be read.
    type Case = (&'static [(&'static str, &'static str)], &'static [&'static str], bool);

    fn parts(parts: &[(&str, &str)]) -> BTreeSet<Part> {
        parts.iter().map(|(place, is)| Part { place: (*place).to_owned(), is: (*is).to_owned() }).collect()
    }

    #[test]
    fn each_place_that_differs_is_named_once() {
        let made = parts(&[("table a", "table"), ("column a.id", "text"), ("column a.id", "not null"), ("guard a_no_update", "trigger")]);
        let cases: [Case; 4] = [
            (&[("table a", "table"), ("column a.id", "text"), ("column a.id", "not null"), ("guard a_no_update", "trigger")], &[], true),
            (
                &[("table a", "table"), ("column a.id", "text"), ("guard a_no_update", "nothing")],
                &["column a.id: schema_differs", "guard a_no_update: guard_missing"],
                true,
            ),
            (
                &[("table a", "table"), ("column a.id", "bigint"), ("column a.id", "not null"), ("guard a_no_update", "trigger")],
                &["column a.id: schema_differs"],
                false,
            ),
            (
                &[
                    ("table a", "table"),
                    ("column a.id", "text"),
                    ("column a.id", "not null"),
                    ("guard a_no_update", "trigger"),
                    ("guard b", "trigger"),
                    ("table b", "table"),
                ],
                &["guard b: schema_added", "table b: schema_added"],
                true,
            ),
        ];
        for (there, expected, readable) in cases {
            let mut report = Report::default();
            assert_eq!(compared(&made, &parts(there), &mut report), readable, "{there:?}");
            let named: Vec<_> = report.broken.iter().map(ToString::to_string).collect();
            assert_eq!(named, expected, "{there:?}");
        }
    }
}
