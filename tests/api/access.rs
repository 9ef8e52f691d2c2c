//! Every route × every role against the one table of who may do what (C-4.1.2.2).

use axum::http::{Method, StatusCode};
use contract::access::table::{Allow, TABLE, Verb, find};
use contract::api::{Problem, path};
use domain::access::Role;
use support::{Client, Engine, Lab, on_both_engines};

use crate::people;

/// Codes with which the door refuses, before any use case is asked.
const DOOR: [&str; 4] = ["not_signed_in", "not_for_role", "no_access_rule", "password_change_required"];

/// The registers a path with `{noun}` is tried with: one of each kind of writer, and one that does not exist.
const NOUNS: [&str; 5] = ["people", "customers", "standards", "tasks", "secrets"];

fn routes() -> Vec<(Verb, &'static str)> {
    backend::http::routes().listed().to_vec()
}

/// The path with parameters that name nothing.
fn filled(template: &str, noun: &str) -> String {
    template.replace("{noun}", noun).replace("{id}", "0190f0f0-0000-7000-8000-000000000000").replace("{sha256}", &"0".repeat(64))
}

async fn call(client: &Client, verb: Verb, path: &str) -> (StatusCode, String) {
    let method = Method::from_bytes(verb.method().as_bytes()).expect("a method");
    let body = (verb != Verb::Get).then(|| ("application/json", b"{}".to_vec()));
    let answer = client.bytes(method, path, body).await;
    let code = serde_json::from_slice::<Problem>(&answer.bytes).map(|problem| problem.code).unwrap_or_default();
    (answer.status, code)
}

#[test]
fn every_route_has_a_line_in_the_table_and_every_line_a_route() {
    let routes = routes();
    for (verb, path) in &routes {
        assert!(find(*verb, path).is_some(), "{} {path} has no line", verb.method());
    }
    for rule in TABLE {
        assert!(routes.contains(&(rule.verb, rule.path)), "{} {} is not served", rule.verb.method(), rule.path);
    }
}

on_both_engines!(each_role_reaches_exactly_what_the_table_gives_it, Lab::new_on);
async fn each_role_reaches_exactly_what_the_table_gives_it(lab: Lab) {
    let mut people: Vec<(Option<Role>, Client)> = vec![(None, lab.nobody())];
    for role in Role::ALL {
        people.push((Some(role), people::person(&lab, &format!("{role:?}").to_lowercase(), &[role]).await));
    }
    for (verb, template) in routes() {
        // What ends the session or replaces its password is told in stories of its own.
        if (verb, template) == (Verb::Delete, path::SESSION) {
            continue;
        }
        let allow = find(verb, template).map(|rule| rule.allow);
        let nouns: &[&str] = if template.contains("{noun}") { &NOUNS } else { &[""] };
        for noun in nouns {
            for (role, client) in &people {
                let held = role.as_ref().map(std::slice::from_ref);
                let admitted = allow.is_some_and(|allow| allow.admits(held, noun));
                let (status, code) = call(client, verb, &filled(template, noun)).await;
                let told = format!("{} {template} {noun} as {role:?}: {status} {code}", verb.method());
                assert!(!status.is_server_error(), "{told}");
                assert_eq!(admitted, !DOOR.contains(&code.as_str()), "{told}");
                let expected = if role.is_none() { StatusCode::UNAUTHORIZED } else { StatusCode::FORBIDDEN };
                assert!(admitted || status == expected, "{told}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_one_time_password_opens_nothing_but_its_own_change() {
    let lab = Lab::new_on(Engine::Sqlite).await;
    people::enter(&lab, "everything", &Role::ALL, true).await;
    let client = lab.person("everything").await;
    assert!(client.session().await.must_change_password);
    for (verb, template) in routes() {
        if (verb, template) == (Verb::Delete, path::SESSION) {
            continue;
        }
        let open = find(verb, template).is_some_and(|rule| matches!(rule.allow, Allow::Anyone | Allow::SignedIn));
        let (_, code) = call(&client, verb, &filled(template, "customers")).await;
        assert_eq!(open, code != "password_change_required", "{} {template}: {code}", verb.method());
    }
}

#[tokio::test]
async fn a_path_or_method_that_is_not_there_is_a_problem_too() {
    let lab = Lab::empty_on(Engine::Sqlite).await;
    for (method, path, code) in [
        (Method::GET, "/api/nothing", "no_such_route"),
        (Method::GET, "/api", "no_such_route"),
        (Method::POST, "/api/registers/customers/../../nothing", "no_such_route"),
        (Method::PATCH, path::SESSION, "no_such_method"),
        (Method::DELETE, path::SETUP, "no_such_method"),
    ] {
        lab.nobody().bytes(method, path, None).await.refused(code);
    }
}
