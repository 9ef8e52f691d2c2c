//! What a technical manager alone puts in force: an edition whose results rest on nothing that was read, or on no capability.

use axum::http::Method;
use backend::demo::names;
use base::finding::Severity;
use contract::api::path;
use contract::api::register::{Put, Row, Written};
use domain::library::edition::Edition;
use domain::register::Entry;
use serde_json::{Value, json};
use support::{Lab, on_both_engines};

use crate::registers::entry;

// C-4.2, C-4.4, C-5.5.3
on_both_engines!(an_edition_on_which_no_result_can_rest_does_not_come_into_force, Lab::demo_on);
async fn an_edition_on_which_no_result_can_rest_does_not_come_into_force(lab: Lab) {
    let technical = lab.person(names::TECHNICAL_MANAGER).await;
    let sound = technical.get::<Row<Edition>>(&entry::<Edition>("pressure_gauge")).await.body;
    let sound = serde_json::to_value(sound).expect("an edition");
    let unread = "(p_up + p_down)/2 - (p_up + p_down)/2 + d_reading";
    for (n, (pointer, value, code, place)) in [
        ("/computation/cmc", json!("0"), "not_positive", "computation/cmc"),
        ("/computation/cmc", json!("-1"), "not_positive", "computation/cmc"),
        ("/form/quantities/0/plausible", json!("-1"), "not_positive", "form/quantities/0/plausible"),
        ("/form/environment/0/low", json!("-300"), "below_absolute_zero", "form/environment/0/low"),
        ("/computation/model", json!(unread), "model_without_readings", "computation/model"),
    ]
    .into_iter()
    .enumerate()
    {
        let mut body: Value = sound.clone();
        *body.pointer_mut(pointer).expect("a field") = value.clone();
        body["name"] = json!(format!("2026-{n}"));
        let send = |status: &str| {
            let mut body = body.clone();
            body["status"] = json!(status);
            let body: Edition = serde_json::from_value(body).expect("an edition");
            Put { revision: 0, reason: String::new(), body }
        };
        let to = path::with(path::REGISTER, Edition::NOUN);
        let refused = technical.send(Method::POST, &to, &send("in_force")).await.problem();
        let told = |severity: Severity| move |finding: &&base::finding::Finding| finding.severity == severity && finding.code == code;
        let found = refused.findings.iter().find(told(Severity::Error)).map(|finding| finding.path.as_str());
        assert_eq!((refused.status, found), (422, Some(place)), "{pointer} {value}: {refused:?}");
        // It can be written on, and says what is wrong.
        let kept: Written<Edition> = technical.send(Method::POST, &to, &send("draft")).await.success();
        assert!(kept.findings.iter().any(|finding| told(Severity::Warning)(&finding)), "{pointer} {value}: {:?}", kept.findings);
    }
}
