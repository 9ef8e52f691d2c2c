//! Documents: certificate, original record, item label. Typst as a library, PDF/A-3, the same bytes for the same document.
//!
//! Rendering takes tens to hundreds of milliseconds of one core: call it on a blocking thread, never inside a write transaction.

mod certificate;
mod error;
mod fonts;
mod label;
mod pdf;
mod qr;
mod record;
mod world;
mod xml;

use std::sync::OnceLock;

pub use error::DocumentError;
use fonts::Fonts;
pub use label::Label;
pub use record::RecordPrint;
pub use xml::xml;

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
