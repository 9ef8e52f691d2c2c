//! Conditions on when authorisations were given: an authorisation covers no work before that (C-4.3.1).

use crate::conditions::basis::{Basis, Spot};
use crate::library::person::{Activity, Authorisation, Paper, Person};
use crate::record::CellEntry;
use crate::register::versions::Versions;
use base::time::{Date, Instant};

/// Why a calibrator's work is covered by an authorisation that was entered after it.
enum Later<'b> {
    /// It had been given on paper.
    Paper(&'b Paper),
    /// It was entered before the register recorded when authorisations are given; it counts as entered.
    Written,
}

/// A calibrator worked before the authorisation was entered; it had been given on paper.
pub(super) fn by_paper(basis: &Basis<'_>) -> Vec<Spot> {
    let spot = |(spot, later): (Spot, Later<'_>)| match later {
        Later::Paper(paper) => Some(spot.with("by", &paper.by).with("reference", &paper.reference).with("day", paper.on)),
        Later::Written => None,
    };
    calibrators(basis).into_iter().filter_map(spot).collect()
}

/// A calibrator worked before the authorisation was entered, and the entry says neither when nor how it was given.
pub(super) fn entered_later(basis: &Basis<'_>) -> Vec<Spot> {
    calibrators(basis).into_iter().filter_map(|(spot, later)| matches!(later, Later::Written).then_some(spot)).collect()
}

fn calibrators<'b>(basis: &Basis<'b>) -> Vec<(Spot, Later<'b>)> {
    let mut found = Vec::new();
    for (at, calibrator) in basis.record.calibrators.iter().enumerate() {
        let Some(known) = basis.facts.people.get(&calibrator.person) else { continue };
        if let Some(later) = later(basis, known, began(basis, calibrator.person)) {
            let spot = Spot::at(format!("calibrators/{at}")).with("person", &known.latest().sign_in);
            found.push((spot.settled_at("people", calibrator.person), later));
        }
    }
    found
}

fn later<'b>(basis: &Basis<'b>, known: &'b Versions<Person>, when: Instant) -> Option<Later<'b>> {
    let (service, day) = (basis.service()?, basis.day(when));
    let covering: Vec<&Authorisation> = known.latest().held(service, Activity::Calibrate).filter(|held| held.covers(day, when)).collect();
    let in_time = |held: &&Authorisation| held.given_by(when) && entered(known, held, day).is_some_and(|since| since <= when);
    if covering.is_empty() || covering.iter().any(in_time) {
        return None;
    }
    let paper = covering.iter().find_map(|held| held.paper.as_ref().filter(|_| !held.given_by(when)));
    Some(paper.map_or(Later::Written, Later::Paper))
}

/// When the authorisation was given, if that was recorded; otherwise since when the person's entry names one like it.
fn entered(known: &Versions<Person>, held: &Authorisation, day: Date) -> Option<Instant> {
    let such = |person: &Person| person.held(held.service, held.activity).any(|other| other.validity.holds_on(day));
    held.given_at.or_else(|| known.first(such))
}

/// When the person made the first entry in the record; without any entry, when the record began.
fn began(basis: &Basis<'_>, person: base::id::PersonId) -> Instant {
    let entries = basis.record.cells.values().flat_map(|cell| &cell.entries);
    entries.filter(|entry| entry.by == person).map(CellEntry::when).min().unwrap_or_else(|| basis.began_at())
}
