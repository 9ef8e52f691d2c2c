//! Whether two accounts are one person's, as far as their entries tell.

use super::AuthorityRefusal;
use crate::library::person::Person;
use crate::text::search::{folded, one_name};

/// Whether two accounts are two people's: two accounts with one mailbox are one person. Where one of them has none, two accounts with
/// one name are taken for one, in whichever language; two people of one name each have a mailbox.
///
/// # Errors
/// [`AuthorityRefusal::SameMailbox`] and [`AuthorityRefusal::SameName`].
pub fn two_people(one: &Person, other: &Person) -> Result<(), AuthorityRefusal> {
    let mailboxes = [one, other].map(|person| mailbox(&person.email));
    if mailboxes.iter().any(String::is_empty) {
        return if one_name(&one.name, &other.name) { Err(AuthorityRefusal::SameName) } else { Ok(()) };
    }
    if mailboxes[0] == mailboxes[1] { Err(AuthorityRefusal::SameMailbox) } else { Ok(()) }
}

/// An address without blanks and capitals. Its dots and dashes stay: mailboxes differ by them.
fn mailbox(address: &str) -> String {
    folded(address).split_whitespace().collect()
}
