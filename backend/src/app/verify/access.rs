//! Access: each session was made by a sign-in, and each password used is one that the server had set.

use domain::event::Hash;

use super::audit::Audited;
use super::report::{Fault, Report};
use super::rows::{Fields, Snapshot};
use crate::app::Result;
use crate::store::seal::SESSIONS;

/// Walks every session that is still stored, and every use of a password in the audit trail.
pub(super) async fn walk(snapshot: &mut Snapshot<'_>, audited: &Audited, report: &mut Report) -> Result<()> {
    let each = |row: Fields| {
        let token = row.text("token_hash");
        let made = audited.had(SESSIONS.table, token, &SESSIONS.hash(&row).to_string());
        let ended = audited.had(SESSIONS.table, token, &Hash::ZERO.to_string());
        report.must(made && !ended, format!("session {token}"), Fault::SessionNotMade);
        report.count(SESSIONS.table);
    };
    snapshot.each(SESSIONS.table, "token_hash", each).await?;
    for place in audited.not_set() {
        report.broken(place, Fault::CredentialNotSet);
    }
    Ok(())
}
