//! Whether two accounts are one person's, as far as their entries tell.

use super::AuthorityRefusal;
use crate::library::person::Person;
use crate::register::versions::Versions;
use base::seeded::in_force;
use base::text::search::{self, bare, folded};

/// Whether two accounts are two people's: two accounts with one mailbox are one person. Where one of them has none, two accounts with
/// one name are taken for one; two people of one name each have a mailbox.
///
/// # Errors
/// [`AuthorityRefusal::SameMailbox`] and [`AuthorityRefusal::SameName`].
pub fn two_people(one: &Person, other: &Person) -> Result<(), AuthorityRefusal> {
    let mailboxes = [one, other].map(|person| mailbox(&person.email));
    if mailboxes.iter().any(String::is_empty) {
        return if one_name(one, other) { Err(AuthorityRefusal::SameName) } else { Ok(()) };
    }
    if mailboxes[0] == mailboxes[1] && in_force("authority.two_mailboxes") { Err(AuthorityRefusal::SameMailbox) } else { Ok(()) }
}

/// The same for two who answer for one piece of work, by all that was ever entered of them. A mailbox goes with a post: whoever took it
/// after the other had left is not the other for that, and only the names are compared.
///
/// # Errors
/// As [`two_people`].
pub fn two_who_answer(one: &Versions<Person>, other: &Versions<Person>) -> Result<(), AuthorityRefusal> {
    let (own, others) = (one.latest(), other.latest());
    match two_people(own, others) {
        Err(AuthorityRefusal::SameMailbox) if handed_over(one, other) || handed_over(other, one) => {
            if one_name(own, others) {
                Err(AuthorityRefusal::SameName)
            } else {
                Ok(())
            }
        }
        decided => decided,
    }
}

/// Whether the first had left before the second took the mailbox. One that both had while the first was at work is not handed over by
/// making the first inactive.
fn handed_over(first: &Versions<Person>, second: &Versions<Person>) -> bool {
    let address = mailbox(&second.latest().email);
    let left = first.became(|person| !person.active);
    let took = second.became(|person| mailbox(&person.email) == address);
    left.zip(took).is_some_and(|(left, took)| left <= took)
}

/// Whether two entries have one name, however it is typed and whatever language it is written down for. Where both give a Chinese name,
/// that alone decides: many Chinese names are written alike in Latin letters.
pub fn one_name(one: &Person, other: &Person) -> bool {
    let chinese = [one, other].map(|entry| bare(&entry.name.zh));
    if chinese.iter().any(String::is_empty) { search::one_name(&one.name, &other.name) } else { chinese[0] == chinese[1] }
}

/// An address without blanks and capitals. Its dots and dashes stay: mailboxes differ by them.
fn mailbox(address: &str) -> String {
    folded(address).split_whitespace().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::certificate::tests::samples;
    use base::time::Instant;

    /// Somebody through time: since when, with what mailbox, and whether at work here.
    fn through(name: &str, entries: &[(i64, &str, bool)]) -> Versions<Person> {
        let version = |(at, email, active): &(i64, &str, bool)| {
            (Instant(*at), Person { email: (*email).to_owned(), active: *active, ..samples::person(name, 1) })
        };
        Versions::of(entries.iter().map(version).collect()).unwrap()
    }

    // C-4.3.1
    #[test]
    fn a_mailbox_tells_nothing_of_who_took_it_after_another_had_left() {
        let post = "calib@body.example";
        let left = through("王伟", &[(1, post, true), (5, post, false)]);
        for (name, entries, decided) in [
            ("李", &[(5, post, true)][..], Ok(())),
            ("李", &[(2, "li@body.example", true), (6, post, true)], Ok(())),
            ("李", &[(6, post, true), (9, post, false)], Ok(())),
            ("李", &[(6, post, true), (7, " Calib@body.example", true)], Ok(())),
            ("李", &[(4, post, true)], Err(AuthorityRefusal::SameMailbox)),
            ("李", &[(4, post, false), (6, post, true)], Err(AuthorityRefusal::SameMailbox)),
            ("王伟", &[(6, post, true)], Err(AuthorityRefusal::SameName)),
            ("王伟", &[(6, "", true)], Err(AuthorityRefusal::SameName)),
            ("王伟", &[(6, "wang@body.example", true)], Ok(())),
        ] {
            let other = through(name, entries);
            assert_eq!(two_who_answer(&left, &other), decided, "{name} {entries:?}");
            assert_eq!(two_who_answer(&other, &left), decided, "{name} {entries:?}");
        }
        // Whoever is back at work with the mailbox has it beside the other.
        let back = through("王伟", &[(1, post, true), (5, post, false), (8, post, true)]);
        assert_eq!(two_who_answer(&back, &through("李", &[(6, post, true)])), Err(AuthorityRefusal::SameMailbox));
    }
}
