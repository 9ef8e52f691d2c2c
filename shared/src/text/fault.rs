//! Characters that a text may not hold: those that no line shows, that turn the order of reading, or that other programs cannot
//! take (XML 1.0, section 2.2). A text that reads otherwise than it is stored is no identification (ISO/IEC 17025, 7.8.2.1 g).

use std::borrow::Cow;
use std::collections::BTreeMap;

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

use crate::finding::{Finding, Refusal};

/// How many lines a text may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lines {
    /// One: a name, a number, an address.
    One,
    /// Several: notes, reasons.
    Many,
}

/// Why a character does not belong in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// A control character.
    Control,
    /// A new line or a tab where there is one line only.
    LineBreak,
    /// It turns the order in which what follows is read (UAX 9, UTR 36).
    Reorders,
    /// Nobody sees it, and two texts that look the same differ by it.
    Invisible,
    /// Unicode has no such character, or leaves it to private agreement: no font shows it.
    NoCharacter,
}

/// The first character of a text that does not belong in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextFault {
    /// Why it does not.
    pub why: Why,
    /// The character.
    pub character: char,
    /// Where it stands, counted from 1.
    pub place: usize,
}

impl Refusal for TextFault {
    fn code(&self) -> &'static str {
        match self.why {
            Why::Control => "control_character",
            Why::LineBreak => "text_line_break",
            Why::Reorders => "text_reorders",
            Why::Invisible => "text_invisible",
            Why::NoCharacter => "text_no_character",
        }
    }

    fn params(&self) -> BTreeMap<String, String> {
        let character = format!("U+{:04X}", u32::from(self.character));
        [("character".to_owned(), character), ("place".to_owned(), self.place.to_string())].into()
    }
}

impl TextFault {
    /// As a finding at a field.
    pub fn finding(self, path: &str) -> Finding {
        Finding { params: self.params(), ..Finding::error(self.code(), path) }
    }
}

/// The first fault of a text that somebody writes now.
pub fn fault(text: &str, lines: Lines) -> Option<TextFault> {
    first(text, |c| why(c).filter(|why| !(lines == Lines::Many && allowed_in_many(c, *why))))
}

/// The first fault for which a text of an event does not count. Less than [`fault`]: what a tablet in the field may honestly have
/// taken over from elsewhere (an invisible mark, a sign newer than this program) stays what was written down.
pub fn event_fault(text: &str) -> Option<TextFault> {
    let grave = |c: char| match why(c)? {
        Why::Control => Some(Why::Control),
        Why::Reorders if !is_mark(c) => Some(Why::Reorders),
        Why::NoCharacter if is_noncharacter(c) => Some(Why::NoCharacter),
        _ => None,
    };
    first(text, grave)
}

/// The text as it is printed: without what turns the order of reading and what nobody sees. So are texts that were stored before
/// there was a rule.
pub fn shown(text: &str) -> Cow<'_, str> {
    let shows = |c: char| !is_unseen(c);
    if text.chars().all(shows) { text.into() } else { text.chars().filter(|c| shows(*c)).collect::<String>().into() }
}

/// Whether a reader sees nothing of a text: it is empty, or has only blanks, signs that no line shows, or marks on nothing. A name, a
/// reason or a consent that nobody sees was not given.
pub fn is_blank(text: &str) -> bool {
    let blank = |c: char| c.is_whitespace() || c == BRAILLE_BLANK || why(c).is_some() || is_mark_on_nothing(c);
    text.chars().all(blank)
}

/// A sign of braille without a dot.
const BRAILLE_BLANK: char = '\u{2800}';

/// A mark that shows only on the sign before it, variation selectors among them.
fn is_mark_on_nothing(c: char) -> bool {
    c.general_category() == GeneralCategory::NonspacingMark
}

/// Whether a character is not seen itself: it turns the order of what is, or does nothing at all.
pub fn is_unseen(c: char) -> bool {
    matches!(why(c), Some(Why::Reorders)) || matches!(why(c), Some(Why::Invisible) if !is_joiner(c))
}

/// The text without anything that [`fault`] names: a new line or a tab becomes a blank in one line, all else goes.
pub fn cleaned(text: &str, lines: Lines) -> String {
    let keep = |c: char| match why(c) {
        None => Some(c),
        Some(why) if lines == Lines::Many && allowed_in_many(c, why) => Some(c),
        Some(Why::LineBreak) => Some(' '),
        Some(_) => None,
    };
    text.chars().filter_map(keep).collect()
}

fn first(text: &str, why: impl Fn(char) -> Option<Why>) -> Option<TextFault> {
    let mut places = (1..).zip(text.chars());
    places.find_map(|(place, character)| why(character).map(|why| TextFault { why, character, place }))
}

const fn allowed_in_many(c: char, why: Why) -> bool {
    matches!(why, Why::LineBreak) || is_joiner(c)
}

/// Joiners shape letters of some scripts; in running text they are meant.
const fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

/// Marks of direction are left behind by programs that copy numbers; alone they turn nothing but signs beside them.
const fn is_mark(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}')
}

/// Code points that are never a character (Unicode, section 23.7); XML 1.0 cannot hold two of them.
pub const fn is_noncharacter(c: char) -> bool {
    let code = c as u32;
    code & 0xfffe == 0xfffe || (code >= 0xfdd0 && code <= 0xfdef)
}

fn why(c: char) -> Option<Why> {
    match c {
        ' '..='~' => None,
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => Some(Why::LineBreak),
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}' => Some(Why::Reorders),
        // Soft hyphen, grapheme joiner, fillers of Hangul, zero widths, marks of annotation, tags.
        '\u{ad}'
        | '\u{34f}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200d}'
        | '\u{2060}'..='\u{2064}'
        | '\u{206a}'..='\u{206f}'
        | '\u{3164}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e007f}' => Some(Why::Invisible),
        _ if c.is_control() => Some(Why::Control),
        _ => matches!(c.general_category(), GeneralCategory::Unassigned | GeneralCategory::PrivateUse).then_some(Why::NoCharacter),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn named(text: &str, lines: Lines) -> Option<(&'static str, usize)> {
        fault(text, lines).map(|fault| (fault.code(), fault.place))
    }

    #[test]
    fn what_people_write_in_their_languages_is_a_text() {
        for text in [
            "Hengda №5 – 0…150 mm, ±0.02 µm²",
            "恒达阀门（苏州）有限公司㎜",
            "Тернопіль, ґанок’s",
            "a\u{301}",
            "−0.5 °C",
            "👍",
            "葛\u{e0100}",
        ] {
            assert_eq!(fault(text, Lines::One), None, "{text}");
            assert_eq!((cleaned(text, Lines::One).as_str(), shown(text).as_ref()), (text, text));
        }
    }

    // UAX 9, UTR 36; XML 1.0, 2.2
    #[test]
    fn what_no_line_shows_is_named_with_its_place() {
        for (odd, code) in [
            ('\u{202e}', "text_reorders"),
            ('\u{2066}', "text_reorders"),
            ('\u{200f}', "text_reorders"),
            ('\u{200b}', "text_invisible"),
            ('\u{feff}', "text_invisible"),
            ('\u{fffe}', "text_no_character"),
            ('\u{ffff}', "text_no_character"),
            ('\u{1fffe}', "text_no_character"),
            ('\u{378}', "text_no_character"),
            ('\u{e000}', "text_no_character"),
            ('\u{1b}', "control_character"),
            ('\u{85}', "control_character"),
        ] {
            let text = format!("12{odd}43");
            for lines in [Lines::One, Lines::Many] {
                assert_eq!(named(&text, lines), Some((code, 3)), "{odd:?}");
            }
            assert_eq!(cleaned(&text, Lines::One), "1243");
        }
        for (odd, code) in
            [('\n', "text_line_break"), ('\t', "text_line_break"), ('\u{2028}', "text_line_break"), ('\u{200d}', "text_invisible")]
        {
            assert_eq!(named(&format!("a{odd}"), Lines::One), Some((code, 2)), "{odd:?}");
            assert_eq!(named(&format!("a{odd}"), Lines::Many), None, "{odd:?}");
        }
        assert_eq!(cleaned("a\tb\nc", Lines::One), "a b c");
    }

    #[test]
    fn an_event_is_set_aside_for_what_deceives_and_not_for_what_slipped_in() {
        for odd in ["\u{202e}", "\u{2067}", "\u{202a}", "\u{ffff}", "\u{0}", "\u{1b}"] {
            assert!(event_fault(odd).is_some(), "{odd:?}");
        }
        for slipped in ["\u{200b}", "\u{feff}", "\u{200e}", "\u{e000}", "a\nb\tc", "\u{378}"] {
            assert_eq!(event_fault(slipped), None, "{slipped:?}");
        }
        assert_eq!(shown("12\u{202e}43\u{200b}\u{feff}"), "1243");
        assert_eq!(shown("a\nb"), "a\nb");
    }

    // C-5.5.2, C-5.5.4: what nobody sees was not said.
    #[test]
    fn a_text_of_which_nobody_sees_anything_is_blank() {
        for blank in [
            "",
            " ",
            "\u{200b}",
            "\u{a0}\u{3000}",
            " \u{200d}\u{feff}\n",
            "\u{ad}",
            "\u{202e}",
            "\u{2800}",
            "\u{fe0f}",
            "\u{e000}",
            "\u{3164}",
        ] {
            assert!(is_blank(blank), "{blank:?}");
        }
        for seen in [".", "7", "王", "\u{200b}Ms Wu", "a\u{301}", "葛\u{e0100}", "✓", " - "] {
            assert!(!is_blank(seen), "{seen:?}");
        }
    }

    proptest! {
        #[test]
        fn a_cleaned_text_has_no_fault(text in "\\PC{0,20}|[\\x00-\\u{ffff}]{0,20}") {
            for lines in [Lines::One, Lines::Many] {
                prop_assert_eq!(fault(&cleaned(&text, lines), lines), None);
            }
            prop_assert!(!shown(&text).chars().any(is_unseen));
        }
    }
}
