//! A job becomes PDF/A-3b bytes.

use base::time::{Date, Instant};
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Smart};
use typst::{World, WorldExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::world::Job;
use super::{DocumentError, Renderer};

/// Renderings after which a memoised step that nobody used is forgotten.
const KEEP: usize = 8;

/// What makes the bytes of a document its own.
pub(super) struct Identity {
    /// Identifies the document, the same for each rendering of it.
    pub(super) ident: String,
    /// The date of the document, never of the rendering.
    pub(super) at: Instant,
}

pub(super) fn render(
    renderer: &Renderer,
    template: &str,
    files: Vec<(String, Vec<u8>)>,
    identity: Identity,
) -> Result<Vec<u8>, DocumentError> {
    let job = Job::new(renderer, template, files)?;
    let document = typst::compile::<PagedDocument>(&job).output.map_err(|errors| fault(&job, &errors));
    let bytes = document.and_then(|document| export(&job, &document, identity));
    typst::comemo::evict(KEEP);
    bytes
}

fn export(job: &Job<'_>, document: &PagedDocument, identity: Identity) -> Result<Vec<u8>, DocumentError> {
    let standards = PdfStandards::new(&[PdfStandard::A_3b]).map_err(|error| DocumentError::Template(error.message().to_string()))?;
    let options = PdfOptions {
        ident: Smart::Custom(identity.ident),
        creator: Smart::Custom(Some("Etalon".to_owned())),
        timestamp: timestamp(identity.at),
        page_ranges: None,
        standards,
        tagged: true,
        pretty: false,
    };
    typst_pdf::pdf(document, &options).map_err(|errors| undisplayed(&errors).unwrap_or_else(|| fault(job, &errors)))
}

/// The texts for which the exporter found no glyph, although a font has their characters: a combination that no font has. What is
/// written so is put right by whoever wrote it.
fn undisplayed(errors: &[SourceDiagnostic]) -> Option<DocumentError> {
    let named = |error: &SourceDiagnostic| {
        let (_, text) = error.message.split_once("the text `")?;
        let (text, _) = text.split_once("` could not be displayed")?;
        Some(text.trim_matches('"').replace("\\u{", "U+").replace('}', " ").trim().to_uppercase())
    };
    let all: Vec<String> = errors.iter().filter_map(named).collect();
    (!all.is_empty()).then(|| DocumentError::Characters(all.join(", ")))
}

fn timestamp(at: Instant) -> Option<Timestamp> {
    let date: Date = at.date_at(0);
    let seconds = at.0.div_euclid(1000).rem_euclid(86_400);
    let part = |n: i64| u8::try_from(n).unwrap_or(0);
    let (month, day) = (u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?);
    let (hour, minute, second) = (part(seconds / 3600), part(seconds / 60 % 60), part(seconds % 60));
    Datetime::from_ymd_hms(i32::from(date.year()), month, day, hour, minute, second).map(Timestamp::new_utc)
}

fn fault(job: &Job<'_>, errors: &[SourceDiagnostic]) -> DocumentError {
    let all: Vec<String> = errors.iter().map(|error| format!("{}{}", place(job, error), error.message)).collect();
    DocumentError::Template(all.join("; "))
}

/// Template and line of an error.
fn place(job: &Job<'_>, error: &SourceDiagnostic) -> String {
    let line = || {
        let id = error.span.id()?;
        let source = job.source(id).ok()?;
        let at = job.range(error.span)?.start;
        Some(format!("{}:{}: ", id.get().vpath().get_without_slash(), source.lines().byte_to_line(at)? + 1))
    };
    line().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use typst::syntax::Span;

    use super::*;

    #[test]
    fn a_text_that_the_exporter_cannot_display_is_named_and_no_failure() {
        let error = |message: &str| SourceDiagnostic::error(Span::detached(), message);
        let told = error(r#"PDF/A-3b error: the text `"\u{1680}"` could not be displayed with Noto Sans"#);
        assert_eq!(undisplayed(&[told]), Some(DocumentError::Characters("U+1680".to_owned())));
        assert_eq!(undisplayed(&[error("PDF/A-3b error: a PDF string is longer than 32767 characters")]), None);
    }
}
