//! Devices, credentials, messages.

use contract::api::account::DeviceView;
use contract::api::certificate::MessageView;
use contract::api::{ListQuery, Page, Problem, path};
use contract::sync::EventAnswer;
use contract::sync::carried::Carried;

use crate::failure::Failure;
use crate::remote::{self, list};

/// Every device.
pub async fn devices() -> Result<Vec<DeviceView>, Failure> {
    remote::get(path::DEVICES).await
}

/// Revokes a device: what it sends afterwards is set aside.
pub async fn revoke(id: &str) -> Result<(), Failure> {
    remote::post_empty(&path::with(path::DEVICE_REVOKE, id), &serde_json::json!({})).await.map(|_| ())
}

/// Lets the device's person choose a new PIN for the next hour.
pub async fn allow_new_pin(id: &str) -> Result<(), Failure> {
    remote::post_empty(&path::with(path::DEVICE_NEW_PIN, id), &serde_json::json!({})).await.map(|_| ())
}

/// What became of a file of unsent drafts.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// Of each entry.
    pub answers: Vec<EventAnswer>,
    /// Photos and documents stored.
    pub files: usize,
    /// Those that are not what they say, by the record's hash.
    pub damaged: usize,
}

/// Takes in a file of unsent drafts: its entries, then its photos, each within the limits of one.
pub async fn import_drafts(file: &web_sys::File) -> Result<Imported, Failure> {
    let text = wasm_bindgen_futures::JsFuture::from(file.text()).await.map_err(|_| Failure::Unreachable)?;
    let carried = Carried::read(&text.as_string().unwrap_or_default()).ok_or_else(not_drafts)?;
    let answers = remote::post(path::SYNC_IMPORT, &carried.exchange).await?;
    let mut imported = Imported { answers, files: 0, damaged: 0 };
    for file in &carried.files {
        let stored = match file.bytes() {
            Some(bytes) => remote::put_bytes(&path::with(path::FILE, file.sha256), &file.media_type, &bytes).await,
            None => Err(not_drafts()),
        };
        match stored {
            Ok(()) => imported.files += 1,
            Err(Failure::Problem(problem)) if (400..500).contains(&problem.status) => imported.damaged += 1,
            Err(why) => return Err(why),
        }
    }
    Ok(imported)
}

fn not_drafts() -> Failure {
    Failure::Problem(Box::new(Problem::new(422, "file_not_drafts")))
}

/// A page of messages sent and waiting.
pub async fn messages(query: &ListQuery) -> Result<Page<MessageView>, Failure> {
    remote::get(&list::address(path::OUTBOX, query)).await
}
