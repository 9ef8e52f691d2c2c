//! The customer portal.

use axum::extract::State;
use base::id::CertificateId;
use contract::api::certificate::Wanted;
use contract::api::path;
use contract::api::portal::{PortalCertificate, PortalItem, PortalOrder};

use super::download::{Download, Pdf, Zip};
use super::{Json, Path, Query, Routes};
use crate::app::certificate::portal;
use crate::app::{Actor, Result};
use crate::state::AppState;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get(path::PORTAL_ORDERS, orders)
        .get(path::PORTAL_ITEMS, items)
        .get(path::PORTAL_CERTIFICATES, certificates)
        .get(path::PORTAL_ARCHIVE, archive)
        .get(path::PORTAL_PDF, pdf)
}

async fn orders(State(app): State<AppState>, actor: Actor) -> Result<Json<Vec<PortalOrder>>> {
    Ok(Json(portal::orders(&app, &actor).await?))
}

async fn items(State(app): State<AppState>, actor: Actor) -> Result<Json<Vec<PortalItem>>> {
    Ok(Json(portal::items(&app, &actor).await?))
}

async fn certificates(State(app): State<AppState>, actor: Actor) -> Result<Json<Vec<PortalCertificate>>> {
    Ok(Json(portal::certificates(&app, &actor).await?))
}

async fn archive(State(app): State<AppState>, actor: Actor) -> Result<Download<Zip>> {
    Ok(Download::new("certificates.zip", portal::archive(&app, &actor).await?))
}

async fn pdf(
    State(app): State<AppState>,
    actor: Actor,
    Path(id): Path<CertificateId>,
    Query(wanted): Query<Wanted>,
) -> Result<Download<Pdf>> {
    let (name, bytes) = portal::pdf(&app, &actor, id, wanted.void).await?;
    Ok(Download::new(name, bytes))
}
