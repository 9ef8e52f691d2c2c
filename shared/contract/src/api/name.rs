//! Names beside identities.

use base::id::PersonId;
use base::text::Bilingual;
use serde::{Deserialize, Serialize};

/// A name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NameView {
    /// Who.
    pub person: PersonId,
    /// Name.
    pub name: Bilingual,
}
