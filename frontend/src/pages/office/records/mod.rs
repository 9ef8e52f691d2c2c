//! Records: the checking queue, the checker's screen, the certificate's draft.

mod case_check;
mod derived;
mod draft;
mod end;
mod entries;
mod facts;
mod give_back;
mod list;
mod path_words;
mod scope;
mod settle;
mod sign;
mod view;

pub use draft::{DraftPage, PLAIN};
pub use list::RecordsPage;
pub use view::RecordViewPage;
