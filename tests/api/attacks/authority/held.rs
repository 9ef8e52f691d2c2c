//! A reset password and a new device hold signing back, never recording, until the person's earlier device or the office and the
//! technical manager confirm them.

use std::collections::BTreeSet;

use axum::http::Method;
use base::id::{DeviceId, PersonId, kind};
use contract::api::account::ChangePassword;
use contract::api::authority::{AskedView, ReleaseByDevice};
use contract::api::order::ReviewOrder;
use contract::api::path;
use contract::api::register::{Row, Written};
use domain::access::Role;
use domain::authority::{recovery_text, release_text};
use domain::certificate::correction::Correction;
use domain::certificate::origin::Origin;
use domain::event::Stream;
use domain::event::body::Body;
use domain::library::edition::Edition;
use domain::library::standard::Standard;
use domain::order::Order;
use domain::order::noted::Outcome;
use domain::register::Entry;
use serde_json::json;
use support::authority::confirm;
use support::lab::PASSWORD;
use support::tablet::{enter, submission};
use support::{Answer, Client, Lab, Tablet, minutes, on_both_engines};

use crate::attacks::changes::{ABLE, changing, order as change_order, repaired};
use crate::certificate::{Desk, employ};
use crate::record::{READING, Site, check, give_back, set_aside, view};

/// Gives somebody another password by two people; signed in with it, changed.
pub(super) async fn reset(lab: &Lab, asker: &Client, second: &Client, person: PersonId, sign_in: &str) -> Client {
    let asked: AskedView = asker.post(&path::with(path::PERSON_RESET, person), &()).await;
    let given: AskedView = confirm(second, asked.request.expect("a request")).await.success();
    let one_time = given.one_time_password.expect("a one-time password");
    let client = Client::signed_in(&lab.router, sign_in, &one_time).await;
    client.post::<()>(path::PASSWORD, &ChangePassword { old: one_time, new: PASSWORD.into() }).await;
    client
}

async fn signing(asker: &Client, person: PersonId) -> Answer {
    asker.send(Method::POST, &path::with(path::PERSON_SIGNING, person), &()).await
}

// B6: whoever made themselves somebody else by a reset signs nothing as them.
on_both_engines!(after_a_reset_nobody_signs_in_that_name_until_two_others_answer_for_it, Lab::new_on);
async fn after_a_reset_nobody_signs_in_that_name_until_two_others_answer_for_it(lab: Lab) {
    let mut desk = Desk::new(&lab).await;
    employ(&lab, "fang", &[Role::TechnicalManager], None).await;
    let (admin, fang) = (lab.person("admin").await, lab.person("fang").await);
    let (qian, chen) = (desk.site.world.qian, desk.site.world.chen);
    desk.qian = reset(&lab, &admin, &fang, qian, "qian").await;
    desk.chen = reset(&lab, &admin, &fang, chen, "chen").await;
    let held = |answer: Answer| assert_eq!(answer.refused("signing_held").clause.as_deref(), Some("C-4.3.2"));
    held(desk.issue(&desk.qian, "original").await);
    let seen = view(&desk.qian, desk.record).await.entries.len();
    held(give_back(&desk.qian, desk.record, seen, "why?").await);
    held(check(&desk.chen, desk.record, seen).await);
    held(give_back(&desk.chen, desk.record, seen, "why?").await);
    // What they ask for or confirm for others is nobody's word either.
    let fang_id = fang.session().await.person;
    let gao = another_technical_manager(&lab).await;
    let fang_again = reset(&lab, &admin, &gao, fang_id, "fang").await;
    held(signing(&fang_again, qian).await);

    signing(&admin, qian).await.refused("confirmation_not_asking");
    signing(&desk.wu, desk.site.world.lin).await.refused("signing_not_held");
    let asked: AskedView = signing(&desk.wu, qian).await.success();
    let request = asked.request.expect("a request");
    confirm(&desk.wu, request).await.refused("confirmation_own");
    confirm(&fang_again, request).await.refused("signing_held");
    // The technical manager is held back as well: an administrator stands in for them, not for others.
    let of_fang: AskedView = signing(&desk.wu, fang_id).await.success();
    confirm(&admin, request).await.refused("confirmation_not_confirming");
    confirm(&admin, of_fang.request.expect("a request")).await.success::<AskedView>();
    // Nor is one of the two whoever was shown the password: they could be who signs in with it.
    confirm(&fang_again, request).await.refused("confirmation_by_who_was_shown");
    confirm(&gao, request).await.success::<AskedView>();
    desk.issued("original").await;
    // Another reset since: what was asked for before is not of it.
    let asked: AskedView = signing(&desk.wu, chen).await.success();
    desk.chen = reset(&lab, &admin, &fang_again, chen, "chen").await;
    confirm(&gao, asked.request.expect("a request")).await.refused("confirmation_outdated");
    signing(&fang_again, chen).await.refused("confirmation_by_who_was_shown");
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

/// So that the first can be reset.
async fn another_technical_manager(lab: &Lab) -> Client {
    employ(lab, "gao", &[Role::TechnicalManager], None).await;
    lab.person("gao").await
}

// B6: nor checks a correction.
on_both_engines!(after_a_reset_nobody_checks_a_correction_in_that_name, Lab::new_on);
async fn after_a_reset_nobody_checks_a_correction_in_that_name(lab: Lab) {
    let mut desk = Desk::new(&lab).await;
    let original = desk.issued("original").await;
    lab.advance(minutes(5));
    assert!(desk.open(&original, Origin::Office).await.status.is_success());
    crate::certificate::change(&desk.wu, desk.site.world.item, json!({"serial_number": "7742"})).await;
    employ(&lab, "fang", &[Role::TechnicalManager], None).await;
    let (admin, fang) = (lab.person("admin").await, lab.person("fang").await);
    desk.chen = reset(&lab, &admin, &fang, desk.site.world.chen, "chen").await;
    desk.check_case(&desk.chen).await.refused("signing_held");
}

// B6: nor puts anything else into a record or a case in that name.
on_both_engines!(after_a_reset_nobody_ends_settles_or_reopens_in_that_name, Lab::new_on);
async fn after_a_reset_nobody_ends_settles_or_reopens_in_that_name(lab: Lab) {
    let mut desk = Desk::new(&lab).await;
    let original = desk.issued("original").await;
    // Later than the one that was issued, which would succeed it else.
    lab.advance(minutes(1));
    let loose = desk.site.open(&lab);
    desk.site.send_only(&lab).await;
    employ(&lab, "fang", &[Role::TechnicalManager], None).await;
    employ(&lab, "zheng", &[Role::Office, Role::TechnicalManager], None).await;
    let (admin, fang, before) = (lab.person("admin").await, lab.person("fang").await, lab.person("zheng").await);
    let ended = async |client: &Client, route: &str| {
        let command = json!({"seen": view(client, loose).await.entries.len(), "reason": "late"});
        client.send(Method::POST, &path::with(route, loose), &command).await
    };
    let id = before.session().await.person;
    let zheng = reset(&lab, &admin, &fang, id, "zheng").await;
    let held = |answer: Answer| assert_eq!(answer.refused("signing_held").clause.as_deref(), Some("C-4.3.2"));
    held(ended(&zheng, path::RECORD_GIVE_UP).await);
    assert!(ended(&fang, path::RECORD_GIVE_UP).await.status.is_success());
    held(ended(&zheng, path::RECORD_TAKE_UP).await);
    let taken_up = ended(&fang, path::RECORD_TAKE_UP).await;
    assert!(taken_up.status.is_success(), "{}", taken_up.text());
    let off = json!({"seen": view(&zheng, loose).await.entries.len(), "person": desk.site.world.lin, "reason": "ill"});
    let under = json!({"order": desk.site.world.order, "line": 1});
    let case = json!({"reason": "told by the customer", "origin": "record"});
    for (route, body) in [
        (path::with(path::RECORD_TAKE_OFF, loose), &off),
        (path::with(path::RECORD_ORDER, loose), &under),
        (path::with(path::RECORD_FACTS, loose), &json!({"afresh": true})),
        (path::with(path::CERTIFICATE_CORRECT, original.row.id), &case),
        (path::with(path::CERTIFICATE_CORRECT, original.row.id), &json!({"reason": "told", "origin": "office"})),
    ] {
        held(zheng.send(Method::POST, &route, body).await);
    }
    let case: Correction = desk.open(&original, Origin::Office).await.success();
    held(zheng.send(Method::POST, &path::with(path::CORRECTION_WITHDRAW, case.id), &json!({})).await);
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

// C-5.1.2, C-4.5.3, C-4.2: a contract review, the return of a failed standard and an edition in force are decisions in a name too.
on_both_engines!(after_a_reset_nobody_decides_for_the_office_in_that_name, Lab::new_on);
async fn after_a_reset_nobody_decides_for_the_office_in_that_name(lab: Lab) {
    let desk = Desk::new(&lab).await;
    lab.advance(minutes(5));
    let (order, standard, edition) = (desk.site.world.order, desk.site.world.standard, desk.site.world.edition);
    employ(&lab, "fang", &[Role::TechnicalManager], None).await;
    employ(&lab, "zheng", &[Role::Office, Role::TechnicalManager], None).await;
    let (admin, fang, before) = (lab.person("admin").await, lab.person("fang").await, lab.person("zheng").await);
    changing::<kind::Standard>(&fang, standard, json!({"status": "failed"})).await.success::<Written<Standard>>();
    lab.advance(minutes(5));
    change_order(&desk, |order| order.lines[0].range = "half of it".to_owned()).await;
    changing::<kind::Edition>(&fang, edition, json!({"status": "withdrawn"})).await.success::<Written<Edition>>();
    let zheng = reset(&lab, &admin, &fang, before.session().await.person, "zheng").await;
    let held = |answer: Answer| assert_eq!(answer.refused("signing_held").clause.as_deref(), Some("C-4.3.2"));
    for (by, held_back) in [(&zheng, true), (&fang, false)] {
        let revision = by.get::<Row<Order>>(&path::with2(path::REGISTER_ENTRY, Order::NOUN, order)).await.revision;
        let review = ReviewOrder { revision, outcome: Outcome::Accepted, able: ABLE, discussion: String::new() };
        let reviewed = if held_back { by } else { &desk.wu };
        for answer in [
            reviewed.send(Method::POST, &path::with(path::ORDER_REVIEW, order), &review).await,
            changing::<kind::Standard>(by, standard, repaired()).await,
            changing::<kind::Edition>(by, edition, json!({"status": "in_force"})).await,
        ] {
            if held_back { held(answer) } else { assert!(answer.status.is_success(), "{}", answer.text()) }
        }
    }
}

pub(super) fn device(tablet: &Tablet) -> DeviceId {
    tablet.engine.meta().device
}

/// What an earlier tablet says of what holds its person's signing back.
pub(super) async fn released(client: &Client, by: &Tablet, signer: &Tablet) -> Answer {
    let holds: Vec<_> = client.session().await.holds.iter().map(|hold| hold.hold.id).collect();
    let signature = signer.signature(&release_text(device(by), &holds));
    client.send(Method::POST, &path::with(path::DEVICE_RELEASE, device(by)), &ReleaseByDevice { holds, signature }).await
}

// B6: on a new device one records, and signs once an earlier one has confirmed it.
on_both_engines!(on_a_new_device_one_records_and_does_not_sign, Lab::new_on);
async fn on_a_new_device_one_records_and_does_not_sign(lab: Lab) {
    let mut site = Site::new(&lab).await;
    assert!(site.lin.session().await.holds.is_empty(), "the first device holds nothing back");
    let record = site.recorded(&lab).await;
    let mut second = site.second_tablet(&lab).await;
    assert_eq!(site.lin.session().await.notices[0].what, "device_new");
    // Recording goes on.
    let amended = Body::Amended {
        amends: second.record(record).expect("the record").cells[READING].in_force().expect("a reading").event,
        after: match enter(READING, "20.01", "mm") {
            Body::Entered { value, .. } => value,
            _ => unreachable!(),
        },
        reason: "misread".to_owned(),
    };
    let amended = second.make(Stream::record(record), lab.now(), amended).expect("an amendment");
    let shown = second.record(record).expect("the record");
    let signed = second.make(Stream::record(record), lab.now(), submission(&shown)).expect("a signature");
    second.exchange(&site.lin, lab.now()).await;
    let chen = lab.person("chen").await;
    let seen = view(&chen, record).await;
    assert_eq!((set_aside(&seen, amended), set_aside(&seen, signed).as_deref()), (None, Some("signing_held")));

    // Not by itself, not with another's key, not by another person.
    released(&site.lin, &second, &second).await.refused("release_not_earlier_device");
    released(&site.lin, &site.tablet, &second).await.refused("signature_wrong");
    let sun = lab.person("sun").await;
    released(&sun, &site.tablet, &site.tablet).await.refused("not_found");
    assert!(released(&site.lin, &site.tablet, &site.tablet).await.status.is_success());
    released(&site.lin, &site.tablet, &site.tablet).await.refused("signing_not_held");
    assert!(site.lin.session().await.holds.is_empty());
    let shown = second.record(record).expect("the record");
    let again = second.make(Stream::record(record), lab.now(), submission(&shown)).expect("a signature");
    second.exchange(&site.lin, lab.now()).await;
    assert_eq!(set_aside(&view(&chen, record).await, again), None);
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

// B6: reset a calibrator's password, enrol a device, amend: it is recorded as theirs and never signed, and they are told.
on_both_engines!(the_first_device_after_a_reset_signs_nothing, Lab::new_on);
async fn the_first_device_after_a_reset_signs_nothing(lab: Lab) {
    let site = Site::new(&lab).await;
    employ(&lab, "fang", &[Role::TechnicalManager], None).await;
    let (admin, fang) = (lab.person("admin").await, lab.person("fang").await);
    let sun = site.world.sun;
    let client = reset(&lab, &admin, &fang, sun, "sun").await;
    let tablet = Tablet::enrol_held(&lab, &client, 9).await;
    let causes: BTreeSet<_> = client.session().await.holds.iter().map(|hold| hold.hold.cause.name()).collect();
    assert_eq!(causes, BTreeSet::from(["device", "password"]));
    released(&client, &tablet, &tablet).await.refused("release_not_earlier_device");
    // A revoked device answers for nothing.
    let lin = reset(&lab, &admin, &fang, site.world.lin, "lin").await;
    admin.post::<()>(&path::with(path::DEVICE_REVOKE, device(&site.tablet)), &()).await;
    released(&lin, &site.tablet, &site.tablet).await.refused("not_found");
}

// B6: a device whose PIN the office has let be chosen anew may be in other hands.
on_both_engines!(a_device_with_a_new_pin_answers_for_nothing, Lab::new_on);
async fn a_device_with_a_new_pin_answers_for_nothing(lab: Lab) {
    let site = Site::new(&lab).await;
    employ(&lab, "fang", &[Role::TechnicalManager], None).await;
    let (admin, fang) = (lab.person("admin").await, lab.person("fang").await);
    let id = device(&site.tablet);
    let key = json!({"recovery_key": "a1".repeat(32)});
    assert!(site.lin.send(Method::PUT, &path::with(path::DEVICE_RECOVERY, id), &key).await.status.is_success());
    let lin = reset(&lab, &admin, &fang, site.world.lin, "lin").await;
    admin.post::<()>(&path::with(path::DEVICE_NEW_PIN, id), &()).await;
    released(&lin, &site.tablet, &site.tablet).await.refused("release_not_earlier_device");
    // Another key at the office does not make that forgotten.
    let other = "b2".repeat(32);
    let key = json!({"recovery_key": other, "signature": site.tablet.signature(&recovery_text(id, &other))});
    assert!(lin.send(Method::PUT, &path::with(path::DEVICE_RECOVERY, id), &key).await.status.is_success());
    released(&lin, &site.tablet, &site.tablet).await.refused("release_not_earlier_device");
}
