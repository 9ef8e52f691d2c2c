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
