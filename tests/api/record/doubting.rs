//! What the office knows and the tablet could not: kept, shown, and stopping the check where it must.

use contract::api::record::RecordView;
use domain::access::Role;
use domain::event::Stream;
use domain::event::body::Body;
use measurement::{ENGINE_VERSION, compute};
use serde_json::json;
use support::tablet::enter;
use support::{Client, Lab, hours, minutes, on_both_engines};

use super::{READING, Site, UNDERWAY, check, set_aside, view};
use crate::certificate::{change, employ};

async fn technical(lab: &Lab) -> Client {
    employ(lab, "wu", &[Role::Office, Role::TechnicalManager], None).await;
    lab.person("wu").await
}

fn codes(view: &RecordView) -> Vec<&str> {
    view.findings.iter().map(|finding| finding.code.as_ref()).filter(|code| !UNDERWAY.contains(code)).collect()
}

// C-4.5.2, C-4.5.3: nothing that was observed is lost, and nothing is certified.
on_both_engines!(readings_with_a_standard_that_failed_meanwhile_are_kept_and_not_checked, Lab::new_on);
async fn readings_with_a_standard_that_failed_meanwhile_are_kept_and_not_checked(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let wu = technical(&lab).await;
    change(&wu, site.world.standard, json!({"status": "failed"})).await;
    lab.advance(hours(1));
    let record = site.submitted(&lab).await;
    let chen = lab.person("chen").await;
    let seen = view(&chen, record).await;
    assert_eq!(seen.record.cells.len(), 6, "offline nobody could know");
    assert_eq!(codes(&seen), ["standard_not_in_order"]);
    let problem = check(&chen, record, seen.entries.len()).await.problem();
    assert_eq!((problem.code.as_str(), problem.clause.as_deref()), ("standard_not_in_order", Some("C-4.5.2")));
    lab.advance(hours(1));
    change(&wu, site.world.standard, json!({"status": "in_use"})).await;
    let problem = check(&chen, record, seen.entries.len()).await.problem();
    assert_eq!(problem.code, "standard_not_in_order", "it was not in use then");
}

// A standard's old entry does not serve for ever.
on_both_engines!(what_no_job_pack_can_have_missed_is_set_aside, Lab::new_on);
async fn what_no_job_pack_can_have_missed_is_set_aside(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let old = support::tablet::equip(site.tablet.pack(), "S-01");
    change(&technical(&lab).await, site.world.standard, json!({"status": "failed"})).await;
    lab.advance(hours(24 * 31));
    let lin = lab.person("lin").await;
    let opened = support::tablet::opening(site.tablet.pack(), None);
    let record = site.tablet.new_id(lab.now());
    site.make(&lab, record, opened).expect("a record begins");
    let equipped = site.make(&lab, record, old).expect("the tablet has it");
    site.tablet.exchange(&lin, lab.now()).await;
    let seen = view(&lab.person("chen").await, record).await;
    assert_eq!(set_aside(&seen, equipped).as_deref(), Some("standard_not_in_use"));
}

// C-5.5.2: the server computes again from the same texts and shows where the tablet said something else.
on_both_engines!(where_the_server_computes_another_result_the_checker_is_told, Lab::new_on);
async fn where_the_server_computes_another_result_the_checker_is_told(lab: Lab) {
    let mut site = Site::new(&lab).await;
    site.arrive(&lab, true);
    let record = site.open(&lab);
    site.fill(&lab, record, "20.1");
    let shown = site.tablet.record(record).expect("the record");
    let mut results = Box::new(compute(&shown.observations()));
    let outcome = results.points[0].outcome.as_mut().expect("a result");
    outcome.value = "0.00".to_owned();
    let signed = Body::Submitted {
        head: shown.head,
        results,
        engine_version: ENGINE_VERSION.to_owned(),
        statement: "statement_submitted".to_owned(),
    };
    site.make(&lab, record, signed).expect("a signature over it");
    site.send(&lab).await;
    let seen = view(&lab.person("chen").await, record).await;
    let told = seen.findings.iter().map(|finding| (finding.code.as_ref(), finding.path.as_str()));
    let told: Vec<_> = told.filter(|(code, _)| !UNDERWAY.contains(code)).collect();
    assert_eq!(told, [("result_differs", "as_found/points/20")]);
    assert_eq!(seen.recomputed, compute(&seen.record.observations()));
}

// C-5.5.3: a clock that was set back while it was recorded is shown, whatever the exchange's offset says.
on_both_engines!(a_clock_set_back_and_right_again_is_shown, Lab::new_on);
async fn a_clock_set_back_and_right_again_is_shown(lab: Lab) {
    let mut site = Site::new(&lab).await;
    site.arrive(&lab, true);
    site.tablet.clock = -hours(24);
    let record = site.open(&lab);
    site.fill(&lab, record, "20.1");
    site.tablet.clock = 0;
    lab.advance(minutes(5));
    site.submit(&lab, record).expect("a signature");
    site.send(&lab).await;
    let seen = view(&lab.person("chen").await, record).await;
    assert!(seen.entries.iter().all(|entry| entry.clock_offset == 0));
    let finding = seen.findings.iter().find(|finding| finding.code == "clock_set_back").expect("a finding");
    assert_eq!(finding.params["seconds"], (24 * 3_600).to_string(), "{:?}", seen.findings);
}

on_both_engines!(a_clock_set_ahead_and_right_again_is_shown, Lab::new_on);
async fn a_clock_set_ahead_and_right_again_is_shown(lab: Lab) {
    let mut site = Site::new(&lab).await;
    site.arrive(&lab, true);
    let record = site.open(&lab);
    site.looks_around(&lab, record, "20.1");
    site.tablet.clock = hours(3);
    let reading = site.tablet.force(Stream::record(record), lab.now(), enter(READING, "20.00", "mm"));
    site.tablet.clock = 0;
    site.send(&lab).await;
    let seen = view(&lab.person("chen").await, record).await;
    assert_eq!(set_aside(&seen, reading).as_deref(), Some("made_after_receipt"));
    assert_eq!(codes(&seen), ["made_after_receipt"]);
    let told = seen.findings.iter().find(|finding| finding.code == "made_after_receipt").expect("a finding");
    assert_eq!(told.params["seconds"], (3 * 3_600).to_string());
}

// C-4.4: the limits that held there, not those that once did.
on_both_engines!(limits_that_were_narrowed_before_the_record_began_are_shown, Lab::new_on);
async fn limits_that_were_narrowed_before_the_record_began_are_shown(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let limits = json!({"limits": [{"key": "temperature", "unit": "°C", "low": "18", "high": "20"}]});
    change(&technical(&lab).await, site.world.site, limits).await;
    lab.advance(hours(1));
    let record = site.submitted(&lab).await;
    let chen = lab.person("chen").await;
    let seen = view(&chen, record).await;
    assert_eq!(codes(&seen), ["place_limits_changed"]);
}
