//! What audit entries say in their details, for the rows that must say the same (`docs/CHAINS.md`). An entry of before a detail was written
//! says nothing of it.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde_json::Value;

use super::rows::Fields;
use crate::store::audit::Row;

/// Whose entries tell that something happened to an account or to a person's entry.
const OF_PEOPLE: [&str; 4] = ["accounts", "confirmations", "people", "sessions"];

/// What entries say, by what the rows are compared by.
#[derive(Debug, Default)]
pub(super) struct Details {
    /// The first storing of each file.
    pub(super) stored: BTreeMap<String, Stored>,
    /// How each correction case was opened.
    pub(super) cases: BTreeMap<String, Detail>,
    /// Requests and their ends, by request and action.
    pub(super) requests: BTreeMap<(String, String), Detail>,
    /// What was answered with each act.
    pub(super) answers: Vec<Answers>,
    /// Releases by an earlier device: whose, and when.
    pub(super) released: BTreeSet<(String, i64)>,
    /// When something happened to an account or a person's entry.
    pub(super) of_people: HashSet<i64>,
}

/// The detail of an entry.
#[derive(Debug, Default)]
pub(super) struct Detail(Value);

/// The first storing of a file.
#[derive(Debug)]
pub(super) struct Stored {
    by: String,
    at: i64,
    detail: Detail,
}

/// What was answered with an act.
#[derive(Debug)]
pub(super) struct Answers {
    /// Where the entry stands.
    pub(super) place: String,
    /// The act.
    pub(super) act: String,
    /// The hash of the answers.
    pub(super) hash: String,
}

impl Detail {
    /// Whether the detail says this, or nothing of it.
    pub(super) fn agrees(&self, name: &str, value: &str) -> bool {
        match self.0.get(name) {
            None => true,
            Some(Value::String(said)) => said == value,
            // A number is compared as it is written; `Value` equals texts alone.
            Some(said) => {
                let written = said.to_string();
                written == value
            }
        }
    }

    /// The same for every one of these.
    pub(super) fn agrees_with(&self, values: &[(&str, &str)]) -> bool {
        values.iter().all(|(name, value)| self.agrees(name, value))
    }
}

impl Stored {
    /// Whether the file's row says the same.
    pub(super) fn says(&self, row: &Fields) -> bool {
        let size = row.int("size").to_string();
        self.by == row.text("stored_by")
            && self.at == row.int("stored_at")
            && self.detail.agrees_with(&[("media_type", row.text("media_type")), ("size", &size)])
    }
}

impl Details {
    /// Takes what an entry says.
    pub(super) fn take(&mut self, row: &Row, detail: &Value) {
        let (object, said) = (row.object_id.clone(), || Detail(detail.clone()));
        match (row.noun.as_str(), row.action.as_str()) {
            ("files", "stored") => {
                self.stored.entry(object).or_insert_with(|| Stored { by: row.actor.clone(), at: row.at, detail: said() });
            }
            ("corrections", "opened") => {
                self.cases.entry(object).or_insert_with(said);
            }
            ("confirmations", action) => {
                self.requests.entry((object, action.to_owned())).or_insert_with(said);
            }
            ("accounts", "signing_released") => {
                self.released.insert((object, row.at));
            }
            ("records" | "corrections" | "cases", "checked") | ("certificates", "issued") => self.answered(row, detail),
            _ => {}
        }
        if OF_PEOPLE.contains(&row.noun.as_str()) {
            self.of_people.insert(row.at);
        }
    }

    fn answered(&mut self, row: &Row, detail: &Value) {
        let text = |name| detail.get(name).and_then(Value::as_str).map(str::to_owned);
        let place = format!("audit {} {} {}", row.noun, row.object_id, row.seq);
        self.answers.extend(text("act").zip(text("answers")).map(|(act, hash)| Answers { place, act, hash }));
    }
}
