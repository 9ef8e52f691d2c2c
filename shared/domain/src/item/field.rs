//! What of an item can be corrected on site.

use crate::item::Item;

/// Fields that can be corrected on site.
pub const FIELDS: [&str; 3] = ["serial_number", "model", "manufacturer"];

/// What an item says in one of [`FIELDS`].
pub fn read<'i>(item: &'i Item, field: &str) -> Option<&'i str> {
    match field {
        "serial_number" => Some(&item.serial_number),
        "model" => Some(&item.model),
        "manufacturer" => Some(&item.manufacturer),
        _ => None,
    }
}
