//! The vocabulary of the stories.

pub mod attack;
pub mod authority;
pub mod case;
pub mod client;
pub mod cluster;
pub mod database;
pub mod described;
pub mod forged;
pub mod hand;
pub mod lab;
pub mod mail;
pub mod many;
pub mod pdf;
pub mod store_contract;
pub mod tablet;
pub mod tamper;
pub mod world;

pub use client::{Answer, Client};
pub use database::Engine;
pub use hand::Hand;
pub use lab::{Lab, days, hours, minutes};
pub use tablet::Tablet;
pub use world::World;
