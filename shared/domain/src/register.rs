//! Registers: the nouns the office keeps (customers, items, standards …). Each is edited whole, every version is kept. A noun is declared
//! once, in its file of `nouns` (docs/adr/0350).

mod address;
pub mod entry;
pub mod faults;
pub mod field;
pub mod fresh;
pub mod identified;
pub mod json;
pub mod noun;
pub mod nouns;
pub mod shown;
pub mod table;
pub mod texts;
pub mod versions;
pub mod walk;

pub use entry::{Entry, Kept, Reference};
