//! What an edition does not say yet and is to say: the kinds of standard in its slots, what they must cover (C-4.5.2), the ratio of
//! tolerance and uncertainty (JJF 1094). Editions written down before it was asked for are told, and go on as they are.

use super::{claims, size};
use crate::library::edition::{Edition, EditionStatus};
use base::finding::{Finding, Severity};

/// The fields, as warnings.
pub(super) fn findings(edition: &Edition) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (n, slot) in edition.form.slots.iter().enumerate() {
        if slot.kinds.iter().all(|kind| kind.trim().is_empty()) {
            findings.push(Finding::warning("slot_kinds_unsaid", format!("form/slots/{n}/kinds")));
        }
        if slot.covers.is_none() {
            findings.push(Finding::warning("slot_covers_unsaid", format!("form/slots/{n}/covers")));
        }
    }
    if edition.computation.decision.as_ref().is_some_and(|decision| decision.ratio.is_none()) {
        findings.push(Finding::warning("ratio_unsaid", "computation/decision/ratio"));
    }
    findings
}

/// What must be said before the edition is kept as it is to be, that a record can hold it, and that a result can rest on it: all of
/// it, where it comes into force or says something else than before. An edition that only ends is never kept from it.
pub fn must_say(before: Option<&Edition>, after: &Edition) -> Vec<Finding> {
    let goes_on =
        |before: &Edition| before.status == EditionStatus::InForce && before.form == after.form && before.computation == after.computation;
    if after.status != EditionStatus::InForce || before.is_some_and(goes_on) {
        return Vec::new();
    }
    let all = findings(after).into_iter().chain(size::finding(after)).chain(claims::errors(after));
    all.map(|finding| Finding { severity: Severity::Error, ..finding }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::tests::example::edition;
    use base::time::Date;

    /// C-4.5.2
    #[test]
    fn what_an_edition_does_not_say_keeps_it_from_coming_into_force_and_nothing_else() {
        let asked = |before: Option<&Edition>, after: &Edition| must_say(before, after).len();
        let old = edition();
        assert_eq!(
            findings(&old).iter().map(|finding| finding.path.as_str()).collect::<Vec<_>>(),
            ["form/slots/0/kinds", "form/slots/0/covers"]
        );
        let draft = Edition { status: EditionStatus::Draft, ..old.clone() };
        assert_eq!((asked(None, &draft), asked(None, &old), asked(Some(&draft), &old)), (0, 2, 2));
        let mut ends = old.clone();
        ends.validity.until = Some(Date::constant(2026, 12, 1));
        let superseded = Edition { status: EditionStatus::Superseded, ..old.clone() };
        assert_eq!((asked(Some(&old), &ends), asked(Some(&old), &superseded)), (0, 0), "what is in force goes on, and ends");
        let mut other = old.clone();
        other.form.adjustable = !other.form.adjustable;
        assert_eq!(asked(Some(&old), &other), 2, "saved with something else");
    }
}
