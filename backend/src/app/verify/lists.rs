//! What lists are read and searched by: it hides and shows rows, so that it has to agree with the tables that it is made from.

use std::collections::{BTreeMap, BTreeSet};

use domain::register::Entry;

use super::register::of_noun;
use super::report::{Fault, Report};
use super::rows::{Fields, Snapshot, print};
use crate::app::Result;
use crate::store::keys;
use crate::store::list::check::{self, Source};

/// Walks the rows of every list, the index over them, and by what entries recognise each other.
pub(super) async fn walk(snapshot: &mut Snapshot<'_>, report: &mut Report) -> Result<()> {
    for source in Source::ALL {
        let mut after = String::new();
        loop {
            let rows = check::expected(snapshot.tx, source, &after).await?;
            let Some(last) = rows.iter().map(|row| &row.key.id).max() else { break };
            after.clone_from(last);
            for row in check::differing(snapshot.tx, &rows).await? {
                report.broken(format!("list {row}"), Fault::IndexDiffers);
            }
        }
    }
    for row in check::stray(snapshot.tx).await? {
        report.broken(format!("list {row}"), Fault::IndexDiffers);
    }
    for block in check::blocks(snapshot.tx).await? {
        let right = check::is_right(snapshot.tx, &block).await?;
        report.must(right, format!("list {block}"), Fault::IndexDiffers);
    }
    keys(snapshot, report).await
}

async fn keys(snapshot: &mut Snapshot<'_>, report: &mut Report) -> Result<()> {
    let mut stored: BTreeMap<String, u128> = BTreeMap::new();
    let each = |row: Fields| *stored.entry(row.text("entry_id").to_owned()).or_default() ^= print(&[row.text("noun"), row.text("key")]);
    snapshot.each("register_keys", "entry_id, key", each).await?;
    let each = |entry: Fields| {
        let (noun, there) = (entry.text("noun"), stored.remove(entry.text("id")).unwrap_or_default());
        let Some(keys) = of_noun!(noun, Noun => of::<Noun>(entry.text("body")), None) else { return };
        let expected = keys.iter().fold(0, |all, key| all ^ print(&[noun, key]));
        report.must(there == expected, format!("keys of {noun} {}", entry.text("id")), Fault::IndexDiffers);
    };
    snapshot.each("register_entries", "id", each).await?;
    for entry in stored.keys() {
        report.broken(format!("keys of {entry}"), Fault::IndexDiffers);
    }
    Ok(())
}

/// The keys of an entry; `None` of one that cannot be read, which is named elsewhere.
fn of<T: Entry>(body: &str) -> Option<BTreeSet<String>> {
    serde_json::from_str::<T>(body).ok().map(|body| keys::of(&body))
}
