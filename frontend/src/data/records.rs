//! Records: the checking queue, and one record with everything the checker looks at.

use base::id::PersonId;
use contract::api::certificate::{DraftView, IssueCertificate, IssuedView};
use contract::api::record::{AttachRecord, CheckRecord, GiveUpRecord, NewFinding, RecordRow, RecordView, ReturnRecord, TakeFacts, TakeOff};
use contract::api::{ListQuery, Page, path};

use crate::failure::Failure;
use crate::remote::{self, list};

/// A page of records.
pub async fn search(query: &ListQuery) -> Result<Page<RecordRow>, Failure> {
    remote::get(&list::address(path::RECORDS, query)).await
}

/// One record.
pub async fn one(id: &str) -> Result<RecordView, Failure> {
    remote::get(&path::with(path::RECORD, id)).await
}

/// Returns it with findings.
pub async fn give_back(id: &str, seen: u64, findings: Vec<NewFinding>) -> Result<(), Failure> {
    remote::post_empty(&path::with(path::RECORD_RETURN, id), &ReturnRecord { seen, findings }).await.map(|_| ())
}

/// Signs it as checker.
pub async fn sign(id: &str, command: &CheckRecord) -> Result<(), Failure> {
    remote::post_empty(&path::with(path::RECORD_CHECK, id), command).await.map(|_| ())
}

/// Puts it under a line of an order.
pub async fn place_under(id: &str, command: &AttachRecord) -> Result<(), Failure> {
    remote::post_empty(&path::with(path::RECORD_ORDER, id), command).await.map(|_| ())
}

/// Sets which facts its certificate states.
pub async fn take_facts(id: &str, command: &TakeFacts) -> Result<(), Failure> {
    remote::post_empty(&path::with(path::RECORD_FACTS, id), command).await.map(|_| ())
}

/// Gives it up.
pub async fn give_up(id: &str, seen: u64, reason: String) -> Result<(), Failure> {
    remote::post_empty(&path::with(path::RECORD_GIVE_UP, id), &GiveUpRecord { seen, reason }).await.map(|_| ())
}

/// Takes it up again.
pub async fn take_up(id: &str, seen: u64, reason: String) -> Result<(), Failure> {
    remote::post_empty(&path::with(path::RECORD_TAKE_UP, id), &GiveUpRecord { seen, reason }).await.map(|_| ())
}

/// Takes a calibrator who recorded nothing off it.
pub async fn take_off(id: &str, seen: u64, person: PersonId, reason: String) -> Result<(), Failure> {
    remote::post_empty(&path::with(path::RECORD_TAKE_OFF, id), &TakeOff { seen, person, reason }).await.map(|_| ())
}

/// The certificate that would come out of it.
pub async fn draft(id: &str) -> Result<DraftView, Failure> {
    remote::get(&path::with(path::RECORD_DRAFT, id)).await
}

/// Issues it.
pub async fn issue(id: &str, command: &IssueCertificate) -> Result<IssuedView, Failure> {
    remote::post(&path::with(path::RECORD_ISSUE, id), command).await
}

/// Where the printed original record is.
pub fn print_href(id: &str) -> String {
    path::with(path::RECORD_PDF, id)
}

/// Where the draft with its watermark is.
pub fn draft_href(id: &str) -> String {
    path::with(path::RECORD_DRAFT_PDF, id)
}

/// Where an attached file is.
pub fn file_href(sha256: &str) -> String {
    path::with(path::FILE, sha256)
}
