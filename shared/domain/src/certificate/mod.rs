//! Certificates: composed, completed, numbered, issued, compared, corrected (C-5.4). States: `docs/states/certificate.md`.

pub mod annex;
pub mod compare;
pub mod complete;
pub mod compose;
pub mod correction;
pub mod differing;
pub mod document;
pub mod hand_out;
pub mod issue;
pub mod number;
mod observed;
pub mod office;
pub mod origin;
mod results;
#[cfg(test)]
pub(crate) mod tests;
