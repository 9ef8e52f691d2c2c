//! What surrounds a record and was otherwise only while the work was done, or until the signature: the visit, the customer's
//! confirmation, the body's profile (C-4.1.1, C-4.4, C-5.2.2.2, C-5.4.1).

use serde_json::json;

use super::restated::found;
use super::world::{CHEN, LIN, MORNING, R1, R2, SUN, World, amended, entered, equip, id, on_visit, visit};
use crate::certificate::tests::samples;
use crate::conditions;
use crate::conditions::act::{Act, Weight};
use crate::conditions::basis::Basis;
use crate::event::body::Body;
use crate::library::body::{Body as Profile, CertificateLanguage};
use crate::order::customer::Customer;
use crate::register::versions::Versions;
use crate::visit::tests::{check, done};
use crate::visit::{CheckMoment, Visit};
use base::text::Bilingual;
use base::time::Date;

pub(super) const HOUR: i64 = 3_600_000;
pub(super) const DAY: i64 = 24 * HOUR;

/// How often the condition with this code does not hold at the check; the issue says the same.
pub(super) fn asked(world: &World, code: &str) -> usize {
    let [check, issue] = [Act::Check, Act::Issue].map(|act| found(world, act, code).len());
    assert_eq!(check, issue, "{code}");
    check
}

/// Versions of an entry, each from so many milliseconds after the work began.
pub(super) fn dated<T: Clone>(versions: &[(i64, T)]) -> Versions<T> {
    Versions::of(versions.iter().map(|(at, body)| (MORNING.plus_millis(*at), body.clone())).collect()).unwrap()
}

/// A record made on a visit, planned like this afterwards.
pub(super) fn visited(people: &[u128], changed: impl FnOnce(&mut Visit)) -> World {
    let mut world = World::new();
    let planned = Visit { people: people.iter().map(|who| id(*who)).collect(), ..visit(20) };
    world.facts.visits.insert(id(50), Versions::always(planned.clone()));
    world.does(LIN, Body::Opened(on_visit(50))).unwrap();
    world.does(LIN, equip(&world.facts, 30)).unwrap();
    world.standard_checked(check(id(30), CheckMoment::Arrival, true));
    world.fill();
    let mut now = planned.clone();
    changed(&mut now);
    world.facts.visits.insert(id(50), dated(&[(-9 * DAY, planned), (HOUR, now)]));
    world
}

// C-5.2.2.2: checks of the standards, briefing and agreement are those of the visit that was planned.
#[test]
fn a_visit_that_is_planned_otherwise_after_the_work_is_asked_about() {
    const CODE: &str = "visit_changed_since";
    type Change = fn(&mut Visit);
    let changes: [(Change, usize); 8] = [
        (|_| (), 0),
        (|visit| visit.notes = "gate 3".to_owned(), 0),
        (|visit| visit.people.push(id(SUN)), 0),
        (|visit| *visit = Visit { people: visit.people.clone(), ..self::visit(21) }, 0),
        (|visit| *visit = Visit { people: visit.people.clone(), ..self::visit(25) }, 1),
        (|visit| visit.customer = id(99), 1),
        (|visit| visit.place = id(99), 1),
        (|visit| visit.people = vec![id(SUN)], 1),
    ];
    for (n, (change, expected)) in changes.into_iter().enumerate() {
        assert_eq!(asked(&visited(&[LIN], change), CODE), expected, "{n}");
    }
    assert_eq!(asked(&visited(&[], |visit| visit.people = vec![id(SUN)]), CODE), 0, "who came along was never planned");
    let mut world = visited(&[LIN], |visit| visit.customer = id(99));
    let unmet = found(&world, Act::Check, CODE).remove(0);
    assert_eq!((unmet.spot.path.as_str(), unmet.spot.params["visit"].as_str(), unmet.clause), ("visit", "V", Some("C-5.2.2.2")));
    world.office.issued = true;
    assert_eq!(found(&world, Act::Issue, CODE), []);
}

// C-5.5.4: what the customer confirmed is not what the certificate will say.
#[test]
fn a_confirmation_older_than_the_last_change_is_asked_about() {
    const CODE: &str = "customer_confirmed_earlier";
    let confirmed = || Body::CustomerConfirmed { name: "Ms Wu".to_owned(), signature: "100,200 160,230 200,180".to_owned() };
    let mut world = World::filled();
    assert_eq!(asked(&world, CODE), 0, "in the laboratory nobody confirms");
    world.does(LIN, confirmed()).unwrap();
    world.does(LIN, Body::Remarked { path: "record".to_owned(), text: "a scratch".to_owned() }).unwrap();
    assert_eq!(asked(&world, CODE), 0);
    let first = world.record().cells[R1].entries[0].event;
    world.does(LIN, amended(first, "20.01")).unwrap();
    assert_eq!(asked(&world, CODE), 1);
    assert_eq!(found(&world, Act::Check, CODE)[0].spot.params["name"], "Ms Wu");
    world.does(LIN, confirmed()).unwrap();
    assert_eq!(asked(&world, CODE), 0, "confirmed again");
    world.does(LIN, entered(&R2.replace("r2", "r3"), "20.02", "mm")).unwrap();
    assert_eq!(asked(&world, CODE), 1);
    world.office.issued = true;
    assert_eq!(asked(&world, CODE), 0, "what is corrected in a case is told to the customer");
}

// C-4.1.1, C-5.4.1 b: the certificate is issued in the name that the checker saw.
#[test]
fn what_the_bodys_profile_says_otherwise_after_the_check_is_asked_of_the_signatory() {
    const CODE: &str = "body_changed_since";
    let nim = || Bilingual::new("中国计量科学研究院", "NIM");
    type Change = fn(&mut Profile);
    let changes: [(Change, &[&str]); 9] = [
        (|_| (), &[]),
        (|body| "Pacific/Pago_Pago".clone_into(&mut body.time_zone), &["body/time_zone"]),
        (|body| body.permits = "No. 7".to_owned(), &[]),
        (|body| body.number_pattern = "X{seq}".to_owned(), &["body/number_pattern"]),
        (|body| body.certificate_language = CertificateLanguage::English, &["body/certificate_language"]),
        (|body| body.name.en = "NIM".to_owned(), &["body/name"]),
        (|body| body.address.en = "Beijing".to_owned(), &["body/address"]),
        (|body| body.website = "https://elsewhere.example".to_owned(), &["body/website"]),
        (|body| (body.telephone, body.email) = ("110".to_owned(), "a@b.example".to_owned()), &["body/telephone", "body/email"]),
    ];
    let mut world = World::filled();
    world.submits(LIN).unwrap();
    world.checks(CHEN).unwrap();
    for (change, expected) in changes {
        for (at, expected) in [(-HOUR, &[][..]), (HOUR, expected)] {
            let mut now = samples::body();
            change(&mut now);
            world.facts.body = Some(dated(&[(-9 * DAY, samples::body()), (at, now)]));
            let paths: Vec<_> = found(&world, Act::Issue, CODE).into_iter().map(|unmet| unmet.spot.path).collect();
            assert_eq!(paths, expected);
        }
    }
    let sealed = Profile { seal: nim(), ..samples::body() };
    world.facts.body = Some(dated(&[(-9 * DAY, samples::body()), (HOUR, sealed.clone())]));
    let unmet = found(&world, Act::Issue, CODE).remove(0);
    assert_eq!((unmet.spot.params["after"].as_str(), unmet.spot.params["href"].as_str()), ("中国计量科学研究院 NIM", "/office/body"));
    let blank = Profile { seal: Bilingual::default(), ..samples::body() };
    world.facts.body = Some(dated(&[(-9 * DAY, blank), (HOUR, sealed)]));
    assert_eq!(found(&world, Act::Issue, CODE), [], "what was missing is filled in");
    world.office.issued = true;
    world.facts.body = Some(dated(&[(-9 * DAY, samples::body()), (HOUR, Profile { name: nim(), ..samples::body() })]));
    assert_eq!(found(&world, Act::Issue, CODE), []);
}

// C-4.1.1, C-5.4.1 b: another name before the check, so that the checker knows no other one.
#[test]
fn what_the_bodys_profile_says_otherwise_than_before_the_work_is_asked_of_checker_and_signatory() {
    const CODE: &str = "body_differs_from_before";
    let ours = samples::body;
    let theirs = || Profile { name: Bilingual::new("中国计量科学研究院", "NIM"), ..ours() };
    let telephoned = || Profile { telephone: "110".to_owned(), ..theirs() };
    let numbered = || Profile { number_pattern: "X{seq}".to_owned(), certificate_language: CertificateLanguage::English, ..ours() };
    let nameless = || Profile { seal: Bilingual::default(), ..ours() };
    let elsewhere = || Profile { time_zone: "Pacific/Pago_Pago".to_owned(), ..ours() };
    for (versions, expected) in [
        (vec![(-9 * DAY, ours())], 0),
        (vec![(-9 * DAY, ours()), (HOUR, theirs())], 1),
        (vec![(-9 * DAY, ours()), (-HOUR, theirs())], 1),
        (vec![(-9 * DAY, ours()), (HOUR, theirs()), (2 * HOUR, ours())], 0),
        (vec![(-9 * DAY, ours()), (-2 * DAY, theirs())], 0),
        (vec![(-9 * DAY, ours()), (HOUR, telephoned())], 1),
        (vec![(-9 * DAY, ours()), (HOUR, numbered())], 0),
        (vec![(-9 * DAY, nameless()), (HOUR, ours())], 0),
        // The date of issue is reckoned by the zone.
        (vec![(-9 * DAY, ours()), (HOUR, elsewhere())], 1),
        (vec![(-9 * DAY, ours()), (-2 * DAY, elsewhere())], 0),
        // A laboratory that has just begun: what was put right before the work is no change, nor is anything known of work before that.
        (vec![(-2 * HOUR, theirs()), (-HOUR, ours())], 0),
        (vec![(-2 * HOUR, ours()), (HOUR, theirs())], 1),
        (vec![(HOUR, ours()), (2 * HOUR, theirs())], 0),
    ] {
        let mut world = World::filled();
        world.submits(LIN).unwrap();
        world.facts.body = Some(dated(&versions));
        assert_eq!(asked(&world, CODE), expected, "{versions:?}");
    }
    let mut world = World::filled();
    world.submits(LIN).unwrap();
    world.facts.body = Some(dated(&[(-9 * DAY, ours()), (-HOUR, telephoned())]));
    let unmet = found(&world, Act::Check, CODE).remove(0);
    assert!(unmet.spot.params["after"].contains("中国计量科学研究院 NIM; 110"), "{:?}", unmet.spot.params);
    assert_eq!(unmet.spot.params["since"], MORNING.plus_millis(-HOUR).0.to_string());
    // What was changed after the check is asked about once, and what the checker answered for is the same question.
    world.checks(CHEN).unwrap();
    let now = Profile { address: Bilingual::new("北京", "Beijing"), ..telephoned() };
    world.facts.body = Some(dated(&[(-9 * DAY, ours()), (-HOUR, telephoned()), (HOUR, now)]));
    assert_eq!(found(&world, Act::Issue, CODE), [unmet]);
    assert_eq!(found(&world, Act::Issue, "body_changed_since").len(), 1);
    world.office.issued = true;
    assert_eq!(found(&world, Act::Issue, CODE), []);
}

// C-5.4.1 c: whom the certificate names for the customer.
#[test]
fn a_contact_of_the_customer_that_is_another_one_now_is_asked_about() {
    let customer = |contacts: serde_json::Value| -> Customer {
        let name = Bilingual::new("恒达", "Hengda");
        serde_json::from_value(json!({"code": "HD", "name": name, "address": name, "contacts": contacts})).unwrap()
    };
    let pan = || customer(json!([{"name": "Pan", "telephone": "123", "email": "pan@hengda.example"}]));
    let moved = || customer(json!([{"name": "Pan", "telephone": "123", "email": "elsewhere@hengda.example"}, {"name": "Wu"}]));
    for (stated, now, expected) in
        [("Pan 123", pan(), 0), ("Pan 123 ", moved(), 0), ("", pan(), 0), ("Pan 124", pan(), 1), ("Pan 123", customer(json!([])), 1)]
    {
        let mut world = World::filled();
        world.submits(LIN).unwrap();
        stated.clone_into(&mut world.record.as_mut().unwrap().opened.customer.contact);
        world.facts.customers.insert(id(40), dated(&[(-9 * DAY, pan()), (HOUR, now)]));
        assert_eq!(asked(&world, "fact_changed_since"), expected, "{stated}");
        if expected == 1 {
            let spot = found(&world, Act::Check, "fact_changed_since").remove(0).spot;
            assert_eq!((spot.path.as_str(), spot.params["before"].as_str()), ("customer/contact", stated));
        }
    }
}

// C-5.2-B: nothing is stopped without them, and whoever signs knows of it.
#[test]
fn site_work_that_the_customer_did_not_confirm_or_whose_standards_are_not_back_is_shown() {
    let shown = |world: &World, code: &str| {
        let today = Date::constant(2026, 11, 20);
        let (record, facts, office, visit) = (world.record(), &world.facts, Some(&world.office), world.visit.as_ref());
        [Act::Check, Act::Issue].map(|act| {
            let basis = Basis { act, record, facts, visit, office, who: id(CHEN), at: world.now, today };
            let found = conditions::unmet(&basis).into_iter().filter(|unmet| unmet.code == code);
            found.map(|unmet| (unmet.weight, unmet.clause)).collect::<Vec<_>>()
        })
    };
    let told = || [vec![(Weight::Shows, Some("C-5.2-B"))], vec![(Weight::Shows, Some("C-5.2-B"))]];
    let (confirmation, back) = ("customer_unconfirmed", "return_check_missing");
    let mut world = visited(&[LIN], |_| ());
    assert_eq!((shown(&world, confirmation), shown(&world, back)), (told(), told()));
    world.does(LIN, Body::CustomerConfirmed { name: "Ms Wu".to_owned(), signature: "1,2 3,4".to_owned() }).unwrap();
    assert_eq!((shown(&world, confirmation), shown(&world, back)), ([vec![], vec![]], told()));
    let returned = |at| done(check(id(30), CheckMoment::Return, true), MORNING.plus_millis(at));
    world.visit.as_mut().unwrap().checks.push(returned(-HOUR));
    assert_eq!(shown(&world, back), told(), "before the readings");
    world.visit.as_mut().unwrap().checks.push(returned(HOUR));
    assert_eq!(shown(&world, back), [vec![], vec![]]);
    let mut issued = visited(&[LIN], |_| ());
    issued.office.issued = true;
    let laboratory = World::filled();
    for world in [&issued, &laboratory] {
        assert_eq!((shown(world, confirmation), shown(world, back)), ([vec![], vec![]], [vec![], vec![]]));
    }
}
