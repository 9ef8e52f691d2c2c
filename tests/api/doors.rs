//! What holds on every route: the browser's guards, and limits where something can be guessed (F24).

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use backend::app::limit::Rates;
use backend::state::{App, Clock, Config};
use contract::access::table::Verb;
use contract::api::account::{ChangePassword, SignIn};
use contract::api::portal::PublicCheck;
use contract::api::{Problem, REQUEST_HEADER, path};
use domain::access::Role;
use serde_json::json;
use support::lab::PASSWORD;
use support::{Client, Engine, Lab, minutes};

use crate::people;

fn filled(template: &str) -> String {
    template.replace("{noun}", "customers").replace("{id}", "0190f0f0-0000-7000-8000-000000000000").replace("{sha256}", &"0".repeat(64))
}

fn method(verb: Verb) -> Method {
    Method::from_bytes(verb.method().as_bytes()).expect("a method")
}

#[tokio::test]
async fn every_route_refuses_what_does_not_come_from_our_own_pages() {
    let lab = Lab::new_on(Engine::Sqlite).await;
    let client = people::person(&lab, "everything", &Role::ALL).await;
    let cookie = client.cookie().expect("a session");
    let foreign: [&[(&str, &str)]; 4] = [
        &[],
        &[(REQUEST_HEADER, "1")],
        &[("sec-fetch-site", "same-origin")],
        &[(REQUEST_HEADER, "1"), ("sec-fetch-site", "cross-site"), ("origin", "http://localhost")],
    ];
    for (verb, template) in backend::http::routes().listed() {
        for headers in foreign {
            let mut request = Request::builder().method(method(*verb)).uri(filled(template)).header(header::HOST, "localhost");
            request = request.header(header::COOKIE, cookie).header(header::CONTENT_TYPE, "application/json");
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            let answer = client.raw(request.body(Body::from("{}")).expect("a request")).await;
            let code = serde_json::from_slice::<Problem>(&answer.bytes).map(|problem| problem.code).unwrap_or_default();
            assert_eq!(code == "cross_site", *verb != Verb::Get, "{} {template} with {headers:?}: {}", verb.method(), answer.status);
        }
    }
}

#[tokio::test]
async fn every_answer_of_every_route_tells_browsers_what_they_may_do_with_it() {
    let lab = Lab::new_on(Engine::Sqlite).await;
    let config = Config { https: true, ..lab.app.config.clone() };
    let app = App::new(lab.app.db.clone(), lab.app.files.clone(), Clock::manual(lab.now()), config);
    let client = Client::new(backend::serve::router(app));
    let mut paths: Vec<(Method, String)> =
        backend::http::routes().listed().iter().map(|(verb, template)| (method(*verb), filled(template))).collect();
    paths.extend(["/", "/portal", "/api/nothing", "/../etc/passwd"].map(|page| (Method::GET, page.to_owned())));
    for (method, path) in paths {
        let answer = client.bytes(method.clone(), &path, None).await;
        let told = |name: &str| answer.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let policy = told("content-security-policy");
        for wanted in
            ["default-src 'self'", "script-src 'self' 'wasm-unsafe-eval'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'self'"]
        {
            assert!(policy.contains(wanted), "{method} {path}: {policy}");
        }
        assert!(!policy.contains("unsafe-inline"), "{method} {path}");
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "SAMEORIGIN"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(told(name), value, "{method} {path}");
        }
        assert!(told("strict-transport-security").starts_with("max-age="), "{method} {path}");
        assert_eq!(path.starts_with("/api"), told("cache-control") == "no-store", "{method} {path}");
    }
}

/// The same laboratory behind other limits.
fn limited(lab: &Lab, rates: Rates, trust_proxy: bool) -> Lab {
    let config = Config { rates, trust_proxy, ..lab.app.config.clone() };
    let app = App::new(lab.app.db.clone(), lab.app.files.clone(), Clock::manual(lab.now()), config);
    lab.beside(app)
}

#[tokio::test]
async fn a_password_is_guessed_neither_at_the_door_nor_inside() {
    let lab = Lab::new_on(Engine::Sqlite).await;
    people::enter(&lab, "chen", &[Role::Checker, Role::Signatory], false).await;
    let lab = limited(&lab, Rates { account: 4, address: 1000 }, false);
    let chen = lab.person("chen").await;
    let nothing = lab.app.new_id::<Lab>();
    let check = json!({"seen": 0, "password": "wrong password"});
    let change = ChangePassword { old: "wrong password".into(), new: "another password".into() };
    let mut codes = Vec::new();
    for _ in 0..3 {
        codes.push(chen.send(Method::POST, path::PASSWORD, &change).await.problem().code);
        codes.push(chen.send(Method::POST, &path::with(path::RECORD_CHECK, nothing), &check).await.problem().code);
    }
    assert_eq!(codes[..2], ["password_wrong", "password_wrong"], "{codes:?}");
    assert_eq!(codes[4..], ["too_many_attempts", "too_many_attempts"], "one account, whatever it is asked for: {codes:?}");
}

#[tokio::test]
async fn check_codes_are_not_guessed_and_a_proxy_names_the_address() {
    let lab = Lab::new_on(Engine::Sqlite).await;
    let guess = PublicCheck { number: "EC2026-00001".into(), code: "AAAAAAAAAA".into() };
    let direct = limited(&lab, Rates { account: 1000, address: 2 }, false);
    for code in ["certificate_not_found", "certificate_not_found", "too_many_attempts"] {
        direct.nobody().send(Method::POST, path::PUBLIC_CHECK, &guess).await.refused(code);
    }
    // The address is what the proxy says last, never what the caller says; without a proxy the header counts for nothing.
    for (proxy, hops, expected) in [
        (true, ["1.1.1.1", "2.2.2.2", "3.3.3.3"], StatusCode::NOT_FOUND),
        (true, ["9.9.9.1, 4.4.4.4", "9.9.9.2, 4.4.4.4", "9.9.9.3, 4.4.4.4"], StatusCode::TOO_MANY_REQUESTS),
        (false, ["1.1.1.1", "2.2.2.2", "3.3.3.3"], StatusCode::TOO_MANY_REQUESTS),
    ] {
        let client = limited(&lab, Rates { account: 1000, address: 2 }, proxy).nobody();
        let mut last = StatusCode::OK;
        for hop in hops {
            let request =
                Request::post(path::PUBLIC_CHECK).header(header::HOST, "localhost").header(header::CONTENT_TYPE, "application/json");
            let request = request.header(REQUEST_HEADER, "1").header("sec-fetch-site", "same-origin").header("x-forwarded-for", hop);
            let body = serde_json::to_vec(&guess).expect("JSON");
            last = client.raw(request.body(Body::from(body)).expect("a request")).await.status;
        }
        assert_eq!(last, expected, "{proxy} {hops:?}");
    }
}

#[tokio::test]
async fn a_session_ends_for_good_when_its_password_is_reset_or_its_person_leaves() {
    let lab = Lab::new_on(Engine::Sqlite).await;
    let admin = lab.person("admin").await;
    let id = people::enter(&lab, "li.wei", &[Role::Calibrator], false).await;
    let li = lab.person("li.wei").await;
    lab.advance(minutes(1));
    let _: serde_json::Value = admin.post(&path::with(path::PERSON_RESET, id), &()).await;
    li.bytes(Method::GET, path::SESSION, None).await.refused("not_signed_in");
    let again = SignIn { sign_in: "li.wei".into(), password: PASSWORD.into() };
    lab.nobody().send(Method::POST, path::SESSION, &again).await.refused("sign_in_failed");
}
