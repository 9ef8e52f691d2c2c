//! Who rewrites a row together with its one seal and the hashes of its chain, as `docs/CHAINS.md` gives them: what stays says otherwise.

use axum::http::Method;
use backend::app::verify::Fault;
use backend::store::{audit, seal};
use base::text::search::folded;
use contract::api::path;
use domain::certificate::correction::Correction;
use domain::certificate::origin::Origin;
use domain::event::Hash;
use serde_json::json;
use support::tamper::Tamperer;
use support::{Lab, minutes, on_both_engines};

use super::changes::asked_at_issue;
use super::erased::answered_by_checker;
use super::files::PICTURE;
use super::insiders::{faults, inside};
use super::sealed::seal_anew;
use crate::certificate::{Desk, change};
use crate::record::Site;

const ENTRIES: &str = "SELECT id, noun, object_id, seq, at, actor, action, revision, object_hash, detail, prev, hash FROM audit \
    WHERE noun = $1 AND object_id = $2 ORDER BY seq";

/// Puts the hash of the row as it is into its one seal, and writes the hashes of its chain anew.
pub(super) async fn reseal(lab: &Lab, tamperer: &mut Tamperer, table: &'static str, key: &str) {
    let key = key.to_owned();
    let read = inside(lab, move |tx| {
        let key = key.clone();
        Box::pin(async move {
            let hash = seal::now(tx, table, &[&key]).await?;
            Ok((hash, backend::fetch_all!(tx, audit::Row, ENTRIES, table, &key)?))
        })
    });
    let ((hash, rows), mut prev) = (read.await, Hash::ZERO.to_string());
    for mut row in rows {
        if row.action == "sealed" {
            row.object_hash = hash.to_string();
        }
        row.prev = prev;
        row.hash = row.hashed().to_string();
        let set = format!("object_hash = '{}', prev = '{}', hash = '{}'", row.object_hash, row.prev, row.hash);
        tamperer.run(&format!("UPDATE audit SET {set} WHERE id = '{}'", row.id)).await;
        prev = row.hash;
    }
}

/// A row: its table, its key's column and its key.
pub(super) type Place<'a> = (&'static str, &'static str, &'a str);

/// Rewrites a column of a row with its seal; exactly these faults are named, and none once it is put back.
pub(super) async fn named_once_rewritten(
    lab: &Lab,
    tamperer: &mut Tamperer,
    (table, key_column, key): Place<'_>,
    (column, value): (&str, &str),
    expected: &[String],
) {
    let before = tamperer.text(&format!("SELECT CAST({column} AS TEXT) FROM {table} WHERE {key_column} = '{key}'")).await;
    let before = if value.starts_with('\'') { format!("'{before}'") } else { before };
    for (value, expected) in [(value, expected), (&before, &[])] {
        tamperer.run(&format!("UPDATE {table} SET {column} = {value} WHERE {key_column} = '{key}'")).await;
        reseal(lab, tamperer, table, key).await;
        assert_eq!(faults(lab).await, expected, "{table}.{column} is {value}");
    }
}

/// The audit entries of an object lose their details, as releases wrote them that said nothing there.
pub(super) async fn without_details(lab: &Lab, tamperer: &mut Tamperer, table: &'static str, key: &str) {
    tamperer.run(&format!("UPDATE audit SET detail = '{{}}' WHERE noun = '{table}' AND object_id = '{key}'")).await;
    reseal(lab, tamperer, table, key).await;
    assert_eq!(faults(lab).await, Vec::<String>::new(), "what says nothing contradicts nothing");
}

pub(super) fn fault(place: &str, fault: Fault) -> String {
    format!("{place}: {}", fault.code())
}

/// Where the audit entry of an act stands.
async fn entry(tamperer: &mut Tamperer, noun: &str, object: &str, action: &str) -> String {
    let of = format!("noun = '{noun}' AND object_id = '{object}' AND action = '{action}'");
    let seq = tamperer.text(&format!("SELECT CAST(MAX(seq) AS TEXT) FROM audit WHERE {of}")).await;
    format!("audit {noun} {object} {seq}")
}

// C-5.5, C-4.1.2.1: what the signatory answered is not what was answered, or nothing was answered at all.
on_both_engines!(an_answer_of_the_signatory_that_was_rewritten_or_erased_is_named, Lab::new_on);
async fn an_answer_of_the_signatory_that_was_rewritten_or_erased_is_named(lab: Lab) {
    let desk = Desk::new(&lab).await;
    let conflicts = json!({"conflicts": [{"customer": desk.site.world.customer, "reason": "my brother's"}]});
    change(&lab.person("admin").await, desk.site.world.chen, conflicts).await;
    let issued = asked_at_issue(&desk, "checker_conflict_since").await;
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    let mut tamperer = Tamperer::new(&lab).await;
    let answer = tamperer.text("SELECT id FROM answers").await;
    let place = format!("answers of {}", entry(&mut tamperer, "certificates", &issued.row.id.to_string(), "issued").await);
    for (column, value) in
        [("text", "'she declared it'"), ("code", "'item_certified_once'"), ("params", "'{\"x\":\"1\"}'"), ("path", "'order'")]
    {
        let row = ("answers", "id", answer.as_str());
        named_once_rewritten(&lab, &mut tamperer, row, (column, value), &[fault(&place, Fault::Differs)]).await;
    }
    tamperer.run("DELETE FROM audit WHERE noun = 'answers'").await;
    tamperer.run("DELETE FROM answers").await;
    assert_eq!(faults(&lab).await, [fault(&place, Fault::Missing)]);
}

// C-5.5: the same for the checker.
on_both_engines!(an_answer_of_the_checker_that_was_rewritten_is_named, Lab::new_on);
async fn an_answer_of_the_checker_that_was_rewritten_is_named(lab: Lab) {
    let (_, record) = answered_by_checker(&lab).await;
    let mut tamperer = Tamperer::new(&lab).await;
    let answer = tamperer.text("SELECT id FROM answers").await;
    let place = format!("answers of {}", entry(&mut tamperer, "records", &record.to_string(), "checked").await);
    let row = ("answers", "id", answer.as_str());
    named_once_rewritten(&lab, &mut tamperer, row, ("text", "'nothing to it'"), &[fault(&place, Fault::Differs)]).await;
}

/// A certificate that was supplemented, and both replaced.
async fn corrected(lab: &Lab) -> Desk {
    let desk = Desk::new(lab).await;
    let original = desk.issued("original").await;
    let _: Correction = desk.open(&original, Origin::Office).await.success();
    change(&desk.wu, desk.site.world.customer, json!({"contacts": [{"name": "Pan", "telephone": "123"}]})).await;
    desk.case_checked().await;
    let supplement = desk.issued("supplement").await;
    lab.advance(minutes(1));
    let _: Correction = desk.open(&supplement, Origin::Office).await.success();
    change(&desk.wu, desk.site.world.item, json!({"serial_number": "7742"})).await;
    desk.case_checked().await;
    desk.issued("replacement").await;
    assert_eq!(faults(lab).await, Vec::<String>::new());
    desk
}

// C-5.5: an answer that nobody gave is put beside a check, the check of a correction or an issue.
on_both_engines!(an_answer_that_was_added_to_an_act_is_named, Lab::new_on);
async fn an_answer_that_was_added_to_an_act_is_named(lab: Lab) {
    let desk = corrected(&lab).await;
    let mut tamperer = Tamperer::new(&lab).await;
    let record = desk.record.to_string();
    let check = tamperer.text("SELECT MIN(check_event) FROM certificates").await;
    let of_record = format!("FROM audit WHERE noun = 'records' AND object_id = '{record}' AND action = 'checked'");
    let case_check = tamperer.text("SELECT MIN(fact_id) FROM case_facts WHERE text LIKE '%\"type\":\"checked\"%'").await;
    let case = tamperer.text(&format!("SELECT case_id FROM case_facts WHERE fact_id = '{case_check}'")).await;
    let of_case = format!("FROM audit WHERE noun = 'cases' AND object_id = '{case}' AND action = 'checked'");
    let certificate = tamperer.text("SELECT MIN(id) FROM certificates").await;
    let acts = [
        ("check", &check, format!("actor, at {of_record}"), ("records", &record, "checked")),
        ("check_correction", &case_check, format!("actor, at {of_case}"), ("cases", &case, "checked")),
        (
            "issue",
            &certificate,
            format!("issued_by, issued_at FROM certificates WHERE id = '{certificate}'"),
            ("certificates", &certificate, "issued"),
        ),
    ];
    for (act, id, by_and_at, (noun, object, action)) in acts {
        let answer = lab.app.new_id::<Desk>().to_string();
        let columns = "id, act, act_id, record_id, code, path, params, text, by_person, at";
        let given = format!("'{answer}', '{act}', '{id}', '{record}', 'item_certified_once', '', '{{}}', 'it is another one'");
        tamperer.run(&format!("INSERT INTO answers ({columns}) SELECT {given}, {by_and_at}")).await;
        seal_anew(&lab, &mut tamperer, "answers", &answer).await;
        let place = entry(&mut tamperer, noun, object, action).await;
        assert_eq!(faults(&lab).await, [fault(&format!("answers of {place}"), Fault::Differs)], "{act}");
        tamperer.run("DELETE FROM audit WHERE noun = 'answers'").await;
        tamperer.run("DELETE FROM answers").await;
        assert_eq!(faults(&lab).await, Vec::<String>::new());
    }
}

// C-5.5.2: what is handed out as a photo is a photo, as large as it was, from whoever sent it.
on_both_engines!(a_files_row_that_says_another_kind_size_or_sender_is_named, Lab::new_on);
async fn a_files_row_that_says_another_kind_size_or_sender_is_named(lab: Lab) {
    let mut site = Site::new(&lab).await;
    site.attached(&lab, PICTURE).await;
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    let (mut tamperer, sha256) = (Tamperer::new(&lab).await, Hash::of(PICTURE).to_string());
    let (by_trail, by_bytes) = (format!("files {sha256}"), format!("files {sha256} of its bytes"));
    let both = [fault(&by_trail, Fault::Differs), fault(&by_bytes, Fault::Differs)];
    let other = format!("'{}'", site.world.chen);
    let row = ("files", "sha256", sha256.as_str());
    for (change, expected) in [
        (("media_type", "'application/pdf'"), &both[..]),
        (("size", "size + 1"), &both),
        (("stored_by", other.as_str()), &both[..1]),
        (("stored_at", "stored_at + 1"), &both[..1]),
    ] {
        named_once_rewritten(&lab, &mut tamperer, row, change, expected).await;
    }
    tamperer.run(&format!("DELETE FROM audit WHERE noun = 'files' AND object_id = '{sha256}' AND action = 'stored'")).await;
    reseal(&lab, &mut tamperer, "files", &sha256).await;
    assert!(faults(&lab).await.contains(&fault(&by_trail, Fault::NotAudited)));
}

// C-5.4.1 d, C-5.4.2: what lists and the portal show of a certificate, and what it is found by.
on_both_engines!(a_certificate_that_is_listed_as_another_items_is_named, Lab::new_on);
async fn a_certificate_that_is_listed_as_another_items_is_named(lab: Lab) {
    corrected(&lab).await;
    let mut tamperer = Tamperer::new(&lab).await;
    let id = tamperer.text("SELECT id FROM certificates WHERE kind = 'supplement'").await;
    let of =
        async |tamperer: &mut Tamperer, column: &str| tamperer.text(&format!("SELECT {column} FROM certificates WHERE id = '{id}'")).await;
    let (number, item, search) = (of(&mut tamperer, "number").await, of(&mut tamperer, "item").await, of(&mut tamperer, "search").await);
    let (row, differs) = (("certificates", "id", id.as_str()), fault(&format!("certificate {number} {id}"), Fault::Differs));
    let found = format!("'{search} another'");
    // What the list finds it by was made from the row as it was.
    let listed = fault(&format!("list certificates {id}"), Fault::IndexDiffers);
    let both = [differs.clone(), listed];
    named_once_rewritten(&lab, &mut tamperer, row, ("search", &found), &both).await;
    // Found by the item that it names, which is not the record's.
    let elsewhere = search.replace(&folded(&item), "a ruler");
    assert_ne!(elsewhere, search);
    for (item, search, expected) in [("A ruler", elsewhere.as_str(), both.to_vec()), (&item, &search, Vec::new())] {
        tamperer.run(&format!("UPDATE certificates SET item = '{item}', search = '{search}' WHERE id = '{id}'")).await;
        reseal(&lab, &mut tamperer, "certificates", &id).await;
        assert_eq!(faults(&lab).await, expected, "{item}");
    }
    // Earlier releases wrote the words in lower case, as they were typed.
    tamperer.run(&format!("UPDATE certificates SET search = '{}' WHERE id = '{id}'", search.replace('-', "\u{2010}"))).await;
    reseal(&lab, &mut tamperer, "certificates", &id).await;
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    tamperer.run(&format!("UPDATE certificates SET follows = NULL WHERE id = '{id}'")).await;
    reseal(&lab, &mut tamperer, "certificates", &id).await;
    assert!(faults(&lab).await.contains(&differs), "its document says what it follows");
}

// C-5.4.2: nothing is noted of a certificate beside what came back, and only a PDF has a hash there.
on_both_engines!(what_does_not_belong_to_what_happened_to_a_certificate_is_named, Lab::new_on);
async fn what_does_not_belong_to_what_happened_to_a_certificate_is_named(lab: Lab) {
    let desk = corrected(&lab).await;
    let mut tamperer = Tamperer::new(&lab).await;
    let id = tamperer.text("SELECT id FROM certificates WHERE kind = 'supplement'").await;
    let original = tamperer.text("SELECT id FROM certificates WHERE kind = 'original'").await;
    let returned = desk.wu.send(Method::POST, &path::with(path::CERTIFICATE_RECALL, &id), &json!({"note": "came back, torn"})).await;
    assert!(returned.status.is_success(), "{}", returned.text());
    let pdf = tamperer.text("SELECT MIN(sha256) FROM certificate_events WHERE kind = 'stored'").await;
    let (other, pdf) = (format!("'{original}'"), format!("'{pdf}'"));
    for (kind, change) in [
        ("void", ("note", "'withdrawn by the customer'")),
        ("stored", ("note", "'sent by post'")),
        ("recall_returned", ("sha256", pdf.as_str())),
        ("recall_returned", ("other_id", other.as_str())),
    ] {
        let event = tamperer.text(&format!("SELECT id FROM certificate_events WHERE kind = '{kind}' AND certificate_id = '{id}'")).await;
        let (row, expected) = (("certificate_events", "id", event.as_str()), [fault(&format!("certificate {id} {kind}"), Fault::Differs)]);
        if change.0 == "other_id" {
            tamperer.run(&format!("UPDATE certificate_events SET other_id = {other} WHERE id = '{event}'")).await;
            reseal(&lab, &mut tamperer, "certificate_events", &event).await;
            assert_eq!(faults(&lab).await, expected);
        } else {
            named_once_rewritten(&lab, &mut tamperer, row, change, &expected).await;
        }
    }
}
