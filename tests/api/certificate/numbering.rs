//! Numbers are gap-free and unique whatever happens at once (E20).

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use axum::http::Method;
use backend::app::backup;
use backend::app::numbers::after_restore as numbers;
use backend::state::{App, Clock};
use backend::store::Db;
use base::id::{ItemId, OrderId, RecordId, kind};
use contract::api::certificate::{DraftView, IssueCertificate, IssuedView};
use contract::api::register::{Put, Row, Written};
use contract::api::{Page, path};
use domain::event::body::Body as Event;
use domain::library::body::Body;
use domain::order::Location;
use domain::register::Entry;
use serde_json::json;
use support::lab::PASSWORD;
use support::tablet::opened;
use support::tamper::Tamperer;
use support::world::{World, both, put, put_over};
use support::{Answer, Client, Engine, Lab, attack, on_both_engines};

use super::{Desk, issue, words_for};
use crate::record::{check, view};

const RECORDS: usize = 25;

// C-5.4.1 a: 50 issues at once, two for each record; one of each pair must fail.
on_both_engines!(fifty_issues_at_once_leave_no_gap_and_give_no_number_twice, Lab::new_on);
async fn fifty_issues_at_once_leave_no_gap_and_give_no_number_twice(lab: Lab) {
    let mut desk = Desk::new(&lab).await;
    let records = many(&lab, &mut desk).await;
    let mut all = tokio::task::JoinSet::new();
    for record in records {
        let draft = draft(&desk, record).await;
        for _ in 0..2 {
            let (qian, draft) = (desk.qian.clone(), draft.clone());
            all.spawn(async move { issue(&qian, record, &draft, "original").await });
        }
    }
    let mut numbers = BTreeSet::new();
    let mut refused = 0;
    while let Some(answer) = all.join_next().await {
        let answer = answer.expect("an answer");
        if answer.status.is_success() {
            let issued: IssuedView = answer.success();
            assert!(numbers.insert(issued.number.clone()), "{} twice", issued.number);
        } else {
            answer.refused("issue_already_issued");
            refused += 1;
        }
    }
    let expected: BTreeSet<String> = (1..=RECORDS).map(|n| format!("EC2026-{n:05}")).collect();
    assert_eq!((numbers, refused), (expected, RECORDS));
}

/// Where an issue is made to fail once it has its number: at the certificate, at what follows it, at the commit.
const MOMENTS: [&str; 3] = ["inserted", "late", "commit"];

const LITE: [&str; 4] = [
    "CREATE TABLE bound (id TEXT PRIMARY KEY, other TEXT REFERENCES bound (id) DEFERRABLE INITIALLY DEFERRED)",
    "CREATE TRIGGER injected_inserted AFTER INSERT ON certificates \
     WHEN EXISTS (SELECT 1 FROM doomed d WHERE d.record_id = NEW.record_id AND d.moment = 'inserted') \
     BEGIN SELECT RAISE(ABORT, 'injected'); END",
    "CREATE TRIGGER injected_late AFTER UPDATE ON records \
     WHEN EXISTS (SELECT 1 FROM doomed d WHERE d.record_id = NEW.id AND d.moment = 'late') \
     BEGIN SELECT RAISE(ABORT, 'injected'); END",
    "CREATE TRIGGER injected_commit AFTER INSERT ON certificates \
     WHEN EXISTS (SELECT 1 FROM doomed d WHERE d.record_id = NEW.record_id AND d.moment = 'commit') \
     BEGIN INSERT INTO bound VALUES (NEW.id, 'nobody'); END",
];

const POSTGRES: [&str; 4] = [
    "CREATE FUNCTION injected() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN \
     IF EXISTS (SELECT 1 FROM doomed d WHERE d.moment = TG_ARGV[0] AND d.record_id = to_jsonb(NEW) ->> TG_ARGV[1]) \
     THEN RAISE EXCEPTION 'injected'; END IF; RETURN NULL; END $$",
    "CREATE TRIGGER injected_inserted AFTER INSERT ON certificates FOR EACH ROW EXECUTE FUNCTION injected('inserted', 'record_id')",
    "CREATE TRIGGER injected_late AFTER UPDATE ON records FOR EACH ROW EXECUTE FUNCTION injected('late', 'id')",
    "CREATE CONSTRAINT TRIGGER injected_commit AFTER INSERT ON certificates DEFERRABLE INITIALLY DEFERRED \
     FOR EACH ROW EXECUTE FUNCTION injected('commit', 'record_id')",
];

async fn doom(owner: &Db, url: &str, records: &[RecordId]) {
    attack::run(owner, "CREATE TABLE doomed (record_id TEXT, moment TEXT)".to_owned()).await.expect("a list of the doomed");
    let triggers = if url.starts_with("sqlite:") { LITE } else { POSTGRES };
    for trigger in triggers {
        attack::run(owner, trigger.to_owned()).await.expect(trigger);
    }
    for (record, moment) in records.iter().zip(MOMENTS.iter().cycle()) {
        attack::run(owner, format!("INSERT INTO doomed VALUES ('{record}', '{moment}')")).await.expect("one of the doomed");
    }
}

/// Removes what made the issues fail.
async fn spare(owner: &Db, url: &str) {
    let lite = url.starts_with("sqlite:");
    let on = |table: &str| if lite { String::new() } else { format!(" ON {table}") };
    for (trigger, table) in [("injected_inserted", "certificates"), ("injected_late", "records"), ("injected_commit", "certificates")] {
        attack::run(owner, format!("DROP TRIGGER {trigger}{}", on(table))).await.expect(trigger);
    }
    let rest = if lite { ["DROP TABLE bound", "DROP TABLE doomed"] } else { ["DROP FUNCTION injected()", "DROP TABLE doomed"] };
    for statement in rest {
        attack::run(owner, statement.to_owned()).await.expect(statement);
    }
}

// C-5.4.1 a: an issue that fails once it has its number gives the number back, whatever else is issued at the same time.
on_both_engines!(issues_that_fail_with_their_number_in_hand_leave_no_gap, Lab::new_on);
async fn issues_that_fail_with_their_number_in_hand_leave_no_gap(lab: Lab) {
    let mut desk = Desk::new(&lab).await;
    let records = many(&lab, &mut desk).await;
    let (doomed, others) = records.split_at(9);
    let owner = Db::open(lab.owner_url()).await.expect("the database opens");
    doom(&owner, lab.owner_url(), doomed).await;
    let mut numbers = BTreeSet::new();
    let stormy = at_once(&desk, &records).await;
    assert!(doomed.iter().all(|record| !stormy.contains_key(record)), "what was made to fail has failed");
    numbers.extend(stormy.into_values());
    // A failed commit also fails whatever shared it: those are issued at the next try.
    attack::run(&owner, "DELETE FROM doomed WHERE moment = 'commit'".to_owned()).await.expect("commits succeed again");
    let calm = at_once(&desk, others).await;
    numbers.extend(calm.into_values());
    assert!(numbers.len() >= others.len());
    attack::run(&owner, "DELETE FROM doomed".to_owned()).await.expect("everything succeeds again");
    numbers.extend(at_once(&desk, &records).await.into_values());
    let expected: BTreeSet<String> = (1..=RECORDS).map(|n| format!("EC2026-{n:05}")).collect();
    assert_eq!(numbers, expected);
    spare(&owner, lab.owner_url()).await;
    owner.close().await;
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

// C-5.4.1 a: a number already given under an earlier pattern is skipped.
on_both_engines!(a_new_pattern_that_meets_an_old_number_passes_it_over, Lab::new_on);
async fn a_new_pattern_that_meets_an_old_number_passes_it_over(lab: Lab) {
    let mut desk = Desk::new(&lab).await;
    let records = some(&lab, &mut desk, 2).await;
    assert_eq!(number(&desk, records[0]).await, "EC2026-00001");
    pattern(&lab, "EC2026-0000{seq}").await;
    assert_eq!(number(&desk, records[1]).await, "EC2026-00002");
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

// C-5.4.1 a: what was issued since the backup is not in it, but its number is on paper.
on_both_engines!(a_number_given_out_since_the_backup_is_not_given_again, Lab::new_on);
async fn a_number_given_out_since_the_backup_is_not_given_again(lab: Lab) {
    let mut desk = Desk::new(&lab).await;
    let records = some(&lab, &mut desk, 3).await;
    assert_eq!(number(&desk, records[0]).await, "EC2026-00001");
    let file = lab.folder().join("one.backup");
    backup::backup(&lab.app, &file).await.expect("a backup");
    assert_eq!(number(&desk, records[1]).await, "EC2026-00002");

    let (other, qian) = restored(&lab, &file).await;
    let draft: DraftView = qian.get(&path::with(path::RECORD_DRAFT, records[2])).await;
    assert!(draft.refusals.iter().any(|finding| finding.code == "numbers_unsettled"), "{:?}", draft.refusals);
    let refused = issue(&qian, records[2], &draft, "original").await.refused("numbers_unsettled");
    assert_eq!((refused.status, refused.clause.as_deref()), (409, Some("C-5.4.1")));
    for wrong in ["HZ2026-00002", "EC2026-00000", "EC2026-99999", "EC2027-00002", ""] {
        numbers::settle(&other.app, wrong).await.expect_err(wrong);
    }
    let had = numbers::settle(&other.app, "EC2026-00000").await.expect_err("an earlier one");
    assert!(format!("{had:?}").contains("EC2026-00001 is in the backup already"), "{had:?}");
    issue(&qian, records[2], &draft, "original").await.refused("numbers_unsettled");

    let after = numbers::settle(&other.app, " EC2026-00002 ").await.expect("settled");
    assert_eq!(after.as_deref(), Some("EC2026-00002"));
    let draft: DraftView = qian.get(&path::with(path::RECORD_DRAFT, records[2])).await;
    assert_eq!(draft.refusals, []);
    assert_eq!(issue(&qian, records[2], &draft, "original").await.success::<IssuedView>().number, "EC2026-00003");
    let told = "SELECT detail FROM audit WHERE noun = 'backups' AND action = 'numbers_settled'";
    let told: serde_json::Value = serde_json::from_str(&Tamperer::new(&other).await.text(told).await).expect("JSON");
    assert_eq!(told, json!({"last": "EC2026-00002", "raised": {"sequence": "EC2026-#", "from": 2, "to": 2}}));
    assert_eq!(crate::verify::walk(&other).await.broken, []);
}

// C-5.4.1 a: where no number was given, none can be given twice; and nothing may have been issued since.
#[tokio::test]
async fn numbers_go_on_where_nothing_was_issued_since_the_backup() {
    let lab = Lab::new_on(Engine::Sqlite).await;
    let mut desk = Desk::new(&lab).await;
    let records = some(&lab, &mut desk, 2).await;
    let number_of = async |qian: &Client, record: RecordId| {
        let draft: DraftView = qian.get(&path::with(path::RECORD_DRAFT, record)).await;
        issue(qian, record, &draft, "original").await.success::<IssuedView>().number
    };
    numbers::settle(&lab.app, "none").await.expect_err("nothing was restored here");
    let file = lab.folder().join("before.backup");
    backup::backup(&lab.app, &file).await.expect("a backup");
    let (_other, qian) = restored(&lab, &file).await;
    assert_eq!(number_of(&qian, records[0]).await, "EC2026-00001");

    assert_eq!(number(&desk, records[0]).await, "EC2026-00001");
    let file = lab.folder().join("after.backup");
    backup::backup(&lab.app, &file).await.expect("a backup");
    let (other, qian) = restored(&lab, &file).await;
    assert_eq!(numbers::settle(&other.app, "none").await.expect("settled"), None);
    assert_eq!(number_of(&qian, records[1]).await, "EC2026-00002");
    assert_eq!(crate::verify::walk(&other).await.broken, []);
}

/// The backup on another server, and its signatory there.
async fn restored(lab: &Lab, file: &Path) -> (Lab, Client) {
    let other = Lab::empty_on(Engine::Sqlite).await;
    other.advance(lab.now().millis_since(other.now()));
    backup::restore(&other.app, file).await.expect("restored");
    let qian = other.person("qian").await;
    (other, qian)
}

// C-5.4.1 a: who reads "ec2026-00001" means "EC2026-00001". The form of the profile says so; with a profile that was entered without
// that rule, the draft does, and nothing is issued.
on_both_engines!(a_number_that_reads_like_one_that_was_given_is_never_given, Lab::new_on);
async fn a_number_that_reads_like_one_that_was_given_is_never_given(lab: Lab) {
    let mut desk = Desk::new(&lab).await;
    let records = some(&lab, &mut desk, 2).await;
    assert_eq!(number(&desk, records[0]).await, "EC2026-00001");
    for like in ["ec{year}-{seq:5}", "EC {year}-{seq:5}", "Ec{year}-0000{seq}", "E.C.{year}/{seq:5}", "EC{year}0{seq:4}"] {
        let refused = patterned(&lab, like).await.refused("entry_invalid");
        let told = &refused.findings[0];
        assert_eq!((told.code.as_ref(), told.path.as_str()), ("number_reads_like_another", "number_pattern"), "{like}");
        assert_eq!(told.params["given"], "EC2026-00001", "{like}");
    }
    let row = profile(&lab).await;
    let old = serde_json::to_value(Body { number_pattern: "ec{year}-{seq:5}".to_owned(), ..row.body }).expect("JSON");
    put_over::<kind::Body>(&lab, row.id, row.revision, old).await;
    let draft = draft(&desk, records[1]).await;
    assert_eq!(draft.refusals.iter().map(|refusal| refusal.code.as_ref()).collect::<Vec<_>>(), ["number_reads_like_another"]);
    let refused = issue(&desk.qian, records[1], &draft, "original").await.refused("number_reads_like_another");
    assert_eq!((refused.params["number"].as_str(), refused.clause.as_deref()), ("ec2026-00001", Some("C-5.4.1 a")));
    // Nobody is kept from changing the rest of such a profile.
    let row = profile(&lab).await;
    let body = Body { telephone: "+86 571 0002".to_owned(), ..row.body };
    let put = Put { revision: row.revision, reason: "another telephone".to_owned(), body };
    let admin = lab.person("admin").await;
    let written = admin.send(Method::PUT, &path::with2(path::REGISTER_ENTRY, Body::NOUN, row.id), &put).await.success::<Written<Body>>();
    assert_eq!(written.findings.iter().map(|told| told.code.as_ref()).collect::<Vec<_>>(), ["number_reads_like_another"]);
    pattern(&lab, "{seq}/{year}").await;
    assert_eq!(number(&desk, records[1]).await, "1/2026");
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

async fn profile(lab: &Lab) -> Row<Body> {
    let bodies: Page<Row<Body>> = lab.person("admin").await.get(&path::with(path::REGISTER, Body::NOUN)).await;
    bodies.rows.into_iter().next().expect("the profile")
}

/// The administrator enters another pattern of numbers.
async fn patterned(lab: &Lab, pattern: &str) -> Answer {
    let row = profile(lab).await;
    let body = Body { number_pattern: pattern.to_owned(), ..row.body };
    let put = Put { revision: row.revision, reason: "numbers".to_owned(), body };
    lab.person("admin").await.send(Method::PUT, &path::with2(path::REGISTER_ENTRY, Body::NOUN, row.id), &put).await
}

async fn pattern(lab: &Lab, pattern: &str) {
    patterned(lab, pattern).await.success::<Written<Body>>();
}

async fn draft(desk: &Desk, record: RecordId) -> DraftView {
    desk.qian.get(&path::with(path::RECORD_DRAFT, record)).await
}

async fn number(desk: &Desk, record: RecordId) -> String {
    let draft = draft(desk, record).await;
    let (seen, stated, password) = (draft.seen, draft.stated, PASSWORD.to_owned());
    // A pattern that was changed after the check is answered for.
    let command = IssueCertificate { seen, stated, kind: "original".to_owned(), password, answers: words_for(&draft.conditions) };
    desk.qian.post::<IssuedView>(&path::with(path::RECORD_ISSUE, record), &command).await.number
}

// E20: servers hold no state; two of them on one database give each number once and leave none out.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_servers_on_one_database_give_one_row_of_numbers() {
    let lab = Lab::new_on(Engine::Postgres).await;
    let mut desk = Desk::new(&lab).await;
    let records = some(&lab, &mut desk, 8).await;
    let other = beside(&lab).await;
    let mut all = tokio::task::JoinSet::new();
    for (n, record) in records.iter().copied().enumerate() {
        let draft = draft(&desk, record).await;
        let here = if n % 2 == 0 { desk.qian.clone() } else { desk.qian.moved(&other.router) };
        all.spawn(async move { issue(&here, record, &draft, "original").await.success::<IssuedView>().number });
    }
    let mut numbers = BTreeSet::new();
    while let Some(number) = all.join_next().await {
        assert!(numbers.insert(number.expect("an answer")), "{numbers:?}");
    }
    assert_eq!(numbers, (1..=8).map(|n| format!("EC2026-{n:05}")).collect());
    assert_eq!(crate::verify::walk(&lab).await.broken, []);
}

/// Another server, with its own connections.
pub async fn beside(lab: &Lab) -> Lab {
    let db = Db::open(lab.database_url()).await.expect("the database opens");
    lab.beside(App::new(db, lab.app.files.clone(), Clock::manual(lab.now()), lab.app.config.clone()))
}

/// Records that the checker has signed.
async fn many(lab: &Lab, desk: &mut Desk) -> Vec<RecordId> {
    some(lab, desk, RECORDS).await
}

/// Further items of the world's customer.
async fn items(lab: &Lab, world: &World, count: usize) -> Vec<ItemId> {
    let mut items = Vec::new();
    for n in 0..count {
        let id: ItemId = lab.app.new_id();
        let item = json!({"customer": world.customer, "identification": format!("EC-1{n:03}"), "name": both("卡尺", "Calliper"),
            "model": "0-150", "manufacturer": "Mitutoyo", "serial_number": format!("9{n:03}")});
        put::<kind::Item>(lab, id, item).await;
        items.push(id);
    }
    items
}

/// Each of an item of its own: one item is not certified twice within a month, unasked (C-5.5.3).
async fn some(lab: &Lab, desk: &mut Desk, count: usize) -> Vec<RecordId> {
    let items = items(lab, &desk.site.world, count - 1).await;
    let order: OrderId = lab.app.new_id();
    let lines = items.iter().map(|item| desk.site.world.line(*item)).collect();
    put::<kind::Order>(lab, order, desk.site.world.accepted("O-1", Location::Site, lines)).await;
    desk.site.world.order = order;
    desk.site.send_only(lab).await;
    let mut records: Vec<RecordId> = vec![desk.record];
    for item in items {
        let pack = desk.site.tablet.pack();
        let mut begun = opened(pack, Some(desk.site.world.visit));
        let known = pack.items.iter().find(|known| known.id == item).expect("the item is in the pack");
        (begun.item.id, begun.item.item) = (item, known.body.clone());
        let record = desk.site.begin(lab, Event::Opened(Box::new(begun)), "S-01");
        desk.site.fill_and_sign(lab, record);
        records.push(record);
    }
    desk.site.send_only(lab).await;
    for (line, record) in (0..).zip(&records[1..]) {
        desk.site.world.place_under(lab, *record, line).await;
    }
    for record in &records[1..] {
        let seen = view(&desk.chen, *record).await.entries.len();
        assert!(check(&desk.chen, *record, seen).await.status.is_success());
    }
    records
}

/// Two issues for each record, all at once: the numbers that were answered, by record.
async fn at_once(desk: &Desk, records: &[RecordId]) -> BTreeMap<RecordId, String> {
    let mut seen = Vec::new();
    for record in records {
        seen.push((*record, draft(desk, *record).await));
    }
    let mut all = tokio::task::JoinSet::new();
    for (record, draft) in seen.into_iter().flat_map(|one| [one.clone(), one]) {
        let qian = desk.qian.clone();
        all.spawn(async move { (record, issue(&qian, record, &draft, "original").await) });
    }
    let mut numbers = BTreeMap::new();
    while let Some(answered) = all.join_next().await {
        let (record, answer) = answered.expect("an answer");
        if answer.status.is_success() {
            let issued: IssuedView = answer.success();
            assert_eq!(numbers.insert(record, issued.number), None, "one original for each record");
        }
    }
    numbers
}
