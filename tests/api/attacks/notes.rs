//! What stands beside the values: confirmations, attachments, seals, readings left out.

use axum::http::Method;
use base::id::RecordId;
use contract::api::path;
use domain::event::body::{Body, Value};
use domain::event::{Hash, Stream};
use support::tablet::{enter, number};
use support::{Client, Lab, Tablet, on_both_engines};

use super::changes::{asked, codes, signs_with_words};
use super::files::PICTURE;
use crate::certificate::{Desk, text_of};
use crate::record::{READING, Site, check, set_aside, view};

// C-5.5.4: a second signature of the customer takes no place of the first, on the screen and on paper.
on_both_engines!(a_second_confirmation_leaves_the_first_legible, Lab::new_on);
async fn a_second_confirmation_leaves_the_first_legible(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    site.arrive(&lab, true);
    let record = site.open(&lab);
    site.fill(&lab, record, "20.1");
    for name in ["Ms Wu", "Mr Nobody"] {
        let signature = "100,200 160,230 200,180".to_owned();
        site.make(&lab, record, Body::CustomerConfirmed { name: name.to_owned(), signature }).expect("a confirmation");
    }
    site.submit(&lab, record).expect("a signature");
    site.send(&lab).await;
    let chen = lab.person("chen").await;
    let names: Vec<_> = view(&chen, record).await.record.confirmations.iter().map(|entry| entry.what.name.clone()).collect();
    assert_eq!(names, ["Ms Wu", "Mr Nobody"]);
    let printed = chen.bytes(Method::GET, &path::with(path::RECORD_PDF, record), None).await;
    let text = text_of(&printed.bytes);
    assert!(text.contains("Ms Wu") && text.contains("Mr Nobody"), "{text}");
}

// C-5.5.2, C-5.5.4: a file that never arrives and was attached by mistake stops nothing; it is not lost either.
on_both_engines!(an_attachment_struck_through_stops_no_check_and_stays, Lab::new_on);
async fn an_attachment_struck_through_stops_no_check_and_stays(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    site.arrive(&lab, true);
    let record = site.open(&lab);
    site.fill(&lab, record, "20.1");
    let photo = Body::Attached {
        path: "record".to_owned(),
        sha256: Hash::of(b"never sent"),
        media_type: "image/png".to_owned(),
        size: 10,
        name: "jaws.png".to_owned(),
    };
    let attached = site.make(&lab, record, photo).expect("a photo");
    site.submit(&lab, record).expect("a signature");
    site.send(&lab).await;
    let (chen, seen) = (lab.person("chen").await, 2);
    let entries = view(&chen, record).await.entries.len();
    assert!(entries > seen);
    assert_eq!(check(&chen, record, entries).await.problem().code, "files_missing");
    let given_back = crate::record::give_back(&chen, record, entries, "whose jaws?").await;
    assert!(given_back.status.is_success());
    site.send(&lab).await;
    let finding = view(&chen, record).await.record.findings[0].finding.id;
    site.make(&lab, record, Body::Answered { finding, text: "another item's".to_owned() }).expect("an answer");
    let struck = site.make(&lab, record, Body::Withdrawn { amends: attached, reason: "another item".to_owned() }).expect("struck through");
    site.submit(&lab, record).expect("a signature");
    site.send(&lab).await;
    let shown = view(&chen, record).await;
    assert_eq!((set_aside(&shown, struck), shown.missing_files.len()), (None, 0));
    let entry = &shown.record.attachments[0];
    assert_eq!((entry.what.name.as_str(), entry.struck.as_ref().map(|s| s.reason.as_str())), ("jaws.png", Some("another item")));
    assert!(check(&chen, record, shown.entries.len()).await.status.is_success());
    let printed = chen.bytes(Method::GET, &path::with(path::RECORD_PDF, record), None).await;
    let text = text_of(&printed.bytes);
    assert!(text.contains("jaws.png") && text.contains("another item"), "{text}");
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

// C-5.3.4: a seal is stated, whether or not the item was adjusted.
on_both_engines!(a_seal_without_an_adjustment_is_on_the_certificate, Lab::new_on);
async fn a_seal_without_an_adjustment_is_on_the_certificate(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    site.arrive(&lab, true);
    let record = site.open(&lab);
    site.fill(&lab, record, "20.1");
    let sealed = |what: &str, seal: &str| Body::Sealed { what: what.to_owned(), seal: seal.to_owned() };
    site.make(&lab, record, sealed("zero screw", "HZ-78")).expect("a seal");
    let wrong = site.make(&lab, record, sealed("span screw", "HZ-79")).expect("another");
    site.make(&lab, record, Body::Withdrawn { amends: wrong, reason: "not this item's".to_owned() }).expect("struck through");
    site.submit(&lab, record).expect("a signature");
    site.send(&lab).await;
    let desk = Desk::around(&lab, site, record).await;
    let seals: Vec<_> = desk.draft().await.document.stated.seals.iter().map(|seal| (seal.what.clone(), seal.seal.clone())).collect();
    assert_eq!(seals, [("zero screw".to_owned(), "HZ-78".to_owned())]);
    let certificate = desk.issued("original").await;
    let pdf = desk.wu.bytes(Method::GET, &path::with(path::CERTIFICATE_PDF, certificate.row.id), None).await;
    let text = text_of(&pdf.bytes);
    assert!(text.contains("zero screw") && text.contains("HZ-78") && !text.contains("HZ-79"), "{text}");
    let xml = desk.wu.bytes(Method::GET, &path::with(path::CERTIFICATE_XML, certificate.row.id), None).await;
    assert!(xml.text().contains("<seal>HZ-78</seal>"), "{}", xml.text());
}

// C-5.5.3: readings taken and withdrawn until one pleases are told to the checker.
on_both_engines!(readings_withdrawn_until_one_pleases_are_told, Lab::new_on);
async fn readings_withdrawn_until_one_pleases_are_told(lab: Lab) {
    let mut site = Site::new(&lab).await;
    site.arrive(&lab, true);
    let record = site.open(&lab);
    site.fill(&lab, record, "20.1");
    for n in 3..=99 {
        let at = format!("as_found/points/20/indication/r{n}");
        let taken = site.make(&lab, record, enter(&at, "20.31", "mm")).expect("an extra reading");
        site.make(&lab, record, Body::Withdrawn { amends: taken, reason: "bumped".to_owned() }).expect("and withdrawn");
    }
    site.submit(&lab, record).expect("a signature");
    site.send(&lab).await;
    let chen = lab.person("chen").await;
    let seen = view(&chen, record).await;
    let told = seen.findings.iter().find(|finding| finding.code == "readings_struck").expect("the checker is told");
    assert_eq!((told.path.as_str(), told.params["struck"].as_str(), told.params["extra"].as_str()), ("as_found/points/20", "97", "97"));
    // The same by amending one reading.
    let mut other = site;
    let record = other.open(&lab);
    other.fill(&lab, record, "20.1");
    let mut last = other.tablet.record(record).expect("the record").cells[crate::record::READING].entries[0].event;
    for text in ["20.11", "20.12", "20.13", "20.14"] {
        let after = number(text, "mm");
        last = other.make(&lab, record, Body::Amended { amends: last, after, reason: "misread".to_owned() }).expect("an amendment");
    }
    other.submit(&lab, record).expect("a signature");
    other.send(&lab).await;
    assert!(view(&chen, record).await.findings.iter().any(|finding| finding.code == "readings_struck"));
}

const SECOND: &str = "as_found/points/20/indication/r2";

/// A filled record whose readings at these paths now say something else, signed and sent.
async fn amended(lab: &Lab, site: &mut Site, changes: &[(&str, Value)]) -> RecordId {
    let record = site.open(lab);
    site.fill(lab, record, "20.1");
    for (path, after) in changes {
        let amends = site.tablet.record(record).expect("the record").cells[*path].entries[0].event;
        let amended = Body::Amended { amends, after: after.clone(), reason: "misread".to_owned() };
        site.make(lab, record, amended).expect("an amendment");
    }
    site.submit(lab, record).expect("a signature");
    site.send(lab).await;
    record
}

// C-5.5.3, C-5.5.4: a failing point is neither erased nor exchanged; a slip is nobody's business.
on_both_engines!(readings_erased_or_exchanged_are_answered_for_and_a_slip_is_not, Lab::new_on);
async fn readings_erased_or_exchanged_are_answered_for_and_a_slip_is_not(lab: Lab) {
    let mut site = Site::new(&lab).await;
    site.arrive(&lab, true);
    let chen = lab.person("chen").await;
    let slip = amended(&lab, &mut site, &[(READING, number("20.01", "mm"))]).await;
    let seen = view(&chen, slip).await;
    assert_eq!(codes(&asked(&seen.conditions)), Vec::<String>::new());
    assert!(check(&chen, slip, seen.entries.len()).await.status.is_success());
    let not_observed = Value::NotObserved { reason: "the ratchet slips".to_owned() };
    let both = [(READING, number("20.01", "mm")), (SECOND, number("20.02", "mm"))];
    for (changes, code, clause) in [(&[(READING, not_observed)][..], "reading_dropped", "C-5.5.4"), (&both, "readings_struck", "C-5.5.3")] {
        let record = amended(&lab, &mut site, changes).await;
        signs_with_words(&chen, record, &[code], clause).await;
    }
}

/// A record in which the first of two readings was amended, signed and sent.
async fn misread(lab: &Lab, site: &mut Site, first: &str) -> RecordId {
    let record = site.open(lab);
    site.looks_around(lab, record, "20.1");
    let amends = site.make(lab, record, enter(READING, first, "mm")).expect("a reading");
    site.make(lab, record, enter(SECOND, "20.05", "mm")).expect("a reading");
    site.looks_again(lab, record, "20.1");
    let amended = Body::Amended { amends, after: number("20.00", "mm"), reason: "misread".to_owned() };
    site.make(lab, record, amended).expect("an amendment");
    site.submit(lab, record).expect("a signature");
    site.send(lab).await;
    record
}

// C-5.5.4: one reading of two, and the verdict is another one. Further off than the method finds plausible, it was a slip.
on_both_engines!(an_amendment_that_turns_a_failing_result_is_answered_for, Lab::new_on);
async fn an_amendment_that_turns_a_failing_result_is_answered_for(lab: Lab) {
    let mut site = Site::new(&lab).await;
    site.arrive(&lab, true);
    let chen = lab.person("chen").await;
    let slip = misread(&lab, &mut site, "25.00").await;
    assert_eq!(codes(&asked(&view(&chen, slip).await.conditions)), Vec::<String>::new());
    let record = misread(&lab, &mut site, "20.45").await;
    signs_with_words(&chen, record, &["verdict_amended"], "C-5.5.4").await;
}

// C-5.4.1 j, C-5.5.2: a point is not left out by writing nothing down, and no number is more exact than the item.
on_both_engines!(readings_nobody_took_or_could_take_are_answered_for, Lab::new_on);
async fn readings_nobody_took_or_could_take_are_answered_for(lab: Lab) {
    let mut site = Site::new(&lab).await;
    site.arrive(&lab, true);
    let chen = lab.person("chen").await;
    let not_observed = || Value::NotObserved { reason: "the gauge does not reach".to_owned() };
    for (first, second, code, clause) in [
        (not_observed(), not_observed(), "readings_not_taken", "C-5.4.1"),
        (number("20.00", "mm"), number("20.000491", "mm"), "reading_too_fine", "C-5.5.2"),
    ] {
        let record = site.open(&lab);
        site.looks_around(&lab, record, "20.1");
        let cells = [
            (READING, first),
            (SECOND, second),
            ("environment/end/temperature", number("20.1", "°C")),
            ("environment/end/humidity", number("50", "% RH")),
        ];
        for (path, value) in cells {
            site.make(&lab, record, Body::Entered { path: path.to_owned(), value }).expect("a value");
        }
        site.submit(&lab, record).expect("a signature");
        site.send(&lab).await;
        signs_with_words(&chen, record, &[code], clause).await;
    }
}

// C-5.5.3: what a second tablet read waits for a choice, and whoever lets it wait has chosen.
on_both_engines!(readings_that_wait_on_a_second_tablet_are_answered_for, Lab::new_on);
async fn readings_that_wait_on_a_second_tablet_are_answered_for(lab: Lab) {
    let mut site = Site::new(&lab).await;
    site.arrive(&lab, true);
    let record = site.open(&lab);
    site.looks_around(&lab, record, "20.1");
    site.send(&lab).await;
    let mut second = Tablet::enrol(&lab, &site.lin, 2).await;
    second.exchange(&site.lin, lab.now()).await;
    for (path, text, other) in [(READING, "20.00", "20.31"), (SECOND, "20.05", "20.32")] {
        site.make(&lab, record, enter(path, text, "mm")).expect("a reading");
        second.make(Stream::record(record), lab.now(), enter(path, other, "mm")).expect("another on the second tablet");
    }
    site.send(&lab).await;
    second.exchange(&site.lin, lab.now()).await;
    site.send(&lab).await;
    site.looks_again(&lab, record, "20.1");
    site.submit(&lab, record).expect("a signature");
    site.send(&lab).await;
    let chen = lab.person("chen").await;
    let open = asked(&view(&chen, record).await.conditions);
    assert_eq!(codes(&open), ["readings_struck"]);
    assert_eq!(open[0].params["struck"], "2");
}

// C-5.4.1 j: adjusted once more after the readings as left.
on_both_engines!(readings_as_left_before_the_last_adjustment_are_answered_for, Lab::new_on);
async fn readings_as_left_before_the_last_adjustment_are_answered_for(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    site.arrive(&lab, true);
    let record = site.open(&lab);
    site.fill(&lab, record, "20.1");
    let adjusted = || Body::Adjusted { consent: "Ms Wu".to_owned(), what: "zero".to_owned(), seal: "HZ-78".to_owned() };
    site.make(&lab, record, adjusted()).expect("an adjustment");
    for n in 1..=2 {
        site.make(&lab, record, enter(&format!("as_left/points/20/indication/r{n}"), "20.00", "mm")).expect("a reading as left");
    }
    site.make(&lab, record, adjusted()).expect("another adjustment");
    site.submit(&lab, record).expect("a signature");
    site.send(&lab).await;
    let chen = lab.person("chen").await;
    let seen = view(&chen, record).await;
    let told: Vec<_> = seen.findings.iter().filter(|finding| finding.code.starts_with("as_left")).collect();
    assert_eq!(told.len(), 1, "once: {told:?}");
    assert_eq!((told[0].path.as_str(), told[0].params["readings"].as_str()), ("as_left/points/20/indication/r1", "2"));
    signs_with_words(&chen, record, &["as_left_adjusted_since"], "C-5.4.1").await;
}

// C-5.5.2: a file that is of another type than the record says, and that somebody else sent.
on_both_engines!(a_file_that_is_not_what_the_record_says_is_answered_for, Lab::new_on);
async fn a_file_that_is_not_what_the_record_says_is_answered_for(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    site.arrive(&lab, true);
    let record = site.open(&lab);
    let (sha256, size) = (Hash::of(PICTURE), PICTURE.len() as u64);
    let (at, media_type, name) = ("record".to_owned(), "image/jpeg".to_owned(), "jaws.jpg".to_owned());
    site.make(&lab, record, Body::Attached { path: at, sha256, media_type, size, name }).expect("a photo");
    site.fill_and_sign(&lab, record);
    site.send(&lab).await;
    let (chen, wu) = (lab.person("chen").await, lab.person("wu").await);
    let address = path::with(path::FILE, sha256);
    let stores = async |client: &Client| {
        let stored = client.bytes(Method::PUT, &address, Some(("image/png", PICTURE.to_vec()))).await;
        assert!(stored.status.is_success(), "{}", stored.text());
        asked(&view(&chen, record).await.conditions)
    };
    assert_eq!(codes(&stores(&wu).await), ["attachment_differs", "attachment_of_another"]);
    let open = stores(&site.lin).await;
    assert_eq!((codes(&open), open[0].params["name"].as_str()), (vec!["attachment_differs"], "jaws.jpg"));
    let told = view(&chen, record).await.findings;
    assert_eq!(told.iter().filter(|finding| finding.code.starts_with("attachment")).count(), 1, "once: {told:?}");
    signs_with_words(&chen, record, &["attachment_differs"], "C-5.5.2").await;
}
