//! The office's screens.

mod desk;

pub use desk::DeskPage;
