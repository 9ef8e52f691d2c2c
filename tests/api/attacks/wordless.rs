//! Texts that say nothing where words are needed: a full stop for a reason, a consent or a name. A tablet refuses them; of what one that
//! was tampered with sends all the same, the checker is asked.

use domain::event::Stream;
use domain::event::body::Body;
use support::tablet::number;
use support::{Lab, minutes, on_both_engines};

use super::changes::{asked, codes, signs_with_words};
use crate::record::{READING, Site, check, set_aside, view};

// C-5.5.4: a value is exchanged for one that pleases, and a full stop says why.
on_both_engines!(a_full_stop_is_no_reason_for_another_value, Lab::new_on);
async fn a_full_stop_is_no_reason_for_another_value(lab: Lab) {
    let mut site = Site::new(&lab).await;
    site.arrive(&lab, true);
    let chen = lab.person("chen").await;
    let record = site.open(&lab);
    site.fill(&lab, record, "20.1");
    let amends = site.tablet.record(record).expect("the record").cells[READING].entries[0].event;
    let amended = |reason: &str| Body::Amended { amends, after: number("20.01", "mm"), reason: reason.to_owned() };
    assert_eq!(site.make(&lab, record, amended(".")), Err("reason_without_words".to_owned()));
    let forced = site.tablet.force(Stream::record(record), lab.now(), amended("."));
    site.submit(&lab, record).expect("a signature");
    site.send(&lab).await;
    assert_eq!(set_aside(&view(&chen, record).await, forced), None, "as an older build may have made it");
    signs_with_words(&chen, record, &["reason_says_nothing"], "C-5.5.4").await;
    let record = site.open(&lab);
    site.fill(&lab, record, "20.1");
    let amends = site.tablet.record(record).expect("the record").cells[READING].entries[0].event;
    let amended = Body::Amended { amends, after: number("20.01", "mm"), reason: "手误".to_owned() };
    site.make(&lab, record, amended).expect("a short reason is one");
    site.submit(&lab, record).expect("a signature");
    site.send(&lab).await;
    let seen = view(&chen, record).await;
    assert_eq!(codes(&asked(&seen.conditions)), [""; 0]);
    assert!(check(&chen, record, seen.entries.len()).await.status.is_success());
}

// C-5.1.2, C-5.2.2.3: the item is adjusted and the customer's confirmation signed by nobody; the deviation is agreed with a full stop.
on_both_engines!(a_full_stop_is_nobodys_consent, Lab::new_on);
async fn a_full_stop_is_nobodys_consent(lab: Lab) {
    let mut site = Site::new(&lab).await;
    site.arrive(&lab, true);
    let chen = lab.person("chen").await;
    let (stop, signature) = (|| ".".to_owned(), || "1,1 2,2".to_owned());
    let (what, name) = ("outside jaws".to_owned(), "Ms Wu".to_owned());
    for (body, refused, asked) in [
        (Body::Deviation { what, consent: stop(), path: String::new() }, "text_without_words", None),
        (Body::Sealed { what: "zero screw".to_owned(), seal: stop() }, "text_without_words", Some(("note_says_nothing", "C-5.2.2.3"))),
        (Body::CustomerConfirmed { name: stop(), signature: SIGNED.to_owned() }, "text_without_words", CONFIRMED),
        (Body::CustomerConfirmed { name, signature: signature() }, "text_missing", CONFIRMED),
    ] {
        let record = site.open(&lab);
        site.fill(&lab, record, "20.1");
        lab.advance(minutes(1));
        assert_eq!(site.make(&lab, record, body.clone()), Err(refused.to_owned()), "{body:?}");
        let forced = site.tablet.force(Stream::record(record), lab.now(), body);
        site.submit(&lab, record).expect("a signature");
        site.send(&lab).await;
        let seen = view(&chen, record).await;
        assert_eq!(set_aside(&seen, forced), None, "as an older build may have made it");
        match asked {
            None => drop(check(&chen, record, seen.entries.len()).await.refused("deviation_not_agreed")),
            Some((code, clause)) => signs_with_words(&chen, record, &[code], clause).await,
        }
    }
}

const SIGNED: &str = "100,200 160,230 200,180";
const CONFIRMED: Option<(&str, &str)> = Some(("confirmation_doubtful", "C-5.5.4"));

// C-5.5.4: who calibrated confirms in the customer's place, or somebody of that name does: the checker finds out which.
on_both_engines!(a_calibrators_name_under_the_confirmation_is_answered_for, Lab::new_on);
async fn a_calibrators_name_under_the_confirmation_is_answered_for(lab: Lab) {
    let mut site = Site::new(&lab).await;
    site.arrive(&lab, true);
    let chen = lab.person("chen").await;
    let record = site.open(&lab);
    site.fill(&lab, record, "20.1");
    let own = site.tablet.record(record).expect("the record").calibrators[0].name.en.clone();
    let body = Body::CustomerConfirmed { name: own, signature: SIGNED.to_owned() };
    site.make(&lab, record, body).expect("a person of the customer may have the same name");
    site.submit(&lab, record).expect("a signature");
    site.send(&lab).await;
    signs_with_words(&chen, record, &["confirmation_doubtful"], "C-5.5.4").await;
}
