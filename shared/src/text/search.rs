//! What a text is found by: the same on both database engines, however the letters were typed. The text itself stays as written.

use unicode_normalization::UnicodeNormalization;

use super::fault::is_unseen;

/// The text for searching and comparing: lower case, letters composed, widths and other forms of one sign made one (NFKC), and
/// without what nobody sees.
///
/// It is the same for a text in lower case already, so that what was stored in lower case before is brought up from itself.
pub fn folded(text: &str) -> String {
    let seen = |text: String| text.chars().filter(|c| !is_unseen(*c)).collect::<String>();
    seen(text.to_lowercase()).nfkc().collect::<String>().to_lowercase().nfkc().collect()
}

/// The text in lower case with its letters taken apart (NFD), as some systems write file names and tables.
pub fn apart(text: &str) -> String {
    text.to_lowercase().nfd().collect()
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
        assert_eq!(folded("Й\u{200b}о\u{202e}рж"), folded(typed));
        assert_eq!(apart(typed), apart_.to_lowercase());
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
