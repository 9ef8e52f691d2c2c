//! What an authorisation covers begins when it is given (C-4.3.1).

use super::world::{CHEN, LIN, World, equip, id, opening, person};
use crate::conditions;
use crate::conditions::act::Act;
use crate::conditions::basis::Basis;
use crate::library::person::{Authorisation, Paper, Person};
use crate::register::versions::Versions;
use base::time::{Date, Instant, Validity};

const DAY: i64 = 86_400_000;

fn holds(authorisations: Vec<Authorisation>) -> Person {
    Person { authorisations, ..person("calibrate") }
}

fn held(given_at: Option<Instant>, paper: Option<Date>) -> Authorisation {
    let paper = paper.map(|on| Paper { by: "Zheng".to_owned(), reference: "A-7".to_owned(), on });
    Authorisation { given_at, paper, ..person("calibrate").authorisations[0].clone() }
}

fn told(world: &World) -> Vec<(String, String)> {
    let (record, facts, office) = (world.record(), &world.facts, Some(&world.office));
    let today = Date::constant(2026, 11, 20);
    let basis = Basis { act: Act::Check, record, facts, visit: None, office, who: id(CHEN), at: world.now, today };
    let unmet = conditions::unmet(&basis).into_iter().filter(|unmet| !conditions::is_of_signer(unmet.name));
    let told = ["by", "day", "person", "reference"];
    let words = |spot: &conditions::Spot| told.iter().filter_map(|name| spot.params.get(*name).cloned()).collect::<Vec<_>>().join(" ");
    unmet.map(|unmet| (unmet.code.to_owned(), words(&unmet.spot))).collect()
}

/// Lin as the register has him.
fn with(person: Versions<Person>) -> World {
    let mut world = World::new();
    world.facts.people.insert(id(LIN), person);
    world
}

#[test]
fn what_was_observed_before_the_authorisation_was_given_does_not_count_whatever_its_validity_says() {
    let given = |millis: i64, paper| with(Versions::always(holds(vec![held(Some(World::new().now.plus_millis(millis)), paper)])));
    assert_eq!(given(1, None).does(LIN, opening(&[LIN])), Err("not_authorised"));
    assert!(given(0, None).does(LIN, opening(&[LIN])).is_ok());
    let day = |day| Some(Date::constant(2026, 11, day));
    assert_eq!(given(DAY, day(21)).does(LIN, opening(&[LIN])), Err("not_authorised"), "the paper is of the day after");
    assert!(given(DAY, day(20)).does(LIN, opening(&[LIN])).is_ok());
}

#[test]
fn a_renewed_authorisation_covers_what_the_one_before_it_covered_and_a_withdrawn_one_nothing() {
    let now = World::new().now;
    let (old, new) = (held(None, None), held(Some(now.plus_millis(DAY)), None));
    let versions = |last: Vec<Authorisation>| {
        Versions::of(vec![(now.plus_millis(-DAY), holds(vec![old.clone()])), (now.plus_millis(DAY), holds(last))]).unwrap()
    };
    let mut world = with(versions(vec![new.clone()]));
    assert!(world.does(LIN, opening(&[LIN])).is_ok());
    assert_eq!(with(versions(Vec::new())).does(LIN, opening(&[LIN])), Err("not_authorised"));
    // Nothing was held before: the new one alone does not reach back.
    let first = Versions::of(vec![(now.plus_millis(-DAY), holds(Vec::new())), (now.plus_millis(DAY), holds(vec![new]))]).unwrap();
    assert_eq!(with(first).does(LIN, opening(&[LIN])), Err("not_authorised"));
    // One that had run out before is no ground for the day either.
    let over = Authorisation { validity: Validity { until: Some(Date::constant(2026, 11, 19)), ..old.validity }, ..old.clone() };
    let ran_out = Versions::of(vec![
        (now.plus_millis(-DAY), holds(vec![over])),
        (now.plus_millis(DAY), holds(vec![held(Some(now.plus_millis(DAY)), None)])),
    ]);
    assert_eq!(with(ran_out.unwrap()).does(LIN, opening(&[LIN])), Err("not_authorised"));
}

#[test]
fn the_checker_is_told_of_work_before_the_authorisation_was_entered() {
    let finished = |known: Versions<Person>| {
        let mut world = with(known);
        world.does(LIN, opening(&[LIN])).unwrap();
        world.does(LIN, equip(&world.facts, 30)).unwrap();
        world.fill();
        world.submits(LIN).unwrap();
        (told(&world), world.checks(CHEN).err())
    };
    let now = World::new().now;
    let since = |at: Instant, held| Versions::of(vec![(at, holds(vec![held]))]).unwrap();
    assert_eq!(finished(since(now, held(None, None))), (vec![], None));
    assert_eq!(finished(since(now, held(Some(now), None))), (vec![], None));
    let later = now.plus_millis(DAY);
    let paper = finished(since(later, held(Some(later), Some(Date::constant(2026, 11, 2)))));
    assert_eq!(paper, (vec![("authorised_by_paper".to_owned(), "Zheng 2026-11-02 s A-7".to_owned())], None));
    // What was written down before its giving was kept counts as it is written, and is told.
    assert_eq!(finished(since(later, held(None, None))), (vec![("authorised_later".to_owned(), "s".to_owned())], None));
}
