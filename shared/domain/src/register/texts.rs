//! What no text and no day of an entry or a command may be, whatever its field: longer than lists, tables and documents carry,
//! with characters that no line shows or that turn the order of reading, in a year that no calibration knows. One place for all
//! nouns (F26). An entry is looked at field by field, as it is declared; of a command, and of what acts write into an entry, fields are told
//! apart by their names.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value;

use base::finding::Finding;
use base::text::fault::{self, Lines};
use base::time::{self, Date};

use super::field::{Field, Kind};
use super::walk::walk as walk_fields;

/// The longest text of a field, in characters. A cell of a spreadsheet holds 32,767.
pub const MOST: usize = 10_000;
/// The longest code, number, identification or sign-in name, in characters: both engines keep them in an index.
pub const CODE_MOST: usize = 200;

/// Fields of commands whose texts may have several lines; every other is one line.
pub const MANY_LINES: [&str; 6] = ["notes", "permits", "discussion", "reason", "text", "note"];
/// Fields of commands that are days.
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

/// What is wrong with the texts and days of an entry.
pub fn of_entry(fields: &'static [Field], body: &Value) -> Vec<Finding> {
    let mut findings = Vec::new();
    walk_fields(fields, body, &mut |field, held, path| match (field.kind, held) {
        // Its days are met one by one.
        (Kind::Days, _) => {}
        (Kind::Day, Value::String(day)) => findings.extend(day.parse().ok().and_then(|day| day_fault(day, path))),
        (Kind::Long, Value::String(text)) => findings.extend(within(text, path, Lines::Many)),
        _ => walk(held, &mut path.to_owned(), &mut findings),
    });
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
    with_step(path, step, |path| walk(value, path, findings));
}

fn with_step(path: &mut String, step: &str, what: impl FnOnce(&mut String)) {
    let before = path.len();
    if !path.is_empty() {
        path.push('/');
    }
    path.push_str(step);
    what(path);
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
    within(text, path, lines(path))
}

fn within(text: &str, path: &str, lines: Lines) -> Option<Finding> {
    if text.chars().count() > MOST {
        return Some(too_long(path, MOST));
    }
    fault::fault(text, lines).map(|fault| fault.finding(path))
}

/// A day in a year that no calibration knows: a slip of the hand, or a cell read wrongly.
pub fn day_fault(day: Date, path: &str) -> Option<Finding> {
    let told = || Finding::error("date_out_of_range", path).with("first", time::FIRST_DAY).with("last", time::LAST_DAY);
    (!time::is_plausible(day)).then(told)
}

/// Cleans the texts of an entry of what no text holds.
pub(super) fn clean(fields: &'static [Field], body: &mut Value) {
    let mut long = BTreeSet::new();
    walk_fields(fields, body, &mut |field, _, path| {
        if matches!(field.kind, Kind::Long) {
            long.insert(path.to_owned());
        }
    });
    clean_below(body, &mut String::new(), &long);
}

fn clean_below(value: &mut Value, path: &mut String, long: &BTreeSet<String>) {
    match value {
        Value::String(text) => {
            let lines = if long.contains(path.as_str()) { Lines::Many } else { lines(path) };
            *text = fault::cleaned(text, lines);
        }
        Value::Array(rows) => {
            rows.iter_mut().enumerate().for_each(|(n, row)| with_step(path, &n.to_string(), |path| clean_below(row, path, long)))
        }
        Value::Object(fields) => fields.iter_mut().for_each(|(name, field)| with_step(path, name, |path| clean_below(field, path, long))),
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
    use crate::register::entry::{Entry, cleaned};
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
