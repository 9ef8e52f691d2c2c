//! A second person checks (C-4.3.1, E18).

use axum::http::Method;
use backend::app::Error;
use backend::store::{Tx, reading};
use contract::api::record::{CheckRecord, RecordRow};
use contract::api::{Page, path};
use domain::event::body::Body;
use domain::record::RecordStatus;
use support::{Lab, on_both_engines};

use super::{Site, UNDERWAY, check, give_back, view};

// C-5.5.1, C-5.5.2: complete enough to repeat the calibration, signed by calibrator and checker, retrievable.
on_both_engines!(a_record_is_checked_by_another_person_who_saw_all_of_it, Lab::new_on);
async fn a_record_is_checked_by_another_person_who_saw_all_of_it(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let record = site.submitted(&lab).await;
    let chen = lab.person("chen").await;
    let queue: Page<RecordRow> = chen.get(&format!("{}?status=submitted&search=hengda", path::RECORDS)).await;
    assert_eq!(queue.rows.iter().map(|row| row.id).collect::<Vec<_>>(), vec![record]);
    let seen = view(&chen, record).await;
    assert_eq!(seen.recomputed.points.len(), 1);
    let told: Vec<_> = seen.findings.iter().map(|finding| finding.code.as_ref()).collect();
    assert_eq!(told, UNDERWAY, "{:?}", seen.findings);
    let (own, others): (Vec<_>, Vec<_>) = seen.actions.iter().partition(|action| ["check", "return"].contains(&action.action.as_str()));
    assert!(own.len() == 2 && own.iter().all(|action| action.refused.is_none()), "{own:?}");
    assert!(others.iter().all(|action| action.refused.is_some()), "giving up is the opener's: {others:?}");
    let count = seen.entries.len();
    assert_eq!(check(&chen, record, count - 1).await.problem().code, "record_changed");
    let command = CheckRecord { seen: count as u64, password: "not the password".to_owned(), answers: Vec::new() };
    assert_eq!(chen.send(Method::POST, &path::with(path::RECORD_CHECK, record), &command).await.problem().code, "password_wrong");
    assert!(check(&chen, record, count).await.status.is_success());
    let seen = view(&chen, record).await;
    assert_eq!(seen.record.status, RecordStatus::Checked);
    assert_eq!(seen.record.check.as_ref().map(|check| check.by), Some(site.world.chen));
    assert_eq!(check(&chen, record, count + 1).await.problem().code, "record_not_open");
}

// C-4.1.2.2: reads of a customer's results are logged.
on_both_engines!(who_read_a_record_is_on_file, Lab::new_on);
async fn who_read_a_record_is_on_file(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let record = site.submitted(&lab).await;
    view(&site.lin, record).await;
    view(&lab.person("chen").await, record).await;
    let customer = site.world.customer;
    let read = lab.app.db.read(move |tx: &mut Tx| Box::pin(async move { Ok::<_, Error>(reading::of_customer(tx, customer).await?) })).await;
    assert_eq!(read.expect("the log"), [(site.world.chen.to_string(), "records".to_owned(), record.to_string())]);
}

// C-4.3.1: authorised to check, and never a calibrator of the record.
on_both_engines!(neither_the_calibrator_nor_who_is_not_authorised_can_check, Lab::new_on);
async fn neither_the_calibrator_nor_who_is_not_authorised_can_check(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let record = site.submitted(&lab).await;
    let count = view(&site.lin, record).await.entries.len();
    assert_eq!(check(&site.lin, record, count).await.status, 403, "no checker by role");
    let qian = lab.person("qian").await;
    let refused = &view(&qian, record).await.actions[0].refused;
    assert_eq!(refused.as_ref().map(|finding| finding.code.to_string()).as_deref(), Some("not_authorised"));
    let own = view(&site.lin, record).await;
    assert_eq!(own.actions[0].refused.as_ref().map(|finding| finding.code.to_string()).as_deref(), Some("checker_is_calibrator"));
}

// E18: returned with findings, each of which must be answered; a return voids the check.
on_both_engines!(findings_are_answered_before_the_record_is_signed_again, Lab::new_on);
async fn findings_are_answered_before_the_record_is_signed_again(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let record = site.submitted(&lab).await;
    let (chen, qian) = (lab.person("chen").await, lab.person("qian").await);
    let count = view(&chen, record).await.entries.len();
    assert!(check(&chen, record, count).await.status.is_success());
    assert_eq!(give_back(&qian, record, count + 1, " ").await.problem().code, "text_missing");
    assert_eq!(give_back(&qian, record, count + 1, ".").await.problem().code, "reason_without_words");
    assert!(give_back(&qian, record, count + 1, "which jaw?").await.status.is_success());
    let seen = view(&qian, record).await;
    assert_eq!((seen.record.status, seen.record.check.is_none()), (RecordStatus::Returned, true));
    site.send(&lab).await;
    assert_eq!(site.submit(&lab, record), Err("findings_unanswered".to_owned()));
    let finding = site.tablet.record(record).expect("the record").findings[0].finding.id;
    let answer = Body::Answered { finding, text: "the outside jaws".to_owned() };
    site.make(&lab, record, answer.clone()).expect("an answer");
    assert_eq!(site.make(&lab, record, answer), Err("finding_answered".to_owned()));
    site.submit(&lab, record).expect("a new signature");
    site.send(&lab).await;
    assert!(check(&chen, record, view(&chen, record).await.entries.len()).await.status.is_success());
}

// C-5.2.2.1, C-4.4: outside the method's limits nothing goes on without a deviation the customer agreed to.
on_both_engines!(environment_outside_limits_is_recorded_and_stops_the_check_until_a_deviation_is_agreed, Lab::new_on);
async fn environment_outside_limits_is_recorded_and_stops_the_check_until_a_deviation_is_agreed(lab: Lab) {
    let mut site = Site::new(&lab).await;
    site.arrive(&lab, true);
    let record = site.open(&lab);
    site.fill(&lab, record, "25.1");
    let about = |path: &str, consent: &str| Body::Deviation {
        what: "hall at 25.1 °C".to_owned(),
        consent: consent.to_owned(),
        path: path.to_owned(),
    };
    let deviation = |consent: &str| about("environment/start/temperature", consent);
    site.make(&lab, record, deviation("")).expect("a deviation not agreed yet");
    site.make(&lab, record, about("environment/start/humidity", "Ms Wu")).expect("one agreed on another quantity");
    site.make(&lab, record, about("", "Ms Wu")).expect("one agreed on the method");
    site.submit(&lab, record).expect("a signature");
    site.send(&lab).await;
    let chen = lab.person("chen").await;
    let seen = view(&chen, record).await;
    assert!(seen.findings.iter().any(|finding| finding.code == "environment_outside_limits"), "{:?}", seen.findings);
    let problem = check(&chen, record, seen.entries.len()).await.problem();
    assert_eq!((problem.code.as_str(), problem.path.as_str()), ("deviation_missing", "environment/start/temperature"));
    assert!(give_back(&chen, record, seen.entries.len(), "ask the customer").await.status.is_success());
    site.send(&lab).await;
    site.make(&lab, record, deviation("Ms Wu, by telephone")).expect("an agreed deviation");
    let finding = site.tablet.record(record).expect("the record").findings[0].finding.id;
    site.make(&lab, record, Body::Answered { finding, text: "agreed".to_owned() }).expect("an answer");
    site.submit(&lab, record).expect("a signature");
    site.send(&lab).await;
    assert!(check(&chen, record, view(&chen, record).await.entries.len()).await.status.is_success());
}
