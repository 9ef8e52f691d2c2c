//! The worker answers the tablet's pages alone: three places say which these are.

use std::collections::BTreeSet;

use crate::source::read;

/// Texts in quotation marks after `from`, up to `to`.
fn quoted(file: &str, from: &str, to: &str) -> BTreeSet<String> {
    let text = read(file);
    let (_, after) = text.split_once(from).unwrap_or_else(|| panic!("{file} has no {from}"));
    let (inside, _) = after.split_once(to).unwrap_or_else(|| panic!("{file} has no {to}"));
    inside.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn the_worker_answers_the_pages_of_the_tablet_and_no_others() {
    let routes = quoted("frontend/src/app.rs", "fn TabletRoutes()", ".into_inner()");
    let mut pages: BTreeSet<String> = routes.iter().map(|route| route.trim_end_matches(":id").to_owned()).collect();
    assert!(pages.remove(""), "the parent's own path");
    // The address that leads there.
    pages.insert("/".to_owned());
    assert_eq!(quoted("public/sw.js", "const PAGES = [", "]"), pages);
    assert_eq!(quoted("frontend/src/data/tablet/opened.rs", "const PAGES: [&str; 6] = [", "]"), pages);
}
