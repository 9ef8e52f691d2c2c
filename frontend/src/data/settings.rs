//! Devices, credentials, messages.

use shared::api::account::{DeviceView, ResetView};
use shared::api::certificate::MessageView;
use shared::api::{Page, path};

use crate::failure::Failure;
use crate::remote;

/// Every device.
pub async fn devices() -> Result<Vec<DeviceView>, Failure> {
    remote::get(path::DEVICES).await
}

/// Revokes a device: what it sends afterwards is set aside.
pub async fn revoke(id: &str) -> Result<(), Failure> {
    remote::post_empty(&path::with(path::DEVICE_REVOKE, id), &serde_json::json!({})).await.map(|_| ())
}

/// A new one-time password.
pub async fn reset_password(person: &str) -> Result<ResetView, Failure> {
    remote::post(&path::with(path::PERSON_RESET, person), &serde_json::json!({})).await
}

/// Messages sent and waiting.
pub async fn messages() -> Result<Page<MessageView>, Failure> {
    remote::get(path::OUTBOX).await
}
