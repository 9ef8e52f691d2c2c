//! What must come before a reading, and readings that were left out (C-5.2.2, C-5.5.3). Tablets insist on the former now; older
//! builds did not.

use std::collections::BTreeSet;

use super::{Basis, Spot, worked};
use crate::record::{ConfirmationEntry, Record, Signed, notice, path, selection, site, words};
use crate::register::versions::Versions;
use crate::visit::Visit;
use crate::visit::rule::is_near;
use base::finding::Finding;
use base::id::{PersonId, VisitId};
use base::time::Date;

/// Where the record has findings with this code.
fn found(basis: &Basis<'_>, code: &str) -> Vec<Spot> {
    let all = site::findings(basis.record, basis.visit).into_iter().chain(selection::selected(basis.record));
    all.filter(|finding| finding.code == code).map(spot).collect()
}

fn spot(Finding { path, params, .. }: Finding) -> Spot {
    Spot { path, params }
}

/// Readings were taken before the environment was read.
pub(super) fn before_environment(basis: &Basis<'_>) -> Vec<Spot> {
    found(basis, "reading_before_environment")
}

/// The environment at the end was read before most of the readings were taken.
pub(super) fn end_before_readings(basis: &Basis<'_>) -> Vec<Spot> {
    found(basis, "environment_end_early")
}

/// Readings were taken outside the limits before the customer agreed to it.
pub(super) fn before_consent(basis: &Basis<'_>) -> Vec<Spot> {
    found(basis, "reading_before_consent")
}

/// Readings were taken before their author acknowledged the briefing.
pub(super) fn before_briefing(basis: &Basis<'_>) -> Vec<Spot> {
    found(basis, "reading_before_briefing")
}

/// A standard was used on a visit without a passed check before departure.
pub(super) fn without_departure(basis: &Basis<'_>) -> Vec<Spot> {
    found(basis, "departure_check_missing")
}

/// The environment was not read.
pub(super) fn not_observed(basis: &Basis<'_>) -> Vec<Spot> {
    found(basis, "environment_not_observed")
}

/// An inspection was not made, by what the record now says.
pub(super) fn not_inspected(basis: &Basis<'_>) -> Vec<Spot> {
    found(basis, "inspection_not_observed")
}

/// An environmental reading outside the limits was struck through, and the one that counts is within them.
pub(super) fn was_outside(basis: &Basis<'_>) -> Vec<Spot> {
    found(basis, "environment_was_outside")
}

/// Readings at a point were struck through while others were taken instead, most of them were exchanged for others, one was amended
/// again and again, or half as many extra ones were taken as the method asks for.
pub(super) fn selected(basis: &Basis<'_>) -> Vec<Spot> {
    found(basis, "readings_struck")
}

/// At most points of a stage a reading was exchanged for another one.
pub(super) fn exchanged(basis: &Basis<'_>) -> Vec<Spot> {
    found(basis, "readings_exchanged")
}

/// A value was changed or a standard exchanged for a reason that says nothing.
pub(super) fn unexplained(basis: &Basis<'_>) -> Vec<Spot> {
    words::unexplained(basis.record).map(spot).into_iter().collect()
}

/// An adjustment, a seal or a deviation says nothing of who consented or what was done.
pub(super) fn unsaid(basis: &Basis<'_>) -> Vec<Spot> {
    words::unsaid(basis.record).map(spot).into_iter().collect()
}

/// The customer's confirmation has no person's name, a calibrator's, or hardly a signature.
pub(super) fn confirmed_by_nobody(basis: &Basis<'_>) -> Vec<Spot> {
    let found = words::doubtful_confirmation(basis.record).filter(|_| !is_issued(basis));
    found.map(spot).into_iter().collect()
}

/// At several points of a stage more readings were taken than the method asks for.
pub(super) fn added(basis: &Basis<'_>) -> Vec<Spot> {
    found(basis, "readings_added")
}

/// A number was read that is now said to be not observed.
pub(super) fn dropped(basis: &Basis<'_>) -> Vec<Spot> {
    found(basis, "reading_dropped")
}

/// Points of a stage at which a reading that the method asks for was not taken.
pub(super) fn untaken(basis: &Basis<'_>) -> Vec<Spot> {
    found(basis, "readings_not_taken")
}

/// A number has more digits than can be read off the item.
pub(super) fn too_fine(basis: &Basis<'_>) -> Vec<Spot> {
    found(basis, "reading_too_fine")
}

/// Readings were taken on another day than the visit, the day before or the day after, by any plan of it: its checks of the standards and
/// its briefing say nothing of that day.
pub(super) fn off_the_visit(basis: &Basis<'_>) -> Vec<Spot> {
    let planned = basis.record.opened.visit.and_then(|id| basis.facts.visits.get(&id));
    let Some(known) = planned else { return Vec::new() };
    let on_it = |day: Date| known.all().any(|visit| is_near(visit.day, day));
    let days: Vec<Date> = worked::readings(basis.record).map(|reading| basis.day(reading.when())).filter(|day| !on_it(*day)).collect();
    let spot = |first: &Date| Spot::at("visit").with("visit", &known.latest().number).with("day", first).with("readings", days.len());
    days.iter().min().map(spot).into_iter().collect()
}

/// Until when the visit fitted the record: its customer and place are the record's, work was done on its day, the day before or the
/// day after, and everybody who calibrated and was planned for it when the work began still is.
struct Fit<'b> {
    record: &'b Record,
    days: BTreeSet<Date>,
    planned: Vec<PersonId>,
}

impl<'b> Fit<'b> {
    fn of(basis: &Basis<'b>, known: &Versions<Visit>) -> Self {
        let there = known.at(basis.began_at()).people.iter().copied();
        let planned = there.filter(|who| basis.record.is_calibrated_by(*who)).collect();
        Self { record: basis.record, days: worked::days(basis, |_| true), planned }
    }

    /// Whether this is so by a version of the visit.
    fn is_so(&self, visit: &Visit) -> bool {
        let opened = &self.record.opened;
        let here = visit.customer == opened.customer.id && visit.place == opened.place.id;
        let then = self.days.iter().any(|day| is_near(visit.day, *day));
        here && then && self.planned.iter().all(|who| visit.people.contains(who))
    }
}

/// The visit is now planned for another customer, place, day or other people than the record was made with, though it once was for
/// these. Once a certificate is issued, the plan has served its purpose.
pub(super) fn visit_changed(basis: &Basis<'_>) -> Vec<Spot> {
    let planned = basis.record.opened.visit.filter(|_| !is_issued(basis)).and_then(|id| Some((id, basis.facts.visits.get(&id)?)));
    let Some((id, known)) = planned else { return Vec::new() };
    let fit = Fit::of(basis, known);
    if fit.is_so(known.latest()) || !known.all().any(|visit| fit.is_so(visit)) {
        return Vec::new();
    }
    let since = known.last_began(|visit| !fit.is_so(visit));
    vec![Spot::at("visit").with("visit", &known.latest().number).since(since).settled_at("visits", id)]
}

/// The customer confirmed the work on site, and a value was entered or the item adjusted afterwards.
pub(super) fn confirmed_before(basis: &Basis<'_>) -> Vec<Spot> {
    let last = basis.record.confirmations.last().filter(|last| last.what.outdated && !is_issued(basis));
    let spot = |last: &Signed<ConfirmationEntry>| Spot::at(path::WHOLE).with("name", &last.what.name);
    last.map(spot).into_iter().collect()
}

/// The work was done on a visit, and nobody confirmed it for the customer.
pub(super) fn unconfirmed(basis: &Basis<'_>) -> Vec<Spot> {
    Spot::unless(basis.record.opened.visit.is_none() || is_issued(basis) || !basis.record.confirmations.is_empty())
}

/// Standards that were used on a visit and not checked since they came back.
pub(super) fn without_return(basis: &Basis<'_>) -> Vec<Spot> {
    let visit = basis.record.opened.visit.and(basis.visit).filter(|_| !is_issued(basis));
    let missing = visit.map(|visit| site::without_return(basis.record, visit)).unwrap_or_default();
    missing.into_iter().map(|number| Spot::at(path::WHOLE).with("number", number)).collect()
}

/// Whether a certificate is issued: the record then changes only in a correction case, which tells the customer.
fn is_issued(basis: &Basis<'_>) -> bool {
    basis.office.is_some_and(|office| office.issued)
}

/// Readings as left in force were observed before the last adjustment.
pub(super) fn before_adjustment(basis: &Basis<'_>) -> Vec<Spot> {
    let earlier = notice::before_the_last_adjustment(basis.record);
    let mut read = worked::readings(basis.record).filter(|reading| earlier.iter().any(|path| path == reading.path));
    let first = read.next();
    first.map(|first| Spot::at(first.path).with("readings", 1 + read.count())).into_iter().collect()
}

/// The record says that the work was done in the laboratory, but no task confirms it and, that day or the day before or after, a
/// calibrator was on a visit to this customer.
pub(super) fn on_a_visit(basis: &Basis<'_>) -> Vec<Spot> {
    let opened = &basis.record.opened;
    if opened.visit.is_some() || opened.task.is_some() {
        return Vec::new();
    }
    let day = basis.began_on();
    let goes = |id: &VisitId, visit: &Visit| {
        let beside = basis.facts.on_visit.get(id);
        visit.people.iter().chain(beside.into_iter().flatten()).any(|who| basis.record.is_calibrated_by(*who))
    };
    let here = |(id, visit): &(&VisitId, &Visit)| visit.customer == opened.customer.id && is_near(visit.day, day) && goes(id, visit);
    let visits = basis.facts.visits.iter().map(|(id, known)| (id, known.latest())).filter(here);
    visits.map(|(_, visit)| Spot::at("visit").with("visit", &visit.number)).collect()
}
