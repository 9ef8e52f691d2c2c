//! What a reset password does not do in its person's name (C-4.3.2): anything but look after the own account, and record.

use axum::http::Method;
use contract::access::table::{TABLE, Verb, find};
use contract::api::authority::AskedView;
use contract::api::{Problem, path};
use contract::sync::EventOutcome;
use domain::access::Role;
use domain::event::Stream;
use domain::event::body::Body;
use serde_json::json;
use support::authority::ask;
use support::{Client, Lab, minutes, on_both_engines};

use super::held::reset;
use super::newcomer;
use crate::certificate::employ;
use crate::record::Site;

/// Everybody's roles in one person, but the customer's.
const ALL: [Role; 6] = [Role::Administrator, Role::Office, Role::Calibrator, Role::Checker, Role::Signatory, Role::TechnicalManager];

async fn code(client: &Client, verb: Verb, template: &str, noun: &str) -> String {
    let path = template.replace("{noun}", noun).replace("{id}", "0190f0f0-0000-7000-8000-000000000000");
    let method = Method::from_bytes(verb.method().as_bytes()).expect("a method");
    let body = (verb != Verb::Get).then(|| ("application/json", b"{}".to_vec()));
    let answer = client.bytes(method, &path.replace("{sha256}", &"0".repeat(64)), body).await;
    serde_json::from_slice::<Problem>(&answer.bytes).map(|problem| problem.code).unwrap_or_default()
}

on_both_engines!(with_a_reset_password_nothing_is_written_in_that_name, Lab::new_on);
async fn with_a_reset_password_nothing_is_written_in_that_name(lab: Lab) {
    employ(&lab, "fang", &[Role::TechnicalManager], None).await;
    employ(&lab, "gao", &ALL, None).await;
    let (admin, fang) = (lab.person("admin").await, lab.person("fang").await);
    let gao = lab.person("gao").await.session().await.person;
    let gao = reset(&lab, &admin, &fang, gao, "gao").await;
    // Methods approved, editions withdrawn, standards failed and retired, tasks called off, people's authority taken away.
    for noun in ["methods", "editions", "standards", "tasks", "people", "body", "orders"] {
        for (verb, route) in [(Verb::Post, path::REGISTER), (Verb::Put, path::REGISTER_ENTRY), (Verb::Post, path::REGISTER_IMPORT)] {
            assert_eq!(code(&gao, verb, route, noun).await, "signing_held", "{noun} {route}");
        }
    }
    for route in [
        path::ORDER_TASKS,
        path::TASK_ASSIGN,
        path::DEVICE_NEW_PIN,
        path::DEVICE_REVOKE,
        path::PERSON_SIGN_OUT,
        path::PERSON_RESET,
        path::CONFIRMATION_CONFIRM,
        path::CONFIRMATION_WITHDRAW,
        path::CERTIFICATE_RECALL,
    ] {
        assert_eq!(code(&gao, Verb::Post, route, "").await, "signing_held", "{route}");
    }
    // A reader reads, an account is looked after, a calibrator records.
    for (verb, route) in [
        (Verb::Get, path::DESK),
        (Verb::Get, path::REGISTER),
        (Verb::Post, path::NOTICES),
        (Verb::Post, path::PASSWORD),
        (Verb::Post, path::DEVICES),
        (Verb::Post, path::DEVICE_RELEASE),
        (Verb::Post, path::SYNC),
        (Verb::Put, path::FILE),
        (Verb::Delete, path::ACCESS),
    ] {
        assert!(find(verb, route).is_some());
        assert_ne!(code(&gao, verb, route, "items").await, "signing_held", "{route}");
    }
    // And so for every route there is.
    for rule in TABLE.iter().filter(|rule| (rule.verb, rule.path) != (Verb::Delete, path::SESSION)) {
        let admitted = rule.allow.admits(Some(&ALL), "items");
        let held = code(&gao, rule.verb, rule.path, "items").await == "signing_held";
        assert_eq!(held, admitted && rule.is_held_back(), "{:?} {}", rule.verb, rule.path);
    }
}

// Nor is somebody else's request declined in that name; one about the own account is.
on_both_engines!(with_a_reset_password_one_declines_what_is_about_oneself_alone, Lab::new_on);
async fn with_a_reset_password_one_declines_what_is_about_oneself_alone(lab: Lab) {
    for (name, roles) in [("fang", Role::TechnicalManager), ("gao", Role::Administrator)] {
        employ(&lab, name, &[roles], None).await;
    }
    let (admin, fang) = (lab.person("admin").await, lab.person("fang").await);
    let of_gao = lab.person("gao").await.session().await.person;
    let gao = reset(&lab, &admin, &fang, of_gao, "gao").await;
    let later = newcomer(&admin, "later").await;
    let other: AskedView = ask(&admin, later, json!({"roles": ["office"]})).await.success();
    let own: AskedView = ask(&admin, of_gao, json!({"roles": ["administrator", "office"]})).await.success();
    let declines = async |asked: &AskedView| {
        let route = path::with(path::CONFIRMATION_DECLINE, asked.request.expect("a request"));
        gao.send(Method::POST, &route, &json!({"reason": "not me"})).await
    };
    declines(&other).await.refused("signing_held");
    assert!(declines(&own).await.status.is_success());
}

// On a device that is not confirmed as its person's, nobody gives their record up, or takes it up again.
on_both_engines!(on_a_held_device_nobody_decides_over_a_record, Lab::new_on);
async fn on_a_held_device_nobody_decides_over_a_record(lab: Lab) {
    let mut site = Site::new(&lab).await;
    site.arrive(&lab, true);
    let record = site.open(&lab);
    site.send_only(&lab).await;
    let mut second = site.second_tablet(&lab).await;
    let (stream, reason) = (Stream::record(record), || "it did not please".to_owned());
    let held = EventOutcome::SetAside { code: "signing_held".to_owned() };
    let given_up = second.force(stream, lab.now(), Body::Abandoned { reason: reason() });
    let taken_off = second.force(stream, lab.now(), Body::TakenOff { person: site.world.sun, reason: reason() });
    second.exchange(&site.lin, lab.now()).await;
    assert_eq!((&second.disk.outcomes[&given_up], &second.disk.outcomes[&taken_off]), (&held, &held));
    // On the earlier one it counts, and is not undone from the other.
    site.tablet.exchange(&site.lin, lab.now()).await;
    let given_up = site.make(&lab, record, Body::Abandoned { reason: reason() }).expect("by who began it");
    site.tablet.exchange(&site.lin, lab.now()).await;
    assert_eq!(site.tablet.disk.outcomes[&given_up], EventOutcome::Effective);
    lab.advance(minutes(1));
    second.exchange(&site.lin, lab.now()).await;
    let taken_up = second.force(stream, lab.now(), Body::TakenUp { reason: reason() });
    second.exchange(&site.lin, lab.now()).await;
    assert_eq!(second.disk.outcomes[&taken_up], held);
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}
