//! Findings being gathered, and the tests that every part of an edition is put to.

use std::collections::BTreeSet;

use base::finding::{Finding, Refusal};
use measurement::formula::Formula;

use crate::library::edition::{Edition, EditionStatus};

/// Findings being gathered.
pub(super) struct Findings(pub(super) Vec<Finding>);

impl Findings {
    pub(super) fn error(&mut self, code: &'static str, path: impl Into<String>) {
        self.0.push(Finding::error(code, path));
    }

    pub(super) fn named(&mut self, code: &'static str, path: impl Into<String>, name: &str) {
        self.0.push(Finding::error(code, path).with("name", name));
    }

    pub(super) fn refuse_unless(&mut self, holds: bool, code: &'static str, path: impl Into<String>) {
        if !holds {
            self.error(code, path);
        }
    }

    /// An error of an edition in force, else a warning: what was in force before there was a rule can be withdrawn.
    pub(super) fn stop_in_force_unless(&mut self, holds: bool, edition: &Edition, code: &'static str, path: &str) {
        if !holds && edition.status == EditionStatus::InForce {
            self.error(code, path);
        } else if !holds {
            self.0.push(Finding::warning(code, path));
        }
    }

    /// Keys are path segments and are unique.
    pub(super) fn keys<'a>(&mut self, path: &str, keys: impl Iterator<Item = &'a str>) {
        let mut seen = BTreeSet::new();
        for (n, key) in keys.enumerate() {
            let written = !key.is_empty() && key.len() <= 40;
            let segment = key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'));
            self.refuse_unless(written && segment, "key_malformed", format!("{path}/{n}/key"));
            if !seen.insert(key) {
                self.named("key_duplicate", format!("{path}/{n}/key"), key);
            }
        }
    }

    /// A symbol is a formula that is nothing but this symbol.
    pub(super) fn symbol(&mut self, path: String, symbol: &str) {
        let alone = Formula::parse(symbol).is_ok_and(|formula| formula.symbols() == [symbol] && formula.text() == symbol);
        if !alone || symbol == "nominal" {
            self.named("symbol_malformed", path, symbol);
        }
    }

    /// A formula over known symbols.
    pub(super) fn formula(&mut self, path: impl Into<String>, text: &str, known: &BTreeSet<&str>) {
        let path = path.into();
        match Formula::parse(text) {
            Err(error) => {
                let mut finding = Finding::error(error.code(), path);
                finding.params = error.params();
                self.0.push(finding);
            }
            Ok(formula) => {
                for symbol in formula.symbols().iter().filter(|symbol| !known.contains(symbol.as_str())) {
                    self.named("symbol_unknown", path.clone(), symbol);
                }
            }
        }
    }
}

/// Symbols that every formula can name: `nominal`, the constants and the points' parameters.
pub(super) fn point_symbols(edition: &Edition) -> BTreeSet<&str> {
    let parameters = edition.form.points.iter().flat_map(|point| &point.parameters);
    let named = parameters.chain(&edition.computation.constants).map(|parameter| parameter.symbol.as_str());
    named.chain(["nominal"]).collect()
}
