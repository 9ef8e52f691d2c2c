//! One person, or one customer, under two entries: an account beside one's own, a customer entered again.

use axum::http::Method;
use base::finding::Finding;
use base::id::{CustomerId, PersonId, kind};
use contract::api::order::AssignTask;
use contract::api::path;
use contract::api::register::{Row, Written};
use domain::library::person::Person;
use domain::order::customer::Customer;
use domain::order::task::Task;
use domain::register::Entry;
use serde_json::{Value, json};
use support::world::{both, put_over};
use support::{Client, Lab, minutes, on_both_engines};

use super::changes::{answers, asked, asked_at_issue, check_with, codes, not_issued};
use crate::certificate::{Desk, change};
use crate::record::view;

/// Writes a person's entry anew with this name and mailbox.
async fn named(lab: &Lab, admin: &Client, id: PersonId, name: &str, email: &str) {
    written(lab, admin, id, json!({"name": {"zh": "", "en": name}, "email": email})).await;
}

/// Writes a person's entry anew with these fields.
async fn written(lab: &Lab, admin: &Client, id: PersonId, fields: Value) {
    let row: Row<Person> = admin.get(&path::with2(path::REGISTER_ENTRY, Person::NOUN, id)).await;
    let mut body = serde_json::to_value(&row.body).expect("JSON");
    for (field, value) in fields.as_object().expect("fields") {
        body[field] = value.clone();
    }
    lab.advance(minutes(1));
    put_over::<kind::Person>(lab, id, row.revision, body).await;
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

// C-4.3.1: a mailbox goes with a post. Whoever takes it over from somebody who left checks and issues what that person calibrated.
on_both_engines!(who_inherits_a_mailbox_is_not_whoever_had_it_before, Lab::new_on);
async fn who_inherits_a_mailbox_is_not_whoever_had_it_before(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    let record = site.submitted(&lab).await;
    let (lin, checker, signatory) = (site.world.lin, site.world.chen, site.world.qian);
    let (admin, chen) = (lab.person("admin").await, lab.person("chen").await);
    let post = "calib@body.example";
    let one_person = async |with: &Client| {
        let shown = view(with, record).await.conditions;
        shown.iter().flat_map(|line| &line.found).any(|seen| seen.finding.code == "signer_one_person")
    };
    written(&lab, &admin, lin, json!({"email": post})).await;
    written(&lab, &admin, checker, json!({"email": post})).await;
    assert!(one_person(&chen).await);
    // Both had it while the calibrator was at work: making that account inactive makes no second person.
    written(&lab, &admin, lin, json!({"active": false})).await;
    assert!(one_person(&chen).await);
    check_with(&chen, record, Vec::new()).await.refused("signer_one_person");
    // Taken over after the calibrator had left.
    written(&lab, &admin, checker, json!({"email": "chen@body.example"})).await;
    written(&lab, &admin, checker, json!({"email": post})).await;
    assert!(!one_person(&chen).await);
    let open = asked(&view(&chen, record).await.conditions);
    let checked = check_with(&chen, record, answers(&open, "has left; the work is good")).await;
    assert!(checked.status.is_success(), "{}", checked.text());
    // The checker leaves as well, and the signatory has the mailbox now: neither of the two before.
    written(&lab, &admin, checker, json!({"active": false})).await;
    written(&lab, &admin, signatory, json!({"email": post})).await;
    let (qian, wu, pan) = (lab.person("qian").await, lab.person("wu").await, lab.person("pan").await);
    let desk = Desk { site, record, chen, qian, wu, pan };
    let draft = desk.draft().await;
    let shown = draft.conditions.iter().flat_map(|line| &line.found).map(|seen| seen.finding.code.to_string());
    let shown: Vec<String> = shown.filter(|code| code.ends_with("_one_person")).collect();
    assert_eq!(shown, Vec::<String>::new());
}

// C-4.1.2.1: a clerk entered the customer a second time, and whoever had declared a conflict with the first entry did the work.
on_both_engines!(a_second_entry_of_a_customer_does_not_get_round_a_conflict_of_interest, Lab::new_on);
async fn a_second_entry_of_a_customer_does_not_get_round_a_conflict_of_interest(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    let (_, task) = site.world.planned(&lab, "O-9").await;
    let record = site.submitted(&lab).await;
    let (lin, checker, signatory) = (site.world.lin, site.world.chen, site.world.qian);
    let (admin, wu, chen) = (lab.person("admin").await, lab.person("wu").await, lab.person("chen").await);
    let enters = async |code: &str, en: &str| {
        let body = json!({"code": code, "name": both("", en), "address": both("杭州", "Hangzhou")});
        let put = json!({"revision": 0, "reason": "", "body": body});
        wu.post::<Written<Customer>>(&path::with(path::REGISTER, Customer::NOUN), &put).await
    };
    let (other, again) = (enters("HG", "Hengda Gauges").await, enters("HD2", "HENGDA-Valves").await);
    assert_eq!(codes(&other.findings), [] as [&str; 0], "another customer");
    assert_eq!(codes(&again.findings), ["customer_entered_twice"]);
    assert_eq!(again.findings[0].params["customer"], "HD");
    assert_eq!(codes(&enters("PT", "P.T. Gauges").await.findings), [] as [&str; 0]);
    assert_eq!(codes(&enters("PT2", "PT Gauges").await.findings), ["customer_entered_twice"], "whatever stands between the letters");

    let assigned = async || {
        let row: Row<Task> = wu.get(&path::with2(path::REGISTER_ENTRY, Task::NOUN, task)).await;
        let command = AssignTask { revision: row.revision, calibrators: vec![lin], standards: Vec::new(), visit: None };
        wu.send(Method::POST, &path::with(path::TASK_ASSIGN, task), &command).await
    };
    let declares = async |who: PersonId, with: CustomerId| {
        lab.advance(minutes(1));
        change(&admin, who, json!({"conflicts": [{"customer": with, "reason": "my brother's"}]})).await;
    };
    declares(checker, other.id).await;
    assert!(assigned().await.status.is_success());
    declares(lin, again.id).await;
    assert_eq!(assigned().await.refused("conflict_of_interest").clause.as_deref(), Some("C-4.1.2.1"));
    let open = asked(&view(&chen, record).await.conditions);
    assert_eq!(codes(&open), ["conflict_declared_since"]);
    let checked = check_with(&chen, record, answers(&open, "I measured it again beside him")).await;
    assert!(checked.status.is_success(), "{}", checked.text());
    // Without a task, nothing keeps the calibrator from beginning another record: what is recorded stays, and is not checked.
    lab.advance(minutes(5));
    let begun = site.submitted(&lab).await;
    assert_eq!(view(&chen, begun).await.record.set_aside, []);
    let refused = check_with(&chen, begun, Vec::new()).await.refused("conflict_declared_before");
    assert_eq!(refused.clause.as_deref(), Some("C-4.1.2.1"));
    // Withdrawn for the check and declared again after it: it is not issued either.
    lab.advance(minutes(5));
    change(&admin, lin, json!({"conflicts": []})).await;
    let open = asked(&view(&chen, begun).await.conditions);
    assert!(codes(&open).contains(&"conflict_withdrawn_since"), "{open:?}");
    let checked = check_with(&chen, begun, answers(&open, "he has sold his share")).await;
    assert!(checked.status.is_success(), "{}", checked.text());
    declares(lin, again.id).await;
    let (qian, pan) = (lab.person("qian").await, lab.person("pan").await);
    let mut desk = Desk { site, record: begun, chen, qian, wu, pan };
    not_issued(&desk, "conflict_declared_before", "C-4.1.2.1").await;
    desk.record = record;
    declares(signatory, again.id).await;
    not_issued(&desk, "conflict_of_interest", "C-4.1.2.1").await;
}

// C-4.1.2.1: a signatory who has declared a conflict with a customer issues for its second entry, which has a shorter name.
on_both_engines!(a_second_entry_with_a_shorter_name_is_told_by_address_and_mailbox, Lab::new_on);
async fn a_second_entry_with_a_shorter_name_is_told_by_address_and_mailbox(lab: Lab) {
    let _site = Desk::site(&lab).await;
    let wu = lab.person("wu").await;
    let enters = async |code: &str, en: &str, address: Value, email: &str| {
        let contacts = json!([{"name": "Ho", "telephone": "", "email": ""}, {"name": "Ma", "telephone": "", "email": email}]);
        let body = json!({"code": code, "name": both("", en), "address": address, "contacts": contacts});
        let put = json!({"revision": 0, "reason": "", "body": body});
        let written: Written<Customer> = wu.post(&path::with(path::REGISTER, Customer::NOUN), &put).await;
        let told = |finding: &Finding| [finding.code.to_string(), finding.path.clone(), finding.params["customer"].clone()];
        written.findings.iter().map(told).collect::<Vec<_>>()
    };
    let none: [[String; 3]; 0] = [];
    let alike = |path: &str| [["customer_alike", path, "KP"].map(str::to_owned)];
    let address = || both("昆山市前进路1号", "1 Qianjin Road, Kunshan");
    assert_eq!(enters("KP", "Kunshan Precision Tools Co., Ltd.", address(), "office@kp.example").await, none);
    assert_eq!(enters("K2", "Kunshan Tools", both("昆山市 前进路 1 号", ""), "").await, alike("address"));
    assert_eq!(enters("K3", "Precision", both("", ""), "Office@kp.example").await, alike("contacts/1/email"));
    let next_door = both("昆山市前进路2号", "2 Qianjin Road, Kunshan");
    assert_eq!(enters("K4", "Gu Gauges", next_door, "gu@gauges.example").await, none, "another customer of the same town");
}
