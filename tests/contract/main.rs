//! The store's contract, on both engines.

mod append_only;
mod statements;
mod writes;
