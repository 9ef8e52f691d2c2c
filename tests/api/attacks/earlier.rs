//! Corrections of before there were cases: their rows are closed, still vouched for, and a case goes on from them (C-5.4.2).

use axum::http::Method;
use backend::app::verify::Fault;
use backend::app::{backup, upgrade};
use backend::execute;
use backend::store::seal;
use contract::api::case::CaseView;
use contract::api::certificate::{CertificateView, CorrectionRow, WithdrawCorrection};
use contract::api::{Page, path};
use domain::certificate::correction::Correction;
use domain::certificate::origin::Origin;
use domain::event::Hash;
use serde_json::json;
use support::attack::run;
use support::tamper::Tamperer;
use support::{Engine, Lab, days, forged, on_both_engines};

use super::insiders::{faults, inside, named};
use super::resealed::{fault, named_once_rewritten, without_details};
use super::sealed::each_is_named;
use crate::certificate::{Desk, change};
use crate::upgrade::fixture;

/// What the first release left behind, restored some time later: three corrections that certificates closed.
async fn left_by_the_first_release(lab: &Lab) {
    lab.advance(days(60));
    backup::restore(&lab.app, &fixture(1, "backup.etalon")).await.expect("restored");
    assert_eq!(faults(lab).await, Vec::<String>::new());
}

/// Opens a correction as earlier releases did: in its own tables, which are open until the upgrade step ran.
pub(super) async fn opened(lab: &Lab, desk: &Desk, certificate: &CertificateView, withdrawn: bool) -> Correction {
    let mut tamperer = Tamperer::new(lab).await;
    tamperer.plain("DELETE FROM upgrade_steps WHERE number = 1").await;
    let (id, at, by) = (lab.app.new_id(), lab.now(), desk.wu.session().await.person);
    let (certificate, record) = (certificate.row.id, desk.record);
    let reason = "told by the customer".to_owned();
    let case = Correction { id, certificate, record, reason, origin: Origin::Office, by, at, closed_by: None };
    let row = case.clone();
    inside(lab, move |tx| {
        let Correction { id, certificate, record, reason, by, at, .. } = row.clone();
        Box::pin(async move {
            let (key, by_person) = (id.to_string(), by.to_string());
            let columns = "id, certificate_id, record_id, reason, origin, by_person, at";
            let sql = sqlx::AssertSqlSafe(format!("INSERT INTO corrections ({columns}) VALUES ($1, $2, $3, $4, 'office', $5, $6)"));
            execute!(tx, sql, &key, certificate.to_string(), record.to_string(), &reason, &by_person, at.0)?;
            seal::seal(tx, "corrections", &[&key], at).await?;
            let detail = json!({"certificate": certificate, "origin": "office", "reason": reason});
            let acts = [("opened", detail)].into_iter().chain(withdrawn.then(|| ("withdrawn", json!({}))));
            for (action, detail) in acts {
                if action == "withdrawn" {
                    let sql = "INSERT INTO correction_events (correction_id, kind, by_person, at) VALUES ($1, 'withdrawn', $2, $3)";
                    execute!(tx, sql, &key, &by_person, at.0)?;
                    seal::seal(tx, "correction_events", &[&key], at).await?;
                }
                let (actor, noun, object_hash) = (Some(by), "corrections", Hash::ZERO);
                let entry = forged::Entry { at, actor, action, noun, object: &key, revision: 0, object_hash, detail };
                forged::append(tx, entry).await?;
            }
            Ok(())
        })
    })
    .await;
    upgrade::run(&lab.app.db, lab.now()).await.expect("the steps run");
    case
}

// C-5.4.2: what was opened before is checked, closed or withdrawn as a case, on top of what was written.
on_both_engines!(a_case_that_was_opened_before_goes_on, Lab::new_on);
async fn a_case_that_was_opened_before_goes_on(lab: Lab) {
    let desk = Desk::new(&lab).await;
    let original = desk.issued("original").await;
    let left = opened(&lab, &desk, &original, false).await;
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    desk.open(&original, Origin::Office).await.refused("correction_case_open");
    let withdraw = path::with(path::CORRECTION_WITHDRAW, left.id);
    desk.wu.post::<()>(&withdraw, &WithdrawCorrection::default()).await;
    desk.wu.send(Method::POST, &withdraw, &WithdrawCorrection::default()).await.refused("correction_case_closed");

    let case = opened(&lab, &desk, &original, false).await;
    change(&desk.wu, desk.site.world.item, json!({"serial_number": "7742"})).await;
    desk.case_checked().await;
    let replacement = desk.issued("replacement").await;
    let view: CaseView = desk.wu.get(&path::with(path::CASE, case.id)).await;
    let told: Vec<_> = view.facts.iter().map(|fact| (fact.fact["type"].as_str().expect("a type"), fact.earlier)).collect();
    assert_eq!(told, [("opened", true), ("checked", false), ("closed", false)]);
    let page: Page<CorrectionRow> = desk.wu.get(path::CORRECTIONS).await;
    let row = page.rows.iter().find(|row| row.case.id == case.id).expect("the case");
    assert_eq!((row.closed_by.as_ref(), row.checked, row.withdrawn), (Some(&replacement.row.number), true, false));
    assert_eq!(row.case, Correction { closed_by: Some(replacement.row.id), ..case.clone() });
    assert_eq!(faults(&lab).await, Vec::<String>::new());

    // What the first new fact is chained to cannot change any more, whatever its seal says.
    let mut tamperer = Tamperer::new(&lab).await;
    let id = case.id.to_string();
    without_details(&lab, &mut tamperer, "corrections", &id).await;
    let expected = [fault(&format!("case correction {id} fact 0"), Fault::LinkBroken), fault(&format!("cases {id}"), Fault::Differs)];
    named_once_rewritten(&lab, &mut tamperer, ("corrections", "id", &id), ("reason", "'a spelling mistake'"), &expected).await;
}

// C-5.4.2: nothing is written any more where corrections were kept, and a backup of before comes in all the same.
on_both_engines!(the_tables_of_before_are_closed, Lab::empty_on);
async fn the_tables_of_before_are_closed(lab: Lab) {
    left_by_the_first_release(&lab).await;
    for table in ["corrections", "correction_events", "correction_checks"] {
        let insert = format!("INSERT INTO {table} SELECT * FROM {table}");
        let refused = run(&lab.app.db, insert).await.expect_err(table).to_string();
        assert!(refused.contains(&format!("{table} is closed")), "{refused}");
    }
    let file = lab.folder().join("again.backup");
    let written = backup::backup(&lab.app, &file).await.expect("a backup");
    for engine in Engine::BOTH {
        let other = Lab::empty_on(engine).await;
        other.advance(days(60));
        assert_eq!(backup::restore(&other.app, &file).await.expect("restored"), written);
        assert_eq!(faults(&other).await, Vec::<String>::new());
    }
}

// C-5.4.2, C-5.5.3: rows of before are only appended, and have one seal: another one vouches for nothing.
on_both_engines!(a_row_of_before_that_was_changed_and_sealed_again_is_named, Lab::empty_on);
async fn a_row_of_before_that_was_changed_and_sealed_again_is_named(lab: Lab) {
    left_by_the_first_release(&lab).await;
    let places =
        [("corrections", "id", "reason"), ("correction_checks", "id", "by_person"), ("correction_events", "correction_id", "by_person")];
    each_is_named(&lab, &places).await;
}

// C-5.4.2: the check and the end of a correction of before were changed or erased; the audit trail and the certificate speak of them.
on_both_engines!(a_check_or_an_end_of_before_that_was_changed_or_erased_is_named, Lab::empty_on);
async fn a_check_or_an_end_of_before_that_was_changed_or_erased_is_named(lab: Lab) {
    left_by_the_first_release(&lab).await;
    let mut tamperer = Tamperer::new(&lab).await;
    let case = tamperer.text("SELECT MIN(correction_id) FROM correction_checks").await;
    let other = lab.app.new_id::<Desk>();
    tamperer.run(&format!("UPDATE corrections SET by_person = '{other}' WHERE id = '{case}'")).await;
    named(&lab, &format!("corrections {case}"), Fault::NotAudited).await;
    named(&lab, &format!("cases {case}"), Fault::Differs).await;
    tamperer.run("DELETE FROM audit WHERE noun = 'correction_checks'").await;
    tamperer.run("DELETE FROM correction_checks").await;
    named(&lab, &format!("row of audit corrections {case}"), Fault::Missing).await;
    tamperer.run(&format!("UPDATE correction_events SET by_person = '{other}'")).await;
    named(&lab, &format!("correction_events {case}"), Fault::Differs).await;
    tamperer.run("DELETE FROM audit WHERE noun = 'correction_events'").await;
    tamperer.run("DELETE FROM correction_events").await;
    named(&lab, &format!("case correction {case} closed"), Fault::Missing).await;
}

// C-5.4.2: which certificate a correction of before is about, and of which record, by the certificate and its record.
on_both_engines!(a_correction_of_before_that_says_another_record_or_certificate_is_named, Lab::empty_on);
async fn a_correction_of_before_that_says_another_record_or_certificate_is_named(lab: Lab) {
    left_by_the_first_release(&lab).await;
    let mut tamperer = Tamperer::new(&lab).await;
    let case = tamperer.text("SELECT MIN(id) FROM corrections WHERE origin = 'office'").await;
    let supplement = tamperer.text(&format!("SELECT id FROM certificates WHERE correction_id = '{case}'")).await;
    let row = ("corrections", "id", case.as_str());
    let expected = [
        fault(&format!("cases {case}"), Fault::Differs),
        fault(&format!("case_links {case}"), Fault::Differs),
        fault(&format!("corrections {case}"), Fault::Differs),
    ];
    for (column, other) in [("record_id", lab.app.new_id::<Desk>().to_string()), ("certificate_id", supplement)] {
        named_once_rewritten(&lab, &mut tamperer, row, (column, &format!("'{other}'")), &expected).await;
    }
}

// C-5.1.1, C-5.4.1: what was settled about a record before stands, nothing is added where it was kept, and the case goes on from it.
on_both_engines!(what_was_settled_before_goes_on_as_a_case, Lab::new_on);
async fn what_was_settled_before_goes_on_as_a_case(lab: Lab) {
    let mut site = Desk::site(&lab).await;
    site.arrive(&lab, true);
    let record = site.signed(&lab);
    site.send_only(&lab).await;
    let mut tamperer = Tamperer::new(&lab).await;
    tamperer.plain("DELETE FROM upgrade_steps WHERE number = 2").await;
    let (order, by, at) = (site.world.order, site.world.qian, lab.now());
    let id = lab.app.new_id::<Desk>().to_string();
    let key = id.clone();
    inside(&lab, move |tx| {
        let key = key.clone();
        Box::pin(async move {
            let sql = "INSERT INTO record_settlements (id, record_id, seq, kind, order_id, line, by_person, at) \
                VALUES ($1, $2, 0, 'order', $3, 0, $4, $5)";
            execute!(tx, sql, &key, record.to_string(), order.to_string(), by.to_string(), at.0)?;
            seal::seal(tx, "record_settlements", &[&key], at).await?;
            let (object, detail) = (record.to_string(), json!({"order": order, "line": 0}));
            let (actor, object_hash) = (Some(by), Hash::ZERO);
            let entry = forged::Entry { at, actor, action: "order", noun: "records", object: &object, revision: 0, object_hash, detail };
            forged::append(tx, entry).await
        })
    })
    .await;
    upgrade::run(&lab.app.db, at).await.expect("the steps run");
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    let refused = run(&lab.app.db, "INSERT INTO record_settlements SELECT * FROM record_settlements".to_owned()).await;
    assert!(refused.expect_err("a row more").to_string().contains("record_settlements is closed"));
    let wu = lab.person("wu").await;
    let taken = wu.send(Method::POST, &path::with(path::RECORD_FACTS, record), &json!({"afresh": true})).await;
    assert!(taken.status.is_success(), "{}", taken.text());
    let view: CaseView = wu.get(&path::with(path::CASE, record)).await;
    let told: Vec<_> = view.facts.iter().map(|fact| (fact.fact["type"].as_str().expect("a type"), fact.earlier)).collect();
    assert_eq!(told, [("order", true), ("afresh", false)]);
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    tamperer.run(&format!("UPDATE record_settlements SET line = 3 WHERE id = '{id}'")).await;
    named(&lab, &format!("case settlement {record} fact 0"), Fault::LinkBroken).await;
    named(&lab, &format!("record_settlements {id}"), Fault::NotAudited).await;
    named(&lab, &format!("cases {record}"), Fault::Differs).await;
}
