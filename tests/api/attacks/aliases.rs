//! One person under two entries: an account beside one's own.

use serde_json::json;
use shared::api::path;
use shared::api::register::Row;
use shared::id::Id;
use shared::library::person::Person;
use shared::register::Entry;
use support::world::put_over;
use support::{Client, Lab, minutes, on_both_engines};

use super::changes::{answers, asked, asked_at_issue, check_with, codes, not_issued};
use crate::certificate::Desk;
use crate::record::view;

/// Writes a person's entry anew with this name and mailbox.
async fn named(lab: &Lab, admin: &Client, id: Id<Person>, name: &str, email: &str) {
    let row: Row<Person> = admin.get(&path::with2(path::REGISTER_ENTRY, Person::NOUN, id)).await;
    let mut body = serde_json::to_value(&row.body).expect("JSON");
    (body["name"], body["email"]) = (json!({"zh": "", "en": name}), json!(email));
    lab.advance(minutes(1));
    put_over::<Person>(lab, id, row.revision, body).await;
}

// C-4.3.1, C-5.4.1 e: three accounts of one person calibrated, checked and signed.
on_both_engines!(one_person_with_several_accounts_does_not_check_and_sign_the_own_work, Lab::new_on);
async fn one_person_with_several_accounts_does_not_check_and_sign_the_own_work(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    let record = site.submitted(&lab).await;
    let (lin, checker, signatory) = (site.world.lin, site.world.chen, site.world.qian);
    let (admin, chen) = (lab.person("admin").await, lab.person("chen").await);
    named(&lab, &admin, lin, "Lin Hua", "").await;
    named(&lab, &admin, checker, "lin  hua", "").await;
    let refused = check_with(&chen, record, Vec::new()).await.refused("signer_one_person");
    assert_eq!(refused.clause.as_deref(), Some("C-4.3.1"));
    // With a mailbox each they can be two people, and the checker says so.
    named(&lab, &admin, lin, "Lin Hua", "lin@body.example").await;
    named(&lab, &admin, checker, "Lin Hua", "chen@body.example").await;
    check_with(&chen, record, Vec::new()).await.refused("conditions_unanswered");
    let open = asked(&view(&chen, record).await.conditions);
    assert_eq!(codes(&open), ["signers_of_one_name"]);
    let checked = check_with(&chen, record, answers(&open, "two people, I am his cousin")).await;
    assert!(checked.status.is_success(), "{}", checked.text());
    let (qian, wu, pan) = (lab.person("qian").await, lab.person("wu").await, lab.person("pan").await);
    let desk = Desk { site, record, chen, qian, wu, pan };
    assert_eq!(asked(&desk.draft().await.conditions), [], "what the checker answered stands");
    // An account that checked and is one with the calibrator's after all; then a signatory who is.
    named(&lab, &admin, checker, "Lin Hua", "").await;
    not_issued(&desk, "checker_one_person", "C-4.3.1").await;
    named(&lab, &admin, checker, "Chen", "").await;
    named(&lab, &admin, signatory, "Lin Hua", "").await;
    not_issued(&desk, "signer_one_person", "C-4.3.1").await;
    named(&lab, &admin, signatory, "CHEN", "qian@body.example").await;
    not_issued(&desk, "signer_one_person", "C-4.3.1").await;
    named(&lab, &admin, signatory, "Lin Hua", "qian@body.example").await;
    asked_at_issue(&desk, "signers_of_one_name").await;
}
