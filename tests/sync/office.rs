//! What the office changes meanwhile: every job pack changes with it.

use backend::app::Error;
use backend::app::register::{Change, write};
use backend::store::{Tx, register};
use base::id::{Id, VisitId, kind};
use domain::register::Kept;
use serde_json::{Value, json};
use support::world::put;
use support::{Lab, World};

/// One change of something that records begin with; `n` makes it new.
pub async fn change(lab: &Lab, world: &World, kind: usize, n: u64) {
    match kind % 4 {
        0 => set(lab, world.item, "serial_number", json!(format!("SN-{n}"))).await,
        1 => set(lab, world.customer, "contacts", json!([{ "name": format!("Ms Wu {n}"), "telephone": "1" }])).await,
        2 => set(lab, world.site, "notes", json!(format!("gate {n}"))).await,
        _ => set(lab, world.standard, "location", json!(format!("shelf {n}"))).await,
    }
}

async fn set<K: Kept>(lab: &Lab, id: Id<K>, field: &'static str, value: Value) {
    let at = lab.now();
    let written = lab.app.db.write::<_, Error, _>(move |tx: &mut Tx| {
        let value = value.clone();
        Box::pin(async move {
            let row = register::find::<K::Entry>(tx, id).await?.ok_or_else(Error::not_found)?;
            let mut body = serde_json::to_value(&row.body).map_err(Error::corrupt)?;
            body[field] = value;
            let body: K::Entry = serde_json::from_value(body).map_err(Error::corrupt)?;
            write(tx, Change { id, revision: row.revision, body: &body, at, by: None, reason: "" }).await
        })
    });
    written.await.expect("the office writes");
}

/// Puts the standard back into use: a failed check in an earlier schedule has taken it out.
pub async fn repair(lab: &Lab, world: &World) {
    set(lab, world.standard, "status", json!("in_use")).await;
}

/// A new visit for both calibrators; nobody goes on the one before any more.
pub async fn next_visit(lab: &Lab, world: &World, before: VisitId, n: u64) -> VisitId {
    set(lab, before, "people", json!([])).await;
    let id = lab.app.new_id();
    let visit = json!({"number": format!("V-{}", n + 2), "customer": world.customer, "place": world.site, "day": "2026-11-20",
        "people": [world.lin, world.sun], "standards": [world.standard]});
    put::<kind::Visit>(lab, id, visit).await;
    id
}
