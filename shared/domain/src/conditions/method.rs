//! Conditions on the method and its edition (C-4.2).

use std::collections::BTreeSet;

use crate::conditions::basis::{Basis, Spot};
use crate::conditions::worked;
use crate::library::edition::{Edition, EditionStatus};
use base::id::ServiceId;
use base::time::Date;

fn edition<'b>(basis: &Basis<'b>) -> Option<&'b Edition> {
    basis.facts.editions.get(&basis.record.opened.edition_id).map(|known| known.latest())
}

pub(super) fn spot(basis: &Basis<'_>) -> Spot {
    Spot::at("method").settled_at("editions", basis.record.opened.edition_id)
}

/// The days of the work. What a certificate rests on already is not refused to it when it is supplemented or replaced.
fn days(basis: &Basis<'_>) -> BTreeSet<Date> {
    worked::days(basis, |reading| !reading.is_certified(basis))
}

/// Whether an edition, as a version says, was in force on a day.
pub(super) fn was_in_force(edition: &Edition, day: Date) -> bool {
    edition.status != EditionStatus::Draft && edition.validity.holds_on(day)
}

/// By the register as it is now, the edition was not in force on a day of the work.
pub(super) fn edition_not_in_force(basis: &Basis<'_>) -> Vec<Spot> {
    let Some(edition) = edition(basis) else { return Vec::new() };
    let day = days(basis).into_iter().find(|day| !was_in_force(edition, *day));
    day.map(|day| spot(basis).with("day", day)).into_iter().collect()
}

/// The edition was put in force shortly before the work, and another edition of the method was in force then or is now: by the
/// other the results may be judged otherwise.
pub(super) fn another_in_force(basis: &Basis<'_>) -> Vec<Spot> {
    let known = basis.facts.editions.get(&basis.record.opened.edition_id).filter(|_| !basis.facts.beside.is_empty());
    let since = known.and_then(|known| known.last_began(|edition| edition.status == EditionStatus::InForce));
    let recent = since.filter(|since| basis.is_recent(*since));
    recent.map(|since| spot(basis).with("edition", basis.facts.beside.join(", ")).since(Some(since))).into_iter().collect()
}

/// Whether an edition has been withdrawn, or superseded without a stated last day.
pub(super) const fn has_left(edition: &Edition) -> bool {
    match edition.status {
        EditionStatus::Withdrawn => true,
        EditionStatus::Superseded => edition.validity.until.is_none(),
        EditionStatus::InForce | EditionStatus::Draft => false,
    }
}

/// The edition has been withdrawn since, or superseded without a stated last day, so that nobody can tell whether the work was done
/// in time.
pub(super) fn edition_withdrawn(basis: &Basis<'_>) -> Vec<Spot> {
    let known = basis.facts.editions.get(&basis.record.opened.edition_id).filter(|known| has_left(known.latest()));
    known.map(|known| spot(basis).since(known.became(has_left))).into_iter().collect()
}

/// The method was not approved on a day of the work.
pub(super) fn method_not_approved(basis: &Basis<'_>) -> Vec<Spot> {
    let id = basis.record.opened.edition.method;
    let Some(method) = basis.facts.methods.get(&id).map(|known| known.latest()) else { return Vec::new() };
    let open = days(basis).into_iter().find(|day| !method.is_approved(*day));
    open.map(|day| Spot::at("method").with("day", day).settled_at("methods", id)).into_iter().collect()
}

/// The edition's method belongs to a different service from the ordered one; `None` if either is unknown.
fn serves_another(basis: &Basis<'_>, ordered: Option<ServiceId>) -> Option<Spot> {
    let edition = &basis.record.opened.edition;
    let other = ordered? != basis.service()?;
    other.then(|| spot(basis).with("edition", format!("{} {}", edition.code, edition.name)))
}

/// The work was ordered under a different calibration service from the method's.
pub(super) fn of_another_service(basis: &Basis<'_>) -> Vec<Spot> {
    let task = basis.record.opened.task.and_then(|task| basis.facts.tasks.get(&task));
    serves_another(basis, task.map(|task| task.latest().service)).into_iter().collect()
}

/// The work was not planned, and the item's entry names a different calibration service from the method's.
pub(super) fn not_the_items(basis: &Basis<'_>) -> Vec<Spot> {
    let unplanned = basis.record.opened.task.is_none();
    let found = serves_another(basis, basis.record.opened.item.item.service).filter(|_| unplanned);
    found.map(|_| Spot::at("item").settled_at("items", basis.record.opened.item.id)).into_iter().collect()
}
