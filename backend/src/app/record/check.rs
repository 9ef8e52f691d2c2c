//! The checker signs (C-4.3.1).

use base::id::RecordId;
use contract::api::record::CheckRecord;
use domain::event::body::Body;
use domain::record::check::STATEMENT;

use super::office::{self, Act, Checking};
use super::streams;
use crate::app::{Actor, Result, account, simulate};
use crate::state::App;

/// Signs a record as its checker; the password is asked again.
pub async fn check(app: &App, actor: &Actor, record: RecordId, command: CheckRecord) -> Result<()> {
    account::verify_password(app, actor, command.password).await?;
    let found = app.db.read(move |tx| Box::pin(async move { streams::one(tx, record).await })).await?;
    // Outside the transaction, because it takes as long as the edition's computation.
    let (head, results) = (found.head, simulate::results(found).await?);
    let check = Some(Checking { head, results, answers: command.answers });
    let body = Body::Checked { statement: STATEMENT.to_owned() };
    let act = Act { record, by: actor.person, seen: Some(command.seen), body, check, now: app.now() };
    app.db
        .write(move |tx| {
            let act = act.clone();
            Box::pin(async move { office::act(tx, &act).await.map(|_| ()) })
        })
        .await
}
