//! Checks of standards on a visit, before departure, on arrival and after the return: missing, failed, late or by somebody else.

use base::id::{EventId, RecordId, StandardId, VisitId, kind};
use contract::api::certificate::DraftView;
use contract::api::path;
use contract::api::record::AffectedView;
use contract::api::register::{Row, Version};
use contract::sync::EventOutcome;
use domain::access::Role;
use domain::event::Stream;
use domain::event::body::Body;
use domain::library::standard::{Standard, StandardStatus};
use domain::record::facts::Asked;
use domain::register::Entry;
use domain::visit::{CheckMoment, StandardCheck};
use serde_json::json;
use support::world::{put, put_over};
use support::{Client, Lab, Tablet, hours, minutes, on_both_engines};

use super::changes::{answers, asked, check_with};
use super::site::codes;
use crate::certificate::{Desk, change, employ};
use crate::record::{Site, arrival, check, checked, unsettled, view};

async fn manager(lab: &Lab) -> Client {
    employ(lab, "zheng", &[Role::TechnicalManager], None).await;
    lab.person("zheng").await
}

fn outcome(tablet: &Tablet, event: EventId) -> EventOutcome {
    tablet.disk.outcomes[&event].clone()
}

fn aside(code: &str) -> EventOutcome {
    EventOutcome::SetAside { code: code.to_owned() }
}

async fn standard(client: &Client, id: StandardId) -> Standard {
    client.get::<Row<Standard>>(&path::with2(path::REGISTER_ENTRY, Standard::NOUN, id)).await.body
}

// C-4.5.3: a failed check after the return takes the standard out of use, stops what was measured with it, and lists it.
on_both_engines!(a_standard_that_fails_after_the_return_is_out_of_use, Lab::new_on);
async fn a_standard_that_fails_after_the_return_is_out_of_use(lab: Lab) {
    let mut desk = Desk::new(&lab).await;
    let first = desk.issued("original").await;
    let zheng = manager(&lab).await;
    let affected_by = path::with(path::STANDARD_AFFECTED, desk.site.world.standard);
    let list = async || zheng.get::<AffectedView>(&affected_by).await;
    assert_eq!(list().await.failed_at, None);
    lab.advance(hours(1));
    // One record is checked and not issued, the other not checked yet.
    let checked_one = desk.site.signed(&lab);
    let waiting = desk.site.signed(&lab);
    desk.site.send(&lab).await;
    let chen = lab.person("chen").await;
    let entries = view(&chen, checked_one).await.entries.len();
    assert!(check(&chen, checked_one, entries).await.status.is_success());
    lab.advance(hours(1));
    let world = &desk.site.world;
    let (stream, failing) = (Stream::visit(world.visit), checked(world, CheckMoment::Return, false));
    let id = world.standard;
    desk.site.tablet.make(stream, lab.now(), failing).expect("a check after the return");
    desk.site.send(&lab).await;

    assert_eq!(standard(&zheng, id).await.status, StandardStatus::Failed);
    let history: Vec<Version<Standard>> = zheng.get(&path::with2(path::REGISTER_HISTORY, Standard::NOUN, id)).await;
    assert_eq!((history[0].reason.as_str(), history[0].body.status), ("check_failed", StandardStatus::Failed));
    let entries = view(&chen, waiting).await.entries.len();
    assert_eq!(check(&chen, waiting, entries).await.problem().code, "standard_failed_since");
    let affected = list().await;
    let mut found: Vec<_> = affected.records.iter().map(|row| (row.record.id, row.record.certificate.clone())).collect();
    found.sort();
    let mut expected = vec![(desk.record, first.row.number.clone()), (checked_one, String::new()), (waiting, String::new())];
    expected.sort();
    assert_eq!(found, expected);
    assert!(affected.failed_at.is_some() && affected.last_good.is_some());
    let desk_view: contract::api::desk::DeskView = zheng.get(path::DESK).await;
    assert_eq!(desk_view.failed.rows.iter().map(|row| row.id).collect::<Vec<_>>(), [id]);
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

// C-4.5.3: a check on arrival that the standard fails takes it out of use too; one that it cannot pass yet does not.
on_both_engines!(a_standard_that_fails_between_readings_is_out_of_use_too, Lab::new_on);
async fn a_standard_that_fails_between_readings_is_out_of_use_too(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let zheng = manager(&lab).await;
    let (stream, id) = (Stream::visit(site.world.visit), site.world.standard);
    for body in [checked(&site.world, CheckMoment::Departure, true), unsettled(&site.world)] {
        site.tablet.make(stream, lab.now(), body).expect("a check");
    }
    site.send(&lab).await;
    assert_eq!(standard(&zheng, id).await.status, StandardStatus::InUse, "it is just not used yet");
    let passed = arrival(&site.world, true);
    site.tablet.make(stream, lab.now(), passed).expect("settled by now");
    site.send(&lab).await;
    assert_eq!(standard(&zheng, id).await.status, StandardStatus::InUse);
    let fails = arrival(&site.world, false);
    site.tablet.make(stream, lab.now(), fails).expect("it fell down");
    site.send(&lab).await;
    assert_eq!(standard(&zheng, id).await.status, StandardStatus::Failed);
}

// C-4.5.3: a failure counts whatever the check is called and on whatever visit it is found, used there before or not.
on_both_engines!(a_standard_that_fails_at_the_next_departure_or_arrival_is_out_of_use, Lab::new_on);
async fn a_standard_that_fails_at_the_next_departure_or_arrival_is_out_of_use(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let waiting = site.submitted(&lab).await;
    let (zheng, chen, id) = (manager(&lab).await, lab.person("chen").await, site.world.standard);
    let next: VisitId = lab.app.new_id();
    let visit = json!({"number": "V-2", "customer": site.world.customer, "place": site.world.site, "day": "2026-11-20",
        "people": [site.world.lin], "standards": [id]});
    put::<kind::Visit>(&lab, next, visit).await;
    site.send(&lab).await;
    let not_packed = StandardCheck { protected_or_settled: false, passed: true, ..of(checked(&site.world, CheckMoment::Departure, true)) };
    let [departs, fails] = [true, false].map(|passed| checked(&site.world, CheckMoment::Departure, passed));
    let elsewhere = Stream::visit(next);
    for (stream, before, failing, doubtful) in [
        // The second trip of the visit on which it was used.
        (Stream::visit(site.world.visit), Body::StandardChecked(not_packed), fails, vec![waiting]),
        // It was good once more before this failure.
        (elsewhere, departs, arrival(&site.world, false), vec![]),
    ] {
        lab.advance(hours(1));
        site.tablet.make(stream, lab.now(), before).expect("a check");
        site.send(&lab).await;
        assert_eq!(standard(&zheng, id).await.status, StandardStatus::InUse);
        lab.advance(minutes(5));
        site.tablet.make(stream, lab.now(), failing).expect("a check that it fails");
        site.send(&lab).await;
        assert_eq!(standard(&zheng, id).await.status, StandardStatus::Failed);
        let entries = view(&chen, waiting).await.entries.len();
        assert_eq!(check(&chen, waiting, entries).await.refused("standard_failed_since").clause.as_deref(), Some("C-4.5.3"));
        let affected: AffectedView = zheng.get(&path::with(path::STANDARD_AFFECTED, id)).await;
        assert_eq!(affected.records.iter().map(|row| row.record.id).collect::<Vec<_>>(), doubtful);
        if stream != elsewhere {
            // Failed, it can be checked again on the tablet, and the technical manager puts it back.
            lab.advance(hours(1));
            let again = checked(&site.world, CheckMoment::Return, true);
            site.tablet.make(stream, lab.now(), again).expect("a check of a standard that is still known");
            site.send(&lab).await;
            change::<kind::Standard>(&zheng, id, json!({"status": "in_use"})).await;
            site.send(&lab).await;
        }
    }
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

fn of(body: Body) -> StandardCheck {
    let Body::StandardChecked(check) = body else { unreachable!("a check of a standard") };
    check
}

// C-4.5.3: what was measured before the last good check stands.
on_both_engines!(what_was_measured_before_the_last_good_check_is_not_listed, Lab::new_on);
async fn what_was_measured_before_the_last_good_check_is_not_listed(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let before = site.submitted(&lab).await;
    lab.advance(hours(1));
    let good = checked(&site.world, CheckMoment::Return, true);
    site.tablet.make(Stream::visit(site.world.visit), lab.now(), good).expect("a good check");
    lab.advance(hours(1));
    let after = site.submitted(&lab).await;
    let zheng = manager(&lab).await;
    let affected_by = path::with(path::STANDARD_AFFECTED, site.world.standard);
    let list = async || zheng.get::<AffectedView>(&affected_by).await;
    assert_eq!(list().await.records.len(), 1);
    lab.advance(hours(1));
    let bad = checked(&site.world, CheckMoment::Return, false);
    site.tablet.make(Stream::visit(site.world.visit), lab.now(), bad).expect("a failed check");
    site.send(&lab).await;
    let listed: Vec<_> = list().await.records.into_iter().map(|row| row.record.id).collect();
    assert!(listed.contains(&after) && !listed.contains(&before), "{listed:?}");
}

// C-5.2.2.2: an arrival check counts around the day of the visit, and only from somebody who goes or calibrates there.
on_both_engines!(an_arrival_check_is_of_the_day_and_of_who_is_there, Lab::new_on);
async fn an_arrival_check_is_of_the_day_and_of_who_is_there(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let stream = Stream::visit(site.world.visit);
    let ticks = arrival(&site.world, true);
    // The visit is in five days.
    let visit = json!({"number": "V-1", "customer": site.world.customer, "place": site.world.site, "day": "2026-11-25",
        "people": [site.world.lin], "standards": [site.world.standard]});
    let later: VisitId = lab.app.new_id();
    put::<kind::Visit>(&lab, later, {
        let mut later = visit.clone();
        later["number"] = json!("V-2");
        later
    })
    .await;
    site.send(&lab).await;
    let early = site.tablet.force(Stream::visit(later), lab.now(), ticks.clone());
    // Another calibrator, who neither goes nor calibrates there.
    put_over::<kind::Visit>(&lab, site.world.visit, 1, visit).await;
    let only_lin: VisitId = lab.app.new_id();
    let alone = json!({"number": "V-3", "customer": site.world.customer, "place": site.world.site, "day": "2026-11-20",
        "people": [site.world.lin], "standards": []});
    put::<kind::Visit>(&lab, only_lin, alone).await;
    let sun = lab.person("sun").await;
    let mut other = Tablet::enrol(&lab, &sun, 2).await;
    other.exchange(&sun, lab.now()).await;
    let stranger = other.force(Stream::visit(only_lin), lab.now(), ticks.clone());
    other.exchange(&sun, lab.now()).await;
    let honest = site.tablet.force(stream, lab.now(), ticks);
    site.send(&lab).await;
    assert_eq!(outcome(&site.tablet, early), aside("visit_other_day"));
    assert_eq!(outcome(&other, stranger), aside("not_on_visit"));
    assert_eq!(outcome(&site.tablet, honest), EventOutcome::Effective, "the office has moved it since");
}

/// A record read on a tablet of an earlier version, with a standard checked on arrival and not before departure; not signed yet.
fn read_without_departure(lab: &Lab, site: &mut Site) -> RecordId {
    site.tablet.asked = Asked::Made;
    let stream = Stream::visit(site.world.visit);
    for body in [arrival(&site.world, true), Body::BriefingAcknowledged] {
        site.tablet.make(stream, lab.now(), body).expect("a check on arrival and a briefing, no check before departure");
    }
    let record = site.open(lab);
    site.fill(lab, record, "20.1");
    record
}

// C-5.2.2.2: the issue asks again about what surrounded the visit, and the checker's answer stands.
on_both_engines!(what_surrounded_the_visit_is_asked_again_at_the_issue, Lab::new_on);
async fn what_surrounded_the_visit_is_asked_again_at_the_issue(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    let record = read_without_departure(&lab, &mut site);
    site.submit(&lab, record).expect("a signature");
    site.send(&lab).await;
    let chen = lab.person("chen").await;
    let seen = view(&chen, record).await;
    let open = asked(&seen.conditions);
    assert_eq!(open.iter().map(|finding| finding.code.as_ref()).collect::<Vec<_>>(), ["departure_check_missing"]);
    assert_eq!(check(&chen, record, seen.entries.len()).await.problem().code, "conditions_unanswered");
    let words = answers(&open, "checked before the visit of the day before, never unpacked since");
    let checked = check_with(&chen, record, words).await;
    assert!(checked.status.is_success(), "{}", checked.text());
    let draft: DraftView = lab.person("qian").await.get(&path::with(path::RECORD_DRAFT, record)).await;
    let found = draft.conditions.iter().flat_map(|condition| &condition.found);
    let again: Vec<_> = found.filter(|seen| seen.finding.code == "departure_check_missing").collect();
    assert!(again.len() == 1 && again[0].answered.is_some(), "{:?}", draft.conditions);
}

// C-5.2.2.2: a departure check made after the readings says nothing about them.
on_both_engines!(a_departure_check_made_after_the_readings_is_none_for_them, Lab::new_on);
async fn a_departure_check_made_after_the_readings_is_none_for_them(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let record = read_without_departure(&lab, &mut site);
    lab.advance(minutes(1));
    let departs = checked(&site.world, CheckMoment::Departure, true);
    let late = site.tablet.force(Stream::visit(site.world.visit), lab.now(), departs);
    site.submit(&lab, record).expect("a signature");
    site.send(&lab).await;
    assert_eq!(outcome(&site.tablet, late), EventOutcome::Effective);
    let chen = lab.person("chen").await;
    let seen = view(&chen, record).await;
    assert!(codes(&seen).contains(&"departure_check_missing"), "{:?}", codes(&seen));
    check(&chen, record, seen.entries.len()).await.refused("conditions_unanswered");
}

// C-4.5.3, C-5.2.2.2: somebody who was not there cannot report that a standard came back in order, nor take it out of use.
on_both_engines!(who_was_not_there_says_nothing_of_a_standard_that_came_back, Lab::new_on);
async fn who_was_not_there_says_nothing_of_a_standard_that_came_back(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let zheng = manager(&lab).await;
    let (alone, later): (VisitId, VisitId) = (lab.app.new_id(), lab.app.new_id());
    for (visit, number, day) in [(alone, "V-3", "2026-11-20"), (later, "V-2", "2026-11-25")] {
        let body = json!({"number": number, "customer": site.world.customer, "place": site.world.site, "day": day,
            "people": [site.world.lin], "standards": [site.world.standard]});
        put::<kind::Visit>(&lab, visit, body).await;
    }
    let record = site.submitted(&lab).await;
    lab.advance(hours(1));
    let sun = lab.person("sun").await;
    let mut stranger = Tablet::enrol(&lab, &sun, 2).await;
    stranger.exchange(&sun, lab.now()).await;
    let tried = [(CheckMoment::Return, true), (CheckMoment::Return, false), (CheckMoment::Departure, true)];
    let forged = tried.map(|(moment, passed)| stranger.force(Stream::visit(alone), lab.now(), checked(&site.world, moment, passed)));
    stranger.exchange(&sun, lab.now()).await;
    let back = checked(&site.world, CheckMoment::Return, true);
    let early = site.tablet.force(Stream::visit(later), lab.now(), back.clone());
    site.send(&lab).await;
    for event in forged {
        assert_eq!(outcome(&stranger, event), aside("not_on_visit"));
    }
    assert_eq!(outcome(&site.tablet, early), aside("visit_other_day"), "it has not left for it");
    assert_eq!(standard(&zheng, site.world.standard).await.status, StandardStatus::InUse);
    lab.advance(hours(1));
    let fails = checked(&site.world, CheckMoment::Return, false);
    site.tablet.make(Stream::visit(site.world.visit), lab.now(), fails).expect("a check after the return");
    site.send(&lab).await;
    assert_eq!(standard(&zheng, site.world.standard).await.status, StandardStatus::Failed);
    let affected: AffectedView = zheng.get(&path::with(path::STANDARD_AFFECTED, site.world.standard)).await;
    assert_eq!(affected.records.iter().map(|row| row.record.id).collect::<Vec<_>>(), [record], "what was measured is listed");
    // Whoever keeps the standards may check what comes back from any visit.
    let mut keeper = Tablet::enrol(&lab, &zheng, 3).await;
    keeper.exchange(&zheng, lab.now()).await;
    let repaired = keeper.force(Stream::visit(alone), lab.now(), back);
    keeper.exchange(&zheng, lab.now()).await;
    assert_eq!(outcome(&keeper, repaired), EventOutcome::Effective);
}
