//! A job becomes PDF/A-3b bytes.

use shared::time::{Date, Instant};
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
    typst_pdf::pdf(document, &options).map_err(|errors| fault(job, &errors))
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
