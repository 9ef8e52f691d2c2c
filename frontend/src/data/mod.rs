//! What pages call.

pub mod labels;
pub mod register;
pub mod session;
pub mod tablet;
