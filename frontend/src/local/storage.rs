//! What the browser says about room and persistence.

use js_sys::Reflect;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// Room on this device.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Room {
    /// Whether the browser promised not to clear it by itself.
    pub persistent: bool,
    /// Bytes used.
    pub used: f64,
    /// Bytes there may be.
    pub quota: f64,
}

/// Asks the browser to keep what is stored; true where it promises.
pub async fn ask_persistent() -> bool {
    let Some(manager) = manager() else { return false };
    match manager.persist() {
        Ok(promise) => JsFuture::from(promise).await.ok().and_then(|v| v.as_bool()).unwrap_or(false),
        Err(_) => false,
    }
}

/// How much is stored, and whether for good.
pub async fn room() -> Room {
    let Some(manager) = manager() else { return Room::default() };
    let persistent = match manager.persisted() {
        Ok(promise) => JsFuture::from(promise).await.ok().and_then(|v| v.as_bool()).unwrap_or(false),
        Err(_) => false,
    };
    let estimate = match manager.estimate() {
        Ok(promise) => JsFuture::from(promise).await.unwrap_or(JsValue::NULL),
        Err(_) => JsValue::NULL,
    };
    let number = |field: &str| Reflect::get(&estimate, &field.into()).ok().and_then(|v| v.as_f64()).unwrap_or(0.0);
    Room { persistent, used: number("usage"), quota: number("quota") }
}

fn manager() -> Option<web_sys::StorageManager> {
    let navigator = web_sys::window()?.navigator();
    // Absent outside secure contexts, where the binding would throw.
    let storage = Reflect::get(&navigator, &"storage".into()).ok()?;
    (!storage.is_undefined()).then(|| navigator.storage())
}
