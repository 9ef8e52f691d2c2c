//! Conditions on what is stated: results, facts of the office, one certificate for one piece of work (C-5.4.1, C-5.4.2).

use crate::conditions::facts::Twin;
use crate::record::differences;
use std::fmt::Display;

use crate::certificate::office::contact;
use crate::conditions::basis::{Basis, Spot};
use crate::order::customer::Customer;
use crate::record::{Cell, CellEntry, Record, notice, path};
use crate::register::versions::Versions;
use base::finding::Finding;
use base::text::Bilingual;
use measurement::method::CoverageRule;
use measurement::{Caution, ConformityVerdict, PointResult, compute};

/// The server computes different results from those that the calibrator signed (C-5.5.2).
pub(super) fn results_differ(basis: &Basis<'_>) -> Vec<Spot> {
    let Some(computed) = basis.office.and_then(|office| office.computed.as_ref()) else { return Vec::new() };
    let spot = |(path, signed, now): (String, String, String)| Spot::at(path).with("signed", signed).with("computed", now);
    differences::differences(basis.record, computed).into_iter().map(spot).collect()
}

/// Results with this caution: the path of each point.
fn cautioned(basis: &Basis<'_>, caution: Caution) -> Vec<Spot> {
    let Some(computed) = basis.office.and_then(|office| office.computed.as_ref()) else { return Vec::new() };
    let found = computed.points.iter().filter(|point| point.cautions.contains(&caution));
    found.map(|point| Spot::at(path::point(point.stage, &point.point))).collect()
}

/// U is larger than the tolerance against which conformity is stated (C-5.4.1 m).
pub(super) fn above_tolerance(basis: &Basis<'_>) -> Vec<Spot> {
    cautioned(basis, Caution::AboveTolerance)
}

/// U is larger than the share of the tolerance that the edition allows (JJF 1094).
pub(super) fn above_ratio(basis: &Basis<'_>) -> Vec<Spot> {
    cautioned(basis, Caution::AboveRatio)
}

/// As first written, the readings of a point fail; amended, they pass (C-5.5.4). Each amendment has its reason, but whether they may decide
/// the verdict, the checker answers for.
pub(super) fn verdict_amended(basis: &Basis<'_>) -> Vec<Spot> {
    let Some(first) = as_first_written(basis.record) else { return Vec::new() };
    let passes = |point: &PointResult| point.outcome.as_ref().and_then(|outcome| outcome.conformity.as_ref()).map(|of| is_pass(of.verdict));
    let now = compute(&without_simulation(basis.record.clone()).observations());
    let before = compute(&without_simulation(first).observations());
    let turned = now.points.iter().filter(|point| passes(point) == Some(true)).filter(|point| {
        let was = before.points.iter().find(|was| (was.stage, &was.point) == (point.stage, &point.point));
        was.and_then(passes) == Some(false)
    });
    turned.map(|point| Spot::at(path::point(point.stage, &point.point))).collect()
}

const fn is_pass(verdict: ConformityVerdict) -> bool {
    matches!(verdict, ConformityVerdict::Pass | ConformityVerdict::ConditionalPass)
}

/// The record with each number as it was observed; `None` if none was amended. One further off than the method finds plausible was a slip of
/// which the screen warned, such as 105.00 for 100.05.
fn as_first_written(record: &Record) -> Option<Record> {
    let observed = |(path, cell): (&String, &Cell)| {
        let (now, first) = cell.in_force().zip(cell.observed())?;
        let amended = now.value != first.value && !notice::is_implausible(record, path, first);
        amended.then(|| (path.clone(), CellEntry { struck: None, ..first.clone() }))
    };
    let observed: Vec<_> = record.cells.iter().filter_map(observed).collect();
    if observed.is_empty() {
        return None;
    }
    let mut first = record.clone();
    first.cells.extend(observed.into_iter().map(|(path, entry)| (path, Cell { entries: vec![entry] })));
    Some(first)
}

/// The same with k from Student's t in place of a simulation, which would take long and settle no more: both sides are compared by it.
fn without_simulation(mut record: Record) -> Record {
    let coverage = &mut record.opened.edition.computation.coverage;
    if matches!(coverage.rule, CoverageRule::MonteCarlo { .. }) {
        coverage.rule = CoverageRule::T;
    }
    record
}

/// Attachments of which this is found; the file is named by its hash.
fn doubtful(basis: &Basis<'_>, code: &str) -> Vec<Spot> {
    let Some(office) = basis.office else { return Vec::new() };
    let found = differences::doubtful_files(basis.record, office).into_iter().filter(|finding| finding.code == code);
    found.map(|Finding { path, params, .. }| Spot { path, params }).collect()
}

/// The stored bytes of an attachment are of another type or size than the record says (C-5.5.2).
pub(super) fn attachments_differ(basis: &Basis<'_>) -> Vec<Spot> {
    doubtful(basis, "attachment_differs")
}

/// An attachment was sent by nobody who calibrated (C-5.5.2).
pub(super) fn attachments_of_others(basis: &Basis<'_>) -> Vec<Spot> {
    doubtful(basis, "attachment_of_another")
}

/// Facts that differ now in the register from what the record began with: path, before, after, and the page.
fn changed(basis: &Basis<'_>) -> Vec<Spot> {
    // Once a certificate is issued, differences from it are shown and corrected in a case.
    if basis.office.is_none_or(|office| office.issued) {
        return Vec::new();
    }
    let (opened, facts) = (&basis.record.opened, basis.facts);
    let mut found = Found(Vec::new());
    if let Some(known) = facts.customers.get(&opened.customer.id) {
        let page = page("customers", opened.customer.id);
        found.name(&page, "customer/name", &opened.customer.name, known, |now| &now.name);
        found.name(&page, "customer/address", &opened.customer.address, known, |now| &now.address);
        found.contact(&page, opened.customer.contact.trim(), known);
    }
    if let Some(known) = facts.items.get(&opened.item.id) {
        let (page, then) = (page("items", opened.item.id), &opened.item.item);
        found.name(&page, "item/name", &then.name, known, |now| &now.name);
        found.text(&page, "item/identification", &then.identification, known, |now| &now.identification);
        found.text(&page, "item/model", &then.model, known, |now| &now.model);
        found.text(&page, "item/manufacturer", &then.manufacturer, known, |now| &now.manufacturer);
        found.text(&page, "item/serial_number", &then.serial_number, known, |now| &now.serial_number);
        found.text(&page, "item/range", &then.range, known, |now| &now.range);
    }
    if let Some(known) = facts.places.get(&opened.place.id) {
        let page = page("places", opened.place.id);
        found.name(&page, "place/name", &opened.place.name, known, |now| &now.name);
        found.name(&page, "place/address", &opened.place.address, known, |now| &now.address);
    }
    found.0
}

/// The page of an entry.
fn page(noun: &str, id: impl Display) -> String {
    format!("/office/{noun}/{id}")
}

struct Found(Vec<Spot>);

impl Found {
    /// A fact that was not stated before is filled in from the register; that is not a change.
    fn text<T>(&mut self, page: &str, path: &str, before: &str, known: &Versions<T>, says: fn(&T) -> &String) {
        let after = says(known.latest());
        if !before.is_empty() && before != after {
            let spot = Spot::at(path).with("before", before).with("after", after).since(known.became(|version| says(version) == after));
            self.0.push(spot.with("href", page));
        }
    }

    /// The customer's contact, as a certificate states it.
    fn contact(&mut self, page: &str, before: &str, known: &Versions<Customer>) {
        let after = contact(known.latest());
        if !before.is_empty() && before != after {
            let since = known.became(|version| contact(version) == after);
            let spot = Spot::at("customer/contact").with("before", before).with("after", &after).since(since);
            self.0.push(spot.with("href", page));
        }
    }

    fn name<T>(&mut self, page: &str, path: &str, before: &Bilingual, known: &Versions<T>, says: fn(&T) -> &Bilingual) {
        let after = says(known.latest());
        let filled = |before: &str, after: &str| before.is_empty() || before == after;
        let named = !before.zh.is_empty() || !before.en.is_empty();
        if named && (!filled(&before.zh, &after.zh) || !filled(&before.en, &after.en)) {
            let spot = Spot::at(path).with("before", before.both()).with("after", after.both());
            self.0.push(spot.since(known.became(|version| says(version) == after)).with("href", page));
        }
    }
}

fn afresh(basis: &Basis<'_>) -> bool {
    basis.office.is_some_and(|office| office.afresh)
}

/// The register has changed; the certificate states the facts that the record began with.
pub(super) fn facts_changed(basis: &Basis<'_>) -> Vec<Spot> {
    if afresh(basis) { Vec::new() } else { changed(basis) }
}

/// The office took the register's present facts for the certificate, and they differ from those that the record began with.
pub(super) fn facts_taken(basis: &Basis<'_>) -> Vec<Spot> {
    if afresh(basis) { changed(basis) } else { Vec::new() }
}

/// Other records of the same work.
fn twins<'b>(basis: &Basis<'b>) -> impl Iterator<Item = &'b Twin> {
    basis.office.into_iter().flat_map(|office| &office.twins)
}

/// Another record of the same work has a certificate.
pub(super) fn certified_twice(basis: &Basis<'_>) -> Vec<Spot> {
    if basis.office.is_some_and(|office| office.issued) {
        return Vec::new();
    }
    let certified = twins(basis).filter(|twin| !twin.certificate.is_empty());
    certified.map(|twin| Spot::at(path::WHOLE).with("number", &twin.certificate).settled_at("records", twin.record)).collect()
}

/// Another record of the same work was not given up, and is not the one that this record replaces.
pub(super) fn recorded_twice(basis: &Basis<'_>) -> Vec<Spot> {
    let replaced = basis.record.opened.instead_of;
    let open = twins(basis).filter(|twin| twin.certificate.is_empty() && replaced != Some(twin.record));
    open.map(|twin| Spot::at(path::WHOLE).settled_at("records", twin.record)).collect()
}
