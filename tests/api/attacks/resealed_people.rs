//! Who rewrites a request for authority, a release, a notice or the row of the technical manager together with its one seal.

use axum::http::Method;
use backend::app::verify::Fault;
use base::id::{ConfirmationId, PersonId};
use contract::api::authority::{AskedView, ReleaseByDevice};
use contract::api::path;
use domain::access::Role;
use domain::authority::release_text;
use serde_json::json;
use support::authority::{ask, confirm};
use support::tamper::Tamperer;
use support::{Client, Lab, days, minutes, on_both_engines};

use super::insiders::{device_of, faults};
use super::resealed::{fault, named_once_rewritten, without_details};
use super::sealed::seal_anew;
use crate::certificate::{Desk, employ};
use crate::people;
use crate::record::Site;

/// A technical manager who has come, and a person.
async fn managed(lab: &Lab) -> (Client, Client, PersonId) {
    let admin = lab.person("admin").await;
    employ(lab, "fang", &[Role::TechnicalManager], None).await;
    let fang = lab.person("fang").await;
    let person = people::enter(lab, "li.wei", &[Role::Calibrator], false).await;
    lab.advance(minutes(1));
    (admin, fang, person)
}

fn requested(asked: AskedView) -> ConfirmationId {
    asked.request.expect("a request")
}

// C-4.3.2: a request that waits says what was requested, for whom, why and until when.
on_both_engines!(a_waiting_request_that_says_something_else_is_named, Lab::new_on);
async fn a_waiting_request_that_says_something_else_is_named(lab: Lab) {
    let (admin, _, person) = managed(&lab).await;
    let id = requested(ask(&admin, person, json!({"roles": ["calibrator", "office"]})).await.success()).to_string();
    let password = requested(admin.post(&path::with(path::PERSON_RESET, person), &()).await).to_string();
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    let mut tamperer = Tamperer::new(&lab).await;
    let (row, place) = (("confirmations", "id", id.as_str()), format!("confirmations {id}"));
    let differs = [fault(&place, Fault::Differs)];
    let other = format!("'{}'", admin.session().await.person);
    for change in [("subject_id", other.as_str()), ("reason", "'asked by the manager'"), ("expires_at", "expires_at + 1")] {
        named_once_rewritten(&lab, &mut tamperer, row, change, &differs).await;
    }
    let unreadable = [fault(&place, Fault::Unreadable), differs[0].clone()];
    named_once_rewritten(&lab, &mut tamperer, row, ("kind", "'signingx'"), &unreadable).await;
    // Where the audit entry says nothing, the content that was confirmed says what kind it is, and nobody gives a reason for a password.
    for request in [&id, &password] {
        without_details(&lab, &mut tamperer, "confirmations", request).await;
    }
    named_once_rewritten(&lab, &mut tamperer, row, ("kind", "'password'"), &differs).await;
    let (row, differs) = (("confirmations", "id", password.as_str()), [fault(&format!("confirmations {password}"), Fault::Differs)]);
    named_once_rewritten(&lab, &mut tamperer, row, ("reason", "'forgotten'"), &differs).await;
}

// C-4.3.2: why a request was declined, and that one was confirmed in time.
on_both_engines!(an_end_of_a_request_that_says_something_else_is_named, Lab::new_on);
async fn an_end_of_a_request_that_says_something_else_is_named(lab: Lab) {
    let (admin, fang, person) = managed(&lab).await;
    let reset = path::with(path::PERSON_RESET, person);
    let declined = requested(admin.post(&reset, &()).await);
    fang.post::<()>(&path::with(path::CONFIRMATION_DECLINE, declined), &json!({"reason": "she did not ask"})).await;
    lab.advance(minutes(1));
    let confirmed = requested(admin.post(&reset, &()).await);
    lab.advance(minutes(1));
    confirm(&fang, confirmed).await.success::<AskedView>();
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    let mut tamperer = Tamperer::new(&lab).await;
    for (request, reason) in [(declined, "'she asked'"), (confirmed, "'by telephone'")] {
        let id = request.to_string();
        let (row, expected) =
            (("confirmation_ends", "confirmation_id", id.as_str()), [fault(&format!("confirmation_ends {id}"), Fault::Differs)]);
        named_once_rewritten(&lab, &mut tamperer, row, ("reason", reason), &expected).await;
    }
    // What was carried out had no reason, and had not expired, whatever the audit trail says.
    let id = confirmed.to_string();
    without_details(&lab, &mut tamperer, "confirmations", &id).await;
    let expected = [fault(&format!("confirmation_ends {id}"), Fault::Differs)];
    let (end, request) = (("confirmation_ends", "confirmation_id", id.as_str()), ("confirmations", "id", id.as_str()));
    named_once_rewritten(&lab, &mut tamperer, end, ("reason", "'by telephone'"), &expected).await;
    named_once_rewritten(&lab, &mut tamperer, request, ("expires_at", "asked_at + 1"), &expected).await;
    // What people are told is in the server's words.
    let notice = tamperer.text("SELECT id FROM account_notices WHERE what = 'password_given'").await;
    let (row, expected) = (("account_notices", "id", notice.as_str()), [fault(&format!("account_notices {notice}"), Fault::Unreadable)]);
    named_once_rewritten(&lab, &mut tamperer, row, ("what", "'nothing_happened'"), &expected).await;
}

// C-4.3.2: who released a hold is who confirmed the request for exactly that hold.
on_both_engines!(a_release_in_another_name_or_of_another_hold_is_named, Lab::new_on);
async fn a_release_in_another_name_or_of_another_hold_is_named(lab: Lab) {
    let desk = Desk::new(&lab).await;
    employ(&lab, "fang", &[Role::TechnicalManager], None).await;
    let (admin, fang, qian) = (lab.person("admin").await, lab.person("fang").await, desk.site.world.qian);
    let reset = path::with(path::PERSON_RESET, qian);
    confirm(&fang, requested(admin.post(&reset, &()).await)).await.success::<AskedView>();
    confirm(&fang, requested(desk.wu.post(&path::with(path::PERSON_SIGNING, qian), &()).await)).await.success::<AskedView>();
    lab.advance(minutes(1));
    confirm(&fang, requested(admin.post(&reset, &()).await)).await.success::<AskedView>();
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    let mut tamperer = Tamperer::new(&lab).await;
    let hold = tamperer.text("SELECT hold_id FROM signing_releases").await;
    let (row, expected) = (("signing_releases", "hold_id", hold.as_str()), [fault(&format!("signing_releases {hold}"), Fault::Differs)]);
    let other = format!("'{}'", admin.session().await.person);
    for change in [("by_person", other.as_str()), ("at", "at + 1")] {
        named_once_rewritten(&lab, &mut tamperer, row, change, &expected).await;
    }
    // The next hold, released by the request that two people confirmed for the one before.
    let next = tamperer.text(&format!("SELECT id FROM signing_holds WHERE id <> '{hold}'")).await;
    let columns = "confirmation_id, device_id, signature, by_person, at";
    tamperer.run(&format!("INSERT INTO signing_releases (hold_id, {columns}) SELECT '{next}', {columns} FROM signing_releases")).await;
    seal_anew(&lab, &mut tamperer, "signing_releases", &next).await;
    assert_eq!(faults(&lab).await, [fault(&format!("signing_releases {next}"), Fault::Differs)]);
}

// C-4.3.2: when an earlier tablet released the holds, and that it did.
on_both_engines!(a_release_by_a_tablet_that_was_moved_or_erased_is_named, Lab::new_on);
async fn a_release_by_a_tablet_that_was_moved_or_erased_is_named(lab: Lab) {
    let site = Site::new(&lab).await;
    site.second_tablet(&lab).await;
    let holds: Vec<_> = site.lin.session().await.holds.iter().map(|hold| hold.hold.id).collect();
    let signature = site.tablet.signature(&release_text(device_of(&site), &holds));
    let release = ReleaseByDevice { holds, signature };
    let released = site.lin.send(Method::POST, &path::with(path::DEVICE_RELEASE, device_of(&site)), &release).await;
    assert!(released.status.is_success(), "{}", released.text());
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    let mut tamperer = Tamperer::new(&lab).await;
    let (hold, lin) = (tamperer.text("SELECT hold_id FROM signing_releases").await, site.lin.session().await.person);
    let missed = fault(&format!("signing_releases of person {lin}"), Fault::Missing);
    let expected = [fault(&format!("signing_releases {hold}"), Fault::NotAudited), missed.clone()];
    named_once_rewritten(&lab, &mut tamperer, ("signing_releases", "hold_id", &hold), ("at", "at + 1"), &expected).await;
    tamperer.run("DELETE FROM audit WHERE noun = 'signing_releases'").await;
    tamperer.run("DELETE FROM signing_releases").await;
    assert_eq!(faults(&lab).await, [missed]);
}

// C-4.3.2: since when nobody gives authority alone: a moment at which nothing happened, or before anybody was technical manager.
on_both_engines!(a_moment_at_which_no_technical_manager_had_come_is_named, Lab::new_on);
async fn a_moment_at_which_no_technical_manager_had_come_is_named(lab: Lab) {
    let before = lab.now();
    lab.person("admin").await;
    lab.advance(days(3));
    let (_, fang, _) = managed(&lab).await;
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    let (mut tamperer, fang) = (Tamperer::new(&lab).await, fang.session().await.person.to_string());
    let (row, expected) =
        (("authority_settled", "person_id", fang.as_str()), [fault(&format!("authority_settled {fang}"), Fault::Differs)]);
    let before = before.0.to_string();
    for at in ["at + 1", before.as_str()] {
        named_once_rewritten(&lab, &mut tamperer, row, ("at", at), &expected).await;
    }
}
