//! Keys that somebody else enrolled, and tablets that somebody else opens: they sign nothing and vouch for nothing (C-4.3.2).

use axum::http::Method;
use backend::app::verify::Fault;
use backend::demo::names;
use backend::store;
use base::id::{DeviceId, PersonId, kind};
use contract::api::account::{ChangePassword, RecoveryKey};
use contract::api::authority::AskedView;
use contract::api::path;
use domain::access::Role;
use domain::authority::recovery_text;
use domain::event::signature::public_key;
use domain::event::{Hash, Stream};
use serde_json::json;
use support::authority::give;
use support::forged;
use support::lab::PASSWORD;
use support::tablet::submission;
use support::{Client, Lab, Tablet, minutes, on_both_engines};

use super::held::{device, released, reset};
use super::newcomer;
use crate::attacks::insiders::{faults, inside, named};
use crate::certificate::employ;
use crate::record::{Site, set_aside, view};

/// A calibrator, entered and given a one-time password by the first administrator; who changes it at once, with the session it opened.
async fn first_signed_in(lab: &Lab, admin: &Client, name: &str) -> (PersonId, Client) {
    let person = newcomer(admin, name).await;
    give(admin, None, person, json!({"roles": ["calibrator"]})).await;
    (person, signed_in_with_given(lab, admin, person, name).await)
}

/// Signed in with a one-time password that the administrator was shown, changed.
async fn signed_in_with_given(lab: &Lab, admin: &Client, person: PersonId, name: &str) -> Client {
    let given: AskedView = admin.post(&path::with(path::PERSON_RESET, person), &()).await;
    let one_time = given.one_time_password.expect("shown to who gives it");
    let client = Client::signed_in(&lab.router, name, &one_time).await;
    client.post::<()>(path::PASSWORD, &ChangePassword { old: one_time, new: PASSWORD.into() }).await;
    client
}

// B6: whoever was shown the password enrols a key with it. The person, with a password of their own, enrols theirs and works.
on_both_engines!(a_device_enrolled_with_the_password_that_was_handed_over_is_held_back, Lab::new_on);
async fn a_device_enrolled_with_the_password_that_was_handed_over_is_held_back(lab: Lab) {
    let admin = lab.person("admin").await;
    let (_, peng) = first_signed_in(&lab, &admin, "peng").await;
    assert!(peng.session().await.opened_with_one_time, "the tablet's screen says so before the device is enrolled");
    let tablet = Tablet::enrol_held(&lab, &peng, 21).await;
    let session = peng.session().await;
    assert_eq!(session.holds.iter().map(|hold| hold.hold.device).collect::<Vec<_>>(), [Some(device(&tablet))]);
    assert!(session.notices.iter().any(|notice| notice.what == "device_new"), "{:?}", session.notices);

    first_signed_in(&lab, &admin, "qiao").await;
    let qiao = lab.person("qiao").await;
    assert!(!qiao.session().await.opened_with_one_time);
    Tablet::enrol_held(&lab, &qiao, 22).await;
    let session = qiao.session().await;
    assert!(session.holds.is_empty(), "{:?}", session.holds);
    assert!(session.notices.iter().any(|notice| notice.what == "device_first"), "told all the same: {:?}", session.notices);
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

// C-5.5.4: a key that is put into the tables signs like any other. That nobody entered a password for it shows.
on_both_engines!(a_device_for_which_nobody_entered_a_password_is_named, Lab::new_on);
async fn a_device_for_which_nobody_entered_a_password_is_named(lab: Lab) {
    let site = Site::new(&lab).await;
    let lin = site.lin.session().await.person;
    lab.advance(minutes(20));
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    let (device, now): (DeviceId, _) = (lab.app.new_id(), lab.now());
    let key = public_key(&[9; 32]).expect("a key");
    inside(&lab, move |tx| {
        let key = key.clone();
        Box::pin(async move {
            store::device::enrol(tx, device, lin, "Tablet", &key, now).await?;
            let (object, object_hash) = (device.to_string(), Hash::of(key.as_bytes()));
            let (action, noun, detail) = ("enrolled", "devices", json!({}));
            let told = forged::Entry { at: now, actor: Some(lin), action, noun, object: &object, revision: 0, object_hash, detail };
            forged::append(tx, told).await
        })
    })
    .await;
    named(&lab, &format!("device {device}"), Fault::NotAudited).await;
}

// C-4.3.2: a tablet that counts as none of the person's earlier ones would let the next one sign at once.
on_both_engines!(nobody_calls_a_tablet_like_those_of_the_demos_past_work, Lab::demo_on);
async fn nobody_calls_a_tablet_like_those_of_the_demos_past_work(lab: Lab) {
    let liu = lab.person(names::THIRD_CALIBRATOR).await;
    let key = public_key(&[7; 32]).expect("a key");
    for name in [names::PAST_TABLET, " tablet of PAST  work "] {
        let enrol = json!({"device": lab.app.new_id::<kind::Device>(), "name": name, "public_key": key, "password": names::PASSWORD});
        assert_eq!(liu.send(Method::POST, path::DEVICES, &enrol).await.refused("name_reserved").path, "name");
    }
    Tablet::enrol_held(&lab, &liu, 31).await;
    assert!(liu.session().await.holds.is_empty());
    Tablet::enrol_held(&lab, &liu, 32).await;
    assert_eq!(liu.session().await.holds.len(), 1);
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

// B6: a key that whoever confirmed the first password may have enrolled does not answer for a later one; a key that was confirmed does.
on_both_engines!(a_first_device_vouches_for_nothing_until_it_was_confirmed_itself, Lab::new_on);
async fn a_first_device_vouches_for_nothing_until_it_was_confirmed_itself(lab: Lab) {
    let admin = lab.person("admin").await;
    let (peng, in_the_same_session) = first_signed_in(&lab, &admin, "peng").await;
    let (qiao, _) = first_signed_in(&lab, &admin, "qiao").await;
    let confirmed = Tablet::enrol_held(&lab, &in_the_same_session, 21).await;
    let unknown = Tablet::enrol_held(&lab, &lab.person("qiao").await, 22).await;
    let asked: AskedView = admin.post(&path::with(path::PERSON_SIGNING, peng), &()).await;
    assert!(asked.done, "the first administrator, alone");
    lab.advance(minutes(10));
    for (person, name, tablet, vouches) in [(peng, "peng", &confirmed, true), (qiao, "qiao", &unknown, false)] {
        let client = signed_in_with_given(&lab, &admin, person, name).await;
        assert_eq!(client.session().await.holds.len(), 1, "a reset password");
        let answer = released(&client, tablet, tablet).await;
        if vouches {
            assert!(answer.status.is_success(), "{}", answer.text());
        } else {
            answer.refused("release_not_earlier_device");
        }
    }
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

// C11, B6: a clerk, the tablet and a session are not the person. Who has the password too records, and signs nothing yet.
on_both_engines!(on_a_tablet_with_a_new_pin_one_records_and_does_not_sign, Lab::new_on);
async fn on_a_tablet_with_a_new_pin_one_records_and_does_not_sign(lab: Lab) {
    let mut site = Site::new(&lab).await;
    site.arrive(&lab, true);
    let record = site.open(&lab);
    site.send(&lab).await;
    let (admin, id) = (lab.person("admin").await, device(&site.tablet));
    let route = path::with(path::DEVICE_RECOVERY, id);
    let key = RecoveryKey { recovery_key: "a1".repeat(32) };
    assert!(site.lin.send(Method::PUT, &route, &key).await.status.is_success());
    admin.post::<()>(&path::with(path::DEVICE_NEW_PIN, id), &()).await;
    site.lin.send(Method::POST, &route, &json!({})).await.refused("password_wrong");
    assert!(site.lin.session().await.holds.is_empty(), "nothing was handed out");
    for _ in 0..2 {
        assert_eq!(site.lin.post::<RecoveryKey>(&route, &json!({"password": PASSWORD})).await, key);
    }
    let session = site.lin.session().await;
    assert_eq!(session.holds.iter().map(|hold| hold.hold.device).collect::<Vec<_>>(), [Some(id)], "once");
    assert!(session.notices.iter().any(|notice| notice.what == "device_new_pin"), "{:?}", session.notices);

    site.fill(&lab, record, "20.1");
    let shown = site.tablet.record(record).expect("the record");
    let signed = site.tablet.force(Stream::record(record), lab.now(), submission(&shown));
    site.send(&lab).await;
    let seen = view(&lab.person("chen").await, record).await;
    assert_eq!(set_aside(&seen, signed).as_deref(), Some("signing_held"));
    assert_eq!(seen.entries.iter().filter(|entry| set_aside(&seen, entry.event).is_some()).count(), 1, "the rest counts");
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

// C11: a session alone does not make the kept key useless, with which the drafts would be lost.
on_both_engines!(a_recovery_key_is_replaced_by_the_device_alone, Lab::new_on);
async fn a_recovery_key_is_replaced_by_the_device_alone(lab: Lab) {
    let site = Site::new(&lab).await;
    let second = Tablet::enrol(&lab, &site.lin, 2).await;
    let (id, route) = (device(&site.tablet), path::with(path::DEVICE_RECOVERY, device(&site.tablet)));
    let [first, other] = ["a1", "b2"].map(|digits| digits.repeat(32));
    let puts =
        async |key: &str, signature: &str| site.lin.send(Method::PUT, &route, &json!({"recovery_key": key, "signature": signature})).await;
    assert!(puts(&first, "").await.status.is_success(), "the first one, by an app that signs nothing");
    assert!(puts(&first, "").await.status.is_success());
    let text = recovery_text(id, &other);
    for wrong in ["", "00", &second.signature(&text), &site.tablet.signature(&recovery_text(id, &first))] {
        puts(&other, wrong).await.refused("recovery_kept");
    }
    assert!(puts(&other, &site.tablet.signature(&text)).await.status.is_success());
    lab.person("admin").await.post::<()>(&path::with(path::DEVICE_NEW_PIN, id), &()).await;
    let kept: RecoveryKey = site.lin.post(&route, &json!({"password": PASSWORD})).await;
    assert_eq!(kept.recovery_key, other);
}

// C11, B6: the one-time password and the tablet, in other hands: the new PIN opens it, and it answers for nothing.
on_both_engines!(a_reset_password_and_a_new_pin_together_sign_nothing, Lab::new_on);
async fn a_reset_password_and_a_new_pin_together_sign_nothing(lab: Lab) {
    let site = Site::new(&lab).await;
    employ(&lab, "fang", &[Role::TechnicalManager], None).await;
    let (admin, fang, id) = (lab.person("admin").await, lab.person("fang").await, device(&site.tablet));
    let route = path::with(path::DEVICE_RECOVERY, id);
    let key = RecoveryKey { recovery_key: "a1".repeat(32) };
    assert!(site.lin.send(Method::PUT, &route, &key).await.status.is_success());
    lab.advance(minutes(10));
    let lin = reset(&lab, &admin, &fang, site.world.lin, "lin").await;
    admin.post::<()>(&path::with(path::DEVICE_NEW_PIN, id), &()).await;
    lin.post::<RecoveryKey>(&route, &json!({"password": PASSWORD})).await;
    let other = "b2".repeat(32);
    let another = json!({"recovery_key": other, "signature": site.tablet.signature(&recovery_text(id, &other))});
    assert!(lin.send(Method::PUT, &route, &another).await.status.is_success());
    assert_eq!(lin.session().await.holds.len(), 2);
    released(&lin, &site.tablet, &site.tablet).await.refused("release_not_earlier_device");
}
