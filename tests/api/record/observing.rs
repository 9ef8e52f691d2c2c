//! What may be observed, and when.

use domain::event::Stream;
use domain::event::body::Body;
use domain::visit::CheckMoment;
use support::tablet::{enter, equip, number, opening};
use support::{Lab, on_both_engines};

use super::{READING, Site, checked, set_aside, unsettled, view};

// C-5.2.2.2: on arrival every piece of equipment has a recorded check; without it no reading can be entered with it.
on_both_engines!(no_reading_is_entered_with_a_standard_that_has_not_passed_its_arrival_check, Lab::new_on);
async fn no_reading_is_entered_with_a_standard_that_has_not_passed_its_arrival_check(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let record = site.open(&lab);
    assert_eq!(site.make(&lab, record, enter(READING, "20.00", "mm")), Err("arrival_check_missing".to_owned()));
    for body in [checked(&site.world, CheckMoment::Departure, true), unsettled(&site.world)] {
        site.tablet.make(Stream::visit(site.world.visit), lab.now(), body).expect("a check");
    }
    assert_eq!(site.make(&lab, record, enter(READING, "20.00", "mm")), Err("arrival_check_missing".to_owned()));
    let forced = site.tablet.force(Stream::record(record), lab.now(), enter(READING, "20.00", "mm"));
    site.send(&lab).await;
    let seen = view(&lab.person("chen").await, record).await;
    assert_eq!(set_aside(&seen, forced).as_deref(), Some("arrival_check_missing"), "the server's verdict is the same");
    assert!(seen.record.cells.is_empty());
    site.arrive(&lab, true);
    site.looks_around(&lab, record, "20.1");
    let entered = site.make(&lab, record, enter(READING, "20.00", "mm")).expect("after the check was passed");
    site.send(&lab).await;
    assert_eq!(set_aside(&view(&lab.person("chen").await, record).await, entered), None);
}

// C-4.5.2: a standard out of date cannot be used.
on_both_engines!(a_standard_out_of_date_is_set_aside_with_every_reading_taken_with_it, Lab::new_on);
async fn a_standard_out_of_date_is_set_aside_with_every_reading_taken_with_it(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let record = site.tablet.new_id(lab.now());
    let stream = Stream::record(record);
    let opened = opening(site.tablet.pack(), None);
    site.make(&lab, record, opened).expect("a record begins");
    let stale = equip(site.tablet.pack(), "S-02");
    assert_eq!(site.make(&lab, record, stale.clone()), Err("standard_out_of_date".to_owned()));
    let equipped = site.tablet.force(stream, lab.now(), stale);
    let reading = site.tablet.force(stream, lab.now(), enter(READING, "20.00", "mm"));
    site.send(&lab).await;
    let seen = view(&lab.person("chen").await, record).await;
    assert_eq!(set_aside(&seen, equipped).as_deref(), Some("standard_out_of_date"));
    assert_eq!(set_aside(&seen, reading).as_deref(), Some("standard_missing"));
}

// C-5.5.3: recorded as observed; units fixed by the method, digits kept.
on_both_engines!(what_was_written_is_kept_with_its_digits_and_the_methods_unit, Lab::new_on);
async fn what_was_written_is_kept_with_its_digits_and_the_methods_unit(lab: Lab) {
    let mut site = Site::new(&lab).await;
    site.arrive(&lab, true);
    let record = site.open(&lab);
    site.looks_around(&lab, record, "20.1");
    assert_eq!(site.make(&lab, record, enter(READING, "2", "cm")), Err("unit_fixed".to_owned()));
    assert_eq!(site.make(&lab, record, enter("as_found/points/99/indication/r1", "2", "mm")), Err("path_unknown".to_owned()));
    site.make(&lab, record, enter(READING, "２０，００", "mm")).expect("full-width digits and a comma are understood");
    assert_eq!(site.make(&lab, record, enter(READING, "20.01", "mm")), Err("already_entered".to_owned()));
    assert_eq!(site.make(&lab, record, enter("as_left/points/20/indication/r1", "20", "mm")), Err("not_adjusted".to_owned()));
    site.send(&lab).await;
    let seen = view(&lab.person("chen").await, record).await;
    let cell = &seen.record.cells[READING];
    assert_eq!(cell.in_force().map(|entry| entry.value.clone()), Some(number("20.00", "mm")));
}

// C-5.5.3: after the signature nothing is entered.
on_both_engines!(after_the_signature_nothing_is_entered_until_the_record_is_returned, Lab::new_on);
async fn after_the_signature_nothing_is_entered_until_the_record_is_returned(lab: Lab) {
    let mut site = Site::new(&lab).await;
    site.arrive(&lab, true);
    let record = site.open(&lab);
    assert_eq!(site.submit(&lab, record), Err("record_incomplete".to_owned()));
    site.fill(&lab, record, "20.1");
    site.submit(&lab, record).expect("a signature");
    let late = Body::Remarked { path: "record".to_owned(), text: "later".to_owned() };
    assert_eq!(site.make(&lab, record, late.clone()), Err("record_not_open".to_owned()));
    let forced = site.tablet.force(Stream::record(record), lab.now(), late);
    site.send(&lab).await;
    let seen = view(&lab.person("chen").await, record).await;
    assert_eq!(set_aside(&seen, forced).as_deref(), Some("record_not_open"));
}

// C-5.3.4: adjusters are sealed whether or not they were adjusted; the seal's identification is recorded and seen by the checker.
on_both_engines!(a_seal_is_recorded_without_an_adjustment, Lab::new_on);
async fn a_seal_is_recorded_without_an_adjustment(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let record = site.open(&lab);
    let sealed = |seal: &str| Body::Sealed { what: "zero screw".to_owned(), seal: seal.to_owned() };
    assert_eq!(site.make(&lab, record, sealed("")), Err("text_missing".to_owned()));
    site.make(&lab, record, sealed("HZ-78")).expect("a seal");
    let nameless = site.tablet.force(Stream::record(record), lab.now(), sealed(" "));
    site.send(&lab).await;
    let seen = view(&lab.person("chen").await, record).await;
    let seals: Vec<_> = seen.record.seals.iter().map(|entry| (entry.what.what.as_str(), entry.what.seal.as_str())).collect();
    assert_eq!(seals, [("zero screw", "HZ-78")]);
    assert!(seen.record.adjustments.is_empty());
    assert_eq!(set_aside(&seen, nameless).as_deref(), Some("text_missing"));
}
