//! Lists of every noun: turned by key and searched by words, without looking at more than a few rows (docs/adr/0310).
//!
//! `list_rows` holds for each row where it stands in its list and the words it is found by. Rows lie in blocks, stretches of a list, and
//! `list_terms` says for each block which of its rows have a term. A row that was just written is in no block yet: it is read as it is,
//! until [`settle::settle`] puts it into one. So writers of one noun do not wait for each other.

pub mod bring_up;
pub mod check;
pub mod find;
pub mod key;
pub mod of_cases;
pub mod of_readings;
pub mod of_records;
pub mod of_register;
pub mod rows;
pub mod searched;
pub mod settle;
pub mod slots;
pub mod terms;

pub use bring_up::bring_up;
pub use find::{Found, Wanted, page};
pub use key::Key;

/// Tables that are made from others, so that no backup holds them.
pub const DERIVED: [&str; 4] = ["list_blocks", "list_rows", "list_terms", "register_keys"];

/// A list: whose rows, and from which end it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct List {
    /// The noun.
    pub noun: &'static str,
    /// Whether it is read from its end: what comes and goes.
    pub newest_first: bool,
}

/// The mark of a row's state.
pub const STATUS: char = '=';
/// The mark of the customer that a row belongs to.
pub const CUSTOMER: char = '#';
/// The mark of what a row names, and of who it is by.
pub const OF: char = '@';
/// Every mark. No word begins with one.
pub const MARKS: [char; 3] = [STATUS, CUSTOMER, OF];
