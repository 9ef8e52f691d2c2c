//! How a sheet shows a number (ECMA-376, 18.8.30): the few formats that look the same in every language. All others are reported and never
//! guessed: thousands separators, fractions, exponents, colours that depend on the value.

use domain::register::table::{Cell, CellFault};
use jiff::civil::Date;

/// How many digits a number in a sheet holds.
const DIGITS: usize = 15;
/// Most characters that the general format shows of a number.
const GENERAL: usize = 11;

/// The number as the sheet shows it, or why that is unknown.
pub(super) fn shown(number: f64, code: &str, from_1904: bool) -> Cell {
    let fault = || Cell::Faulty(CellFault::Format { number: number.to_string(), format: code.to_owned() });
    let Some(sections) = sections(code) else { return fault() };
    match kind(&sections[0]) {
        // Negative numbers, and zero, may have a section of their own.
        Kind::General if number > 0.0 || sections.len() == 1 || (number == 0.0 && sections.len() == 2) => general(number),
        Kind::General => fault(),
        Kind::Day => day(number, from_1904).map_or_else(fault, Cell::Day),
        Kind::Other => fault(),
        Kind::Digits => {
            let (section, sign) = match sections.as_slice() {
                [_, negative, ..] if number < 0.0 => (negative, ""),
                [_, _, zero, ..] if number == 0.0 => (zero, ""),
                [positive, ..] => (positive, if number < 0.0 { "-" } else { "" }),
                [] => return fault(),
            };
            if number.abs() >= 1e15 {
                return Cell::Faulty(CellFault::Rounded { number: number.to_string() });
            }
            placed(number.abs(), section).map_or_else(fault, |text| Cell::Text(format!("{sign}{text}")))
        }
    }
}

/// A text as the sheet shows it: as it is, unless the format has a section for texts that adds to it or leaves it out.
pub(super) fn text(text: &str, code: &str) -> Cell {
    let plain = || Cell::Text(text.to_owned());
    let is_text = |signs: &[Sign]| signs.contains(&Sign::Word('@'));
    let shows = match sections(code) {
        // A condition on numbers; of texts it says something only by a section for them.
        None => !code.contains('@') && code.matches(';').count() < TEXTS,
        Some(sections) => {
            sections.get(TEXTS).or_else(|| sections.iter().find(|signs| is_text(signs))).is_none_or(|signs| adds_nothing(signs))
        }
    };
    if text.trim().is_empty() || shows {
        return plain();
    }
    Cell::Faulty(CellFault::TextFormat { cell: text.to_owned(), format: code.to_owned() })
}

/// Whether a section shows what is in the cell and nothing else but blanks beside it.
fn adds_nothing(signs: &[Sign]) -> bool {
    let words = words(signs);
    signs.iter().all(|sign| matches!(sign, Sign::Word(_) | Sign::Literal(' '))) && matches!(words.as_str(), "@" | "general")
}

/// The letters and signs of a section that have a meaning of their own.
fn words(signs: &[Sign]) -> String {
    signs.iter().filter_map(|sign| if let Sign::Word(c) = sign { Some(*c) } else { None }).collect()
}

/// The place of the section for texts, where a format has all four.
const TEXTS: usize = 3;

/// One element of a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// A digit position; `true` if a zero is shown.
    Place(bool),
    Point,
    Percent,
    Literal(char),
    /// A letter or sign with a meaning of its own.
    Word(char),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    General,
    Day,
    Digits,
    Other,
}

/// The sections for positive numbers, negative numbers and zero; `None` if a section depends on more than that.
fn sections(code: &str) -> Option<Vec<Vec<Sign>>> {
    let mut sections = vec![Vec::new()];
    let mut signs = code.chars();
    while let Some(c) = signs.next() {
        let section = sections.last_mut()?;
        match c {
            ';' => sections.push(Vec::new()),
            '"' => section.extend(signs.by_ref().take_while(|c| *c != '"').map(Sign::Literal)),
            '\\' => section.push(Sign::Literal(signs.next()?)),
            // A space as wide as the character after it.
            '_' => {
                signs.next()?;
                section.push(Sign::Literal(' '));
            }
            '[' => {
                let words: String = signs.by_ref().take_while(|c| *c != ']').collect();
                section.extend(bracketed(&words)?);
            }
            '0' => section.push(Sign::Place(true)),
            '#' => section.push(Sign::Place(false)),
            '.' => section.push(Sign::Point),
            '%' => section.push(Sign::Percent),
            ' ' | '-' | '+' | '(' | ')' | ':' | '$' | '!' | '^' | '&' | '\'' | '~' | '{' | '}' | '<' | '>' | '=' => {
                section.push(Sign::Literal(c));
            }
            _ if c.is_alphabetic() && !c.is_ascii() => section.push(Sign::Literal(c)),
            _ => section.push(Sign::Word(c.to_ascii_lowercase())),
        }
    }
    Some(sections)
}

/// `[Red]` and `[$-409]` show nothing, `[$№-422]` shows its sign; conditions and elapsed times are not supported.
fn bracketed(words: &str) -> Option<Vec<Sign>> {
    const COLOURS: [&str; 8] = ["black", "blue", "cyan", "green", "magenta", "red", "white", "yellow"];
    if let Some(currency) = words.strip_prefix('$') {
        return Some(currency.split('-').next().unwrap_or_default().chars().map(Sign::Literal).collect());
    }
    let word = words.to_ascii_lowercase();
    (COLOURS.contains(&word.as_str()) || word.starts_with("color")).then(Vec::new)
}

fn kind(signs: &[Sign]) -> Kind {
    let words = words(signs);
    let has = |c: char| words.contains(c);
    let places = signs.iter().any(|sign| matches!(sign, Sign::Place(_)));
    match words.as_str() {
        "general" | "@" if adds_nothing(signs) => Kind::General,
        "" if places => Kind::Digits,
        // A date without a time: `h`, `s` and `am/pm` do not belong to a date.
        _ if !places && words.chars().all(|c| "ymd/,".contains(c)) && has('y') && has('m') && has('d') => Kind::Day,
        _ => Kind::Other,
    }
}

/// The general format: a number that the sheet shows in full.
fn general(number: f64) -> Cell {
    let fault = || Cell::Faulty(CellFault::Rounded { number: number.to_string() });
    if number != 0.0 && !(1e-4..1e11).contains(&number.abs()) {
        return fault();
    }
    let (whole, fraction) = decimal(number.abs());
    let fraction = fraction.trim_end_matches('0');
    let text = if fraction.is_empty() { whole } else { format!("{whole}.{fraction}") };
    if text.len() > GENERAL {
        return fault();
    }
    Cell::Text(if number < 0.0 { format!("-{text}") } else { text })
}

/// Days since the start of 1900, or of 1904. Sheets count the first two months of 1900 wrongly.
fn day(number: f64, from_1904: bool) -> Option<Date> {
    let days = number + if from_1904 { 1462.0 } else { 0.0 };
    if days.fract() != 0.0 || !(61.0..2_958_466.0).contains(&days) {
        return None;
    }
    Date::constant(1899, 12, 30).checked_add(jiff::Span::new().days(days as i64)).ok()
}

/// A number in the digit positions of a format.
fn placed(number: f64, signs: &[Sign]) -> Option<String> {
    let percents = signs.iter().filter(|sign| **sign == Sign::Percent).count();
    let point = signs.iter().position(|sign| *sign == Sign::Point).unwrap_or(signs.len());
    let (before, behind) = (&signs[..point], signs.get(point + 1..).unwrap_or_default());
    if behind.contains(&Sign::Point) || signs.iter().any(|sign| matches!(sign, Sign::Word(_))) {
        return None;
    }
    let places = behind.iter().filter(|sign| matches!(sign, Sign::Place(_))).count();
    let (whole, fraction) = rounded(&decimal(number), percents * 2, places);
    let mut text = whole_placed(whole.trim_start_matches('0'), before);
    let shown = behind_placed(&fraction, behind);
    if point < signs.len() {
        text.push('.');
    }
    text.push_str(&shown);
    Some(text)
}

/// The digits before the point, from the right; those without a position of their own go before the first one.
fn whole_placed(digits: &str, signs: &[Sign]) -> String {
    let mut left: Vec<char> = digits.chars().collect();
    let mut places = signs.iter().filter(|sign| matches!(sign, Sign::Place(_))).count();
    let mut reversed = String::new();
    for sign in signs.iter().rev() {
        match sign {
            Sign::Place(zero) => {
                places -= 1;
                match left.pop() {
                    Some(digit) => reversed.push(digit),
                    None if *zero => reversed.push('0'),
                    None => {}
                }
                if places == 0 {
                    reversed.extend(left.drain(..).rev());
                }
            }
            Sign::Literal(c) => reversed.push(*c),
            Sign::Percent => reversed.push('%'),
            Sign::Point | Sign::Word(_) => {}
        }
    }
    reversed.chars().rev().collect()
}

fn behind_placed(digits: &str, signs: &[Sign]) -> String {
    let kept = digits.trim_end_matches('0').len();
    let mut digits = digits.chars().enumerate();
    let shown = signs.iter().filter_map(|sign| match sign {
        Sign::Place(zero) => digits.next().filter(|(n, _)| *zero || *n < kept).map(|(_, digit)| digit),
        Sign::Literal(c) => Some(*c),
        Sign::Percent => Some('%'),
        Sign::Point | Sign::Word(_) => None,
    });
    shown.collect()
}

/// The digits before and after the point, from the fifteen digits the number has.
fn decimal(number: f64) -> (String, String) {
    let text = format!("{:.*e}", DIGITS - 1, number);
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let exponent: i32 = exponent.parse().unwrap_or(0);
    split(&digits, exponent + 1)
}

/// Digits, with the point after this many of them.
fn split(digits: &str, point: i32) -> (String, String) {
    let zeros = |n: i32| "0".repeat(usize::try_from(n).unwrap_or(0));
    match usize::try_from(point) {
        Ok(0) => ("0".to_owned(), digits.to_owned()),
        Err(_) => ("0".to_owned(), format!("{}{digits}", zeros(-point))),
        Ok(place) if place >= digits.len() => (format!("{digits}{}", "0".repeat(place - digits.len())), String::new()),
        Ok(place) => (digits[..place].to_owned(), digits[place..].to_owned()),
    }
}

/// Shifted by some places and rounded to some decimals, halves away from zero as sheets do.
fn rounded((whole, fraction): &(String, String), moved: usize, places: usize) -> (String, String) {
    let mut digits: Vec<u8> = format!("{whole}{fraction}").bytes().map(|byte| byte - b'0').collect();
    let point = whole.len() + moved;
    let end = point + places;
    digits.resize(digits.len().max(end + 1), 0);
    let up = digits[end] >= 5;
    digits.truncate(end);
    let mut carry = u8::from(up);
    for digit in digits.iter_mut().rev() {
        let sum = *digit + carry;
        (*digit, carry) = (sum % 10, sum / 10);
    }
    let text: String = digits.iter().map(|digit| char::from(digit + b'0')).collect();
    let head = if carry == 1 { "1" } else { "" };
    (format!("{head}{}", &text[..point]), text[point..].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(number: f64, code: &str) -> Option<String> {
        if let Cell::Text(text) = shown(number, code, false) { Some(text) } else { None }
    }

    // ISO/IEC 17025, 7.8.2.1 g: an identification is what the sheet shows.
    #[test]
    fn a_number_is_the_text_that_the_sheet_shows() {
        for (number, code, expected) in [
            (45071.0, "0000000", "0045071"),
            (45071.0, "General", "45071"),
            (45071.0, "@", "45071"),
            (45071.0, "0", "45071"),
            (45071.0, "\"SN-\"000000", "SN-045071"),
            (45071.0, "\\S\\N 0", "SN 45071"),
            (1_234_567.0, "000-0000", "123-4567"),
            (12_345_678.0, "000-0000", "1234-5678"),
            (0.0, "0000", "0000"),
            (-7.0, "000", "-007"),
            (-7.0, "0;(0)", "(7)"),
            (0.0, "0;-0;\"none\"", "none"),
            (0.05, "0%", "5%"),
            (0.1234, "0.0%", "12.3%"),
            (2.5, "0", "3"),
            (1.005, "0.00", "1.01"),
            (0.3, "General", "0.3"),
            (0.1 + 0.2, "General", "0.3"),
            (2.5, "0.00", "2.50"),
            (2.5, "0.##", "2.5"),
            (0.95, "0.0", "1.0"),
            (99.95, "0.0", "100.0"),
            (12.0, "[Red]0000", "0012"),
            (12.0, "[$№-422]0000", "№0012"),
            (99_999_999_999.0, "General", "99999999999"),
            (450_713_000_001_234.0, "0", "450713000001234"),
        ] {
            assert_eq!(text(number, code).as_deref(), Some(expected), "{number} by {code}");
        }
    }

    // ISO/IEC 17025, 7.8.2.1 g
    #[test]
    fn a_text_is_taken_only_if_its_format_shows_it_as_it_is() {
        let taken = |code: &str| super::text("SN-X-5", code) == Cell::Text("SN-X-5".to_owned());
        for plain in [
            "General",
            "@",
            "0000000",
            "#,##0.00",
            "[Red]@",
            "0;-0;0",
            ";;",
            ";;;@",
            "0;-0;0;General",
            "[$-422]d mmmm yyyy;@",
            "_(* #,##0_);_(* \\(#,##0\\);_(* \"-\"??_);_(@_)",
            "[>100]0;0",
            "14?",
        ] {
            assert!(taken(plain), "{plain}");
        }
        for other in
            ["\"A-\"@", "@\"-B\"", "\\A@", "@@", ";;;", "0;0;0;", "0;0;0;\"none\"", "0;0;0;\"SN\"@", "[>100]0;0;\"A\"@", "-@", "@*."]
        {
            assert!(!taken(other), "{other}");
            assert_eq!(super::text("", other), Cell::Text(String::new()), "{other}");
        }
    }

    #[test]
    fn what_a_sheet_shows_by_language_value_or_shortened_is_told_and_not_guessed() {
        for code in [
            "#,##0",
            "0.00E+00",
            "# ?/?",
            "[>100]0;0",
            "[h]:mm",
            "yyyy-mm-dd hh:mm",
            "mmm-yy",
            "d/m",
            "* 0",
            "0.0.0",
            "standard",
            "\"A-\"@",
            ";;;",
        ] {
            assert!(matches!(shown(45071.0, code, false), Cell::Faulty(CellFault::Format { .. })), "{code}");
        }
        // A number of a section of its own is not what General shows.
        for (number, code) in [(-7741.0, "General;\"A-\"General"), (0.0, "General;General;\"none\""), (-7741.0, "General;")] {
            assert!(matches!(shown(number, code, false), Cell::Faulty(CellFault::Format { .. })), "{number} {code}");
        }
        for number in [450_713_000_001.0, 1e20, 0.000_01, 1.0 / 3.0, 123_456.123_456] {
            assert!(matches!(shown(number, "General", false), Cell::Faulty(CellFault::Rounded { .. })), "{number}");
        }
        assert!(matches!(shown(1e15, "0", false), Cell::Faulty(CellFault::Rounded { .. })));
    }

    #[test]
    fn a_day_is_a_day_by_whatever_format_of_one() {
        let march = Cell::Day(Date::constant(2026, 3, 1));
        for code in ["yyyy-mm-dd", "dd.mm.yyyy", "m/d/yyyy", "yyyy\"年\"m\"月\"d\"日\"", "[$-422]d mmmm yyyy;@", "yyyy年m月d日"] {
            assert_eq!(shown(46082.0, code, false), march, "{code}");
        }
        assert_eq!(shown(44620.0, "yyyy-mm-dd", true), march);
        for odd in [46082.5, 59.0, -1.0, 1e9] {
            assert!(matches!(shown(odd, "yyyy-mm-dd", false), Cell::Faulty(_)), "{odd}");
        }
    }
}
