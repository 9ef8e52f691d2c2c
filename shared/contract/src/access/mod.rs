//! Every route with who may call it, and what signing in is refused with.

pub mod account;
pub mod case;
pub mod table;
