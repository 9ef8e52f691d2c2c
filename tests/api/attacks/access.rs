//! Passwords and sessions that somebody put into the tables by hand, and what `verify` says of it.

use axum::http::Method;
use backend::app::verify::Fault;
use backend::app::{backup, password};
use base::id::PersonId;
use contract::api::account::{ChangePassword, Enrol, SignIn};
use contract::api::authority::AskedView;
use contract::api::path;
use domain::access::Role;
use domain::event::Hash;
use domain::event::signature::public_key;
use support::lab::PASSWORD;
use support::tamper::Tamperer;
use support::{Client, Engine, Lab, on_both_engines};

use crate::people;
use crate::record::{Site, view};
use crate::verify::walk;

const SWAPPED: &str = "a password of the insider";
const ENDED: [&str; 2] = [
    include_str!("../../../backend/migrations/sqlite/0260_sessions_made.sql"),
    include_str!("../../../backend/migrations/postgres/0260_sessions_made.sql"),
];

async fn faults(lab: &Lab) -> Vec<String> {
    walk(lab).await.broken.iter().map(ToString::to_string).collect()
}

/// Exactly one place is named: this one.
async fn named(lab: &Lab, place: &str, fault: Fault) {
    let faults = faults(lab).await;
    assert!(faults.len() == 1 && faults[0].starts_with(place) && faults[0].ends_with(fault.code()), "{place} {fault:?}: {faults:?}");
}

/// The insider's password in the place of a person's; the hash that was there.
async fn swap(lab: &Lab, tamperer: &mut Tamperer, person: PersonId) -> String {
    let theirs = tamperer.text(&format!("SELECT password_hash FROM credentials WHERE person_id = '{person}'")).await;
    let hash = password::hash(&lab.app, SWAPPED.to_owned()).await.expect("a hash");
    put(tamperer, person, &hash).await;
    theirs
}

async fn put(tamperer: &mut Tamperer, person: PersonId, hash: &str) {
    tamperer.run(&format!("UPDATE credentials SET password_hash = '{hash}' WHERE person_id = '{person}'")).await;
}

async fn token_of(tamperer: &mut Tamperer, person: PersonId) -> String {
    tamperer.text(&format!("SELECT token_hash FROM sessions WHERE person_id = '{person}' ORDER BY created_at DESC LIMIT 1")).await
}

on_both_engines!(a_password_in_the_place_of_anothers_is_named_while_it_is_there, Lab::new_on);
async fn a_password_in_the_place_of_anothers_is_named_while_it_is_there(lab: Lab) {
    let person = people::enter(&lab, "li.wei", &[Role::Calibrator], false).await;
    let mut tamperer = Tamperer::new(&lab).await;
    let theirs = swap(&lab, &mut tamperer, person).await;
    named(&lab, &format!("credentials {person}"), Fault::SealBroken).await;
    put(&mut tamperer, person, &theirs).await;
    assert_eq!(faults(&lab).await, Vec::<String>::new(), "nobody has used it");
}

on_both_engines!(a_sign_in_with_a_swapped_password_is_named_after_the_right_one_is_back, Lab::new_on);
async fn a_sign_in_with_a_swapped_password_is_named_after_the_right_one_is_back(lab: Lab) {
    let person = people::enter(&lab, "li.wei", &[Role::Calibrator], false).await;
    lab.person("li.wei").await;
    lab.advance(1);
    let mut tamperer = Tamperer::new(&lab).await;
    let theirs = swap(&lab, &mut tamperer, person).await;
    let insider = Client::signed_in(&lab.router, "li.wei", SWAPPED).await;
    let token = token_of(&mut tamperer, person).await;
    put(&mut tamperer, person, &theirs).await;
    lab.person("li.wei").await;
    named(&lab, &format!("audit sessions {token}"), Fault::CredentialNotSet).await;
    // Nor does it help to sign out again.
    assert!(insider.bytes(Method::DELETE, path::SESSION, None).await.status.is_success());
    named(&lab, &format!("audit sessions {token}"), Fault::CredentialNotSet).await;
}

// The checker left the browser open: their session is genuine, the password under the signature is not.
on_both_engines!(a_signature_with_a_swapped_password_is_named_after_the_right_one_is_back, Lab::new_on);
async fn a_signature_with_a_swapped_password_is_named_after_the_right_one_is_back(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let record = site.submitted(&lab).await;
    let chen = lab.person("chen").await;
    let person = chen.session().await.person;
    let mut tamperer = Tamperer::new(&lab).await;
    let theirs = swap(&lab, &mut tamperer, person).await;
    let seen = view(&chen, record).await.entries.len();
    let check = serde_json::json!({ "seen": seen, "password": SWAPPED });
    let answer = chen.send(Method::POST, &path::with(path::RECORD_CHECK, record), &check).await;
    assert!(answer.status.is_success(), "{}", answer.text());
    put(&mut tamperer, person, &theirs).await;
    named(&lab, &format!("audit accounts {person}"), Fault::CredentialNotSet).await;
}

// An old hash of the person themselves, read from a backup: it was set once, but another was set since.
on_both_engines!(a_sign_in_with_a_password_of_before_is_named_after_the_right_one_is_back, Lab::new_on);
async fn a_sign_in_with_a_password_of_before_is_named_after_the_right_one_is_back(lab: Lab) {
    let person = people::enter(&lab, "li.wei", &[Role::Calibrator], false).await;
    let li = lab.person("li.wei").await;
    let mut tamperer = Tamperer::new(&lab).await;
    let row = format!("FROM credentials WHERE person_id = '{person}'");
    let before = tamperer.text(&format!("SELECT password_hash {row}")).await;
    let at = tamperer.text(&format!("SELECT CAST(changed_at AS TEXT) {row}")).await;
    lab.advance(1);
    li.post::<()>(path::PASSWORD, &ChangePassword { old: PASSWORD.into(), new: "a longer new one".into() }).await;
    let after = tamperer.text(&format!("SELECT password_hash {row}")).await;
    let changed = tamperer.text(&format!("SELECT CAST(changed_at AS TEXT) {row}")).await;
    let mut set = async |hash: &str, at: &str| {
        let sql = format!("UPDATE credentials SET password_hash = '{hash}', changed_at = {at} WHERE person_id = '{person}'");
        tamperer.run(&sql).await;
    };
    set(&before, &at).await;
    lab.person("li.wei").await;
    set(&after, &changed).await;
    named(&lab, "audit sessions ", Fault::CredentialNotSet).await;
}

on_both_engines!(a_session_that_no_sign_in_made_is_named, Lab::new_on);
async fn a_session_that_no_sign_in_made_is_named(lab: Lab) {
    let person = people::enter(&lab, "li.wei", &[Role::Calibrator], false).await;
    let mut tamperer = Tamperer::new(&lab).await;
    let secret = "b".repeat(64);
    let token = Hash::of(secret.as_bytes());
    let (now, until) = (lab.now().0, lab.now().plus_millis(3_600_000).0);
    let sql = format!(
        "INSERT INTO sessions (token_hash, person_id, created_at, expires_at, last_used_at, browser, address) \
         VALUES ('{token}', '{person}', {now}, {until}, {now}, '', '127.0.0.1')"
    );
    tamperer.run(&sql).await;
    let insider = lab.nobody().holding(&format!("etalon={secret}"));
    assert_eq!(insider.session().await.person, person, "it opens the door");
    named(&lab, &format!("session {token}"), Fault::SessionNotMade).await;
}

on_both_engines!(a_session_made_anothers_or_longer_is_named, Lab::new_on);
async fn a_session_made_anothers_or_longer_is_named(lab: Lab) {
    let admin = lab.person("admin").await.session().await.person;
    let person = people::enter(&lab, "li.wei", &[Role::Calibrator], false).await;
    lab.person("li.wei").await;
    let mut tamperer = Tamperer::new(&lab).await;
    let token = token_of(&mut tamperer, person).await;
    for (change, back) in [
        (format!("person_id = '{admin}'"), format!("person_id = '{person}'")),
        ("expires_at = expires_at + 1".to_owned(), "expires_at = expires_at - 1".to_owned()),
    ] {
        tamperer.run(&format!("UPDATE sessions SET {change} WHERE token_hash = '{token}'")).await;
        named(&lab, &format!("session {token}"), Fault::SessionNotMade).await;
        tamperer.run(&format!("UPDATE sessions SET {back} WHERE token_hash = '{token}'")).await;
        assert_eq!(faults(&lab).await, Vec::<String>::new());
    }
}

on_both_engines!(a_session_that_was_ended_and_is_there_again_is_named, Lab::new_on);
async fn a_session_that_was_ended_and_is_there_again_is_named(lab: Lab) {
    let person = people::enter(&lab, "li.wei", &[Role::Calibrator], false).await;
    let mut tamperer = Tamperer::new(&lab).await;
    for end in ["sign out", "end the others", "change the password"] {
        let stolen = lab.person("li.wei").await;
        let token = token_of(&mut tamperer, person).await;
        tamperer.run("CREATE TABLE kept AS SELECT * FROM sessions").await;
        lab.advance(1);
        if end == "sign out" {
            assert!(stolen.bytes(Method::DELETE, path::SESSION, None).await.status.is_success());
        } else {
            let own = lab.person("li.wei").await;
            let change = ChangePassword { old: PASSWORD.into(), new: "a longer new one".into() };
            match end {
                "end the others" => assert!(own.bytes(Method::DELETE, path::ACCESS, None).await.status.is_success()),
                _ => own.post::<()>(path::PASSWORD, &change).await,
            }
        }
        stolen.bytes(Method::GET, path::SESSION, None).await.refused("not_signed_in");
        tamperer.run(&format!("INSERT INTO sessions SELECT * FROM kept WHERE token_hash = '{token}'")).await;
        tamperer.run("DROP TABLE kept").await;
        assert_eq!(stolen.session().await.person, person, "{end}: it opens the door again");
        named(&lab, &format!("session {token}"), Fault::SessionNotMade).await;
        tamperer.run(&format!("DELETE FROM sessions WHERE token_hash = '{token}'")).await;
        assert_eq!(faults(&lab).await, Vec::<String>::new());
        lab.advance(1);
    }
}

// Sessions of before the audit trail told of their making: the migration ends them, and all is whole.
on_both_engines!(sessions_of_before_their_making_was_noted_are_ended, Lab::new_on);
async fn sessions_of_before_their_making_was_noted_are_ended(lab: Lab) {
    let admin = lab.person("admin").await;
    let mut tamperer = Tamperer::new(&lab).await;
    tamperer.run("DELETE FROM audit WHERE noun = 'sessions'").await;
    let token = token_of(&mut tamperer, admin.session().await.person).await;
    named(&lab, &format!("session {token}"), Fault::SessionNotMade).await;
    let upgrade = ENDED[usize::from(!lab.owner_url().starts_with("sqlite:"))];
    tamperer.run(upgrade).await;
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    admin.bytes(Method::GET, path::SESSION, None).await.refused("not_signed_in");
    lab.person("admin").await;
    assert_eq!(faults(&lab).await, Vec::<String>::new());
}

on_both_engines!(sessions_in_a_backup_end_where_it_is_restored, Lab::new_on);
async fn sessions_in_a_backup_end_where_it_is_restored(lab: Lab) {
    let admin = lab.person("admin").await;
    // Also those of before the audit trail told of them.
    for told in [true, false] {
        if !told {
            Tamperer::new(&lab).await.run("DELETE FROM audit WHERE noun = 'sessions'").await;
        }
        let file = lab.folder().join(format!("{told}.backup"));
        backup::backup(&lab.app, &file).await.expect("a backup");
        let other = Lab::empty_on(Engine::Sqlite).await;
        backup::restore(&other.app, &file).await.expect("restored");
        let sessions = Tamperer::new(&other).await.text("SELECT CAST(COUNT(*) AS TEXT) FROM sessions").await;
        assert_eq!((sessions.as_str(), faults(&other).await), ("0", Vec::new()), "{told}");
    }
    admin.session().await;
}

on_both_engines!(passwords_and_sessions_set_by_the_server_alone_are_whole, Lab::new_on);
async fn passwords_and_sessions_set_by_the_server_alone_are_whole(lab: Lab) {
    let admin = lab.person("admin").await;
    let person = people::enter(&lab, "li.wei", &[Role::Calibrator], false).await;
    let li = lab.person("li.wei").await;
    let enrol = Enrol {
        device: lab.app.new_id(),
        name: "Tablet 3".into(),
        public_key: public_key(&[7; 32]).expect("a key"),
        password: PASSWORD.into(),
    };
    li.post::<()>(path::DEVICES, &enrol).await;
    let wrong = SignIn { sign_in: "li.wei".into(), password: "not the password".into() };
    lab.nobody().send(Method::POST, path::SESSION, &wrong).await.refused("sign_in_failed");
    li.post::<()>(path::PASSWORD, &ChangePassword { old: PASSWORD.into(), new: "a longer new one".into() }).await;
    let reset: AskedView = admin.post(&path::with(path::PERSON_RESET, person), &()).await;
    let one_time = reset.one_time_password.expect("a one-time password");
    let li = Client::signed_in(&lab.router, "li.wei", &one_time).await;
    li.post::<()>(path::PASSWORD, &ChangePassword { old: one_time, new: "mountains stand still by rivers".into() }).await;
    assert!(li.bytes(Method::DELETE, path::SESSION, None).await.status.is_success());
    let report = walk(&lab).await;
    assert_eq!(report.broken, []);
    assert!(report.walked["sessions"] >= 1, "{:?}", report.walked);
}
