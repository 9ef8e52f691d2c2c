//! Every route that gives out an object, for each role, with an object of one's own and of another, against the one table
//! (C-4.1.2.2).

use axum::http::{Method, StatusCode};
use base::id::kind;
use contract::access::table::{Reach, Verb, find};
use contract::api::{Problem, path};
use domain::access::Role;
use domain::certificate::correction::Correction;
use domain::certificate::origin::Origin;
use domain::event::Hash;
use serde_json::json;
use support::lab::PASSWORD;
use support::world::{both, put};
use support::{Client, Lab, on_both_engines};

use crate::certificate::{Desk, employ};
use crate::input::content;
use crate::people;

const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\nnot much of a picture";

/// Somebody, and whether the objects are theirs.
struct Person {
    who: String,
    roles: Vec<Role>,
    own: bool,
    client: Client,
}

async fn everybody(lab: &Lab) -> Vec<Person> {
    let stranger = lab.app.new_id();
    put::<kind::Customer>(lab, stranger, serde_json::json!({"code": "X", "name": both("别家", "Other"), "address": both("", "")})).await;
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
    all
}

/// The routes that give out one object, each with one that is there.
fn objects(desk: &Desk, certificate: &str, case: &str) -> Vec<(&'static str, String, &'static str)> {
    let world = &desk.site.world;
    let record = desk.record.to_string();
    let mut objects: Vec<_> = [path::RECORD, path::RECORD_PDF, path::RECORD_DRAFT, path::RECORD_DRAFT_PDF]
        .map(|route| (route, path::with(route, &record), ""))
        .into();
    objects.extend(
        [path::CERTIFICATE, path::CERTIFICATE_PDF, path::CERTIFICATE_XML, path::PORTAL_PDF]
            .map(|route| (route, path::with(route, certificate), "")),
    );
    objects.push((path::CASE, path::with(path::CASE, case), ""));
    objects.push((path::ITEM_LABEL, path::with(path::ITEM_LABEL, world.item), ""));
    objects.push((path::FILE, path::with(path::FILE, Hash::of(PICTURE)), ""));
    objects.push((path::EDITION_USE, path::with(path::EDITION_USE, world.edition), ""));
    objects.push((path::ITEM_USE, path::with(path::ITEM_USE, world.item), ""));
    objects.push((path::PERSON_AUTHORITY, path::with(path::PERSON_AUTHORITY, world.lin), ""));
    objects.push((path::VISIT_CHECKS, path::with(path::VISIT_CHECKS, world.visit), ""));
    objects.push((path::STANDARD_AFFECTED, path::with(path::STANDARD_AFFECTED, world.standard), ""));
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

on_both_engines!(everybody_reaches_the_objects_that_the_table_gives_them, Lab::new_on);
async fn everybody_reaches_the_objects_that_the_table_gives_them(lab: Lab) {
    let mut desk = Desk::new(&lab).await;
    desk.site.attached(&lab, PICTURE).await;
    let certificate = desk.issued("original").await;
    let opened = desk.open(&certificate, Origin::Record).await;
    let case: Correction = opened.success();
    let everybody = everybody(&lab).await;
    let objects = objects(&desk, &certificate.row.id.to_string(), &case.id.to_string());
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
    for route in [
        path::RECORDS,
        path::CERTIFICATES,
        path::CORRECTIONS,
        path::CASES,
        path::DESK,
        path::PORTAL_ORDERS,
        path::PORTAL_ITEMS,
        path::PORTAL_CERTIFICATES,
        path::PORTAL_ARCHIVE,
    ] {
        let rule = find(Verb::Get, route).expect("a line of the table");
        for Person { who, roles, own, client } in everybody.iter().filter(|person| rule.allow.admits(Some(&person.roles), "")) {
            let asked = if route == path::CASES { format!("{route}?kind=correction") } else { route.to_owned() };
            let answer = client.bytes(Method::GET, &asked, None).await;
            assert_eq!(answer.status, StatusCode::OK, "{route} as {who}");
            let text = answer.text();
            let tells = ["Hengda", "EC-0001", number, customer].iter().any(|word| text.contains(word));
            let narrow = rule.reach(roles) != Reach::All && !own;
            assert!(!(tells && narrow), "{route} tells {who} of another's: {text}");
            assert!(tells || narrow || [path::PORTAL_ORDERS, path::DESK].contains(&route), "{route} tells {who} nothing: {text}");
        }
    }
}

/// The routes that change an object, each with a body that is right for one that is there.
fn changes(lab: &Lab, desk: &Desk, certificate: &str, device: &str) -> Vec<(Verb, &'static str, String, serde_json::Value)> {
    let world = &desk.site.world;
    let id = || lab.app.new_id::<()>();
    let (record, seen) = (desk.record.to_string(), 100);
    let token = desk.site.lin.cookie().and_then(|cookie| cookie.split('=').nth(1)).expect("a session");
    let session = Hash::of(token.as_bytes()).to_string();
    let key = json!({"recovery_key": "a1".repeat(32)});
    let authority = json!({"revision": 1, "reason": "", "authority": {"sign_in": "lin", "title_level": "senior", "roles": ["checker"],
        "active": true}});
    let review = json!({"revision": 1, "outcome": "declined", "discussion": "they went elsewhere",
        "able": {"people": true, "standards": true, "method": true, "environment": true}});
    let item = json!({"revision": 1, "reason": "x", "body": {"customer": world.customer, "identification": "EC-0001",
        "name": both("卡尺", "Calliper"), "model": "1", "manufacturer": "", "serial_number": ""}});
    let settled = json!({"type": "afresh", "record": record, "customer": world.customer});
    [
        (Verb::Post, path::DEVICE_REVOKE, device, json!({})),
        (Verb::Post, path::DEVICE_NEW_PIN, device, json!({})),
        (Verb::Put, path::DEVICE_RECOVERY, device, key),
        (Verb::Post, path::DEVICE_RECOVERY, device, json!({})),
        (Verb::Post, path::DEVICE_RELEASE, device, json!({"holds": [], "signature": ""})),
        (Verb::Post, path::PERSON_RESET, &world.lin.to_string(), json!({})),
        (Verb::Post, path::PERSON_SIGN_OUT, &world.lin.to_string(), json!({})),
        (Verb::Delete, path::ACCESS_ONE, &session, json!({})),
        (Verb::Post, path::PERSON_RESET_MAIL, &world.lin.to_string(), json!({})),
        (Verb::Post, path::PERSON_SIGNING, &world.lin.to_string(), json!({})),
        (Verb::Post, path::PERSON_AUTHORITY, &world.lin.to_string(), authority),
        (Verb::Post, path::CONFIRMATION_CONFIRM, &id().to_string(), json!({"seen": "0".repeat(64), "password": PASSWORD})),
        (Verb::Post, path::CONFIRMATION_DECLINE, &id().to_string(), json!({"reason": "x"})),
        (Verb::Post, path::CONFIRMATION_WITHDRAW, &id().to_string(), json!({})),
        (Verb::Post, path::ORDER_REVIEW, &id().to_string(), review),
        (Verb::Post, path::ORDER_TASKS, &id().to_string(), json!({})),
        (Verb::Post, path::TASK_ASSIGN, &id().to_string(), json!({"revision": 1, "calibrators": [], "standards": []})),
        (Verb::Post, path::RECORD_RETURN, &record, json!({"seen": seen, "findings": [{"path": "record", "text": "why?"}]})),
        (Verb::Post, path::RECORD_CHECK, &record, json!({"seen": seen, "password": PASSWORD})),
        (Verb::Post, path::RECORD_ORDER, &record, json!({"order": world.order, "line": 1})),
        (Verb::Post, path::RECORD_FACTS, &record, json!({"afresh": true})),
        (Verb::Post, path::RECORD_GIVE_UP, &record, json!({"seen": seen, "reason": "why"})),
        (Verb::Post, path::RECORD_TAKE_UP, &record, json!({"seen": seen, "reason": "why"})),
        (Verb::Post, path::RECORD_TAKE_OFF, &record, json!({"seen": seen, "person": world.lin, "reason": "why"})),
        (
            Verb::Post,
            path::RECORD_ISSUE,
            &record,
            json!({"seen": seen, "stated": "0".repeat(64), "kind": "original", "password": PASSWORD}),
        ),
        (Verb::Post, path::CERTIFICATE_CORRECT, certificate, json!({"reason": "told", "origin": "office"})),
        (Verb::Post, path::CERTIFICATE_RECALL, certificate, json!({"note": "back"})),
        (Verb::Post, path::CORRECTION_CHECK, &id().to_string(), json!({"stated": "0".repeat(64), "password": PASSWORD})),
        (Verb::Post, path::CORRECTION_WITHDRAW, &id().to_string(), json!({})),
        (Verb::Post, path::CASE, &record, json!({"head": "0".repeat(64), "fact": settled})),
        (Verb::Put, path::REGISTER_ENTRY, &world.item.to_string(), item),
    ]
    .map(|(verb, route, id, body)| (verb, route, path::with(&route.replace("{noun}", "items"), id), body))
    .into()
}

// C-4.1.2.2, F24: who may not change an object changes nothing, though the command itself is right; a device's recovery is its
// person's alone.
on_both_engines!(nobody_changes_an_object_that_the_table_does_not_give_them, Lab::new_on);
async fn nobody_changes_an_object_that_the_table_does_not_give_them(lab: Lab) {
    let mut desk = Desk::new(&lab).await;
    desk.site.attached(&lab, PICTURE).await;
    let certificate = desk.issued("original").await;
    let everybody = everybody(&lab).await;
    let device = desk.site.tablet.engine.meta().device.to_string();
    let changes = changes(&lab, &desk, &certificate.row.id.to_string(), &device);
    for (verb, route) in backend::http::routes().listed() {
        let of_object = *verb != Verb::Get && route.contains("{id}");
        assert!(
            !of_object || changes.iter().any(|(known, path, ..)| (known, path) == (verb, route)),
            "{} {route} has no change",
            verb.method()
        );
    }
    let before = content(&lab).await;
    for (verb, route, path, body) in &changes {
        let rule = find(*verb, route).expect("a line of the table");
        let own_alone = [path::DEVICE_RECOVERY, path::DEVICE_RELEASE, path::ACCESS_ONE].contains(route);
        for Person { who, roles, own, client } in &everybody {
            let admitted = rule.allow.admits(Some(roles), "items");
            if admitted && (!own_alone || *own) {
                continue;
            }
            let method = Method::from_bytes(verb.method().as_bytes()).expect("a method");
            let status = client.send(method, path, body).await.status;
            let expected = if admitted { StatusCode::NOT_FOUND } else { StatusCode::FORBIDDEN };
            assert_eq!(status, expected, "{} {path} as {who}", verb.method());
        }
    }
    assert_eq!(content(&lab).await, before, "nothing was written");
}
