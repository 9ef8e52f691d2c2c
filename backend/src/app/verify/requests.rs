//! Requests and notices: what their rows say beside the content that was confirmed is what the audit trail says of them, in words that the
//! server writes (C-4.3.2).

use std::collections::BTreeMap;

use domain::authority::{Content, Kind, Outcome};

use super::details::Details;
use super::report::{Fault, Report};
use super::rows::{Fields, Snapshot};
use crate::app::Result;
use crate::app::authority::is_notice;

/// A request, as its end is compared with it.
struct Asked {
    kind: String,
    subject: String,
    expires_at: i64,
}

/// Walks every request, every end of one, and every notice.
pub(super) async fn walk(snapshot: &mut Snapshot<'_>, details: &Details, report: &mut Report) -> Result<()> {
    let mut asked: BTreeMap<String, Asked> = BTreeMap::new();
    let each = |row: Fields| {
        let id = row.text("id").to_owned();
        let place = format!("confirmations {id}");
        let content = serde_json::from_str::<Content>(row.text("content")).ok();
        report.must(content.is_some(), &place, Fault::Unreadable);
        let same = content.is_none_or(|content| is_of(&row, content.kind()));
        let until = row.int("expires_at").to_string();
        let said = [("kind", row.text("kind")), ("subject", row.text("subject_id")), ("until", &until), ("reason", row.text("reason"))];
        report.must(same && told(details, &id, "asked", &said), &place, Fault::Differs);
        asked.insert(
            id,
            Asked { kind: row.text("kind").to_owned(), subject: row.text("subject_id").to_owned(), expires_at: row.int("expires_at") },
        );
    };
    snapshot.each("confirmations", "id", each).await?;
    let each = |row: Fields| {
        let (id, outcome) = (row.text("confirmation_id"), row.text("outcome"));
        // An end of no request is named with the requests.
        let Some(request) = asked.get(id) else { return };
        let said = [("kind", request.kind.as_str()), ("subject", &request.subject), ("reason", row.text("reason"))];
        let same = told(details, id, outcome, &said) && ends(&row, request);
        report.must(same, format!("confirmation_ends {id}"), Fault::Differs);
    };
    snapshot.each("confirmation_ends", "confirmation_id", each).await?;
    let each = |row: Fields| {
        report.must(is_notice(row.text("what")), format!("account_notices {}", row.text("id")), Fault::Unreadable);
    };
    snapshot.each("account_notices", "id", each).await
}

/// Whether the row is of the kind that its content says; reasons are given for a change of authority alone.
fn is_of(row: &Fields, kind: Kind) -> bool {
    row.text("kind") == kind.name() && (kind == Kind::Authority || row.text("reason").is_empty())
}

/// Whether a request that was carried out was so before it expired, and without a reason: only who declines gives one.
fn ends(row: &Fields, request: &Asked) -> bool {
    let done = [Outcome::Confirmed.name(), Outcome::Alone.name()].contains(&row.text("outcome"));
    !done || (row.text("reason").is_empty() && row.int("at") <= request.expires_at)
}

fn told(details: &Details, request: &str, action: &str, said: &[(&str, &str)]) -> bool {
    let entry = details.requests.get(&(request.to_owned(), action.to_owned()));
    // A request without its entry is named with the acts.
    entry.is_none_or(|entry| entry.agrees_with(said))
}
