//! The checker or the signatory returns a record with findings.

use base::id::RecordId;
use contract::api::record::ReturnRecord;
use domain::event::body::Body;
use domain::record::finding::RecordFinding;

use super::office::{self, Act};
use crate::app::{Actor, Result};
use crate::state::App;

/// Returns a record; a return by the signatory voids the check.
pub async fn give_back(app: &App, actor: &Actor, record: RecordId, command: ReturnRecord) -> Result<()> {
    let findings = command.findings.into_iter();
    let findings = findings.map(|new| RecordFinding { id: app.new_id(), path: new.path, text: new.text }).collect();
    let body = Body::Returned { findings };
    let act = Act { record, by: actor.person, seen: Some(command.seen), body, check: None, now: app.now() };
    app.db
        .write(move |tx| {
            let act = act.clone();
            Box::pin(async move { office::act(tx, &act).await.map(|_| ()) })
        })
        .await
}
