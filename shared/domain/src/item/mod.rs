//! Items: the customers' measuring instruments (C-5.3).

pub mod field;
pub mod fold;
pub mod hand;
pub mod owner;
pub mod rule;
pub mod twice;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use base::id::{CustomerId, ItemId, PersonId, ServiceId};
use base::text::Bilingual;
use base::time::Instant;

/// A measuring instrument of a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// The owner.
    pub customer: CustomerId,
    /// The body's identification of it, printed on its label with a QR code; unique (C-5.3.3).
    pub identification: String,
    /// Name.
    pub name: Bilingual,
    /// Model.
    pub model: String,
    /// Manufacturer.
    pub manufacturer: String,
    /// Serial number.
    pub serial_number: String,
    /// Measuring range, in words.
    #[serde(default)]
    pub range: String,
    /// The calibration service it needs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceId>,
    /// Where it stands at the customer's.
    #[serde(default)]
    pub location: String,
    /// Condition and accessories.
    #[serde(default)]
    pub notes: String,
}

impl base::id::Identified for Item {
    type Kind = base::id::kind::Item;
}

/// The items that a label, or what somebody reads off an instrument, may mean: the code is an identification or a serial number, or an
/// address that ends with one. Makers number by themselves, so that several items have one serial number: all are given, those of
/// this identification first.
pub fn named_by(items: &BTreeMap<ItemId, Item>, code: &str) -> Vec<ItemId> {
    let code = code.trim().trim_end_matches('/').to_lowercase();
    let end = code.rsplit('/').next().unwrap_or(&code);
    let with = |wanted: &str, of: fn(&Item) -> &str| {
        let same = |item: &Item| !wanted.is_empty() && of(item).trim().to_lowercase() == wanted;
        items.iter().filter(|(_, item)| same(item)).map(|(id, _)| *id).collect::<Vec<_>>()
    };
    let found = |wanted: &str| {
        let mut found = with(wanted, |item| &item.identification);
        for id in with(wanted, |item| &item.serial_number) {
            if !found.contains(&id) {
                found.push(id);
            }
        }
        found
    };
    let whole = found(&code);
    if whole.is_empty() { found(end) } else { whole }
}

/// Somebody who has an item in hand: by a task for it, or by a record of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hand {
    /// Who.
    pub person: PersonId,
    /// When the work was done with; `None` while it goes on. What was seen before comes later from a tablet without network.
    pub until: Option<Instant>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::id::Id;

    fn item(identification: &str, manufacturer: &str, serial_number: &str) -> Item {
        let (identification, manufacturer, serial_number) = (identification.to_owned(), manufacturer.to_owned(), serial_number.to_owned());
        let text = String::new;
        let (customer, name) = (Id::from_uuid(uuid::Uuid::from_u128(1)), Bilingual::default());
        let (model, range, location, notes) = (text(), text(), text(), text());
        Item { customer, identification, name, model, manufacturer, serial_number, range, service: None, location, notes }
    }

    #[test]
    fn a_serial_number_may_be_that_of_several_makers() {
        let id = |n: u128| ItemId::from_uuid(uuid::Uuid::from_u128(n));
        let items = BTreeMap::from([
            (id(1), item("MIN-N1", "Sartorius", "5150")),
            (id(2), item("MIN-N2", "Mettler", "5150")),
            (id(3), item("5150", "Ohaus", "77/12")),
            (id(4), item("MIN-N4", "Ohaus", "")),
        ]);
        assert_eq!(named_by(&items, "5150"), [id(3), id(1), id(2)], "the label first, then every maker");
        assert_eq!(named_by(&items, " min-n2 "), [id(2)]);
        assert_eq!(named_by(&items, "https://lab.example/i/MIN-N1/"), [id(1)]);
        assert_eq!(named_by(&items, "77/12"), [id(3)], "a number may have a stroke in it");
        assert!(named_by(&items, "12").is_empty());
        assert!(named_by(&items, "  ").is_empty());
    }
}
