//! The office does what calibrators cannot or do not do: it gives a record up, takes it up again, or takes a calibrator off.

use base::id::RecordId;
use contract::api::record::{GiveUpRecord, TakeOff};
use domain::event::body::Body;

use super::office::{self, Act};
use crate::app::{Actor, Result};
use crate::state::App;

/// Gives a record up.
pub async fn give_up(app: &App, actor: &Actor, record: RecordId, command: GiveUpRecord) -> Result<()> {
    act(app, actor, record, command.seen, Body::Abandoned { reason: command.reason }).await
}

/// Takes a given-up record up again.
pub async fn take_up(app: &App, actor: &Actor, record: RecordId, command: GiveUpRecord) -> Result<()> {
    act(app, actor, record, command.seen, Body::TakenUp { reason: command.reason }).await
}

/// Takes a calibrator who recorded nothing off a record.
pub async fn take_off(app: &App, actor: &Actor, record: RecordId, command: TakeOff) -> Result<()> {
    act(app, actor, record, command.seen, Body::TakenOff { person: command.person, reason: command.reason }).await
}

async fn act(app: &App, actor: &Actor, record: RecordId, seen: u64, body: Body) -> Result<()> {
    let act = Act { record, by: actor.person, seen: Some(seen), body, check: None, now: app.now() };
    app.db
        .write(move |tx| {
            let act = act.clone();
            Box::pin(async move { office::act(tx, &act).await.map(|_| ()) })
        })
        .await
}
