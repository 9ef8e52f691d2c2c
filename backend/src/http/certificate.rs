//! Drafts, issue, certificates, corrections, printed documents.

use axum::extract::State;
use axum::http::StatusCode;
use base::id::{CertificateId, CorrectionId, ItemId, RecordId};
use contract::api::certificate::{
    CertificateRow, CertificateView, CheckCorrection, CorrectionRow, DraftView, IssueCertificate, IssuedView, MessageView, NoteRecall,
    OpenCorrection, Wanted, WithdrawCorrection,
};
use contract::api::{ListQuery, Page, path};
use domain::certificate::correction::Correction;

use super::download::{Download, Pdf, Xml};
use super::{Json, Path, Query, Routes};
use crate::app::certificate::{self as app_certificate, check, correct, deliver, draft, issue, print, recall};
use crate::app::{Actor, Result, messages};
use crate::state::AppState;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get(path::RECORD_DRAFT, view_draft)
        .get(path::RECORD_DRAFT_PDF, draft_pdf)
        .get(path::RECORD_PDF, record_pdf)
        .post(path::RECORD_ISSUE, issue_certificate)
        .get(path::CERTIFICATES, list)
        .get(path::CERTIFICATE, one)
        .get(path::CERTIFICATE_PDF, pdf)
        .get(path::CERTIFICATE_XML, xml)
        .post(path::CERTIFICATE_CORRECT, open_correction)
        .post(path::CERTIFICATE_RECALL, note_recall)
        .get(path::CORRECTIONS, corrections)
        .post(path::CORRECTION_CHECK, check_correction)
        .post(path::CORRECTION_WITHDRAW, withdraw_correction)
        .get(path::OUTBOX, outbox)
        .get(path::ITEM_LABEL, label)
}

async fn view_draft(State(app): State<AppState>, actor: Actor, Path(id): Path<RecordId>) -> Result<Json<DraftView>> {
    Ok(Json(draft::view(&app, &actor, id).await?))
}

async fn draft_pdf(State(app): State<AppState>, actor: Actor, Path(id): Path<RecordId>) -> Result<Download<Pdf>> {
    Ok(Download::new("draft.pdf", draft::pdf(&app, &actor, id).await?))
}

async fn record_pdf(State(app): State<AppState>, actor: Actor, Path(id): Path<RecordId>) -> Result<Download<Pdf>> {
    Ok(Download::new("record.pdf", print::record(&app, &actor, id).await?))
}

async fn issue_certificate(
    State(app): State<AppState>,
    actor: Actor,
    Path(id): Path<RecordId>,
    Json(command): Json<IssueCertificate>,
) -> Result<Json<IssuedView>> {
    Ok(Json(issue::issue(&app, &actor, id, command).await?))
}

async fn list(State(app): State<AppState>, actor: Actor, Query(query): Query<ListQuery>) -> Result<Json<Page<CertificateRow>>> {
    Ok(Json(app_certificate::list(&app, &actor, query).await?))
}

async fn one(State(app): State<AppState>, actor: Actor, Path(id): Path<CertificateId>) -> Result<Json<CertificateView>> {
    Ok(Json(app_certificate::get(&app, &actor, id).await?))
}

async fn pdf(
    State(app): State<AppState>,
    actor: Actor,
    Path(id): Path<CertificateId>,
    Query(wanted): Query<Wanted>,
) -> Result<Download<Pdf>> {
    let (name, bytes) = deliver::pdf(&app, &actor, id, wanted.void).await?;
    Ok(Download::new(name, bytes))
}

async fn xml(
    State(app): State<AppState>,
    actor: Actor,
    Path(id): Path<CertificateId>,
    Query(wanted): Query<Wanted>,
) -> Result<Download<Xml>> {
    let (name, text) = deliver::xml(&app, &actor, id, wanted.void).await?;
    Ok(Download::new(name, text))
}

async fn open_correction(
    State(app): State<AppState>,
    actor: Actor,
    Path(id): Path<CertificateId>,
    Json(command): Json<OpenCorrection>,
) -> Result<Json<Correction>> {
    Ok(Json(correct::open(&app, &actor, id, command).await?))
}

async fn note_recall(
    State(app): State<AppState>,
    actor: Actor,
    Path(id): Path<CertificateId>,
    Json(command): Json<NoteRecall>,
) -> Result<StatusCode> {
    recall::note(&app, &actor, id, command).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn corrections(State(app): State<AppState>, actor: Actor, Query(query): Query<ListQuery>) -> Result<Json<Page<CorrectionRow>>> {
    Ok(Json(correct::list(&app, &actor, query).await?))
}

async fn check_correction(
    State(app): State<AppState>,
    actor: Actor,
    Path(id): Path<CorrectionId>,
    Json(command): Json<CheckCorrection>,
) -> Result<StatusCode> {
    check::check(&app, &actor, id, command).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn withdraw_correction(
    State(app): State<AppState>,
    actor: Actor,
    Path(id): Path<CorrectionId>,
    Json(command): Json<WithdrawCorrection>,
) -> Result<StatusCode> {
    correct::withdraw(&app, &actor, id, command).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn outbox(State(app): State<AppState>, Query(query): Query<ListQuery>) -> Result<Json<Page<MessageView>>> {
    Ok(Json(messages::list(&app, query).await?))
}

async fn label(State(app): State<AppState>, Path(id): Path<ItemId>) -> Result<Download<Pdf>> {
    Ok(Download::new("label.pdf", print::label(&app, id).await?))
}
