//! Joining, signing and giving up somebody else's record.

use axum::http::Method;
use base::id::{OrderId, PersonId, RecordId, TaskId, kind};
use base::text::Bilingual;
use contract::api::path;
use contract::api::record::{GiveUpRecord, TakeOff};
use contract::sync::EventOutcome;
use domain::access::Role;
use domain::event::Stream;
use domain::event::body::Body;
use domain::record::RecordStatus;
use serde_json::json;
use support::tablet::{enter, submission};
use support::{Answer, Client, Lab, Tablet, on_both_engines};

use super::changes::{answers, asked, check_with};
use crate::certificate::employ;
use crate::record::{READING, Site, check, give_back, set_aside, view};

fn joined(person: PersonId) -> Body {
    Body::Joined { person, name: Bilingual { zh: "sun".into(), en: "sun".into() } }
}

/// Sun's browser and tablet.
async fn sun(lab: &Lab) -> (Client, Tablet) {
    let client = lab.person("sun").await;
    let mut tablet = Tablet::enrol(lab, &client, 2).await;
    tablet.exchange(&client, lab.now()).await;
    (client, tablet)
}

async fn manager(lab: &Lab) -> Client {
    employ(lab, "zheng", &[Role::TechnicalManager], None).await;
    lab.person("zheng").await
}

async fn take_off(by: &Client, record: RecordId, seen: usize, person: PersonId) -> Answer {
    let command = TakeOff { seen: seen as u64, person, reason: "never came".to_owned() };
    by.send(Method::POST, &path::with(path::RECORD_TAKE_OFF, record), &command).await
}

async fn end(by: &Client, route: &str, record: RecordId, seen: usize, reason: &str) -> Answer {
    let command = GiveUpRecord { seen: seen as u64, reason: reason.to_owned() };
    by.send(Method::POST, &path::with(route, record), &command).await
}

// C-5.5.1, C-4.3.1: a colleague's draft is neither joined unasked nor given up.
on_both_engines!(a_colleague_neither_joins_unasked_nor_gives_up_anothers_draft, Lab::new_on);
async fn a_colleague_neither_joins_unasked_nor_gives_up_anothers_draft(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let record = site.submitted(&lab).await;
    let (client, mut tablet) = sun(&lab).await;
    let stream = Stream::record(record);
    let (joins, gives_up) = (joined(site.world.sun), Body::Abandoned { reason: "out of spite".to_owned() });
    let draft = site.open(&lab);
    site.send(&lab).await;
    let attempts: Vec<_> = [stream, Stream::record(draft)]
        .into_iter()
        .flat_map(|stream| [joins.clone(), gives_up.clone()].map(|body| tablet.force(stream, lab.now(), body)))
        .collect();
    tablet.exchange(&client, lab.now()).await;
    let codes: Vec<_> = attempts.iter().map(|event| tablet.disk.outcomes[event].clone()).collect();
    let aside = |code: &str| EventOutcome::SetAside { code: code.to_owned() };
    assert_eq!(codes, [aside("record_not_open"), aside("not_a_calibrator"), aside("join_not_consented"), aside("not_a_calibrator")]);
    let chen = lab.person("chen").await;
    assert_eq!(view(&chen, draft).await.record.status, RecordStatus::Draft);
    let seen = view(&chen, record).await;
    assert!(check(&chen, record, seen.entries.len()).await.status.is_success(), "nobody's signature is waited for");
}

// C-5.5.4: somebody who joined and recorded nothing can neither block the record for ever nor end it.
on_both_engines!(who_was_let_in_and_recorded_nothing_is_taken_off, Lab::new_on);
async fn who_was_let_in_and_recorded_nothing_is_taken_off(lab: Lab) {
    let mut site = Site::new(&lab).await;
    site.arrive(&lab, true);
    let record = site.open(&lab);
    let sun_id = site.world.sun;
    site.make(&lab, record, joined(sun_id)).expect("who calibrates lets a colleague join");
    site.fill(&lab, record, "20.1");
    site.send(&lab).await;
    let (client, mut tablet) = sun(&lab).await;
    assert_eq!(
        tablet.make(Stream::record(record), lab.now(), Body::Abandoned { reason: "no".to_owned() }),
        Err("not_the_opener".to_owned())
    );
    let gives_up = tablet.force(Stream::record(record), lab.now(), Body::Abandoned { reason: "no".to_owned() });
    let takes_off = tablet.force(Stream::record(record), lab.now(), Body::TakenOff { person: site.world.lin, reason: "mine".to_owned() });
    tablet.exchange(&client, lab.now()).await;
    site.send(&lab).await;
    site.submit(&lab, record).expect("a signature");
    site.send(&lab).await;
    let chen = lab.person("chen").await;
    let seen = view(&chen, record).await;
    assert_eq!([gives_up, takes_off].map(|event| set_aside(&seen, event)), [(); 2].map(|()| Some("not_the_opener".to_owned())));
    assert_eq!(check(&chen, record, seen.entries.len()).await.problem().code, "signatures_missing");

    let zheng = manager(&lab).await;
    take_off(&chen, record, seen.entries.len(), sun_id).await.refused("not_for_role");
    take_off(&zheng, record, 1, sun_id).await.refused("record_changed");
    take_off(&zheng, record, seen.entries.len(), site.world.lin).await.refused("calibrator_has_recorded");
    let done = take_off(&zheng, record, seen.entries.len(), sun_id).await;
    assert!(done.status.is_success(), "{}", done.text());
    let seen = view(&chen, record).await;
    let gone = &seen.record.taken_off[0];
    assert_eq!((gone.what.person, gone.what.reason.as_str()), (sun_id, "never came"));
    assert_eq!(seen.record.calibrators.len(), 1);
    assert!(check(&chen, record, seen.entries.len()).await.status.is_success());
    // They no longer see the record at the office; their tablet keeps what it had and learns nothing new.
    let list: contract::api::Page<contract::api::record::RecordRow> = client.get(path::RECORDS).await;
    assert!(list.rows.is_empty(), "{:?}", list.rows);
    tablet.exchange(&client, lab.now()).await;
    let known = tablet.record(record).expect("what was sent before");
    assert_eq!((known.taken_off.len(), known.check.is_none()), (1, true));
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

// C-5.5.4: whoever began the record can do the same on the spot, without the office.
on_both_engines!(who_began_the_record_takes_off_on_the_spot, Lab::new_on);
async fn who_began_the_record_takes_off_on_the_spot(lab: Lab) {
    let mut site = Site::new(&lab).await;
    site.arrive(&lab, true);
    let record = site.open(&lab);
    let sun_id = site.world.sun;
    site.make(&lab, record, joined(sun_id)).expect("a colleague joins");
    let off = site.make(&lab, record, Body::TakenOff { person: sun_id, reason: "called away".to_owned() }).expect("and leaves");
    site.fill(&lab, record, "20.1");
    site.submit(&lab, record).expect("a signature");
    site.send(&lab).await;
    let chen = lab.person("chen").await;
    let seen = view(&chen, record).await;
    assert_eq!(set_aside(&seen, off), None);
    assert!(check(&chen, record, seen.entries.len()).await.status.is_success());
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

// C-5.5.1: whoever began a record, or the technical manager, gives it up with a reason, and it can be taken up again.
on_both_engines!(a_record_given_up_is_taken_up_again_until_another_is_checked_in_its_place, Lab::new_on);
async fn a_record_given_up_is_taken_up_again_until_another_is_checked_in_its_place(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let record = site.recorded(&lab).await;
    let (chen, zheng) = (lab.person("chen").await, manager(&lab).await);
    let seen = async || view(&chen, record).await.entries.len();
    end(&chen, path::RECORD_GIVE_UP, record, seen().await, "a whim").await.refused("not_for_role");
    end(&zheng, path::RECORD_TAKE_UP, record, seen().await, "a whim").await.refused("record_not_given_up");
    end(&zheng, path::RECORD_GIVE_UP, record, seen().await, " ").await.refused("text_missing");
    assert_eq!(end(&zheng, path::RECORD_GIVE_UP, record, seen().await, ".").await.refused("reason_without_words").path, "reason");
    assert!(end(&zheng, path::RECORD_GIVE_UP, record, seen().await, "the wrong method").await.status.is_success());
    site.send(&lab).await;
    assert_eq!(site.make(&lab, record, enter("as_found/points/20/indication/r3", "20", "mm")), Err("record_not_open".to_owned()));
    assert!(end(&zheng, path::RECORD_TAKE_UP, record, seen().await, "it was the right one").await.status.is_success());
    site.send(&lab).await;
    site.make(&lab, record, enter("as_found/points/20/indication/r3", "20.00", "mm")).expect("it goes on where it stood");
    site.make(&lab, record, Body::Abandoned { reason: "after all".to_owned() }).expect("by who began it");
    lab.advance(support::minutes(1));
    let other = site.signed(&lab);
    site.send(&lab).await;
    // C-5.5.3: the given-up record's readings are left out, so the checker has to explain it.
    let open = asked(&view(&chen, other).await.conditions);
    assert_eq!(open.iter().map(|finding| finding.code.as_ref()).collect::<Vec<_>>(), ["readings_given_up"]);
    assert!(check_with(&chen, other, answers(&open, "the jaws were not clean")).await.status.is_success());
    end(&zheng, path::RECORD_TAKE_UP, record, seen().await, "both").await.refused("record_succeeded");
    let forged = site.tablet.force(Stream::record(record), lab.now(), Body::TakenUp { reason: "both".to_owned() });
    site.send(&lab).await;
    let shown = view(&chen, record).await;
    assert_eq!(set_aside(&shown, forged).as_deref(), Some("record_succeeded"));
    let said: Vec<_> = shown.record.given_up.iter().chain(&shown.record.abandoned).map(|entry| entry.what.reason.as_str()).collect();
    assert_eq!(said, ["the wrong method", "after all"], "each giving up stays legible");
    assert_eq!(shown.record.cells[READING].entries.len(), 1);
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

// C-5.5.2: each calibrator answers for the results they signed; the last signature does not speak for the first.
on_both_engines!(results_that_the_first_of_two_calibrators_signed_are_compared_too, Lab::new_on);
async fn results_that_the_first_of_two_calibrators_signed_are_compared_too(lab: Lab) {
    let mut site = Site::new(&lab).await;
    site.arrive(&lab, true);
    let record = site.open(&lab);
    let sun_id = site.world.sun;
    site.make(&lab, record, joined(sun_id)).expect("a colleague joins");
    site.fill(&lab, record, "20.1");
    let shown = site.tablet.record(record).expect("the record");
    let Body::Submitted { head, mut results, engine_version, statement } = submission(&shown) else { unreachable!("a submission") };
    results.points[0].outcome.as_mut().expect("a result").value = "0.00".to_owned();
    let forged = Body::Submitted { head, results, engine_version, statement };
    site.make(&lab, record, forged).expect("a signature over other results");
    site.send(&lab).await;
    let (client, mut tablet) = sun(&lab).await;
    let shown = tablet.record(record).expect("the record");
    tablet.make(Stream::record(record), lab.now(), submission(&shown)).expect("a signature over what is computed");
    tablet.exchange(&client, lab.now()).await;
    let chen = lab.person("chen").await;
    let seen = view(&chen, record).await;
    assert!(seen.record.calibrators.iter().all(|calibrator| calibrator.signed), "{:?}", seen.record.calibrators);
    let open = asked(&seen.conditions);
    assert_eq!(open.iter().map(|finding| finding.code.as_ref()).collect::<Vec<_>>(), ["calibrator_without_entry", "result_differs"]);
    assert_eq!(open[1].params["clause"], "C-5.5.2");
    check(&chen, record, seen.entries.len()).await.refused("conditions_unanswered");
    assert!(check_with(&chen, record, answers(&open, "an old tablet")).await.status.is_success());
}

// C-5.4.1 e: a colleague signs for observations of which none is theirs, and the certificate would name them.
on_both_engines!(who_signs_without_an_entry_is_asked_about_and_taken_off_once_the_record_is_returned, Lab::new_on);
async fn who_signs_without_an_entry_is_asked_about_and_taken_off_once_the_record_is_returned(lab: Lab) {
    let mut site = Site::new(&lab).await;
    site.arrive(&lab, true);
    let record = site.open(&lab);
    let sun_id = site.world.sun;
    site.make(&lab, record, joined(sun_id)).expect("a colleague joins");
    site.fill_and_sign(&lab, record);
    site.send(&lab).await;
    let (client, mut tablet) = sun(&lab).await;
    let shown = tablet.record(record).expect("the record");
    tablet.make(Stream::record(record), lab.now(), submission(&shown)).expect("a signature");
    tablet.exchange(&client, lab.now()).await;
    let (chen, zheng) = (lab.person("chen").await, manager(&lab).await);
    let seen = view(&chen, record).await;
    let open = asked(&seen.conditions);
    assert_eq!(open.iter().map(|finding| finding.code.as_ref()).collect::<Vec<_>>(), ["calibrator_without_entry"]);
    let refused = check(&chen, record, seen.entries.len()).await.refused("conditions_unanswered");
    assert_eq!(refused.clause.as_deref(), Some("C-5.4.1"));
    take_off(&zheng, record, seen.entries.len(), sun_id).await.refused("calibrator_has_recorded");
    assert!(give_back(&chen, record, seen.entries.len(), "what did the colleague do?").await.status.is_success());
    let off = take_off(&zheng, record, view(&chen, record).await.entries.len(), sun_id).await;
    assert!(off.status.is_success(), "{}", off.text());
    site.send(&lab).await;
    let finding = site.tablet.record(record).expect("the record").findings[0].finding.id;
    site.make(&lab, record, Body::Answered { finding, text: "held the lamp".to_owned() }).expect("an answer");
    site.submit(&lab, record).expect("a signature");
    site.send(&lab).await;
    let seen = view(&chen, record).await;
    assert_eq!((seen.record.calibrators.len(), asked(&seen.conditions)), (1, Vec::new()));
    assert!(check(&chen, record, seen.entries.len()).await.status.is_success());
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

// A task that names the colleague is the office's consent, so joining works without a network.
on_both_engines!(whom_the_task_names_joins_without_being_asked_again, Lab::new_on);
async fn whom_the_task_names_joins_without_being_asked_again(lab: Lab) {
    use support::world::{put, put_over};

    let mut site = Site::new(&lab).await;
    let (order, task): (OrderId, TaskId) = (lab.app.new_id(), lab.app.new_id());
    let (lin, sun_id, world) = (site.world.lin, site.world.sun, &site.world);
    let line = json!({"item": world.item, "service": world.service, "edition": world.edition, "method_agreement": "named"});
    let body = json!({"number": "O-1", "customer": world.customer, "received_as": "oral", "received_on": "2026-11-01",
        "location": "laboratory", "lines": [line], "status": "accepted"});
    put::<kind::Order>(&lab, order, body).await;
    let named = |people: &[PersonId]| {
        json!({"order": order, "line": 0, "item": world.item, "customer": world.customer, "service": world.service,
            "edition": world.edition, "calibrators": people})
    };
    put::<kind::Task>(&lab, task, named(&[lin])).await;
    let later = named(&[lin, sun_id]);
    site.send(&lab).await;
    let mut opened = support::tablet::opened(site.tablet.pack(), None);
    let planned = site.tablet.pack().tasks[0].clone();
    (opened.task, opened.order) = (Some(planned.id), Some(planned.order));
    let record: RecordId = site.tablet.new_id(lab.now());
    site.make(&lab, record, Body::Opened(Box::new(opened))).expect("a record of the task");
    site.send(&lab).await;
    let (client, mut tablet) = sun(&lab).await;
    let unasked = tablet.force(Stream::record(record), lab.now(), joined(sun_id));
    tablet.exchange(&client, lab.now()).await;
    put_over::<kind::Task>(&lab, task, 1, later).await;
    let asked = tablet.force(Stream::record(record), lab.now(), joined(sun_id));
    tablet.exchange(&client, lab.now()).await;
    let seen = view(&lab.person("chen").await, record).await;
    assert_eq!(set_aside(&seen, unasked).as_deref(), Some("join_not_consented"));
    assert_eq!(set_aside(&seen, asked), None);
}
