//! A restored backup opens nothing that was closed since, and says so to who looks after accounts.

use axum::http::Method;
use backend::app::backup;
use backend::app::messages::send_waiting;
use backend::demo::{id, names};
use base::id::kind;
use contract::api::authority::{AskedView, AuthorityView};
use contract::api::path;
use serde_json::json;
use support::mail::MailServer;
use support::tamper::Tamperer;
use support::{Client, Engine, Lab, on_both_engines};

use super::resetting::{mailing, token_to};

on_both_engines!(a_restored_backup_opens_no_session_and_no_link_and_is_told, Lab::demo_on);
async fn a_restored_backup_opens_no_session_and_no_link_and_is_told(lab: Lab) {
    let server = MailServer::start().await;
    let (mailed, smtp) = mailing(&lab, &server);
    let admin = mailed.person(names::ADMINISTRATOR).await;
    admin.post::<AskedView>(&path::with(path::PERSON_RESET_MAIL, id::<kind::Person>("qian")), &()).await;
    send_waiting(&mailed.app, &smtp).await.expect("the outbox is emptied");
    let token = token_to(&server, "qian@hengzhun.example").expect("a letter with a link");
    let file = lab.folder().join("one.backup");
    let made = lab.now();
    backup::backup(&lab.app, &file).await.expect("a backup");
    let other = Lab::empty_on(Engine::Sqlite).await;
    backup::restore(&other.app, &file).await.expect("restored");

    admin.moved(&other.router).bytes(Method::GET, path::SESSION, None).await.refused("not_signed_in");
    let choose = json!({"token": token, "password": "mountains stand still by rivers"});
    other.nobody().send(Method::POST, path::RESET, &choose).await.refused("reset_link_wrong");
    for (name, told) in [(names::ADMINISTRATOR, true), (names::TECHNICAL_MANAGER, true), (names::CALIBRATOR, false)] {
        let person = Client::signed_in(&other.router, name, names::PASSWORD).await;
        let notices = person.session().await.notices;
        let since: Vec<_> = notices.iter().filter(|notice| notice.what == "restored").map(|notice| notice.since).collect();
        assert_eq!(since, if told { vec![Some(made)] } else { Vec::new() }, "{name}");
    }
    let admin = Client::signed_in(&other.router, names::ADMINISTRATOR, names::PASSWORD).await;
    let desk: AuthorityView = admin.get(path::CONFIRMATIONS).await;
    assert!(desk.notices.iter().any(|notice| notice.what == "restored"), "{:?}", desk.notices);
    let told = "SELECT CAST(COUNT(*) AS TEXT) FROM audit WHERE noun = 'backups' AND action = 'restored'";
    assert_eq!(Tamperer::new(&other).await.text(told).await, "1");
    assert_eq!(crate::verify::walk(&other).await.broken, []);
}
