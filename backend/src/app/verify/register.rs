//! Registers: every version has its hash and its audit entry; the entry is its last version.

use std::collections::BTreeMap;

use domain::event::Hash;
use domain::register::Entry;

use super::audit::{Audited, Version};
use super::report::{Fault, Report};
use super::rows::{Fields, Snapshot};
use crate::app::Result;

/// Picks an expression for the type of a noun by its name, and the fallback if there is no such noun.
macro_rules! of_noun {
    (@each [$noun:expr, $name:ident => $then:expr, $other:expr] $($how:ident $type:ty,)+) => {
        match $noun {
            $(noun if noun == <$type as domain::register::Entry>::NOUN => {
                type $name = $type;
                $then
            })+
            _ => $other,
        }
    };
    ($noun:expr, $name:ident => $then:expr, $other:expr) => {
        domain::each_noun!(of_noun $noun, $name => $then, $other)
    };
}
pub(super) use of_noun;

/// The last version of an entry.
#[derive(Debug, Clone, Default)]
struct Last {
    noun: String,
    revision: i64,
    at: i64,
    hash: String,
}

/// Walks every entry's versions.
pub(super) async fn walk(snapshot: &mut Snapshot<'_>, audited: &Audited, report: &mut Report) -> Result<()> {
    let mut last: BTreeMap<String, Last> = BTreeMap::new();
    let each = |row: Fields| drop(last.insert(row.text("id").to_owned(), Last { noun: row.text("noun").to_owned(), ..Last::default() }));
    snapshot.each("register_entries", "id", each).await?;
    let each = |version: Fields| {
        let id = version.text("entry_id");
        match last.get_mut(id) {
            Some(before) => version_holds(before, &version, audited, report),
            None => report.broken(format!("register entry {id}"), Fault::Missing),
        }
    };
    snapshot.each("register_versions", "entry_id, revision", each).await?;
    let each = |entry: Fields| {
        let place = place(entry.text("noun"), entry.text("id"));
        let last = last.remove(entry.text("id")).unwrap_or_default();
        let same = Hash::of(entry.text("body").as_bytes()).to_string() == last.hash && entry.int("revision") == last.revision;
        report.must(same && entry.int("updated_at") == last.at, &place, Fault::Differs);
        report.must(lifted(&entry), &place, Fault::Differs);
    };
    snapshot.each("register_entries", "id", each).await
}

fn place(noun: &str, id: &str) -> String {
    format!("register {noun} {id}")
}

fn version_holds(before: &mut Last, version: &Fields, audited: &Audited, report: &mut Report) {
    let (id, revision) = (version.text("entry_id"), before.revision + 1);
    let chain = place(&before.noun, id);
    let at = format!("{chain} version {revision}");
    let hash = version.text("hash");
    report.must(version.int("revision") == revision, &at, Fault::Gap);
    report.must(Hash::of(version.text("body").as_bytes()).to_string() == hash, &at, Fault::HashDiffers);
    let told = Version {
        noun: &before.noun,
        object: id,
        revision,
        at: version.int("at"),
        by: version.text("by_person"),
        reason: version.text("reason"),
        hash,
    };
    report.must(audited.wrote(&told), &at, Fault::NotAudited);
    report.link("register versions", &chain, hash);
    *before = Last { noun: before.noun.clone(), revision, at: version.int("at"), hash: hash.to_owned() };
}

/// Whether the columns that lists are searched by say what the entry says.
fn lifted(row: &Fields) -> bool {
    of_noun!(row.text("noun"), Noun => says::<Noun>(row), false)
}

fn says<T: Entry>(row: &Fields) -> bool {
    serde_json::from_str::<T>(row.text("body")).is_ok_and(|entry| {
        let customer = entry.customer().map(|customer| customer.to_string());
        let held = (!row.is_null("customer_id")).then(|| row.text("customer_id").to_owned());
        row.text("code") == entry.code()
            && row.text("label") == entry.label()
            && row.text("status") == entry.status()
            && held == customer
            && row.text("search") == crate::store::list::searched::searched(&entry)
    })
}
