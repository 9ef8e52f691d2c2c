//! A text names no value that its refusal does not give: nobody reads a literal brace.

use std::collections::{BTreeMap, BTreeSet};

use crate::languages::{block, is_code, placeholders, texts};
use crate::source::{Source, files, read};

/// Refusals whose codes stand in the ledger as verdicts, or in answers to a tablet: there the code is all that is kept.
const VERDICTS: &[&str] = &[
    "shared/ledger/src/chain.rs",
    "shared/domain/src/item/rule.rs",
    "shared/domain/src/record/refusal/code.rs",
    "shared/domain/src/stream/judge.rs",
    "shared/contract/src/sync/receive.rs",
    "shared/domain/src/stream/snapshot.rs",
    "shared/domain/src/visit/rule.rs",
];

/// Names that whoever meets the refusal adds: the cell of a file.
const ADDED: &[(&str, &str)] = &[("shared/domain/src/register/table/refusal.rs", "cell")];

/// Codes with the names of the values that come with each.
type Given = Vec<(String, BTreeSet<String>)>;

#[test]
fn a_text_names_only_values_that_its_code_comes_with() {
    let texts = texts("en");
    let mut wrong = BTreeSet::new();
    let mut known = 0;
    for file in files("shared", ".rs").iter().chain(&files("backend/src", ".rs")).chain(&files("frontend/src", ".rs")) {
        for (code, given) in refusals(file).into_iter().chain(findings(file)) {
            let Some(text) = texts.get(&format!("code.{code}")) else { continue };
            known += 1;
            let added = |name: &str| ADDED.contains(&(file.path.as_str(), name));
            for name in placeholders(text).into_iter().filter(|name| is_code(name) && !given.contains(*name) && !added(name)) {
                wrong.insert(format!("{}: {code} names {{{name}}}, which does not come with it", file.path));
            }
        }
    }
    assert!(known > 150, "the codes are found: {known}");
    assert!(wrong.is_empty(), "\n{}", wrong.into_iter().collect::<Vec<_>>().join("\n"));
}

#[test]
fn a_verdict_is_read_without_the_values_it_was_found_with() {
    let texts = texts("en");
    let mut wrong = BTreeSet::new();
    for path in VERDICTS {
        let found = refusals(&Source { path: (*path).to_owned(), text: read(path) });
        assert!(!found.is_empty(), "{path} has codes");
        for (code, _) in found {
            let own = texts.get(&format!("verdict.{code}")).or_else(|| texts.get(&format!("code.{code}")));
            if own.is_some_and(|text| !placeholders(text).is_empty()) {
                wrong.insert(format!("{path}: verdict.{code}"));
            }
        }
    }
    assert!(wrong.is_empty(), "texts without values are missing:\n{}", wrong.into_iter().collect::<Vec<_>>().join("\n"));
}

/// What each `impl Refusal` of a file says: its codes, each with the names that its `params` give.
fn refusals(file: &Source) -> Given {
    let mut found = Vec::new();
    for (at, opening) in file.text.match_indices("fn code(&self) -> &'static str {") {
        let body = at + opening.len();
        let codes = arms(&file.text[body..body + block(&file.text[body..])]);
        // `params` stands in the same impl as `code`, after it.
        let rest = &file.text[body..];
        let rest = &rest[..rest.find("\nimpl").unwrap_or(rest.len())];
        let names = rest.find("fn params(&self)").map(|at| {
            let inner = &rest[at..];
            let open = inner.find("{").map_or(0, |open| open + 1);
            arms(&inner[open..open + block(&inner[open..])])
        });
        let names = names.unwrap_or_default();
        for (variant, code) in codes.by_variant.iter().flat_map(|(variant, codes)| codes.iter().map(move |code| (variant, code))) {
            let own = names.by_variant.get(variant).into_iter().flatten().chain(&names.rest);
            found.push((code.clone(), own.cloned().collect()));
        }
        // A refusal that is no enum has one code, and gives what its `params` name.
        found.extend(codes.rest.iter().map(|code| (code.clone(), names.rest.clone())));
    }
    found.retain(|(code, _)| is_code(code));
    found
}

/// Literals of a `match`, by the variants of the arm they stand in; `rest` are those of no variant's arm.
#[derive(Default)]
struct Arms {
    by_variant: BTreeMap<String, BTreeSet<String>>,
    rest: BTreeSet<String>,
}

fn arms(body: &str) -> Arms {
    let source = Source { path: String::new(), text: body.to_owned() };
    let literals: BTreeMap<usize, &str> = source.literals().into_iter().collect();
    let variants: BTreeMap<usize, &str> = body.match_indices("Self::").map(|(at, mark)| (at, ident(&body[at + mark.len()..]))).collect();
    let mut arms = Arms::default();
    let (mut current, mut closed): (Vec<&str>, bool) = (Vec::new(), true);
    for at in literals.keys().chain(variants.keys()).copied().chain(wildcards(body)).collect::<BTreeSet<_>>() {
        if let Some(variant) = variants.get(&at) {
            if closed {
                current.clear();
            }
            current.push(variant);
            closed = false;
        } else if let Some(literal) = literals.get(&at) {
            closed = true;
            if current.is_empty() {
                arms.rest.insert((*literal).to_owned());
            }
            for variant in &current {
                arms.by_variant.entry((*variant).to_owned()).or_default().insert((*literal).to_owned());
            }
        } else {
            current.clear();
            closed = true;
        }
    }
    arms
}

/// Where an arm for everything else begins.
fn wildcards(body: &str) -> impl Iterator<Item = usize> {
    body.match_indices("_ =>").map(|(at, _)| at)
}

fn ident(text: &str) -> &str {
    &text[..text.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len())]
}

/// Findings made in place: the code, and the names given by the `with` that follow.
fn findings(file: &Source) -> Given {
    let tests = file.text.find("#[cfg(test)]").unwrap_or(file.text.len());
    let mut found = Vec::new();
    for call in ["Finding::error(", "Finding::warning(", "Finding::notice("] {
        for (at, _) in file.text[..tests].match_indices(call) {
            let inner = &file.text[at + call.len()..];
            let Some(code) = inner.strip_prefix('"').and_then(|rest| rest.split('"').next()) else { continue };
            let mut rest = &inner[(closing(inner) + 1).min(inner.len())..];
            let mut names = BTreeSet::new();
            while let Some(with) = rest.trim_start().strip_prefix(".with(") {
                names.extend(with.strip_prefix('"').and_then(|name| name.split('"').next()).map(str::to_owned));
                rest = &with[(closing(with) + 1).min(with.len())..];
            }
            // A finding kept in a variable is given its values afterwards.
            let kept = file.text[..at].trim_end().ends_with('=') || file.text[..at].trim_end().ends_with("||");
            if !kept || !names.is_empty() {
                found.push((code.to_owned(), names));
            }
        }
    }
    found.retain(|(code, _)| is_code(code));
    found
}

/// The bracket that closes the one before the text.
fn closing(text: &str) -> usize {
    let mut depth = 1;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    text.len()
}
