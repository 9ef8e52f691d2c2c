//! What belongs to a wing that is not shown is not there; what belongs to the whole house always is.

use axum::http::Method;
use contract::access::table::{Verb, find};
use contract::api::path;
use domain::access::Role;
use domain::access::wing::Wing;
use serde_json::{Value, json};
use support::{Client, Engine, Lab, authority, on_both_engines};

use crate::people;

/// A laboratory on a server that shows these wings.
async fn showing(engine: Engine, wings: &[Wing]) -> Lab {
    let lab = Lab::new_on(engine).await;
    let app = &lab.app;
    let config = backend::state::Config { wings: wings.to_vec(), ..app.config.clone() };
    lab.beside(backend::state::App::new(app.db.clone(), app.files.clone(), app.clock.clone(), config))
}

async fn without_calibrations(engine: Engine) -> Lab {
    showing(engine, &[Wing::Comparison]).await
}

fn filled(template: &str, noun: &str) -> String {
    path::with(&template.replace("{noun}", noun).replace("{sha256}", &"0".repeat(64)), "0190f0f0-0000-7000-8000-000000000000")
}

async fn code(client: &Client, verb: Verb, path: &str) -> String {
    let body = (verb != Verb::Get).then(|| ("application/json", b"{}".to_vec()));
    let answer = client.bytes(Method::from_bytes(verb.method().as_bytes()).expect("a method"), path, body).await;
    answer.json()["code"].as_str().unwrap_or_default().to_owned()
}

on_both_engines!(a_route_of_a_hidden_wing_is_no_route_for_anybody, without_calibrations);
async fn a_route_of_a_hidden_wing_is_no_route_for_anybody(lab: Lab) {
    let everybody = [lab.nobody(), people::person(&lab, "everything", &Role::ALL).await];
    let mut hidden = 0;
    for (verb, template) in backend::http::routes().listed() {
        let rule = find(*verb, template).expect("a line of the table");
        let nouns: &[&str] = if template.contains("{noun}") { &["customers", "items"] } else { &[""] };
        for noun in nouns {
            let gone = rule.wing == Some(Wing::Calibration) || *noun == "items";
            hidden += u32::from(gone);
            for client in everybody.iter().filter(|_| gone || *verb == Verb::Get) {
                let path = filled(template, noun);
                let code = code(client, *verb, &path).await;
                assert_eq!(gone, code == "no_such_route", "{} {path}: {code}", verb.method());
            }
        }
    }
    assert!(hidden > 40, "{hidden}");
    let described: Value = lab.nobody().get(path::OPENAPI).await;
    assert!(described["paths"].get(path::RECORDS).is_none() && described["paths"].get(path::SESSION).is_some());
    // Another method on such a path says no more than on a path that never was.
    lab.nobody().bytes(Method::PATCH, path::RECORDS, None).await.refused("no_such_route");
}

on_both_engines!(a_role_of_a_hidden_wing_is_not_given, without_calibrations);
async fn a_role_of_a_hidden_wing_is_not_given(lab: Lab) {
    let admin = lab.person("admin").await;
    assert_eq!(admin.session().await.wings, [Wing::Comparison], "the app is told");
    let person = people::enter(&lab, "li.wei", &[Role::Office, Role::Checker], false).await;
    let ask = async |roles: &[Role]| authority::ask(&admin, person, json!({ "roles": roles })).await;
    let refused = ask(&[Role::Office, Role::Checker, Role::Calibrator]).await.refused("entry_invalid");
    assert_eq!((refused.findings[0].code.as_ref(), refused.findings[0].path.as_str()), ("role_not_offered", "roles"));
    // What somebody holds already stands, and what belongs to no wing is given.
    let given = ask(&[Role::Office, Role::Checker, Role::Administrator]).await;
    assert!(given.status.is_success(), "{}", given.text());
}
