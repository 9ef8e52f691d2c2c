//! The office's screens.

mod desk;
mod form;
mod nouns;
mod panels;
mod register;

pub use desk::DeskPage;
pub use register::{BodyPage, EntryPage, HistoryPage, ImportPage, ListPage};
