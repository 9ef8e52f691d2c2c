//! Who wrote what, in which order, and that nobody changed it: a device's chain of events and the server's ledger of them, whatever the
//! events say. What is hashed is specified in `docs/CHAINS.md`.

pub mod chain;
pub mod entry;
pub mod event;
pub mod signature;
