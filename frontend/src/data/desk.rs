//! The desk, and what happened on visits.

use contract::api::desk::DeskView;
use contract::api::path;
use contract::api::record::AffectedView;
use contract::api::visit::VisitView;

use crate::failure::Failure;
use crate::remote;

/// What waits.
pub async fn waits() -> Result<DeskView, Failure> {
    remote::get(path::DESK).await
}

/// Checks of standards and acknowledged briefings of a visit.
pub async fn visit(id: &str) -> Result<VisitView, Failure> {
    remote::get(&path::with(path::VISIT_CHECKS, id)).await
}

/// What was measured with a standard since it was last known to be good.
pub async fn affected(id: &str) -> Result<AffectedView, Failure> {
    remote::get(&path::with(path::STANDARD_AFFECTED, id)).await
}
