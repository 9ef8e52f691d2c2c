//! What people declared of themselves, and who reads it: employment elsewhere and conflicts of interest are between the person and
//! the body (C-4.1.2.1, C-4.3.4). The rules work with them all the same; what they refuse names no reason and no employer.

use super::Role;
use crate::library::person::Person;

/// Who reads the declarations of others.
const READERS: [Role; 2] = [Role::Administrator, Role::TechnicalManager];

/// Whether somebody with these roles reads what a person declared; `own` where it is their own.
pub fn reads_declarations(own: bool, roles: &[Role]) -> bool {
    own || READERS.iter().any(|role| roles.contains(role))
}

/// The person as somebody with these roles sees them.
pub fn seen(person: Person, own: bool, roles: &[Role]) -> Person {
    if reads_declarations(own, roles) { person } else { Person { employment: Vec::new(), conflicts: Vec::new(), ..person } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::person::{Conflict, Employment};
    use crate::order::tests::example::{id, person, year};

    #[test]
    fn declarations_are_read_by_the_person_administrators_and_the_technical_manager() {
        // C-4.1.2.1
        let conflicts = vec![Conflict { customer: id(40), reason: "my brother's".to_owned() }];
        let employment = vec![Employment { employer: "Other".to_owned(), calibration_body: true, validity: year(2026) }];
        let person = Person { conflicts, employment, ..person() };
        for role in Role::ALL {
            let reads = READERS.contains(&role);
            assert_eq!(seen(person.clone(), false, &[role]) == person, reads, "{role:?}");
            assert_eq!(seen(person.clone(), true, &[role]), person, "their own: {role:?}");
        }
        let bare = seen(person.clone(), false, &[Role::Office, Role::Checker]);
        assert!(bare.conflicts.is_empty() && bare.employment.is_empty());
        assert_eq!(Person { conflicts: person.conflicts.clone(), employment: person.employment.clone(), ..bare }, person);
    }
}
