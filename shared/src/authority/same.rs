//! Whether two accounts are one person's, as far as their entries tell.

use super::AuthorityRefusal;
use crate::library::person::Person;
use crate::text::search::{self, bare, folded};

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
    if mailboxes[0] == mailboxes[1] { Err(AuthorityRefusal::SameMailbox) } else { Ok(()) }
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
