//! Each command with a body that is right but for one place: named by its path, nothing written, never a failure (F26).

use axum::http::Method;
use contract::access::table::Verb;
use contract::api::{Problem, path};
use domain::access::Role;
use serde_json::{Value, json};
use support::{Client, Engine, Lab, on_both_engines};

use crate::input::content;
use crate::people;

const ID: &str = "0190f0f0-0000-7000-8000-000000000000";
/// Commands without a body, and those whose body is a file.
const NO_JSON: [&str; 10] = [
    path::DEVICE_REVOKE,
    path::DEVICE_NEW_PIN,
    path::PERSON_RESET,
    path::PERSON_RESET_MAIL,
    path::PERSON_SIGNING,
    path::PERSON_SIGN_OUT,
    path::CONFIRMATION_WITHDRAW,
    path::ORDER_TASKS,
    path::FILE,
    path::REGISTER_IMPORT,
];
/// Bodies tried of one command: a form has hundreds of fields.
const TRIED: usize = 240;

/// A whole body of every command, whatever it is about.
pub async fn commands(lab: &Lab) -> Vec<(Method, String, Value)> {
    let both = json!({"zh": "衡准", "en": "Hengzhun"});
    let post = |template: &str, body: Value| (Method::POST, path::with(template, ID), body);
    let mut commands = vec![
        post(path::SESSION, json!({"sign_in": "nobody", "password": "nothing"})),
        post(path::PASSWORD, json!({"old": "wrong password", "new": "another password"})),
        post(path::SETUP, json!({"body": both, "name": both, "sign_in": "second", "password": "another password"})),
        post(path::RESET, json!({"token": "no such token", "password": "another password"})),
        post(
            path::PERSON_AUTHORITY,
            json!({"revision": 1, "reason": "x", "authority": {"sign_in": "nobody", "email": "", "title_level": "none",
            "roles": ["office"], "customer": ID, "active": true, "authorisations": [{"service": ID, "activity": "check",
            "validity": {"from": "2026-01-01", "until": "2027-01-01"}, "scope": "x", "given_at": 1,
            "paper": {"by": "x", "reference": "x", "on": "2026-01-01"}}]}}),
        ),
        post(path::CONFIRMATION_CONFIRM, json!({"seen": "0".repeat(64), "password": "wrong password"})),
        post(path::NOTICES, json!({"until": ID})),
        post(path::CONFIRMATION_DECLINE, json!({"reason": "x"})),
        post(path::DEVICE_RECOVERY, json!({"password": "wrong password"})),
        post(path::DEVICE_RELEASE, json!({"holds": [ID], "signature": "00"})),
        post(path::DEVICES, json!({"device": ID, "name": "Tablet", "public_key": "04ff"})),
        post(
            path::ORDER_REVIEW,
            json!({"revision": 1, "outcome": "accepted", "able": {"people": true, "standards": true, "method": true, "environment": true}, "discussion": "x"}),
        ),
        post(path::TASK_ASSIGN, json!({"revision": 1, "calibrators": [ID], "standards": [ID], "visit": ID})),
        post(path::SYNC, exchange()),
        post(path::SYNC_IMPORT, exchange()),
        post(path::RECORD_RETURN, json!({"seen": 3, "findings": [{"path": "record", "text": "why?"}]})),
        post(path::RECORD_CHECK, json!({"seen": 3, "password": "wrong password"})),
        post(path::RECORD_ORDER, json!({"order": ID, "line": 0})),
        post(path::RECORD_FACTS, json!({"afresh": true})),
        post(path::RECORD_GIVE_UP, json!({"seen": 3, "reason": "the wrong method"})),
        post(path::RECORD_TAKE_UP, json!({"seen": 3, "reason": "the right one"})),
        post(path::RECORD_TAKE_OFF, json!({"seen": 3, "person": ID, "reason": "never came"})),
        post(path::RECORD_ISSUE, json!({"seen": 3, "stated": "0".repeat(64), "kind": "original", "password": "wrong password"})),
        post(path::CERTIFICATE_CORRECT, json!({"reason": "told", "origin": "office"})),
        post(path::CORRECTION_CHECK, json!({"stated": "0".repeat(64), "password": "wrong password"})),
        post(path::CORRECTION_WITHDRAW, json!({"reason": "the certificate is right"})),
        post(path::CERTIFICATE_RECALL, json!({"note": "back"})),
        post(path::CASES, json!({"kind": "correction", "fact": {"type": "withdrawn"}})),
        post(path::CASE, json!({"head": "0".repeat(64), "fact": {"type": "withdrawn"}})),
        post(path::PUBLIC_CHECK, json!({"number": "EC2026-00001", "code": "AAAAAAAAAA"})),
    ];
    commands.push((Method::PUT, path::with(path::DEVICE_RECOVERY, ID), json!({"recovery_key": "0".repeat(64), "signature": "00"})));
    let everyone = lab.person(backend::demo::names::ADMINISTRATOR).await;
    for noun in
        ["body", "people", "customers", "places", "items", "standards", "services", "methods", "editions", "orders", "tasks", "visits"]
    {
        let answer = everyone.bytes(Method::GET, &path::with(path::REGISTER, noun), None).await;
        let body = answer.json()["rows"][0]["body"].clone();
        assert!(body.is_object(), "{noun}: {}", answer.text());
        let put = json!({"revision": 1, "reason": "x", "body": body});
        commands.push((Method::PUT, path::with2(path::REGISTER_ENTRY, noun, ID), put.clone()));
        commands.push((Method::POST, path::with(path::REGISTER, noun), put));
    }
    commands
}

fn exchange() -> Value {
    json!({"device": ID, "now": 1, "events": ["{}"], "head": "0".repeat(64), "signature": "00", "cursor": 0, "pack": "", "answered": 1, "clock_offset": 1})
}

/// Places of a value: every field, and the first element of every list.
pub fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, field)| places(field, &format!("{at}/{name}"), found)),
        Value::Array(elements) => elements.iter().take(1).for_each(|element| places(element, &format!("{at}/0"), found)),
        _ => {}
    }
}

/// What a value is turned into, with the codes that may be answered; raw JSON texts.
fn wrong(value: &Value) -> Vec<(String, &'static [&'static str])> {
    const ODD: &[&str] = &["unexpected_value", "missing_field", "unknown_field"];
    const MALFORMED: &[&str] = &["malformed_json", "unexpected_value"];
    const NUL: &[&str] = &["nul_refused"];
    let raw = |text: &str, codes| (text.to_owned(), codes);
    let mut all = vec![raw("NaN", MALFORMED), raw("1e400", MALFORMED), raw(r#""a\u0000b""#, NUL), raw(r#""\ud800""#, MALFORMED)];
    match value {
        Value::String(_) => all.extend([raw("7", ODD), raw("[]", ODD), raw("{}", ODD)]),
        Value::Number(_) => all.extend([raw("\"seven\"", ODD), raw("-1e300", ODD), raw("99999999999999999999999", ODD)]),
        Value::Bool(_) => all.extend([raw("\"yes\"", ODD), raw("1", ODD)]),
        Value::Array(_) => all.extend([raw("7", ODD), raw("\"x\"", ODD)]),
        Value::Object(fields) => {
            let mut more = fields.clone();
            more.insert("nonsense".to_owned(), json!(1));
            all.extend([(Value::Object(more).to_string(), ODD), raw("7", ODD), raw("\"x\"", ODD)]);
        }
        Value::Null => {}
    }
    all
}

/// The body with a raw JSON text at a place.
pub fn with(body: &Value, place: &str, text: &str) -> Vec<u8> {
    if place.is_empty() {
        return text.into();
    }
    let mut changed = body.clone();
    *changed.pointer_mut(place).expect("the place") = json!("@@here@@");
    changed.to_string().replace("\"@@here@@\"", text).into()
}

async fn send(client: &Client, method: &Method, path: &str, body: Vec<u8>) -> Problem {
    client.bytes(method.clone(), path, Some(("application/json", body))).await.problem()
}

on_both_engines!(one_wrong_place_in_a_body_is_named_and_nothing_is_written, Lab::demo_on);
async fn one_wrong_place_in_a_body_is_named_and_nothing_is_written(lab: Lab) {
    let staff: Vec<Role> = Role::ALL.into_iter().filter(|role| *role != Role::Customer).collect();
    people::enter_with(&lab, "everything", &staff, backend::demo::names::PASSWORD).await;
    let client = lab.person("everything").await;
    let commands = commands(&lab).await;
    for (verb, template) in backend::http::routes().listed() {
        let told = commands.iter().any(|(method, path, _)| method.as_str() == verb.method() && matches(template, path));
        assert!(told || *verb == Verb::Get || *verb == Verb::Delete || NO_JSON.contains(template), "{template} has no example here");
    }
    let before = content(&lab).await;
    for (method, path, body) in &commands {
        let mut places_of_it = Vec::new();
        places(body, "", &mut places_of_it);
        // What a fact may say is its kind's to read, once the case is found.
        places_of_it.retain(|place| !place.starts_with("/fact"));
        let all: Vec<_> = places_of_it
            .iter()
            .flat_map(|place| wrong(body.pointer(place).expect("the place")).into_iter().map(move |(text, codes)| (place, text, codes)))
            .collect();
        // The rules do not know which engine they stand on: on Postgres fewer of them will do.
        let tried = if lab.database_url().starts_with("sqlite:") { TRIED } else { TRIED / 8 };
        let step = all.len().div_ceil(tried);
        for (place, text, codes) in all.into_iter().step_by(step) {
            let problem = send(&client, method, path, with(body, place, &text)).await;
            let told = format!("{method} {path} with {text} at {place}: {problem:?}");
            assert!(codes.contains(&problem.code.as_str()), "{told}");
            // What a variant is chosen by is read ahead: the path then ends above.
            let (place, named) = (place.trim_start_matches('/'), problem.path.as_str());
            assert!(problem.status != 422 || place.starts_with(named) || named.starts_with(place), "{told}");
        }
        let mut long = with(body, "", "");
        long.extend(format!("{{\"reason\":\"{}\"}}", "x".repeat(10_000_000)).bytes());
        assert!(
            ["body_too_large", "unknown_field", "missing_field"].contains(&send(&client, method, path, long).await.code.as_str()),
            "{path}"
        );
    }
    assert_eq!(content(&lab).await, before, "nothing was written");
}

/// Whether a path is one of a template's.
fn matches(template: &str, path: &str) -> bool {
    let (template, path): (Vec<_>, Vec<_>) = (template.split('/').collect(), path.split('/').collect());
    template.len() == path.len() && template.iter().zip(path).all(|(wanted, given)| wanted.starts_with('{') || *wanted == given)
}

/// SQL, markup and odd characters where a text may stand: refused or kept as that text, never a failure.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn any_text_in_any_field_is_a_text_or_refused() {
    let lab = Lab::demo_on(Engine::Postgres).await;
    let staff: Vec<Role> = Role::ALL.into_iter().filter(|role| *role != Role::Customer).collect();
    people::enter_with(&lab, "everything", &staff, backend::demo::names::PASSWORD).await;
    let client = lab.person("everything").await;
    let texts = [
        "'); DROP TABLE register_entries; --",
        "<script>alert(1)</script>",
        "../../etc/passwd",
        "\u{202e}\u{1f525}\u{301}",
        "furlong",
        "NaN",
        "%s%n{{7*7}}",
    ];
    for (method, path, body) in commands(&lab).await.iter().filter(|(_, path, _)| *path != path::PASSWORD) {
        let mut all = Vec::new();
        places(body, "", &mut all);
        let texts_of_it: Vec<&String> = all.iter().filter(|place| body.pointer(place).is_some_and(Value::is_string)).collect();
        let step = texts_of_it.len().div_ceil(40).max(1);
        for (n, place) in texts_of_it.into_iter().step_by(step).enumerate() {
            let text = json!(texts[n % texts.len()]).to_string();
            let answer = client.bytes(method.clone(), path, Some(("application/json", with(body, place, &text)))).await;
            assert!(!answer.status.is_server_error(), "{method} {path} with {text} at {place}: {}", answer.text());
        }
    }
    let page: Value = client.get(&path::with(path::REGISTER, "customers")).await;
    assert!(page["rows"].as_array().is_some_and(|rows| !rows.is_empty()), "the tables stand");
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}
