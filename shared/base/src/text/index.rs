//! What rows of lists are found by: the words of a text, the terms that an index holds of them, and the pieces of a search.
//!
//! A search finds a row if each of its pieces begins a term of the row. Terms are made so that a word is found by how it begins, a number
//! or a name with digits by any part of it, and a script without blanks by every two signs that stand together.

use std::collections::BTreeSet;

use unicode_normalization::char::is_combining_mark;

use super::search::folded;

/// The longest word, in characters; what a longer one has beyond is not searched.
const LONGEST: usize = 64;
/// Follows every other character that a term may hold.
const LAST: char = '\u{10ffff}';
/// Precedes every other character that a term may hold.
const FIRST: char = '\u{1}';

/// The words of a text, folded, each once. Nothing but letters, digits and their marks.
pub fn words(text: &str) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    let mut word = Word::default();
    // Whoever has no such key types "No".
    let text: Vec<char> = folded(&text.replace('№', " no ")).chars().collect();
    for (at, c) in text.iter().copied().enumerate() {
        let kind = Kind::of(c);
        match kind {
            Kind::Joiner => {}
            Kind::Apostrophe if is_within(&text, at) => {}
            Kind::Apostrophe | Kind::Between => words.extend(word.ended()),
            Kind::Letter | Kind::Unspaced => {
                if word.kind != Some(kind) {
                    words.extend(word.ended());
                }
                word.kind = Some(kind);
                word.push(c);
            }
        }
    }
    words.extend(word.ended());
    words
}

/// What a character is to a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A letter, a digit or a mark over one.
    Letter,
    /// The same of a script that sets no blanks between words.
    Unspaced,
    /// An apostrophe, however it is typed.
    Apostrophe,
    /// Shapes the letters beside it.
    Joiner,
    /// Stands between words.
    Between,
}

impl Kind {
    fn of(c: char) -> Self {
        match c {
            '\'' | '`' | '´' | '\u{2b9}' | '\u{2bb}' | '\u{2bc}' | '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2032}' => Self::Apostrophe,
            '\u{200c}' | '\u{200d}' => Self::Joiner,
            c if !c.is_alphanumeric() && !is_combining_mark(c) => Self::Between,
            c if is_unspaced(c) => Self::Unspaced,
            _ => Self::Letter,
        }
    }
}

/// Scripts without blanks between words: Chinese, Japanese, Thai, Lao, Burmese, Khmer.
const fn is_unspaced(c: char) -> bool {
    matches!(
        c,
        '\u{e00}'..='\u{eff}'
            | '\u{1000}'..='\u{109f}'
            | '\u{1780}'..='\u{17ff}'
            | '\u{2e80}'..='\u{2fdf}'
            | '\u{3005}'..='\u{3007}'
            | '\u{3021}'..='\u{312f}'
            | '\u{31a0}'..='\u{31ff}'
            | '\u{3400}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{3ffff}'
    )
}

/// Whether an apostrophe is part of a Ukrainian word: a letter of that script on either side.
fn is_within(text: &[char], at: usize) -> bool {
    let is_cyrillic = |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(|c| matches!(c, '\u{400}'..='\u{52f}'));
    is_cyrillic(at.checked_sub(1)) && is_cyrillic(Some(at + 1))
}

/// A word on its way.
#[derive(Debug, Default)]
struct Word {
    kind: Option<Kind>,
    text: String,
    length: usize,
}

impl Word {
    /// Letters that have two small forms get one.
    fn push(&mut self, c: char) {
        if self.length >= LONGEST && self.kind == Some(Kind::Letter) {
            return;
        }
        self.length += 1;
        match c {
            'ß' => self.text.push_str("ss"),
            'ς' => self.text.push('σ'),
            c => self.text.push(c),
        }
    }

    fn ended(&mut self) -> Option<String> {
        Some(std::mem::take(self).text).filter(|text| !text.is_empty())
    }
}

/// The terms that an index holds of a word: it is found by the beginning of each.
///
/// A term of one character, or of two of which one is a digit, is met exactly; so what begins another term is a term itself.
pub fn terms(word: &str) -> BTreeSet<String> {
    let mut terms = BTreeSet::new();
    for (at, c) in word.char_indices() {
        let tail = &word[at..];
        if is_unspaced(c) {
            terms.insert(first(tail, 2).to_owned());
        } else if at == 0 || has_digit(word) {
            terms.insert(tail.to_owned());
            let two = first(tail, 2);
            terms.extend(has_digit(two).then(|| two.to_owned()));
        } else {
            continue;
        }
        terms.insert(first(tail, 1).to_owned());
    }
    terms
}

fn has_digit(word: &str) -> bool {
    word.contains(char::is_numeric)
}

/// The first characters of a text, or all if it is shorter.
fn first(text: &str, count: usize) -> &str {
    text.char_indices().nth(count).map_or(text, |(end, _)| &text[..end])
}

/// A mark of a row that is met as a whole: a state, what it belongs to, what it names. No word is one.
pub fn mark(kind: char, value: &str) -> String {
    format!("{kind}{value}")
}

/// What a search looks for: each must begin a term of a row that is found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Piece {
    /// The beginning of a term.
    Begins(String),
    /// A whole term.
    Is(String),
}

impl Piece {
    fn of(text: &str) -> Self {
        let is_whole = match text.chars().count() {
            0 | 1 => true,
            2 => has_digit(text) || text.starts_with(is_unspaced),
            _ => false,
        };
        if is_whole { Self::Is(text.to_owned()) } else { Self::Begins(text.to_owned()) }
    }

    fn text(&self) -> &str {
        match self {
            Self::Begins(text) | Self::Is(text) => text,
        }
    }

    /// The terms that meet it: from the first bound on, and before the second, by the bytes of UTF-8.
    pub fn bounds(&self) -> (String, String) {
        let (text, beyond) = match self {
            Self::Begins(text) => (text, LAST),
            Self::Is(text) => (text, FIRST),
        };
        (text.clone(), format!("{text}{beyond}"))
    }

    /// Whether a row with this word is found: the same as whether one of the word's terms meets the piece.
    pub fn meets(&self, word: &str) -> bool {
        let text = self.text();
        let by_part = has_digit(word) || word.starts_with(is_unspaced);
        if by_part { word.contains(text) } else { word.starts_with(text) }
    }
}

/// The pieces of a search, the longest first, without those that others imply. `None` where there is something to look for, but no
/// letter and no digit: nothing is found by it.
pub fn pieces(search: &str) -> Option<Vec<Piece>> {
    let words = words(search);
    if words.is_empty() && !search.trim().is_empty() {
        return None;
    }
    let mut texts: Vec<&str> = words.iter().flat_map(|word| split(word)).collect();
    texts.sort_by_key(|text| (std::cmp::Reverse(text.chars().count()), *text));
    let mut pieces: Vec<&str> = Vec::new();
    for text in texts {
        if !pieces.iter().any(|longer| longer.starts_with(text)) {
            pieces.push(text);
        }
    }
    Some(pieces.into_iter().map(Piece::of).collect())
}

/// A word of a script without blanks by twos; any other as it is.
fn split(word: &str) -> Vec<&str> {
    if !word.starts_with(is_unspaced) {
        return vec![word];
    }
    let twos: Vec<&str> = word.char_indices().map(|(at, _)| first(&word[at..], 2)).collect();
    let last = twos.len().saturating_sub(1).max(1);
    twos[..last].to_vec()
}

#[cfg(test)]
mod tests;
