//! Getting at somebody's account: with a session that was left open, by guessing, by keeping its person out, by a form on another
//! site.

use std::net::IpAddr;

use axum::body::Body;
use axum::http::{Method, Request, header};
use backend::app::limit::Rates;
use backend::state::{App, Clock, Config};
use base::id::PersonId;
use base::text::Bilingual;
use contract::access::table::Verb;
use contract::api::account::{AccessView, ChangePassword, Setup, SignIn};
use contract::api::authority::AskedView;
use contract::api::register::Row;
use contract::api::{Page, REQUEST_HEADER, path};
use domain::access::Role;
use domain::event::Hash;
use domain::library::body::Body as Profile;
use domain::register::Entry;
use futures_util::stream;
use serde_json::json;
use support::lab::{PASSWORD, SETUP_TOKEN};
use support::world::{both, put};
use support::{Answer, Client, Engine, Lab, Tablet, authority, hours, minutes, on_both_engines};

use super::keys::enrol;
use crate::certificate::change;
use crate::people;

/// The same laboratory behind other limits.
fn limited(lab: &Lab, rates: Rates, trust_proxy: bool) -> Lab {
    let config = Config { rates, trust_proxy, ..lab.app.config.clone() };
    let app = App::new(lab.app.db.clone(), lab.app.files.clone(), Clock::manual(lab.now()), config);
    lab.beside(app)
}

/// Signs in from an address, with what the browser holds.
async fn signs_in(lab: &Lab, from: &str, name: &str, password: &str, cookie: Option<&str>) -> Answer {
    let mut client = lab.nobody().at(from.parse::<IpAddr>().expect("an address"));
    if let Some(cookie) = cookie {
        client = client.holding(cookie);
    }
    client.send(Method::POST, path::SESSION, &SignIn { sign_in: name.into(), password: password.into() }).await
}

/// The cookie of that name that an answer sets.
fn set(answer: &Answer, name: &str) -> Option<String> {
    let cookies = answer.headers.get_all(header::SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pairs = cookies.filter_map(|cookie| cookie.split(';').next());
    pairs.filter(|pair| pair.split('=').next() == Some(name)).map(str::to_owned).next()
}

on_both_engines!(who_guesses_keeps_nobody_out, Lab::new_on);
async fn who_guesses_keeps_nobody_out(lab: Lab) {
    people::enter(&lab, "qian", &[Role::Signatory], false).await;
    let lab = limited(&lab, Rates { account: 1, address: 1_000 }, false);
    let before = signs_in(&lab, "198.51.100.7", "qian", PASSWORD, None).await;
    let known = set(&before, "etalon-browser").expect("the browser is known from now on");
    signs_in(&lab, "203.0.113.1", "qian", "wrong password", None).await.refused("sign_in_failed");
    signs_in(&lab, "203.0.113.1", "qian", PASSWORD, None).await.refused("too_many_attempts");
    signs_in(&lab, "203.0.113.1", " QIAN", PASSWORD, None).await.refused("too_many_attempts");
    assert!(signs_in(&lab, "198.51.100.8", "qian", PASSWORD, None).await.status.is_success(), "elsewhere nobody failed");
    assert!(signs_in(&lab, "203.0.113.1", "qian", PASSWORD, Some(&known)).await.status.is_success(), "the same line, a known browser");

    // From very many addresses: strangers are stopped, a known browser is not, and its own failures count for it alone.
    for n in 0..40 {
        let _ = signs_in(&lab, &format!("203.0.113.{}", n + 10), "qian", "wrong password", None).await;
    }
    signs_in(&lab, "192.0.2.99", "qian", PASSWORD, None).await.refused("too_many_attempts");
    let invented = format!("etalon-browser={}", "a".repeat(64));
    signs_in(&lab, "192.0.2.99", "qian", PASSWORD, Some(&invented)).await.refused("too_many_attempts");
    assert!(signs_in(&lab, "192.0.2.99", "qian", PASSWORD, Some(&known)).await.status.is_success());
    for code in ["sign_in_failed", "too_many_attempts"] {
        signs_in(&lab, "192.0.2.99", "qian", "wrong password", Some(&known)).await.refused(code);
    }
    // A browser is known for who signed in with it: for anybody else it is a stranger.
    people::enter(&lab, "wu", &[Role::Signatory], false).await;
    let of_wu = set(&signs_in(&lab, "198.51.100.9", "wu", PASSWORD, None).await, "etalon-browser").expect("known from now on");
    for n in 0..40 {
        let _ = signs_in(&lab, &format!("203.0.113.{}", n + 100), "wu", "wrong password", None).await;
    }
    signs_in(&lab, "192.0.2.50", "wu", PASSWORD, Some(&known)).await.refused("too_many_attempts");
    assert!(signs_in(&lab, "192.0.2.50", "wu", PASSWORD, Some(&of_wu)).await.status.is_success());
}

// An exchange is signed by the person's key: a tablet that was enrolled before there were known browsers becomes one.
on_both_engines!(an_enrolled_device_is_known, Lab::new_on);
async fn an_enrolled_device_is_known(lab: Lab) {
    let world = support::World::new(&lab).await;
    let lin = lab.person("lin").await;
    let mut tablet = Tablet::enrol(&lab, &lin, 1).await;
    let (_, request) = tablet.request(lab.now()).expect("an exchange");
    let answer = lin.send(Method::POST, path::SYNC, &request).await;
    let known = set(&answer, "etalon-browser").expect("known");
    let cookie = format!("{}; {known}", lin.cookie().expect("a session"));
    let again = lab.nobody().holding(&cookie).send(Method::POST, path::SYNC, &request).await;
    assert!(again.status.is_success() && set(&again, "etalon-browser").is_none(), "once is enough: {again:?}");
    let lab = limited(&lab, Rates { account: 1, address: 1_000 }, false);
    for n in 0..12 {
        let _ = signs_in(&lab, &format!("203.0.113.{n}"), "lin", "wrong password", None).await;
    }
    signs_in(&lab, "192.0.2.1", "lin", PASSWORD, None).await.refused("too_many_attempts");
    assert!(signs_in(&lab, "192.0.2.1", "lin", PASSWORD, Some(&known)).await.status.is_success(), "{}", world.lin);
}

// A checker who signs twelve records in a minute enters twelve right passwords.
on_both_engines!(what_is_right_never_counts, Lab::new_on);
async fn what_is_right_never_counts(lab: Lab) {
    people::enter(&lab, "chen", &[Role::Checker, Role::Signatory], false).await;
    let lab = limited(&lab, Rates { account: 3, address: 5 }, false);
    let chen = lab.person("chen").await;
    let nothing = path::with(path::RECORD_CHECK, lab.app.new_id::<Lab>());
    for _ in 0..12 {
        chen.send(Method::POST, &nothing, &json!({"seen": 0, "password": PASSWORD})).await.refused("not_found");
        assert!(signs_in(&lab, "192.0.2.1", "chen", PASSWORD, None).await.status.is_success());
    }
    // Nor does what fails in another session: who has one that was left open cannot keep its person from signing.
    let stolen = lab.person("chen").await;
    for code in ["password_wrong", "password_wrong", "password_wrong", "too_many_attempts"] {
        stolen.send(Method::POST, &nothing, &json!({"seen": 0, "password": "wrong password"})).await.refused(code);
    }
    chen.send(Method::POST, &nothing, &json!({"seen": 0, "password": PASSWORD})).await.refused("not_found");
}

#[tokio::test]
async fn no_header_makes_somebody_another_caller() {
    let lab = Lab::new_on(Engine::Sqlite).await;
    let tries = async |lab: &Lab, lines: &dyn Fn(usize) -> Vec<(&'static str, String)>| {
        let mut last = None;
        for n in 0..4 {
            let mut request =
                Request::post(path::SESSION).header(header::HOST, "localhost").header(header::CONTENT_TYPE, "application/json");
            request = request.header(REQUEST_HEADER, "1").header("sec-fetch-site", "same-origin");
            for (name, value) in lines(n) {
                request = request.header(name, value);
            }
            let body = serde_json::to_vec(&json!({"sign_in": "admin", "password": "wrong password"})).expect("JSON");
            last = Some(lab.nobody().raw(request.body(Body::from(body)).expect("a request")).await.problem().code);
        }
        last.expect("tried")
    };
    let rates = || Rates { account: 3, address: 1_000 };
    let direct = limited(&lab, rates(), false);
    let forwarded = |n: usize| {
        vec![("x-forwarded-for", format!("192.0.2.{n}")), ("x-real-ip", format!("192.0.2.{n}")), ("forwarded", format!("for=192.0.2.{n}"))]
    };
    assert_eq!(tries(&direct, &forwarded).await, "too_many_attempts");
    // The proxy writes last: in the same line, or in one of its own.
    let proxied = limited(&lab, rates(), true);
    assert_eq!(tries(&proxied, &|n| vec![("x-forwarded-for", format!("192.0.2.{n}, 198.51.100.1"))]).await, "too_many_attempts");
    let proxied = limited(&lab, rates(), true);
    let lines = |n: usize| vec![("x-forwarded-for", format!("192.0.2.{n}")), ("X-Forwarded-For", "198.51.100.1".to_owned())];
    assert_eq!(tries(&proxied, &lines).await, "too_many_attempts");
    let proxied = limited(&lab, rates(), true);
    assert_eq!(tries(&proxied, &|n| vec![("x-forwarded-for", format!("198.51.100.{n}"))]).await, "sign_in_failed", "four callers");
}

on_both_engines!(a_password_that_is_guessed_first_is_not_taken, Lab::empty_on);
async fn a_password_that_is_guessed_first_is_not_taken(lab: Lab) {
    let name = Bilingual { zh: "赵敏".into(), en: "Zhao Min".into() };
    let body = Bilingual { zh: "衡准".into(), en: "Hengzhun".into() };
    let setup = |password: &str| Setup {
        body: body.clone(),
        name: name.clone(),
        sign_in: "admin".into(),
        password: password.into(),
        token: SETUP_TOKEN.into(),
    };
    for (password, code) in [("1111111111", "password_repeats"), ("password123", "password_common"), ("abcdefghijkl", "password_sequence")]
    {
        assert_eq!(lab.nobody().send(Method::POST, path::SETUP, &setup(password)).await.refused(code).path, "password");
    }
    assert!(lab.nobody().send(Method::POST, path::SETUP, &setup(PASSWORD)).await.status.is_success());
    let admin = lab.person("admin").await;
    for password in [
        "aaaaaaaaaaaaaaaaaaaa",
        "abcabcabcabc",
        "Password123!",
        "1234567890",
        "qwertyuiop",
        "Hengzhun2026",
        "zhaominzhaomin",
        "пароль12345",
    ] {
        let change = ChangePassword { old: PASSWORD.into(), new: password.into() };
        let problem = admin.send(Method::POST, path::PASSWORD, &change).await.problem();
        assert!(problem.code.starts_with("password_") && problem.path == "new", "{password}: {problem:?}");
    }
    // What was set before goes on working: it is looked at when it is set.
    people::enter_with(&lab, "old", &[Role::Office], "password123").await;
    Client::signed_in(&lab.router, "old", "password123").await.session().await;
    admin.post::<()>(path::PASSWORD, &ChangePassword { old: PASSWORD.into(), new: "tablet coffee window".into() }).await;
}

// One's own e-mail address was taken, and the body's name with a year.
on_both_engines!(neither_an_address_nor_the_bodys_name_is_a_password, Lab::new_on);
async fn neither_an_address_nor_the_bodys_name_is_a_password(lab: Lab) {
    let admin = lab.person("admin").await;
    let bodies: Page<Row<Profile>> = admin.get(&path::with(path::REGISTER, Profile::NOUN)).await;
    change(
        &admin,
        bodies.rows[0].id,
        json!({"name": both("衡准计量校准", "Hengzhun Calibration Centre"), "address": both("苏州", "Suzhou")}),
    )
    .await;
    let entry = json!({"name": both("马明", "Ma Ming"), "sign_in": "ma.ming-office", "email": "m.ming-7@scales.example",
        "title_level": "none", "roles": ["office"], "active": true});
    let id: PersonId = lab.app.new_id();
    put(&lab, id, entry).await;
    let office = people::with_password(&lab, id, "ma.ming-office", PASSWORD).await;
    let command = |new: &str| ChangePassword { old: PASSWORD.into(), new: new.into() };
    for own in ["m.ming-7@scales.example", "M.Ming-7@Scales.Example", "ma.ming-office", "Ma Ming Office"] {
        assert_eq!(office.send(Method::POST, path::PASSWORD, &command(own)).await.refused("password_is_account").path, "new", "{own}");
    }
    for guessed in ["Hengzhun Calibration Centre 2026", "衡准计量校准2026", "scales.example.1990", "马明衡准计量校准1990"] {
        office.send(Method::POST, path::PASSWORD, &command(guessed)).await.refused("password_guessable");
    }
    office.post::<()>(path::PASSWORD, &command("tablet coffee window")).await;
}

/// What a page of another site can send without asking, and what is no media type of ours.
const FORMS: [&[&str]; 11] = [
    &[],
    &["text/plain"],
    &["Text/Plain; charset=utf-8"],
    &["text/plain; application/json"],
    &["multipart/form-data; boundary=x"],
    &["application/x-www-form-urlencoded"],
    &["application/jsonp"],
    &["application/json, text/plain"],
    &["application/json+xml"],
    &["application/json", "text/plain"],
    &["text/plain", "application/json"],
];

on_both_engines!(a_form_is_taken_nowhere, Lab::new_on);
async fn a_form_is_taken_nowhere(lab: Lab) {
    let cookie = lab.person("admin").await.cookie().expect("a session").to_owned();
    let send = async |verb: Verb, route: &str, kinds: &[&str], chunked: bool| {
        let path =
            route.replace("{noun}", "people").replace("{id}", "0190f0f0-0000-7000-8000-000000000000").replace("{sha256}", &"0".repeat(64));
        let mut request =
            Request::builder().method(verb.method()).uri(path).header(header::HOST, "localhost").header(header::COOKIE, &cookie);
        request = request.header(REQUEST_HEADER, "1").header("sec-fetch-site", "same-origin");
        for kind in kinds {
            request = request.header(header::CONTENT_TYPE, *kind);
        }
        let body = if chunked { Body::from_stream(stream::iter([Ok::<_, std::io::Error>("{"), Ok("}")])) } else { Body::from("{}") };
        lab.nobody().raw(request.body(body).expect("a request")).await
    };
    for (verb, route) in backend::http::routes().listed().iter().filter(|(verb, _)| *verb != Verb::Get) {
        let file = [path::FILE, path::REGISTER_IMPORT].contains(route);
        for kinds in FORMS {
            let taken = match kinds {
                [] if *verb == Verb::Delete => true,
                [one] if file => one.starts_with("application/json"),
                _ => false,
            };
            for chunked in [false, true] {
                let answer = send(*verb, route, kinds, chunked).await;
                assert_eq!(answer.status == 415, !taken, "{} {route} {kinds:?}: {}", verb.method(), answer.text());
                assert!(taken || answer.problem().code.starts_with("content_type"));
            }
        }
        if !file {
            for kinds in [&["application/json"], &["Application/JSON; charset=utf-8"]] {
                assert_ne!(send(*verb, route, kinds, false).await.status, 415, "{} {route} {kinds:?}", verb.method());
            }
        }
    }
}

on_both_engines!(a_one_time_password_ends, Lab::new_on);
async fn a_one_time_password_ends(lab: Lab) {
    let person = people::enter(&lab, "li.wei", &[Role::Calibrator], false).await;
    let reset: AskedView = lab.person("admin").await.post(&path::with(path::PERSON_RESET, person), &()).await;
    assert_eq!(reset.valid_until, Some(lab.now().plus_millis(hours(24))));
    let one_time = reset.one_time_password.expect("no technical manager has come yet");
    lab.advance(hours(23));
    let early = Client::signed_in(&lab.router, "li.wei", &one_time).await;
    lab.advance(hours(1));
    let late = lab.nobody().send(Method::POST, path::SESSION, &SignIn { sign_in: "li.wei".into(), password: one_time.clone() }).await;
    late.refused("one_time_password_ended");
    let wrong =
        lab.nobody().send(Method::POST, path::SESSION, &SignIn { sign_in: "li.wei".into(), password: "wrong password".into() }).await;
    wrong.refused("sign_in_failed");
    let change = ChangePassword { old: one_time, new: "a longer new one".into() };
    early.send(Method::POST, path::PASSWORD, &change).await.refused("not_signed_in");
}

on_both_engines!(a_session_ends_idle_and_in_the_end_anyway, Lab::new_on);
async fn a_session_ends_idle_and_in_the_end_anyway(lab: Lab) {
    let config = Config { idle_millis: Config::default().idle_millis, ..lab.app.config.clone() };
    let lab = lab.beside(App::new(lab.app.db.clone(), lab.app.files.clone(), lab.app.clock.clone(), config));
    let (used, idle) = (lab.person("admin").await, lab.person("admin").await);
    lab.advance(hours(23));
    used.session().await;
    lab.advance(hours(1));
    idle.bytes(Method::GET, path::SESSION, None).await.refused("not_signed_in");
    idle.bytes(Method::HEAD, path::SESSION, None).await;
    idle.send(Method::POST, path::DEVICES, &enrol(&lab, 7, PASSWORD)).await.refused("not_signed_in");
    for _ in 0..11 {
        used.session().await;
        lab.advance(hours(12));
    }
    used.session().await;
    lab.advance(hours(12));
    used.bytes(Method::GET, path::SESSION, None).await.refused("not_signed_in");
}

on_both_engines!(all_sessions_of_a_person_can_be_ended, Lab::new_on);
async fn all_sessions_of_a_person_can_be_ended(lab: Lab) {
    let id = people::enter(&lab, "li.wei", &[Role::Calibrator], false).await;
    let admin = lab.person("admin").await;
    let gone = async |client: &Client| drop(client.bytes(Method::GET, path::SESSION, None).await.refused("not_signed_in"));
    let (mine, stolen, third) = (lab.person("li.wei").await, lab.person("li.wei").await, lab.person("li.wei").await);
    lab.advance(minutes(10));
    mine.session().await;
    let seen: AccessView = mine.get(path::ACCESS).await;
    assert_eq!((seen.sessions.len(), seen.sessions[0].this, seen.sessions[1].this), (3, true, false));
    assert_eq!((seen.sessions[0].last_used_at, seen.sessions[0].address.as_str()), (lab.now(), "127.0.0.1"));

    // One by one: one's own, and nobody else's.
    let token = |client: &Client| Hash::of(client.cookie().and_then(|cookie| cookie.split('=').nth(1)).expect("a token").as_bytes());
    admin.bytes(Method::DELETE, &path::with(path::ACCESS_ONE, token(&third)), None).await.refused("not_found");
    assert!(mine.bytes(Method::DELETE, &path::with(path::ACCESS_ONE, token(&third)), None).await.status.is_success());
    gone(&third).await;
    assert!(mine.bytes(Method::DELETE, path::ACCESS, None).await.status.is_success());
    gone(&stolen).await;
    mine.session().await;

    // By the administrator, and nobody else.
    let route = path::with(path::PERSON_SIGN_OUT, id);
    mine.send(Method::POST, &route, &()).await.refused("not_for_role");
    assert!(admin.send(Method::POST, &route, &()).await.status.is_success());
    gone(&mine).await;
    admin.send(Method::POST, &path::with(path::PERSON_SIGN_OUT, lab.app.new_id::<Lab>()), &()).await.refused("not_found");

    // With the password, and by leaving; who comes back is not signed in by it.
    let (mine, stolen) = (lab.person("li.wei").await, lab.person("li.wei").await);
    mine.post::<()>(path::PASSWORD, &ChangePassword { old: PASSWORD.into(), new: "tablet coffee window".into() }).await;
    gone(&stolen).await;
    for active in [false, true] {
        authority::give(&admin, None, id, json!({"active": active})).await;
        gone(&mine).await;
    }
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}
