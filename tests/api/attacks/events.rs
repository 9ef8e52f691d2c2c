//! What nobody may do by a route, nobody does by an event.

use base::id::{EventId, ItemId, RecordId, VisitId, kind};
use base::text::Bilingual;
use contract::api::path;
use contract::api::register::Row;
use contract::sync::EventOutcome;
use domain::access::Role;
use domain::access::event::may_make;
use domain::event::body::{Body, Value};
use domain::event::{EventKind, Hash, Stream};
use domain::item::Item;
use domain::record::finding::RecordFinding;
use domain::register::Entry;
use domain::visit::{CheckMoment, StandardCheck};
use measurement::Results;
use serde_json::json;
use support::tablet::{enter, equip, opening, submission};
use support::world::{both, put, put_over};
use support::{Client, Lab, Tablet, World, on_both_engines};

use crate::certificate::{change, employ};
use crate::record::{READING, Site};

/// What became of an event of this tablet.
fn outcome(tablet: &Tablet, event: EventId) -> EventOutcome {
    tablet.disk.outcomes[&event].clone()
}

fn set_aside(code: &str) -> EventOutcome {
    EventOutcome::SetAside { code: code.to_owned() }
}

/// An event of a kind, with its stream; complete by construction.
fn example(site: &Site, tablet: &Tablet, record: RecordId, kind: EventKind) -> (Stream, Body) {
    let (on_record, world) = (Stream::record(record), &site.world);
    let event = record.cast();
    let text = || "as it was".to_owned();
    let name = || Bilingual { zh: "sun".into(), en: "sun".into() };
    let Body::Equipped { slot, standard } = equip(site.tablet.pack(), "S-01") else { panic!("a standard") };
    let body = match kind {
        EventKind::Opened => return (Stream::record(record.cast()), opening(site.tablet.pack(), None)),
        EventKind::Joined => Body::Joined { person: world.sun, name: name() },
        EventKind::Equipped => Body::Equipped { slot, standard },
        EventKind::Reequipped => Body::Reequipped { slot, standard, reason: text() },
        EventKind::Entered => enter(READING, "20.00", "mm"),
        EventKind::Amended => Body::Amended { amends: event, after: Value::NotObserved { reason: text() }, reason: text() },
        EventKind::Withdrawn => Body::Withdrawn { amends: event, reason: text() },
        EventKind::Adjusted => Body::Adjusted { consent: text(), what: text(), seal: text() },
        EventKind::Deviation => Body::Deviation { what: text(), consent: text(), path: String::new() },
        EventKind::Attached => Body::Attached {
            path: "record".to_owned(),
            sha256: Hash::of(b"photo"),
            media_type: "image/png".to_owned(),
            size: 5,
            name: text(),
        },
        EventKind::Remarked => Body::Remarked { path: "record".to_owned(), text: text() },
        EventKind::CustomerConfirmed => Body::CustomerConfirmed { name: text(), signature: "1,2 3,4".to_owned() },
        EventKind::Submitted => {
            Body::Submitted { head: Hash::ZERO, results: Box::new(Results::default()), engine_version: text(), statement: text() }
        }
        EventKind::Returned => {
            Body::Returned { findings: vec![RecordFinding { id: record.cast(), path: "record".to_owned(), text: text() }] }
        }
        EventKind::Answered => Body::Answered { finding: record.cast(), text: text() },
        EventKind::Checked => Body::Checked { statement: text() },
        EventKind::Reopened => Body::Reopened { case: record.cast(), reason: text() },
        EventKind::Abandoned => Body::Abandoned { reason: text() },
        EventKind::TakenUp => Body::TakenUp { reason: text() },
        EventKind::TakenOff => Body::TakenOff { person: tablet.person, reason: text() },
        EventKind::Chosen => Body::Chosen { event, reason: text() },
        EventKind::Sealed => Body::Sealed { what: text(), seal: text() },
        EventKind::StandardChecked(moment) => return (Stream::visit(world.visit), checked(world, moment)),
        EventKind::BriefingAcknowledged => return (Stream::visit(world.visit), Body::BriefingAcknowledged),
        EventKind::ItemFound => return (Stream::item(record.cast()), Body::ItemFound(Box::new(site.tablet.pack().items[0].body.clone()))),
        EventKind::ItemCorrected => {
            let (field, before, after) = ("model".to_owned(), "0-150".to_owned(), "0-200".to_owned());
            return (Stream::item(world.item), Body::ItemCorrected { field, before, after });
        }
    };
    (on_record, body)
}

fn checked(world: &World, moment: CheckMoment) -> Body {
    let (working, protected_or_settled, passed) = (true, true, true);
    Body::StandardChecked(StandardCheck { standard: world.standard, moment, working, protected_or_settled, passed, remark: String::new() })
}

/// Who makes events of a kind, as the laboratory has it.
fn makers(kind: EventKind) -> &'static [Role] {
    use Role::{Administrator, Calibrator, Checker, Office, Signatory, TechnicalManager};
    match kind {
        EventKind::Opened
        | EventKind::Joined
        | EventKind::Equipped
        | EventKind::Reequipped
        | EventKind::Entered
        | EventKind::Amended
        | EventKind::Withdrawn
        | EventKind::Adjusted
        | EventKind::Deviation
        | EventKind::Attached
        | EventKind::Remarked
        | EventKind::CustomerConfirmed
        | EventKind::Submitted
        | EventKind::Answered
        | EventKind::Chosen
        | EventKind::Sealed
        | EventKind::StandardChecked(CheckMoment::Arrival) => &[Calibrator],
        EventKind::StandardChecked(CheckMoment::Departure | CheckMoment::Return) => &[Calibrator, TechnicalManager],
        EventKind::BriefingAcknowledged => &[Administrator, Office, Calibrator, Checker, Signatory, TechnicalManager],
        EventKind::Abandoned | EventKind::TakenUp => &[Calibrator, TechnicalManager],
        EventKind::TakenOff => &[Calibrator, Office, TechnicalManager],
        EventKind::ItemFound | EventKind::ItemCorrected => &[Calibrator, Office],
        EventKind::Returned => &[Checker, Signatory],
        EventKind::Checked => &[Checker],
        EventKind::Reopened => &[Office, Signatory, TechnicalManager],
    }
}

// C-5.5.4, C-5.2.2.2, C-5.3.2: every kind of event by every role, on a tablet without rules of its own.
on_both_engines!(each_role_makes_exactly_the_events_that_the_table_gives_it, Lab::new_on);
async fn each_role_makes_exactly_the_events_that_the_table_gives_it(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let record = site.open(&lab);
    site.send(&lab).await;
    let mut counted = 0;
    for (n, role) in (40..).zip(Role::ALL) {
        for kind in EventKind::ALL {
            assert_eq!(may_make(&[role], kind), makers(kind).contains(&role), "{kind:?} as {role:?}");
        }
        if role == Role::Customer {
            // Without a tablet: what enrols one is for staff.
            continue;
        }
        let name = format!("{role:?}").to_lowercase();
        let client = crate::people::person(&lab, &name, &[role]).await;
        let mut tablet = Tablet::enrol(&lab, &client, n).await;
        tablet.exchange(&client, lab.now()).await;
        let mut made = Vec::new();
        for kind in EventKind::ALL {
            let (stream, body) = example(&site, &tablet, record, kind);
            let stream = if kind == EventKind::Opened { Stream::record(tablet.new_id(lab.now())) } else { stream };
            let stream = if kind == EventKind::ItemFound { Stream::item(tablet.new_id(lab.now())) } else { stream };
            made.push((kind, tablet.force(stream, lab.now(), body)));
        }
        tablet.exchange(&client, lab.now()).await;
        for (kind, event) in made {
            let (became, may) = (outcome(&tablet, event), makers(kind).contains(&role));
            assert!(may || became != EventOutcome::Effective, "{kind:?} counts as {role:?}");
            assert!(!may || became != set_aside("not_for_role"), "{kind:?} as {role:?}");
            counted += u32::from(became == EventOutcome::Effective);
        }
    }
    assert!(counted > 5, "some of it counts, so that the walk shows something: {counted}");
}

// C-5.5.2: what computed the results stands on the record's page: a version, and no other text.
on_both_engines!(what_computed_the_results_is_named_by_a_version_alone, Lab::new_on);
async fn what_computed_the_results_is_named_by_a_version_alone(lab: Lab) {
    let mut site = Site::new(&lab).await;
    site.arrive(&lab, true);
    let record = site.open(&lab);
    site.fill(&lab, record, "20.1");
    let signed = submission(&site.tablet.record(record).expect("the record"));
    let with = |text: &str| {
        let mut body = signed.clone();
        if let Body::Submitted { engine_version, .. } = &mut body {
            text.clone_into(engine_version);
        }
        body
    };
    let texts = ["", "1.2.0 (looked at by the office)", "1.2.0\u{202e}", &"9".repeat(200)].map(with);
    for body in &texts {
        assert_eq!(site.make(&lab, record, body.clone()), Err("engine_version_malformed".to_owned()));
    }
    let forced = texts.map(|body| site.tablet.force(Stream::record(record), lab.now(), body));
    site.send(&lab).await;
    for event in forced {
        assert_eq!(outcome(&site.tablet, event), set_aside("engine_version_malformed"));
    }
    site.submit(&lab, record).expect("a signature");
}

// C-5.2.2.2: who manages people and who writes orders looks at no standard.
on_both_engines!(neither_administrator_nor_office_checks_a_standard_on_arrival, Lab::new_on);
async fn neither_administrator_nor_office_checks_a_standard_on_arrival(lab: Lab) {
    let site = Site::new(&lab).await;
    employ(&lab, "wu", &[Role::Office], None).await;
    for (n, who) in [(50, "admin"), (51, "wu")] {
        let client = lab.person(who).await;
        let mut tablet = Tablet::enrol(&lab, &client, n).await;
        tablet.exchange(&client, lab.now()).await;
        // Even where they go along.
        let visit: VisitId = lab.app.new_id();
        let planned = json!({"number": format!("V-{who}"), "customer": site.world.customer, "place": site.world.site,
            "day": "2026-11-20", "people": [tablet.person], "standards": [site.world.standard]});
        put(&lab, visit, planned).await;
        let forged = tablet.force(Stream::visit(visit), lab.now(), checked(&site.world, CheckMoment::Arrival));
        tablet.exchange(&client, lab.now()).await;
        assert_eq!(outcome(&tablet, forged), set_aside("not_for_role"), "{who}");
    }
}

async fn kept(client: &Client, item: ItemId) -> Item {
    client.get::<Row<Item>>(&path::with2(path::REGISTER_ENTRY, Item::NOUN, item)).await.body
}

// C-5.3.2, C-5.3.3
on_both_engines!(an_administrator_neither_finds_nor_corrects_an_item, Lab::new_on);
async fn an_administrator_neither_finds_nor_corrects_an_item(lab: Lab) {
    let site = Site::new(&lab).await;
    let admin = lab.person("admin").await;
    let mut tablet = Tablet::enrol(&lab, &admin, 52).await;
    tablet.exchange(&admin, lab.now()).await;
    let item = site.world.item;
    let (field, before, after) = ("serial_number".to_owned(), "7741".to_owned(), "666".to_owned());
    let corrected = tablet.force(Stream::item(item), lab.now(), Body::ItemCorrected { field, before, after });
    let fresh: ItemId = tablet.new_id(lab.now());
    let found = tablet.force(Stream::item(fresh), lab.now(), Body::ItemFound(Box::new(site.tablet.pack().items[0].body.clone())));
    tablet.exchange(&admin, lab.now()).await;
    assert_eq!(outcome(&tablet, corrected), set_aside("not_for_role"));
    assert_eq!(outcome(&tablet, found), set_aside("not_for_role"));
    assert_eq!(kept(&admin, item).await.serial_number, "7741");
}

// C-5.5.4: what is struck through must have stood there.
on_both_engines!(a_correction_of_what_never_stood_there_is_set_aside, Lab::new_on);
async fn a_correction_of_what_never_stood_there_is_set_aside(lab: Lab) {
    let mut site = Site::new(&lab).await;
    let stream = Stream::item(site.world.item);
    let corrected = |field: &str, before: &str, after: &str| Body::ItemCorrected {
        field: field.to_owned(),
        before: before.to_owned(),
        after: after.to_owned(),
    };
    let forged = corrected("serial_number", "0001", "666");
    assert_eq!(site.tablet.make(stream, lab.now(), forged.clone()), Err("item_before_unknown".to_owned()));
    let lies =
        [forged, corrected("serial_number", "", "666"), corrected("model", "7741", "666"), corrected("manufacturer", "0-150", "666")];
    let lies = lies.map(|body| site.tablet.force(stream, lab.now(), body));
    let honest = site.tablet.make(stream, lab.now(), corrected("serial_number", "7741", "7742")).expect("what the register says");
    let again = site.tablet.make(stream, lab.now(), corrected("serial_number", "7742", "7743")).expect("what was corrected");
    site.send(&lab).await;
    for lie in lies {
        assert_eq!(outcome(&site.tablet, lie), set_aside("item_before_unknown"));
    }
    assert_eq!([honest, again].map(|event| outcome(&site.tablet, event)), [EventOutcome::Effective, EventOutcome::Effective]);
    assert_eq!(kept(&site.lin, site.world.item).await.serial_number, "7743");
    // What the office has corrected since the job pack was made stood there too.
    employ(&lab, "wu", &[Role::Office], None).await;
    change(&lab.person("wu").await, site.world.item, json!({"model": "0-200"})).await;
    let older = site.tablet.make(stream, lab.now(), corrected("model", "0-150", "0-300")).expect("as the job pack has it");
    site.send(&lab).await;
    assert_eq!(outcome(&site.tablet, older), EventOutcome::Effective);
}

// C-4.3.1: a role given since makes nothing count that was made before it, and one taken away ends it.
on_both_engines!(a_role_counts_when_it_is_held, Lab::new_on);
async fn a_role_counts_when_it_is_held(lab: Lab) {
    let site = Site::new(&lab).await;
    let with = |roles: &[Role]| {
        json!({"name": both("", "stand-in"), "sign_in": "stand-in", "title_level": "senior", "roles": roles, "active": true,
            "authorisations": [{"service": site.world.service, "activity": "calibrate", "validity": {"from": "2020-01-01"}}]})
    };
    crate::people::enter(&lab, "stand-in", &[Role::Office], false).await;
    let client = lab.person("stand-in").await;
    let stand_in = client.session().await.person;
    let mut tablet = Tablet::enrol(&lab, &client, 53).await;
    tablet.exchange(&client, lab.now()).await;
    let begin = |tablet: &mut Tablet| {
        let record: RecordId = tablet.new_id(lab.now());
        let mut opened = support::tablet::opened(site.tablet.pack(), None);
        opened.calibrators[0].person = stand_in;
        opened.calibrators[0].name = Bilingual { zh: String::new(), en: "stand-in".to_owned() };
        tablet.force(Stream::record(record), lab.now(), Body::Opened(Box::new(opened)))
    };
    let before = begin(&mut tablet);
    lab.advance(support::minutes(5));
    put_over::<kind::Person>(&lab, stand_in, 1, with(&[Role::Office, Role::Calibrator])).await;
    lab.advance(support::minutes(5));
    let while_held = begin(&mut tablet);
    tablet.exchange(&client, lab.now()).await;
    assert_eq!(outcome(&tablet, before), set_aside("not_for_role"), "made before the role was given");
    assert_eq!(outcome(&tablet, while_held), EventOutcome::Effective);
    let late = begin(&mut tablet);
    put_over::<kind::Person>(&lab, stand_in, 2, with(&[Role::Office])).await;
    tablet.exchange(&client, lab.now()).await;
    assert_eq!(outcome(&tablet, late), set_aside("not_for_role"), "taken away before it was sent");
}
