//! Reading the house's own source files.

use std::path::{Path, PathBuf};

/// A source file: its path from the root of the repository, with `/`, and its text.
pub struct Source {
    pub path: String,
    pub text: String,
}

impl Source {
    /// Lines with their numbers, without what stands behind `//`.
    pub fn code_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(n, line)| (n + 1, without_comment(line)))
    }

    /// String literals with the byte at which each begins; comments are left out, escapes stay as written.
    pub fn literals(&self) -> Vec<(usize, &str)> {
        literals(&self.text)
    }
}

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ has a parent").to_path_buf()
}

/// The text of a file that must be there.
pub fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Files below a folder with this ending; none where the folder is not there yet.
pub fn files(folder: &str, ending: &str) -> Vec<Source> {
    let mut found = Vec::new();
    walk(&root().join(folder), ending, &mut found);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn walk(folder: &Path, ending: &str, found: &mut Vec<Source>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            if !path.ends_with("target") {
                walk(&path, ending, found);
            }
        } else if path.to_string_lossy().ends_with(ending) {
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            let path = path.strip_prefix(root()).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            found.push(Source { path, text });
        }
    }
}

fn without_comment(line: &str) -> &str {
    // A `//` inside a string is an address; those lines are kept whole.
    match line.find("//") {
        Some(at) if !line[..at].contains('"') => &line[..at],
        _ => line,
    }
}

fn literals(text: &str) -> Vec<(usize, &str)> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'/' if bytes.get(at + 1) == Some(&b'/') => at = line_end(bytes, at),
            b'\'' => at = after_quote(bytes, at),
            b'r' if raw_hashes(bytes, at).is_some() => at = after_raw(text, at),
            b'"' => {
                let end = string_end(bytes, at + 1);
                found.push((at, &text[at + 1..end]));
                at = end + 1;
            }
            _ => at += 1,
        }
    }
    found
}

fn line_end(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().position(|&b| b == b'\n').map_or(bytes.len(), |n| at + n)
}

fn string_end(bytes: &[u8], mut at: usize) -> usize {
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    at.min(bytes.len())
}

/// A character (`'"'`) is stepped over; a lifetime (`'a`) is one byte.
fn after_quote(bytes: &[u8], at: usize) -> usize {
    match (bytes.get(at + 1), bytes.get(at + 2), bytes.get(at + 3)) {
        (Some(b'\\'), _, Some(b'\'')) => at + 4,
        (Some(_), Some(b'\''), _) => at + 3,
        _ => at + 1,
    }
}

fn raw_hashes(bytes: &[u8], at: usize) -> Option<usize> {
    if at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'_') {
        return None;
    }
    let hashes = bytes[at + 1..].iter().take_while(|&&b| b == b'#').count();
    (bytes.get(at + 1 + hashes) == Some(&b'"')).then_some(hashes)
}

fn after_raw(text: &str, at: usize) -> usize {
    let hashes = raw_hashes(text.as_bytes(), at).unwrap_or(0);
    let open = at + 2 + hashes;
    let close = format!("\"{}", "#".repeat(hashes));
    text[open..].find(&close).map_or(text.len(), |n| open + n + close.len())
}

#[test]
fn literals_are_found_and_comments_are_not() {
    let text = "let a = \"one\"; // \"two\"\nlet b = '\"'; let c = r#\"three\"#; f(\"fo\\\"ur\")";
    let found: Vec<_> = literals(text).into_iter().map(|(_, literal)| literal).collect();
    assert_eq!(found, ["one", "fo\\\"ur"]);
}
