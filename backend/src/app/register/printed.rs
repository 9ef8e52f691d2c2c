//! Characters of an entry that no font of the documents shows. Told when the entry is saved: a certificate that states them would be refused
//! only when the work is done and checked.

use base::finding::Finding;
use domain::register::Entry;
use domain::register::field::Kind;
use domain::register::texts::MANY_LINES;
use domain::register::walk::walk;
use serde_json::Value;

use crate::document::Renderer;

/// Warnings about texts that no document can state.
pub(super) fn findings<T: Entry>(entry: &T) -> Vec<Finding> {
    let mut findings = Vec::new();
    if T::STATED
        && let Ok(body) = serde_json::to_value(entry)
    {
        // What has several lines is for the office.
        walk(T::FIELDS, &body, &mut |field, held, path| {
            if !matches!(field.kind, Kind::Long | Kind::Days) && !MANY_LINES.contains(&field.key) {
                of_value(held, path, &mut findings);
            }
        });
    }
    findings
}

/// Every text in what a field holds: a name has one for each language.
fn of_value(value: &Value, path: &str, findings: &mut Vec<Finding>) {
    let below = |step: &str| format!("{path}/{step}");
    match value {
        Value::String(text) => findings.extend(unprinted(text, path)),
        Value::Array(rows) => rows.iter().enumerate().for_each(|(n, row)| of_value(row, &below(&n.to_string()), findings)),
        Value::Object(fields) => {
            let stated = fields.iter().filter(|(name, _)| !MANY_LINES.contains(&name.as_str()));
            stated.for_each(|(name, field)| of_value(field, &below(name), findings));
        }
        _ => {}
    }
}

fn unprinted(text: &str, path: &str) -> Option<Finding> {
    // The fonts are read at their first use, which takes a second.
    if text.chars().all(is_common) {
        return None;
    }
    let characters = Renderer::get().ok()?.unprinted(text);
    (!characters.is_empty()).then(|| Finding::warning("document_characters", path).with("characters", characters.join(", ")))
}

/// Latin, Greek and Cyrillic letters, Chinese characters, and the punctuation of both: dashes, quotation marks, primes, the number sign.
const fn is_common(c: char) -> bool {
    matches!(c, '\0'..='\u{52f}' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{203a}' | '\u{2116}' | '\u{3000}'..='\u{303f}' | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ff5e}')
}
