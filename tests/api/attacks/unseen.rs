//! Texts that nobody can read: a consent, a reason or a name made of signs that no line shows.

use domain::event::Stream;
use domain::event::body::{Body, Value};
use support::tablet::number;
use support::{Lab, on_both_engines};

use crate::record::{READING, Site, set_aside, view};

/// A zero-width space, which looks like nothing at all.
const UNSEEN: &str = "\u{200b}";

// C-5.1.2, C-5.2.2.3, C-5.3.4, C-5.5.4: the tablet does not make it; what a tampered tablet sends all the same does not count.
on_both_engines!(what_nobody_can_read_was_not_said, Lab::new_on);
async fn what_nobody_can_read_was_not_said(lab: Lab) {
    let mut site = Site::new(&lab).await;
    site.arrive(&lab, true);
    let record = site.open(&lab);
    site.fill(&lab, record, "20.1");
    let reading = site.tablet.record(record).expect("the record").cells[READING].entries[0].event;
    let (unseen, seen) = (|| UNSEEN.to_owned(), || "Ms Wu".to_owned());
    let bodies = [
        Body::Adjusted { consent: unseen(), what: "zero".to_owned(), seal: "HZ-78".to_owned() },
        Body::Sealed { what: "zero screw".to_owned(), seal: unseen() },
        Body::Deviation { what: unseen(), consent: seen(), path: String::new() },
        Body::Remarked { path: "record".to_owned(), text: unseen() },
        Body::CustomerConfirmed { name: unseen(), signature: "100,200 160,230 200,180".to_owned() },
        Body::CustomerConfirmed { name: seen(), signature: "0,0".to_owned() },
        Body::Amended { amends: reading, after: number("21", "mm"), reason: unseen() },
        Body::Amended { amends: reading, after: Value::NotObserved { reason: unseen() }, reason: "mistaken".to_owned() },
        Body::Abandoned { reason: unseen() },
    ];
    for body in &bodies {
        assert_eq!(site.make(&lab, record, body.clone()), Err("text_missing".to_owned()), "{body:?}");
    }
    let forced = bodies.map(|body| site.tablet.force(Stream::record(record), lab.now(), body));
    site.send(&lab).await;
    let shown = view(&lab.person("chen").await, record).await;
    for event in forced {
        assert_eq!(set_aside(&shown, event).as_deref(), Some("text_missing"));
    }
}

// C-5.1.2: a deviation that no customer whose name can be read agreed to stops the check.
on_both_engines!(an_invisible_consent_agrees_to_nothing, Lab::new_on);
async fn an_invisible_consent_agrees_to_nothing(lab: Lab) {
    let mut site = Site::new(&lab).await;
    site.arrive(&lab, true);
    let record = site.open(&lab);
    site.fill(&lab, record, "20.1");
    let deviation = Body::Deviation { what: "outside jaws".to_owned(), consent: UNSEEN.to_owned(), path: String::new() };
    site.make(&lab, record, deviation).expect("it is written down before anybody agrees");
    site.submit(&lab, record).expect("a signature");
    site.send(&lab).await;
    let chen = lab.person("chen").await;
    let entries = view(&chen, record).await.entries.len();
    crate::record::check(&chen, record, entries).await.refused("deviation_not_agreed");
}
