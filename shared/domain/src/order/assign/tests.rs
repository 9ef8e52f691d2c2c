use super::*;
use crate::library::edition::EditionStatus;
use crate::library::edition_check::size::tests::balance;
use crate::library::method::{Approval, MethodKind};
use crate::library::person::{Conflict, Employment};
use crate::order::tests::example::{day, edition, id, order, person, standard, task, year};
use crate::visit::Visit;
use base::text::Bilingual;
use base::time::Validity;
use measurement::method::Covers;

struct Case {
    task: Task,
    order: Order,
    edition: Edition,
    method: Method,
    service: CalibrationService,
    person: Person,
    standard: Standard,
    visit: Option<Visit>,
    customer: BTreeSet<CustomerId>,
}

fn good() -> Case {
    let published =
        Method { code: String::new(), title: Bilingual::default(), kind: MethodKind::Published, service: id(3), approval: None };
    let service = CalibrationService { code: "L-01".to_owned(), name: Bilingual::default(), range: String::new(), offered: true };
    let (edition, person, standard) = (edition(), person(), standard());
    Case {
        task: task(),
        order: order(),
        edition,
        method: published,
        service,
        person,
        standard,
        visit: None,
        customer: BTreeSet::from([task().customer]),
    }
}

fn assignment(case: &Case) -> Assignment<'_> {
    Assignment {
        task: &case.task,
        customer: &case.customer,
        order: &case.order,
        edition: &case.edition,
        method: &case.method,
        service: &case.service,
        calibrators: std::slice::from_ref(&case.person),
        standards: std::slice::from_ref(&case.standard),
        visit: case.visit.as_ref(),
        today: day("2026-03-09"),
    }
}

fn codes(case: &Case) -> Vec<(&'static str, Option<&'static str>)> {
    refusals(&assignment(case)).iter().map(|r| (r.code(), r.clause())).collect()
}

/// The body's own method, approved on a day; today is 2026-03-09.
fn approved(method: &mut Method, on: &str) {
    method.kind = MethodKind::Own;
    method.approval = Some(Approval { by: "Prof. Gu".to_owned(), on: day(on), reference: String::new() });
}

fn visit_on(text: &str) -> Visit {
    Visit {
        number: "V-1".to_owned(),
        customer: id(1),
        place: id(2),
        day: day(text),
        starts: String::new(),
        people: Vec::new(),
        standards: Vec::new(),
        notes: String::new(),
    }
}

#[test]
fn an_able_person_with_a_valid_standard_is_assigned() {
    assert_eq!(codes(&good()), vec![]);
}

#[test]
fn each_rule_alone_refuses_an_assignment_and_names_its_clause() {
    type Spoil = fn(&mut Case);
    let cases: Vec<(Spoil, &str, Option<&str>)> = vec![
        (|c| c.task.cancelled = true, "task_cancelled", None),
        (|c| c.service.offered = false, "service_not_offered", Some("C-5.1.2")),
        (|c| approved(&mut c.method, "2026-03-10"), "method_not_approved_on", Some("C-4.2")),
        (|c| c.order.status = OrderStatus::Draft, "order_not_accepted", Some("C-5.1.2")),
        (|c| c.order.status = OrderStatus::ReviewAgain, "order_not_accepted", Some("C-5.1.2")),
        (|c| c.order.lines[0].method_agreement = MethodAgreement::Open, "method_not_agreed", Some("C-4.2")),
        (|c| c.edition.status = EditionStatus::Superseded, "edition_not_in_force", Some("C-4.2")),
        (|c| c.edition.validity = year(2025), "edition_not_in_force", Some("C-4.2")),
        (|c| c.visit = Some(Visit { customer: id(99), ..visit_on("2026-03-10") }), "visit_of_another_customer", None),
        (|c| c.person.active = false, "person_inactive", Some("C-4.3.1")),
        (|c| c.person.roles.clear(), "person_not_calibrator", Some("C-4.3.1")),
        (|c| c.person.authorisations.clear(), "person_not_authorised", Some("C-4.3.1")),
        (|c| c.person.authorisations[0].activity = Activity::Check, "person_not_authorised", Some("C-4.3.1")),
        (|c| c.person.authorisations[0].service = id(99), "person_not_authorised", Some("C-4.3.1")),
        (|c| c.person.authorisations[0].validity = year(2025), "person_not_authorised", Some("C-4.3.1")),
        (|c| c.person.employment = vec![other_body()], "employed_by_other_body", Some("C-4.3.4")),
        (|c| c.person.conflicts = vec![conflict()], "conflict_of_interest", Some("C-4.1.2.1")),
        (|c| c.standard.status = StandardStatus::Failed, "standard_not_in_use", Some("C-4.5.2")),
        (|c| c.standard.traceability.validity = year(2025), "standard_out_of_date", Some("C-4.5.2")),
        (|c| c.method.service = id(99), "edition_of_another_service", Some("C-4.2")),
        (|c| c.edition.form.points = balance(1_300, false).form.points, "edition_too_large", Some("C-5.5.2")),
        (|c| c.edition = Edition { form: balance(610, true).form, ..edition() }, "edition_too_large", Some("C-5.5.2")),
        (|c| (c.edition, c.standard) = (said(), torque()), "standard_fits_no_slot", Some("C-4.5.2")),
        (|c| (c.edition, c.standard) = (said(), blocks("0", "19.9")), "standard_covers_nothing", Some("C-4.5.2")),
    ];
    for (spoil, code, clause) in cases {
        let mut case = good();
        spoil(&mut case);
        assert_eq!(codes(&case), vec![(code, clause)]);
    }
}

/// The edition with a slot that says what it takes, and one point.
fn said() -> Edition {
    let mut edition = edition();
    edition.form.slots[0].kinds = vec!["gauge_blocks".to_owned()];
    edition.form.slots[0].covers = Some(Covers::Points);
    let point = serde_json::json!({"key": "20", "nominal": "20", "unit": "mm"});
    edition.form.points = vec![serde_json::from_value(point).unwrap()];
    edition
}

fn torque() -> Standard {
    Standard { kind: "torque_transducer".to_owned(), ..standard() }
}

fn blocks(low: &str, high: &str) -> Standard {
    let range = serde_json::json!({"low": low, "high": high, "unit": "mm"});
    Standard { kind: "gauge_blocks".to_owned(), ranges: vec![serde_json::from_value(range).unwrap()], ..standard() }
}

/// C-4.5.2
#[test]
fn a_standard_that_fits_is_assigned_and_one_of_which_nobody_said_whether_it_fits_is_told() {
    for (standard, edition, told) in [
        (blocks("0.5", "20"), said(), 0),
        (Standard { ranges: Vec::new(), ..blocks("0", "1") }, said(), 1),
        (standard(), said(), 1),
        (torque(), edition(), 1),
    ] {
        let case = Case { edition, standard, ..good() };
        assert_eq!(codes(&case), vec![]);
        let warned = warnings(&assignment(&case));
        assert_eq!(warned.iter().filter(|finding| finding.code == "standard_fitness_unsaid").count(), told);
    }
}

fn other_body() -> Employment {
    Employment { employer: "Other".to_owned(), calibration_body: true, validity: year(2026) }
}

fn conflict() -> Conflict {
    Conflict { customer: id(1), reason: "shares".to_owned() }
}

#[test]
fn validity_is_judged_on_the_day_of_the_visit_not_today() {
    // C-4.5.2, C-4.3.1
    let mut case = good();
    case.standard.traceability.validity = Validity { from: day("2026-01-01"), until: Some(day("2026-03-15")) };
    case.visit = Some(visit_on("2026-03-15"));
    assert_eq!(codes(&case), vec![]);
    case.visit = Some(visit_on("2026-03-16"));
    assert_eq!(codes(&case), vec![("standard_out_of_date", Some("C-4.5.2"))]);
}

#[test]
fn a_planned_day_that_has_passed_does_not_bring_an_expired_standard_back() {
    // C-4.5.2
    let mut case = good();
    case.standard.traceability.validity = Validity { from: day("2026-01-01"), until: Some(day("2026-03-08")) };
    case.visit = Some(visit_on("2026-03-05"));
    assert_eq!(codes(&case), vec![("standard_out_of_date", Some("C-4.5.2"))]);
}

#[test]
fn employment_elsewhere_that_is_over_or_with_no_calibration_body_does_not_stop() {
    // C-4.3.4
    let mut case = good();
    case.person.employment =
        vec![Employment { validity: year(2025), ..other_body() }, Employment { calibration_body: false, ..other_body() }];
    assert_eq!(codes(&case), vec![]);
}

#[test]
fn fewer_than_two_able_calibrators_are_warned_of() {
    // C-4.3.1
    let one = person();
    let inactive = Person { active: false, ..person() };
    let on = day("2026-03-10");
    assert!(too_few_calibrators(id(3), [&one, &inactive], on).is_some());
    assert!(too_few_calibrators(id(3), [&one, &person()], on).is_none());
}

#[test]
fn standards_short_of_the_editions_slots_are_warned_of() {
    let case = good();
    let short = |assignment: &Assignment<'_>| warnings(assignment).iter().any(|finding| finding.code == "standards_fewer_than_slots");
    assert!(short(&Assignment { standards: &[], ..assignment(&case) }));
    assert!(!short(&assignment(&case)));
}
