//! Nobody but who made the observation changes it (C-5.5.4).

use domain::event::Stream;
use domain::event::body::Body;
use support::tablet::{enter, number};
use support::{Lab, Tablet, on_both_engines};

use super::{READING, Site, set_aside, view};

// C-5.5.4: struck through, legible, the right value beside it, with time, person and reason.
on_both_engines!(an_amended_value_stays_legible_beside_the_new_one, Lab::new_on);
async fn an_amended_value_stays_legible_beside_the_new_one(lab: Lab) {
    let mut site = Site::new(&lab).await;
    site.arrive(&lab, true);
    let record = site.open(&lab);
    site.looks_around(&lab, record, "20.1");
    let first = site.make(&lab, record, enter(READING, "20.00", "mm")).expect("a reading");
    let amended = |reason: &str| Body::Amended { amends: first, after: number("20.05", "mm"), reason: reason.to_owned() };
    assert_eq!(site.make(&lab, record, amended(" ")), Err("text_missing".to_owned()));
    lab.advance(60_000);
    let second = site.make(&lab, record, amended("misread")).expect("an amendment");
    site.send(&lab).await;
    let seen = view(&lab.person("chen").await, record).await;
    let entries = &seen.record.cells[READING].entries;
    assert_eq!(entries.iter().map(|entry| entry.event).collect::<Vec<_>>(), vec![first, second]);
    assert_eq!(entries[0].value, number("20.00", "mm"));
    let strike = entries[0].struck.as_ref().expect("struck through");
    assert_eq!((strike.by, strike.at, strike.reason.as_str()), (site.world.lin, lab.now(), "misread"));
    assert_eq!(site.make(&lab, record, amended("again")), Err("already_struck".to_owned()));
}

// C-5.5.4: only the person who carried out the calibration can amend; the system enforces this, administrators included.
on_both_engines!(nobody_else_can_amend_administrators_included, Lab::new_on);
async fn nobody_else_can_amend_administrators_included(lab: Lab) {
    let mut site = Site::new(&lab).await;
    site.arrive(&lab, true);
    let record = site.open(&lab);
    site.looks_around(&lab, record, "20.1");
    let first = site.make(&lab, record, enter(READING, "20.00", "mm")).expect("a reading");
    site.send(&lab).await;
    for (seed, name) in ["admin", "sun", "chen", "qian"].into_iter().enumerate() {
        let client = lab.person(name).await;
        let mut tablet = Tablet::enrol(&lab, &client, 100 + seed as u64).await;
        let amended = Body::Amended { amends: first, after: number("20.05", "mm"), reason: "better".to_owned() };
        let amended = tablet.force(Stream::record(record), lab.now(), amended);
        let withdrawn = Body::Withdrawn { amends: first, reason: "gone".to_owned() };
        let withdrawn = tablet.force(Stream::record(record), lab.now(), withdrawn);
        tablet.exchange(&client, lab.now()).await;
        let seen = view(&lab.person("chen").await, record).await;
        assert_eq!(set_aside(&seen, amended).as_deref(), Some("amend_only_observer"), "{name}");
        assert_eq!(set_aside(&seen, withdrawn).as_deref(), Some("amend_only_observer"), "{name}");
        assert_eq!(seen.record.cells[READING].entries.len(), 1);
        assert!(seen.record.cells[READING].in_force().is_some());
    }
}

// D16: no last write wins; the person chooses, and the choice is an amendment.
on_both_engines!(of_two_tablets_the_person_chooses_and_both_values_stay, Lab::new_on);
async fn of_two_tablets_the_person_chooses_and_both_values_stay(lab: Lab) {
    let mut site = Site::new(&lab).await;
    site.arrive(&lab, true);
    let record = site.open(&lab);
    site.looks_around(&lab, record, "20.1");
    site.send(&lab).await;
    let mut second = Tablet::enrol(&lab, &site.lin, 2).await;
    second.exchange(&site.lin, lab.now()).await;
    let stream = Stream::record(record);
    site.make(&lab, record, enter(READING, "20.00", "mm")).expect("a reading on the first tablet");
    let other = second.make(stream, lab.now(), enter(READING, "20.05", "mm")).expect("a reading on the second tablet");
    site.send(&lab).await;
    second.exchange(&site.lin, lab.now()).await;
    site.send(&lab).await;
    let shown = site.tablet.record(record).expect("the record");
    assert_eq!(
        shown.set_aside.iter().map(|entry| (entry.event, entry.code.as_str())).collect::<Vec<_>>(),
        vec![(other, "already_entered_elsewhere")]
    );
    site.make(&lab, record, Body::Chosen { event: other, reason: "steadier".to_owned() }).expect("a choice");
    site.send(&lab).await;
    second.exchange(&site.lin, lab.now()).await;
    let seen = view(&lab.person("chen").await, record).await;
    let entries = &seen.record.cells[READING].entries;
    assert_eq!(entries.iter().map(|entry| entry.value.clone()).collect::<Vec<_>>(), vec![number("20.00", "mm"), number("20.05", "mm")]);
    assert!(entries[0].struck.is_some() && entries[1].struck.is_none());
    assert_eq!(second.record(record), Some(seen.record));
}
