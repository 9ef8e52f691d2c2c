//! Fields of commands are told apart by their names where days are looked at, and commands bring parts of entries: every day is known there.
//! Entries say of each field what it is (`declared`).

use std::collections::BTreeSet;

use domain::register::texts::DAYS;

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
