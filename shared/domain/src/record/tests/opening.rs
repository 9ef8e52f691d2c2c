//! What a record may begin with (C-4.2, C-4.1.2.1, C-4.3.4, C-5.2.2.2).

use super::world::{LIN, SUN, World, edition, id, on_visit, opened, opening, person, place, visit};
use crate::event::body::{Body, Opened};
use crate::library::edition::{Edition, EditionStatus};
use crate::library::edition_check::size::tests::balance;
use crate::library::person::{Conflict, Employment, Person};
use crate::record::facts::Asked;
use crate::register::versions::Versions;
use base::text::Bilingual;
use base::time::{Date, Instant, Validity};

const NOVEMBER_19: Date = Date::constant(2026, 11, 19);

fn begins(world: &mut World, opened: Opened) -> Option<&'static str> {
    world.does(LIN, Body::Opened(Box::new(opened))).err()
}

// C-4.2: only a method in force on the day of calibration can be used.
#[test]
fn a_record_begins_only_with_an_edition_in_force_on_the_day() {
    let with = |change: fn(&mut Edition)| {
        let mut world = World::new();
        let mut known = edition();
        change(&mut known);
        world.facts.editions.insert(id(22), Versions::of(vec![(Instant(0), edition()), (Instant(1), known)]).unwrap());
        begins(&mut world, opened(&[LIN]))
    };
    assert_eq!(with(|_| ()), None);
    assert_eq!(with(|e| e.status = EditionStatus::Draft), Some("edition_not_in_force"));
    assert_eq!(with(|e| e.status = EditionStatus::Withdrawn), Some("edition_not_in_force"));
    assert_eq!(with(|e| e.validity.until = Some(NOVEMBER_19)), Some("edition_not_in_force"));
    let mut world = World::new();
    world.facts.editions.clear();
    assert_eq!(world.does(LIN, opening(&[LIN])), Err("edition_unknown"));
}

// C-5.5.2: nobody records what nobody can sign: as found and as left count together. What was begun already is kept.
#[test]
fn a_record_of_more_points_than_it_can_hold_is_not_begun() {
    use Asked::{BeforeMade, Made};
    for (asked, points, adjustable, refused) in [
        (BeforeMade, 610, true, Some("edition_too_large")),
        (BeforeMade, 350, true, Some("edition_too_large")),
        (BeforeMade, 350, false, None),
        (BeforeMade, 150, true, None),
        (Made, 610, true, None),
    ] {
        let mut world = World::new();
        world.asked = asked;
        let mut large = edition();
        large.form.points = balance(points, adjustable).form.points;
        large.form.adjustable = adjustable;
        world.facts.editions.insert(id(22), Versions::always(large.clone()));
        let found = begins(&mut world, Opened { edition: large, ..opened(&[LIN]) });
        assert_eq!(found, refused, "{asked:?} {points} {adjustable}");
    }
}

// C-5.4.1 g: whatever a certificate prints of the method is the register's.
#[test]
fn nothing_of_the_edition_can_be_made_up() {
    let forgeries: [fn(&mut Edition); 6] = [
        |e| e.method = id(99),
        |e| e.code.push('x'),
        |e| e.title = Bilingual::new("别的", "Another"),
        |e| e.name.push('x'),
        |e| e.form.points[0].nominal = base::decimal::DecimalText::parse("21").unwrap(),
        |e| e.computation.rounding.digits = 1 + e.computation.rounding.digits % 2,
    ];
    for (at, forge) in forgeries.iter().enumerate() {
        let mut forged = opened(&[LIN]);
        forge(&mut forged.edition);
        assert_eq!(begins(&mut World::new(), forged), Some("edition_differs"), "{at}");
    }
}

// C-4.2: a tablet's job pack holds what was in force when it was made; a draft never was.
#[test]
fn an_edition_changed_since_the_job_pack_was_made_still_counts_and_a_draft_does_not() {
    let draft = Edition { status: EditionStatus::Draft, title: Bilingual::new("草", "Draft"), ..edition() };
    let renamed = Edition { title: Bilingual::new("新", "New"), ..edition() };
    let mut world = World::new();
    let versions = vec![(Instant(0), draft.clone()), (Instant(1), edition()), (Instant(2), renamed.clone())];
    world.facts.editions.insert(id(22), Versions::of(versions).unwrap());
    for (stated, refused) in [(edition(), None), (renamed, None), (draft, Some("edition_not_in_force"))] {
        world.record = None;
        assert_eq!(begins(&mut world, Opened { edition: stated, ..opened(&[LIN]) }), refused);
    }
}

// C-5.2.2.2: without a visit there would be no arrival check on a customer's site.
#[test]
fn on_a_customers_site_a_record_needs_the_sites_visit_about_that_day() {
    let begins = |visits: &[(u8, u128)], change: fn(&mut Opened)| {
        let mut world = World::new();
        let dated = visits.iter().zip(0..).map(|((day, place), at)| {
            let mut visit = visit(*day);
            visit.place = id(*place);
            (Instant(at), visit)
        });
        if let Some(versions) = Versions::of(dated.collect()) {
            world.facts.visits.insert(id(50), versions);
        }
        let mut opened = on_visit(50);
        change(&mut opened);
        begins(&mut world, *opened)
    };
    assert_eq!(begins(&[(20, 43)], |_| ()), None);
    assert_eq!(begins(&[(20, 43)], |o| o.visit = None), Some("visit_missing"));
    assert_eq!(begins(&[], |_| ()), Some("visit_unknown"));
    for (day, refused) in [(18, Some("visit_other_day")), (19, None), (21, None), (22, Some("visit_other_day"))] {
        assert_eq!(begins(&[(day, 43)], |_| ()), refused, "{day}");
    }
    assert_eq!(begins(&[(20, 43), (27, 43)], |_| ()), None, "the office has moved the visit since");
    assert_eq!(begins(&[(20, 44)], |_| ()), Some("opened_inconsistent"), "another site's visit");
    assert_eq!(begins(&[(20, 44), (27, 43)], |_| ()), Some("visit_other_day"), "the day is the site's");
    assert_eq!(begins(&[(20, 43)], |o| o.place.id = id(42)), Some("opened_inconsistent"), "the laboratory is not on the visit");
    let mut world = World::new();
    world.facts.visits.insert(id(50), Versions::always(crate::visit::Visit { customer: id(99), ..visit(20) }));
    assert_eq!(world.does(LIN, Body::Opened(on_visit(50))), Err("opened_inconsistent"), "another customer's visit");
    assert_eq!(place(None).customer, None);
}

fn declared(change: fn(&mut Person), since: Instant) -> Versions<Person> {
    let mut declared = person("calibrate");
    change(&mut declared);
    Versions::of(vec![(Instant(0), person("calibrate")), (since, declared)]).unwrap()
}

fn conflict(person: &mut Person) {
    person.conflicts.push(Conflict { customer: id(40), reason: String::new() });
}

fn employed(person: &mut Person) {
    let validity = Validity { from: Date::constant(2026, 1, 1), until: Some(Date::constant(2099, 1, 1)) };
    person.employment.push(Employment { employer: "Other".to_owned(), calibration_body: true, validity });
}

// C-4.1.2.1, C-4.3.4: what a person declared keeps them off the record, from then on.
#[test]
fn a_conflict_or_an_employment_that_was_declared_keeps_the_person_off() {
    for (change, code) in [(conflict as fn(&mut Person), "conflict_of_interest"), (employed, "employed_by_other_body")] {
        let mut world = World::new();
        world.facts.people.insert(id(LIN), declared(change, world.now));
        assert_eq!(world.does(LIN, opening(&[LIN])), Err(code));
        let mut world = World::new();
        world.facts.people.insert(id(SUN), declared(change, world.now));
        assert_eq!(world.does(LIN, opening(&[LIN, SUN])), Err(code));
        let mut world = World::new();
        world.facts.people.insert(id(SUN), declared(change, world.now));
        world.does(LIN, opening(&[LIN])).unwrap();
        let joined = Body::Joined { person: id(SUN), name: Bilingual::default() };
        assert_eq!(world.does(LIN, joined), Err(code));
        let mut world = World::new();
        world.facts.people.insert(id(LIN), declared(change, world.now.plus_millis(1)));
        assert_eq!(world.does(LIN, opening(&[LIN])), Ok(id(1_001)), "declared afterwards");
    }
}
