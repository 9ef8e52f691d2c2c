//! The tables as a verifier reads them: by name, trusting nothing.

use std::collections::BTreeMap;

use crate::app::{Error, Result};
use crate::store::Tx;
use crate::store::dump::{self, Cell};

/// A row by the names of its columns.
#[derive(Debug, Clone, Default)]
pub(super) struct Fields(BTreeMap<String, Cell>);

impl Fields {
    /// A text; empty where there is none.
    pub(super) fn text(&self, name: &str) -> &str {
        match self.0.get(name) {
            Some(Cell::Text(Some(text))) => text,
            _ => "",
        }
    }

    /// A whole number; -1 where there is none.
    pub(super) fn int(&self, name: &str) -> i64 {
        match self.0.get(name) {
            Some(Cell::Int(Some(int))) => *int,
            _ => -1,
        }
    }

    /// Whether nothing is there.
    pub(super) fn is_null(&self, name: &str) -> bool {
        matches!(self.0.get(name), None | Some(Cell::Text(None) | Cell::Int(None)))
    }
}

/// What is walked.
pub(super) struct Tables(BTreeMap<String, Vec<Fields>>);

/// Tables that hold nothing a walk looks at: what they say is derived, or may change at any time.
const UNWALKED: [&str; 2] = ["sessions", "credentials"];

impl Tables {
    /// Reads everything within one snapshot.
    pub(super) async fn load(tx: &mut Tx) -> Result<Self> {
        let mut tables = BTreeMap::new();
        for table in dump::tables(tx).await? {
            if UNWALKED.contains(&table.name.as_str()) {
                continue;
            }
            let names: Vec<String> = table.columns.iter().map(|column| column.name.clone()).collect();
            let mut rows = Vec::new();
            dump::each::<Error>(tx, &table, |cells| {
                rows.push(Fields(names.iter().cloned().zip(cells).collect()));
                Ok(())
            })
            .await?;
            tables.insert(table.name, rows);
        }
        Ok(Self(tables))
    }

    /// The rows of a table, by key.
    pub(super) fn of(&self, table: &str) -> &[Fields] {
        self.0.get(table).map_or(&[], Vec::as_slice)
    }

    /// The rows of a table in groups, each ordered by a number.
    pub(super) fn grouped(&self, table: &str, group: impl Fn(&Fields) -> String, order: &str) -> BTreeMap<String, Vec<&Fields>> {
        let mut groups: BTreeMap<String, Vec<&Fields>> = BTreeMap::new();
        for row in self.of(table) {
            groups.entry(group(row)).or_default().push(row);
        }
        for rows in groups.values_mut() {
            rows.sort_by_key(|row| row.int(order));
        }
        groups
    }
}
