//! What entries of registers are found by: their own words, the codes and names of the entries they name, what they name, their state.

use std::collections::{BTreeMap, BTreeSet};

use base::text::index::words;
use domain::register::Entry;

use super::key::place;
use super::rows::{NewRow, RULE, put};
use super::{CUSTOMER, Key, List, OF, STATUS};
use crate::store::keys::Keyed;
use crate::store::list::searched::searched;
use crate::store::many::{self, listed, text};
use crate::store::{Tx, keys};

/// A noun of the registers.
#[derive(Clone, Copy)]
pub struct Noun {
    /// Its list.
    pub list: List,
    /// What an entry is found by, from its JSON; `None` of what cannot be read.
    lifted: fn(&str) -> Option<Lifted>,
}

/// What an entry is found by.
struct Lifted {
    search: String,
    keys: BTreeSet<String>,
}

/// The list of a noun.
pub const fn list<T: Entry>() -> List {
    List { noun: T::NOUN, newest_first: T::NEWEST_FIRST }
}

const fn noun<T: Entry>() -> Noun {
    Noun { list: list::<T>(), lifted: lifted::<T> }
}

fn lifted<T: Entry>(body: &str) -> Option<Lifted> {
    let body: T = serde_json::from_str(body).ok()?;
    Some(Lifted { search: searched(&body), keys: keys::of(&body) })
}

macro_rules! nouns {
    (@each [] $($how:ident $noun:ty,)+) => {
        /// Every noun of the registers.
        pub const NOUNS: &[Noun] = &[$(noun::<$noun>()),+];
    };
}
domain::each_noun!(nouns);

/// Entries, each with each that it names.
macro_rules! entries {
    ($which:literal) => {
        concat!(
            "SELECT e.noun, e.id, e.revision, e.code, e.label, e.search, e.status, e.customer_id, l.refers_to, n.code AS named_code, ",
            "n.label AS named_label FROM register_entries e LEFT JOIN register_links l ON l.entry_id = e.id ",
            "LEFT JOIN register_entries n ON n.id = l.refers_to WHERE ",
            $which
        )
    };
}

const ONE: &str = entries!("e.id = $1");
const THESE: &str = entries!("e.id IN ({places})");
const SOME: &str = entries!("e.id IN (SELECT s.id FROM register_entries s WHERE s.id > $1 ORDER BY s.id LIMIT $2)");
/// Entries that name one, whose rows and keys are of their present version. Those of any other wait for [`bring_up`], which writes both.
const NAMING: &str = "SELECT l.entry_id FROM register_links l JOIN register_entries s ON s.id = l.entry_id \
    JOIN list_rows r ON r.noun = s.noun AND r.id = s.id \
    WHERE l.refers_to = $1 AND l.entry_id > $2 AND r.made = s.revision * 256 + $4 ORDER BY l.entry_id LIMIT $3";
const OLD: &str = "SELECT s.id FROM register_entries s LEFT JOIN list_rows r ON r.noun = s.noun AND r.id = s.id \
    WHERE s.id > $1 AND COALESCE(r.made, 0) <> s.revision * 256 + $2 ORDER BY s.id LIMIT $3";
const CHANGED: &str = "SELECT s.id FROM register_entries s JOIN list_rows r ON r.noun = s.noun AND r.id = s.id \
    WHERE r.made < s.revision * 256 OR r.made >= s.revision * 256 + 256 ORDER BY s.id";
const BODIES: &str = "SELECT noun, id, search, body FROM register_entries WHERE id IN ({places})";
const SEARCH: &str = "UPDATE register_entries SET search = $2 WHERE id = $1";

/// The statements of this file, prepared against both engines by a test.
pub const STATEMENTS: &[&str] = &[ONE, SOME, NAMING, OLD, CHANGED, SEARCH];

/// An entry with one that it names.
#[derive(Debug, sqlx::FromRow)]
struct Named {
    noun: String,
    id: String,
    revision: i64,
    code: String,
    label: String,
    search: String,
    status: String,
    customer_id: Option<String>,
    refers_to: Option<String>,
    named_code: Option<String>,
    named_label: Option<String>,
}

/// Writes the row of an entry, as the entry is now.
pub async fn follow(tx: &mut Tx, id: &str) -> sqlx::Result<()> {
    let rows = fetch_all!(tx, Named, ONE, id)?;
    put(tx, &made(rows)).await
}

/// Writes the rows of every entry that names this one: it is called otherwise from now on.
pub async fn follow_all(tx: &mut Tx, named: &str) -> sqlx::Result<()> {
    let mut after = String::new();
    loop {
        let ids = fetch_all!(tx, (String,), NAMING, named, &after, many::MOST as i64, RULE)?;
        let Some((last,)) = ids.last() else { return Ok(()) };
        after.clone_from(last);
        follow_these(tx, ids).await?;
    }
}

async fn follow_these(tx: &mut Tx, ids: Vec<(String,)>) -> sqlx::Result<()> {
    let (places, ids) = listed(0, ids.into_iter().map(|(id,)| text(id)).collect());
    let rows = many::fetch(tx, THESE.replace("{places}", &places), &ids).await?;
    put(tx, &made(rows)).await
}

/// Entries that an older version wrote, or somebody else: what they are called may be another thing in the rows of those that name them.
pub async fn changed(tx: &mut Tx) -> sqlx::Result<Vec<String>> {
    Ok(fetch_all!(tx, (String,), CHANGED)?.into_iter().map(|(id,)| id).collect())
}

/// Writes what some entries behind an identity are found by, where their rows are missing or not of their present version; the last of
/// them, and how many they were.
pub async fn bring_up(tx: &mut Tx, after: &str) -> sqlx::Result<Option<(String, usize)>> {
    let ids = fetch_all!(tx, (String,), OLD, after, RULE, many::MOST as i64)?;
    let Some((last,)) = ids.last().cloned() else { return Ok(None) };
    let (places, listed) = listed(0, ids.iter().map(|(id,)| text(id)).collect());
    let entries: Vec<(String, String, String, String)> = many::fetch(tx, BODIES.replace("{places}", &places), &listed).await?;
    let mut keyed = Vec::new();
    for (noun, id, search, body) in entries {
        let Some(known) = NOUNS.iter().find(|known| known.list.noun == noun) else { continue };
        let Some(lifted) = (known.lifted)(&body) else { continue };
        if lifted.search != search {
            execute!(tx, SEARCH, &id, &lifted.search)?;
        }
        keyed.push(Keyed { noun: known.list.noun, id, keys: lifted.keys });
    }
    keys::put(tx, &keyed).await?;
    let count = ids.len();
    follow_these(tx, ids).await?;
    Ok(Some((last, count)))
}

/// The rows of some entries behind an identity, as they ought to be.
pub(super) async fn some(tx: &mut Tx, after: &str) -> sqlx::Result<Vec<NewRow>> {
    Ok(made(fetch_all!(tx, Named, SOME, after, many::MOST as i64)?))
}

/// What the rows of entries say. An entry of a noun that this version does not know is in no list.
fn made(named: Vec<Named>) -> Vec<NewRow> {
    let mut rows: BTreeMap<String, NewRow> = BTreeMap::new();
    for Named { noun, id, revision, code, label, search, status, customer_id, refers_to, named_code, named_label } in named {
        let Some(list) = NOUNS.iter().map(|known| known.list).find(|list| list.noun == noun) else { continue };
        let row = rows.entry(id).or_insert_with_key(|id| {
            let key = Key { place: place(if list.newest_first { &code } else { &label }), id: id.clone() };
            let mut row = NewRow::new(list, key, revision);
            row.found_by(&search);
            row.marked(STATUS, &status);
            row.marked(CUSTOMER, customer_id.as_deref().unwrap_or_default());
            row
        });
        row.marked(OF, refers_to.as_deref().unwrap_or_default());
        row.found_by(named_code.as_deref().unwrap_or_default());
        row.found_by(named_label.as_deref().unwrap_or_default());
    }
    rows.into_values().collect()
}

/// Whether others find an entry by other words, now that its code and name are these.
pub fn is_called_otherwise(before: (&str, &str), now: (&str, &str)) -> bool {
    let called = |(code, label): (&str, &str)| words(&format!("{code} {label}"));
    before != now && called(before) != called(now)
}
