//! Whose an item is: settled by the first order, task or record that names it (C-5.3.3, C-5.4.1). Certificates were sent to that
//! customer, who alone reads them. An item that is sold gets an entry of its own at its new owner: what was recorded before stays
//! with whom it was recorded for.

use crate::finding::Refusal;
use crate::item::Item;

/// Whether anything names an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// Nothing: a slip of the pen can still be put right.
    Nowhere,
    /// An order, a task or a record does.
    ByWork,
}

/// The item would be another customer's, and an order, a task or a record names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnerSettled;

impl Refusal for OwnerSettled {
    fn code(&self) -> &'static str {
        "item_customer_settled"
    }

    fn path(&self) -> String {
        "customer".to_owned()
    }

    fn clause(&self) -> Option<&'static str> {
        Some("C-5.3.3")
    }
}

impl Named {
    /// Whether the owner of an item stays who it is.
    pub fn settles_owner(self) -> bool {
        self == Self::ByWork
    }
}

/// Whether an item may become this, whoever asks and by whatever way.
///
/// # Errors
/// [`OwnerSettled`].
pub fn may_become(before: Option<&Item>, after: &Item, named: Named) -> Result<(), OwnerSettled> {
    let moved = before.is_some_and(|before| before.customer != after.customer);
    if moved && named.settles_owner() { Err(OwnerSettled) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Id;
    use crate::text::Bilingual;

    fn of(customer: u128, model: &str) -> Item {
        let text = String::new;
        let (customer, name, model) = (Id::from_uuid(uuid::Uuid::from_u128(customer)), Bilingual::default(), model.to_owned());
        let (identification, manufacturer, serial_number, range, location, notes) = (text(), text(), text(), text(), text(), text());
        Item { customer, identification, name, model, manufacturer, serial_number, range, service: None, location, notes }
    }

    // C-5.3.3: what is agreed or recorded for a customer stays that customer's.
    #[test]
    fn an_item_that_work_names_stays_its_customers_and_all_else_of_it_is_free() {
        for (before, after, named, expected) in [
            (None, of(1, "a"), Named::Nowhere, Ok(())),
            (None, of(1, "a"), Named::ByWork, Ok(())),
            (Some(of(1, "a")), of(2, "a"), Named::Nowhere, Ok(())),
            (Some(of(1, "a")), of(1, "b"), Named::ByWork, Ok(())),
            (Some(of(1, "a")), of(2, "a"), Named::ByWork, Err(OwnerSettled)),
            (Some(of(1, "a")), of(2, "b"), Named::ByWork, Err(OwnerSettled)),
        ] {
            assert_eq!(may_become(before.as_ref(), &after, named), expected, "{before:?} {after:?} {named:?}");
        }
    }
}
