//! Why a document is not rendered.

/// Why a document is not rendered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// The system lacks fonts; the message names them.
    #[error("fonts are missing: {0}; on Debian install fonts-noto-core and fonts-noto-cjk")]
    FontsMissing(String),
    /// A stated text has characters that no font shows.
    #[error("no font shows {0}")]
    Characters(String),
    /// A record has more values than can be printed.
    #[error("{values} values are more than the {most} that are set on paper")]
    TooLarge {
        /// So many.
        values: usize,
        /// So many are.
        most: usize,
    },
    /// The template did not take the data. A fault of the program.
    #[error("the document could not be set: {0}")]
    Template(String),
}
