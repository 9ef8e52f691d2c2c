//! Devices, credentials, messages.

use shared::api::account::{DeviceView, ResetView};
use shared::api::certificate::MessageView;
use shared::api::{ListQuery, Page, path};
use shared::sync::EventAnswer;

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

/// Takes in a file of unsent drafts; what became of each entry.
pub async fn import_drafts(file: &web_sys::File) -> Result<Vec<EventAnswer>, Failure> {
    let text = wasm_bindgen_futures::JsFuture::from(file.text()).await.map_err(|_| Failure::Unreachable)?;
    remote::post_text(path::SYNC_IMPORT, &text.as_string().unwrap_or_default()).await
}

/// A new one-time password.
pub async fn reset_password(person: &str) -> Result<ResetView, Failure> {
    remote::post(&path::with(path::PERSON_RESET, person), &serde_json::json!({})).await
}

/// A page of messages sent and waiting.
pub async fn messages(query: &ListQuery) -> Result<Page<MessageView>, Failure> {
    remote::get(&list::address(path::OUTBOX, query)).await
}
