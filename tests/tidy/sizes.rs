//! Small files, and migrations that stand in pairs.

use crate::source::{Source, files, root};

const MEDIAN: usize = 150;
const NINE_IN_TEN: usize = 400;
const LARGEST: usize = 600;

fn sources() -> Vec<Source> {
    ["shared", "backend", "frontend", "tests"].into_iter().flat_map(|folder| files(folder, ".rs")).collect()
}

#[test]
fn files_are_small() {
    let mut sizes: Vec<(usize, String)> = sources().into_iter().map(|file| (file.text.lines().count(), file.path)).collect();
    sizes.sort();
    let (largest, path) = sizes.last().expect("there is source code");
    assert!(*largest <= LARGEST, "{path} has {largest} lines; at most {LARGEST} with its tests");
    let (at_nine, path) = &sizes[sizes.len() * 9 / 10];
    assert!(*at_nine < NINE_IN_TEN, "nine in ten files are below {NINE_IN_TEN} lines; {path} has {at_nine}");
    let (median, _) = sizes[sizes.len() / 2];
    assert!(median <= MEDIAN, "the median file has {median} lines; about 120 is meant");
}

#[test]
fn migrations_have_the_same_names_on_both_engines() {
    let names = |engine: &str| -> Vec<String> {
        let folder = root().join("backend/migrations").join(engine);
        let mut names: Vec<_> = std::fs::read_dir(folder)
            .map(|entries| entries.flatten().map(|e| e.file_name().to_string_lossy().into_owned()).collect())
            .unwrap_or_default();
        names.sort();
        names
    };
    assert_eq!(names("sqlite"), names("postgres"));
    assert!(!names("sqlite").is_empty(), "there are migrations");
}
