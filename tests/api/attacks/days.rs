//! Work that goes on after the day on which its record began: by an edition that has been superseded, by somebody with another employer,
//! long after the visit; and a day of calibration that was fixed before anything was read.

use base::id::{RecordId, TaskId};
use domain::event::body::{Body, Value};
use serde_json::json;
use support::tablet::{enter, number};
use support::{Lab, days, on_both_engines};

use super::changes::{answers, asked, check_with, codes, manager, of_task};
use crate::certificate::{Desk, change};
use crate::record::{READING, Site, check, view};

const SECOND: &str = "as_found/points/20/indication/r2";

/// A task in the laboratory, which the tablet has.
async fn planned(lab: &Lab, site: &mut Site) -> TaskId {
    let (_, task) = site.world.planned(lab, "O-9").await;
    site.send(lab).await;
    task
}

/// A record in the laboratory that was begun on 23 November, when nobody visits its customer; its last reading is of the next day. The
/// tablet hears nothing from the office in between.
async fn over_two_days(lab: &Lab, site: &mut Site, task: TaskId) -> RecordId {
    lab.advance(days(3));
    let record = site.begin(lab, of_task(site.tablet.pack(), task), "S-01");
    site.looks_around(lab, record, "20.1");
    site.make(lab, record, enter(READING, "20.00", "mm")).expect("a reading");
    lab.advance(days(1));
    site.make(lab, record, enter(SECOND, "20.05", "mm")).expect("a reading on the next day");
    site.looks_again(lab, record, "20.1");
    site.submit(lab, record).expect("a signature");
    site.send(lab).await;
    record
}

// C-4.2: opened on its last day, measured afterwards.
on_both_engines!(an_edition_that_was_not_in_force_on_a_day_of_the_readings_stops_the_check, Lab::new_on);
async fn an_edition_that_was_not_in_force_on_a_day_of_the_readings_stops_the_check(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    let (fang, edition) = (manager(&lab).await, site.world.edition);
    let task = planned(&lab, &mut site).await;
    let record = over_two_days(&lab, &mut site, task).await;
    let chen = lab.person("chen").await;
    let seen = view(&chen, record).await;
    assert_eq!(asked(&seen.conditions), [], "ordinary work over two days");
    let until = |day: &str| json!({"status": "superseded", "validity": {"from": "2013-03-03", "until": day}});
    change(&fang, edition, until("2026-11-23")).await;
    let refused = check(&chen, record, seen.entries.len()).await.refused("edition_not_in_force_then");
    assert_eq!((refused.clause.as_deref(), refused.params["day"].as_str()), (Some("C-4.2"), "2026-11-24"));
    change(&fang, edition, until("2026-11-24")).await;
    let checked = check(&chen, record, seen.entries.len()).await;
    assert!(checked.status.is_success(), "{}", checked.text());
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

// C-4.3.4: declared with effect from the second day.
on_both_engines!(who_works_for_another_body_on_a_day_of_the_readings_stops_the_check, Lab::new_on);
async fn who_works_for_another_body_on_a_day_of_the_readings_stops_the_check(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    let admin = lab.person("admin").await;
    let task = planned(&lab, &mut site).await;
    let from = |day: &str| json!({"employment": [{"employer": "Other", "calibration_body": true, "validity": {"from": day, "until": "2027-01-31"}}]});
    change(&admin, site.world.lin, from("2026-11-24")).await;
    let record = over_two_days(&lab, &mut site, task).await;
    let chen = lab.person("chen").await;
    let entries = view(&chen, record).await.entries.len();
    let refused = check(&chen, record, entries).await.refused("employed_by_other_body");
    assert_eq!(refused.clause.as_deref(), Some("C-4.3.4"));
}

// C-5.2.2.2: the arrival check and the briefing of the visit say nothing of a week later.
on_both_engines!(readings_on_another_day_than_the_visit_are_answered_for, Lab::new_on);
async fn readings_on_another_day_than_the_visit_are_answered_for(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    site.arrive(&lab, true);
    let record = site.open(&lab);
    site.looks_around(&lab, record, "20.1");
    lab.advance(days(1));
    site.make(&lab, record, enter(READING, "20.00", "mm")).expect("a reading on the day after");
    lab.advance(days(4));
    site.make(&lab, record, enter(SECOND, "20.05", "mm")).expect("a reading in the next week");
    site.looks_again(&lab, record, "20.1");
    site.submit(&lab, record).expect("a signature");
    site.send(&lab).await;
    let chen = lab.person("chen").await;
    let seen = view(&chen, record).await;
    let open = asked(&seen.conditions);
    assert_eq!(codes(&open), ["reading_off_visit_day"]);
    let told = ["visit", "readings", "day"].map(|name| open[0].params[name].as_str());
    assert_eq!(told, ["V-1", "1", "2026-11-25"]);
    let refused = check(&chen, record, seen.entries.len()).await.refused("conditions_unanswered");
    assert_eq!((codes(&refused.findings), refused.clause.as_deref()), (vec!["reading_off_visit_day"], Some("C-5.2.2.2")));
    let checked = check_with(&chen, record, answers(&open, "the standard stayed there, locked away and running")).await;
    assert!(checked.status.is_success(), "{}", checked.text());
}

// C-5.4.1 f: marked "not observed" on the first day, and read on the next.
on_both_engines!(a_place_marked_on_the_first_day_does_not_fix_the_day_of_its_reading, Lab::new_on);
async fn a_place_marked_on_the_first_day_does_not_fix_the_day_of_its_reading(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    site.arrive(&lab, true);
    let record = site.open(&lab);
    site.looks_around(&lab, record, "20.1");
    site.make(&lab, record, enter(SECOND, "20.05", "mm")).expect("a reading");
    let value = Value::NotObserved { reason: "later".to_owned() };
    let amends = site.make(&lab, record, Body::Entered { path: READING.to_owned(), value }).expect("nothing to see");
    site.looks_again(&lab, record, "20.1");
    lab.advance(days(1));
    let amended = Body::Amended { amends, after: number("20.00", "mm"), reason: "read today".to_owned() };
    site.make(&lab, record, amended).expect("a reading on the next day");
    site.submit(&lab, record).expect("a signature");
    site.send(&lab).await;
    let desk = Desk::around(&lab, site, record).await;
    let stated = desk.issued("original").await.document.stated;
    let days: Vec<_> = stated.calibrated_on.iter().map(ToString::to_string).collect();
    assert_eq!(days, ["2026-11-20", "2026-11-21"]);
}
