//! What happened on a visit, as the office sees it (C-5.2.2.2, C-5.2.2.3).

use serde::{Deserialize, Serialize};

use super::name::NameView;
use base::id::{StandardId, VisitId};
use domain::visit::Visit;
use domain::visit::fold::VisitState;

/// A visit's checks of standards and acknowledged briefings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct VisitView {
    /// Identity.
    pub id: VisitId,
    /// The visit as planned.
    pub visit: Visit,
    /// What happened.
    pub state: VisitState,
    /// Standards planned for it or checked on it, each once.
    pub standards: Vec<StandardName>,
    /// Names of who goes, checked or acknowledged.
    pub names: Vec<NameView>,
}

/// How a standard reads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct StandardName {
    /// Which.
    pub id: StandardId,
    /// The body's number of it.
    pub number: String,
    /// Its name.
    pub name: base::text::Bilingual,
}
