//! Reading a PDF as a person would: what it says.

use std::io::Write;
use std::process::Command;

/// The text of a PDF, by poppler's pdftotext.
pub fn text(pdf: &[u8]) -> String {
    let mut file = tempfile::NamedTempFile::new().expect("a file for the PDF");
    file.write_all(pdf).expect("the PDF on disk");
    let output = Command::new("pdftotext").arg("-layout").arg(file.path()).arg("-").output();
    let output = output.expect("pdftotext on PATH: scripts/setup.sh test installs it");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Keeps a document in `target/documents`, for looking at.
pub fn keep(name: &str, pdf: &[u8]) {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/documents");
    std::fs::create_dir_all(&folder).expect("a folder for documents");
    std::fs::write(folder.join(name), pdf).expect("the PDF on disk");
}
