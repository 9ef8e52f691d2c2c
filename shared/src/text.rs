//! Texts: names that reach a certificate are held in Chinese and in English; what no text may hold; what finds a text.

mod character;
pub mod fault;
pub mod search;

use serde::{Deserialize, Serialize};

pub use character::is_ideograph;

/// Fewest letters of an answer in words.
const LETTERS: usize = 3;
/// Fewest Chinese characters of one.
const CHARACTERS: usize = 2;

/// Whether a text is an answer in words, be it a short one: three letters or two Chinese characters, not all the same. A stop, a dash
/// or a number says nothing.
pub fn says_something(text: &str) -> bool {
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphabetic()).collect();
    let chinese = letters.iter().filter(|c| is_ideograph(**c)).count();
    let enough = letters.len() >= LETTERS || chinese >= CHARACTERS;
    enough && letters.iter().any(|c| *c != letters[0])
}

/// What somebody writes who was not given a consent.
const NO_CONSENT: [&str; 15] =
    ["no", "ok", "none", "nobody", "no one", "not yet", "无", "否", "没有", "无人", "尚未", "ні", "не", "немає", "ніхто"];

/// Whether a text says who consented: somebody's name, be it short ("Li", "王"), and not only that nobody did.
pub fn names_a_consent(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    (is_name(text) || text.chars().any(is_ideograph)) && !NO_CONSENT.contains(&bare.as_str())
}

/// Whether a text can be somebody's name: two letters at least.
pub fn is_name(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphabetic()).count() >= 2
}

/// A name in both languages of a certificate. Either may be empty until the certificate needs it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    /// The Chinese name.
    #[serde(default)]
    pub zh: String,
    /// The English name.
    #[serde(default)]
    pub en: String,
}

impl Bilingual {
    /// Both names.
    pub fn new(zh: &str, en: &str) -> Self {
        Self { zh: zh.to_owned(), en: en.to_owned() }
    }

    /// The name for a reader of `language` ("zh-CN", "en", "uk"), or the other where that one is empty.
    pub fn for_language(&self, language: &str) -> &str {
        let (first, second) = if language.starts_with("zh") { (&self.zh, &self.en) } else { (&self.en, &self.zh) };
        if first.is_empty() { second } else { first }
    }

    /// Whether neither is given.
    pub fn is_empty(&self) -> bool {
        self.zh.is_empty() && self.en.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::fault::has_letter_or_digit;
    use super::*;

    // C-5.1.2, C-5.2.2.3, C-5.3.4
    #[test]
    fn a_consent_a_name_and_a_seal_say_something() {
        for text in ["Ms Wu", "吴女士", "Мар’яна", "Wu Ling, by telephone", "Nonemacher"] {
            assert!(names_a_consent(text) && is_name(text) && has_letter_or_digit(text), "{text}");
        }
        assert!(["Li", "王", "马工"].into_iter().all(names_a_consent), "a name is short");
        for text in [".", "7", "无", "None", "no", " none. ", "(没有)", "немає", "ok", ""] {
            assert!(!names_a_consent(text), "{text}");
        }
        for (text, name, mark) in [("王伟", true, true), ("Li", true, true), ("王", false, true), ("7", false, true), ("—", false, false)]
        {
            assert_eq!((is_name(text), has_letter_or_digit(text)), (name, mark), "{text}");
        }
    }

    #[test]
    fn an_answer_has_words() {
        for text in ["", " ", ".", "...", "—", "ok", "7.5", "a b", "xxxx", "好", "好好", "№ 1", "!?"] {
            assert!(!says_something(text), "{text}");
        }
        for text in ["yes", "ні, бо", "已核", "核对无误", "his own", "o.k., I saw it"] {
            assert!(says_something(text), "{text}");
        }
    }
}
