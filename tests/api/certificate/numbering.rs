//! Numbers are gap-free and unique whatever happens at once (E20).

use std::collections::BTreeSet;

use shared::api::certificate::IssuedView;
use shared::id::Id;
use shared::record::Record;
use support::{Lab, on_both_engines};

use super::{Desk, issue};
use crate::record::{check, view};

const RECORDS: usize = 25;

// C-5.4.1 a: 50 issues at once, two for each record; one of each pair must fail.
on_both_engines!(fifty_issues_at_once_leave_no_gap_and_give_no_number_twice, Lab::new_on);
async fn fifty_issues_at_once_leave_no_gap_and_give_no_number_twice(lab: Lab) {
    let mut desk = Desk::new(&lab).await;
    let mut records: Vec<Id<Record>> = vec![desk.record];
    for _ in 1..RECORDS {
        let record = desk.site.open(&lab);
        desk.site.fill(&lab, record, "20.1");
        desk.site.submit(&lab, record).expect("a signature");
        records.push(record);
    }
    desk.site.send(&lab).await;
    let mut all = tokio::task::JoinSet::new();
    for record in records {
        let seen = view(&desk.chen, record).await.entries.len();
        if record != desk.record {
            assert!(check(&desk.chen, record, seen).await.status.is_success());
        }
        let seen = view(&desk.chen, record).await.entries.len() as u64;
        for _ in 0..2 {
            let qian = desk.qian.clone();
            all.spawn(async move { issue(&qian, record, seen, "original").await });
        }
    }
    let mut numbers = BTreeSet::new();
    let mut refused = 0;
    while let Some(answer) = all.join_next().await {
        let answer = answer.expect("an answer");
        if answer.status.is_success() {
            let issued: IssuedView = answer.success();
            assert!(numbers.insert(issued.number.clone()), "{} twice", issued.number);
        } else {
            answer.refused("issue_already_issued");
            refused += 1;
        }
    }
    let expected: BTreeSet<String> = (1..=RECORDS).map(|n| format!("EC2026-{n:05}")).collect();
    assert_eq!((numbers, refused), (expected, RECORDS));
}
