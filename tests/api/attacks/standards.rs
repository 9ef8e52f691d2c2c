//! A standard that failed comes back into use by an act of its own (C-4.5.3).

use axum::http::Method;
use shared::access::Role;
use shared::api::path;
use shared::api::register::{Put, Row, Written};
use shared::id::Id;
use shared::library::standard::{Standard, StandardStatus};
use shared::register::Entry;
use shared::time::Date;
use support::{Answer, Client, Lab, hours, on_both_engines};

use crate::certificate::employ;
use crate::record::Site;
use crate::registers::preview;

/// The register's form, with this reason.
async fn writes(by: &Client, id: Id<Standard>, reason: &str, how: impl FnOnce(&mut Standard)) -> Answer {
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
        let all: [&dyn Fn(&mut Standard); 4] = [&plain, &spelled, &silent, &renewed];
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
    let other = another(&|standard| standard.serial_number = "GB-19".to_owned());
    drop(zheng.post::<Written<Standard>>(&register, &other).await);
}

fn old(standard: &mut Standard) {
    (standard.status, standard.traceability.certificate) = (StandardStatus::InUse, "CDjc2026".to_owned());
    standard.traceability.validity.from = Date::constant(2025, 1, 1);
}

/// Neither at once nor by way of another status does it go back to the certificate that it failed with; any other change is made.
async fn stays_on_its_new_certificate(by: &Client, id: Id<Standard>) {
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
