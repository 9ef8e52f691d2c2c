//! Values in, callbacks out. Nothing here fetches or stores.

pub mod badge;
pub mod button;
pub mod cell_view;
pub mod dialog;
pub mod empty;
pub mod error_bar;
pub mod field;
pub mod icon;
pub mod language_switch;
pub mod loaded;
pub mod notice;
pub mod outcome;
pub mod pager;
pub mod record_table;
pub mod search_box;
pub mod tabs;
mod unique;

pub use badge::StateBadge;
pub use button::{Button, LinkButton};
pub use cell_view::Names;
pub use dialog::Dialog;
pub use empty::EmptyState;
pub use field::{Field, TextField};
pub use icon::Icon;
pub use language_switch::LanguageSwitch;
pub use loaded::loaded;
pub use notice::{ClauseLink, FailureView, FindingList, Notice};
pub use pager::Pager;
pub use record_table::RecordTable;
pub use search_box::SearchBox;
pub use tabs::{Tab, TabPanel, TabStrip, Tabs};
pub use unique::unique;
