//! What a certificate says of the standards: completed, corrected, put right (C-5.4.1 h, C-5.4.2).

use base::id::{RecordId, StandardId, kind};
use contract::api::path;
use domain::access::Role;
use domain::certificate::correction::Correction;
use domain::certificate::origin::Origin;
use domain::event::Stream;
use domain::event::body::Body;
use domain::visit::{CheckMoment, StandardCheck};
use serde_json::{Value, json};
use support::tablet::{equip, number, opening};
use support::world::{both, put};
use support::{Client, Lab, minutes, on_both_engines};

use super::{Desk, change, employ};
use crate::record::Site;

/// Who keeps the register of standards.
async fn manager(lab: &Lab) -> Client {
    employ(lab, "fang", &[Role::TechnicalManager], None).await;
    lab.person("fang").await
}

/// A further standard, S-03, that was taken along and arrived in order.
async fn another(lab: &Lab, site: &mut Site, fields: Value) -> StandardId {
    let mut body = json!({"name": both("量块组", "Set of gauge blocks"), "number": "S-03", "model": "47", "kind": "gauge_blocks",
        "range": "1 mm to 100 mm", "ranges": [{"low": "1", "high": "100", "unit": "mm"}],
        "characteristic": "grade 2", "status": "in_use", "traceability": {"traced_to": both("中国计量院", "NIM"),
        "certificate": "CDjc2026-3", "validity": {"from": "2025-01-01", "until": "2030-01-01"}}});
    body.as_object_mut().expect("an object").extend(fields.as_object().expect("fields").clone());
    let standard = lab.app.new_id();
    put::<kind::Standard>(lab, standard, body).await;
    site.send(lab).await;
    let check = |moment| {
        let (working, protected_or_settled, passed) = (true, true, true);
        Body::StandardChecked(StandardCheck { standard, moment, working, protected_or_settled, passed, remark: String::new() })
    };
    for body in [check(CheckMoment::Departure), check(CheckMoment::Arrival), Body::BriefingAcknowledged] {
        site.tablet.make(Stream::visit(site.world.visit), lab.now(), body).expect("a check");
    }
    standard
}

/// A record observed with S-03.
async fn observed(lab: &Lab, site: &mut Site) -> RecordId {
    let opened = opening(site.tablet.pack(), Some(site.world.visit));
    let record = site.begin(lab, opened, "S-03");
    site.fill_and_sign(lab, record);
    site.send(lab).await;
    record
}

// C-5.4.1 h: what the snapshot lacks is entered where the finding points to, and is then stated; what the snapshot has stays.
on_both_engines!(a_missing_field_of_a_standard_is_filled_through_its_link, Lab::new_on);
async fn a_missing_field_of_a_standard_is_filled_through_its_link(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    let standard = another(&lab, &mut site, json!({"range": ""})).await;
    let record = observed(&lab, &mut site).await;
    let desk = Desk::around(&lab, site, record).await;
    let missing = desk.draft().await.missing;
    assert_eq!(missing.iter().map(|finding| finding.code.as_ref()).collect::<Vec<_>>(), ["missing_standard_field"]);
    let (item, field, href) = (&missing[0].params["item"], &missing[0].params["field"], &missing[0].params["href"]);
    assert_eq!((item.as_str(), field.as_str(), href.as_str()), ("h", "range", format!("/office/standards/{standard}").as_str()));
    desk.issue(&desk.qian, "original").await.refused("issue_incomplete");
    lab.advance(minutes(1));
    change(&manager(&lab).await, standard, json!({"range": "1 mm to 100 mm", "model": "another model"})).await;
    // The changed model fills no gap: whoever signs says why the one in the record stands.
    desk.issue(&desk.qian, "original").await.refused("conditions_unanswered");
    let stated = desk.issued_with_words("original").await.document.stated.standards;
    assert_eq!((stated[0].range.as_str(), stated[0].model.as_str()), ("1 mm to 100 mm", "47"));
}

// C-5.4.2.2: the office corrects a standard's wrong certificate number; a later calibration of the standard corrects nothing.
on_both_engines!(what_is_said_of_a_standard_is_corrected_in_its_register, Lab::new_on);
async fn what_is_said_of_a_standard_is_corrected_in_its_register(lab: Lab) {
    let mut desk = Desk::new(&lab).await;
    let original = desk.issued("original").await;
    let standard = desk.site.world.standard;
    let traced = |certificate: &str, from: &str, until: &str| json!({"traceability": {"traced_to": both("中国计量院", "NIM"), "certificate": certificate, "validity": {"from": from, "until": until}}});
    let _: Correction = desk.open(&original, Origin::Office).await.success();
    let fang = manager(&lab).await;
    change(&fang, standard, traced("CDjc2026-R", "2025-01-01", "2030-01-01")).await;
    change(&fang, standard, traced("CDjc2027", "2026-12-01", "2031-01-01")).await;
    let difference = desk.draft().await.difference.expect("a difference");
    let changed: Vec<_> = difference.changed.iter().map(|change| (change.path.as_str(), change.after.as_deref())).collect();
    assert_eq!(changed, [("standards/[S-01]/certificate", Some("CDjc2026-R"))]);
    desk.case_checked().await;
    let replacement = desk.issued("replacement").await;
    assert_eq!(replacement.document.stated.standards[0].certificate, "CDjc2026-R");

    // C-5.4.2.2: a correction of the record keeps what the office corrected.
    let _: Correction = desk.open(&replacement, Origin::Record).await.success();
    desk.site.send(&lab).await;
    let shown = desk.site.tablet.record(desk.record).expect("the record");
    let amends = shown.cells[crate::record::READING].entries[0].event;
    let amended = Body::Amended { amends, after: number("20.45", "mm"), reason: "misread".to_owned() };
    desk.site.make(&lab, desk.record, amended).expect("an amendment");
    desk.site.submit(&lab, desk.record).expect("a signature");
    desk.site.send(&lab).await;
    // The reading that was amended in the case names the standard as it was entered before.
    assert_eq!(desk.checked_with_words().await, ["standard_changed_since", "standard_corrected_since"]);
    let last = desk.issued("replacement").await;
    assert_eq!(last.document.stated.standards, replacement.document.stated.standards);
}

// C-5.4.1 h, C-5.5.4: a wrong standard written down is an error in the record: its calibrator puts the right one in its place
// and amends what was read with it.
on_both_engines!(a_wrong_standard_is_put_right_by_the_calibrator, Lab::new_on);
async fn a_wrong_standard_is_put_right_by_the_calibrator(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    another(&lab, &mut site, json!({})).await;
    site.arrive(&lab, true);
    let record = site.submitted(&lab).await;
    let mut desk = Desk::around(&lab, site, record).await;
    let original = desk.issued("original").await;
    let numbers = |stated: &domain::certificate::document::Stated| stated.standards.iter().map(|s| s.number.clone()).collect::<Vec<_>>();
    assert_eq!(numbers(&original.document.stated), ["S-01"]);
    let _: Correction = desk.open(&original, Origin::Record).await.success();
    desk.site.send(&lab).await;
    let Body::Equipped { slot, standard } = equip(desk.site.tablet.pack(), "S-03") else { unreachable!("a standard in its slot") };
    let right = Body::Reequipped { slot, standard, reason: "the other box".to_owned() };
    desk.site.make(&lab, desk.record, right).expect("the right standard");
    let shown = desk.site.tablet.record(desk.record).expect("the record");
    for (path, cell) in shown.cells.iter().filter(|(path, _)| path.contains("/points/")) {
        let entry = cell.in_force().unwrap_or_else(|| panic!("a value at {path}"));
        let amended = Body::Amended { amends: entry.event, after: entry.value.clone(), reason: "the other box".to_owned() };
        desk.site.make(&lab, desk.record, amended).expect("an amendment");
    }
    desk.site.submit(&lab, desk.record).expect("a signature");
    desk.site.send(&lab).await;
    assert_eq!(desk.checked_with_words().await, ["standard_exchanged"]);
    let replacement = desk.issued("replacement").await;
    assert_eq!(numbers(&replacement.document.stated), ["S-03"]);
    let printed = super::text_of(&desk.wu.download(&path::with(path::RECORD_PDF, desk.record)).await);
    assert!(printed.contains("S-01") && printed.contains("S-03") && printed.contains("the other box"), "{printed}");
}
