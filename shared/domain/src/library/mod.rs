//! What a calibration body keeps: people, services, methods, standards, places, its own profile (C-4, C-5.7).

pub mod affected;
pub mod back;
pub mod body;
pub mod edition;
pub mod edition_check;
pub mod edition_use;
pub mod fitness;
pub mod kinds;
pub mod method;
pub mod person;
pub mod place;
pub mod service;
pub mod standard;
pub mod twice;
