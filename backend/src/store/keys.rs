//! By what entries of the same thing are found, however it is written: codes, serial numbers, names. An index over the entries.

use std::collections::BTreeSet;

use base::text::search::folded;
use domain::register::Entry;

use super::Tx;
use super::many::{self, listed, text};

const REMOVE: &str = "DELETE FROM register_keys WHERE entry_id = $1 AND key = $2";
const ADD: &str = "INSERT INTO register_keys (noun, key, entry_id) {values} ON CONFLICT (noun, key, entry_id) DO NOTHING";

/// The statements of this file, prepared against both engines by a test.
pub const STATEMENTS: &[&str] = &[REMOVE];

/// The key of a code: one for all codes that look the same.
pub fn of_code(code: &str) -> String {
    format!("code {}", folded(code.trim()))
}

/// The key of what an entry is known by beside its code.
pub fn of_mark(mark: &str) -> String {
    format!("same {mark}")
}

/// The keys of an entry.
pub fn of<T: Entry>(body: &T) -> BTreeSet<String> {
    let code = Some(body.code()).filter(|code| !code.trim().is_empty()).map(|code| of_code(&code));
    body.known_by().iter().map(|mark| of_mark(mark)).chain(code).collect()
}

/// An entry's keys from now on.
#[derive(Debug, Clone)]
pub struct Keyed {
    /// Its noun.
    pub noun: &'static str,
    /// Its identity.
    pub id: String,
    /// All of them.
    pub keys: BTreeSet<String>,
}

/// Writes the keys of entries, at most [`many::MOST`], in the place of those that they had.
pub async fn put(tx: &mut Tx, entries: &[Keyed]) -> sqlx::Result<()> {
    let (places, ids) = listed(0, entries.iter().map(|entry| text(&entry.id)).collect());
    let sql = format!("SELECT entry_id, key FROM register_keys WHERE entry_id IN ({places})");
    let had: BTreeSet<(String, String)> = many::fetch(tx, sql, &ids).await?.into_iter().collect();
    let has: BTreeSet<(String, String)> =
        entries.iter().flat_map(|entry| entry.keys.iter().map(|key| (entry.id.clone(), key.clone()))).collect();
    for (id, key) in had.difference(&has) {
        execute!(tx, REMOVE, id, key)?;
    }
    let new = |entry: &Keyed, key: &String| !had.contains(&(entry.id.clone(), key.clone()));
    let rows = entries.iter().flat_map(|entry| entry.keys.iter().filter(move |key| new(entry, key)).map(move |key| (entry, key)));
    let rows: Vec<_> = rows.map(|(entry, key)| vec![text(entry.noun), text(key), text(&entry.id)]).collect();
    many::run_all(tx, ADD, &rows).await
}
