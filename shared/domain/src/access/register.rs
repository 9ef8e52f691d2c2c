//! Who may read and write the registers, noun by noun.

use super::Role;

const SETTINGS: &[Role] = &[Role::Administrator];
const TECHNICAL: &[Role] = &[Role::TechnicalManager, Role::Administrator];
const OFFICE: &[Role] = &[Role::Office];

/// Everyone who works here; a customer's people read through the portal only (C-4.1.2.2).
const STAFF: &[Role] = &[Role::Administrator, Role::Office, Role::Calibrator, Role::Checker, Role::Signatory, Role::TechnicalManager];

/// The nouns with the roles that write them.
const WRITERS: &[(&str, &[Role])] = &[
    ("body", SETTINGS),
    ("people", SETTINGS),
    ("services", TECHNICAL),
    ("methods", TECHNICAL),
    ("editions", TECHNICAL),
    ("standards", TECHNICAL),
    ("customers", OFFICE),
    ("items", OFFICE),
    ("places", OFFICE),
    ("orders", OFFICE),
    ("visits", OFFICE),
    ("tasks", OFFICE),
];

/// The roles that may create, change and import entries of a noun; none for a noun that does not exist.
pub fn register_writers(noun: &str) -> &'static [Role] {
    WRITERS.iter().find(|row| row.0 == noun).map_or(&[], |row| row.1)
}

/// The roles that may read entries of a noun; none for a noun that does not exist.
pub fn register_readers(noun: &str) -> &'static [Role] {
    if register_writers(noun).is_empty() { &[] } else { STAFF }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_noun_has_writers_and_a_customer_never_reads_a_register() {
        // C-4.1.2.2
        for (noun, writers) in WRITERS {
            assert!(!writers.is_empty(), "{noun}");
            assert!(!register_readers(noun).contains(&Role::Customer), "{noun}");
            assert!(writers.iter().all(|role| register_readers(noun).contains(role)), "{noun}");
        }
    }

    #[test]
    fn a_noun_that_does_not_exist_is_nobodys() {
        assert!(register_writers("secrets").is_empty());
        assert!(register_readers("secrets").is_empty());
    }

    #[test]
    fn people_and_the_body_are_the_administrators_alone() {
        for role in Role::ALL {
            for noun in ["people", "body"] {
                assert_eq!(register_writers(noun).contains(&role), role == Role::Administrator);
            }
        }
    }
}
