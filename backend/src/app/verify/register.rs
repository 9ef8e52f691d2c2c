//! Registers: every version has its hash and its audit entry; the entry is its last version.

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
use super::rows::{Fields, Tables};
use super::{Fault, Report};

/// Walks every entry's versions.
pub(super) fn walk(tables: &Tables, audited: &Audited, report: &mut Report) {
    let mut versions = tables.grouped("register_versions", |row| row.text("entry_id").to_owned(), "revision");
    for entry in tables.of("register_entries") {
        let id = entry.text("id");
        let place = format!("register {} {id}", entry.text("noun"));
        let history = versions.remove(id).unwrap_or_default();
        for (revision, version) in (1_i64..).zip(&history) {
            version_holds(&place, revision, version, audited, report);
        }
        let last = history.last().copied().cloned().unwrap_or_default();
        let same = entry.text("body") == last.text("body") && entry.int("revision") == last.int("revision");
        report.must(same && entry.int("updated_at") == last.int("at"), &place, Fault::Differs);
        report.must(lifted(entry), &place, Fault::Differs);
    }
    for id in versions.into_keys() {
        report.broken(format!("register entry {id}"), Fault::Missing);
    }
}

fn version_holds(place: &str, revision: i64, version: &Fields, audited: &Audited, report: &mut Report) {
    let at = format!("{place} version {revision}");
    let hash = version.text("hash");
    report.must(version.int("revision") == revision, &at, Fault::Gap);
    report.must(Hash::of(version.text("body").as_bytes()).to_string() == hash, &at, Fault::HashDiffers);
    let text = |name| version.text(name).to_owned();
    let told = Version {
        object: text("entry_id"),
        revision,
        at: version.int("at"),
        by: text("by_person"),
        reason: text("reason"),
        hash: text("hash"),
    };
    report.must(audited.wrote(&told), &at, Fault::NotAudited);
    report.link("register versions", place.to_owned(), hash);
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
        let customer = entry.customer().map(|customer| customer.to_string()).unwrap_or_default();
        row.text("code") == entry.code()
            && row.text("label") == entry.label()
            && row.text("status") == entry.status()
            && row.text("customer_id") == customer
            && row.text("search") == crate::store::register::searched(&entry)
    })
}
