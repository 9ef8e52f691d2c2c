//! Correction cases that are left, or checked by whoever brought what they correct (C-5.4.2).

use serde_json::json;
use shared::access::Role;
use shared::certificate::correction::{Correction, Origin};
use support::{Lab, minutes, on_both_engines};

use crate::certificate::{Desk, change, employ};

// A fact is changed before the issue, and the certificate states what the record says: the person who changed it does not check the
// correction that takes it.
on_both_engines!(who_changed_a_fact_before_the_issue_does_not_check_it_afterwards, Lab::new_on);
async fn who_changed_a_fact_before_the_issue_does_not_check_it_afterwards(lab: Lab) {
    let desk = Desk::new(&lab).await;
    employ(&lab, "zhu", &[Role::Office], None).await;
    let zhu = lab.person("zhu").await;
    lab.advance(minutes(5));
    change(&zhu, desk.site.world.item, json!({"serial_number": "7742"})).await;
    lab.advance(minutes(5));
    let original = desk.issued_with_words("original").await;
    assert_eq!(original.document.stated.item.serial_number, "7741", "the record's");
    lab.advance(minutes(5));
    let held = json!([{"service": desk.site.world.service, "activity": "check", "validity": {"from": "2020-01-01"}}]);
    let fields = json!({"roles": [Role::Office, Role::Checker], "title_level": "senior", "authorisations": held});
    change(&lab.person("admin").await, zhu.session().await.person, fields).await;
    let zhu = lab.person("zhu").await;
    let _: Correction = desk.open(&original, Origin::Office).await.success();
    let refused = desk.check_case(&zhu).await.refused("correction_checker_changed");
    assert_eq!(refused.clause.as_deref(), Some("C-5.4.2"));
    // Saved again by somebody else, the value is still hers.
    change(&desk.wu, desk.site.world.item, json!({"name": {"zh": "游标卡尺", "en": "Calliper, vernier"}})).await;
    desk.check_case(&zhu).await.refused("correction_checker_changed");
    desk.case_checked().await;
    assert_eq!(desk.issued("replacement").await.document.stated.item.serial_number, "7742");
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}
