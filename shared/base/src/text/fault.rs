//! Characters that a text may not hold: those that no line shows, that turn the order of reading, that are drawn over other text, or
//! that other programs cannot take (XML 1.0, section 2.2). A text that reads otherwise than it is stored is no identification (ISO/IEC
//! 17025, 7.8.2.1 g).

use std::borrow::Cow;
use std::collections::BTreeMap;

use unicode_normalization::char::compose;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

pub use super::character::{Why, is_noncharacter, is_variant};
use super::character::{is_ideograph, is_joiner, is_mark, is_mark_on_nothing, is_odd_blank, is_overlay, is_picture, why};
use crate::finding::{Finding, Refusal};

/// How many lines a text may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lines {
    /// One: a name, a number, an address.
    One,
    /// Several: notes, reasons.
    Many,
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
            Why::Mark => "text_mark",
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
    first(text, |c, why| why.filter(|why| !(lines == Lines::Many && allowed_in_many(c, *why))))
}

/// The first fault for which a text of an event does not count. Less than [`fault`]: what a tablet in the field may honestly have
/// taken over from elsewhere (an invisible mark, a sign newer than this program) stays what was written down.
pub fn event_fault(text: &str) -> Option<TextFault> {
    first(text, |c, why| match why? {
        Why::Control => Some(Why::Control),
        Why::Reorders if !is_mark(c) => Some(Why::Reorders),
        Why::NoCharacter if is_noncharacter(c) => Some(Why::NoCharacter),
        _ => None,
    })
}

/// The text as it is printed: without what turns the order of reading, what nobody sees and what is drawn over other text. So are
/// texts that were stored before there was a rule.
pub fn shown(text: &str) -> Cow<'_, str> {
    let shows = |(c, hidden): (char, bool)| if hidden { is_odd_blank(c).then_some(' ') } else { Some(c) };
    if with_hidden(text).any(|(_, hidden)| hidden) { with_hidden(text).filter_map(shows).collect::<String>().into() } else { text.into() }
}

/// The characters of a text, each with whether it is not printed as it is.
pub fn with_hidden(text: &str) -> impl Iterator<Item = (char, bool)> {
    judged(text).map(|(c, why)| (c, is_unseen(c) || why == Some(Why::Mark) || is_variant(c) && why.is_some()))
}

/// Whether a reader sees nothing of a text: it is empty, or has only blanks, signs that no line shows, or marks on nothing. A name, a
/// reason or a consent that nobody sees was not given.
pub fn is_blank(text: &str) -> bool {
    let blank = |c: char| c.is_whitespace() || why(c).is_some() || is_mark_on_nothing(c);
    text.chars().all(blank)
}

/// Whether a text has a letter or a digit: what identifies a thing, a seal too, is read out, typed and searched for.
pub fn has_letter_or_digit(text: &str) -> bool {
    text.chars().any(|c| c.is_alphanumeric() && why(c).is_none())
}

/// Whether a character is not seen itself: it turns the order of what is, or does nothing at all.
pub fn is_unseen(c: char) -> bool {
    matches!(why(c), Some(Why::Reorders)) || matches!(why(c), Some(Why::Invisible) if !is_joiner(c))
}

/// The text without anything that [`fault`] names: a new line or a tab becomes a blank in one line, all else goes.
pub fn cleaned(text: &str, lines: Lines) -> String {
    let keep = |(c, why): (char, Option<Why>)| match why {
        None => Some(c),
        Some(why) if lines == Lines::Many && allowed_in_many(c, why) => Some(c),
        Some(Why::LineBreak) => Some(' '),
        Some(_) => is_odd_blank(c).then_some(' '),
    };
    judged(text).filter_map(keep).collect()
}

fn first(text: &str, faulty: impl Fn(char, Option<Why>) -> Option<Why>) -> Option<TextFault> {
    let mut places = (1..).zip(judged(text));
    places.find_map(|(place, (character, why))| faulty(character, why).map(|why| TextFault { why, character, place }))
}

/// The characters of a text, each with what is wrong with it there.
fn judged(text: &str) -> impl Iterator<Item = (char, Option<Why>)> {
    text.chars().scan(Before::default(), |before, c| {
        let why = before.why(c);
        before.take(c, why);
        Some((c, why))
    })
}

/// The most marks on one letter. Vietnamese, Thai, Devanagari and Hebrew need two or three.
const MOST_MARKS: usize = 3;

/// What stands before a character, as far as it decides what the character does there.
#[derive(Debug, Clone, Copy, Default)]
struct Before {
    /// The last character that is no mark; `None` at the beginning of a line.
    base: Option<char>,
    /// Marks since then.
    marks: usize,
}

impl Before {
    fn why(self, c: char) -> Option<Why> {
        let varies = match c {
            '\u{fe0e}' | '\u{fe0f}' => self.base.is_some_and(is_picture),
            '\u{e0100}'..='\u{e01ef}' => self.base.is_some_and(is_ideograph),
            _ => return why(c).or_else(|| self.mark(c)),
        };
        (!varies || self.marks > 0).then_some(Why::Invisible)
    }

    fn mark(self, c: char) -> Option<Why> {
        let over = match c.general_category() {
            GeneralCategory::EnclosingMark => true,
            GeneralCategory::NonspacingMark => {
                let written_as_one = self.marks == 0 && self.base.is_some_and(|base| compose(base, c).is_some());
                self.base.is_none() || self.marks >= MOST_MARKS || (is_overlay(c) && !written_as_one)
            }
            _ => false,
        };
        over.then_some(Why::Mark)
    }

    /// What goes from a text changes nothing of what comes after it.
    fn take(&mut self, c: char, why: Option<Why>) {
        match (c, why) {
            ('\n' | '\r' | '\u{2028}' | '\u{2029}', _) => *self = Self::default(),
            (_, Some(Why::LineBreak)) => *self = Self { base: Some(' '), marks: 0 },
            (_, Some(_)) if is_odd_blank(c) => *self = Self { base: Some(' '), marks: 0 },
            (_, Some(_)) => {}
            (_, None) if is_mark_on_nothing(c) || is_variant(c) => self.marks += 1,
            (_, None) => *self = Self { base: Some(c), marks: 0 },
        }
    }
}

const fn allowed_in_many(c: char, why: Why) -> bool {
    matches!(why, Why::LineBreak) || is_joiner(c)
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
            "10\u{202f}000 ±\u{2009}0.5\u{a0}mm",
            "=\u{338}",
        ] {
            assert_eq!(fault(text, Lines::One), None, "{text}");
            assert_eq!((cleaned(text, Lines::One).as_str(), shown(text).as_ref()), (text, text));
        }
        // The form of a picture is no difference on paper.
        assert_eq!((fault("⚠\u{fe0f} hot", Lines::One), shown("⚠\u{fe0f} hot").as_ref()), (None, "⚠ hot"));
    }

    #[test]
    fn languages_that_need_marks_are_written_with_them() {
        use unicode_normalization::UnicodeNormalization;
        for text in ["Công ty thiết bị đo lường", "за́мок, їжак, Київ", "เครื่องมือวัด น้ำหนัก ที่นี่", "नई दिल्ली में अंशांकन", "שָׁלוֹם"]
        {
            for written in [text.to_owned(), text.nfd().collect::<String>()] {
                assert_eq!(fault(&written, Lines::One), None, "{text}");
                assert_eq!((cleaned(&written, Lines::One), shown(&written).into_owned()), (written.clone(), written));
            }
        }
    }

    // C-5.4.1, C-5.5.4: sixty marks rose over the customer's address and the number of the certificate.
    #[test]
    fn no_mark_is_drawn_over_other_text() {
        let acute = |n: usize| format!("a{}b", "\u{301}".repeat(n));
        assert_eq!(named(&acute(3), Lines::One), None);
        for (text, place, shows) in [
            (acute(4), 5, acute(3)),
            (acute(60), 5, acute(3)),
            ("\u{301}a".to_owned(), 1, "a".to_owned()),
            ("7\u{336}7".to_owned(), 2, "77".to_owned()),
            ("7\u{338}".to_owned(), 2, "7".to_owned()),
            ("a\u{301}\u{335}".to_owned(), 3, "a\u{301}".to_owned()),
            ("1\u{20dd}".to_owned(), 2, "1".to_owned()),
            ("1\u{20e5}".to_owned(), 2, "1".to_owned()),
            ("x\u{488}".to_owned(), 2, "x".to_owned()),
        ] {
            assert_eq!(named(&text, Lines::One), Some(("text_mark", place)), "{text:?}");
            assert_eq!((cleaned(&text, Lines::One), shown(&text).into_owned()), (shows.clone(), shows), "{text:?}");
        }
        // What does not show holds no two runs of marks apart.
        assert_eq!(cleaned("a\u{301}\u{301}\u{200b}\u{301}\u{301}", Lines::One), "a\u{301}\u{301}\u{301}");
        assert_eq!(named("one\n\u{301}two", Lines::Many), Some(("text_mark", 5)));
        assert_eq!(event_fault(&acute(60)), None, "what stands in an event stays what was written down");
    }

    // C-5.3.3: two identifications that look the same.
    #[test]
    fn no_selector_and_no_odd_blank_tells_two_texts_apart() {
        for odd in ['\u{fe00}', '\u{fe0e}', '\u{fe0f}', '\u{e0100}', '\u{180b}', '\u{1680}', '\u{2800}'] {
            assert_eq!(named(&format!("TW-1{odd}"), Lines::One), Some(("text_invisible", 5)), "{odd:?}");
            assert_eq!(shown(&format!("TW-1{odd}")).trim(), "TW-1", "{odd:?}");
        }
        assert_eq!(cleaned("Gauge\u{1680}G", Lines::One), "Gauge G");
        assert_eq!(named("葛\u{fe00}", Lines::One), Some(("text_invisible", 2)));
        for (text, has) in [
            ("TW-1", true),
            ("№ 7", true),
            ("甲", true),
            ("Ґ", true),
            (".", false),
            ("-", false),
            ("\u{2800}", false),
            ("\u{3164}", false),
            ("\u{fe00}", false),
            ("", false),
        ] {
            assert_eq!(has_letter_or_digit(text), has, "{text:?}");
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

    /// Any texts, and texts of marks and of what marks depend on.
    fn texts() -> impl Strategy<Value = String> {
        "\\PC{0,20}|[\\x00-\\u{ffff}]{0,20}|[a=\\n\u{301}\u{338}\u{fe0f}⚠\u{1680}\u{200b}\u{200d}\u{20dd}]{0,12}"
    }

    proptest! {
        #[test]
        fn a_cleaned_text_has_no_fault(text in texts()) {
            for lines in [Lines::One, Lines::Many] {
                prop_assert_eq!(fault(&cleaned(&text, lines), lines), None);
            }
            prop_assert!(!shown(&text).chars().any(is_unseen));
            let once = shown(&text).into_owned();
            prop_assert!(shown(&once) == once);
        }
    }
}
