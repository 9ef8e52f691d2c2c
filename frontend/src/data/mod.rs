//! What pages call.

pub mod session;
pub mod tablet;
