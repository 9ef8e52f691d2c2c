//! Who did something, and when.

use base::id::PersonId;
use base::time::Instant;

/// Who noted it, and when.
#[derive(Debug, Clone, Copy)]
pub struct Noted {
    /// Who saw it.
    pub by: PersonId,
    /// Server time.
    pub at: Instant,
}
