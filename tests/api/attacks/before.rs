//! Work that says it is older than what was agreed for it, and clocks that were set back to make it so.

use base::id::{RecordId, kind};
use domain::record::RecordStatus;
use serde_json::json;
use support::tablet::opening;
use support::world::put;
use support::{Lab, days, on_both_engines};

use super::changes::{asked, recorded};
use crate::record::{Site, check, view};

/// What of the record's beginning is older than its entry in the register.
async fn made_before(lab: &Lab, record: RecordId) -> Vec<String> {
    let seen = view(&lab.person("chen").await, record).await;
    let open = asked(&seen.conditions);
    open.into_iter().filter(|finding| finding.code == "made_before_its_order").map(|finding| finding.path).collect()
}

// C-5.1.2: agreed on today, and measured forty days ago.
on_both_engines!(work_from_before_its_order_and_task_is_answered_for, Lab::new_on);
async fn work_from_before_its_order_and_task_is_answered_for(lab: Lab) {
    let mut site = Site::new(&lab).await;
    lab.advance(days(41));
    site.lin = lab.person("lin").await;
    let (_, task) = site.world.planned(&lab, "O-9").await;
    site.send(&lab).await;
    site.tablet.clock = -days(40);
    let record = recorded(&lab, &mut site, task);
    site.tablet.clock = 0;
    site.send(&lab).await;
    let chen = lab.person("chen").await;
    let seen = view(&chen, record).await;
    assert_eq!((seen.record.status, &seen.record.set_aside), (RecordStatus::Submitted, &vec![]), "what was observed is kept");
    assert_eq!(made_before(&lab, record).await, ["order", "task"]);
    let refused = check(&chen, record, seen.entries.len()).await.refused("conditions_unanswered");
    assert_eq!(refused.clause.as_deref(), Some("C-5.1.2"));
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

// One record that is thrown away holds the step back; those that come after it say so all the same.
on_both_engines!(a_clock_that_was_set_back_is_told_of_every_later_record, Lab::new_on);
async fn a_clock_that_was_set_back_is_told_of_every_later_record(lab: Lab) {
    let mut site = Site::new(&lab).await;
    lab.advance(days(10));
    site.lin = lab.person("lin").await;
    let world = &site.world;
    let visit = json!({"number": "V-9", "customer": world.customer, "place": world.site, "day": "2026-11-30", "people": [world.lin],
        "standards": [world.standard]});
    put::<kind::Visit>(&lab, lab.app.new_id(), visit).await;
    site.send(&lab).await;
    let mut begin = |clock: i64| {
        site.tablet.clock = clock;
        let (record, begun) = (site.tablet.new_id(lab.now()), opening(site.tablet.pack(), None));
        site.make(&lab, record, begun).expect("a record begins");
        record
    };
    let records = [begin(0), begin(-days(9)), begin(-days(9)), begin(0)];
    site.tablet.clock = 0;
    site.send(&lab).await;
    let chen = lab.person("chen").await;
    let mut told = Vec::new();
    for record in records {
        let seen = view(&chen, record).await;
        let found = seen.findings.into_iter().find(|finding| finding.code == "clock_set_back");
        told.push(found.map(|finding| finding.params["seconds"].clone()));
    }
    let back = Some((days(9) / 1_000).to_string());
    assert_eq!(told, [None, back.clone(), back, None]);
}
