//! The fonts of documents, found through fontdb. Only these families, so that a document looks the same everywhere.

use std::collections::BTreeSet;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

use super::error::DocumentError;

/// Families the templates name.
const FAMILIES: [&str; 3] = ["Noto Sans", "Noto Sans CJK SC", "Noto Serif CJK SC"];
/// Families no document can do without; the serif is for titles and gives way to the sans.
const REQUIRED: [&str; 2] = ["Noto Sans", "Noto Sans CJK SC"];
const FACES: [(u16, fontdb::Style); 3] = [(400, fontdb::Style::Normal), (700, fontdb::Style::Normal), (400, fontdb::Style::Italic)];

/// Loaded fonts.
pub(super) struct Fonts {
    pub(super) book: LazyHash<FontBook>,
    pub(super) fonts: Vec<Font>,
}

impl Fonts {
    pub(super) fn load() -> Result<Self, DocumentError> {
        let mut database = fontdb::Database::new();
        database.load_system_fonts();
        let fonts: Vec<Font> = FAMILIES.iter().flat_map(|family| FACES.map(|face| find(&database, family, face))).flatten().collect();
        let missing: Vec<&str> = REQUIRED.into_iter().filter(|family| !fonts.iter().any(|font| font.info().family == *family)).collect();
        if !missing.is_empty() {
            return Err(DocumentError::FontsMissing(missing.join(", ")));
        }
        Ok(Self { book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts })
    }

    /// Characters that none of the fonts shows.
    pub(super) fn uncovered(&self, text: &str) -> BTreeSet<char> {
        text.chars().filter(|c| *c != '\n' && !self.covers(*c)).collect()
    }

    /// A blank needs a glyph like any other character; the ends of lines are set by the layout.
    fn covers(&self, c: char) -> bool {
        let set = matches!(c, ' ' | '\u{2028}' | '\u{2029}');
        !c.is_control() && (set || self.fonts.iter().any(|font| font.info().coverage.contains(u32::from(c))))
    }
}

fn find(database: &fontdb::Database, family: &str, (weight, style): (u16, fontdb::Style)) -> Option<Font> {
    let id = database.query(&fontdb::Query {
        families: &[fontdb::Family::Name(family)],
        weight: fontdb::Weight(weight),
        stretch: fontdb::Stretch::Normal,
        style,
    })?;
    // The query answers with the nearest face; Chinese fonts have no italics and are not loaded twice.
    database.face(id).filter(|face| face.style == style)?;
    let (data, index) = database.with_face_data(id, |data, index| (Bytes::new(data.to_vec()), index))?;
    Font::new(data, index)
}
