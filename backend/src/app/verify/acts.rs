//! Acts of the office that leave a row and an audit entry: each names the other (C-5.4.2, C-4.3.2). A row without its entry was written or
//! altered in the tables; an entry without its row tells of one that was removed.

use std::collections::BTreeMap;

use domain::authority::{Content, HoldCause, Outcome};
use domain::event::Hash;

use super::audit::{Act, Audited};
use super::certificate::{happening, of_what};
use super::facts::{Closed, Facts};
use super::report::{Fault, Report};
use super::rows::{Fields, Snapshot};
use super::{answers, settled};
use crate::app::Result;

/// Walks the tables whose rows the audit trail tells of one by one.
pub(super) async fn walk(snapshot: &mut Snapshot<'_>, cases: &Facts, audited: &mut Audited, report: &mut Report) -> Result<()> {
    // Certificates are compared with their entries where they are walked; here only what was removed is looked for.
    let take = |row: Fields| {
        let (object, by, at, hash) = (row.text("id"), row.text("issued_by"), row.int("issued_at"), row.text("document_hash"));
        audited.found(&Act { action: "issued", noun: "certificates", object, by, at, hash });
    };
    snapshot.each("certificates", "id", take).await?;
    let take = |row: Fields| {
        audited.found(&happening(&row, &of_what(&row)));
    };
    snapshot.each("certificate_events", "id", take).await?;
    corrections(snapshot, audited, report).await?;
    settled::walk(snapshot, audited, report).await?;
    let holds = confirmations(snapshot, audited, report).await?;
    held(snapshot, holds, report).await?;
    for place in audited.without_row() {
        report.broken(format!("row of {place}"), Fault::Missing);
    }
    closed(snapshot, cases, report).await?;
    answers::walk(snapshot, cases, audited, report).await
}

/// Corrections of before there were cases, their checks, and how they were withdrawn. One is closed by a certificate, which is another act.
async fn corrections(snapshot: &mut Snapshot<'_>, audited: &mut Audited, report: &mut Report) -> Result<()> {
    let zero = Hash::ZERO.to_string();
    for (table, key, object, hash, action) in [
        ("corrections", "id", "id", None, Some("opened")),
        ("correction_checks", "id", "correction_id", Some("stated"), Some("checked")),
        ("correction_events", "correction_id", "correction_id", None, None),
    ] {
        let take = |row: Fields| {
            let action = action.unwrap_or_else(|| row.text("kind"));
            if action == "closed" {
                return;
            }
            let hash = hash.map_or(zero.as_str(), |column| row.text(column));
            let (object, by, at) = (row.text(object), row.text("by_person"), row.int("at"));
            let act = Act { action, noun: "corrections", object, by, at, hash };
            report.must(audited.found(&act), format!("{table} {}", row.text(key)), Fault::NotAudited);
        };
        snapshot.each(table, key, take).await?;
    }
    Ok(())
}

/// Requests and how they ended; returns the holds that each request which was carried out has released.
async fn confirmations(snapshot: &mut Snapshot<'_>, audited: &mut Audited, report: &mut Report) -> Result<BTreeMap<String, String>> {
    let (mut asked, mut released) = (BTreeMap::new(), BTreeMap::new());
    let take = |row: Fields| {
        let (id, hash) = (row.text("id"), row.text("content_hash"));
        let act = Act { action: "asked", noun: "confirmations", object: id, by: row.text("asked_by"), at: row.int("asked_at"), hash };
        report.must(audited.found(&act), format!("confirmations {id}"), Fault::NotAudited);
        asked.insert(id.to_owned(), (hash.to_owned(), row.text("content").to_owned()));
    };
    snapshot.each("confirmations", "id", take).await?;
    let take = |row: Fields| {
        let (id, action) = (row.text("confirmation_id"), row.text("outcome"));
        let Some((hash, content)) = asked.get(id) else { return };
        let act = Act { action, noun: "confirmations", object: id, by: row.text("by_person"), at: row.int("at"), hash };
        report.must(audited.found(&act), format!("confirmation_ends {id}"), Fault::NotAudited);
        let done = [Outcome::Confirmed.name(), Outcome::Alone.name()].contains(&action);
        if let Some(Content::Signing { holds }) = serde_json::from_str(content).ok().filter(|_| done) {
            released.extend(holds.into_iter().map(|hold| (hold.to_string(), id.to_owned())));
        }
    };
    snapshot.each("confirmation_ends", "confirmation_id", take).await?;
    Ok(released)
}

/// Each hold that a request released is released by it, and a device holds back nobody but its own person.
async fn held(snapshot: &mut Snapshot<'_>, mut released: BTreeMap<String, String>, report: &mut Report) -> Result<()> {
    let take = |row: Fields| {
        if released.get(row.text("hold_id")).is_some_and(|request| request == row.text("confirmation_id")) {
            released.remove(row.text("hold_id"));
        }
    };
    snapshot.each("signing_releases", "hold_id", take).await?;
    for hold in released.into_keys() {
        report.broken(format!("signing_releases {hold}"), Fault::Missing);
    }
    let mut owners: BTreeMap<String, String> = BTreeMap::new();
    let take = |row: Fields| drop(owners.insert(row.text("id").to_owned(), row.text("person_id").to_owned()));
    snapshot.each("devices", "id", take).await?;
    let take = |row: Fields| {
        if row.text("cause") == HoldCause::Device.name() {
            let own = owners.get(row.text("device_id")).is_some_and(|owner| owner == row.text("person_id"));
            report.must(own, format!("signing_holds {}", row.text("id")), Fault::Differs);
        }
    };
    snapshot.each("signing_holds", "id", take).await
}

/// A certificate that was issued for a correction has closed it, and no other certificate has.
async fn closed(snapshot: &mut Snapshot<'_>, cases: &Facts, report: &mut Report) -> Result<()> {
    let mut closing: BTreeMap<String, Closed> = BTreeMap::new();
    let take = |row: Fields| {
        if !row.text("correction_id").is_empty() {
            let closed = Closed { certificate: row.text("id").to_owned(), by: row.text("issued_by").to_owned(), at: row.int("issued_at") };
            closing.insert(row.text("correction_id").to_owned(), closed);
        }
    };
    snapshot.each("certificates", "id", take).await?;
    let take = |row: Fields| {
        if row.text("kind") == "closed" {
            let case = row.text("correction_id");
            let closed =
                Closed { certificate: row.text("certificate_id").to_owned(), by: row.text("by_person").to_owned(), at: row.int("at") };
            report.must(closing.remove(case) == Some(closed), format!("correction_events {case}"), Fault::Differs);
        }
    };
    snapshot.each("correction_events", "correction_id", take).await?;
    for (case, closed) in &cases.closed {
        report.must(closing.remove(case).as_ref() == Some(closed), format!("case correction {case} closed"), Fault::Differs);
    }
    for case in closing.into_keys() {
        report.broken(format!("case correction {case} closed"), Fault::Missing);
    }
    Ok(())
}
