//! What surrounds a record and was otherwise only while the work was done, or until the signature: the place, the visit, the customer's
//! confirmation, the body's profile (C-4.1.1, C-4.4, C-5.2.2.2, C-5.4.1).

use serde_json::json;

use super::restated::found;
use super::world::{CHEN, LIN, MORNING, R1, R2, SUN, World, amended, entered, equip, id, on_visit, place, visit};
use crate::certificate::tests::samples;
use crate::conditions::{self, Act, Basis, Weight};
use crate::event::body::Body;
use crate::library::body::{Body as Profile, CertificateLanguage};
use crate::library::place::Place;
use crate::order::customer::Customer;
use crate::register::versions::Versions;
use crate::text::Bilingual;
use crate::time::{Date, Instant, OffsetFrom};
use crate::visit::tests::{check, done};
use crate::visit::{CheckMoment, Visit};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// How often the condition with this code does not hold at the check; the issue says the same.
fn asked(world: &World, code: &str) -> usize {
    let [check, issue] = [Act::Check, Act::Issue].map(|act| found(world, act, code).len());
    assert_eq!(check, issue, "{code}");
    check
}

/// Versions of an entry, each from so many milliseconds after the work began.
fn dated<T: Clone>(versions: &[(i64, T)]) -> Versions<T> {
    Versions::of(versions.iter().map(|(at, body)| (MORNING.plus_millis(*at), body.clone())).collect()).unwrap()
}

fn in_zone(zone: &str) -> Place {
    Place { time_zone: zone.to_owned(), ..place(None) }
}

fn until(high: &str) -> Place {
    let limits = json!([{"key": "temperature", "unit": "°C", "low": "18", "high": high}]);
    Place { limits: serde_json::from_value(limits).unwrap(), ..place(None) }
}

/// A record made in the laboratory at this temperature, of which the register had these versions.
fn placed(temperature: &str, versions: &[(i64, Place)]) -> World {
    let mut world = World::opened();
    world.fill_at(temperature);
    world.submits(LIN).unwrap();
    world.facts.places.insert(id(42), dated(versions));
    for (zone, minutes) in [("Asia/Shanghai", 480), ("Asia/Chongqing", 480), ("Pacific/Pago_Pago", -660)] {
        world.facts.zones.insert(zone.to_owned(), vec![OffsetFrom { from: Instant(0), minutes }]);
    }
    world
}

// C-5.4.1: the day of the calibration is that of the place's zone.
#[test]
fn a_time_zone_that_was_another_around_the_work_is_asked_about() {
    const CODE: &str = "place_zone_changed";
    let [right, same, wrong] = ["Asia/Shanghai", "Asia/Chongqing", "Pacific/Pago_Pago"].map(in_zone);
    for (versions, expected) in [
        (vec![(-9 * DAY, right.clone())], 0),
        (vec![(-9 * DAY, right.clone()), (HOUR, same)], 0),
        (vec![(-9 * DAY, right.clone()), (HOUR, wrong.clone())], 1),
        (vec![(-9 * DAY, wrong.clone()), (-HOUR, right.clone())], 1),
        (vec![(-9 * DAY, right.clone()), (HOUR, wrong.clone()), (2 * HOUR, right.clone())], 1),
        (vec![(-9 * DAY, wrong.clone()), (-2 * DAY, right.clone())], 0),
    ] {
        assert_eq!(asked(&placed("20.1", &versions), CODE), expected, "{versions:?}");
    }
    let mut world = placed("20.1", &[(-9 * DAY, right), (HOUR, wrong)]);
    let unmet = found(&world, Act::Check, CODE).remove(0);
    assert_eq!((unmet.spot.path.as_str(), unmet.clause), ("place", Some("C-5.4.1")));
    let params = ["before", "after", "since"].map(|name| unmet.spot.params[name].clone());
    assert_eq!(params, ["Asia/Shanghai".to_owned(), "Pacific/Pago_Pago".to_owned(), MORNING.plus_millis(HOUR).0.to_string()]);
    world.office.issued = true;
    assert_eq!(found(&world, Act::Issue, CODE), [], "a certificate that stands is corrected by a case");
}

// C-4.4: the laboratory's limits are no other ones for an hour.
#[test]
fn an_environment_outside_the_limits_that_the_place_had_around_the_work_is_asked_about() {
    const CODE: &str = "environment_outside_other_limits";
    let (none, narrow) = (place(None), until("22"));
    for (temperature, versions, expected) in [
        ("24.9", vec![(-9 * DAY, none.clone())], 0),
        ("24.9", vec![(-9 * DAY, narrow.clone()), (-HOUR, none.clone()), (HOUR, narrow.clone())], 1),
        ("24.9", vec![(-9 * DAY, narrow.clone()), (-HOUR, none.clone())], 1),
        ("24.9", vec![(-9 * DAY, none.clone()), (HOUR, narrow.clone())], 1),
        ("21.9", vec![(-9 * DAY, narrow.clone()), (-HOUR, none.clone()), (HOUR, narrow.clone())], 0),
        ("24.9", vec![(-9 * DAY, narrow.clone()), (-2 * DAY, none.clone())], 0),
    ] {
        assert_eq!(asked(&placed(temperature, &versions), CODE), expected, "{temperature} {versions:?}");
    }
    let restored = [(-9 * DAY, narrow.clone()), (-HOUR, none), (HOUR, narrow.clone())];
    let unmet = found(&placed("24.9", &restored), Act::Check, CODE).remove(0);
    assert_eq!((unmet.spot.path.as_str(), unmet.clause), ("environment/start/temperature", Some("C-4.4")));
    assert_eq!((unmet.spot.params["value"].as_str(), unmet.spot.params["readings"].as_str()), ("24.9 °C", "2"));
    // What the customer agreed to for this quantity is agreed to by any limits.
    let mut agreed = World::opened();
    agreed.fill_at("24.9");
    let (what, consent) = ("too warm".to_owned(), "Ms Wu".to_owned());
    agreed.does(LIN, Body::Deviation { what, consent, path: "environment/start/temperature".to_owned() }).unwrap();
    agreed.facts.places.insert(id(42), dated(&restored));
    assert_eq!(asked(&agreed, CODE), 0);
    // One question, where the limits were others already when the work was done.
    let before = placed("24.9", &[(-9 * DAY, narrow)]);
    assert_eq!((asked(&before, "place_limits_changed"), asked(&before, CODE)), (1, 0));
}

// C-5.2.2.2: a customer's place stays one though the register calls it the body's own while the work is done.
#[test]
fn work_at_a_customers_place_without_a_visit_is_asked_about() {
    const CODE: &str = "site_without_visit";
    let (ours, theirs) = (place(None), place(Some(40)));
    for (versions, expected) in [
        (vec![(-9 * DAY, ours.clone())], 0),
        (vec![(-9 * DAY, theirs.clone()), (-HOUR, ours.clone())], 1),
        (vec![(-9 * DAY, theirs.clone()), (-HOUR, ours.clone()), (HOUR, theirs.clone())], 1),
        (vec![(-9 * DAY, ours.clone()), (HOUR, theirs.clone()), (2 * HOUR, ours.clone())], 1),
        (vec![(-9 * DAY, theirs.clone()), (-2 * DAY, ours.clone()), (HOUR, theirs.clone())], 1),
        // Put right in good time.
        (vec![(-9 * DAY, theirs.clone()), (-2 * DAY, ours.clone())], 0),
    ] {
        assert_eq!(asked(&placed("20.1", &versions), CODE), expected, "{versions:?}");
    }
    let mut world = placed("20.1", &[(-9 * DAY, theirs.clone()), (-2 * DAY, ours), (HOUR, theirs)]);
    let unmet = found(&world, Act::Check, CODE).remove(0);
    assert_eq!((unmet.spot.path.as_str(), unmet.spot.params["place"].as_str(), unmet.clause), ("place", "恒达 Hengda", Some("C-5.2.2.2")));
    assert_eq!(unmet.spot.params["since"], MORNING.plus_millis(HOUR).0.to_string());
    world.office.issued = true;
    assert_eq!(found(&world, Act::Issue, CODE), [], "a certificate that stands is corrected by a case");
    assert_eq!(asked(&visited(&[LIN], |_| ()), CODE), 0, "on a visit");
}

// C-5.2.2.2: a second entry of the same place, without its customer.
#[test]
fn work_without_a_visit_at_an_address_of_the_customer_is_asked_about() {
    const CODE: &str = "site_without_visit";
    let world = || placed("20.1", &[(-9 * DAY, place(None))]);
    for (zh, en, expected) in [("恒 达", "", 1), ("", "HENG-DA.", 1), ("杭州", "Hengda", 1), ("杭州", "Hangzhou", 0), ("", "", 0)] {
        let address = || Bilingual::new(zh, en);
        let mut beside = world();
        beside.facts.sites = vec![Place { address: address(), ..place(Some(40)) }];
        assert_eq!(asked(&beside, CODE), expected, "a place at {zh} {en}");
        let mut at_home = world();
        let customer = json!({"code": "HD", "name": Bilingual::new("恒达", "Hengda"), "address": address()});
        let customer: Customer = serde_json::from_value(customer).unwrap();
        at_home.facts.customers.insert(id(40), Versions::always(customer));
        assert_eq!(asked(&at_home, CODE), expected, "the customer at {zh} {en}");
        // A body that calibrates for its own house.
        for world in [&mut beside, &mut at_home] {
            let address = Bilingual::new("", "Hengda");
            world.facts.body = Some(dated(&[(-9 * DAY, Profile { address, ..samples::body() })]));
            assert_eq!(asked(world, CODE), 0, "{zh} {en}");
        }
    }
    let mut nowhere = placed("20.1", &[(-9 * DAY, Place { address: Bilingual::default(), ..place(None) })]);
    nowhere.facts.sites = vec![Place { address: Bilingual::default(), ..place(Some(40)) }];
    assert_eq!(asked(&nowhere, CODE), 0, "two places without an address");
}

// C-4.4, C-5.4.1: a laboratory that was entered for this work, or a customer's place entered again, may have any limits and any zone.
#[test]
fn a_place_that_was_entered_shortly_before_the_work_is_asked_about_once_certificates_are_issued() {
    const CODE: &str = "place_entered_lately";
    let issuing = |entered: i64, which: &Place, first: Option<i64>| {
        let mut world = placed("20.1", &[(-entered, which.clone()), (HOUR, which.clone())]);
        world.office.first_issue = first.map(|before| MORNING.plus_millis(-before));
        world
    };
    let (ours, theirs) = (place(None), place(Some(40)));
    for (entered, which, first, expected) in [
        (HOUR, &ours, Some(90 * DAY), 1),
        (30 * DAY, &ours, Some(90 * DAY), 1),
        (31 * DAY, &ours, Some(90 * DAY), 0),
        (HOUR, &ours, None, 0),
        (2 * DAY, &ours, Some(DAY), 0),
        (HOUR, &theirs, Some(90 * DAY), 0),
    ] {
        assert_eq!(asked(&issuing(entered, which, first), CODE), expected, "{entered} {which:?} {first:?}");
    }
    let mut twice = issuing(HOUR, &theirs, Some(90 * DAY));
    twice.facts.sites = vec![theirs.clone(), Place { name: Bilingual::new("东门", "East gate"), ..theirs.clone() }];
    let expected = usize::from(!theirs.address.is_empty());
    assert_eq!((asked(&twice, CODE), expected), (1, 1), "another of the customer's places has the address");
    let mut issued = issuing(HOUR, &ours, Some(90 * DAY));
    issued.office.issued = true;
    assert_eq!(found(&issued, Act::Issue, CODE), []);
}

// C-4.2: a second edition with other limits, put in force for one record.
#[test]
fn an_edition_that_is_new_beside_another_in_force_is_asked_about() {
    const CODE: &str = "edition_beside_another";
    let beside = |entered: i64, others: &[&str], first: Option<i64>| {
        let mut world = placed("20.1", &[(-90 * DAY, place(None))]);
        let edition = world.record().opened.edition.clone();
        let known = Versions::of(vec![(MORNING.plus_millis(-entered), edition)]).unwrap();
        world.facts.editions.insert(world.record().opened.edition_id, known);
        world.facts.beside = others.iter().map(|name| (*name).to_owned()).collect();
        world.office.first_issue = first.map(|before| MORNING.plus_millis(-before));
        world
    };
    let old = ["JJF 1 2013"];
    for (entered, others, first, expected) in [
        (HOUR, &old[..], Some(90 * DAY), 1),
        (30 * DAY, &old, Some(90 * DAY), 1),
        (31 * DAY, &old, Some(90 * DAY), 0),
        (HOUR, &[], Some(90 * DAY), 0),
        (HOUR, &old, None, 0),
        (2 * DAY, &old, Some(DAY), 0),
    ] {
        assert_eq!(asked(&beside(entered, others, first), CODE), expected, "{entered} {others:?} {first:?}");
    }
    let unmet = found(&beside(HOUR, &old, Some(90 * DAY)), Act::Check, CODE).remove(0);
    assert_eq!((unmet.spot.params["edition"].as_str(), unmet.clause), ("JJF 1 2013", Some("C-4.2")));
}

/// A record made on a visit, planned like this afterwards.
fn visited(people: &[u128], changed: impl FnOnce(&mut Visit)) -> World {
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
