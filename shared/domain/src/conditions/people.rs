//! Conditions on people: signer, calibrators, checkers (C-4.1.2.1, C-4.3.1, C-4.3.4).

use std::collections::{BTreeMap, BTreeSet};

use crate::conditions::act::Act;
use crate::conditions::basis::{Basis, Spot};
use crate::conditions::{agreed, worked};
use crate::library::person::{Activity, Person};
use crate::order::customer::{self};
use crate::order::task::Task;
use crate::record::Calibrating;
use crate::register::versions::Versions;
use base::id::{CustomerId, PersonId};
use base::time::CLOCK_TOLERANCE_MILLIS;
use base::time::Instant;

/// What the signer of an act must be authorised for.
pub(super) const fn activity(act: Act) -> Activity {
    match act {
        Act::Submit => Activity::Calibrate,
        Act::Check | Act::CheckCorrection => Activity::Check,
        Act::Issue | Act::HandOver => Activity::Sign,
    }
}

/// The signer is not authorised for this act with this method on the day of the act.
pub(super) fn signer_not_authorised(basis: &Basis<'_>) -> Vec<Spot> {
    let method = basis.record.opened.edition.method;
    Spot::unless(basis.facts.authorised(basis.who, activity(basis.act), method, (basis.today, basis.at)))
}

/// The signer, as entered in the register when the act was made.
fn signer<'b>(basis: &Basis<'b>) -> Option<&'b Person> {
    basis.facts.people.get(&basis.who).map(|known| known.at(basis.at))
}

/// The entries under which the record's customer stands, by its name when the work began and now.
fn customer(basis: &Basis<'_>) -> BTreeSet<CustomerId> {
    let (opened, known) = (&basis.record.opened.customer, &basis.facts.customers);
    let now = known.get(&opened.id).map(|customer| &customer.latest().name);
    let names: Vec<_> = now.into_iter().chain([&opened.name]).collect();
    customer::entries(opened.id, &names, known.iter().map(|(id, customer)| (*id, customer.latest())))
}

/// The signer has declared a conflict of interest concerning the customer.
pub(super) fn signer_in_conflict(basis: &Basis<'_>) -> Vec<Spot> {
    let customer = customer(basis);
    let signer = signer(basis).filter(|signer| signer.conflict_among(&customer).is_some());
    signer.map(|signer| Spot::default().with("person", &signer.sign_in)).into_iter().collect()
}

/// The signer is employed by another calibration body. Which one is not shown.
pub(super) fn signer_employed_elsewhere(basis: &Basis<'_>) -> Vec<Spot> {
    let employed = signer(basis).filter(|signer| signer.employed_elsewhere(basis.today).is_some());
    employed.map(|signer| Spot::default().with("person", &signer.sign_in)).into_iter().collect()
}

/// The record's calibrators with their register entries, each at its path.
pub(super) fn calibrators<'b>(basis: &Basis<'b>) -> impl Iterator<Item = (String, &'b Calibrating, &'b Versions<Person>)> {
    let (record, facts) = (basis.record, basis.facts);
    let known = record.calibrators.iter().enumerate();
    known.filter_map(move |(at, calibrator)| Some((format!("calibrators/{at}"), calibrator, facts.people.get(&calibrator.person)?)))
}

pub(super) fn of(path: String, id: PersonId, person: &Person) -> Spot {
    Spot::at(path).with("person", &person.sign_in).settled_at("people", id)
}

/// By the register as it is now, a calibrator was not authorised on a day of the work: the day it began, or one of the own readings.
pub(super) fn calibrators_not_authorised(basis: &Basis<'_>) -> Vec<Spot> {
    let Some(service) = basis.service() else { return Vec::new() };
    let able = |person: &Person, day| person.authorised(service, Activity::Calibrate, day);
    let lacking = calibrators(basis).filter(|(_, calibrator, known)| {
        worked::days(basis, |reading| reading.is_by(calibrator.person)).into_iter().any(|day| !able(known.latest(), day))
    });
    lacking.map(|(path, calibrator, known)| of(path, calibrator.person, known.latest())).collect()
}

/// A calibrator was employed by another calibration body on a day of the work: the day it began, or one of the own readings.
pub(super) fn calibrators_employed_elsewhere(basis: &Basis<'_>) -> Vec<Spot> {
    let employed = calibrators(basis).filter_map(|(_, calibrator, known)| {
        // What a certificate rests on already is not refused to it when it is supplemented or replaced.
        let own = worked::days(basis, |reading| reading.is_by(calibrator.person) && !reading.is_certified(basis));
        own.into_iter().find(|day| known.latest().employed_elsewhere(*day).is_some())?;
        Some(of(String::new(), calibrator.person, known.latest()))
    });
    employed.collect()
}

/// A calibrator declares a conflict of interest concerning the customer. Had it been declared with the customer's own entry earlier, the
/// person could not have worked on the record; one that was declared with another entry by then refuses the act and is not asked about.
pub(super) fn calibrators_in_conflict(basis: &Basis<'_>) -> Vec<Spot> {
    let customer = customer(basis);
    let declared = calibrators(basis).filter_map(|(path, calibrator, known)| {
        // An entry that has another name since is not overlooked.
        let entries = &customer | &other_entries_at(basis, own_start(basis, calibrator.person));
        let asked = known.latest().conflict_among(&entries).is_some() && !is_declared_before(basis, calibrator.person, known);
        asked.then(|| of(path, calibrator.person, known.latest()).since(in_conflict(known, &entries)))
    });
    declared.collect()
}

/// A calibrator had declared a conflict of interest with another entry of the customer before the own part of the work began.
pub(super) fn calibrators_in_conflict_then(basis: &Basis<'_>) -> Vec<Spot> {
    let declared = calibrators(basis).filter(|(_, calibrator, known)| is_declared_before(basis, calibrator.person, known));
    declared.map(|(path, calibrator, known)| of(path, calibrator.person, known.latest())).collect()
}

/// Whether a calibrator declares a conflict with another entry of the customer, and did when the own part of the work began. With the
/// customer's own entry the person could not have begun; which entries are one customer, the tablet does not know. Two entries are one
/// customer if they had one name then and have it now: two customers of one name are told apart in the register.
fn is_declared_before(basis: &Basis<'_>, person: PersonId, known: &Versions<Person>) -> bool {
    let began = own_start(basis, person);
    let others = &other_entries_at(basis, began) & &customer(basis);
    let in_conflict = |version: &Person| version.conflict_among(&others).is_some();
    in_conflict(known.at(began)) && in_conflict(known.latest()) && is_uncertified(basis, person)
}

/// The other entries that had the name of the record's customer at a moment.
fn other_entries_at(basis: &Basis<'_>, when: Instant) -> BTreeSet<CustomerId> {
    let (opened, known) = (&basis.record.opened.customer, &basis.facts.customers);
    let then = known.iter().filter(|(_, customer)| customer.entered_at() <= when).map(|(id, customer)| (*id, customer.at(when)));
    let mut entries = customer::entries(opened.id, &[&opened.name], then);
    entries.remove(&opened.id);
    entries
}

/// When a calibrator's own part of the work began: the record for those it began with, the first own reading for who joined.
fn own_start(basis: &Basis<'_>, person: PersonId) -> Instant {
    let first = basis.record.opened.calibrators.iter().any(|first| first.person == person);
    let read = worked::readings(basis.record).filter(|reading| reading.is_by(person) && !first).map(|reading| reading.when()).min();
    read.unwrap_or_else(|| basis.began_at())
}

/// Whether something of a calibrator's is in the record that no certificate rests on yet.
fn is_uncertified(basis: &Basis<'_>, person: PersonId) -> bool {
    let issued = basis.office.is_some_and(|office| office.issued);
    !issued || worked::readings(basis.record).any(|reading| reading.is_by(person) && !reading.is_certified(basis))
}

/// Since when the person declares a conflict with this customer.
fn in_conflict(known: &Versions<Person>, customer: &BTreeSet<CustomerId>) -> Option<Instant> {
    known.became(|person| person.conflict_among(customer).is_some())
}

/// Everybody who answers for the record, each once: calibrators, checkers, signer.
fn answering<'b>(basis: &Basis<'b>) -> BTreeMap<PersonId, &'b Versions<Person>> {
    let signer = basis.facts.people.get(&basis.who).map(|known| (basis.who, known));
    let calibrated = calibrators(basis).map(|(_, calibrator, known)| (calibrator.person, known));
    calibrated.chain(checkers(basis).map(|(id, known, _)| (id, known))).chain(signer).collect()
}

/// People who had declared this at some time since the work began and no longer do.
fn withdrawn(basis: &Basis<'_>, declared: impl Fn(&Person) -> bool) -> Vec<Spot> {
    let began = basis.began_at();
    let once = |known: &Versions<Person>| declared(known.at(began)) || known.since(began).any(&declared);
    let off = answering(basis).into_iter().filter(|(_, known)| once(known) && !declared(known.latest()));
    let since = |known: &Versions<Person>| known.last_began(|person| !declared(person));
    off.map(|(id, known)| of(String::new(), id, known.latest()).since(since(known))).collect()
}

/// Somebody who answers for the record had declared a conflict of interest concerning the customer and has withdrawn it since the
/// work began.
pub(super) fn conflicts_withdrawn(basis: &Basis<'_>) -> Vec<Spot> {
    let customer = customer(basis);
    withdrawn(basis, |person| person.conflict_among(&customer).is_some())
}

/// Somebody who answers for the record had declared employment by another calibration body on a day of the work and has withdrawn
/// that since.
pub(super) fn employment_withdrawn(basis: &Basis<'_>) -> Vec<Spot> {
    let days = worked::days(basis, |_| true);
    withdrawn(basis, |person| days.iter().any(|day| person.employed_elsewhere(*day).is_some()))
}

/// A calibrator was not on the task when the work began and is not on it now.
pub(super) fn calibrators_not_assigned(basis: &Basis<'_>) -> Vec<Spot> {
    let Some((id, task)) = basis.record.opened.task.and_then(|id| Some((id, basis.facts.tasks.get(&id)?))) else { return Vec::new() };
    let began = basis.began_at();
    let on = |person| [task.at(began), task.latest()].iter().any(|version| version.calibrators.contains(&person));
    let off = calibrators(basis).filter(|(_, calibrator, _)| !on(calibrator.person));
    off.map(|(path, _, known)| Spot::at(path).with("person", &known.latest().sign_in).settled_at("tasks", id)).collect()
}

/// A calibrator signed that they made the observations, and none of what is written down is theirs: the certificate would name somebody
/// who did not calibrate.
pub(super) fn calibrators_without_entry(basis: &Basis<'_>) -> Vec<Spot> {
    let idle = calibrators(basis).filter(|(_, calibrator, _)| calibrator.signed && !basis.record.is_observed_by(calibrator.person));
    idle.map(|(path, _, known)| Spot::at(path).with("person", &known.latest().sign_in)).collect()
}

/// A calibrator is on the task now and was not when the own part of the work began: the record for those it began with, the first own
/// reading for who joined. A task that was entered after the work is found elsewhere (`entered`).
pub(super) fn calibrators_assigned_later(basis: &Basis<'_>) -> Vec<Spot> {
    let Some((id, task)) = agreed::task(basis) else { return Vec::new() };
    let began = basis.began_at().plus_millis(CLOCK_TOLERANCE_MILLIS);
    if task.entered_at() > began {
        return Vec::new();
    }
    let on = |task: &Task, person| task.calibrators.contains(&person);
    let started = |person| own_start(basis, person).plus_millis(CLOCK_TOLERANCE_MILLIS);
    let late = calibrators(basis).filter(|(_, calibrator, _)| {
        let who = calibrator.person;
        on(task.latest(), who) && !on(task.at(began), who) && !on(task.at(started(who)), who)
    });
    let spot = |(path, calibrator, known): (String, &Calibrating, &Versions<Person>)| {
        let since = task.became(|version| on(version, calibrator.person));
        Spot::at(path).with("person", &known.latest().sign_in).since(since).settled_at("tasks", id)
    };
    late.map(spot).collect()
}

/// Who checked the record, and who checked the open correction of office facts as it is now, each with when.
pub(super) fn checkers<'b>(basis: &Basis<'b>) -> impl Iterator<Item = (PersonId, &'b Versions<Person>, Instant)> {
    let of_record = basis.record.check.iter().map(|check| (check.by, check.when()));
    let of_case = basis.office.and_then(|office| office.corrected_by);
    let facts = basis.facts;
    of_record.chain(of_case).filter_map(move |(person, at)| Some((person, facts.people.get(&person)?, at)))
}

/// By the register as it is now, a checker was not authorised to check on the day of the check.
pub(super) fn checkers_not_authorised(basis: &Basis<'_>) -> Vec<Spot> {
    let Some(service) = basis.service() else { return Vec::new() };
    let able = |known: &Versions<Person>, at| known.latest().authorised(service, Activity::Check, basis.day(at));
    let lacking = checkers(basis).filter(|(_, known, at)| !able(known, *at));
    lacking.map(|(id, known, _)| of("check".to_owned(), id, known.latest())).collect()
}

/// A calibrator whose work no certificate rests on yet has left, or works for another calibration body now: who answers for what was
/// observed is not there any more.
pub(super) fn calibrators_gone(basis: &Basis<'_>) -> Vec<Spot> {
    let left = |person: &Person| !person.active || person.employed_elsewhere(basis.today).is_some();
    let gone = calibrators(basis).filter(|(_, calibrator, known)| left(known.latest()) && is_uncertified(basis, calibrator.person));
    gone.map(|(path, calibrator, known)| of(path, calibrator.person, known.latest()).since(known.became(left))).collect()
}

/// A checker has left or may no longer check.
pub(super) fn checkers_gone(basis: &Basis<'_>) -> Vec<Spot> {
    let method = basis.record.opened.edition.method;
    let still = |id| basis.facts.authorised(id, Activity::Check, method, (basis.today, basis.at));
    let elsewhere = |known: &Versions<Person>| known.latest().employed_elsewhere(basis.today).is_some();
    let gone = checkers(basis).filter(|(id, known, _)| !still(*id) || elsewhere(known));
    let like = |known: &Versions<Person>| {
        let now = known.latest();
        let same = |one: &Person| (one.active, &one.customer) == (now.active, &now.customer);
        known.became(|one| same(one) && one.authorisations == now.authorisations && one.employment == now.employment)
    };
    gone.map(|(id, known, _)| of("check".to_owned(), id, known.latest()).since(like(known))).collect()
}

/// A checker has declared a conflict of interest concerning the customer.
pub(super) fn checkers_in_conflict(basis: &Basis<'_>) -> Vec<Spot> {
    let customer = customer(basis);
    let declared = checkers(basis).filter(|(_, known, _)| known.latest().conflict_among(&customer).is_some());
    declared.map(|(id, known, _)| of("check".to_owned(), id, known.latest()).since(in_conflict(known, &customer))).collect()
}
