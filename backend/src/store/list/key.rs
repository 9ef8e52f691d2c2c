//! Where a row stands in its list: the text it is ordered by, then its identity.

use std::cmp::Ordering;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::List;

/// The longest text that a list is ordered by, in characters. Rows alike so far follow each other by identity.
const LONGEST: usize = 120;
/// Parts both in [`Key::token`]: no text of a row holds it.
const BETWEEN: char = '\0';

/// A place in a list. Places compare by their bytes on both engines.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// What the list is ordered by.
    pub place: String,
    /// The row's identity.
    pub id: String,
}

impl Key {
    /// Before every row.
    pub const fn start() -> Self {
        Self { place: String::new(), id: String::new() }
    }

    /// Behind every row.
    pub fn end() -> Self {
        Self { place: '\u{10ffff}'.to_string(), id: String::new() }
    }

    /// Just behind this row, and before any other: identities are of one length.
    pub fn behind(&self) -> Self {
        Self { place: self.place.clone(), id: format!("{}~", self.id) }
    }

    /// Where a list that is read in its direction begins.
    pub fn first(list: List) -> Self {
        if list.newest_first { Self::end() } else { Self::start() }
    }

    /// Whether a list gets to this place after the other.
    pub fn comes_after(&self, other: &Self, list: List) -> bool {
        self.in_order(other, list) == Ordering::Greater
    }

    /// The order in which a list gets to both.
    pub fn in_order(&self, other: &Self, list: List) -> Ordering {
        if list.newest_first { other.cmp(self) } else { self.cmp(other) }
    }

    /// The place as a page's token.
    pub fn token(&self) -> String {
        URL_SAFE_NO_PAD.encode(format!("{}{BETWEEN}{}", self.place, self.id))
    }

    /// The place of a page's token; `None` where there is none such.
    pub fn of_token(token: &str) -> Option<Self> {
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(token).ok()?).ok()?;
        let (place, id) = text.split_once(BETWEEN)?;
        (!id.contains(BETWEEN)).then(|| Self { place: place.to_owned(), id: id.to_owned() })
    }
}

/// A text that a list is ordered by, as far as it counts.
pub fn place(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_the_place_it_was_made_of() {
        let key = Key { place: "数显卡尺 Digital".to_owned(), id: "018f".to_owned() };
        assert_eq!(Key::of_token(&key.token()), Some(key.clone()));
        for odd in ["", "018f", "!", "Zm9v", &URL_SAFE_NO_PAD.encode("a\0b\0c"), &URL_SAFE_NO_PAD.encode([0xff, 0])] {
            assert_eq!(Key::of_token(odd), None, "{odd}");
        }
        let list = |newest_first| List { noun: "items", newest_first };
        assert!(Key::start() < key && key < key.behind() && key.behind() < Key::end());
        assert!(key.comes_after(&Key::first(list(false)), list(false)) && key.comes_after(&Key::first(list(true)), list(true)));
    }
}
