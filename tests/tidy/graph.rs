//! Who imports whom, file by file: no circle (ADR 0302). The picture of each crate is written beside.

mod imports;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::source::root;
use imports::Crate;

/// Crates whose files are looked at, by the folder of their sources.
const CRATES: [&str; 8] = [
    "shared/base",
    "shared/statistics",
    "shared/measurement",
    "shared/ledger",
    "shared/domain",
    "shared/contract",
    "shared/calculator",
    "shared/plot",
];

#[test]
fn no_files_import_each_other_in_a_circle() {
    let mut broken = Vec::new();
    for folder in CRATES {
        let known = Crate::read(folder);
        assert!(!known.edges.is_empty() || folder == "shared/plot", "{folder}: the imports are found");
        draw(folder, &known);
        for circle in circles(&known.edges) {
            broken.push(told(folder, &known, &circle));
        }
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn a_circle_is_found() {
    let edges = |pairs: &[(&str, &str)]| {
        let mut edges: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (from, to) in pairs {
            edges.entry((*from).to_owned()).or_default().insert((*to).to_owned());
        }
        edges
    };
    assert!(circles(&edges(&[("a", "b"), ("b", "c"), ("a", "c")])).is_empty());
    assert_eq!(circles(&edges(&[("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")])), [["a", "b", "c"]]);
}

/// Files that reach each other, each circle sorted by name.
fn circles(edges: &BTreeMap<String, BTreeSet<String>>) -> Vec<Vec<String>> {
    let reached: BTreeMap<&str, BTreeSet<&str>> = edges.keys().map(|from| (from.as_str(), reach(edges, from))).collect();
    let mut found: BTreeSet<Vec<String>> = BTreeSet::new();
    for (from, to) in &reached {
        let back = |file: &&&str| reached.get(**file).is_some_and(|others| others.contains(from));
        let circle: BTreeSet<&str> = to.iter().filter(back).copied().chain([*from]).collect();
        if circle.len() > 1 {
            found.insert(circle.into_iter().map(str::to_owned).collect());
        }
    }
    found.into_iter().collect()
}

fn reach<'a>(edges: &'a BTreeMap<String, BTreeSet<String>>, from: &str) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<&str> = vec![from];
    while let Some(file) = open.pop() {
        for next in edges.get(file).into_iter().flatten() {
            if reached.insert(next.as_str()) {
                open.push(next);
            }
        }
    }
    reached
}

fn told(folder: &str, known: &Crate, circle: &[String]) -> String {
    let mut text = format!("{folder}: these files import each other in a circle:\n");
    for from in circle {
        for to in known.edges[from].iter().filter(|to| circle.contains(to)) {
            let names = known.names.get(&(from.clone(), to.clone())).into_iter().flatten().cloned().collect::<Vec<_>>().join(", ");
            // Writing to a text cannot fail.
            let _ = writeln!(text, "    {from} -> {to}: {names}");
        }
    }
    text
}

/// The graph in the language of Graphviz, into `target/graph/`.
fn draw(folder: &str, known: &Crate) {
    let mut dot = format!("digraph \"{folder}\" {{\n  rankdir=LR; node [shape=box];\n");
    for (from, to) in known.edges.iter().flat_map(|(from, all)| all.iter().map(move |to| (from, to))) {
        let _ = writeln!(dot, "  \"{from}\" -> \"{to}\";");
    }
    dot.push_str("}\n");
    let target = root().join("target/graph");
    let name = folder.replace('/', "-");
    std::fs::create_dir_all(&target)
        .and_then(|()| std::fs::write(target.join(format!("{name}.dot")), dot))
        .expect("the picture is written");
}
