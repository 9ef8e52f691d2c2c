//! What an authorisation covers begins when it is given (C-4.3.1).

use serde_json::json;
use shared::api::path;
use shared::event::Stream;
use shared::library::person::Person;
use shared::register::Entry;
use support::authority::give;
use support::tablet::{equip, opening};
use support::{Lab, Tablet, on_both_engines};

use crate::record::{Site, set_aside, view};

// C12: an authorisation of today with a validity from last year makes nothing of yesterday count; the paper it was given on does,
// and the checker is told.
on_both_engines!(an_authorisation_of_today_does_not_reach_back_and_its_paper_does, Lab::new_on);
async fn an_authorisation_of_today_does_not_reach_back_and_its_paper_does(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let (admin, chen) = (lab.person("admin").await, lab.person("chen").await);
    let service = site.world.service;
    let held = json!({"service": service, "activity": "calibrate", "validity": {"from": "2020-01-01"}});
    give(&admin, None, site.world.lin, json!({"authorisations": []})).await;
    site.arrive(&lab, true);
    // The tablet has yesterday's pack; it says nothing of what was taken away.
    let began = |tablet: &mut Tablet, visit| {
        let record = tablet.new_id(lab.now());
        let stream = Stream::record(record);
        let opened = opening(tablet.pack(), Some(visit));
        let event = tablet.force(stream, lab.now(), opened);
        let standard = equip(tablet.pack(), "S-01");
        tablet.force(stream, lab.now(), standard);
        (record, event)
    };
    let (first, opened) = began(&mut site.tablet, site.world.visit);
    lab.advance(60_000);
    give(&admin, None, site.world.lin, json!({"authorisations": [held]})).await;
    lab.advance(60_000);
    site.send(&lab).await;
    let first = view_of(&chen, first).await;
    assert_eq!(first.as_deref(), Some("not_authorised"), "{opened}");

    // The technical manager says by which paper it was given before.
    let mut by_paper = held.clone();
    by_paper["paper"] = json!({"by": "Zheng", "reference": "A-7", "on": "2026-11-20"});
    let (second, opened) = began(&mut site.tablet, site.world.visit);
    give(&admin, None, site.world.lin, json!({"authorisations": []})).await;
    lab.advance(60_000);
    give(&admin, None, site.world.lin, json!({"authorisations": [by_paper]})).await;
    site.send(&lab).await;
    let shown = view(&chen, second).await;
    assert_eq!(set_aside(&shown, opened), None);
    let told = shown.findings.iter().find(|finding| finding.code == "authorised_by_paper").expect("the checker is told");
    assert_eq!(
        (told.params["by"].as_str(), told.params["reference"].as_str(), told.params["day"].as_str()),
        ("Zheng", "A-7", "2026-11-20")
    );
}

async fn view_of(reader: &support::Client, record: shared::id::Id<shared::record::Record>) -> Option<String> {
    let shown = reader.bytes(axum::http::Method::GET, &path::with(path::RECORD, record), None).await;
    if !shown.status.is_success() {
        return Some("not_authorised".to_owned());
    }
    let shown: shared::api::record::RecordView = serde_json::from_slice(&shown.bytes).expect("a record");
    set_aside(&shown, shown.entries[0].event)
}

// C12: what stands in the register since before its giving was kept counts as it is written.
on_both_engines!(what_was_written_down_before_counts_as_it_is_written_and_is_told, Lab::new_on);
async fn what_was_written_down_before_counts_as_it_is_written_and_is_told(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let chen = lab.person("chen").await;
    let record = site.submitted(&lab).await;
    let shown = view(&chen, record).await;
    assert!(shown.findings.iter().all(|finding| !finding.code.starts_with("authorised_")), "{:?}", shown.findings);
    let row: shared::api::register::Row<Person> = chen.get(&path::with2(path::REGISTER_ENTRY, Person::NOUN, site.world.lin)).await;
    assert_eq!(row.body.authorisations[0].given_at, None);
}
