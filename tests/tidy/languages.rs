//! Three languages, one set of keys; every code and every key has its text, and no text stands in the code.

use std::collections::{BTreeMap, BTreeSet};

use crate::source::{Source, files, read};

const LANGUAGES: [&str; 3] = ["en", "zh-CN", "uk"];

fn path(language: &str) -> String {
    format!("frontend/src/locales/{language}.json")
}

pub fn texts(language: &str) -> BTreeMap<String, String> {
    serde_json::from_str(&read(&path(language))).unwrap_or_else(|error| panic!("{}: {error}", path(language)))
}

fn complain(about: &str, missing: &BTreeSet<String>) {
    assert!(missing.is_empty(), "{about}:\n{}", missing.iter().cloned().collect::<Vec<_>>().join("\n"));
}

#[test]
fn all_languages_have_the_same_keys() {
    let english: BTreeSet<String> = texts("en").into_keys().collect();
    for language in LANGUAGES {
        let keys: BTreeSet<String> = texts(language).into_keys().collect();
        let odd: BTreeSet<String> = english.symmetric_difference(&keys).cloned().collect();
        complain(&format!("in one of en and {language} only"), &odd);
    }
}

#[test]
fn keys_stand_one_on_a_line_sorted_and_with_a_text() {
    for language in LANGUAGES {
        let text = read(&path(language));
        let keys: Vec<&str> = text.lines().filter_map(|line| line.trim().strip_prefix('"')?.split('"').next()).collect();
        for pair in keys.windows(2) {
            assert!(pair[0] < pair[1], "{}: {:?} stands before {:?}", path(language), pair[0], pair[1]);
        }
        let empty: BTreeSet<String> = texts(language).into_iter().filter(|(_, text)| text.trim().is_empty()).map(|(key, _)| key).collect();
        complain(&format!("{language} has no text for"), &empty);
    }
}

#[test]
fn texts_name_the_same_values_in_every_language() {
    let english = texts("en");
    for language in LANGUAGES {
        for (key, text) in texts(language) {
            let meant = english.get(&key).map(|text| placeholders(text)).unwrap_or_default();
            assert_eq!(placeholders(&text), meant, "{language}: {key}");
        }
    }
}

/// The values a text names; a bilingual name is given as `zh` and `en`, of which each language takes its own.
pub fn placeholders(text: &str) -> BTreeSet<&str> {
    let names = text.split('{').skip(1).filter_map(|rest| rest.split('}').next());
    names.map(|name| if name == "zh" { "en" } else { name }).collect()
}

#[test]
fn every_code_has_a_text() {
    let english = texts("en");
    let mut codes = BTreeSet::new();
    for file in files("shared", ".rs").iter().chain(&files("backend/src", ".rs")).chain(&files("frontend/src", ".rs")) {
        codes.extend(codes_in(file));
    }
    assert!(!codes.is_empty());
    let missing = codes.into_iter().map(|code| format!("code.{code}")).filter(|key| !english.contains_key(key)).collect();
    complain("codes without a text", &missing);
}

/// Texts declare the codes: a code that nothing says any more goes with its texts.
#[test]
fn every_text_of_a_code_is_one_that_something_says() {
    let mut said = BTreeSet::new();
    for file in files("shared", ".rs").iter().chain(&files("backend/src", ".rs")).chain(&files("frontend/src", ".rs")) {
        let tests = file.path.contains("test") || file.path.contains("/benches/");
        let end = if tests { 0 } else { file.text.find("#[cfg(test)]\nmod tests {").unwrap_or(file.text.len()) };
        said.extend(file.literals().into_iter().filter(|(at, _)| *at < end).map(|(_, text)| format!("code.{text}")));
    }
    let keys = texts("en").into_keys();
    complain("texts of codes that nothing says", &keys.filter(|key| key.starts_with("code.") && !said.contains(key)).collect());
}

/// Codes of refusals, findings and problems, where they stand as literals.
fn codes_in(file: &Source) -> BTreeSet<String> {
    let mut spans = Vec::new();
    for (at, opening) in file.text.match_indices("fn code(&self) -> &'static str {") {
        let body = at + opening.len();
        spans.push((body, body + block(&file.text[body..])));
    }
    let calls =
        [("Finding::error(", ','), ("Finding::warning(", ','), ("Problem::new(", ')'), ("Error::refused(", ')'), ("Error::findings(", ',')];
    for (call, end) in calls {
        for (at, _) in file.text.match_indices(call) {
            spans.push((at, at + file.text[at..].find(end).unwrap_or(0)));
        }
    }
    let literals = file.literals();
    let within = |at: usize| spans.iter().any(|(from, to)| (*from..*to).contains(&at));
    literals.into_iter().filter(|(at, text)| within(*at) && is_code(text)).map(|(_, text)| text.to_owned()).collect()
}

/// Length of the text up to the brace that closes the block.
pub fn block(text: &str) -> usize {
    let mut depth = 1;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

pub fn is_code(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

#[test]
fn every_key_that_the_app_asks_for_exists() {
    let english = texts("en");
    let mut missing = BTreeSet::new();
    for file in files("frontend/src", ".rs") {
        for (at, key) in file.literals() {
            if asks_for_text(&file.text[..at]) && !english.contains_key(key) {
                missing.insert(format!("{}: {key}", file.path));
            }
        }
    }
    complain("keys without a text", &missing);
}

/// Whether a literal right here is the first argument of `t(` or `tr(` and the like.
fn asks_for_text(before: &str) -> bool {
    ["t(", "tr(", "t!(", "tp(", "t_with("]
        .iter()
        .any(|call| before.strip_suffix(call).is_some_and(|rest| !rest.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_')))
}

/// Words that look like text and are names of things: keys of the keyboard, of storage, of the web; elements; symbols of
/// the GUM; the product's own name.
const NOT_TEXT: &[&str] =
    &["ν", "Enter", "Escape", "Tab", "Backspace", "Delete", "Home", "End", "Intl", "Space", "Etalon", "INPUT", "TEXTAREA", "SELECT"];

#[test]
fn no_text_stands_in_pages_components_and_layout() {
    let mut found = BTreeSet::new();
    for folder in ["frontend/src/pages", "frontend/src/components", "frontend/src/layout"] {
        for file in files(folder, ".rs") {
            let tests = file.text.find("#[cfg(test)]").unwrap_or(file.text.len());
            for (_, literal) in file.literals().into_iter().filter(|(at, _)| *at < tests) {
                if is_text(literal) && !NOT_TEXT.contains(&literal) {
                    found.insert(format!("{}: {literal:?}", file.path));
                }
            }
        }
    }
    complain("texts in the code; they belong in locales/", &found);
}

/// A sentence or a label: a capital with small letters behind it, an abbreviation, or a letter of another alphabet.
fn is_text(literal: &str) -> bool {
    let foreign = literal.chars().any(|c| c.is_alphabetic() && !c.is_ascii() && !"µΩ°".contains(c));
    let mut chars = literal.chars();
    let label = chars.next().is_some_and(|c| c.is_ascii_uppercase())
        && chars.clone().next().is_some_and(|c| c.is_ascii_lowercase())
        && chars.all(|c| c.is_ascii_lowercase() || " .,:!?'…".contains(c));
    foreign || label || abbreviates(literal)
}

/// Two capitals or more as a word of their own, whatever stands around them: "SN {}".
fn abbreviates(literal: &str) -> bool {
    let text = without_values(literal);
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric() && !"-_./".contains(c));
    words.any(|word| word.len() >= 2 && word.bytes().all(|b| b.is_ascii_uppercase()))
}

/// Without what is filled in: `{WIDTH}`.
fn without_values(literal: &str) -> String {
    let mut parts = literal.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once('}').map_or("", |(_, after)| after))
}
