//! A certificate's days and times are the server's, whatever the tablet's clock said (C-5.4.1 e, f).

use base::time::Date;
use domain::access::Role;
use support::{Lab, hours, on_both_engines};

use super::{Desk, employ, fill_in_the_body};
use crate::record::{Site, view};

on_both_engines!(a_certificate_states_the_day_on_which_it_was_calibrated, Lab::new_on);
async fn a_certificate_states_the_day_on_which_it_was_calibrated(lab: Lab) {
    let mut site = Site::new(&lab).await;
    fill_in_the_body(&lab).await;
    employ(&lab, "wu", &[Role::Office], None).await;
    employ(&lab, "pan", &[Role::Customer], Some(site.world.customer)).await;
    // 23:00 of the day before, on a tablet whose clock was never set.
    site.tablet.clock = -hours(10);
    let record = site.submitted(&lab).await;
    let (chen, qian) = (lab.person("chen").await, lab.person("qian").await);
    let (wu, pan) = (lab.person("wu").await, lab.person("pan").await);
    let desk = Desk { site, record, chen, qian, wu, pan };
    let seen = view(&desk.chen, record).await;
    assert!(seen.findings.iter().any(|finding| finding.code == "clock_offset_large"), "{:?}", seen.findings);
    desk.checked().await;
    let certificate = desk.issued("original").await;
    let stated = &certificate.document.stated;
    let day = Date::constant(2026, 11, 20);
    assert_eq!((&stated.calibrated_on, stated.received_on), (&vec![day], Some(day)));
    let signed: Vec<_> = certificate.document.envelope.signatures.iter().map(|signature| signature.at).collect();
    assert_eq!(signed, [lab.now(); 3]);
}
