//! The original record as a document (C-5.5.1, C-5.5.2, C-5.5.4).

use base::text::fault;
use base::time::Instant;
use domain::certificate::document::StatedBody;
use domain::event::Hash;
use domain::record::Record;
use serde_json::{Value, json};

use super::pdf::{self, Identity};
use super::{DocumentError, Renderer};

/// How many calculations are printed step by step. A form can have hundreds of points with the same model: the file carries all of them as
/// data, and the table of results states each.
const MOST_TOLD: usize = 100;

/// How many values are listed on paper with author and time, counted from the first: a record can have thousands. The file carries the
/// whole record as data, and every value is also in the tables of readings.
const MOST_LISTED: usize = 2_000;
/// Most values of a record that can be printed: typesetting effort grows with them, and no genuine form has so many.
const MOST_VALUES: usize = 12_000;

/// What the printed record shows.
#[derive(Debug, Clone, Copy)]
pub struct RecordPrint<'a> {
    /// The record.
    pub record: &'a Record,
    /// The body.
    pub body: &'a StatedBody,
    /// Names by person.
    pub names: &'a std::collections::BTreeMap<base::id::PersonId, base::text::Bilingual>,
    /// Hash of the last ledger entry, printed on each page.
    pub head: Hash,
    /// The signers' answers to findings.
    pub answers: &'a [domain::conditions::Answered],
    /// Number of ledger entries.
    pub entries: u64,
    /// Results, as the server computes them.
    pub results: &'a measurement::Results,
    /// How each result came about.
    pub derivations: &'a [measurement::Derivation],
    /// Time of the last entry, by the server.
    pub at: Instant,
}

impl Renderer {
    /// Everything recorded, with what was struck through legible beside what took its place.
    ///
    /// # Errors
    /// [`DocumentError`] where it cannot be set.
    pub fn record(&self, print: RecordPrint<'_>) -> Result<Vec<u8>, DocumentError> {
        let values: usize = print.record.cells.values().map(|cell| cell.entries.len()).sum();
        if values > MOST_VALUES {
            return Err(DocumentError::TooLarge { values, most: MOST_VALUES });
        }
        let (told, attached) = print.derivations.split_at(print.derivations.len().min(MOST_TOLD));
        let data = json!({
            "record": print.record, "body": print.body, "names": print.names, "head": print.head,
            "entries": print.entries, "results": print.results, "derivations": told, "attached": attached.len(),
            "answers": print.answers, "most_listed": MOST_LISTED,
        });
        let calculations = self.shown(&json!(print.derivations)).to_string().into_bytes();
        let files = vec![
            ("data.json".to_owned(), self.shown(&data).to_string().into_bytes()),
            ("calculations.json".to_owned(), if attached.is_empty() { Vec::new() } else { calculations }),
        ];
        pdf::render(self, "record.typ", files, Identity { ident: format!("record:{}:{}", print.record.id, print.head), at: print.at })
    }

    /// The same data, with characters that no font can show, marks that change the reading direction and marks drawn over other text
    /// written as code points: a record prints everything that was written.
    pub(super) fn shown(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => {
                let uncovered = self.fonts.uncovered(text);
                let spelled = |(c, hidden): (char, bool)| hidden || uncovered.contains(&c);
                if !fault::with_hidden(text).any(spelled) {
                    return value.clone();
                }
                let show = |(c, hidden)| if spelled((c, hidden)) { format!("[U+{:04X}]", u32::from(c)) } else { c.to_string() };
                Value::String(fault::with_hidden(text).map(show).collect())
            }
            Value::Array(rows) => rows.iter().map(|row| self.shown(row)).collect(),
            Value::Object(fields) => fields.iter().map(|(name, field)| (name.clone(), self.shown(field))).collect(),
            other => other.clone(),
        }
    }
}
