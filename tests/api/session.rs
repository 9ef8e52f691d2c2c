//! Sessions, passwords, the browser's own guards.

use axum::body::Body;
use axum::http::{Method, Request, header};
use backend::app::limit::Rates;
use backend::state::{App, Clock, Config};
use base::text::Bilingual;
use contract::api::account::{AskRecovery, ChangePassword, DeviceView, Enrol, RecoveryKey, SessionView, Setup, SetupView, SignIn};
use contract::api::authority::AskedView;
use contract::api::{REQUEST_HEADER, path};
use domain::access::Role;
use domain::event::signature::public_key;
use serde_json::json;
use support::lab::{PASSWORD, SETUP_TOKEN};
use support::{Client, Engine, Lab, days, on_both_engines};

use crate::people;

fn sign_in(name: &str, password: &str) -> SignIn {
    SignIn { sign_in: name.into(), password: password.into() }
}

on_both_engines!(the_first_administrator_is_made_once, Lab::empty_on);
async fn the_first_administrator_is_made_once(lab: Lab) {
    let nobody = lab.nobody();
    assert!(nobody.get::<SetupView>(path::SETUP).await.needed);
    let name = Bilingual { zh: "赵敏".into(), en: "Zhao Min".into() };
    let mut setup = Setup { body: name.clone(), name, sign_in: " Admin ".into(), password: "short".into(), token: SETUP_TOKEN.into() };
    let problem = nobody.send(Method::POST, path::SETUP, &setup).await.refused("password_too_short");
    assert_eq!(problem.path, "password");
    setup.password = PASSWORD.into();
    let (first, second) = tokio::join!(nobody.send(Method::POST, path::SETUP, &setup), nobody.send(Method::POST, path::SETUP, &setup));
    assert_eq!([&first, &second].iter().filter(|answer| answer.status.is_success()).count(), 1, "{first:?} {second:?}");
    nobody.send(Method::POST, path::SETUP, &setup).await.refused("setup_done");
    assert!(!nobody.get::<SetupView>(path::SETUP).await.needed);
    let session = lab.person("ADMIN").await.session().await;
    assert_eq!((session.sign_in.as_str(), session.roles.as_slice()), ("admin", &[Role::Administrator][..]));
}

on_both_engines!(a_session_ends_by_signing_out_by_time_and_when_its_person_leaves, Lab::new_on);
async fn a_session_ends_by_signing_out_by_time_and_when_its_person_leaves(lab: Lab) {
    let admin = lab.person("admin").await;
    let other = lab.person("admin").await;
    assert!(admin.bytes(Method::DELETE, path::SESSION, None).await.status.is_success());
    admin.bytes(Method::GET, path::SESSION, None).await.refused("not_signed_in");
    other.session().await;
    lab.advance(days(7));
    other.bytes(Method::GET, path::SESSION, None).await.refused("not_signed_in");
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_name_get_one_answer() {
    let lab = Lab::new_on(Engine::Sqlite).await;
    let wrong = lab.nobody().send(Method::POST, path::SESSION, &sign_in("admin", "wrong password")).await;
    let unknown = lab.nobody().send(Method::POST, path::SESSION, &sign_in("nobody", "wrong password")).await;
    assert_eq!(wrong.bytes, unknown.bytes);
    wrong.refused("sign_in_failed");
}

#[tokio::test]
async fn the_cookie_is_out_of_reach_of_scripts_and_other_sites_and_its_token_is_not_stored() {
    let lab = Lab::new_on(Engine::Sqlite).await;
    let answer = lab.nobody().send(Method::POST, path::SESSION, &sign_in("admin", PASSWORD)).await;
    let cookie = answer.headers[header::SET_COOKIE].to_str().expect("ASCII").to_owned();
    for part in ["HttpOnly", "SameSite=Strict", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let token = cookie.split([';', '=']).nth(1).expect("a token").to_owned();
    assert_eq!(token.len(), 64, "256 bits: {token}");
    let stored = std::fs::read(lab.folder().join("etalon.db-wal")).expect("the log");
    assert!(!stored.windows(64).any(|window| window == token.as_bytes()), "only the token's hash is stored");
}

#[tokio::test]
async fn behind_https_the_cookie_is_bound_to_the_host() {
    let lab = Lab::new_on(Engine::Sqlite).await;
    let config = Config { https: true, ..lab.app.config.clone() };
    let app = App::new(lab.app.db.clone(), lab.app.files.clone(), Clock::manual(lab.now()), config);
    let client = Client::new(backend::serve::router(app));
    let answer = client.send(Method::POST, path::SESSION, &sign_in("admin", PASSWORD)).await;
    let cookie = answer.headers[header::SET_COOKIE].to_str().expect("ASCII");
    assert!(cookie.starts_with("__Host-etalon=") && cookie.contains("; Secure"), "{cookie}");
    assert!(answer.headers.contains_key(header::STRICT_TRANSPORT_SECURITY));
}

on_both_engines!(a_password_is_reset_once_shown_and_must_be_changed, Lab::new_on);
async fn a_password_is_reset_once_shown_and_must_be_changed(lab: Lab) {
    let admin = lab.person("admin").await;
    let person = people::enter(&lab, "li.wei", &[Role::Calibrator], false).await;
    let before = lab.person("li.wei").await;
    let reset: AskedView = admin.post(&path::with(path::PERSON_RESET, person), &()).await;
    before.bytes(Method::GET, path::SESSION, None).await.refused("not_signed_in");
    let one_time = reset.one_time_password.expect("no technical manager has come yet");
    let client = Client::signed_in(&lab.router, "li.wei", &one_time).await;
    let change = |old: &str, new: &str| ChangePassword { old: old.into(), new: new.into() };
    for (command, code, at) in [
        (change(&one_time, "short"), "password_too_short", "new"),
        (change(&one_time, &one_time), "password_unchanged", "new"),
        (change("not the old one", "a longer new one"), "password_wrong", "old"),
    ] {
        assert_eq!(client.send(Method::POST, path::PASSWORD, &command).await.refused(code).path, at);
    }
    client.post::<()>(path::PASSWORD, &change(&one_time, "a longer new one")).await;
    let session: SessionView = client.session().await;
    assert!(!session.must_change_password);
}

#[tokio::test]
async fn a_changing_request_that_is_not_from_our_own_pages_is_refused() {
    let lab = Lab::new_on(Engine::Sqlite).await;
    let ours = (REQUEST_HEADER, "1");
    let cases: [(&[(&str, &str)], bool); 8] = [
        (&[ours, ("sec-fetch-site", "same-origin")], true),
        (&[ours, ("origin", "http://localhost")], true),
        (&[ours, ("origin", "http://evil.example")], false),
        (&[ours, ("origin", "null")], false),
        (&[ours, ("sec-fetch-site", "cross-site"), ("origin", "http://localhost")], false),
        (&[ours, ("sec-fetch-site", "same-site")], false),
        (&[("sec-fetch-site", "same-origin")], false),
        (&[ours], false),
    ];
    for (headers, admitted) in cases {
        let mut request = Request::post(path::SESSION).header(header::HOST, "localhost").header(header::CONTENT_TYPE, "application/json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = serde_json::to_vec(&sign_in("admin", PASSWORD)).expect("JSON");
        let answer = lab.nobody().raw(request.body(Body::from(body)).expect("a request")).await;
        assert_eq!(answer.status.is_success(), admitted, "{headers:?}: {}", answer.text());
        if !admitted {
            assert_eq!(answer.refused("cross_site").params["header"], REQUEST_HEADER, "whoever writes a client reads what to send");
        }
    }
}

#[tokio::test]
async fn too_many_tries_at_one_account_or_from_one_address_are_refused() {
    let lab = Lab::new_on(Engine::Sqlite).await;
    let rated = |rates: Rates| {
        let config = Config { rates, ..lab.app.config.clone() };
        let app = App::new(lab.app.db.clone(), lab.app.files.clone(), Clock::manual(lab.now()), config);
        Client::new(backend::serve::router(app))
    };
    let client = rated(Rates { account: 2, address: 100 });
    for code in ["sign_in_failed", "sign_in_failed", "too_many_attempts"] {
        client.send(Method::POST, path::SESSION, &sign_in("admin", "wrong password")).await.refused(code);
    }
    client.send(Method::POST, path::SESSION, &sign_in(" ADMIN", PASSWORD)).await.refused("too_many_attempts");
    let client = rated(Rates { account: 100, address: 2 });
    for (name, code) in [("a", "sign_in_failed"), ("b", "sign_in_failed"), ("c", "too_many_attempts")] {
        client.send(Method::POST, path::SESSION, &sign_in(name, "wrong password")).await.refused(code);
    }
}

#[tokio::test]
async fn every_answer_says_what_browsers_may_do_with_it() {
    let lab = Lab::empty_on(Engine::Sqlite).await;
    let answer = lab.nobody().bytes(Method::GET, path::SETUP, None).await;
    let policy = answer.headers["content-security-policy"].to_str().expect("ASCII");
    assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval'") && !policy.contains("unsafe-inline"), "{policy}");
    assert_eq!(answer.headers["cache-control"], "no-store");
    assert_eq!(answer.headers["x-content-type-options"], "nosniff");
}

on_both_engines!(a_device_is_enrolled_for_one_person_and_revoked_for_good, Lab::new_on);
async fn a_device_is_enrolled_for_one_person_and_revoked_for_good(lab: Lab) {
    let admin = lab.person("admin").await;
    let calibrator = people::person(&lab, "li.wei", &[Role::Calibrator]).await;
    let other = people::person(&lab, "chen.na", &[Role::Calibrator]).await;
    let key = public_key(&[7; 32]).expect("a key");
    let mut enrol = Enrol { device: lab.app.new_id(), name: "Tablet 3".into(), public_key: "04ff".into(), password: PASSWORD.into() };
    calibrator.send(Method::POST, path::DEVICES, &enrol).await.refused("device_key_malformed");
    enrol.public_key = key;
    calibrator.post::<()>(path::DEVICES, &enrol).await;
    calibrator.post::<()>(path::DEVICES, &enrol).await;
    other.send(Method::POST, path::DEVICES, &enrol).await.refused("device_taken");
    admin.post::<()>(&path::with(path::DEVICE_REVOKE, enrol.device), &()).await;
    calibrator.send(Method::POST, path::DEVICES, &enrol).await.refused("device_revoked");
    let devices: Vec<DeviceView> = admin.get(path::DEVICES).await;
    assert_eq!((devices.len(), devices[0].revoked_at), (1, Some(lab.now())));
}

// C11: a forgotten PIN loses nothing. The office keeps what opens the store again, and hands it to its person alone, for an hour.
on_both_engines!(a_recovery_key_is_handed_to_its_person_while_the_office_lets, Lab::new_on);
async fn a_recovery_key_is_handed_to_its_person_while_the_office_lets(lab: Lab) {
    let admin = lab.person("admin").await;
    let calibrator = people::person(&lab, "li.wei", &[Role::Calibrator]).await;
    let other = people::person(&lab, "chen.na", &[Role::Calibrator]).await;
    let enrol = Enrol {
        device: lab.app.new_id(),
        name: "Tablet 3".into(),
        public_key: public_key(&[7; 32]).expect("a key"),
        password: PASSWORD.into(),
    };
    calibrator.post::<()>(path::DEVICES, &enrol).await;
    let recovery = path::with(path::DEVICE_RECOVERY, enrol.device);
    let allow = path::with(path::DEVICE_NEW_PIN, enrol.device);
    admin.send(Method::POST, &allow, &()).await.refused("recovery_unknown");
    let key = RecoveryKey { recovery_key: "a1".repeat(32) };
    let short = RecoveryKey { recovery_key: "a1".repeat(31) };
    calibrator.send(Method::PUT, &recovery, &short).await.refused("recovery_malformed");
    other.send(Method::PUT, &recovery, &key).await.refused("not_found");
    for _ in 0..2 {
        assert!(calibrator.send(Method::PUT, &recovery, &key).await.status.is_success(), "and the same again");
    }

    let ask = AskRecovery { password: PASSWORD.into() };
    calibrator.send(Method::POST, &recovery, &ask).await.refused("new_pin_not_allowed");
    calibrator.send(Method::POST, &allow, &()).await.refused("not_for_role");
    admin.post::<()>(&allow, &()).await;
    other.send(Method::POST, &recovery, &ask).await.refused("not_found");
    admin.send(Method::POST, &recovery, &ask).await.refused("not_found");
    assert_eq!(calibrator.post::<RecoveryKey>(&recovery, &ask).await, key);
    lab.advance(3_600_001);
    calibrator.send(Method::POST, &recovery, &ask).await.refused("new_pin_not_allowed");

    admin.post::<()>(&allow, &()).await;
    admin.post::<()>(&path::with(path::DEVICE_REVOKE, enrol.device), &()).await;
    calibrator.send(Method::POST, &recovery, &ask).await.refused("not_found");
}

// C11: whoever has the session and the tablet does not have the password. An app of the first release cannot ask for it: its person signs
// in after the office has allowed a new PIN.
on_both_engines!(a_recovery_key_takes_the_password, Lab::new_on);
async fn a_recovery_key_takes_the_password(lab: Lab) {
    let admin = lab.person("admin").await;
    let calibrator = people::person(&lab, "li.wei", &[Role::Calibrator]).await;
    let tablet = support::Tablet::enrol(&lab, &calibrator, 7).await;
    let device = tablet.engine.meta().device;
    let recovery = path::with(path::DEVICE_RECOVERY, device);
    let key = RecoveryKey { recovery_key: "a1".repeat(32) };
    assert!(calibrator.send(Method::PUT, &recovery, &key).await.status.is_success());
    admin.post::<()>(&path::with(path::DEVICE_NEW_PIN, device), &()).await;
    for client in [&calibrator, &calibrator.of_first_build()] {
        for body in [json!({}), json!({"password": "not the password"})] {
            assert_eq!(client.send(Method::POST, &recovery, &body).await.refused("password_wrong").path, "password");
        }
    }
    lab.advance(1_000);
    let again = lab.person("li.wei").await;
    again.send(Method::POST, &recovery, &json!({})).await.refused("password_wrong");
    assert!(again.session().await.holds.is_empty());
    assert_eq!(again.of_first_build().post::<RecoveryKey>(&recovery, &json!({})).await, key);
    assert_eq!(again.session().await.holds.len(), 1);
}

// F24: nobody's session is one that somebody else has chosen.
on_both_engines!(each_sign_in_opens_a_session_of_its_own_whatever_cookie_came_along, Lab::new_on);
async fn each_sign_in_opens_a_session_of_its_own_whatever_cookie_came_along(lab: Lab) {
    let token = |answer: &support::Answer| {
        let cookie = answer.headers[header::SET_COOKIE].to_str().expect("ASCII");
        cookie.split([';', '=']).nth(1).expect("a token").to_owned()
    };
    let with = async |cookie: &str| {
        let request = Request::post(path::SESSION).header(header::HOST, "localhost").header(header::CONTENT_TYPE, "application/json");
        let request = request.header(REQUEST_HEADER, "1").header("sec-fetch-site", "same-origin").header(header::COOKIE, cookie);
        let body = serde_json::to_vec(&sign_in("admin", PASSWORD)).expect("JSON");
        lab.nobody().raw(request.body(Body::from(body)).expect("a request")).await
    };
    let chosen = "a".repeat(64);
    let first = token(&with(&format!("etalon={chosen}")).await);
    let second = token(&with(&format!("etalon={first}")).await);
    assert!(first != chosen && second != first && second != chosen);
    let planted = Request::get(path::SESSION).header(header::HOST, "localhost").header(header::COOKIE, format!("etalon={chosen}"));
    lab.nobody().raw(planted.body(Body::empty()).expect("a request")).await.refused("not_signed_in");
}

// F24: a password that is being hashed keeps nobody from writing.
on_both_engines!(a_password_being_hashed_keeps_no_writer_waiting, Lab::new_on);
async fn a_password_being_hashed_keeps_no_writer_waiting(lab: Lab) {
    let admin = lab.person("admin").await;
    let office = people::person(&lab, "office", &[Role::Office]).await;
    let hashers = lab.app.hashing.available_permits();
    let held = lab.app.hashing.acquire_many(u32::try_from(hashers).expect("a few")).await.expect("every hasher");
    let commands = [
        (path::SESSION, serde_json::json!(sign_in("office", PASSWORD))),
        (path::PASSWORD, serde_json::json!({"old": PASSWORD, "new": "a longer new one"})),
    ];
    let waiting = commands.map(|(route, body)| {
        let admin = admin.clone();
        tokio::spawn(async move { admin.send(Method::POST, route, &body).await })
    });
    let body =
        serde_json::json!({"revision": 0, "reason": "", "body": {"code": "C-1", "name": {"zh": "恒达"}, "address": {}, "contacts": []}});
    let route = path::with(path::REGISTER, "customers");
    let written = office.send(Method::POST, &route, &body);
    let written = tokio::time::timeout(std::time::Duration::from_secs(20), written).await.expect("nobody waits for a hash");
    assert!(written.status.is_success(), "{}", written.text());
    assert!(waiting.iter().all(|task| !task.is_finished()), "they wait for a hasher");
    drop(held);
    for task in waiting {
        assert!(task.await.expect("an answer").status.is_success());
    }
}

// F24: what is typed as a name is remembered by nobody: the limiter's memory is not the callers' to fill.
#[tokio::test]
async fn a_name_longer_than_any_is_no_accounts() {
    let lab = Lab::new_on(Engine::Sqlite).await;
    let config = Config { rates: Rates { account: 1, address: 100 }, ..lab.app.config.clone() };
    let app = App::new(lab.app.db.clone(), lab.app.files.clone(), Clock::manual(lab.now()), config);
    let client = Client::new(backend::serve::router(app));
    for _ in 0..3 {
        client.send(Method::POST, path::SESSION, &sign_in(&"x".repeat(900_000), "wrong password")).await.refused("text_too_long");
        client.send(Method::POST, path::SESSION, &sign_in(&"x".repeat(201), "wrong password")).await.refused("sign_in_failed");
    }
    client.send(Method::POST, path::SESSION, &sign_in(&"x".repeat(200), "wrong password")).await.refused("sign_in_failed");
    client.send(Method::POST, path::SESSION, &sign_in(&"x".repeat(200), "wrong password")).await.refused("too_many_attempts");
}

// F24: behind a proxy that it was not told of nobody signs in: cookies would lack their protection.
#[tokio::test]
async fn behind_a_proxy_that_was_not_declared_nobody_signs_in() {
    let lab = Lab::new_on(Engine::Sqlite).await;
    for (https, trust_proxy, code) in [(false, false, Some("proxy_undeclared")), (true, true, None)] {
        let config = Config { https, trust_proxy, ..lab.app.config.clone() };
        let app = App::new(lab.app.db.clone(), lab.app.files.clone(), Clock::manual(lab.now()), config);
        let request = Request::post(path::SESSION).header(header::HOST, "localhost").header(header::CONTENT_TYPE, "application/json");
        let request = request.header(REQUEST_HEADER, "1").header("sec-fetch-site", "same-origin");
        let request = request.header("x-forwarded-for", "192.0.2.7").header("x-forwarded-proto", "https");
        let body = serde_json::to_vec(&sign_in("admin", PASSWORD)).expect("JSON");
        let answer = Client::new(backend::serve::router(app)).raw(request.body(Body::from(body)).expect("a request")).await;
        match code {
            Some(code) => drop(answer.refused(code)),
            None => assert!(answer.headers[header::SET_COOKIE].to_str().expect("ASCII").contains("; Secure"), "{answer:?}"),
        }
    }
}
