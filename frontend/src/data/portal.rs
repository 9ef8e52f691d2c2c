//! What customers and the public see.

use contract::api::path;
use contract::api::portal::{PortalCertificate, PortalItem, PortalOrder, PublicBody, PublicCheck, PublicCheckView};
use domain::event::Hash;
use wasm_bindgen_futures::JsFuture;

use crate::failure::Failure;
use crate::remote;

/// The customer's own orders.
pub async fn orders() -> Result<Vec<PortalOrder>, Failure> {
    remote::get(path::PORTAL_ORDERS).await
}

/// The customer's own items.
pub async fn items() -> Result<Vec<PortalItem>, Failure> {
    remote::get(path::PORTAL_ITEMS).await
}

/// The customer's own certificates.
pub async fn certificates() -> Result<Vec<PortalCertificate>, Failure> {
    remote::get(path::PORTAL_CERTIFICATES).await
}

/// Where one's PDF is.
pub fn pdf_href(id: &str) -> String {
    path::with(path::PORTAL_PDF, id)
}

/// Where all valid ones are in one archive.
pub const ARCHIVE_HREF: &str = path::PORTAL_ARCHIVE;

/// Asks whether a certificate is genuine.
pub async fn check(number: String, code: String) -> Result<PublicCheckView, Failure> {
    remote::post(path::PUBLIC_CHECK, &PublicCheck { number, code }).await
}

/// The body's public page.
pub async fn body() -> Result<PublicBody, Failure> {
    remote::get(path::PUBLIC_BODY).await
}

/// SHA-256 of a file, computed here: the file goes nowhere.
pub async fn hash_of(file: web_sys::File) -> Option<Hash> {
    let bytes = JsFuture::from(file.array_buffer()).await.ok()?;
    Some(Hash::of(&js_sys::Uint8Array::new(&bytes).to_vec()))
}
