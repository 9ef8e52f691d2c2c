//! Who may read cases and add to them, kind by kind.

use domain::access::Role::{self, Calibrator, Checker, Office, Signatory, TechnicalManager};
use domain::access::wing::{Wing, shows};

use super::table::{Reach, sees_every_record};

/// Who may do what with the cases of a kind.
struct Rule {
    kind: &'static str,
    /// The wing that it belongs to; `None` where it belongs to the whole house.
    wing: Option<Wing>,
    readers: &'static [Role],
    /// Who says something in them by the common route. What has a command of its own, or follows from something else, nobody says there.
    writers: &'static [Role],
}

/// Who sees records beside their authors.
const OF_RECORDS: &[Role] = &[Office, Calibrator, Checker, Signatory, TechnicalManager];

const KINDS: &[Rule] = &[
    Rule { kind: "correction", wing: Some(Wing::Calibration), readers: OF_RECORDS, writers: &[] },
    Rule { kind: "settlement", wing: Some(Wing::Calibration), readers: OF_RECORDS, writers: &[Office, TechnicalManager] },
];

fn rule(kind: &str) -> Option<&'static Rule> {
    KINDS.iter().find(|rule| rule.kind == kind)
}

/// Whose cases of a kind somebody with these roles reads where these wings are shown; `None` where none: they are not found.
pub fn case_reach(kind: &str, roles: &[Role], shown: &[Wing]) -> Option<Reach> {
    let rule = rule(kind).filter(|rule| shows(shown, rule.wing))?;
    let reads = rule.readers.iter().any(|role| roles.contains(role));
    reads.then(|| if sees_every_record(roles) { Reach::All } else { Reach::OwnRecords })
}

/// Whether somebody with these roles says anything in cases of a kind by the common route. The kind's own rules say what.
pub fn case_says(kind: &str, roles: &[Role]) -> bool {
    rule(kind).is_some_and(|rule| rule.writers.iter().any(|role| roles.contains(role)))
}

#[cfg(test)]
mod tests {
    use super::*;

    // C-4.1.2.2
    #[test]
    fn a_case_is_read_by_whom_its_kind_names_and_by_calibrators_for_their_own_records() {
        for Rule { kind, .. } in KINDS {
            let reach = |roles: &[Role]| case_reach(kind, roles, &Wing::ALL);
            assert_eq!(reach(&[Office]), Some(Reach::All));
            assert_eq!(reach(&[Calibrator]), Some(Reach::OwnRecords));
            assert_eq!(reach(&[Calibrator, Checker]), Some(Reach::All));
            for nobody in [&[Role::Administrator][..], &[Role::Customer], &[]] {
                assert_eq!(reach(nobody), None, "{kind} {nobody:?}");
                assert!(!case_says(kind, nobody), "{kind} {nobody:?}");
            }
        }
        assert_eq!(case_reach("secret", &Role::ALL, &Wing::ALL), None);
        assert!(!case_says("secret", &Role::ALL));
    }

    #[test]
    fn a_case_of_a_hidden_wing_is_found_by_nobody() {
        for Rule { kind, wing, .. } in KINDS {
            assert_eq!(case_reach(kind, &Role::ALL, &[]).is_none(), wing.is_some(), "{kind}");
        }
    }

    // C-5.4.2: opening, checking, closing and withdrawing a correction have commands of their own.
    #[test]
    fn nobody_says_anything_in_a_correction_by_the_common_route() {
        assert!(!case_says("correction", &Role::ALL));
        assert!(case_says("settlement", &[Office]) && !case_says("settlement", &[Checker, Signatory, Calibrator]));
    }
}
