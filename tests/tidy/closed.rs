//! What serde would let through in silence.

use crate::source::{Source, files};

/// A variant without fields, of an enum whose variants are told apart by a field, takes fields it does not know unless it is
/// read through `base::closed` (F26).
#[test]
fn variants_without_fields_take_no_field() {
    let sources: Vec<_> = ["shared", "backend/src", "frontend/src"].into_iter().flat_map(|folder| files(folder, ".rs")).collect();
    let found: Vec<_> = sources.iter().flat_map(open_variants).collect();
    assert!(found.is_empty(), "`#[serde(deserialize_with = \"base::closed::nothing_else\")]` is missing:\n{}", found.join("\n"));
}

fn open_variants(source: &Source) -> Vec<String> {
    let (mut found, mut within, mut before) = (Vec::new(), false, "");
    for (number, line) in source.code_lines().filter(|(_, line)| !line.trim().is_empty()) {
        within = line.starts_with("#[serde(tag") || (within && line != "}");
        let variant = line.strip_prefix("    ").is_some_and(|rest| rest.starts_with(char::is_uppercase) && rest.ends_with(','));
        if within && variant && !line.contains(['(', '{']) && !before.contains("closed::nothing_else") {
            found.push(format!("{}:{number}: {}", source.path, line.trim()));
        }
        before = line;
    }
    found
}
