//! Certificates, correction cases, recalls.

mod correct;
mod corrections;
mod list;
mod view;

pub use corrections::{CORRECTIONS, CorrectionsPage};
pub use list::CertificatesPage;
pub use view::CertificatePage;
