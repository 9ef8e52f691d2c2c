//! One file per route: asks `data`, shows.

pub mod office;
pub mod portal;
pub mod public;
pub mod tablet;
