//! A device's key for somebody else: enrolled with a session that was left open, or enrolled twice.

use axum::http::Method;
use contract::api::account::{DeviceView, Enrol};
use contract::api::path;
use domain::access::Role;
use domain::event::signature::public_key;
use serde_json::json;
use support::lab::PASSWORD;
use support::{Lab, on_both_engines};

use crate::people;

pub(super) fn enrol(lab: &Lab, seed: u8, password: &str) -> Enrol {
    let public_key = public_key(&[seed; 32]).expect("a key");
    Enrol { device: lab.app.new_id(), name: "Tablet 3".into(), public_key, password: password.into() }
}

/// The other public key of the same secret.
fn negated(seed: u8) -> String {
    let secret = p256::SecretKey::from_slice(&[seed; 32]).expect("a key");
    let other = p256::SecretKey::from(-secret.to_nonzero_scalar());
    public_key(&other.to_bytes().into()).expect("a key")
}

on_both_engines!(a_session_alone_enrols_no_key, Lab::new_on);
async fn a_session_alone_enrols_no_key(lab: Lab) {
    let stolen = people::person(&lab, "li.wei", &[Role::Calibrator]).await;
    for password in ["", "wrong password", "Correct Horse Battery", &"x".repeat(100_000)] {
        let refused = stolen.send(Method::POST, path::DEVICES, &enrol(&lab, 7, password)).await.refused("password_wrong");
        assert_eq!(refused.path, "password");
    }
    let none = json!({"device": lab.app.new_id::<Lab>(), "name": "Tablet", "public_key": public_key(&[7; 32]).expect("a key")});
    stolen.send(Method::POST, path::DEVICES, &none).await.refused("password_wrong");
    assert_eq!(lab.person("admin").await.get::<Vec<DeviceView>>(path::DEVICES).await, []);

    let right = enrol(&lab, 7, PASSWORD);
    stolen.post::<()>(path::DEVICES, &right).await;
    // An answer that was lost: the same again changes nothing, and a tablet of before does not have the password any more.
    stolen.post::<()>(path::DEVICES, &Enrol { password: String::new(), ..right.clone() }).await;
    let other = Enrol { device: lab.app.new_id(), password: String::new(), ..right };
    stolen.send(Method::POST, path::DEVICES, &other).await.refused("password_wrong");
}

on_both_engines!(one_key_is_one_persons_on_one_device, Lab::new_on);
async fn one_key_is_one_persons_on_one_device(lab: Lab) {
    let li = people::person(&lab, "li.wei", &[Role::Calibrator]).await;
    let chen = people::person(&lab, "chen.na", &[Role::Calibrator]).await;
    let first = enrol(&lab, 7, PASSWORD);
    li.post::<()>(path::DEVICES, &first).await;
    let mut again = enrol(&lab, 7, PASSWORD);
    chen.send(Method::POST, path::DEVICES, &again).await.refused("device_key_taken");
    li.send(Method::POST, path::DEVICES, &again).await.refused("device_key_taken");
    again.public_key = again.public_key.to_uppercase();
    assert_eq!(chen.send(Method::POST, path::DEVICES, &again).await.refused("device_key_taken").path, "public_key");
    lab.person("admin").await.post::<()>(&path::with(path::DEVICE_REVOKE, first.device), &()).await;
    chen.send(Method::POST, path::DEVICES, &again).await.refused("device_key_taken");
    // The same secret has a second public key, with the other second coordinate.
    let negated = Enrol { device: lab.app.new_id(), public_key: negated(7), ..enrol(&lab, 7, PASSWORD) };
    chen.send(Method::POST, path::DEVICES, &negated).await.refused("device_key_taken");
    let (one, two) = (enrol(&lab, 9, PASSWORD), enrol(&lab, 9, PASSWORD));
    let (one, two) = tokio::join!(li.send(Method::POST, path::DEVICES, &one), chen.send(Method::POST, path::DEVICES, &two));
    assert_eq!([&one, &two].iter().filter(|answer| answer.status.is_success()).count(), 1, "{one:?} {two:?}");
}
