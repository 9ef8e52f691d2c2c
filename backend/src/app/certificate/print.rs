//! Printed documents beside the certificate: the original record (C-5.5.1) and the item's label (C-5.3.3).

use std::collections::BTreeMap;

use base::id::{ItemId, RecordId};
use contract::api::record::RecordView;
use domain::certificate::office::OfficeFacts;
use domain::event::Hash;
use domain::item::Item;
use domain::library::body::Body;
use domain::order::customer::Customer;

use super::reading;
use crate::app::documents::{self, fault};
use crate::app::record::view;
use crate::app::{Actor, Error, Result, zone};
use crate::document::{Label, RecordPrint, Renderer};
use crate::state::App;
use crate::store::register;

/// The original record as PDF.
pub async fn record(app: &App, actor: &Actor, id: RecordId) -> Result<Vec<u8>> {
    let found = view::view(app, actor, id).await?;
    reading::note(app, actor, found.record.opened.customer.id, "records", &id.to_string()).await?;
    let body = body(app).await?;
    let _turn = app.printing.acquire().await.map_err(Error::corrupt)?;
    documents::blocking(move || set(&found, &body)).await
}

fn set(found: &RecordView, body: &Body) -> Result<Vec<u8>> {
    let last = found.entries.last();
    let names: BTreeMap<_, _> = found.names.iter().map(|name| (name.person, name.name.clone())).collect();
    // Times are printed in the local time of the place, even if the record has only one offset.
    let mut record = found.record.clone();
    record.opened.place.offsets = zone::around(&record.opened.place.time_zone, record.opened_at);
    let print = RecordPrint {
        record: &record,
        body: &OfficeFacts::of_record(&found.record, body).body,
        names: &names,
        head: last.map_or(Hash::ZERO, |entry| entry.hash()),
        answers: &found.answers,
        entries: found.entries.len() as u64,
        results: &found.recomputed,
        derivations: &found.derivations,
        at: last.map(|entry| entry.received_at).unwrap_or_default(),
    };
    Renderer::get().and_then(|renderer| renderer.record(print)).map_err(|error| fault(&error))
}

/// The label of an item.
pub async fn label(app: &App, id: ItemId) -> Result<Vec<u8>> {
    let (item, customer) = app
        .db
        .read(move |tx| {
            Box::pin(async move {
                let item = register::find::<Item>(tx, id).await?.ok_or_else(Error::not_found)?;
                let customer = register::find::<Customer>(tx, item.body.customer).await?;
                Ok::<_, Error>((item.body, customer.map(|row| row.body.name).unwrap_or_default()))
            })
        })
        .await?;
    let (body, at) = (body(app).await?, app.now());
    documents::blocking(move || {
        let label = Label { item: &item, customer: &customer, body: &body.name, at };
        Renderer::get().and_then(|renderer| renderer.label(label)).map_err(|error| fault(&error))
    })
    .await
}

async fn body(app: &App) -> Result<Body> {
    let found = app.db.read(|tx| Box::pin(async move { Ok::<_, Error>(register::by_code::<Body>(tx, "body").await?) })).await?;
    found.map(|row| row.body).ok_or_else(|| Error::refused(409, "body_missing"))
}
