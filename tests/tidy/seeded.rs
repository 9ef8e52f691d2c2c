//! Rules that are turned off one at a time, in a build of the tests alone (docs/adr/0331).

use std::collections::BTreeSet;

use crate::source::{files, read};

/// The rules that ask whether they are in force.
fn asked() -> Vec<String> {
    let sources = files("shared", ".rs").into_iter().filter(|file| file.path != "shared/base/src/seeded.rs");
    let asking =
        |text: &str| text.split("in_force(\"").skip(1).filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())).collect::<Vec<_>>();
    sources.flat_map(|file| asking(&file.text)).collect()
}

#[test]
fn each_rule_that_can_be_turned_off_is_mapped_to_tests_that_fail_then() {
    let asked = asked();
    let known: BTreeSet<String> = asked.iter().cloned().collect();
    assert_eq!(asked.len(), known.len(), "a rule is asked for in one place");
    let table = read("tests/seeded/rules.txt");
    let rows = table.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let rows: Vec<(&str, &str)> = rows.filter_map(|row| row.split_once(char::is_whitespace)).collect();
    assert!(rows.iter().all(|(_, filter)| !filter.trim().is_empty()));
    let mapped: BTreeSet<String> = rows.iter().map(|(rule, _)| (*rule).to_owned()).collect();
    assert_eq!(known.symmetric_difference(&mapped).collect::<Vec<_>>(), Vec::<&String>::new(), "in one of the rules and tests/seeded only");
    assert!(mapped.len() >= 50 && mapped.len() == rows.len(), "{}", mapped.len());
}

#[test]
fn nothing_turns_rules_off_in_what_is_shipped() {
    let manifests = files("", "Cargo.toml").into_iter();
    let named: Vec<String> = manifests
        .flat_map(|file| {
            let lines: Vec<_> =
                file.text.lines().filter(|line| line.contains("seeded") && !line.starts_with('#')).map(str::to_owned).collect();
            lines.into_iter().map(move |line| format!("{}: {line}", file.path)).collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(named, ["shared/base/Cargo.toml: seeded = []"]);
    for script in files("scripts", ".sh").into_iter().filter(|file| file.path != "scripts/seeded.sh") {
        assert!(!script.text.contains("base/seeded"), "{} builds with rules that can be turned off", script.path);
    }
}
