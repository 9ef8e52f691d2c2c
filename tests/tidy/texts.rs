//! Fields are told apart by their names where texts and days are looked at: every day is known there, and so is every text of
//! several lines.

use std::collections::BTreeSet;

use domain::register::texts::{DAYS, MANY_LINES};

use crate::source::files;

/// Days that rules are given, and that no entry and no command holds.
const GIVEN: [&str; 1] = ["today"];

#[test]
fn every_day_that_an_entry_or_a_command_holds_is_looked_at() {
    let mut found = BTreeSet::new();
    let mut unknown = BTreeSet::new();
    let folders = [
        "shared/domain/src/library",
        "shared/domain/src/order",
        "shared/domain/src/item",
        "shared/domain/src/visit",
        "shared/contract/src/api",
    ];
    for sources in folders.map(|folder| files(folder, ".rs")).into_iter().chain([files("shared/base/src", "time.rs")]) {
        for source in sources {
            for (_, line) in source.code_lines() {
                let Some((name, kind)) = line.trim().strip_prefix("pub ").and_then(|field| field.split_once(": ")) else { continue };
                let kind = kind.trim_end_matches(',').trim_start_matches("Option<").trim_start_matches("Vec<").trim_end_matches('>');
                if kind != "Date" || GIVEN.contains(&name) {
                    continue;
                }
                found.insert(name.to_owned());
                if !DAYS.contains(&name) {
                    unknown.insert(format!("{}: {name}", source.path));
                }
            }
        }
    }
    assert!(found.len() >= 7, "the days are found: {found:?}");
    assert!(unknown.is_empty(), "days that nobody looks at: {unknown:?}");
}

#[test]
fn every_text_that_a_form_writes_in_several_lines_may_have_them() {
    let mut found = 0;
    for source in files("frontend/src/pages/office/nouns", ".rs") {
        for (_, line) in source.code_lines().filter(|(_, line)| line.contains("Kind::Long)")) {
            let name = line.split('"').nth(1).and_then(|path| path.rsplit('/').next()).expect("a field");
            assert!(MANY_LINES.contains(&name), "{}: {name}", source.path);
            found += 1;
        }
    }
    assert!(found > 4, "{found}");
}
