//! The store's contract, on both engines.

mod append_only;
mod coverage;
mod statements;
mod writes;
