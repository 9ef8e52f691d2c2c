//! Variants that say nothing but their name take nothing else.
//!
//! Of an enum whose variants are told apart by a field, serde drops what a variant without fields does not know, even under
//! `deny_unknown_fields`. Such a variant is read through [`nothing_else`]; `tests/tidy` finds one that is not.

use serde::{Deserialize, Deserializer};

/// Reads a variant without fields: whatever stands beside its name is an unknown field.
///
/// # Errors
/// Names the field.
pub fn nothing_else<'de, D: Deserializer<'de>>(deserializer: D) -> Result<(), D::Error> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Nothing {}
    Nothing::deserialize(deserializer).map(|Nothing {}| ())
}
