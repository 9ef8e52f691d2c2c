//! The office's screens.

mod authority;
mod cases;
mod certificates;
mod checks;
mod command;
mod desk;
mod devices;
mod edition;
mod form;
mod labels_page;
mod outbox;
mod paged;
mod panels;
mod readings;
mod records;
mod register;

pub use cases::CasePage;
pub use certificates::{CertificatePage, CertificatesPage, CorrectionsPage};
pub use desk::DeskPage;
pub use devices::DevicesPage;
pub use labels_page::LabelsPage;
pub use outbox::OutboxPage;
pub use readings::ReadingsPage;
pub use records::{DraftPage, RecordViewPage, RecordsPage};
pub use register::{BodyPage, EntryPage, HistoryPage, ImportPage, ListPage};
