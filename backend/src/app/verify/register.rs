//! Registers: every version has its hash and its audit entry; the entry is its last version.

use std::collections::BTreeMap;

use shared::event::Hash;
use shared::item::Item;
use shared::library::body::Body;
use shared::library::edition::Edition;
use shared::library::method::Method;
use shared::library::person::Person;
use shared::library::place::Place;
use shared::library::service::CalibrationService;
use shared::library::standard::Standard;
use shared::order::Order;
use shared::order::customer::Customer;
use shared::order::task::Task;
use shared::register::Entry;
use shared::visit::Visit;

use super::audit::{Audited, Version};
use super::rows::{Fields, Snapshot};
use super::{Fault, Report};
use crate::app::Result;

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
    match row.text("noun") {
        Body::NOUN => says::<Body>(row),
        Person::NOUN => says::<Person>(row),
        Customer::NOUN => says::<Customer>(row),
        Place::NOUN => says::<Place>(row),
        Item::NOUN => says::<Item>(row),
        Standard::NOUN => says::<Standard>(row),
        CalibrationService::NOUN => says::<CalibrationService>(row),
        Method::NOUN => says::<Method>(row),
        Edition::NOUN => says::<Edition>(row),
        Order::NOUN => says::<Order>(row),
        Task::NOUN => says::<Task>(row),
        Visit::NOUN => says::<Visit>(row),
        _ => false,
    }
}

fn says<T: Entry>(row: &Fields) -> bool {
    serde_json::from_str::<T>(row.text("body")).is_ok_and(|entry| {
        let customer = entry.customer().map(|customer| customer.to_string());
        let held = (!row.is_null("customer_id")).then(|| row.text("customer_id").to_owned());
        row.text("code") == entry.code()
            && row.text("label") == entry.label()
            && row.text("status") == entry.status()
            && held == customer
            && row.text("search") == crate::store::register::searched(&entry)
    })
}
