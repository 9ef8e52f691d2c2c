//! Cases of every kind: one list, one case with its time-line. A kind adds its states, its columns and what can be done in it.

mod kind;
mod list;
mod timeline;
mod view;

pub use kind::Kind;
pub use list::CaseList;
pub use view::CasePage;
