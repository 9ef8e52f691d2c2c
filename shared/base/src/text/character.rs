//! What single characters are: why one never belongs in a text, and what decides about those that do in some places (Unicode, UAX 9,
//! XML 1.0 section 2.2).

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

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
    /// It is drawn over the characters beside it: a mark without a letter, one of too many on a letter, a stroke, a frame.
    Mark,
    /// Unicode has no such character, or leaves it to private agreement: no font shows it.
    NoCharacter,
}

/// Blanks other than those of keyboards, which no other rule makes one with them: the mark of Ogham, a sign of braille without a dot.
pub(super) const fn is_odd_blank(c: char) -> bool {
    matches!(c, '\u{1680}' | '\u{2800}')
}

/// A mark that shows only on the sign before it, variation selectors among them.
pub(super) fn is_mark_on_nothing(c: char) -> bool {
    c.general_category() == GeneralCategory::NonspacingMark
}

/// Strokes and rings through a letter, frames around it.
pub(super) const fn is_overlay(c: char) -> bool {
    matches!(c, '\u{334}'..='\u{338}' | '\u{20d0}'..='\u{20f0}')
}

/// Selectors of a form of the sign before them.
pub const fn is_variant(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Signs that are drawn as text or as a picture, whichever the selector behind them says.
pub(super) fn is_picture(c: char) -> bool {
    let symbol = matches!(c.general_category(), GeneralCategory::OtherSymbol | GeneralCategory::MathSymbol);
    (symbol && c >= '\u{2190}') || matches!(c, '©' | '®' | '‼' | '⁉' | '™' | 'ℹ')
}

/// Chinese characters, of which there are registered forms.
pub const fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Joiners shape letters of some scripts; in running text they are meant.
pub(super) const fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

/// Marks of direction are left behind by programs that copy numbers; alone they turn nothing but signs beside them.
pub(super) const fn is_mark(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}')
}

/// Code points that are never a character (Unicode, section 23.7); XML 1.0 cannot hold two of them.
pub const fn is_noncharacter(c: char) -> bool {
    let code = c as u32;
    code & 0xfffe == 0xfffe || (code >= 0xfdd0 && code <= 0xfdef)
}

pub(super) fn why(c: char) -> Option<Why> {
    match c {
        ' '..='~' => None,
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => Some(Why::LineBreak),
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}' => Some(Why::Reorders),
        // Soft hyphen, grapheme joiner, fillers of Hangul, odd blanks, selectors of forms, zero widths, marks of annotation, tags.
        '\u{ad}'
        | '\u{34f}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{1680}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200d}'
        | '\u{2060}'..='\u{2064}'
        | '\u{206a}'..='\u{206f}'
        | '\u{2800}'
        | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}'
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
