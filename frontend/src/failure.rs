//! Why a request has no answer: known to every layer.

use std::fmt;

use contract::api::Problem;

/// Why a request has no answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Failure {
    /// No network, or no server.
    Unreachable,
    /// The server refused, with a code.
    Problem(Box<Problem>),
}

impl Failure {
    /// The stable code.
    pub fn code(&self) -> &str {
        match self {
            Self::Unreachable => "unreachable",
            Self::Problem(problem) => &problem.code,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
