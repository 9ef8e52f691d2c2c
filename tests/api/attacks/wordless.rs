//! Texts that say nothing where words are needed: a full stop for a reason, a consent or a name. A tablet refuses them; of what one that
//! was tampered with sends all the same, the checker is asked.

use shared::event::Stream;
use shared::event::body::Body;
use support::tablet::number;
use support::{Lab, on_both_engines};

use super::changes::{asked, codes};
use super::notes::signs_with_words;
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
