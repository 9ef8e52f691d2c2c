//! Every route that gives out an object, for each role, with an object of one's own and of another, against the one table
//! (C-4.1.2.2).

use axum::http::{Method, StatusCode};
use shared::access::Role;
use shared::access::table::{Reach, Verb, find};
use shared::api::{Problem, path};
use shared::event::Hash;
use support::world::{both, put};
use support::{Client, Engine, Lab};

use crate::certificate::{Desk, employ};
use crate::people;

const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\nnot much of a picture";

/// Somebody, and whether the objects are theirs.
struct Person {
    who: String,
    roles: Vec<Role>,
    own: bool,
    client: Client,
}

async fn everybody(lab: &Lab, desk: &Desk) -> Vec<Person> {
    let stranger = lab.app.new_id();
    put::<shared::order::customer::Customer>(
        lab,
        stranger,
        serde_json::json!({"code": "X", "name": both("别家", "Other"), "address": both("", "")}),
    )
    .await;
    employ(lab, "zhou", &[Role::Customer], Some(stranger)).await;
    let mut all = Vec::new();
    for (who, roles, own) in [
        ("lin", vec![Role::Calibrator], true),
        ("sun", vec![Role::Calibrator], false),
        ("pan", vec![Role::Customer], true),
        ("zhou", vec![Role::Customer], false),
    ] {
        all.push(Person { who: who.to_owned(), roles, own, client: lab.person(who).await });
    }
    for role in [Role::Administrator, Role::Office, Role::Checker, Role::Signatory, Role::TechnicalManager] {
        let who = format!("{role:?}").to_lowercase();
        all.push(Person { client: people::person(lab, &who, &[role]).await, who, roles: vec![role], own: false });
    }
    let stored = desk.site.lin.bytes(Method::PUT, &path::with(path::FILE, Hash::of(PICTURE)), Some(("image/png", PICTURE.to_vec()))).await;
    assert!(stored.status.is_success(), "{}", stored.text());
    all
}

/// The routes that give out one object, each with one that is there.
fn objects(desk: &Desk, certificate: &str) -> Vec<(&'static str, String, &'static str)> {
    let world = &desk.site.world;
    let record = desk.record.to_string();
    let mut objects: Vec<_> = [path::RECORD, path::RECORD_PDF, path::RECORD_DRAFT, path::RECORD_DRAFT_PDF]
        .map(|route| (route, path::with(route, &record), ""))
        .into();
    objects.extend(
        [path::CERTIFICATE, path::CERTIFICATE_PDF, path::CERTIFICATE_XML, path::PORTAL_PDF]
            .map(|route| (route, path::with(route, certificate), "")),
    );
    objects.push((path::ITEM_LABEL, path::with(path::ITEM_LABEL, world.item), ""));
    objects.push((path::FILE, path::with(path::FILE, Hash::of(PICTURE)), ""));
    objects.push((path::EDITION_USE, path::with(path::EDITION_USE, world.edition), ""));
    objects.push((path::VISIT_CHECKS, path::with(path::VISIT_CHECKS, world.visit), ""));
    let entries = [
        ("people", world.lin.to_string()),
        ("customers", world.customer.to_string()),
        ("items", world.item.to_string()),
        ("editions", world.edition.to_string()),
        ("visits", world.visit.to_string()),
    ];
    for (noun, id) in entries {
        for route in [path::REGISTER_ENTRY, path::REGISTER_HISTORY] {
            objects.push((route, path::with2(route, noun, &id), noun));
        }
    }
    objects
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_reaches_the_objects_that_the_table_gives_them() {
    let lab = Lab::new_on(Engine::Sqlite).await;
    let desk = Desk::new(&lab).await;
    let certificate = desk.issued("original").await;
    let everybody = everybody(&lab, &desk).await;
    let objects = objects(&desk, &certificate.row.id.to_string());
    for (verb, route) in backend::http::routes().listed() {
        let gives = *verb == Verb::Get && (route.contains("{id}") || route.contains("{sha256}"));
        assert!(!gives || objects.iter().any(|(known, ..)| known == route), "{route} has no object here");
    }
    for (route, path, noun) in &objects {
        let rule = find(Verb::Get, route).expect("a line of the table");
        for Person { who, roles, own, client } in &everybody {
            let answer = client.bytes(Method::GET, path, None).await;
            let code = serde_json::from_slice::<Problem>(&answer.bytes).map(|problem| problem.code).unwrap_or_default();
            let expected = match (rule.allow.admits(Some(roles), noun), rule.reach(roles)) {
                (false, _) => StatusCode::FORBIDDEN,
                (true, Reach::OwnCustomer | Reach::OwnRecords) if !own => StatusCode::NOT_FOUND,
                (true, _) => StatusCode::OK,
            };
            assert_eq!(answer.status, expected, "{path} as {who}: {code}");
        }
    }
    lists(&everybody, &certificate.row.number, &desk.site.world.customer.to_string()).await;
}

/// What lists tell of another's.
async fn lists(everybody: &[Person], number: &str, customer: &str) {
    for route in [path::RECORDS, path::DESK, path::PORTAL_ORDERS, path::PORTAL_ITEMS, path::PORTAL_CERTIFICATES, path::PORTAL_ARCHIVE] {
        let rule = find(Verb::Get, route).expect("a line of the table");
        for Person { who, roles, own, client } in everybody.iter().filter(|person| rule.allow.admits(Some(&person.roles), "")) {
            let answer = client.bytes(Method::GET, route, None).await;
            assert_eq!(answer.status, StatusCode::OK, "{route} as {who}");
            let text = answer.text();
            let tells = ["Hengda", "EC-0001", number, customer].iter().any(|word| text.contains(word));
            let narrow = rule.reach(roles) != Reach::All && !own;
            assert!(!(tells && narrow), "{route} tells {who} of another's: {text}");
            assert!(tells || narrow || [path::PORTAL_ORDERS, path::DESK].contains(&route), "{route} tells {who} nothing: {text}");
        }
    }
}
