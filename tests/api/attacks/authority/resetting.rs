//! Passwords of others: by two people, or by the person's own mailbox.

use axum::http::Method;
use backend::app::messages::send_waiting;
use backend::demo::{id, names};
use backend::state::{App, Clock, Config, Smtp};
use base::id::kind;
use contract::api::account::{ChangePassword, SignIn};
use contract::api::authority::{AskedView, ResetByLink};
use contract::api::certificate::MessageView;
use contract::api::register::Written;
use contract::api::{Page, path};
use domain::library::body::Body;
use domain::library::person::Person;
use serde_json::json;
use support::authority::{ask, confirm_with};
use support::lab::PASSWORD;
use support::mail::{MailServer, body};
use support::{Client, Lab, days, on_both_engines};

use super::{Keepers, changes, newcomer};

fn reset(name: &str) -> String {
    path::with(path::PERSON_RESET, id::<kind::Person>(name))
}

// B6
on_both_engines!(one_administrator_signs_in_as_nobody_else, Lab::demo_on);
async fn one_administrator_signs_in_as_nobody_else(lab: Lab) {
    let Keepers { admin, technical, office } = Keepers::of(&lab).await;
    let qian = lab.person(names::SIGNATORY).await;
    let asked: AskedView = admin.post(&reset("qian"), &()).await;
    assert!(!asked.done && asked.one_time_password.is_none());
    let request = asked.request.expect("a request");
    assert_eq!(qian.session().await.sign_in, "qian", "nothing happened to the session");
    lab.person(names::SIGNATORY).await;
    confirm_with(&admin, request, names::PASSWORD).await.refused("confirmation_own");
    confirm_with(&office, request, names::PASSWORD).await.refused("confirmation_not_confirming");
    office.send(Method::POST, &reset("wang"), &()).await.refused("not_for_role");
    admin.send(Method::POST, &reset("admin"), &()).await.refused("own_authority");
    // The person is told at once, and can say no.
    assert_eq!(qian.session().await.notices[0].what, "password_asked");
    let given: AskedView = confirm_with(&technical, request, names::PASSWORD).await.success();
    let one_time = given.one_time_password.expect("shown to who confirms, once");
    qian.bytes(Method::GET, path::SESSION, None).await.refused("not_signed_in");
    let again = SignIn { sign_in: "qian".into(), password: names::PASSWORD.into() };
    lab.nobody().send(Method::POST, path::SESSION, &again).await.refused("sign_in_failed");
    let qian = Client::signed_in(&lab.router, "qian", &one_time).await;
    qian.post::<()>(path::PASSWORD, &ChangePassword { old: one_time, new: PASSWORD.into() }).await;
    assert_eq!(qian.session().await.holds.len(), 1);
    // Replayed, it gives nothing.
    let seen = json!({"seen": "0".repeat(64), "password": names::PASSWORD});
    technical.send(Method::POST, &path::with(path::CONFIRMATION_CONFIRM, request), &seen).await.refused("confirmation_over");
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

// B6: nor as somebody whom they entered, whose password would be the first one.
on_both_engines!(the_first_password_of_somebody_takes_two_people_as_well, Lab::demo_on);
async fn the_first_password_of_somebody_takes_two_people_as_well(lab: Lab) {
    let Keepers { admin, technical, .. } = Keepers::of(&lab).await;
    let new = newcomer(&admin, "wu.di").await;
    let asked: AskedView = admin.post(&path::with(path::PERSON_RESET, new), &()).await;
    assert!(!asked.done && asked.one_time_password.is_none());
    let given: AskedView = confirm_with(&technical, asked.request.expect("a request"), names::PASSWORD).await.success();
    let client = Client::signed_in(&lab.router, "wu.di", &given.one_time_password.expect("a password")).await;
    assert!(client.session().await.holds.is_empty(), "the first password holds nothing back");
}

/// The same laboratory with a mail server.
pub(super) fn mailing(lab: &Lab, server: &MailServer) -> (Lab, Smtp) {
    mailing_as(lab, server, "https://lab.example/")
}

/// The same with this address of its own.
fn mailing_as(lab: &Lab, server: &MailServer, public_url: &str) -> (Lab, Smtp) {
    let smtp = Smtp { url: server.url(), from: "lab@hengzhun.example".to_owned() };
    let config = Config { smtp: Some(smtp.clone()), public_url: public_url.to_owned(), ..lab.app.config.clone() };
    (lab.beside(App::new(lab.app.db.clone(), lab.app.files.clone(), Clock::manual(lab.now()), config)), smtp)
}

// B6: the person's own mailbox is a second person, where nobody has just written it down.
on_both_engines!(a_link_in_the_persons_own_mailbox_is_theirs_alone, Lab::demo_on);
async fn a_link_in_the_persons_own_mailbox_is_theirs_alone(lab: Lab) {
    let route = path::with(path::PERSON_RESET_MAIL, id::<kind::Person>("qian"));
    lab.person(names::ADMINISTRATOR).await.send(Method::POST, &route, &()).await.refused("reset_mail_not_sent");
    let server = MailServer::start().await;
    let (lab, smtp) = mailing(&lab, &server);
    let Keepers { admin, technical, office } = Keepers::of(&lab).await;
    let renamed: AskedView = ask(&admin, id("qian"), json!({"name": {"zh": "", "en": "Wolodymyr-Kowaltschuk"}})).await.success();
    confirm_with(&technical, renamed.request.expect("a request"), names::PASSWORD).await.success::<AskedView>();
    let asked: AskedView = admin.post(&route, &()).await;
    assert!(!asked.done && asked.one_time_password.is_none());
    // Whoever confirms requests does not confirm this one.
    let request = asked.request.expect("a request");
    confirm_with(&technical, request, names::PASSWORD).await.refused("confirmation_by_mailbox");
    send_waiting(&lab.app, &smtp).await.expect("the outbox is emptied");
    let letter = server.received().into_iter().filter(|mail| mail.to == "qian@hengzhun.example").map(|mail| body(&mail.data));
    let text = letter.into_iter().find(|text| text.contains("/reset?")).expect("a letter with a link");
    let token = text.split("/reset?token=").nth(1).and_then(|rest| rest.split_whitespace().next()).expect("a link").to_owned();
    assert!(text.contains("https://lab.example/reset?token=") && token.len() == 64, "{text}");
    // Neither the outbox nor the database holds it.
    let outbox: Page<MessageView> = office.get(path::OUTBOX).await;
    assert!(outbox.rows.iter().all(|message| !message.text.contains(&token)));
    let nobody = lab.nobody();
    let choose = |token: &str, password: &str| ResetByLink { token: token.to_owned(), password: password.to_owned() };
    nobody.send(Method::POST, path::RESET, &choose(&"0".repeat(64), PASSWORD)).await.refused("reset_link_wrong");
    assert_eq!(nobody.send(Method::POST, path::RESET, &choose(&token, "short")).await.refused("password_too_short").path, "password");
    // Made of the person's own name, or of the body's, it is guessed first.
    for guessed in ["wolodymyr-kowaltschuk", "suzhouhengzhuncalibrationco.,ltd."] {
        let problem = nobody.send(Method::POST, path::RESET, &choose(&token, guessed)).await.problem();
        assert!(problem.code.starts_with("password_") && problem.path == "password", "{guessed}: {problem:?}");
    }
    nobody.post::<()>(path::RESET, &choose(&token, PASSWORD)).await;
    nobody.send(Method::POST, path::RESET, &choose(&token, "another password")).await.refused("reset_link_wrong");
    let qian = Client::signed_in(&lab.router, "qian", PASSWORD).await;
    assert_eq!(qian.session().await.holds.len(), 1, "a password that was reset holds signing back");
    // A link that was not used in time is none.
    let _: AskedView = admin.post(&path::with(path::PERSON_RESET_MAIL, id::<kind::Person>("sun")), &()).await;
    send_waiting(&lab.app, &smtp).await.expect("the outbox is emptied");
    let letter = server.received().into_iter().rfind(|mail| mail.to == "sun@hengzhun.example").expect("a letter");
    let text = body(&letter.data);
    let token = text.split("/reset?token=").nth(1).and_then(|rest| rest.split_whitespace().next()).expect("a link").to_owned();
    lab.advance(days(2));
    nobody.send(Method::POST, path::RESET, &choose(&token, PASSWORD)).await.refused("reset_link_wrong");
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

// B6: whoever writes the mailbox down gains nothing by it.
on_both_engines!(a_mailbox_that_was_changed_lately_or_by_who_asks_gets_no_link, Lab::demo_on);
async fn a_mailbox_that_was_changed_lately_or_by_who_asks_gets_no_link(lab: Lab) {
    let server = MailServer::start().await;
    let (lab, _) = mailing(&lab, &server);
    let Keepers { admin, technical, .. } = Keepers::of(&lab).await;
    let qian = path::with(path::PERSON_RESET_MAIL, id::<kind::Person>("qian"));
    let asked: AskedView = ask(&admin, id("qian"), json!({"email": "trap@evil.example"})).await.success();
    confirm_with(&technical, asked.request.expect("a request"), names::PASSWORD).await.success::<AskedView>();
    for keeper in [&admin, &technical] {
        keeper.send(Method::POST, &qian, &()).await.refused("reset_mailbox_too_new");
    }
    // Somebody without authority has a mailbox that one person writes: it wins nothing either.
    let new = newcomer(&admin, "wu.di").await;
    for keeper in [&admin, &technical] {
        keeper.send(Method::POST, &path::with(path::PERSON_RESET_MAIL, new), &()).await.refused("reset_mailbox_too_new");
    }
    lab.advance(days(6));
    lab.advance(days(9));
    let (admin, technical) = (lab.person(names::ADMINISTRATOR).await, lab.person(names::TECHNICAL_MANAGER).await);
    admin.send(Method::POST, &qian, &()).await.refused("reset_mailbox_too_new");
    technical.post::<AskedView>(&qian, &()).await;
    // A mailbox shared with a colleague is nobody's own.
    changes(&admin, "admin", |person| person.email = "wang@hengzhun.example".to_owned()).await.success::<Written<Person>>();
    let wang = path::with(path::PERSON_RESET_MAIL, id::<kind::Person>("wang"));
    technical.send(Method::POST, &wang, &()).await.refused("mailbox_of_another");
}

/// The token of the link in a letter to this mailbox.
pub(super) fn token_to(server: &MailServer, mailbox: &str) -> Option<String> {
    let letters = server.received().into_iter().filter(|mail| mail.to == mailbox).map(|mail| body(&mail.data));
    let text = letters.into_iter().find(|text| text.contains("/reset?token="))?;
    text.split("/reset?token=").nth(1).and_then(|rest| rest.split_whitespace().next()).map(str::to_owned)
}

// B6: the body's website is what one administrator writes: a genuine letter does not lead there.
on_both_engines!(no_link_is_sent_to_an_address_that_an_administrator_wrote, Lab::demo_on);
async fn no_link_is_sent_to_an_address_that_an_administrator_wrote(lab: Lab) {
    let server = MailServer::start().await;
    let (addressed, smtp) = mailing(&lab, &server);
    let (bare, _) = mailing_as(&lab, &server, "");
    let admin = lab.person(names::ADMINISTRATOR).await;
    crate::registers::change::<Body>(&admin, "body", |body| body.website = "https://look-alike.example".to_owned())
        .await
        .success::<Written<Body>>();
    let route = path::with(path::PERSON_RESET_MAIL, id::<kind::Person>("qian"));
    admin.moved(&bare.router).send(Method::POST, &route, &()).await.refused("reset_mail_not_sent");
    // Asked for while the server had an address, sent when it has none.
    admin.moved(&addressed.router).post::<AskedView>(&route, &()).await;
    send_waiting(&bare.app, &smtp).await.expect("the outbox is gone through");
    assert_eq!(token_to(&server, "qian@hengzhun.example"), None);
    assert!(server.received().iter().all(|mail| !body(&mail.data).contains("look-alike")), "to nobody");
}
