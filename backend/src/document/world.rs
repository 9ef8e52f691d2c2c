//! What Typst sees: our templates, the data of one document, the loaded fonts. No file system, no network, no clock.

use std::collections::HashMap;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, World};

use super::{DocumentError, Renderer};

/// Templates, compiled in.
const TEMPLATES: [(&str, &str); 11] = [
    ("common.typ", include_str!("../../templates/common.typ")),
    ("certificate.typ", include_str!("../../templates/certificate.typ")),
    ("cover.typ", include_str!("../../templates/cover.typ")),
    ("results.typ", include_str!("../../templates/results.typ")),
    ("statements.typ", include_str!("../../templates/statements.typ")),
    ("record.typ", include_str!("../../templates/record.typ")),
    ("record-cells.typ", include_str!("../../templates/record-cells.typ")),
    ("record-results.typ", include_str!("../../templates/record-results.typ")),
    ("label.typ", include_str!("../../templates/label.typ")),
    ("budget.typ", include_str!("../../templates/budget.typ")),
    ("annex.typ", include_str!("../../templates/annex.typ")),
];

/// One rendering.
pub(super) struct Job<'a> {
    renderer: &'a Renderer,
    main: FileId,
    sources: HashMap<FileId, Source>,
    files: HashMap<FileId, Bytes>,
}

impl<'a> Job<'a> {
    /// A job for one of the templates with the files it reads.
    pub(super) fn new(renderer: &'a Renderer, template: &str, files: Vec<(String, Vec<u8>)>) -> Result<Self, DocumentError> {
        let sources = TEMPLATES
            .iter()
            .map(|(name, text)| file_id(name).map(|id| (id, Source::new(id, (*text).to_owned()))))
            .collect::<Result<_, _>>()?;
        let files = files.into_iter().map(|(name, bytes)| file_id(&name).map(|id| (id, Bytes::new(bytes)))).collect::<Result<_, _>>()?;
        Ok(Self { renderer, main: file_id(template)?, sources, files })
    }
}

fn file_id(name: &str) -> Result<FileId, DocumentError> {
    let path = VirtualPath::new(name).map_err(|error| DocumentError::Template(format!("{name}: {error:?}")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_without_slash().into())
}

impl World for Job<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.renderer.library
    }
    fn book(&self) -> &LazyHash<FontBook> {
        &self.renderer.fonts.book
    }
    fn main(&self) -> FileId {
        self.main
    }
    fn source(&self, id: FileId) -> FileResult<Source> {
        self.sources.get(&id).cloned().ok_or_else(|| not_found(id))
    }
    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or_else(|| not_found(id))
    }
    fn font(&self, index: usize) -> Option<Font> {
        self.renderer.fonts.fonts.get(index).cloned()
    }
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
