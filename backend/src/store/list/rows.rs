//! Rows of lists as they are written: in no block yet.

use std::collections::BTreeSet;

use base::text::index::words;

use super::{Key, List};
use crate::store::Tx;
use crate::store::dump::Cell;
use crate::store::many::{self, int, text};

/// Raised with every change of what rows are found by or stand at: those made by an earlier rule are made again.
pub const RULE: i64 = 1;

/// A row that says what it said before keeps its spot.
const PUT: &str = "INSERT INTO list_rows (noun, id, place, spot, made, words) {values} ON CONFLICT (noun, id) DO UPDATE SET \
    spot = CASE WHEN list_rows.place = excluded.place AND list_rows.words = excluded.words THEN list_rows.spot ELSE 0 END, \
    place = excluded.place, made = excluded.made, words = excluded.words";

/// A row as its noun makes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRow {
    /// Which list.
    pub noun: &'static str,
    /// Where it stands there.
    pub key: Key,
    /// From which state of the noun, with [`RULE`] in the last byte.
    pub made: i64,
    /// Its words and marks.
    pub words: BTreeSet<String>,
}

impl NewRow {
    /// A row that is found by nothing yet.
    pub fn new(list: List, key: Key, state: i64) -> Self {
        Self { noun: list.noun, key, made: made(state), words: BTreeSet::new() }
    }

    /// Adds the words of a text.
    pub fn found_by(&mut self, text: &str) {
        self.words.extend(words(text));
    }

    /// Adds a mark, unless there is nothing to be marked by.
    pub fn marked(&mut self, kind: char, value: &str) {
        if !value.is_empty() {
            self.words.insert(base::text::index::mark(kind, value));
        }
    }

    /// Its words and marks as they are stored.
    pub fn text(&self) -> String {
        self.words.iter().map(String::as_str).collect::<Vec<_>>().join(" ")
    }

    fn cells(&self) -> Vec<Cell> {
        let Self { noun, key, made, .. } = self;
        vec![text(*noun), text(&key.id), text(&key.place), int(0), int(*made), text(self.text())]
    }
}

/// What `list_rows.made` says of a row that was made from this state of its noun.
pub const fn made(state: i64) -> i64 {
    state.saturating_mul(256).saturating_add(RULE)
}

/// Writes rows, each in the place of the one with its identity.
pub async fn put(tx: &mut Tx, rows: &[NewRow]) -> sqlx::Result<()> {
    let cells: Vec<_> = rows.iter().map(NewRow::cells).collect();
    many::run_all(tx, PUT, &cells).await
}
