//! `etalon compute`: the engine on files of cases, as people run it.

use std::path::Path;
use std::process::{Command, Output};

use crate::process::binary;

fn compute(words: &[&str], file: &Path) -> Output {
    Command::new(binary()).arg("compute").args(words).arg(file).output().expect("the program starts")
}

fn lines(output: &Output) -> Vec<String> {
    String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect()
}

fn references() -> Vec<std::path::PathBuf> {
    let folder = |name: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join("reference").join(name);
    let entries = |name: &str| std::fs::read_dir(folder(name)).expect("the reference cases").map(|entry| entry.expect("a file").path());
    let mut files: Vec<_> = entries("statistics").chain(entries("field")).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    files
}

// C-5.5.3, P-4.3.1, P-4.3.2: all reference cases, in a process of its own.
#[test]
fn every_reference_file_passes() {
    let files = references();
    assert_eq!(files.len(), 13);
    for file in files {
        let done = compute(&["--check"], &file);
        let said = lines(&done);
        let cases = serde_json::from_slice::<serde_json::Value>(&std::fs::read(&file).expect("the file")).expect("JSON")["n_cases"].clone();
        assert_eq!(said, [format!("{cases} passed, 0 failed")], "{}", file.display());
        assert!(done.status.success());
    }
}

#[test]
fn what_fails_is_printed_by_name_and_the_process_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("cases.json");
    let cases = r#"{"cases": [
        {"id": "right", "function": "made", "input": {"x": [1, 2, 4]}, "expected": {"made": 1.483}},
        {"id": "wrong", "function": "made", "input": {"x": [1, 2, 4]}, "expected": {"made": 2}},
        {"id": "none", "function": "made", "input": {"x": [1, NaN]}, "expected": {"made": 2}},
        {"id": "refused", "function": "made", "input": {"x": [1, 1e400]}, "expected": {"error": "no number"}},
        {"function": "made", "input": {"x": [1, 2]}},
        {"id": "what", "function": "unheard_of", "input": {}, "expected": {"error": "unknown"}}
    ]}"#;
    std::fs::write(&file, cases).expect("written");
    let done = compute(&["--check"], &file);
    let said = lines(&done);
    assert_eq!(said.last().map(String::as_str), Some("2 passed, 4 failed"), "{said:?}");
    assert_eq!((done.status.code(), said.len()), (Some(1), 5), "{said:?}");
    for (line, named) in said.iter().zip(["made wrong: ", "made none: ", "made  (case 5): ", "unheard_of what: "]) {
        assert!(line.starts_with(named), "{line}");
    }
    let computed: serde_json::Value = serde_json::from_slice(&compute(&[], &file).stdout).expect("JSON");
    assert_eq!((&computed["n_cases"], &computed["cases"][0]["expected"]["made"]), (&6.into(), &1.483.into()));
    std::fs::write(&file, "no JSON").expect("written");
    let broken = compute(&["--check"], &file);
    assert!(!broken.status.success() && broken.stdout.is_empty(), "{broken:?}");
    assert!(String::from_utf8_lossy(&broken.stderr).contains("cases.json"));
}
