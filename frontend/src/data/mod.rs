//! What pages call.

pub mod session;
