//! Numbers by the body's pattern, gap-free by a sequence of the store, and the check code printed beside them.

use std::collections::BTreeMap;

use base::finding::Refusal;
use base::text::search::{bare, folded};

/// Characters of check codes: no two of them look alike on paper.
pub const CHECK_ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
/// Characters in a check code.
pub const CHECK_LENGTH: usize = 10;
/// What numbers have beside letters and digits: signs that files, addresses and pages take as they are.
const SIGNS: &str = " -–/._()[]（）［］〔〕【】№·";
/// The first year of which numbers are read.
const EARLIEST: i16 = 2000;
/// Most digits a pattern may ask for.
const MAX_WIDTH: usize = 12;

/// Why a pattern makes no numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PatternError {
    /// No `{seq}`, or more than one.
    Sequence,
    /// A brace that is neither `{year}` nor `{seq}` nor `{seq:n}` with n from 1 to 12.
    Placeholder,
    /// A character that does not print on one line.
    Character,
}

impl Refusal for PatternError {
    fn code(&self) -> &'static str {
        match self {
            Self::Sequence => "number_pattern_without_sequence",
            Self::Placeholder => "number_pattern_placeholder",
            Self::Character => "number_pattern_character",
        }
    }
    fn path(&self) -> String {
        "number_pattern".to_owned()
    }
    fn params(&self) -> BTreeMap<String, String> {
        BTreeMap::new()
    }
    fn clause(&self) -> Option<&'static str> {
        Some("C-5.4.1 a")
    }
}

/// A pattern that makes numbers ("EC{year}-{seq:5}").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    before: String,
    width: usize,
    after: String,
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// Names what is wrong with it.
    pub fn parse(pattern: &str) -> Result<Self, PatternError> {
        if pattern.chars().any(char::is_control) {
            return Err(PatternError::Character);
        }
        let (before, rest) = pattern.split_once("{seq").ok_or(PatternError::Sequence)?;
        let (width, after) = rest.split_once('}').ok_or(PatternError::Placeholder)?;
        let width = match width.strip_prefix(':') {
            None if width.is_empty() => 1,
            Some(digits) => digits.parse().ok().filter(|n| (1..=MAX_WIDTH).contains(n)).ok_or(PatternError::Placeholder)?,
            None => return Err(PatternError::Placeholder),
        };
        if after.contains("{seq") {
            return Err(PatternError::Sequence);
        }
        if format!("{before}{after}").replace("{year}", "").contains(['{', '}']) {
            return Err(PatternError::Placeholder);
        }
        Ok(Self { before: before.to_owned(), width, after: after.to_owned() })
    }

    /// Whether its numbers are made of letters, digits and a few signs, without two dots in a row. Asked of a body when it is entered.
    pub fn is_plain(&self) -> bool {
        [&self.before, &self.after].into_iter().all(|part| {
            let text = with_year(part, 2026);
            text.chars().all(|c| c.is_alphanumeric() || SIGNS.contains(c)) && !text.contains("..")
        })
    }

    /// The sequence that numbers of this year count in: a pattern with the year begins again each year.
    pub fn sequence(&self, year: i16) -> String {
        format!("{}#{}", with_year(&self.before, year), with_year(&self.after, year))
    }

    /// The number with this place in its sequence.
    pub fn number(&self, year: i16, seq: u64) -> String {
        let width = self.width;
        format!("{}{seq:0width$}{}", with_year(&self.before, year), with_year(&self.after, year))
    }
}

impl Pattern {
    /// The year and the place in its sequence of a number that this pattern made, in a year until this one.
    pub fn place(&self, number: &str, until: i16) -> Option<(i16, u64)> {
        (EARLIEST..=until).rev().find_map(|year| {
            let digits = number.strip_prefix(&with_year(&self.before, year))?.strip_suffix(&with_year(&self.after, year))?;
            let place = digits.parse().ok()?;
            (self.number(year, place) == number).then_some((year, place))
        })
    }
}

fn with_year(text: &str, year: i16) -> String {
    text.replace("{year}", &format!("{year:04}"))
}

/// A number that is never given: another certificate has one that reads like it (C-5.4.1 a).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadsLike {
    /// The number that would be given.
    pub number: String,
    /// The number that was given.
    pub given: String,
}

impl Refusal for ReadsLike {
    fn code(&self) -> &'static str {
        "number_reads_like_another"
    }
    fn path(&self) -> String {
        "number_pattern".to_owned()
    }
    fn params(&self) -> BTreeMap<String, String> {
        let said = |name: &str, number: &String| (name.to_owned(), number.clone());
        BTreeMap::from([said("number", &self.number), said("given", &self.given)])
    }
    fn clause(&self) -> Option<&'static str> {
        Some("C-5.4.1 a")
    }
}

/// The number that a sequence ([`Pattern::sequence`]) may have given and that reads like this one but is written otherwise.
pub fn like_in(sequence: &str, number: &str) -> Option<String> {
    let (before, after) = sequence.split_once('#')?;
    let all = bare(number);
    let digits = all.strip_prefix(&bare(before))?.strip_suffix(&bare(after))?;
    let is_place = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let given = is_place.then(|| format!("{before}{digits}{after}"))?;
    (given != number).then_some(given)
}

/// A check code from 16 random bytes.
pub fn check_code(random: [u8; 16]) -> String {
    // 2^128 is so much more than 31^10 that the last digits are as good as evenly spread.
    let mut rest = u128::from_be_bytes(random);
    (0..CHECK_LENGTH)
        .map(|_| {
            let digit = usize::try_from(rest % 31).unwrap_or(0);
            rest /= 31;
            char::from(CHECK_ALPHABET[digit])
        })
        .collect()
}

/// A check code as typed: spaces and dashes left out, upper case, whatever the width of its letters.
pub fn read_check_code(typed: &str) -> String {
    folded(typed).chars().filter(|c| !c.is_whitespace() && *c != '-').flat_map(char::to_uppercase).collect()
}

/// The address of the public check, complete with number and check code: what the QR code says.
pub fn check_url(website: &str, number: &str, code: &str) -> String {
    format!("{}/check?n={}&c={}", website.trim_end_matches('/'), percent(number), percent(code))
}

fn percent(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_number_is_read_back_by_the_pattern_that_made_it() {
        let cases = [
            ("EC{year}-{seq:5}", "EC2026-00018", Some((2026, 18))),
            ("EC{year}-{seq:5}", "EC2025-00018", Some((2025, 18))),
            ("EC{year}-{seq:5}", "EC2027-00018", None),
            ("EC{year}-{seq:5}", "EC2026-18", None),
            ("EC{year}-{seq:5}", "EC2026-", None),
            ("EC{year}-{seq:5}", "HZ2026-00018", None),
            ("{seq}/{year}", "7/2026", Some((2026, 7))),
            ("K-{seq}", "K-123", Some((2026, 123))),
            ("K-{seq}", "K-+123", None),
        ];
        for (pattern, number, expected) in cases {
            assert_eq!(Pattern::parse(pattern).unwrap().place(number, 2026), expected, "{pattern} {number}");
        }
    }

    #[test]
    fn the_demo_pattern_makes_numbers_that_begin_again_each_year() {
        let pattern = Pattern::parse("EC{year}-{seq:5}").unwrap();
        assert_eq!(pattern.number(2026, 7), "EC2026-00007");
        assert_eq!(pattern.number(2026, 123_456), "EC2026-123456");
        assert_ne!(pattern.sequence(2026), pattern.sequence(2027));
        let running = Pattern::parse("K-{seq}/校").unwrap();
        assert_eq!(running.number(2026, 12), "K-12/校");
        assert_eq!(running.sequence(2026), running.sequence(2027));
    }

    #[test]
    fn a_pattern_that_makes_no_numbers_is_refused() {
        for (pattern, error) in [
            ("", PatternError::Sequence),
            ("EC{year}", PatternError::Sequence),
            ("{seq}-{seq:3}", PatternError::Sequence),
            ("EC{month}-{seq}", PatternError::Placeholder),
            ("EC{seq:0}", PatternError::Placeholder),
            ("EC{seq:99}", PatternError::Placeholder),
            ("EC{seq", PatternError::Placeholder),
            ("EC{sequence}", PatternError::Placeholder),
            ("EC\n{seq}", PatternError::Character),
        ] {
            assert_eq!(Pattern::parse(pattern), Err(error), "{pattern:?}");
        }
    }

    // C-5.4.1 a
    #[test]
    fn numbers_are_of_letters_digits_and_a_few_signs() {
        for plain in ["EC{year}-{seq:5}", "K-{seq}/校", "苏校字〔{year}〕第{seq:4}号", "L.{year}.{seq}", "UA № {seq} ({year})", "{seq}"]
        {
            assert!(Pattern::parse(plain).unwrap().is_plain(), "{plain}");
        }
        for odd in ["../../{year}-{seq:3}", "HZ/\"'<b>{seq:2}", "a&{seq}", "{seq}\\x", "{seq}..", "HZ:{seq}", "{seq}%2e", "{seq}?x"] {
            assert!(!Pattern::parse(odd).unwrap().is_plain(), "{odd}");
        }
    }

    // C-5.4.1 a: who reads one of the two to the laboratory means the other.
    #[test]
    fn a_number_reads_like_another_whatever_its_case_blanks_and_signs() {
        let ours = Pattern::parse("HZ{year}-{seq:5}").unwrap().sequence(2026);
        let given = Some("HZ2026-00001".to_owned());
        for (pattern, like) in [
            ("hz{year}-{seq:5}", given.clone()),
            ("HZ {year}-{seq:5}", given.clone()),
            ("ＨＺ{year}/{seq:5}", given.clone()),
            ("(HZ) {year}{seq:5}", given.clone()),
            ("Hz{year}-0000{seq}", given),
            ("HZ{year}-{seq:5}", None),
            ("HZ{year}-0000{seq}", None),
            ("HZ{year}-A{seq:5}", None),
            ("NIM {year}-{seq:5}", None),
            ("HZ{year}-{seq:4}", None),
        ] {
            let number = Pattern::parse(pattern).unwrap().number(2026, 1);
            assert_eq!(like_in(&ours, &number), like, "{number}");
        }
        let ending = Pattern::parse("{seq:4}/校").unwrap().sequence(2026);
        assert_eq!(like_in(&ending, "0012 校").as_deref(), Some("0012/校"));
        assert_eq!(like_in(&ending, "校"), None);
    }

    #[test]
    fn the_check_address_survives_any_number() {
        let url = check_url("https://lab.example/", "校 A/1?&", "ABC");
        assert_eq!(url, "https://lab.example/check?n=%E6%A0%A1%20A%2F1%3F%26&c=ABC");
    }

    proptest! {
        #[test]
        fn two_places_in_a_sequence_never_make_one_number(a in 0u64..9_999_999, b in 0u64..9_999_999) {
            let pattern = Pattern::parse("EC{year}-{seq:5}").unwrap();
            prop_assert_eq!(a == b, pattern.number(2026, a) == pattern.number(2026, b));
        }

        #[test]
        fn a_check_code_has_ten_characters_nobody_confuses(random in any::<[u8; 16]>()) {
            let code = check_code(random);
            prop_assert_eq!(code.len(), CHECK_LENGTH);
            prop_assert!(code.bytes().all(|byte| CHECK_ALPHABET.contains(&byte)));
            let spaced = format!("{} {}", &code[..5].to_lowercase(), &code[5..]);
            prop_assert_eq!(read_check_code(&spaced), code.clone());
            // As an input method for Chinese types it.
            let wide: String = code.chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c)).collect();
            prop_assert_eq!(read_check_code(&format!("{}\u{2013}{}", &wide[..15], &wide[15..])), code);
        }
    }
}
