//! The store's contract, on both engines.

mod append_only;
mod coverage;
mod lists;
mod statements;
mod writes;
