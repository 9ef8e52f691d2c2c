//! Who may read and write the registers, and which wing each belongs to: as the nouns say of themselves.

use super::Role;
use super::wing::Wing;
use crate::register::nouns::find;

/// The roles that may create, change and import entries of a noun; none for a noun that does not exist.
pub fn register_writers(noun: &str) -> &'static [Role] {
    find(noun).map_or(&[], |noun| noun.writers)
}

/// The roles that may read entries of a noun; none for a noun that does not exist.
pub fn register_readers(noun: &str) -> &'static [Role] {
    find(noun).map_or(&[], |noun| noun.readers)
}

/// The wing that a register belongs to.
pub fn register_wing(noun: &str) -> Option<Wing> {
    find(noun).and_then(|noun| noun.wing)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::nouns::ALL;

    #[test]
    fn every_noun_has_writers_and_a_customer_never_reads_a_register() {
        // C-4.1.2.2
        for noun in ALL {
            assert!(!noun.writers.is_empty(), "{}", noun.name);
            assert!(!register_readers(noun.name).contains(&Role::Customer), "{}", noun.name);
            assert!(register_writers(noun.name).iter().all(|role| register_readers(noun.name).contains(role)), "{}", noun.name);
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
