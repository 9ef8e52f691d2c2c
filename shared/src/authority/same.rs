//! Whether two accounts are one person's, as far as their entries tell.

use super::AuthorityRefusal;
use crate::library::person::Person;
use crate::text::search::folded;

/// Whether two accounts are two people's: two accounts with one mailbox are one person. Where one of them has none, two accounts with
/// one name are taken for one, in whichever language; two people of one name each have a mailbox.
///
/// # Errors
/// [`AuthorityRefusal::SameMailbox`] and [`AuthorityRefusal::SameName`].
pub fn two_people(one: &Person, other: &Person) -> Result<(), AuthorityRefusal> {
    let mailboxes = [one, other].map(|person| plain(&person.email));
    if mailboxes.iter().any(String::is_empty) {
        return if one_name(one, other) { Err(AuthorityRefusal::SameName) } else { Ok(()) };
    }
    if mailboxes[0] == mailboxes[1] { Err(AuthorityRefusal::SameMailbox) } else { Ok(()) }
}

/// Whether two entries have a name in common, however it is typed and whatever language it is written down for.
pub fn one_name(one: &Person, other: &Person) -> bool {
    let names = |entry: &Person| [&entry.name.zh, &entry.name.en].map(|name| plain(name)).into_iter().filter(|name| !name.is_empty());
    names(one).any(|name| names(other).any(|known| known == name))
}

/// A text without blanks and capitals, and with its letters in one form.
fn plain(text: &str) -> String {
    folded(text).split_whitespace().collect()
}
