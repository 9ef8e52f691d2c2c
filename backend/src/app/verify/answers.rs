//! What those who signed answered to findings (C-5.5): each answer was given with an act, and since the audit entry of the act has the hash
//! of its answers, none was changed, removed or added.

use std::collections::BTreeMap;

use super::audit::Audited;
use super::facts::Facts;
use super::report::{Fault, Report};
use super::rows::{Fields, Snapshot};
use crate::app::Result;
use crate::store::settlement::{answer_line, answers_hash};

/// An answer, or the act it was given with: of which record, by whom, when. What is empty is known otherwise.
type Given = (String, String, i64);

/// Walks every answer.
pub(super) async fn walk(snapshot: &mut Snapshot<'_>, cases: &Facts, audited: &Audited, report: &mut Report) -> Result<()> {
    let mut given: Vec<(String, String, Given)> = Vec::new();
    let mut lines: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let take = |row: Fields| {
        let answer = (row.text("record_id").to_owned(), row.text("by_person").to_owned(), row.int("at"));
        given.push((row.text("id").to_owned(), format!("{} {}", row.text("act"), row.text("act_id")), answer));
        let line = answer_line(row.text("code"), row.text("path"), row.text("params"), row.text("text"));
        lines.entry(row.text("act_id").to_owned()).or_default().push(line);
    };
    snapshot.each("answers", "id", take).await?;
    for said in &audited.details.answers {
        let found = lines.remove(&said.act).unwrap_or_default();
        let fault = if found.is_empty() { Fault::Missing } else { Fault::Differs };
        report.must(answers_hash(found).to_string() == said.hash, format!("answers of {}", said.place), fault);
    }
    with_acts(snapshot, (cases, audited), &given, report).await
}

/// Each answer was given with an act of the same person at the same time on the same record: a check, the check of a correction, an issue.
async fn with_acts(
    snapshot: &mut Snapshot<'_>,
    (cases, audited): (&Facts, &Audited),
    given: &[(String, String, Given)],
    report: &mut Report,
) -> Result<()> {
    if given.is_empty() {
        return Ok(());
    }
    let mut acts: BTreeMap<String, Given> = given.iter().map(|(_, act, _)| (act.clone(), (String::new(), String::new(), -1))).collect();
    for (table, order, act, [id, record, by, at]) in [
        ("certificates", "id", "issue", ["id", "record_id", "issued_by", "issued_at"]),
        ("correction_checks", "id", "check_correction", ["id", "", "by_person", "at"]),
        // Who checked, the audit trail says: the event is of an office device.
        ("ledger", "stream_kind, stream_id, seq", "check", ["event_id", "stream_id", "", "received_at"]),
    ] {
        let take = |row: Fields| {
            if let Some(made) = acts.get_mut(&format!("{act} {}", row.text(id))) {
                *made = (row.text(record).to_owned(), row.text(by).to_owned(), row.int(at));
            }
        };
        snapshot.each(table, order, take).await?;
    }
    for (check, (by, at)) in &cases.checks {
        if let Some(made) = acts.get_mut(&format!("check_correction {check}")) {
            *made = (String::new(), by.clone(), *at);
        }
    }
    for (id, act, (record, by, at)) in given {
        let (of, who, when) = &acts[act];
        let same = |known: &String, said: &String| known.is_empty() || known == said;
        let checked = !act.starts_with("check ") || audited.checked(record, by, *at);
        report.must(when == at && same(of, record) && same(who, by) && checked, format!("answers {id}"), Fault::Differs);
    }
    Ok(())
}
