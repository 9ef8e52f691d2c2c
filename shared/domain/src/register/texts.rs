//! What no text and no day of an entry or a command may be, whatever its field: longer than lists, tables and documents carry,
//! with characters that no line shows or that turn the order of reading, in a year that no calibration knows. One place for all
//! nouns (F26).

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use base::finding::Finding;
use base::text::fault::{self, Lines};
use base::time::{self, Date};

/// The longest text of a field, in characters. A cell of a spreadsheet holds 32,767.
pub const MOST: usize = 10_000;
/// The longest code, number, identification or sign-in name, in characters: both engines keep them in an index.
pub const CODE_MOST: usize = 200;

/// Fields whose texts may have several lines; every other is one line.
pub const MANY_LINES: [&str; 6] = ["notes", "permits", "discussion", "reason", "text", "note"];
/// Fields that are days.
pub const DAYS: [&str; 9] = ["from", "until", "on", "day", "due", "calibrated_on", "received_on", "agreed_on", "issued_on"];
/// Fields that are taken as they are: secrets are compared and never shown; events are judged by the rules of their streams; what a
/// finding named is said again by who answers it, also where it names a text that was kept before there was a rule.
const AS_THEY_ARE: [&str; 5] = ["password", "old", "new", "events", "params"];

/// What is wrong with the texts and days of a command, wherever they stand.
pub fn of<T: Serialize>(command: &T) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Ok(value) = serde_json::to_value(command) {
        walk(&value, &mut String::new(), &mut findings);
    }
    findings
}

fn walk(value: &Value, path: &mut String, findings: &mut Vec<Finding>) {
    match value {
        Value::String(text) => findings.extend(wrong(text, path)),
        Value::Array(rows) => rows.iter().enumerate().for_each(|(n, row)| below(&n.to_string(), row, path, findings)),
        Value::Object(fields) => {
            let looked_at = fields.iter().filter(|(name, _)| !AS_THEY_ARE.contains(&name.as_str()));
            looked_at.for_each(|(name, field)| below(name, field, path, findings));
        }
        _ => {}
    }
}

fn below(step: &str, value: &Value, path: &mut String, findings: &mut Vec<Finding>) {
    let before = path.len();
    if !path.is_empty() {
        path.push('/');
    }
    path.push_str(step);
    walk(value, path, findings);
    path.truncate(before);
}

fn wrong(text: &str, path: &str) -> Option<Finding> {
    if DAYS.contains(&field(path))
        && let Ok(day) = text.parse::<Date>()
    {
        return day_fault(day, path);
    }
    fault(text, path)
}

/// What is wrong with one text: its length, and its characters by how many lines its field has.
pub fn fault(text: &str, path: &str) -> Option<Finding> {
    if text.chars().count() > MOST {
        return Some(too_long(path, MOST));
    }
    fault::fault(text, lines(path)).map(|fault| fault.finding(path))
}

/// A day in a year that no calibration knows: a slip of the hand, or a cell read wrongly.
pub fn day_fault(day: Date, path: &str) -> Option<Finding> {
    let told = || Finding::error("date_out_of_range", path).with("first", time::FIRST_DAY).with("last", time::LAST_DAY);
    (!time::is_plausible(day)).then(told)
}

/// The entry with its texts cleaned of what no text holds: what comes from a tablet is kept as an event, and the register has what
/// can be read and printed.
pub fn cleaned<T: Serialize + DeserializeOwned>(entry: T) -> T {
    let clean = serde_json::to_value(&entry).map(|mut value| {
        clean(&mut value, "");
        value
    });
    clean.and_then(serde_json::from_value).unwrap_or(entry)
}

fn clean(value: &mut Value, field: &str) {
    match value {
        Value::String(text) => *text = fault::cleaned(text, lines(field)),
        Value::Array(rows) => rows.iter_mut().for_each(|row| clean(row, field)),
        Value::Object(fields) => fields.iter_mut().for_each(|(name, value)| clean(value, name)),
        _ => {}
    }
}

/// How many lines the text at a path may have.
pub fn lines(path: &str) -> Lines {
    if MANY_LINES.contains(&field(path)) { Lines::Many } else { Lines::One }
}

/// The name of the field at a path: its last step that is no place in a list.
fn field(path: &str) -> &str {
    path.rsplit('/').find(|step| !step.bytes().all(|byte| byte.is_ascii_digit())).unwrap_or_default()
}

pub(super) fn too_long(path: &str, most: usize) -> Finding {
    Finding::error("text_too_long", path).with("most", most)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::library::service::CalibrationService;
    use crate::register::entry::Entry;
    use base::text::Bilingual;

    fn told(code: &str, zh: &str, range: &str) -> Vec<(String, String)> {
        let service =
            CalibrationService { code: code.to_owned(), name: Bilingual::new(zh, "Callipers"), range: range.to_owned(), offered: true };
        service.all_findings().into_iter().map(|finding| (finding.code.into_owned(), finding.path)).collect()
    }

    fn one(code: &str, path: &str) -> Vec<(String, String)> {
        vec![(code.to_owned(), path.to_owned())]
    }

    // F26
    #[test]
    fn a_text_is_as_long_as_it_can_be_kept_and_shown_and_no_longer() {
        assert_eq!(told(&"码".repeat(CODE_MOST), &"字".repeat(MOST), "0 to 1, 2 to 3 mm"), []);
        assert_eq!(told(&"码".repeat(CODE_MOST + 1), "卡尺", ""), one("text_too_long", "code"));
        assert_eq!(told("L-01", &"字".repeat(MOST + 1), ""), one("text_too_long", "name/zh"));
    }

    #[test]
    fn a_text_holds_no_character_that_no_line_shows() {
        for odd in ["\0", "\u{1}", "\u{1b}[31m", "\u{7f}", "\u{85}"] {
            assert_eq!(told("L-01", "卡尺", odd), one("control_character", "range"), "{odd:?}");
        }
        for (odd, code) in [("0 to 1\n2 to 3", "text_line_break"), ("12\u{202e}43", "text_reorders"), ("1\u{200b}2", "text_invisible")] {
            assert_eq!(told("L-01", "卡尺", odd), one(code, "range"), "{odd:?}");
        }
        assert_eq!(told("L\n01", "卡尺", ""), one("text_line_break", "code"));
        assert_eq!(told("L-01", "卡\u{ffff}尺", ""), one("text_no_character", "name/zh"));
    }

    #[test]
    fn what_comes_from_the_site_is_cleaned_for_the_register() {
        let service = CalibrationService {
            code: "L\u{200b}-01".into(),
            name: Bilingual::new("卡\t尺", "Callipers\u{202e}"),
            range: "0 to 1".into(),
            offered: true,
        };
        let kept = cleaned(service);
        assert_eq!((kept.code.as_str(), kept.name.zh.as_str(), kept.name.en.as_str()), ("L-01", "卡 尺", "Callipers"));
        assert_eq!(kept.all_findings(), []);
    }

    #[test]
    fn a_command_is_looked_at_like_an_entry_and_a_secret_is_not() {
        let command = json!({"findings": [{"path": "record", "text": "two\nlines"}], "name": "tab\tlet", "password": "\u{202e}", "reason": "a\u{200b}", "params": {"name": "a\tb", "until": "0026-01-01"}});
        let told: Vec<_> = of(&command).into_iter().map(|finding| (finding.code.into_owned(), finding.path)).collect();
        assert_eq!(told, [("text_line_break".to_owned(), "name".to_owned()), ("text_invisible".to_owned(), "reason".to_owned())]);
    }

    #[test]
    fn a_day_lies_in_a_year_that_calibrations_know() {
        for (day, holds) in
            [("0026-03-01", false), ("1899-12-31", false), ("1900-01-01", true), ("2100-12-31", true), ("2101-01-01", false)]
        {
            let value = json!({"validity": {"from": day, "until": null}});
            let told: Vec<_> = of(&value).into_iter().map(|finding| (finding.code.into_owned(), finding.path)).collect();
            assert_eq!(told, if holds { vec![] } else { one("date_out_of_range", "validity/from") }, "{day}");
        }
    }
}
