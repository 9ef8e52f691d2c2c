//! What an authorisation covers begins when it is given (C-4.3.1).

use base::id::kind;
use base::text::Bilingual;
use contract::api::path;
use contract::sync::EventOutcome;
use domain::access::Role;
use domain::event::Stream;
use domain::event::body::Body;
use domain::library::person::Person;
use domain::register::Entry;
use serde_json::json;
use support::authority::give;
use support::tablet::{equip, opened, opening};
use support::world::{both, put_over};
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
    let (_, opened) = began(&mut site.tablet, site.world.visit);
    lab.advance(60_000);
    give(&admin, None, site.world.lin, json!({"authorisations": [held]})).await;
    lab.advance(60_000);
    site.send(&lab).await;
    assert_eq!(site.tablet.disk.outcomes[&opened], EventOutcome::SetAside { code: "not_authorised".to_owned() });

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

// C12: what stands in the register since before its giving was kept counts as it is written.
on_both_engines!(what_was_written_down_before_counts_and_what_came_later_is_told, Lab::new_on);
async fn what_was_written_down_before_counts_and_what_came_later_is_told(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let chen = lab.person("chen").await;
    let record = site.submitted(&lab).await;
    let shown = view(&chen, record).await;
    assert!(shown.findings.iter().all(|finding| !finding.code.starts_with("authorised_")), "{:?}", shown.findings);
    let row: contract::api::register::Row<Person> = chen.get(&path::with2(path::REGISTER_ENTRY, Person::NOUN, site.world.lin)).await;
    assert_eq!(row.body.authorisations[0].given_at, None);

    // Written down in the same way after the work had begun: it counts, and the checker is told.
    let late = crate::people::enter(&lab, "zhou", &[Role::Calibrator], false).await;
    let zhou = lab.person("zhou").await;
    let mut tablet = Tablet::enrol(&lab, &zhou, 60).await;
    tablet.exchange(&zhou, lab.now()).await;
    let record = tablet.new_id(lab.now());
    let mut opened = opened(site.tablet.pack(), None);
    opened.calibrators[0].person = late;
    opened.calibrators[0].name = Bilingual { zh: String::new(), en: "zhou".to_owned() };
    let event = tablet.force(Stream::record(record), lab.now(), Body::Opened(Box::new(opened)));
    lab.advance(60_000);
    let authorised = json!({"name": both("", "zhou"), "sign_in": "zhou", "title_level": "senior", "roles": ["calibrator"], "active": true,
        "authorisations": [{"service": site.world.service, "activity": "calibrate", "validity": {"from": "2020-01-01"}}]});
    put_over::<kind::Person>(&lab, late, 1, authorised).await;
    lab.advance(60_000);
    tablet.exchange(&zhou, lab.now()).await;
    let shown = view(&chen, record).await;
    assert_eq!(set_aside(&shown, event), None);
    let told = shown.findings.iter().find(|finding| finding.code == "authorised_later").expect("the checker is told");
    assert_eq!(told.params["person"], "zhou");
}
