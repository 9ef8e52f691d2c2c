//! What entries name: the index agrees with their bodies. What names an item fixes its customer (C-5.3.3).

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use domain::register::Entry;

use super::register::of_noun;
use super::report::{Fault, Report};
use super::rows::{Fields, Snapshot};
use crate::app::Result;

type Links = BTreeMap<Uuid, BTreeSet<Uuid>>;

/// Walks every link, and what every entry names.
pub(super) async fn walk(snapshot: &mut Snapshot<'_>, report: &mut Report) -> Result<()> {
    let mut links = Links::new();
    let each = |link: Fields| match (link.text("entry_id").parse::<Uuid>(), link.text("refers_to").parse::<Uuid>()) {
        (Ok(entry), Ok(other)) => drop(links.entry(entry).or_default().insert(other)),
        _ => report.broken(place(link.text("entry_id"), link.text("refers_to")), Fault::Unreadable),
    };
    snapshot.each("register_links", "entry_id, refers_to", each).await?;
    let mut entries: BTreeSet<Uuid> = BTreeSet::new();
    snapshot.each("register_entries", "id", |entry| entries.extend(entry.text("id").parse::<Uuid>().ok())).await?;
    let each = |entry: Fields| {
        let there = entry.text("id").parse().ok().and_then(|id: Uuid| links.remove(&id)).unwrap_or_default();
        says(&entry, &there, &entries, report);
    };
    snapshot.each("register_entries", "id", each).await?;
    for (entry, others) in links {
        for other in others {
            report.broken(place(entry, other), Fault::Missing);
        }
    }
    Ok(())
}

fn place(entry: impl std::fmt::Display, other: impl std::fmt::Display) -> String {
    format!("register link {entry} {other}")
}

/// Whether the links of an entry match what it names. Links that an earlier version made from the whole entry remain valid.
fn says(entry: &Fields, there: &BTreeSet<Uuid>, entries: &BTreeSet<Uuid>, report: &mut Report) {
    let (id, body) = (entry.text("id"), entry.text("body"));
    let Some(named) = of_noun!(entry.text("noun"), Noun => named::<Noun>(body), None) else { return };
    for other in named.iter().filter(|other| entries.contains(*other)) {
        report.must(there.contains(other), place(id, other), Fault::Missing);
        report.count("links of entries");
    }
    for other in there.difference(&named) {
        report.must(body.contains(&other.to_string()), place(id, other), Fault::Differs);
    }
}

/// What an entry names; `None` for an unreadable entry, which is reported elsewhere.
fn named<T: Entry>(body: &str) -> Option<BTreeSet<Uuid>> {
    let entry: T = serde_json::from_str(body).ok()?;
    Some(entry.links().into_iter().map(|reference| reference.id).collect())
}
