//! Labels for items.

use base::time::Instant;

use super::{record, renderer, sample, states, text_of};
use crate::document::Label;

#[test]
fn the_label_shows_the_items_identification() {
    // C-5.3.3
    let (record, document) = (record(), sample());
    let item = &record.opened.item.item;
    let label = Label { item, customer: &record.opened.customer.name, body: &document.stated.body.name, at: Instant(1_795_334_000_000) };
    states(&text_of("label.pdf", &renderer().label(label).unwrap()), &["HC-26-00417", "SN 7741-A0932"]);
    // What was kept before there was a rule is printed as it reads.
    let struck = domain::item::Item { serial_number: "77\u{336}41".to_owned(), ..item.clone() };
    let label = Label { item: &struck, ..label };
    states(&text_of("label-struck.pdf", &renderer().label(label).unwrap()), &["SN 7741"]);
}
