//! Why a use case did not do what was asked.

use base::finding::{Finding, Refusal};
use contract::api::Problem;

use crate::store::{DbError, Fails};

/// The outcome of a use case.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a use case did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A rule refuses it; the caller is told which.
    #[error("refused: {}", .0.code)]
    Refused(Box<Problem>),
    /// The database fails.
    #[error("database: {0}")]
    Database(#[from] DbError),
    /// The store of files fails.
    #[error("files: {0}")]
    Files(#[from] object_store::Error),
    /// A file of this machine fails.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// What is stored cannot be read back, or something that cannot happen did. Logged; the caller learns only that it failed.
    #[error("{0}")]
    Internal(String),
}

impl Error {
    /// 400 to 422 with a code alone.
    pub fn refused(status: u16, code: &str) -> Self {
        Self::Refused(Box::new(Problem::new(status, code)))
    }

    /// 422: the rule refuses what is asked.
    pub fn rule(refusal: &dyn Refusal) -> Self {
        Self::Refused(Box::new(Problem::of(422, refusal)))
    }

    /// 403: this person may not.
    pub fn forbidden(refusal: &dyn Refusal) -> Self {
        Self::Refused(Box::new(Problem::of(403, refusal)))
    }

    /// 409: somebody else was quicker, or the object is not in the state for it.
    pub fn conflict(refusal: &dyn Refusal) -> Self {
        Self::Refused(Box::new(Problem::of(409, refusal)))
    }

    /// 404: not there, or not this person's.
    pub fn not_found() -> Self {
        Self::refused(404, "not_found")
    }

    /// 422 with everything that is wrong.
    pub fn findings(code: &str, findings: Vec<Finding>) -> Self {
        Self::Refused(Box::new(Problem { findings, ..Problem::new(422, code) }))
    }

    /// What is stored cannot be read back.
    pub fn corrupt(what: impl std::fmt::Display) -> Self {
        Self::Internal(what.to_string())
    }
}

impl Fails for Error {
    fn database(&self) -> Option<&DbError> {
        match self {
            Self::Database(error) => Some(error),
            _ => None,
        }
    }
}
