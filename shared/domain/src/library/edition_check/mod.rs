//! What is wrong with a method edition: keys, symbols, formulas, units, coverage (C-4.2, C-5.5.3). A draft may be saved with
//! errors, which weigh as warnings until it is to be in force.

mod claims;
mod computation;
mod form;
mod points;
mod several;
pub mod size;
#[cfg(test)]
mod tests;
mod unsaid;

use std::collections::BTreeSet;

pub use unsaid::must_say;

use super::edition::{Edition, EditionStatus};
use base::finding::{Finding, Refusal, Severity};
use measurement::formula::Formula;

/// Everything that is wrong with an edition.
pub fn findings(edition: &Edition) -> Vec<Finding> {
    let mut findings = Findings(Vec::new());
    form::check(edition, &mut findings);
    computation::check(edition, &mut findings);
    findings.0.extend(unsaid::findings(edition));
    findings.0.extend(size::finding(edition));
    if findings.0.iter().all(|finding| finding.severity != Severity::Error) {
        points::check(edition, &mut findings);
        findings.0.extend(claims::findings(edition));
    }
    if edition.status == EditionStatus::Draft {
        for finding in &mut findings.0 {
            finding.severity = finding.severity.min(Severity::Warning);
        }
    }
    findings.0
}

/// Findings being gathered.
struct Findings(Vec<Finding>);

impl Findings {
    fn error(&mut self, code: &'static str, path: impl Into<String>) {
        self.0.push(Finding::error(code, path));
    }

    fn named(&mut self, code: &'static str, path: impl Into<String>, name: &str) {
        self.0.push(Finding::error(code, path).with("name", name));
    }

    fn refuse_unless(&mut self, holds: bool, code: &'static str, path: impl Into<String>) {
        if !holds {
            self.error(code, path);
        }
    }

    /// An error of an edition in force, else a warning: what was in force before there was a rule can be withdrawn.
    fn stop_in_force_unless(&mut self, holds: bool, edition: &Edition, code: &'static str, path: &str) {
        if !holds && edition.status == EditionStatus::InForce {
            self.error(code, path);
        } else if !holds {
            self.0.push(Finding::warning(code, path));
        }
    }

    /// Keys are path segments and are unique.
    fn keys<'a>(&mut self, path: &str, keys: impl Iterator<Item = &'a str>) {
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
    fn symbol(&mut self, path: String, symbol: &str) {
        let alone = Formula::parse(symbol).is_ok_and(|formula| formula.symbols() == [symbol] && formula.text() == symbol);
        if !alone || symbol == "nominal" {
            self.named("symbol_malformed", path, symbol);
        }
    }

    /// A formula over known symbols.
    fn formula(&mut self, path: impl Into<String>, text: &str, known: &BTreeSet<&str>) {
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
fn point_symbols(edition: &Edition) -> BTreeSet<&str> {
    let parameters = edition.form.points.iter().flat_map(|point| &point.parameters);
    let named = parameters.chain(&edition.computation.constants).map(|parameter| parameter.symbol.as_str());
    named.chain(["nominal"]).collect()
}
