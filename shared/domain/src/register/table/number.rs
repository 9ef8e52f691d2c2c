//! Numbers and days in the cells of a file, as people and spreadsheets write them.

use super::refusal::CellRefusal;
use base::decimal::{DecimalText, ask};
use base::time::Date;

/// The decimal sign of a table: what is exported has it, and a comma that may part thousands is asked about.
const SIGN: char = '.';

/// A number of a cell, or of one of the fields in it.
///
/// # Errors
/// `otherwise` for what is no number, and both readings of one that may be a thousand times another (C-4.5.2).
pub fn number(text: &str, otherwise: CellRefusal) -> Result<DecimalText, CellRefusal> {
    let number = DecimalText::parse(text).map_err(|_| otherwise)?;
    ask(text, SIGN).map_err(|both| CellRefusal::Ambiguous(Box::new(both)))?;
    Ok(number)
}

/// A day: `2026-03-01`, or with the year first as a spreadsheet in Chinese writes it, `2026/3/1`, `2026.3.1` and `2026年3月1日`. With
/// the year at the end nobody knows which of the others is the month.
///
/// # Errors
/// No such day.
pub fn day(text: &str) -> Result<Date, CellRefusal> {
    text.parse().ok().or_else(|| year_first(text)).ok_or(CellRefusal::DateMalformed)
}

fn year_first(text: &str) -> Option<Date> {
    let parts = |sign: char| text.split(sign).map(str::trim).collect::<Vec<_>>();
    let chinese = || {
        let (year, rest) = text.strip_suffix('日')?.split_once('年')?;
        let (month, day) = rest.split_once('月')?;
        Some(vec![year.trim(), month.trim(), day.trim()])
    };
    let fields = chinese().or_else(|| ['/', '.', '-'].into_iter().map(parts).find(|fields| fields.len() == 3))?;
    let [year, month, day] = fields.as_slice() else { return None };
    let written = |part: &&str, digits: std::ops::RangeInclusive<usize>| {
        digits.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !written(year, 4..=4) || !written(month, 1..=2) || !written(day, 1..=2) {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// C-4.5.2: a thousand does not become one.
    #[test]
    fn a_comma_that_may_part_thousands_is_asked_about() {
        for text in ["1,000", "-12,500", "100，000", "1,000e-3"] {
            let refused = number(text, CellRefusal::RangeMalformed);
            assert!(matches!(refused, Err(CellRefusal::Ambiguous(_))), "{text}: {refused:?}");
        }
        for (text, read) in [("1.000", "1.000"), ("0,013", "0.013"), ("2,0", "2.0"), ("1000", "1000"), ("1,0005", "1.0005")] {
            assert_eq!(number(text, CellRefusal::RangeMalformed).unwrap().as_str(), read);
        }
        for text in ["1,000,000", "one", ""] {
            assert_eq!(number(text, CellRefusal::RangeMalformed), Err(CellRefusal::RangeMalformed), "{text}");
        }
    }

    #[test]
    fn a_day_with_its_year_first_is_read_however_its_parts_are_parted() {
        for text in ["2026-02-03", "20260203", "2026/2/3", "2026/02/03", "2026.2.3", "2026-2-3", "2026年2月3日", "2026年02月03日"] {
            assert_eq!(day(text), Ok(Date::constant(2026, 2, 3)), "{text}");
        }
        for text in ["2/3/2026", "3.2.2026", "26/2/3", "2026/2", "2026/2/30", "2026/13/1", "2026年2月", "2026/2/3/4", "2026/+2/3", "soon"]
        {
            assert_eq!(day(text), Err(CellRefusal::DateMalformed), "{text}");
        }
    }
}
