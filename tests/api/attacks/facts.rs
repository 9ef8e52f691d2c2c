//! Facts of cases that were changed, erased, moved, added or rewritten in the tables, and what lists say of cases.

use axum::http::Method;
use backend::app::Error;
use backend::app::case::lift;
use backend::app::verify::Fault;
use backend::store::Tx;
use backend::store::case::{self as store, Lifted};
use base::id::{CaseId, CustomerId, kind};
use contract::api::case::{CaseRow, CaseView};
use contract::api::record::TakeFacts;
use contract::api::{Page, path};
use domain::access::Role;
use domain::case::{Acts, By, Entry, Text};
use domain::certificate::correction::Correction;
use domain::certificate::origin::Origin;
use domain::event::Hash;
use serde_json::{Value, json};
use support::case::told;
use support::tamper::Tamperer;
use support::{Lab, minutes, on_both_engines};

use super::insiders::{faults, inside, named};
use super::resealed::fault;
use crate::certificate::{Desk, change, employ};
use crate::people;

/// A correction of office facts that was checked and closed.
async fn corrected(lab: &Lab) -> (Desk, CaseId) {
    let desk = Desk::new(lab).await;
    let original = desk.issued("original").await;
    let case: Correction = desk.open(&original, Origin::Office).await.success();
    change(&desk.wu, desk.site.world.item, json!({"serial_number": "7742"})).await;
    desk.case_checked().await;
    desk.issued("replacement").await;
    assert_eq!(faults(lab).await, Vec::<String>::new());
    (desk, case.id.cast())
}

fn place(case: CaseId, seq: u64) -> String {
    format!("case correction {case} fact {seq}")
}

async fn facts_of(lab: &Lab, case: CaseId) -> Vec<Entry> {
    inside(lab, move |tx| Box::pin(async move { store::facts(tx, case).await })).await
}

/// Writes a case's facts anew as the server would, each changed, and chained to one another; with the audit trail where that is wanted, and
/// with what lists are searched by.
pub(super) async fn rewritten(
    lab: &Lab,
    tamperer: &mut Tamperer,
    case: CaseId,
    audited: bool,
    change: fn(&mut Text<Value>, &Value),
    with: Value,
) {
    let entries = facts_of(lab, case).await;
    if audited {
        tamperer.run(&format!("DELETE FROM audit WHERE noun = 'cases' AND object_id = '{case}'")).await;
    }
    tamperer.run(&format!("DELETE FROM case_facts WHERE case_id = '{case}'")).await;
    let anew = lab.app.db.write::<_, Error, _>(move |tx: &mut Tx| {
        let (entries, with) = (entries.clone(), with.clone());
        Box::pin(async move {
            let mut head = entries[0].prev;
            for before in entries {
                let mut says: Text<Value> = serde_json::from_str(&before.text).expect("a fact");
                change(&mut says, &with);
                says.head = head;
                let text = serde_json::to_string(&says).expect("JSON");
                let entry = Entry { prev: head, fact_hash: Hash::of(text.as_bytes()), text, ..before };
                head = entry.hash();
                store::append(tx, &entry, &Lifted::of(&says.by, says.key)).await?;
                if audited {
                    told(tx, &entry).await?;
                }
            }
            Ok(())
        })
    });
    anew.await.expect("the facts are written anew");
    lift::all(&lab.app.db).await.expect("the lists say so too");
}

/// Puts a value at the place of another in the fact that opened the case.
fn opening(says: &mut Text<Value>, with: &Value) {
    if says.fact["type"] == "opened" {
        for (name, value) in with.as_object().expect("fields") {
            says.fact[name] = value.clone();
        }
    }
}

// C-5.4.2, C-5.5: the chain names the first fact that was changed, is missing or stands elsewhere.
on_both_engines!(a_fact_that_was_changed_taken_out_or_moved_is_named, Lab::new_on);
async fn a_fact_that_was_changed_taken_out_or_moved_is_named(lab: Lab) {
    let (_, case) = corrected(&lab).await;
    let mut tamperer = Tamperer::new(&lab).await;
    let of = |seq: u64| format!("WHERE case_id = '{case}' AND seq = {seq}");
    let text = tamperer.text(&format!("SELECT text FROM case_facts {}", of(0))).await;
    tamperer.run(&format!("UPDATE case_facts SET text = replace(text, 'customer', 'signatory') {}", of(0))).await;
    named(&lab, &place(case, 0), Fault::HashDiffers).await;
    tamperer.run(&format!("UPDATE case_facts SET text = '{}' {}", text.replace('\'', "''"), of(0))).await;
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    // Said of another event, key or kind beside the text.
    for (column, value) in [("event", "0"), ("kind", "complaint")] {
        let before = tamperer.text(&format!("SELECT COALESCE({column}, '') FROM case_facts {}", of(1))).await;
        tamperer.run(&format!("UPDATE case_facts SET {column} = '{value}' {}", of(1))).await;
        let found = faults(&lab).await;
        assert!(found.iter().any(|found| found.contains(&case.to_string()) && found.ends_with("differs")), "{column}: {found:?}");
        let before = if before.is_empty() { "NULL".to_owned() } else { format!("'{before}'") };
        tamperer.run(&format!("UPDATE case_facts SET {column} = {before} {}", of(1))).await;
    }
    // Two change places.
    for (from, to) in [(0, 9), (1, 0), (9, 1)] {
        tamperer.run(&format!("UPDATE case_facts SET seq = {to} {}", of(from))).await;
    }
    named(&lab, &place(case, 0), Fault::LinkBroken).await;
    for (from, to) in [(0, 9), (1, 0), (9, 1)] {
        tamperer.run(&format!("UPDATE case_facts SET seq = {to} {}", of(from))).await;
    }
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    // The check is taken out.
    tamperer.run(&format!("DELETE FROM case_facts {}", of(1))).await;
    named(&lab, &place(case, 2), Fault::Gap).await;
    named(&lab, &format!("row of audit cases {case} 1"), Fault::Missing).await;
    // And the end: the audit trail misses it, and the certificate that closed the case.
    tamperer.run(&format!("DELETE FROM case_facts {}", of(2))).await;
    named(&lab, &format!("row of audit cases {case} 2"), Fault::Missing).await;
    named(&lab, &format!("case correction {case} closed"), Fault::Missing).await;
    named(&lab, &format!("cases {case}"), Fault::Differs).await;
}

// C-5.4.2: whatever is rewritten with its whole chain, what stays contradicts it.
on_both_engines!(a_case_that_was_rewritten_whole_is_named_by_what_stays, Lab::new_on);
async fn a_case_that_was_rewritten_whole_is_named_by_what_stays(lab: Lab) {
    let (_, case) = corrected(&lab).await;
    let mut tamperer = Tamperer::new(&lab).await;
    // The facts alone: the audit trail has their hashes.
    rewritten(&lab, &mut tamperer, case, false, opening, json!({"reason": "a spelling mistake"})).await;
    for seq in 0..3 {
        named(&lab, &place(case, seq), Fault::NotAudited).await;
    }
    rewritten(&lab, &mut tamperer, case, true, opening, json!({"reason": "told by the customer"})).await;
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    // With the audit trail: which certificate it is about, and of which record.
    let replacement = tamperer.text("SELECT id FROM certificates WHERE kind = 'replacement'").await;
    let original = tamperer.text("SELECT id FROM certificates WHERE kind = 'original'").await;
    let record = tamperer.text("SELECT MIN(record_id) FROM certificates").await;
    for (name, other, before) in [("certificate", replacement, original), ("record", lab.app.new_id::<kind::Record>().to_string(), record)]
    {
        rewritten(&lab, &mut tamperer, case, true, opening, json!({name: other})).await;
        assert_eq!(faults(&lab).await, [fault(&format!("case correction {case}"), Fault::Differs)], "{name}");
        rewritten(&lab, &mut tamperer, case, true, opening, json!({name: before})).await;
        assert_eq!(faults(&lab).await, Vec::<String>::new(), "{name}");
    }
    // And who closed it.
    let closing = |says: &mut Text<Value>, with: &Value| {
        if says.fact["type"] == "closed" {
            says.by = serde_json::from_value(with.clone()).expect("somebody");
        }
    };
    let other = json!({"kind": "person", "person": lab.app.new_id::<kind::Record>()});
    rewritten(&lab, &mut tamperer, case, true, closing, other).await;
    named(&lab, &format!("case correction {case} closed"), Fault::Differs).await;
}

// C-5.4.2: the case for which a record was opened again says another reason, or that the error was not in the record; then it is gone,
// and the certificate is valid over a record that was opened.
on_both_engines!(a_case_that_opened_a_record_again_is_named_where_it_differs_or_is_gone, Lab::new_on);
async fn a_case_that_opened_a_record_again_is_named_where_it_differs_or_is_gone(lab: Lab) {
    let desk = Desk::new(&lab).await;
    let original = desk.issued("original").await;
    let opened: Correction = desk.open(&original, Origin::Record).await.success();
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    let (mut tamperer, case) = (Tamperer::new(&lab).await, opened.id.cast());
    let other = lab.app.new_id::<kind::Record>().to_string();
    for (column, before, after) in
        [("reason", opened.reason.clone(), "a spelling mistake"), ("record", opened.record.to_string(), other.as_str())]
    {
        rewritten(&lab, &mut tamperer, case, true, opening, json!({column: after})).await;
        named(&lab, &format!("case correction {case}"), Fault::Differs).await;
        rewritten(&lab, &mut tamperer, case, true, opening, json!({column: before})).await;
        assert_eq!(faults(&lab).await, Vec::<String>::new(), "{column} is put back");
    }
    rewritten(&lab, &mut tamperer, case, true, opening, json!({"origin": "office"})).await;
    named(&lab, &format!("case correction {case}"), Fault::Differs).await;
    for gone in [
        format!("DELETE FROM audit WHERE noun = 'cases' AND object_id = '{case}'"),
        format!("DELETE FROM case_facts WHERE case_id = '{case}'"),
        format!("DELETE FROM case_links WHERE case_id = '{case}'"),
        format!("DELETE FROM cases WHERE id = '{case}'"),
        format!("DELETE FROM list_rows WHERE id = '{case}'"),
    ] {
        tamperer.run(&gone).await;
    }
    assert_eq!(faults(&lab).await, [fault(&format!("case correction {case}"), Fault::Missing)]);
}

// C-5.4.2: a case about facts of the office claims that the error was in the record, which was never opened again.
on_both_engines!(a_case_that_claims_to_have_opened_a_record_again_is_named, Lab::new_on);
async fn a_case_that_claims_to_have_opened_a_record_again_is_named(lab: Lab) {
    let desk = Desk::new(&lab).await;
    let original = desk.issued("original").await;
    let case: Correction = desk.open(&original, Origin::Office).await.success();
    let (mut tamperer, case) = (Tamperer::new(&lab).await, case.id.cast());
    rewritten(&lab, &mut tamperer, case, true, opening, json!({"origin": "record"})).await;
    assert_eq!(faults(&lab).await, [fault(&format!("case correction {case}"), Fault::Differs)]);
    rewritten(&lab, &mut tamperer, case, true, opening, json!({"origin": "office"})).await;
    assert_eq!(faults(&lab).await, Vec::<String>::new());
}

// C-5.4.2: a fact that follows from an event names it, and nobody's key signs facts yet.
on_both_engines!(a_fact_that_follows_from_nothing_or_bears_a_signature_is_named, Lab::new_on);
async fn a_fact_that_follows_from_nothing_or_bears_a_signature_is_named(lab: Lab) {
    let desk = Desk::new(&lab).await;
    let original = desk.issued("original").await;
    let case: Correction = desk.open(&original, Origin::Record).await.success();
    let (mut tamperer, case) = (Tamperer::new(&lab).await, case.id.cast());
    let event = tamperer.text(&format!("SELECT event FROM case_facts WHERE case_id = '{case}' AND event IS NOT NULL")).await;
    let known = tamperer.text(&format!("SELECT stream_id FROM ledger WHERE event_hash = '{event}'")).await;
    assert_eq!(known, desk.record.to_string(), "the event of the record that was opened again");
    let following = |says: &mut Text<Value>, with: &Value| {
        if says.by.event().is_ok() {
            says.by = By::Event { event: serde_json::from_value(with.clone()).expect("a hash") };
        }
    };
    rewritten(&lab, &mut tamperer, case, true, following, json!(Hash::of(b"nothing"))).await;
    assert_eq!(faults(&lab).await, [fault(&format!("event of {}", place(case, 1)), Fault::Missing)]);
    rewritten(&lab, &mut tamperer, case, true, following, json!(event)).await;
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    tamperer.run(&format!("UPDATE case_facts SET signature = '{}' WHERE case_id = '{case}' AND seq = 0", "ab".repeat(64))).await;
    named(&lab, &place(case, 0), Fault::SignatureWrong).await;
}

/// What is named beside the index of lists, which is made from what lists show.
async fn but_lists(lab: &Lab) -> Vec<String> {
    faults(lab).await.into_iter().filter(|fault| !fault.starts_with("list correction ")).collect()
}

// C-4.1.2.2, C-5.4.2: what lists show of a case is what happened in it.
on_both_engines!(a_case_that_is_listed_otherwise_than_its_facts_say_is_named, Lab::new_on);
async fn a_case_that_is_listed_otherwise_than_its_facts_say_is_named(lab: Lab) {
    let (_, case) = corrected(&lab).await;
    let mut tamperer = Tamperer::new(&lab).await;
    let expected = [fault(&format!("cases {case}"), Fault::Differs)];
    for change in [
        "status = 'open'",
        "is_open = 1",
        "due_on = '2026-12-01'",
        "customer_id = NULL",
        "label = 'EC'",
        "search = 'ec'",
        "acts = '[]x'",
        "summary = 'null'",
    ] {
        tamperer.run(&format!("UPDATE cases SET {change} WHERE id = '{case}'")).await;
        assert_eq!(but_lists(&lab).await, expected, "{change}");
        lift::all(&lab.app.db).await.expect("lifted again");
        assert_eq!(faults(&lab).await, Vec::<String>::new());
    }
    let links = [fault(&format!("case_links {case}"), Fault::Differs)];
    tamperer.run(&format!("DELETE FROM case_links WHERE case_id = '{case}' AND noun = 'records'")).await;
    assert_eq!(but_lists(&lab).await, links);
    lift::all(&lab.app.db).await.expect("lifted again");
    tamperer
        .run(&format!("INSERT INTO case_links (case_id, relation, noun, object_id) VALUES ('{case}', 'acts', 'roles', 'office')"))
        .await;
    assert_eq!(but_lists(&lab).await, links);
    lift::all(&lab.app.db).await.expect("lifted again");
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    // A case that nothing happened in.
    let made = lab.app.new_id::<Desk>();
    let columns = "kind, status, is_open, due_on, customer_id, label, search, acts, summary, facts, head, opened_at, updated_at";
    tamperer.run(&format!("INSERT INTO cases (id, {columns}) SELECT '{made}', {columns} FROM cases WHERE id = '{case}'")).await;
    assert_eq!(but_lists(&lab).await, [fault(&format!("cases {made}"), Fault::Missing)]);
}

// C-4.1.2.2: a case is found by whom its kind lets read it: not by customers, not by administrators, by calibrators of the record alone.
on_both_engines!(a_case_is_shown_to_whom_it_concerns_and_found_by_nobody_else, Lab::new_on);
async fn a_case_is_shown_to_whom_it_concerns_and_found_by_nobody_else(lab: Lab) {
    let desk = Desk::new(&lab).await;
    let original = desk.issued("original").await;
    let case: Correction = desk.open(&original, Origin::Record).await.success();
    employ(&lab, "gao", &[Role::Calibrator], None).await;
    let (one, list) = (path::with(path::CASE, case.id), format!("{}?kind=correction", path::CASES));
    let about = format!("{list}&about=records/{}", desk.record);
    for sees in [&desk.wu, &desk.chen, &desk.site.lin] {
        let view: CaseView = sees.get(&one).await;
        let types: Vec<_> = view.facts.iter().map(|fact| fact.fact["type"].as_str().expect("a type").to_owned()).collect();
        assert_eq!(types, ["opened", "record_stands"]);
        assert_eq!(view.row.acts, [Acts::Role { role: Role::Calibrator }]);
        for query in [&list, &about, &format!("{list}&status=open")] {
            assert_eq!(sees.get::<Page<CaseRow>>(query).await.rows.len(), 1, "{query}");
        }
        assert_eq!(sees.get::<Page<CaseRow>>(&format!("{list}&status=closed")).await.rows.len(), 0);
    }
    assert_eq!(desk.wu.get::<Page<CaseRow>>(&format!("{list}&acts=calibrator")).await.rows.len(), 1);
    assert_eq!(desk.wu.get::<Page<CaseRow>>(&format!("{list}&acts=signatory")).await.rows.len(), 0);
    let administrator = people::person(&lab, "anton", &[Role::Administrator]).await;
    for not in [&lab.person("gao").await, &administrator] {
        not.send(Method::GET, &one, &()).await.refused("not_found");
        for query in [&list, &about] {
            assert_eq!(not.get::<Page<CaseRow>>(query).await.rows.len(), 0, "{query}");
        }
    }
    desk.pan.send(Method::GET, &one, &()).await.refused("not_for_role");
    assert_eq!(desk.wu.get::<Page<CaseRow>>(&format!("{}?kind=secret", path::CASES)).await.rows.len(), 0);
}

// C-5.4.2, C-5.5.2: the record's way is told in the case, and by nothing but its events.
on_both_engines!(a_case_of_the_record_says_whose_turn_it_is, Lab::new_on);
async fn a_case_of_the_record_says_whose_turn_it_is(lab: Lab) {
    let mut desk = Desk::new(&lab).await;
    let original = desk.issued("original").await;
    let case: Correction = desk.open(&original, Origin::Record).await.success();
    let one = path::with(path::CASE, case.id);
    let turn = async |desk: &Desk| desk.wu.get::<CaseView>(&one).await.row.acts;
    let role = |role| vec![Acts::Role { role }];
    assert_eq!(turn(&desk).await, role(Role::Calibrator));
    desk.site.send(&lab).await;
    desk.site.submit(&lab, desk.record).expect("a signature");
    desk.site.send(&lab).await;
    assert_eq!(turn(&desk).await, role(Role::Checker));
    lab.advance(minutes(5));
    desk.checked().await;
    assert_eq!(turn(&desk).await, role(Role::Signatory));
    let view: CaseView = desk.wu.get(&one).await;
    let stands: Vec<_> = view.facts.iter().filter(|fact| fact.by.event().is_ok()).map(|fact| fact.fact["status"].clone()).collect();
    assert_eq!(stands, ["reopened", "submitted", "checked"]);
    assert_eq!(faults(&lab).await, Vec::<String>::new());
}

// C-5.1.1, C-5.4.1: what the office settled about a record is changed, with what is chained to it, or removed.
on_both_engines!(a_settlement_that_was_changed_or_erased_is_named, Lab::new_on);
async fn a_settlement_that_was_changed_or_erased_is_named(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    let record = site.submitted(&lab).await;
    let wu = lab.person("wu").await;
    let taken = wu.send(Method::POST, &path::with(path::RECORD_FACTS, record), &TakeFacts { afresh: true }).await;
    assert!(taken.status.is_success(), "{}", taken.text());
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    let (mut tamperer, case) = (Tamperer::new(&lab).await, record.cast::<kind::Case>());
    // Each fact in turn says something else.
    let first = |says: &mut Text<Value>, with: &Value| {
        if says.fact["type"] == "order" {
            says.fact["line"] = with.clone();
        }
    };
    let second = |says: &mut Text<Value>, with: &Value| {
        if says.fact["type"] != "order" {
            says.fact["type"] = with.clone();
        }
    };
    type Change = fn(&mut Text<Value>, &Value);
    let changes: [(u64, Change, [Value; 2]); 2] = [(0, first, [json!(2), json!(0)]), (1, second, [json!("as_recorded"), json!("afresh")])];
    for (seq, change, [other, before]) in changes {
        rewritten(&lab, &mut tamperer, case, false, change, other).await;
        named(&lab, &format!("case settlement {case} fact {seq}"), Fault::NotAudited).await;
        rewritten(&lab, &mut tamperer, case, false, change, before).await;
        assert_eq!(faults(&lab).await, Vec::<String>::new(), "{seq}");
    }
    tamperer.run(&format!("DELETE FROM case_facts WHERE case_id = '{case}' AND seq = 1")).await;
    named(&lab, &format!("row of audit cases {case} 1"), Fault::Missing).await;
    named(&lab, &format!("cases {case}"), Fault::Differs).await;
}

// C-5.1.1: by the common route the same rules hold as by the record's own, and it is nobody else's.
on_both_engines!(what_is_settled_by_the_common_route_is_decided_by_the_same_rules, Lab::new_on);
async fn what_is_settled_by_the_common_route_is_decided_by_the_same_rules(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    let record = site.submitted(&lab).await;
    let (customer, one) = (site.world.customer, path::with(path::CASE, record));
    let (wu, chen) = (lab.person("wu").await, lab.person("chen").await);
    let seen: CaseView = wu.get(&one).await;
    let afresh = |customer: CustomerId| json!({"type": "afresh", "record": record, "customer": customer});
    let add = |head: Hash, fact: Value| json!({"head": head, "fact": fact});
    chen.send(Method::POST, &one, &add(seen.head, afresh(customer))).await.refused("case_fact_misplaced");
    wu.send(Method::POST, &one, &add(Hash::ZERO, afresh(customer))).await.refused("case_changed");
    wu.send(Method::POST, &one, &add(seen.head, afresh(lab.app.new_id()))).await.refused("case_fact_misplaced");
    wu.send(Method::POST, &one, &add(seen.head, json!({"type": "afresh"}))).await.refused("case_fact_malformed");
    wu.post::<()>(&one, &add(seen.head, afresh(customer))).await;
    wu.send(Method::POST, &one, &add(seen.head, afresh(customer))).await.refused("case_changed");
    let begin = json!({"kind": "settlement", "fact": {"type": "as_recorded", "record": record, "customer": customer}});
    assert_eq!(wu.post::<CaseId>(path::CASES, &begin).await, record.cast(), "there is one for each record");
    let view: CaseView = wu.get(&one).await;
    assert_eq!((view.facts.len(), &view.row.summary["afresh"]), (3, &json!(false)));
    for kind in ["secret", "correction"] {
        let begin = json!({"kind": kind, "fact": {"type": "withdrawn"}});
        let refused = wu.send(Method::POST, path::CASES, &begin).await;
        refused.refused(if kind == "secret" { "not_found" } else { "case_fact_misplaced" });
    }
    assert_eq!(faults(&lab).await, Vec::<String>::new());
}
