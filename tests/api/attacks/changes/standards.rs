//! A standard that failed, left use or never counted.

use serde_json::json;
use support::world::both;
use support::{Lab, hours, on_both_engines};

use super::{answers, asked, asked_at_issue, check_with, codes, manager, not_issued, repaired};
use crate::certificate::{Desk, change};
use crate::record::{check, view};

// C-4.5.2, C-4.5.3: nothing is issued while a standard has failed, or if its certificate turns out not to count.
on_both_engines!(a_standard_that_fails_after_the_check_stops_the_issue, Lab::new_on);
async fn a_standard_that_fails_after_the_check_stops_the_issue(lab: Lab) {
    let desk = Desk::new(&lab).await;
    let (fang, standard) = (manager(&lab).await, desk.site.world.standard);
    lab.advance(hours(1));
    change(&fang, standard, json!({"status": "failed"})).await;
    not_issued(&desk, "standard_failed_since", "C-4.5.3").await;
    lab.advance(hours(1));
    // Repaired in the meantime: somebody has to say what that means for these readings.
    change(&fang, standard, repaired()).await;
    asked_at_issue(&desk, "standard_failed_between").await;
}

on_both_engines!(a_certificate_of_a_standard_that_never_counted_stops_the_issue, Lab::new_on);
async fn a_certificate_of_a_standard_that_never_counted_stops_the_issue(lab: Lab) {
    let desk = Desk::new(&lab).await;
    let traced = json!({"traceability": {"traced_to": both("中国计量院", "NIM"), "certificate": "CDjc2026",
        "validity": {"from": "2025-01-01", "until": "2026-11-19"}}});
    change(&manager(&lab).await, desk.site.world.standard, traced).await;
    not_issued(&desk, "standard_not_in_order", "C-4.5.2").await;
}

// C-4.5.2: the standard has been retired since: the readings may stand if the signatory says why.
on_both_engines!(a_standard_that_left_use_after_the_check_is_answered_for, Lab::new_on);
async fn a_standard_that_left_use_after_the_check_is_answered_for(lab: Lab) {
    let desk = Desk::new(&lab).await;
    lab.advance(hours(1));
    change(&manager(&lab).await, desk.site.world.standard, json!({"status": "retired"})).await;
    asked_at_issue(&desk, "standard_left_since").await;
}

// C-4.5.3: the standard failed and was repaired between reading and check: the checker answers, the signatory is not asked again.
on_both_engines!(what_the_checker_answered_stands_for_the_issue, Lab::new_on);
async fn what_the_checker_answered_stands_for_the_issue(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    let fang = manager(&lab).await;
    let record = site.submitted(&lab).await;
    for becomes in [json!({"status": "failed"}), repaired()] {
        lab.advance(hours(1));
        change(&fang, site.world.standard, becomes).await;
    }
    let chen = lab.person("chen").await;
    let seen = view(&chen, record).await;
    let open = asked(&seen.conditions);
    assert_eq!(codes(&open), ["standard_failed_between"]);
    let problem = check(&chen, record, seen.entries.len()).await.refused("conditions_unanswered");
    assert_eq!((codes(&problem.findings), problem.clause.as_deref()), (vec!["standard_failed_between"], Some("C-4.5.3")));
    assert!(check_with(&chen, record, answers(&open, "the fault was the display alone")).await.status.is_success());
    let (qian, wu, pan) = (lab.person("qian").await, lab.person("wu").await, lab.person("pan").await);
    let desk = Desk { site, record, chen, qian, wu, pan };
    assert_eq!(asked(&desk.draft().await.conditions), []);
    desk.issued("original").await;
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
    support::attack::change_what_was_written_down(&lab).await;
}
