//! Documents: certificate, original record, item label. Typst as a library, PDF/A-3, the same bytes for the same document.
//!
//! Rendering takes tens to hundreds of milliseconds of one core: call it on a blocking thread, never inside a write transaction.

mod certificate;
mod fonts;
mod label;
mod pdf;
mod qr;
mod record;
mod world;
mod xml;

use std::sync::OnceLock;

use fonts::Fonts;
pub use label::Label;
pub use record::RecordPrint;
pub use xml::xml;

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

/// Fonts and library, loaded once.
pub struct Renderer {
    fonts: Fonts,
    library: typst::utils::LazyHash<typst::Library>,
}

impl Renderer {
    /// The process's renderer; fonts are read at the first call, which takes a second or so.
    ///
    /// # Errors
    /// [`DocumentError::FontsMissing`].
    pub fn get() -> Result<&'static Self, DocumentError> {
        static RENDERER: OnceLock<Result<Renderer, DocumentError>> = OnceLock::new();
        RENDERER.get_or_init(Self::load).as_ref().map_err(Clone::clone)
    }

    fn load() -> Result<Self, DocumentError> {
        let library = <typst::Library as typst::LibraryExt>::builder().build();
        Ok(Self { fonts: Fonts::load()?, library: typst::utils::LazyHash::new(library) })
    }
}

#[cfg(test)]
mod tests;
