//! What stands on a certificate and what does not (C-5.4.1, C-5.1.2).

use contract::api::certificate::CertificateView;
use contract::api::path;
use domain::certificate::document::SignatureRole;
use domain::event::body::Body;
use serde_json::json;
use support::{Lab, hours, on_both_engines};

use super::{Desk, change, language, text_of};
use crate::record::{check, give_back, view};

// C-5.1.2: what the customer has not agreed to is not certified as agreed; agreed later in the same words, it is stated once.
on_both_engines!(only_agreed_deviations_are_stated, Lab::new_on);
async fn only_agreed_deviations_are_stated(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    site.arrive(&lab, true);
    let record = site.open(&lab);
    site.fill(&lab, record, "20.1");
    let deviation = |what: &str, consent: &str| Body::Deviation { what: what.to_owned(), consent: consent.to_owned(), path: String::new() };
    site.make(&lab, record, deviation("Outside jaws only", "")).expect("a deviation not agreed yet");
    let mistaken = site.make(&lab, record, deviation("Without gloves", "")).expect("another");
    site.submit(&lab, record).expect("a signature");
    site.send(&lab).await;
    let chen = lab.person("chen").await;
    let seen = view(&chen, record).await;
    assert!(seen.findings.iter().any(|finding| finding.code == "deviation_not_agreed"), "{:?}", seen.findings);
    let problem = check(&chen, record, seen.entries.len()).await.refused("deviation_not_agreed");
    assert_eq!((problem.clause.as_deref(), problem.params["what"].as_str()), (Some("C-5.1.2"), "Outside jaws only"));
    assert!(give_back(&chen, record, seen.entries.len(), "ask the customer").await.status.is_success());
    site.send(&lab).await;
    site.make(&lab, record, deviation("Outside jaws only", "Ms Wu, by telephone")).expect("an agreed deviation");
    site.make(&lab, record, Body::Withdrawn { amends: mistaken, reason: "gloves were worn".to_owned() }).expect("struck through");
    let finding = site.tablet.record(record).expect("the record").findings[0].finding.id;
    site.make(&lab, record, Body::Answered { finding, text: "asked".to_owned() }).expect("an answer");
    site.submit(&lab, record).expect("a signature");
    site.send(&lab).await;
    let desk = Desk::around(&lab, site, record).await;
    let certificate = desk.issued("original").await;
    assert_eq!(certificate.document.stated.deviations, ["Outside jaws only"]);
    let text = text_of(&desk.wu.download(&path::with(path::CERTIFICATE_PDF, certificate.row.id)).await);
    assert!(text.contains("Departure from the method, agreed with the customer: Outside jaws only"), "{text}");
    assert!(!text.contains("Without gloves"), "{text}");
}

// C-5.4.1: a remark meant for the certificate reaches it; the others stay in the record.
on_both_engines!(a_remark_for_the_certificate_stands_on_it, Lab::new_on);
async fn a_remark_for_the_certificate_stands_on_it(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    site.arrive(&lab, true);
    let record = site.open(&lab);
    site.fill(&lab, record, "20.1");
    for (at, text) in [("certificate", "Scale hard to read"), ("record", "It rained")] {
        site.make(&lab, record, Body::Remarked { path: at.to_owned(), text: text.to_owned() }).expect("a remark");
    }
    site.submit(&lab, record).expect("a signature");
    site.send(&lab).await;
    let desk = Desk::around(&lab, site, record).await;
    let certificate = desk.issued("original").await;
    let text = text_of(&desk.wu.download(&path::with(path::CERTIFICATE_PDF, certificate.row.id)).await);
    assert!(text.contains("Remark: Scale hard to read") && !text.contains("It rained"), "{text}");
    let xml = desk.wu.download(&path::with(path::CERTIFICATE_XML, certificate.row.id)).await;
    assert!(String::from_utf8_lossy(&xml).contains("Scale hard to read"));
}

// C-5.4.1: a name is there in every language that the body prints, and is entered where the finding says.
on_both_engines!(a_missing_translation_is_listed_and_filled_through_its_link, Lab::new_on);
async fn a_missing_translation_is_listed_and_filled_through_its_link(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    let wu = lab.person("wu").await;
    let place = site.world.site;
    change(&wu, place, json!({"name": {"zh": "二车间", "en": ""}})).await;
    site.send(&lab).await;
    let record = site.submitted(&lab).await;
    let desk = Desk::around(&lab, site, record).await;
    let missing = desk.draft().await.missing;
    assert_eq!((missing.len(), missing[0].code.as_ref(), missing[0].path.as_str()), (1, "missing_translation", "place/name"));
    assert_eq!((missing[0].params["language"].as_str(), missing[0].params["item"].as_str()), ("en", "i"));
    assert_eq!(missing[0].params["href"], format!("/office/places/{place}"));
    desk.issue(&desk.qian, "original").await.refused("issue_incomplete");
    language(&lab, "chinese").await;
    assert_eq!(desk.draft().await.missing, [], "printed in Chinese alone");
    language(&lab, "bilingual").await;
    change(&wu, place, json!({"name": {"zh": "三车间", "en": "Hall 2"}})).await;
    // Other than the register says by now: on the signatory's word.
    let stated = desk.issued_with_words("original").await.document.stated;
    assert_eq!((stated.place.name.zh.as_str(), stated.place.name.en.as_str()), ("二车间", "Hall 2"), "what was stated stays");
}

// C-5.4.1 b, e: the seal, and three people each with name, title and day; as they were when they signed.
on_both_engines!(the_cover_carries_the_seal_and_three_signatures_as_at_signing, Lab::new_on);
async fn the_cover_carries_the_seal_and_three_signatures_as_at_signing(lab: Lab) {
    let admin = lab.person("admin").await;
    let site = Desk::site(&lab).await;
    let world = &site.world;
    for (person, title) in [(world.lin, "Technician"), (world.chen, "Engineer"), (world.qian, "Senior engineer")] {
        change(&admin, person, json!({"title": title})).await;
    }
    let (chen, qian) = (world.chen, world.qian);
    let mut site = site;
    let record = site.submitted(&lab).await;
    let desk = Desk::around(&lab, site, record).await;
    lab.advance(hours(1));
    // A title and a name that came after the signature are not printed beside it; those before are.
    change(&admin, chen, json!({"title": "Chief engineer", "name": {"zh": "陈新", "en": "Chen Xin"}})).await;
    change(&admin, qian, json!({"title": "Director"})).await;
    let certificate: CertificateView = desk.issued("original").await;
    let signed: Vec<_> =
        certificate.document.envelope.signatures.iter().map(|s| (s.role, s.name.en.as_str(), s.title.as_str(), s.at)).collect();
    let before = lab.now().plus_millis(-hours(1));
    let expected = [
        (SignatureRole::Calibrator, "lin", "Technician", before),
        (SignatureRole::Checker, "chen", "Engineer", before),
        (SignatureRole::Approver, "qian", "Director", lab.now()),
    ];
    assert_eq!(signed, expected);
    let pdf = desk.wu.download(&path::with(path::CERTIFICATE_PDF, certificate.row.id)).await;
    support::pdf::keep("cover.pdf", &pdf);
    let text = text_of(&pdf);
    let cover = text.split("Page 1 of").next().unwrap_or_default();
    for stated in [
        "Approved by",
        "Checked by",
        "Calibrated by",
        "lin",
        "Technician",
        "chen",
        "Engineer",
        "qian",
        "Director",
        "校准专用章",
        "2026-11-20",
    ] {
        assert!(cover.contains(stated), "{stated:?} is not on the cover: {cover}");
    }
}
