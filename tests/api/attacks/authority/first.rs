//! The beginning and the way back: the first administrator, alone until a technical manager has come; nobody locks everybody out.

use axum::http::Method;
use backend::app::verify::Fault;
use base::id::PersonId;
use base::text::Bilingual;
use contract::api::account::{ChangePassword, Setup};
use contract::api::authority::{AskedView, AuthorityView};
use contract::api::path;
use contract::api::register::{Version, Written};
use domain::access::Role;
use domain::authority::Outcome;
use domain::library::person::{Person, TitleLevel};
use domain::register::Entry;
use serde_json::json;
use support::authority::{ask, confirm, give};
use support::lab::{PASSWORD, SETUP_TOKEN};
use support::tamper::Tamperer;
use support::{Client, Engine, Lab, on_both_engines};

use super::{newcomer, row, writes};
use crate::attacks::insiders::{faults, named};
use crate::people;

// B7: whoever comes first to an empty server is not its administrator.
on_both_engines!(the_first_administrator_has_the_token_of_the_servers_start, Lab::empty_on);
async fn the_first_administrator_has_the_token_of_the_servers_start(lab: Lab) {
    let name = Bilingual { zh: "赵敏".into(), en: "Zhao Min".into() };
    let setup = |token: &str| Setup {
        body: name.clone(),
        name: name.clone(),
        sign_in: "admin".into(),
        password: PASSWORD.into(),
        token: token.into(),
    };
    let nobody = lab.nobody();
    for wrong in ["", "wrong", &SETUP_TOKEN.to_uppercase()] {
        let problem = nobody.send(Method::POST, path::SETUP, &setup(wrong)).await.refused("setup_token_wrong");
        assert_eq!(problem.path, "token");
    }
    // What an older app sends has none.
    let older = json!({"body": name, "name": name, "sign_in": "admin", "password": PASSWORD});
    nobody.send(Method::POST, path::SETUP, &older).await.refused("setup_token_wrong");
    nobody.post::<()>(path::SETUP, &setup(SETUP_TOKEN)).await;
    nobody.send(Method::POST, path::SETUP, &setup(SETUP_TOKEN)).await.refused("setup_done");
}

#[tokio::test]
async fn a_server_that_was_given_no_token_makes_nobody() {
    use backend::state::{App, Clock, Config};
    let lab = Lab::empty_on(Engine::Sqlite).await;
    let config = Config { setup_token: None, ..lab.app.config.clone() };
    let app = App::new(lab.app.db.clone(), lab.app.files.clone(), Clock::manual(lab.now()), config);
    let name = json!({"zh": "", "en": "Zhao"});
    for token in ["", SETUP_TOKEN] {
        let setup = json!({"body": name, "name": name, "sign_in": "admin", "password": PASSWORD, "token": token});
        lab.beside(app.clone()).nobody().send(Method::POST, path::SETUP, &setup).await.refused("setup_token_wrong");
    }
}

async fn password(by: &Client, person: PersonId) -> AskedView {
    by.post(&path::with(path::PERSON_RESET, person), &()).await
}

async fn signs_in(lab: &Lab, sign_in: &str, one_time: &str) -> Client {
    let client = Client::signed_in(&lab.router, sign_in, one_time).await;
    client.post::<()>(path::PASSWORD, &ChangePassword { old: one_time.to_owned(), new: PASSWORD.into() }).await;
    client
}

// B6: nobody is locked out by the need of two; the beginning is marked and ends for good.
on_both_engines!(the_first_administrator_is_alone_until_a_technical_manager_has_signed_in, Lab::new_on);
async fn the_first_administrator_is_alone_until_a_technical_manager_has_signed_in(lab: Lab) {
    use backend::app::authority::command_line;
    let admin = lab.person("admin").await;
    let own = admin.session().await.person;
    ask(&admin, own, json!({"roles": ["administrator", "signatory"], "title_level": "senior"})).await.refused("own_authority");
    let (fang, deng) = (newcomer(&admin, "fang").await, newcomer(&admin, "deng").await);
    // The form gives nothing even now.
    writes(&admin, fang, |person| person.roles = vec![Role::Office]).await.refused("authority_by_request");
    let technical = json!({"roles": ["technical_manager"], "title_level": "senior"});
    let alone: AskedView = ask(&admin, fang, technical).await.success();
    assert!(alone.done);
    let history: Vec<Version<Person>> = admin.get(&path::with2(path::REGISTER_HISTORY, Person::NOUN, fang)).await;
    assert_eq!(history[0].reason, "authority_alone");
    let seen: AuthorityView = admin.get(&path::with(path::PERSON_AUTHORITY, fang)).await;
    assert_eq!(seen.requests[0].ended.as_ref().map(|ended| ended.outcome), Some(Outcome::Alone));
    // Another administrator is not the first.
    give(&admin, None, deng, json!({"roles": ["administrator"]})).await;
    let one_time = password(&admin, deng).await.one_time_password.expect("a password");
    let deng_client = signs_in(&lab, "deng", &one_time).await;
    let later = newcomer(&deng_client, "later").await;
    assert!(!ask(&deng_client, later, json!({"roles": ["office"]})).await.success::<AskedView>().done);
    let report = crate::verify::walk(&lab).await;
    assert_eq!((report.broken.len(), report.walked["acts of the first administrator alone"]), (0, 3));

    let one_time = password(&admin, fang).await.one_time_password.expect("a password");
    assert!(ask(&admin, later, json!({"roles": ["office"]})).await.success::<AskedView>().done, "a one-time password is not yet theirs");
    let fang_client = signs_in(&lab, "fang", &one_time).await;
    let waits = async |client: &Client| {
        let asked: AskedView = ask(client, later, json!({"roles": ["office", "calibrator"]})).await.success();
        assert!(!asked.done && password(client, later).await.one_time_password.is_none(), "two people from now on");
    };
    waits(&admin).await;
    // What happens to the technical manager brings the beginning not back: their password is forgotten, another holds the post and goes.
    command_line::password(&lab.app, "fang").await.expect("a password");
    waits(&admin).await;
    fang_client.bytes(Method::GET, path::SESSION, None).await.refused("not_signed_in");
    people::enter(&lab, "gao", &[Role::TechnicalManager], true).await;
    writes(&admin, fang, |person| person.active = false).await.success::<Written<Person>>();
    waits(&admin).await;
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

// C-4.3.3: the post is always filled. Nobody takes the last technical manager away before there is another.
on_both_engines!(the_only_technical_manager_stays_one, Lab::new_on);
async fn the_only_technical_manager_stays_one(lab: Lab) {
    let admin = lab.person("admin").await;
    let first = newcomer(&admin, "first").await;
    let technical = || json!({"roles": ["technical_manager"], "title_level": "senior"});
    assert!(ask(&admin, first, technical()).await.success::<AskedView>().done);
    // Nobody had come yet: a slip is put right.
    writes(&admin, first, |person| person.roles.clear()).await.success::<Written<Person>>();
    let fang = people::person(&lab, "fang", &[Role::TechnicalManager]).await;
    let (own, other) = (fang.session().await.person, newcomer(&admin, "other").await);
    let refused = writes(&admin, own, |person| person.active = false).await.refused("last_technical_manager");
    assert_eq!(refused.clause.as_deref(), Some("C-4.3.3"));
    ask(&admin, own, json!({"active": false, "title_level": "senior"})).await.refused("last_technical_manager");
    ask(&admin, own, json!({"roles": ["office"]})).await.refused("last_technical_manager");
    // One who is not at work here is no other.
    let gone = people::enter(&lab, "gone", &[Role::TechnicalManager], false).await;
    writes(&admin, gone, |person| person.active = false).await.success::<Written<Person>>();
    writes(&admin, own, |person| person.roles.clear()).await.refused("last_technical_manager");
    // Asked for while there was another one, and confirmed when there is none.
    let third = people::enter(&lab, "third", &[Role::TechnicalManager], false).await;
    let gao = people::person(&lab, "gao", &[Role::Administrator]).await;
    let asked: AskedView = ask(&admin, own, json!({"roles": ["office"]})).await.success();
    writes(&admin, third, |person| person.active = false).await.success::<Written<Person>>();
    confirm(&gao, asked.request.expect("a request")).await.refused("last_technical_manager");
    give(&admin, Some(&fang), other, technical()).await;
    writes(&admin, own, |person| person.active = false).await.success::<Written<Person>>();
    writes(&admin, other, |person| person.roles.clear()).await.refused("last_technical_manager");
}

// B7: by their own hand, by another's, or by what does not let anybody in: somebody who can sign in stays administrator.
on_both_engines!(the_only_administrator_stays_one, Lab::new_on);
async fn the_only_administrator_stays_one(lab: Lab) {
    let admin = lab.person("admin").await;
    let own = admin.session().await.person;
    writes(&admin, own, |person| person.active = false).await.refused("last_administrator");
    writes(&admin, own, |person| person.roles.clear()).await.refused("own_authority");
    let fang = people::person(&lab, "fang", &[Role::TechnicalManager]).await;
    ask(&fang, own, json!({"roles": []})).await.refused("last_administrator");
    ask(&fang, own, json!({"active": false})).await.refused("last_administrator");
    // One who has no password of their own yet, or is not at work here, is no other.
    let second = people::enter(&lab, "deng", &[Role::Administrator], true).await;
    writes(&admin, own, |person| person.active = false).await.refused("last_administrator");
    lab.app
        .db
        .write::<_, backend::app::Error, _>(move |tx: &mut backend::store::Tx| {
            Box::pin(async move {
                let hash = backend::store::account::by_person(tx, second).await?.expect("a credential").password_hash;
                Ok(backend::store::account::put_password(tx, second, &hash, false, base::time::Instant(1)).await?)
            })
        })
        .await
        .expect("a password of their own");
    let deng = lab.person("deng").await;
    writes(&deng, own, |person| person.active = false).await.success::<Written<Person>>();
    admin.bytes(Method::GET, path::SESSION, None).await.refused("not_signed_in");
    writes(&deng, second, |person| person.active = false).await.refused("last_administrator");
}

// B7: who holds the server itself lets somebody in again; it is noted, and told.
on_both_engines!(the_command_line_lets_somebody_in_again_and_everybody_is_told, Lab::new_on);
async fn the_command_line_lets_somebody_in_again_and_everybody_is_told(lab: Lab) {
    use backend::app::authority::command_line::{self, Post};
    let fang = people::person(&lab, "fang", &[Role::TechnicalManager]).await;
    let one_time = command_line::password(&lab.app, "admin").await.expect("a password");
    let admin = signs_in(&lab, "admin", &one_time).await;
    assert_eq!(admin.session().await.notices[0].what, "password_command_line");
    lab.advance(1_000);
    command_line::role(&lab.app, "FANG ", Post::Administrator).await.expect("a role");
    let session = fang.session().await;
    assert!(session.roles.contains(&Role::Administrator) && session.notices[0].what == "role_command_line");
    let desk: AuthorityView = admin.get(path::CONFIRMATIONS).await;
    assert_eq!(desk.notices.iter().map(|notice| notice.what.as_str()).collect::<Vec<_>>(), ["role_command_line", "password_command_line"]);
    let history: Vec<Version<Person>> = admin.get(&path::with2(path::REGISTER_HISTORY, Person::NOUN, session.person)).await;
    assert_eq!((history[0].reason.as_str(), history[0].by), ("command_line", None));
    assert!(command_line::password(&lab.app, "nobody").await.is_err());
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
    assert!(row(&admin, session.person).await.body.active);
}

// C-4.3.3: the only technical manager has died. Giving the role takes one, so that whoever holds the server gives it to a successor.
on_both_engines!(a_technical_manager_who_is_gone_is_followed_by_the_command_line, Lab::new_on);
async fn a_technical_manager_who_is_gone_is_followed_by_the_command_line(lab: Lab) {
    use backend::app::authority::command_line::{self, Post};
    let admin = lab.person("admin").await;
    let own = people::person(&lab, "fang", &[Role::TechnicalManager]).await.session().await.person;
    let deng = people::person(&lab, "deng", &[Role::Office]).await;
    let follows = deng.session().await.person;
    writes(&admin, own, |person| person.active = false).await.refused("last_technical_manager");
    lab.advance(1_000);
    // Not for who may not hold the post. To enter a title takes a technical manager as well, so that the command takes it.
    let refused = command_line::role(&lab.app, "deng", Post::TechnicalManager(None)).await.expect_err("no title");
    assert!(format!("{refused:?}").contains("title_too_low"), "{refused:?}");
    command_line::role(&lab.app, "deng", Post::TechnicalManager(Some(TitleLevel::Senior))).await.expect("a role");
    let session = deng.session().await;
    assert!(session.roles.contains(&Role::Office) && session.roles.contains(&Role::TechnicalManager));
    assert_eq!(session.notices[0].what, "technical_manager_command_line");
    let desk: AuthorityView = admin.get(path::CONFIRMATIONS).await;
    assert_eq!(desk.notices[0].what, "technical_manager_command_line");
    let history: Vec<Version<Person>> = admin.get(&path::with2(path::REGISTER_HISTORY, Person::NOUN, follows)).await;
    assert_eq!((history[0].reason.as_str(), history[0].by), ("command_line", None));
    // The entry of whoever is gone can be closed now, and that of the successor cannot.
    writes(&admin, own, |person| person.active = false).await.success::<Written<Person>>();
    writes(&admin, follows, |person| person.active = false).await.refused("last_technical_manager");
    let report = crate::verify::walk(&lab).await;
    assert_eq!(report.broken, []);
}

// B7: while nobody else can confirm it, the command line's word is enough.
on_both_engines!(the_first_administrator_who_is_alone_is_let_in_again_and_not_held_back, Lab::new_on);
async fn the_first_administrator_who_is_alone_is_let_in_again_and_not_held_back(lab: Lab) {
    use backend::app::authority::command_line;
    let one_time = command_line::password(&lab.app, "admin").await.expect("a password");
    let admin = signs_in(&lab, "admin", &one_time).await;
    assert!(admin.session().await.holds.is_empty());
    let deng = newcomer(&admin, "deng").await;
    give(&admin, None, deng, json!({"roles": ["technical_manager"], "title_level": "senior"})).await;
    let of_deng = password(&admin, deng).await.one_time_password.expect("a password");
    signs_in(&lab, "deng", &of_deng).await;
    // A technical manager has come: there are two people now.
    let one_time = command_line::password(&lab.app, "admin").await.expect("a password");
    let admin = signs_in(&lab, "admin", &one_time).await;
    assert_eq!(admin.session().await.holds.len(), 1);
    writes(&admin, deng, |person| person.email = String::new()).await.refused("signing_held");
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

// C-4.3.2: one row says that a technical manager had come. Whoever writes the tables can remove it; the audit trail says it too.
on_both_engines!(a_technical_manager_who_came_is_not_forgotten_with_a_row, Lab::new_on);
async fn a_technical_manager_who_came_is_not_forgotten_with_a_row(lab: Lab) {
    use backend::app::authority::command_line;
    let admin = lab.person("admin").await;
    let (fang, later) = (newcomer(&admin, "fang").await, newcomer(&admin, "later").await);
    let technical = json!({"roles": ["technical_manager"], "title_level": "senior"});
    let alone = ask(&admin, fang, technical).await.success::<AskedView>();
    let one_time = password(&admin, fang).await.one_time_password.expect("a password");
    lab.advance(1_000);
    signs_in(&lab, "fang", &one_time).await;
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    let mut tamperer = Tamperer::new(&lab).await;
    tamperer.run("DELETE FROM authority_settled").await;
    tamperer.run("DELETE FROM audit WHERE noun = 'authority_settled'").await;
    named(&lab, &format!("authority_settled of person {fang}"), Fault::Missing).await;
    // Nobody can sign in as technical manager now, and still the first administrator does nothing alone.
    command_line::password(&lab.app, "fang").await.expect("a password");
    assert!(!ask(&admin, later, json!({"roles": ["office"]})).await.success::<AskedView>().done);
    // What was done alone before is put after it.
    let request = alone.request.expect("a request");
    let act = format!("confirmation_ends {request}");
    assert!(!faults(&lab).await.iter().any(|fault| *fault == format!("{act}: {}", Fault::NotConfirmed.code())));
    // The server noted meanwhile once more that one had come; without that, the sign-in itself tells.
    tamperer.run("DELETE FROM authority_settled").await;
    tamperer.run("DELETE FROM audit WHERE noun = 'authority_settled'").await;
    let days = 3 * 24 * 3_600_000;
    tamperer.run(&format!("UPDATE confirmation_ends SET at = at + {days} WHERE confirmation_id = '{request}'")).await;
    named(&lab, &act, Fault::NotConfirmed).await;
}
