//! Registers: the nouns the office keeps (customers, items, standards …). Each is edited whole, every version is kept.

mod address;
mod check;
pub mod entry;
pub mod identified;
mod nouns;
mod reference;
pub mod table;
pub mod texts;
pub mod versions;

pub use entry::{Entry, Kept, Reference};
