//! What pages call.

pub mod access;
pub mod authority;
pub mod camera;
pub mod cases;
pub mod certificates;
pub mod desk;
pub mod engine;
pub mod labels;
pub mod orders;
pub mod photo;
pub mod portal;
pub mod readings;
pub mod records;
pub mod register;
pub mod session;
pub mod settings;
pub mod tablet;
