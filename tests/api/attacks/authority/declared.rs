//! One administrator alone: another name for who signs, a higher title, a conflict of interest that is gone again.

use axum::http::Method;
use backend::demo::{id, names};
use base::id::{PersonId, kind};
use contract::api::authority::{AskedView, AuthorityView};
use contract::api::path;
use contract::api::register::{Version, Written};
use domain::access::Role;
use domain::authority::Content;
use domain::library::person::{Conflict, Person, TitleLevel};
use domain::register::Entry;
use serde_json::{Value, json};
use support::authority::{ask, confirm, confirm_with};
use support::world::put_over;
use support::{Client, Lab, minutes, on_both_engines};

use super::{Keepers, changes, row, writes};
use crate::attacks::changes::{asked_at_issue, manager, not_issued};
use crate::certificate::{Desk, employ};

/// What somebody tries by the form, and the field that is named.
type Try<'t> = (&'t dyn Fn(&mut Person), &'t str);

// C-4.3.2: a certificate carried another approver's name.
on_both_engines!(the_name_and_the_title_of_who_signs_take_two_people, Lab::demo_on);
async fn the_name_and_the_title_of_who_signs_take_two_people(lab: Lab) {
    let Keepers { admin, technical, .. } = Keepers::of(&lab).await;
    let other = row(&admin, id("zheng")).await.body.name;
    let tries: [Try<'_>; 4] = [
        (&|person| person.name = other.clone(), "name"),
        (&|person| person.name.zh.push('一'), "name"),
        (&|person| person.title = "Professor".to_owned(), "title"),
        (&|person| person.title_level = TitleLevel::Equivalent, "title_level"),
    ];
    for (how, at) in tries {
        let problem = changes(&admin, "qian", how).await.refused("authority_by_request");
        assert_eq!((problem.path.as_str(), problem.clause.as_deref()), (at, Some("C-4.3.2")));
    }
    // Nor step by step, nor once they sign no more.
    let entry = row(&admin, id("qian")).await.body;
    changes(&admin, "qian", |person| (person.roles, person.authorisations) = (Vec::new(), Vec::new())).await.success::<Written<Person>>();
    assert_eq!(changes(&admin, "qian", |person| person.name = other.clone()).await.refused("authority_by_request").path, "name");
    changes(&admin, "qian", |person| person.title_level = TitleLevel::None).await.success::<Written<Person>>();
    for level in [TitleLevel::Junior, TitleLevel::Senior] {
        let problem = changes(&admin, "qian", |person| person.title_level = level).await.refused("authority_by_request");
        assert_eq!(problem.path, "title_level");
    }
    let married = json!({"zh": entry.name.zh, "en": "Qian Married"});
    let asked: AskedView = ask(&admin, id("qian"), json!({"name": married, "title_level": "senior"})).await.success();
    confirm_with(&technical, asked.request.expect("a request"), names::PASSWORD).await.success::<AskedView>();
    let given = row(&admin, id("qian")).await.body;
    assert_eq!((given.name.en.as_str(), given.title_level), ("Qian Married", TitleLevel::Senior));
    let history: Vec<Version<Person>> = admin.get(&path::with2(path::REGISTER_HISTORY, Person::NOUN, id::<kind::Person>("qian"))).await;
    assert_eq!(history[0].reason, "authority_confirmed");
}

/// Asks that it be so, and gives why.
async fn asks(by: &Client, person: PersonId, reason: &str, fields: Value) -> support::Answer {
    let row = row(by, person).await;
    let mut authority = serde_json::to_value(domain::authority::Authority::of(&row.body)).expect("JSON");
    authority.as_object_mut().expect("an object").extend(fields.as_object().expect("fields").clone());
    let command = json!({"revision": row.revision, "reason": reason, "authority": authority});
    by.send(Method::POST, &path::with(path::PERSON_AUTHORITY, person), &command).await
}

// C-4.1.2.1: the administrator took it back, and the person issued.
on_both_engines!(a_declared_conflict_is_taken_back_by_two_and_answered_for, Lab::new_on);
async fn a_declared_conflict_is_taken_back_by_two_and_answered_for(lab: Lab) {
    let desk = Desk::new(&lab).await;
    lab.advance(minutes(5));
    let (admin, fang, qian) = (lab.person("admin").await, manager(&lab).await, desk.site.world.qian);
    let conflict = Conflict { customer: desk.site.world.customer, reason: "my brother's".to_owned() };
    writes(&admin, qian, |person| person.conflicts.push(conflict.clone())).await.success::<Written<Person>>();
    not_issued(&desk, "conflict_of_interest", "C-4.1.2.1").await;
    for how in [(|person| person.conflicts.clear()) as fn(&mut Person), |person| person.conflicts[0].reason = "none".to_owned()] {
        assert_eq!(writes(&admin, qian, how).await.refused("authority_by_request").path, "conflicts");
    }
    lab.advance(minutes(5));
    let gone = || json!({"conflicts": []});
    for no_words in ["", ".", "ok"] {
        let refused = asks(&admin, qian, no_words, gone()).await.refused("declaration_reason_missing");
        assert_eq!((refused.path.as_str(), refused.clause.as_deref()), ("reason", Some("C-4.1.2.1")));
    }
    asks(&desk.qian, qian, "he sold it", gone()).await.refused("not_for_role");
    let asked: AskedView = asks(&admin, qian, "he sold it", gone()).await.success();
    let request = asked.request.expect("a request");
    assert!(!asked.done);
    confirm(&admin, request).await.refused("confirmation_own");
    // What it is about, who does not read declarations and does not confirm it does not see.
    employ(&lab, "gao", &[Role::Office], None).await;
    let seen = |view: AuthorityView| view.requests.into_iter().find(|known| known.id == request).map(|known| known.content);
    for (reader, reads) in [(&fang, true), (&lab.person("gao").await, false)] {
        let Some(Content::Authority { before, .. }) = seen(reader.get(path::CONFIRMATIONS).await) else { panic!("the request is there") };
        assert_eq!(before.conflicts.is_some(), reads);
    }
    confirm(&fang, request).await.success::<AskedView>();
    asked_at_issue(&desk, "conflict_withdrawn_since").await;
    let told = desk.qian.session().await.notices;
    assert!(told.iter().any(|notice| notice.what == "declaration_withdrawn"), "{told:?}");
    let view: AuthorityView = fang.get(path::CONFIRMATIONS).await;
    assert!(view.notices.iter().any(|notice| notice.person == qian && notice.what == "declaration_withdrawn"), "{:?}", view.notices);
    let history: Vec<Version<Person>> = admin.get(&path::with2(path::REGISTER_HISTORY, Person::NOUN, qian)).await;
    assert!(history.iter().any(|version| version.body.conflicts == [conflict.clone()]), "it stays in the history");
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

// C-4.3.4: nor what somebody was employed at.
on_both_engines!(a_declared_employment_is_taken_back_by_two_and_answered_for, Lab::new_on);
async fn a_declared_employment_is_taken_back_by_two_and_answered_for(lab: Lab) {
    let desk = Desk::new(&lab).await;
    lab.advance(minutes(5));
    let (admin, fang, qian) = (lab.person("admin").await, manager(&lab).await, desk.site.world.qian);
    let entry = row(&admin, qian).await;
    let mut employed = serde_json::to_value(&entry.body).expect("JSON");
    let validity = json!({"from": "2026-01-01", "until": "2026-11-20"});
    employed["employment"] = json!([{"employer": "Other", "calibration_body": true, "validity": validity}]);
    put_over::<kind::Person>(&lab, qian, entry.revision, employed).await;
    for how in [
        (|person| person.employment.clear()) as fn(&mut Person),
        |person| person.employment[0].calibration_body = false,
        |person| person.employment[0].validity.until = Some("2026-06-30".parse().expect("a day")),
    ] {
        assert_eq!(writes(&admin, qian, how).await.refused("authority_by_request").path, "employment");
    }
    let asked: AskedView = asks(&admin, qian, "entered for somebody else", json!({"employment": []})).await.success();
    confirm(&fang, asked.request.expect("a request")).await.success::<AskedView>();
    asked_at_issue(&desk, "employment_withdrawn_since").await;
}

// C-4.1.2.1: why a declared conflict is said to be over, or still holds, tells as much as the conflict.
on_both_engines!(why_a_declaration_is_ended_or_stays_is_not_read_by_everybody, Lab::new_on);
async fn why_a_declaration_is_ended_or_stays_is_not_read_by_everybody(lab: Lab) {
    let desk = Desk::new(&lab).await;
    lab.advance(minutes(5));
    let (admin, fang, qian) = (lab.person("admin").await, manager(&lab).await, desk.site.world.qian);
    employ(&lab, "gao", &[Role::Office], None).await;
    let gao = lab.person("gao").await;
    let conflict = Conflict { customer: desk.site.world.customer, reason: "my brother's".to_owned() };
    writes(&admin, qian, |person| person.conflicts.push(conflict)).await.success::<Written<Person>>();
    let asked: AskedView = asks(&admin, qian, "the brother sold it", json!({"conflicts": []})).await.success();
    let decline = path::with(path::CONFIRMATION_DECLINE, asked.request.expect("a request"));
    let other: AskedView = asks(&admin, qian, "she moves", json!({"name": {"zh": "", "en": "Qian Married"}})).await.success();
    fang.post::<()>(&decline, &json!({"reason": "the brother still owns it"})).await;
    for (reader, reads) in [(&fang, true), (&desk.qian, true), (&gao, false)] {
        let view: AuthorityView = reader.get(&path::with(path::PERSON_AUTHORITY, qian)).await;
        let of = |id| view.requests.iter().find(|request| Some(request.id) == id).expect("the request");
        let (declared, plain) = (of(asked.request), of(other.request));
        let why = declared.ended.as_ref().map(|ended| ended.reason.as_str());
        let expected = if reads { ("the brother sold it", Some("the brother still owns it")) } else { ("", Some("")) };
        assert_eq!((declared.reason.as_str(), why), expected);
        assert_eq!(plain.reason, "she moves", "what declares nothing is told as it is");
        assert_eq!(serde_json::to_string(declared).expect("JSON").contains("brother"), reads);
    }
}
