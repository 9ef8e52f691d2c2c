//! Names beside identities.

use base::id::PersonId;
use base::text::Bilingual;
use serde::{Deserialize, Serialize};

/// A name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct NameView {
    /// Who.
    pub person: PersonId,
    /// Name.
    pub name: Bilingual,
}
