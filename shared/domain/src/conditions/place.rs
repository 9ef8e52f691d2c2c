//! The place of the work as the register has it now, and as it had it on the day before: a time zone or environment limits that
//! were changed only while the work was done (C-4.4, C-5.4.1). The record keeps what they were when it began. And a customer's place at
//! which work was recorded without a visit (C-5.2.2.2).

use std::iter;

use crate::conditions::basis::{Basis, Spot};
use crate::conditions::{agreed, worked};
use crate::library::place::Place;
use crate::record::notice;
use base::text::{Bilingual, search};
use base::time::{self, Instant};

/// How long before the work the register's versions of the place are looked at, in milliseconds: a day.
const BEFORE: i64 = 86_400_000;

/// The place now, and by each version from the day before the work on, the latest first. None once a certificate is issued: what
/// it states is corrected by a case.
fn versions<'b>(basis: &Basis<'b>) -> Vec<&'b Place> {
    let known = basis.facts.places.get(&basis.record.opened.place.id);
    let Some(known) = known.filter(|_| basis.office.is_some_and(|office| !office.issued)) else { return Vec::new() };
    let from = basis.began_at().plus_millis(-BEFORE);
    let mut all: Vec<_> = iter::once(known.at(from)).chain(known.since(from)).collect();
    all.reverse();
    all
}

/// A version of the place, with since when the register last had it so.
fn spot(basis: &Basis<'_>, path: &str, is: impl Fn(&Place) -> bool) -> Spot {
    let id = basis.record.opened.place.id;
    let since = basis.facts.places.get(&id).and_then(|known| known.last_began(is));
    Spot::at(path).since(since).settled_at("places", id)
}

/// The register has, or had on the day before the work, a time zone in which the work was done at another time of day than by the
/// record's: the days of the work depend on it. Another name for the same time is no difference.
pub(super) fn other_zone(basis: &Basis<'_>) -> Vec<Spot> {
    let zone = &basis.record.opened.place.time_zone;
    let other = versions(basis).into_iter().find(|place| place.time_zone != *zone && is_other_time(basis, &place.time_zone));
    let found = other.map(|place| {
        let spot = spot(basis, "place", |version| version.time_zone == place.time_zone);
        spot.with("before", zone).with("after", &place.time_zone)
    });
    found.into_iter().collect()
}

/// Whether a zone had another offset from UTC than the record's at some moment of the work, as far as both are known.
fn is_other_time(basis: &Basis<'_>, zone: &str) -> bool {
    let place = &basis.record.opened.place;
    let Some(table) = basis.facts.zones.get(zone) else { return true };
    let differs = |when: Instant| time::offset_in(table, when) != Some(place.offset_at(basis.facts.zone(place), when));
    worked::moments(basis).any(differs)
}

/// An environment reading lies outside the limits that the register has for the place, or had on the day before the work, but not
/// outside those of the record, and the customer agreed to no deviation of it (C-4.4).
pub(super) fn outside_other_limits(basis: &Basis<'_>) -> Vec<Spot> {
    // Limits that were other ones already when the work was done are asked about once.
    if !agreed::limits_changed(basis).is_empty() {
        return Vec::new();
    }
    let own = &basis.record.opened.place.limits;
    let others = versions(basis).into_iter().filter(|place| place.limits != *own);
    let found = others.map(|place| (place, notice::unagreed_by(basis.record, &place.limits))).find(|(_, outside)| !outside.is_empty());
    let spot = |(place, outside): (&Place, Vec<(String, String)>)| {
        let (path, value) = outside.first()?;
        let spot = spot(basis, path, |version| version.limits == place.limits);
        Some(spot.with("value", value).with("readings", outside.len()))
    };
    found.and_then(spot).into_iter().collect()
}

/// The record has no visit, but its place belongs to a customer, or did at some time since the day before the work, or has the address
/// of the record's customer or of one of that one's places. No visit: no checks of the standards, no briefing, no confirmation.
pub(super) fn without_visit(basis: &Basis<'_>) -> Vec<Spot> {
    if basis.record.opened.visit.is_some() {
        return Vec::new();
    }
    let customers = |place: &Place| place.customer.is_some() || is_site(basis, &place.address);
    let found = versions(basis).into_iter().find(|place| customers(place));
    found.map(|place| spot(basis, "place", customers).with("place", place.name.both())).into_iter().collect()
}

/// Shortly before the work the record's place was entered in the register, got its time zone, or became the body's own, and it is one of the
/// body's own or a second entry of a customer's place: are its time zone and its limits right (C-4.4)? A new customer's place is not asked
/// about.
pub(super) fn entered_lately(basis: &Basis<'_>) -> Vec<Spot> {
    let id = basis.record.opened.place.id;
    let Some(known) = basis.facts.places.get(&id) else { return Vec::new() };
    let place = known.at(basis.began_at());
    if place.customer.is_some() && !is_entered_twice(basis, place) {
        return Vec::new();
    }
    let since = known.last_began(|other| (other.customer, &other.time_zone) == (place.customer, &place.time_zone));
    let spot = |since: Instant| {
        let spot = Spot::at("place").with("place", place.name.both()).with("day", basis.day(since));
        spot.since(Some(since)).settled_at("places", id)
    };
    since.filter(|since| basis.is_recent(*since)).map(spot).into_iter().collect()
}

/// Whether another of the customer's places has this address.
fn is_entered_twice(basis: &Basis<'_>, place: &Place) -> bool {
    basis.facts.sites.iter().filter(|other| search::one_name(&other.address, &place.address)).count() > 1
}

/// Whether an address is the customer's or one of its places', as the register has them now. The body's own address is none: a body
/// may calibrate for its own house.
fn is_site(basis: &Basis<'_>, address: &Bilingual) -> bool {
    let customer = basis.facts.customers.get(&basis.record.opened.customer.id).map(|known| &known.latest().address);
    let mut theirs = basis.facts.sites.iter().map(|place| &place.address).chain(customer);
    let own = basis.facts.body.as_ref().is_some_and(|body| search::one_name(&body.latest().address, address));
    !own && theirs.any(|known| search::one_name(known, address))
}
