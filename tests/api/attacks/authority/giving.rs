//! Roles and authorisations: asked for by one, confirmed by another, exactly as it was seen, once.

use axum::http::Method;
use backend::demo::{id, names};
use base::id::{ConfirmationId, PersonId, kind};
use contract::api::authority::{AskedView, Confirm};
use contract::api::path;
use contract::api::register::{Row, Version, Written};
use domain::access::Role;
use domain::authority::Outcome;
use domain::event::Hash;
use domain::library::person::{Activity, Person, TitleLevel};
use domain::register::Entry;
use serde_json::json;
use support::authority::{ask, confirm_with, request};
use support::world::put;
use support::{Answer, Client, Lab, days, on_both_engines};

use super::{Keepers, address, authorisation, changes, enters, newcomer, row, writes};

async fn asked(asker: &Client, person: PersonId, fields: serde_json::Value) -> ConfirmationId {
    let asked: AskedView = ask(asker, person, fields).await.success();
    assert!(!asked.done && asked.one_time_password.is_none());
    asked.request.expect("a request")
}

async fn confirm(confirmer: &Client, request: ConfirmationId) -> Answer {
    confirm_with(confirmer, request, names::PASSWORD).await
}

// B6: a puppet takes two people.
on_both_engines!(an_administrator_alone_makes_no_puppet, Lab::demo_on);
async fn an_administrator_alone_makes_no_puppet(lab: Lab) {
    let Keepers { admin, technical, office } = Keepers::of(&lab).await;
    for (fields, at) in [
        (json!({"roles": ["signatory"], "title_level": "senior"}), "roles"),
        (json!({"roles": ["office"]}), "roles"),
        (json!({"authorisations": [authorisation("sign", "2020-01-01")]}), "authorisations/0"),
        (json!({"title_level": "senior"}), "title_level"),
        (json!({"roles": ["customer"], "customer": id::<kind::Customer>("hengda")}), "roles"),
    ] {
        let problem = enters(&admin, "puppet", fields).await.refused("authority_by_request");
        assert_eq!((problem.path.as_str(), problem.clause.as_deref()), (at, Some("C-4.3.2")));
    }
    let puppet = newcomer(&admin, "puppet").await;
    for how in [
        (|person| person.roles = vec![Role::Signatory]) as fn(&mut Person),
        |person| person.title_level = TitleLevel::Senior,
        |person| person.customer = Some(id("hengda")),
    ] {
        writes(&admin, puppet, how).await.refused("authority_by_request");
    }
    // Nor by an import, which people have none of.
    let file = "sign_in,name_en,roles\npuppet,Puppet,signatory\n".as_bytes().to_vec();
    admin.bytes(Method::POST, &path::with(path::REGISTER_IMPORT, Person::NOUN), Some(("text/csv", file))).await.refused("not_found");

    let wanted = json!({"roles": ["signatory"], "title_level": "senior", "authorisations": [authorisation("sign", "2020-01-01")]});
    let first = asked(&admin, puppet, wanted.clone()).await;
    assert!(row(&admin, puppet).await.body.roles.is_empty(), "nothing is given yet");
    confirm(&admin, first).await.refused("confirmation_own");
    confirm(&office, first).await.refused("confirmation_not_confirming");
    // Given by the technical manager, it is not confirmed by who entered the person.
    let second = asked(&technical, puppet, wanted).await;
    assert_eq!(confirm(&admin, second).await.refused("confirmation_by_who_entered").clause.as_deref(), Some("C-4.3.2"));
    confirm(&technical, second).await.refused("confirmation_own");
    confirm(&technical, first).await.success::<AskedView>();
    let given = row(&admin, puppet).await;
    assert_eq!(given.body.roles, [Role::Signatory]);
    assert_eq!(given.body.authorisations[0].given_at, Some(lab.now()), "given when it was confirmed");
    // The other request was made of an entry that is another one now.
    confirm(&lab.person(names::SIGNATORY).await, second).await.refused("confirmation_not_confirming");
    let history: Vec<Version<Person>> = admin.get(&path::with2(path::REGISTER_HISTORY, Person::NOUN, puppet)).await;
    assert_eq!(history[0].reason, "authority_confirmed");
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

// B6: administrator and technical manager in one person is still one person.
on_both_engines!(who_is_administrator_and_technical_manager_is_still_one_person, Lab::demo_on);
async fn who_is_administrator_and_technical_manager_is_still_one_person(lab: Lab) {
    let Keepers { admin, technical, .. } = Keepers::of(&lab).await;
    // Another administrator who entered nobody gives it to the one there is, with the technical manager.
    let both = asked(&technical, id("admin"), json!({"roles": ["administrator", "technical_manager"], "title_level": "senior"})).await;
    admin
        .send(Method::POST, &path::with(path::CONFIRMATION_CONFIRM, both), &seen(&admin, both).await)
        .await
        .refused("confirmation_of_oneself");
    put::<kind::Person>(
        &lab,
        id("zhao"),
        json!({"name": {"zh": "", "en": "Zhao"}, "sign_in": "zhao", "title_level": "senior", "roles": ["administrator", "technical_manager"],
            "email": "zhao@hengzhun.example", "active": true}),
    )
    .await;
    let zhao = crate::people::with_password(&lab, id("zhao"), "zhao", names::PASSWORD).await;
    confirm(&zhao, both).await.success::<AskedView>();
    let puppet = newcomer(&admin, "puppet").await;
    let request = asked(&admin, puppet, json!({"roles": ["calibrator"]})).await;
    confirm(&admin, request).await.refused("confirmation_own");
    // A second account of one's own has one's own mailbox.
    let own_second = json!({"name": {"zh": "", "en": "Zhao Min too"}, "sign_in": "admin.two", "title_level": "senior",
        "roles": ["administrator", "technical_manager"], "email": "ADMIN@hengzhun.example", "active": true});
    put::<kind::Person>(&lab, id("admin.two"), own_second).await;
    let two = crate::people::with_password(&lab, id("admin.two"), "admin.two", names::PASSWORD).await;
    confirm(&two, request).await.refused("confirmation_same_mailbox");
    confirm(&zhao, request).await.success::<AskedView>();
    // Nor is a second account made with a mailbox that a colleague has.
    let third = enters(&admin, "third", json!({"email": "zhao@hengzhun.example"})).await.success::<Written<Person>>().id;
    ask(&admin, third, json!({"roles": ["office"]})).await.refused("mailbox_of_another");
}

async fn seen(reader: &Client, id: ConfirmationId) -> Confirm {
    Confirm { seen: request(reader, id).await.hash, password: names::PASSWORD.to_owned() }
}

// B6: what is confirmed is what was seen, once.
on_both_engines!(a_confirmation_is_of_exactly_what_was_asked_for_once_and_in_time, Lab::demo_on);
async fn a_confirmation_is_of_exactly_what_was_asked_for_once_and_in_time(lab: Lab) {
    let Keepers { admin, technical, .. } = Keepers::of(&lab).await;
    let puppet = newcomer(&admin, "wu.di").await;
    let wanted = || json!({"roles": ["office"]});
    let first = asked(&admin, puppet, wanted()).await;
    let route = path::with(path::CONFIRMATION_CONFIRM, first);
    let command = |seen, password: &str| Confirm { seen, password: password.to_owned() };
    technical.send(Method::POST, &route, &command(Hash::ZERO, names::PASSWORD)).await.refused("confirmation_differs");
    let hash = request(&technical, first).await.hash;
    technical.send(Method::POST, &route, &command(hash, "wrong password")).await.refused("password_wrong");
    // The entry is changed after it was asked for.
    writes(&admin, puppet, |person| person.name.en = "Somebody else".to_owned()).await.success::<Written<Person>>();
    technical.send(Method::POST, &route, &command(hash, names::PASSWORD)).await.refused("confirmation_outdated");
    assert!(row(&admin, puppet).await.body.roles.is_empty());
    // Once.
    let second = asked(&admin, puppet, wanted()).await;
    let seen = request(&technical, second).await.hash;
    let route = path::with(path::CONFIRMATION_CONFIRM, second);
    technical.send(Method::POST, &route, &command(seen, names::PASSWORD)).await.success::<AskedView>();
    technical.send(Method::POST, &route, &command(seen, names::PASSWORD)).await.refused("confirmation_over");
    // Taken away since, it does not come back by the same confirmation, nor by the history.
    let with_role = row(&admin, puppet).await.body;
    writes(&admin, puppet, |person| person.roles.clear()).await.success::<Written<Person>>();
    technical.send(Method::POST, &route, &command(seen, names::PASSWORD)).await.refused("confirmation_over");
    writes(&admin, puppet, |person| *person = with_role.clone()).await.refused("authority_by_request");
    // Declined or withdrawn, it is over.
    for (who, route) in [(&technical, path::CONFIRMATION_DECLINE), (&admin, path::CONFIRMATION_WITHDRAW)] {
        let third = asked(&admin, puppet, wanted()).await;
        let seen = request(&technical, third).await.hash;
        let other = if route == path::CONFIRMATION_DECLINE { &admin } else { &technical };
        other.send(Method::POST, &path::with(route, third), &json!({"reason": "no"})).await.refused("confirmation_not_confirming");
        assert!(who.send(Method::POST, &path::with(route, third), &json!({"reason": "no"})).await.status.is_success());
        let route = path::with(path::CONFIRMATION_CONFIRM, third);
        technical.send(Method::POST, &route, &command(seen, names::PASSWORD)).await.refused("confirmation_over");
    }
    // Too late.
    let late = asked(&admin, puppet, wanted()).await;
    let seen = request(&technical, late).await.hash;
    lab.advance(days(15));
    let technical = lab.person(names::TECHNICAL_MANAGER).await;
    let late = path::with(path::CONFIRMATION_CONFIRM, late);
    technical.send(Method::POST, &late, &command(seen, names::PASSWORD)).await.refused("confirmation_expired");
    assert!(row(&technical, puppet).await.body.roles.is_empty());
}

// B6: taking away is done by one; giving it back is giving.
on_both_engines!(one_person_takes_authority_away_and_does_not_give_it_back, Lab::demo_on);
async fn one_person_takes_authority_away_and_does_not_give_it_back(lab: Lab) {
    let Keepers { admin, technical, .. } = Keepers::of(&lab).await;
    let before = admin.get::<Row<Person>>(&address("qian")).await.body;
    changes(&admin, "qian", |person| person.active = false).await.success::<Written<Person>>();
    let problem = changes(&admin, "qian", |person| person.active = true).await.refused("authority_by_request");
    assert_eq!(problem.path, "active");
    let back: AskedView = ask(&technical, id("qian"), json!({"active": true})).await.success();
    confirm(&admin, back.request.expect("a request")).await.success::<AskedView>();
    assert!(admin.get::<Row<Person>>(&address("qian")).await.body.active);
    // The technical manager takes away too, at once.
    let fewer: Vec<_> = before.authorisations.iter().skip(1).cloned().collect();
    let taken: AskedView = ask(&technical, id("qian"), json!({"authorisations": fewer})).await.success();
    assert!(taken.done && taken.request.is_none());
    changes(&admin, "qian", |person| person.authorisations = before.authorisations.clone()).await.refused("authority_by_request");
    // What is narrowed stays given when it was; what is widened is not.
    changes(&admin, "qian", |person| person.authorisations[0].validity.until = Some("2026-12-01".parse().expect("a day")))
        .await
        .success::<Written<Person>>();
    changes(&admin, "qian", |person| person.authorisations[0].validity.until = None).await.refused("authority_by_request");
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

// B6: who writes down another's mailbox or name could sign in as them.
on_both_engines!(the_names_of_an_account_with_authority_take_two_people_and_their_person_is_told, Lab::demo_on);
async fn the_names_of_an_account_with_authority_take_two_people_and_their_person_is_told(lab: Lab) {
    let Keepers { admin, technical, office } = Keepers::of(&lab).await;
    let mail = |person: &mut Person| person.email = "admin@hengzhun.example".to_owned();
    assert_eq!(changes(&admin, "qian", mail).await.refused("authority_by_request").path, "email");
    assert_eq!(
        changes(&admin, "qian", |person| person.sign_in = "qian.two".to_owned()).await.refused("authority_by_request").path,
        "sign_in"
    );
    changes(&admin, "admin", |person| person.email = "zhao.min@hengzhun.example".to_owned()).await.success::<Written<Person>>();
    let request = asked(&admin, id("qian"), json!({"email": "qian.new@hengzhun.example"})).await;
    lab.advance(1_000);
    confirm(&technical, request).await.success::<AskedView>();
    let outbox: contract::api::Page<contract::api::certificate::MessageView> = office.get(path::OUTBOX).await;
    let told = |to: &str| outbox.rows.iter().any(|message| message.to == to);
    assert!(told("qian@hengzhun.example") && told("qian.new@hengzhun.example"), "the old mailbox and the new one");
    let qian = lab.person(names::SIGNATORY).await;
    let notices = qian.session().await.notices;
    assert_eq!(notices.iter().map(|notice| notice.what.as_str()).collect::<Vec<_>>(), ["authority_given", "authority_asked"]);
    qian.post::<()>(path::NOTICES, &json!({"until": notices[0].id})).await;
    assert!(qian.session().await.notices.is_empty());
    let desk: contract::api::authority::AuthorityView = admin.get(path::CONFIRMATIONS).await;
    assert!(desk.notices.iter().any(|notice| notice.person == id("qian") && notice.what == "authority_given"));
    let seen: contract::api::authority::AuthorityView = admin.get(&path::with(path::PERSON_AUTHORITY, id::<kind::Person>("qian"))).await;
    assert_eq!(seen.requests[0].ended.as_ref().map(|ended| (ended.outcome, ended.by)), Some((Outcome::Confirmed, id("zheng"))));
}

// C12: the form cannot say when an authorisation was given.
on_both_engines!(the_form_does_not_date_an_authorisation_back, Lab::demo_on);
async fn the_form_does_not_date_an_authorisation_back(lab: Lab) {
    let Keepers { admin, technical, .. } = Keepers::of(&lab).await;
    let new = newcomer(&admin, "wu.di").await;
    let mut wanted = authorisation("calibrate", "2020-01-01");
    wanted["given_at"] = json!(1);
    let request = asked(&admin, new, json!({"roles": ["calibrator"], "authorisations": [wanted]})).await;
    lab.advance(60_000);
    confirm(&technical, request).await.success::<AskedView>();
    let given = async || row(&admin, new).await.body.authorisations[0].given_at;
    assert_eq!(given().await, Some(lab.now()));
    writes(&admin, new, |person| person.authorisations[0].given_at = None).await.success::<Written<Person>>();
    assert!(given().await.is_some(), "the form says nothing of it");
    writes(&admin, new, |person| person.authorisations[0].given_at = Some(base::time::Instant(1))).await.success::<Written<Person>>();
    assert!(given().await > Some(base::time::Instant(1)));
    assert_eq!(row(&admin, new).await.body.authorisations[0].activity, Activity::Calibrate);
}

// B6: nor is an account without a mailbox a second person, nor who entered somebody the second one for their password.
on_both_engines!(an_account_without_a_mailbox_is_nobody_else_of_the_same_name, Lab::demo_on);
async fn an_account_without_a_mailbox_is_nobody_else_of_the_same_name(lab: Lab) {
    let Keepers { admin, technical, .. } = Keepers::of(&lab).await;
    let twin = json!({"name": {"zh": "", "en": "zhao  MIN"}, "sign_in": "twin", "title_level": "senior",
        "roles": ["administrator", "technical_manager"], "active": true});
    put::<kind::Person>(&lab, id("twin"), twin).await;
    let twin = crate::people::with_password(&lab, id("twin"), "twin", names::PASSWORD).await;
    let puppet = newcomer(&admin, "puppet").await;
    let request = asked(&admin, puppet, json!({"roles": ["calibrator"]})).await;
    let refused = confirm(&twin, request).await.refused("confirmation_same_name");
    assert_eq!(refused.clause.as_deref(), Some("C-4.3.2"));
    confirm(&technical, request).await.success::<AskedView>();
    let reset: AskedView = technical.post(&path::with(path::PERSON_RESET, puppet), &()).await;
    let reset = reset.request.expect("a request");
    assert_eq!(confirm(&admin, reset).await.refused("confirmation_by_who_entered").clause.as_deref(), Some("C-4.3.2"));
}
