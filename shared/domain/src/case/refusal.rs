//! Why a fact is not taken, whatever the kind of case.

use base::finding::Refusal;

/// The fact is not made by whoever made this one: it follows from something else, or is somebody else's to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Misplaced;

impl Refusal for Misplaced {
    fn code(&self) -> &'static str {
        "case_fact_misplaced"
    }
}

/// Why a fact is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseRefusal {
    /// Something happened in the case since its maker looked.
    Changed,
    /// Not the JSON of a fact of this kind of any released version.
    Malformed,
    /// A version or a fact of a newer program.
    Newer,
    /// The text says a fact, and is not the one text that says it.
    NotCanonical,
    /// Longer than [`super::MAX_TEXT`].
    TooLong,
    /// A text holds the character NUL.
    Nul,
}

impl Refusal for CaseRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Changed => "case_changed",
            Self::Malformed => "case_fact_malformed",
            Self::Newer => "server_older",
            Self::NotCanonical => "case_fact_not_canonical",
            Self::TooLong => "case_fact_too_long",
            Self::Nul => "nul_refused",
        }
    }
}
