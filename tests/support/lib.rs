//! The vocabulary of the stories.

pub mod client;
pub mod cluster;
pub mod database;
pub mod lab;

pub use client::{Answer, Client};
pub use database::Engine;
pub use lab::{Lab, days, hours, minutes};
