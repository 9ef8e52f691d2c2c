//! What a text is found by: the same on both database engines, however the letters were typed. The text itself stays as written.

use unicode_normalization::UnicodeNormalization;

use super::bilingual::Bilingual;
use super::fault::{is_unseen, is_variant};

/// The text for searching and comparing: lower case, letters composed, widths and other forms of one sign made one (NFKC), every
/// dash a hyphen, and without what nobody sees.
///
/// It is the same for a text in lower case already, so that what was stored in lower case before is brought up from itself.
pub fn folded(text: &str) -> String {
    let seen = |text: String| text.chars().filter(|c| !is_unseen(*c) && !is_variant(*c)).collect::<String>();
    let folded: String = seen(text.to_lowercase()).nfkc().collect::<String>().to_lowercase().nfkc().collect();
    folded.chars().map(|c| if is_dash(c) { '-' } else { c }).collect()
}

/// Whether a character is drawn as a line in the middle of the row, as the hyphen of the keyboard is.
const fn is_dash(c: char) -> bool {
    matches!(
        c,
        '\u{58a}' | '\u{5be}' | '\u{1806}' | '\u{2010}'
            ..='\u{2015}'
                | '\u{2043}'
                | '\u{207b}'
                | '\u{208b}'
                | '\u{2212}'
                | '\u{2500}'
                | '\u{2796}'
                | '\u{2e3a}'
                | '\u{2e3b}'
                | '\u{30a0}'
                | '\u{fe31}'
                | '\u{fe32}'
                | '\u{fe58}'
                | '\u{fe63}'
                | '\u{ff0d}'
    )
}

/// The text in lower case with its letters taken apart (NFD), as some systems write file names and tables.
pub fn apart(text: &str) -> String {
    text.to_lowercase().nfd().collect()
}

/// The letters and digits alone, folded: how numbers of instruments and certificates are compared, whatever stands between them.
pub fn bare(text: &str) -> String {
    folded(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Whether two names are one to a reader, in either language: letters and digits count, not how they are spaced and set off.
pub fn one_name(one: &Bilingual, other: &Bilingual) -> bool {
    let names = |name: &Bilingual| [&name.zh, &name.en].map(|name| bare(name)).into_iter().filter(|name| !name.is_empty());
    names(one).any(|name| names(other).any(|known| known == name))
}

/// What may introduce a serial number without being part of it, as [`bare`] writes it; `№` is "no" there.
const SERIAL_MARKS: [&str; 14] =
    ["serialnumber", "serialno", "serial", "ser", "sn", "no", "nr", "出厂编号", "编号", "序列号", "заводський", "зав", "серійний", "номер"];

/// A serial number keeps its zeros in front if fewer characters than this would remain: short ones tell little as it is.
const SERIAL_LEAST: usize = 3;

/// A serial number to compare by: its letters and digits, without "No.", "S/N" and the like before the number, and without the zeros in
/// front that a spreadsheet drops.
pub fn serial(text: &str) -> String {
    let mut serial = bare(text);
    while let Some(rest) = SERIAL_MARKS.iter().find_map(|mark| serial.strip_prefix(mark)) {
        if !rest.contains(char::is_numeric) {
            break;
        }
        serial = rest.to_owned();
    }
    let bare = serial.trim_start_matches('0');
    if bare.chars().count() >= SERIAL_LEAST { bare.to_owned() } else { serial }
}

/// Whether two texts are the same to a reader: forms of letters, widths and cases aside.
pub fn alike(one: &str, other: &str) -> bool {
    one == other || folded(one.trim()) == folded(other.trim())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_is_found_however_its_letters_were_typed() {
        let typed = "\u{419}орж";
        let apart_ = "И\u{306}орж";
        assert_ne!(typed, apart_);
        assert_eq!(folded(typed), folded(apart_));
        assert!(alike("ＨＤ－０００１", "hd-0001") && alike("㎜", "mm") && !alike("HD-1", "HD-2"));
        for dash in "‐‑‒–—―−－﹣﹘─⁃".chars() {
            assert!(alike(&format!("HD{dash}0001"), "hd-0001"), "{dash}");
        }
        assert!(!alike("HD_0001", "HD-0001") && !alike("HD0001", "HD-0001"));
        for odd in ["\u{fe00}", "\u{fe0f}", "\u{e0100}", "\u{2800}", "\u{1680}"] {
            assert!(alike(&format!("HD-0001{odd}"), "hd-0001"), "{odd:?}");
        }
        assert_eq!(folded("Й\u{200b}о\u{202e}рж"), folded(typed));
        assert!(alike("PJ-0302\u{fe00}", "PJ-0302") && alike("葛\u{e0100}", "葛"));
        assert_eq!(apart(typed), apart_.to_lowercase());
    }

    #[test]
    fn a_serial_number_is_the_same_whatever_introduces_it() {
        for written in ["8842", "No. 8842", "№8842", "S/N: 88-42", "sn８８４２", "出厂编号 8842", "зав. № 8842", "Serial No. 8842"]
        {
            assert_eq!(serial(written), "8842", "{written}");
        }
        for (written, kept) in [("SN", "sn"), ("NORBAR", "norbar"), ("B4A118", "b4a118"), ("—", ""), ("NO-SN", "nosn")] {
            assert_eq!(serial(written), kept);
        }
        for (written, kept) in [("008842", "8842"), ("No. 00-123", "123"), ("0012", "0012"), ("000", "000"), ("100", "100")] {
            assert_eq!(serial(written), kept, "{written}");
        }
    }

    #[test]
    fn a_name_is_one_with_another_by_its_letters_in_either_language() {
        let name = |zh, en| Bilingual::new(zh, en);
        for (one, other, same) in [
            (name("王伟", "Wang Wei"), name("", "WANG  Wei"), true),
            (name("王伟", ""), name("王 伟", "Other"), true),
            (name("", "Wang Wei"), name("Ｗang Wei", ""), true),
            (name("", "O. Koval"), name("", "O Koval"), true),
            (name("", "Wang Wei"), name("", "Wang Wen"), false),
            (name("", ""), name("", ""), false),
            (name("—", "."), name("—", "."), false),
        ] {
            assert_eq!((one_name(&one, &other), one_name(&other, &one)), (same, same), "{one:?} {other:?}");
        }
    }

    proptest! {
        #[test]
        fn what_was_lower_case_folds_to_the_same(text in "\\PC{0,24}") {
            let folded_ = folded(&text);
            prop_assert_eq!(folded(&text.to_lowercase()), folded_.clone());
            prop_assert_eq!(folded(&folded_), folded_);
        }
    }
}
