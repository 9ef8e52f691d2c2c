//! What no text of any entry may be, whatever its field: longer than lists, tables and documents carry, or with characters
//! that no line shows. One place for all nouns (F26).

use serde_json::Value;

use super::Entry;
use crate::finding::Finding;

/// The longest text of a field, in characters. A cell of a spreadsheet holds 32,767.
pub const MOST: usize = 10_000;
/// The longest code, number, identification or sign-in name, in characters: both engines keep them in an index.
pub const CODE_MOST: usize = 200;

/// What is wrong with the texts of an entry, wherever they stand.
pub fn findings<T: Entry>(entry: &T) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Ok(value) = serde_json::to_value(entry) {
        walk(&value, &mut String::new(), &mut findings);
    }
    // A code that is made of parts is as long as its parts together.
    let code = entry.code();
    if code.chars().count() > CODE_MOST {
        findings.push(too_long(T::CODE_FIELD, CODE_MOST));
    }
    if code.contains(char::is_control) {
        findings.push(Finding::error("control_character", T::CODE_FIELD));
    }
    findings
}

fn walk(value: &Value, path: &mut String, findings: &mut Vec<Finding>) {
    match value {
        Value::String(text) => findings.extend(fault(text, path)),
        Value::Array(rows) => rows.iter().enumerate().for_each(|(n, row)| below(&n.to_string(), row, path, findings)),
        Value::Object(fields) => fields.iter().for_each(|(name, field)| below(name, field, path, findings)),
        _ => {}
    }
}

fn below(step: &str, value: &Value, path: &mut String, findings: &mut Vec<Finding>) {
    let before = path.len();
    if !path.is_empty() {
        path.push('/');
    }
    path.push_str(step);
    walk(value, path, findings);
    path.truncate(before);
}

/// What is wrong with one text: lines and tabs are the only control characters somebody means.
pub fn fault(text: &str, path: &str) -> Option<Finding> {
    if text.chars().count() > MOST {
        return Some(too_long(path, MOST));
    }
    let odd = text.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t'));
    odd.then(|| Finding::error("control_character", path))
}

fn too_long(path: &str, most: usize) -> Finding {
    Finding::error("text_too_long", path).with("most", most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::service::CalibrationService;
    use crate::text::Bilingual;

    fn told(code: &str, zh: &str, range: &str) -> Vec<(String, String)> {
        let service =
            CalibrationService { code: code.to_owned(), name: Bilingual::new(zh, "Callipers"), range: range.to_owned(), offered: true };
        service.all_findings().into_iter().map(|finding| (finding.code.into_owned(), finding.path)).collect()
    }

    fn one(code: &str, path: &str) -> Vec<(String, String)> {
        vec![(code.to_owned(), path.to_owned())]
    }

    // F26
    #[test]
    fn a_text_is_as_long_as_it_can_be_kept_and_shown_and_no_longer() {
        assert_eq!(told(&"码".repeat(CODE_MOST), &"字".repeat(MOST), "0 to 1\n2 to 3\tmm"), []);
        assert_eq!(told(&"码".repeat(CODE_MOST + 1), "卡尺", ""), one("text_too_long", "code"));
        assert_eq!(told("L-01", &"字".repeat(MOST + 1), ""), one("text_too_long", "name/zh"));
    }

    #[test]
    fn a_text_holds_no_character_that_no_line_shows() {
        for odd in ["\0", "\u{1}", "\u{1b}[31m", "\u{7f}", "\u{85}"] {
            assert_eq!(told("L-01", "卡尺", odd), one("control_character", "range"), "{odd:?}");
        }
        assert_eq!(told("L\n01", "卡尺", ""), one("control_character", "code"));
    }
}
