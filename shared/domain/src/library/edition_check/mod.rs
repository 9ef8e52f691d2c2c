//! What is wrong with a method edition: keys, symbols, formulas, units, coverage (C-4.2, C-5.5.3). A draft may be saved with
//! errors, which weigh as warnings until it is to be in force.

mod claims;
mod computation;
mod form;
mod gathered;
mod points;
mod several;
pub mod size;
#[cfg(test)]
mod tests;
mod unsaid;

pub use unsaid::must_say;

use super::edition::{Edition, EditionStatus};
use base::finding::{Finding, Severity};
use gathered::Findings;

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
