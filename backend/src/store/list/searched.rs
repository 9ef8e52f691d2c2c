//! The words that an entry is found by.

use base::text::search::folded;
use domain::register::Entry;

/// Everything an entry is found by.
pub fn searched<T: Entry>(body: &T) -> String {
    folded(&format!("{} {} {}", body.code(), body.label(), body.search_text()))
}
