//! Documents as a reader sees them: rendered, and read back from the PDF.

mod certificates;
mod hostile;
mod labels;
mod records;
mod results;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

use base::id::PersonId;
use base::text::Bilingual;
use base::time::Instant;
use domain::certificate::document::CertificateDocument;
use domain::event::Hash;
use domain::record::Record;
use measurement::{CorrelationLine, Results};
use serde_json::json;

use super::{RecordPrint, Renderer};

fn sample() -> CertificateDocument {
    serde_json::from_str(include_str!("../sample.json")).unwrap()
}

fn record() -> Record {
    serde_json::from_str(include_str!("../sample-record.json")).unwrap()
}

fn renderer() -> &'static Renderer {
    Renderer::get().unwrap()
}

/// The text of a PDF, as a reader of the document copies it; the file stays in `target/documents` for looking at.
fn text_of(name: &str, pdf: &[u8]) -> String {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../target/documents"));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    std::fs::write(&path, pdf).unwrap();
    let out = Command::new("pdftotext").args(["-layout", path.to_str().unwrap(), "-"]).output().unwrap();
    String::from_utf8(out.stdout).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn states(text: &str, stated: &[&str]) {
    for part in stated {
        assert!(text.contains(part), "{part:?} is not in\n{text}");
    }
}

fn print<'a>(
    record: &'a Record,
    names: &'a BTreeMap<PersonId, Bilingual>,
    body: &'a CertificateDocument,
    results: &'a Results,
) -> RecordPrint<'a> {
    RecordPrint {
        record,
        body: &body.stated.body,
        names,
        head: Hash::of(b"head"),
        answers: &[],
        entries: 31,
        results,
        derivations: &[],
        at: Instant(1_795_334_000_000),
    }
}

fn multimeter() -> measurement::Derivation {
    let edition: domain::library::edition::Edition = serde_json::from_str(include_str!("../../../demo/editions/multimeter.json")).unwrap();
    let calibrator =
        json!([{"key": "dc_voltage", "value": "0", "expanded_uncertainty": "2e-5 * abs(nominal)", "coverage_factor": "2", "unit": "V"}]);
    let sample = json!({"readings": {"indication": ["100.1"]}, "standards": {"calibrator": calibrator}});
    measurement::trial(edition.procedure(), "100", &serde_json::from_value(sample).unwrap()).unwrap()
}

fn together() -> CorrelationLine {
    CorrelationLine { a: "V_s".to_owned(), b: "dV_s".to_owned(), r: "0.50".to_owned(), share: "12.3".to_owned() }
}
