//! Certificates, corrections, recalls.

use contract::api::certificate::{CertificateRow, CertificateView, CheckCorrection, NoteRecall, OpenCorrection, WithdrawCorrection};
use contract::api::{ListQuery, Page, path};
use domain::event::Hash;

use crate::failure::Failure;
use crate::remote::{self, list};

/// A page of certificates.
pub async fn search(query: &ListQuery) -> Result<Page<CertificateRow>, Failure> {
    remote::get(&list::address(path::CERTIFICATES, query)).await
}

/// One certificate.
pub async fn one(id: &str) -> Result<CertificateView, Failure> {
    remote::get(&path::with(path::CERTIFICATE, id)).await
}

/// Opens a correction case.
pub async fn correct(id: &str, command: &OpenCorrection) -> Result<(), Failure> {
    remote::post_empty(&path::with(path::CERTIFICATE_CORRECT, id), command).await.map(|_| ())
}

/// Notes that the paper original came back.
pub async fn note_recall(id: &str, note: String) -> Result<(), Failure> {
    remote::post_empty(&path::with(path::CERTIFICATE_RECALL, id), &NoteRecall { note }).await.map(|_| ())
}

/// Checks a correction of office facts as its second person.
pub async fn check(id: &str, stated: Hash, password: String) -> Result<(), Failure> {
    remote::post_empty(&path::with(path::CORRECTION_CHECK, id), &CheckCorrection { stated, password, answers: Vec::new() })
        .await
        .map(|_| ())
}

/// Withdraws a case opened by mistake.
pub async fn withdraw(id: &str, reason: String) -> Result<(), Failure> {
    remote::post_empty(&path::with(path::CORRECTION_WITHDRAW, id), &WithdrawCorrection { reason }).await.map(|_| ())
}

/// Where the stored PDF is.
pub fn pdf_href(id: &str) -> String {
    path::with(path::CERTIFICATE_PDF, id)
}

/// Where the machine-readable document is.
pub fn xml_href(id: &str) -> String {
    path::with(path::CERTIFICATE_XML, id)
}
