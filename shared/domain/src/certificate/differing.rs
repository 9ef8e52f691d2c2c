//! Since when the registers say something else than a certificate: whoever wrote that does not check its correction (C-5.4.2).

use serde::Serialize;
use serde_json::{Map, Value};

use crate::certificate::document::CertificateDocument;
use crate::certificate::office::{OfficeFacts, day_of, registered, stated_customer, stated_item, stated_place};
use crate::record::Record;
use crate::record::facts::Facts;
use crate::register::versions::Versions;
use base::time::Instant;

/// A version of a register entry: the identity of the entry, and when the version was written.
pub type Written = (String, Instant);

/// The versions that brought what the registers say now of customer, item, place and standards and the certificate does not say,
/// whether they were written before the certificate was issued or after.
pub fn differing(record: &Record, document: &CertificateDocument, facts: &Facts) -> Vec<Written> {
    let (opened, stated) = (&record.opened, &document.stated);
    let customer = facts.customers.get(&opened.customer.id).map(|known| brought(&said(known, stated_customer), &stated.customer));
    let item = facts.items.get(&opened.item.id).map(|known| brought(&said(known, stated_item), &stated.item));
    let place = facts.places.get(&opened.place.id).map(|known| brought(&said(known, stated_place), &stated.place));
    let of = |id: String, when: Option<Vec<Instant>>| when.into_iter().flatten().map(move |at| (id.clone(), at));
    let entries = of(opened.customer.id.to_string(), customer).chain(of(opened.item.id.to_string(), item));
    entries.chain(of(opened.place.id.to_string(), place)).chain(of_standards(record, document, facts)).collect()
}

/// The same for the standards: each as the register said it by every version.
fn of_standards(record: &Record, document: &CertificateDocument, facts: &Facts) -> Vec<Written> {
    let stated = OfficeFacts::of_certificate(document, record).standards;
    let day = day_of(record, facts.zone(&record.opened.place));
    let mut found = Vec::new();
    for entry in &record.equipment {
        let id = entry.standard.id;
        let Some((known, stated)) = facts.standards.get(&id).zip(stated.get(&entry.event)) else { continue };
        let mut versions = Vec::new();
        let mut said = Vec::new();
        for (at, version) in known.dated() {
            versions.push(version.clone());
            said.extend(registered(&versions, day).map(|standard| (*at, standard)));
        }
        found.extend(brought(&said, stated).into_iter().map(|at| (id.to_string(), at)));
    }
    found
}

fn said<T, V>(known: &Versions<T>, says: impl Fn(&T) -> V) -> Vec<(Instant, V)> {
    known.dated().map(|(at, version)| (*at, says(version))).collect()
}

/// For each field whose present value is not the stated one: when it got that value.
fn brought<V: Serialize>(said: &[(Instant, V)], stated: &V) -> Vec<Instant> {
    let said: Vec<(Instant, Map<String, Value>)> = said.iter().map(|(at, one)| (*at, fields(one))).collect();
    let (Some((_, now)), stated) = (said.last(), fields(stated)) else { return Vec::new() };
    let names = now.keys().chain(stated.keys().filter(|name| !now.contains_key(*name)));
    let other = names.filter(|name| now.get(*name) != stated.get(*name));
    let since = |name: &String| said.iter().rev().take_while(|(_, then)| then.get(name) == now.get(name)).last().map(|(at, _)| *at);
    other.filter_map(since).collect()
}

fn fields(of: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(of) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    // C-5.4.2: who brought a value answers for it, even if it was later saved again with something else.
    #[test]
    fn a_value_is_brought_by_the_version_since_which_it_stands() {
        let version = |at, serial: &str, model: &str| (Instant(at), json!({"serial_number": serial, "model": model}));
        let said = [version(10, "7741", "a"), version(20, "7742", "a"), version(30, "7742", "b"), version(40, "7742", "b")];
        for (stated, expected) in [
            (json!({"serial_number": "7742", "model": "b"}), vec![]),
            (json!({"serial_number": "7741", "model": "b"}), vec![Instant(20)]),
            (json!({"serial_number": "7742", "model": "a"}), vec![Instant(30)]),
            (json!({"serial_number": "7742", "model": "b", "range": "0-150"}), vec![Instant(10)]),
        ] {
            assert_eq!(brought(&said, &stated), expected, "{stated}");
        }
        assert_eq!(brought(&[], &json!({"model": "a"})), []);
    }
}
