//! Who calibrated, who checked and who signs are people of their own, not accounts of one person (C-4.3.1, C-5.4.1 e).

use super::people::{activity, calibrators, checkers, of};
use crate::authority::{one_name, two_who_answer};
use crate::conditions::act::Act;
use crate::conditions::basis::{Basis, Spot};
use crate::library::person::Person;
use crate::register::versions::Versions;
use base::id::PersonId;

/// Two accounts that must be those of two people: whose the second signature is, and whose work it is beside.
struct Pair<'b> {
    path: String,
    second: (PersonId, &'b Versions<Person>),
    first: &'b Versions<Person>,
}

impl Pair<'_> {
    fn are_one(&self) -> bool {
        two_who_answer(self.second.1, self.first).is_err()
    }

    fn spot(self) -> Spot {
        let (id, person) = self.second;
        of(self.path, id, person.latest()).with("other", &self.first.latest().sign_in)
    }
}

/// The person beside everybody who calibrated.
fn beside_calibrators<'b>(basis: &Basis<'b>, second: (PersonId, &'b Versions<Person>)) -> impl Iterator<Item = Pair<'b>> {
    let others = calibrators(basis).filter(move |(_, calibrator, _)| calibrator.person != second.0);
    others.map(move |(path, _, known)| Pair { path, second, first: known })
}

/// Whoever checked beside whoever calibrated.
fn of_checkers<'b>(basis: &Basis<'b>) -> Vec<Pair<'b>> {
    checkers(basis).flat_map(|(id, known, _)| beside_calibrators(basis, (id, known))).collect()
}

/// The signer beside whoever calibrated, the signatory beside whoever checked too. Who is not authorised for the act, and only reads,
/// is not compared with anybody.
fn of_signer<'b>(basis: &Basis<'b>) -> Vec<Pair<'b>> {
    let Some(signer) = basis.facts.people.get(&basis.who) else { return Vec::new() };
    let holds = |service| signer.latest().held(service, activity(basis.act)).next().is_some();
    if basis.service().is_some_and(|service| !holds(service)) {
        return Vec::new();
    }
    let second = (basis.who, signer);
    let mut pairs: Vec<_> = beside_calibrators(basis, second).collect();
    if basis.act == Act::Issue {
        let others = checkers(basis).filter(|(id, ..)| *id != basis.who);
        pairs.extend(others.map(|(_, known, _)| Pair { path: "check".to_owned(), second, first: known }));
    }
    pairs
}

fn one_person(pairs: Vec<Pair<'_>>) -> Vec<Spot> {
    pairs.into_iter().filter(Pair::are_one).map(Pair::spot).collect()
}

/// By their entries, the signer is one person with somebody who calibrated or, for the issue, with somebody who checked.
pub(super) fn signer_is_another_account(basis: &Basis<'_>) -> Vec<Spot> {
    one_person(of_signer(basis))
}

/// By their entries, somebody who checked is one person with somebody who calibrated.
pub(super) fn checkers_are_other_accounts(basis: &Basis<'_>) -> Vec<Spot> {
    one_person(of_checkers(basis))
}

/// Two of those who answer for the record have one name, and each a mailbox of their own: two people, or one with two mailboxes.
pub(super) fn of_one_name(basis: &Basis<'_>) -> Vec<Spot> {
    let mut spots = Vec::new();
    for pair in of_checkers(basis).into_iter().chain(of_signer(basis)) {
        if one_name(pair.second.1.latest(), pair.first.latest()) && !pair.are_one() {
            let spot = pair.spot();
            if !spots.contains(&spot) {
                spots.push(spot);
            }
        }
    }
    spots
}
