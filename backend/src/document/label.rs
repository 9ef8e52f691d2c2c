//! The label of an item (C-5.3.3).

use base::text::Bilingual;
use base::time::Instant;
use domain::item::Item;
use serde_json::json;

use super::certificate::read_in_order;
use super::pdf::{self, Identity};
use super::{DocumentError, Renderer, qr};

/// What a label shows.
#[derive(Debug, Clone, Copy)]
pub struct Label<'a> {
    /// The item.
    pub item: &'a Item,
    /// Its owner's name.
    pub customer: &'a Bilingual,
    /// The body's name.
    pub body: &'a Bilingual,
    /// The day it is printed.
    pub at: Instant,
}

impl Renderer {
    /// A label of 70 mm by 36 mm with the QR code of the item's identification.
    ///
    /// # Errors
    /// [`DocumentError`] where it cannot be set.
    pub fn label(&self, label: Label<'_>) -> Result<Vec<u8>, DocumentError> {
        let data = read_in_order(json!({ "item": label.item, "customer": label.customer, "body": label.body }));
        let code = qr::svg(&label.item.identification).unwrap_or_else(qr::empty);
        let files = vec![("data.json".to_owned(), self.shown(&data).to_string().into_bytes()), ("code.svg".to_owned(), code.into_bytes())];
        pdf::render(self, "label.typ", files, Identity { ident: format!("label:{}", label.item.identification), at: label.at })
    }
}
