//! The customer that an item belongs to. It cannot be changed once an order, task or record names the item (C-5.3.3, C-5.4.1):
//! certificates went to that customer, and nobody else may read them. An item that is sold is entered again for its new owner;
//! earlier work stays with the customer it was done for.

use crate::item::Item;
use base::finding::Refusal;
use base::seeded::in_force;

/// Whether any work names an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// None does: a mistake in the entry can still be corrected.
    Nowhere,
    /// An order, a task or a record does.
    ByWork,
}

/// The item would go to another customer, although an order, a task or a record names it.
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
    /// Whether the item's customer can no longer be changed.
    pub fn settles_owner(self) -> bool {
        self == Self::ByWork
    }
}

/// Whether an item may be changed to this. Every way of changing an item asks this, whoever uses it.
///
/// # Errors
/// [`OwnerSettled`].
pub fn may_become(before: Option<&Item>, after: &Item, named: Named) -> Result<(), OwnerSettled> {
    let moved = before.is_some_and(|before| before.customer != after.customer);
    if moved && named.settles_owner() && in_force("item.stays_with_its_customer") { Err(OwnerSettled) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::id::Id;
    use base::text::Bilingual;

    fn of(customer: u128, model: &str) -> Item {
        let text = String::new;
        let (customer, name, model) = (Id::from_uuid(uuid::Uuid::from_u128(customer)), Bilingual::default(), model.to_owned());
        let (identification, manufacturer, serial_number, range, location, notes) = (text(), text(), text(), text(), text(), text());
        Item { customer, identification, name, model, manufacturer, serial_number, range, service: None, location, notes }
    }

    // C-5.3.3: what was agreed or recorded for a customer stays that customer's.
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
