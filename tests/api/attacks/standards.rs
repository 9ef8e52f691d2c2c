//! A standard that failed comes back into use by an act of its own (C-4.5.3); its certificate states an uncertainty above zero (C-4.5.2).

use axum::http::Method;
use backend::demo::names;
use base::finding::Severity;
use base::id::{StandardId, kind};
use base::time::Date;
use contract::api::path;
use contract::api::register::{Put, Row, Written};
use domain::access::Role;
use domain::library::edition::Edition;
use domain::library::standard::{Standard, StandardStatus};
use domain::register::Entry;
use serde_json::json;
use support::world::put_over;
use support::{Answer, Client, Lab, hours, on_both_engines};

use crate::certificate::{Desk, employ};
use crate::record::{Site, check, view};
use crate::registers::{change, preview};

/// The register's form, with this reason.
async fn writes(by: &Client, id: StandardId, reason: &str, how: impl FnOnce(&mut Standard)) -> Answer {
    let address = path::with2(path::REGISTER_ENTRY, Standard::NOUN, id);
    let row: Row<Standard> = by.get(&address).await;
    let mut body = row.body;
    how(&mut body);
    by.send(Method::PUT, &address, &Put { revision: row.revision, reason: reason.to_owned(), body }).await
}

fn is(status: StandardStatus) -> impl FnOnce(&mut Standard) {
    move |standard| standard.status = status
}

fn calibrated(standard: &mut Standard) {
    (standard.status, standard.traceability.certificate) = (StandardStatus::InUse, "CDjc2027".to_owned());
    standard.traceability.validity.from = Date::constant(2026, 11, 20);
}

/// The same standard as a row of a file.
const FILE: &str = "number,name_en,model,manufacturer,serial_number,kind,range,ranges,characteristic,traced_to_en,certificate,valid_from\n\
    E-903,Gauge blocks,83,Mitutoyo,GB-17,gauge_blocks,0.5 mm to 100 mm,0.5; 100; mm,grade 1,NIM,CDjc2027,2026-11-20\n";

// The same maker, model, serial number and certificate under another number stood there in use at once.
on_both_engines!(a_standard_that_failed_does_not_come_back_under_another_number, Lab::new_on);
async fn a_standard_that_failed_does_not_come_back_under_another_number(lab: Lab) {
    let site = Site::new(&lab).await;
    employ(&lab, "zheng", &[Role::TechnicalManager], None).await;
    let (admin, zheng, id) = (lab.person("admin").await, lab.person("zheng").await, site.world.standard);
    let named = |standard: &mut Standard| (standard.manufacturer, standard.serial_number) = ("Mitutoyo".to_owned(), "GB-17".to_owned());
    writes(&zheng, id, "read off the plate", named).await.success::<Written<Standard>>();
    let own = zheng.get::<Row<Standard>>(&path::with2(path::REGISTER_ENTRY, Standard::NOUN, id)).await.body;
    let another = |how: &dyn Fn(&mut Standard)| {
        let mut body = Standard { number: "E-902".to_owned(), ..own.clone() };
        how(&mut body);
        Put { revision: 0, reason: "bought".to_owned(), body }
    };
    let register = path::with(path::REGISTER, Standard::NOUN);
    let told: Written<Standard> = zheng.post(&register, &another(&|standard| standard.number = "E-901".to_owned())).await;
    assert!(told.findings.iter().any(|finding| finding.code == "standard_entered_twice"), "{:?}", told.findings);
    writes(&zheng, told.id, "sold", |standard| (standard.status, standard.serial_number) = (StandardStatus::Retired, "GB-18".to_owned()))
        .await
        .success::<Written<Standard>>();
    lab.advance(hours(1));
    for status in [StandardStatus::Failed, StandardStatus::Retired] {
        writes(&admin, id, "", is(status)).await.success::<Written<Standard>>();
        let spelled = |standard: &mut Standard| standard.serial_number = "ｇｂ‐17".to_owned();
        let silent = |standard: &mut Standard| standard.serial_number.clear();
        let renewed = |standard: &mut Standard| standard.traceability.certificate = "CDjc2027".to_owned();
        let plain = |_: &mut Standard| ();
        // Another spelling of the manufacturer, a word before the number, and a certificate of its own.
        let translated = |standard: &mut Standard| {
            (standard.manufacturer, standard.serial_number) = ("三丰".to_owned(), "No. GB17".to_owned());
            standard.traceability.certificate = "CDjc2027".to_owned();
        };
        let all: [&dyn Fn(&mut Standard); 5] = [&plain, &spelled, &silent, &renewed, &translated];
        for how in all {
            let refused = zheng.send(Method::POST, &register, &another(how)).await.refused("standard_failed_before");
            assert_eq!((refused.path.as_str(), refused.clause.as_deref()), ("serial_number", Some("C-4.5.3")));
            assert_eq!(refused.params["number"], own.number);
        }
        // By another entry that takes its serial number, and by a file.
        writes(&zheng, told.id, "", |standard| standard.serial_number = "GB-17".to_owned()).await.refused("standard_failed_before");
        let told = preview(&zheng, Standard::NOUN, FILE).await;
        let found = told.findings.iter().map(|finding| (finding.code.as_ref(), finding.path.as_str()));
        assert!(found.into_iter().any(|found| found == ("standard_failed_before", "2/serial_number")), "{:?}", told.findings);
    }
    // The certificate that it failed with, under another serial number; one of its own is another standard's.
    let other = another(&|standard| standard.serial_number = "GB-19".to_owned());
    zheng.send(Method::POST, &register, &other).await.refused("standard_failed_before");
    let other = another(&|standard| {
        standard.serial_number = "GB-19".to_owned();
        standard.traceability.certificate = "CDjc2027-2".to_owned();
    });
    drop(zheng.post::<Written<Standard>>(&register, &other).await);
}

fn old(standard: &mut Standard) {
    (standard.status, standard.traceability.certificate) = (StandardStatus::InUse, "CDjc2026".to_owned());
    standard.traceability.validity.from = Date::constant(2025, 1, 1);
}

/// Neither at once nor by way of another status does it go back to the certificate that it failed with; any other change is made.
async fn stays_on_its_new_certificate(by: &Client, id: StandardId) {
    let refused = writes(by, id, "", old).await.refused("standard_back_proof_kept");
    assert_eq!((refused.path.as_str(), refused.clause.as_deref()), ("traceability/certificate", Some("C-4.5.3")));
    let sent = |standard: &mut Standard| {
        old(standard);
        standard.status = StandardStatus::AtCalibration;
    };
    writes(by, id, "", sent).await.success::<Written<Standard>>();
    writes(by, id, "", is(StandardStatus::InUse)).await.refused("standard_back_proof_kept");
    writes(by, id, "", calibrated).await.success::<Written<Standard>>();
    writes(by, id, "", |standard| standard.location = "Hall 2".to_owned()).await.success::<Written<Standard>>();
}

// The import never changes it; the form did, for whoever writes the register, without a word.
on_both_engines!(a_standard_that_failed_comes_back_by_an_act_of_its_own, Lab::new_on);
async fn a_standard_that_failed_comes_back_by_an_act_of_its_own(lab: Lab) {
    let mut site = Site::new(&lab).await;
    employ(&lab, "zheng", &[Role::TechnicalManager], None).await;
    let (admin, zheng, id) = (lab.person("admin").await, lab.person("zheng").await, site.world.standard);
    let done = |answer: Answer| drop(answer.success::<Written<Standard>>());
    lab.advance(hours(1));
    done(writes(&admin, id, "", is(StandardStatus::Failed)).await);
    lab.advance(hours(1));
    let refused = writes(&admin, id, "repaired", calibrated).await.refused("standard_back_by_technical_manager");
    assert_eq!((refused.path.as_str(), refused.clause.as_deref()), ("status", Some("C-4.5.3")));
    assert_eq!(writes(&zheng, id, " ", calibrated).await.refused("standard_back_reason_missing").path, "reason");
    let back = || is(StandardStatus::InUse);
    writes(&zheng, id, "repaired", back()).await.refused("standard_back_unproven");
    let renamed = |standard: &mut Standard| {
        calibrated(standard);
        standard.traceability.validity.from = Date::constant(2026, 11, 19);
    };
    writes(&zheng, id, "repaired", renamed).await.refused("standard_back_unproven");
    // By way of another status it has failed all the same.
    for other in [StandardStatus::AtCalibration, StandardStatus::Retired] {
        done(writes(&admin, id, "", is(other)).await);
        writes(&admin, id, "", back()).await.refused("standard_back_by_technical_manager");
        writes(&zheng, id, "it is back", back()).await.refused("standard_back_unproven");
    }
    done(writes(&zheng, id, "calibrated again", calibrated).await);
    stays_on_its_new_certificate(&zheng, id).await;
    // Sent to calibration without a failure, it comes back as before.
    done(writes(&admin, id, "", is(StandardStatus::AtCalibration)).await);
    done(writes(&admin, id, "", back()).await);

    // Or by a check that it passed since.
    done(writes(&zheng, id, "it fell down", is(StandardStatus::Failed)).await);
    writes(&zheng, id, "looked at", back()).await.refused("standard_back_unproven");
    lab.advance(hours(1));
    site.arrive(&lab, true);
    site.send(&lab).await;
    done(writes(&zheng, id, "checked, the display alone", back()).await);
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

// C-4.5.2: U of zero by a formula was taken, and the standard's share vanished from the uncertainty of the results.
on_both_engines!(a_formula_gives_a_standard_no_uncertainty_of_zero, Lab::demo_on);
async fn a_formula_gives_a_standard_no_uncertainty_of_zero(lab: Lab) {
    let technical = lab.person(names::TECHNICAL_MANAGER).await;
    let states = async |uncertainty: &str| {
        let how = |standard: &mut Standard| standard.characteristics[0].expanded_uncertainty = uncertainty.to_owned();
        change::<Standard>(&technical, "gauge", how).await
    };
    let at = "characteristics/0/expanded_uncertainty";
    for zero in ["nominal - nominal", "0 - nominal", "nominal - 0.8", "sqrt(nominal - 1)"] {
        let problem = states(zero).await.refused("entry_invalid");
        let errors = problem.findings.iter().filter(|finding| finding.severity == Severity::Error);
        let errors: Vec<_> = errors.map(|finding| (finding.code.as_ref(), finding.path.as_str())).collect();
        assert_eq!(errors, [("not_positive", at)], "{zero}");
        let file = format!("number,certified_values\nHZ-P-001,deviation; 0; {zero}; 2; MPa\n");
        let told = preview(&technical, Standard::NOUN, file).await;
        let found: Vec<_> = told.findings.iter().map(|finding| (finding.code.as_ref(), finding.path.as_str())).collect();
        assert_eq!(found, [("not_positive", "2/certified_values")], "{zero}");
    }
    // Relative to the value, it is said that it vanishes at zero; with an absolute part nothing is.
    let told = |written: Written<Standard>| written.findings.into_iter().map(|finding| (finding.code, finding.path)).collect::<Vec<_>>();
    assert_eq!(told(states("2e-4 * nominal").await.success()), [("uncertainty_zero_at_zero".into(), at.to_owned())]);
    assert_eq!(told(states("0.0001 + 2e-4 * nominal").await.success()), []);
}

// C-4.5.2: what stood in the register before there was a rule, or is zero at a point alone, passed the check.
on_both_engines!(a_record_with_a_standard_without_uncertainty_is_not_checked, Lab::new_on);
async fn a_record_with_a_standard_without_uncertainty_is_not_checked(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    let (admin, chen) = (lab.person("admin").await, lab.person("chen").await);
    let edition: Row<Edition> = admin.get(&path::with2(path::REGISTER_ENTRY, Edition::NOUN, site.world.edition)).await;
    let mut body = serde_json::to_value(&edition.body).expect("an edition");
    let certificate = json!({"type": "certificate", "slot": "blocks", "characteristic": "length"});
    let input = json!({"symbol": "certified", "label": {"zh": "量块", "en": "Gauge blocks"}, "unit": "mm", "estimate": {"from": "zero"},
        "uncertainty": certificate});
    body["computation"]["inputs"].as_array_mut().expect("inputs").push(input);
    put_over::<kind::Edition>(&lab, edition.id, edition.revision, body).await;
    let states = async |uncertainty: &str| {
        let row: Row<Standard> = admin.get(&path::with2(path::REGISTER_ENTRY, Standard::NOUN, site.world.standard)).await;
        let mut body = serde_json::to_value(&row.body).expect("a standard");
        body["characteristics"] = json!([{"key": "length", "value": "0", "expanded_uncertainty": uncertainty, "coverage_factor": "2",
            "unit": "mm"}]);
        put_over::<kind::Standard>(&lab, row.id, row.revision, body).await;
    };
    states("abs(nominal - 20)").await;
    lab.advance(hours(1));
    site.send(&lab).await;
    let record = site.submitted(&lab).await;
    let seen = view(&chen, record).await;
    let refused = check(&chen, record, seen.entries.len()).await.refused("standard_without_uncertainty");
    assert_eq!((refused.path.as_str(), refused.clause.as_deref()), ("as_found/points/20", Some("C-4.5.2")));
    assert_eq!((refused.params["number"].as_str(), refused.params["point"].as_str()), ("S-01", "20 mm"));
}

// C-4.5.2: a validity from 2020 of a calibration in 2026, one until 2099, the certificate of another standard: all without a word.
on_both_engines!(a_certificate_that_can_hardly_be_so_is_asked_about_when_it_is_saved, Lab::demo_on);
async fn a_certificate_that_can_hardly_be_so_is_asked_about_when_it_is_saved(lab: Lab) {
    let technical = lab.person(names::TECHNICAL_MANAGER).await;
    let told = async |how: &dyn Fn(&mut Standard)| {
        let written: Written<Standard> = change::<Standard>(&technical, "gauge", how).await.success();
        written.findings.into_iter().map(|finding| (finding.code.into_owned(), finding.path)).collect::<Vec<_>>()
    };
    let one = |code: &str, path: &str| vec![(code.to_owned(), path.to_owned())];
    assert_eq!(told(&|_| ()).await, []);
    let early = |standard: &mut Standard| standard.traceability.validity.from = Date::constant(2024, 1, 1);
    assert_eq!(told(&early).await, one("valid_before_calibration", "traceability/validity"));
    let late = |standard: &mut Standard| {
        standard.traceability.validity.from = Date::constant(2026, 11, 1);
        standard.traceability.validity.until = Some(Date::constant(2099, 1, 1));
    };
    assert_eq!(told(&late).await, one("valid_for_long", "traceability/validity"));
    let taken = |standard: &mut Standard| {
        standard.traceability.validity.until = Some(Date::constant(2027, 6, 1));
        standard.traceability.certificate = "SIMT-F-25-00318".to_owned();
    };
    assert_eq!(told(&taken).await, one("certificate_of_another", "traceability/certificate"));
}
