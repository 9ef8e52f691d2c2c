//! Reads of a customer's results are logged (C-4.1.2.2).

use serde_json::json;
use shared::event::Hash;

use super::{Actor, Error, Result};
use crate::state::App;
use crate::store::audit;

/// Notes that a person read an object of a noun ("records", "certificates").
pub async fn note(app: &App, actor: &Actor, noun: &'static str, object: String) -> Result<()> {
    let (at, by) = (app.now(), actor.person);
    app.db
        .write::<_, Error, _>(move |tx| {
            let object = object.clone();
            Box::pin(async move {
                let entry = audit::Entry {
                    at,
                    actor: Some(by),
                    action: "read",
                    noun: "reads",
                    object: &format!("{noun}/{object}"),
                    revision: 0,
                    object_hash: Hash::ZERO,
                    detail: json!({}),
                };
                Ok(audit::append(tx, entry).await?)
            })
        })
        .await
}
