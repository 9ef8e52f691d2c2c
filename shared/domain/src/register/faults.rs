//! What is wrong with the fields of an entry, each by what it is: said of every entry that is written, and of a form before it is sent.

use base::decimal::{self, DecimalText};
use base::finding::{Finding, Refusal, Severity};
use base::text::fault::is_blank;
use base::time::{Date, Validity};
use serde::Deserialize;
use serde_json::Value;

use super::address::{is_mailbox, is_website};
use super::field::{Field, Kind, Need};
use super::json::{at, join, text_at};
use super::walk::{shape_of, walk};

/// What an entry is refused for by the rules of its fields: what is required and not there, addresses that lead nowhere, days that end before
/// they begin, numbers out of their limits.
pub fn of_entry(fields: &'static [Field], body: &Value) -> Vec<Finding> {
    let mut findings = Vec::new();
    walk(fields, body, &mut |field, held, path| findings.extend(wrong(field, held, path)));
    findings
}

fn wrong(field: &Field, held: &Value, path: &str) -> Option<Finding> {
    if field.need == Need::Required && is_missing(field.kind, held) {
        return Some(Finding::error("required", path));
    }
    let text = held.as_str().unwrap_or_default();
    match field.kind {
        Kind::Email if !text.is_empty() && !is_mailbox(text) => Some(Finding::error("email_malformed", path)),
        Kind::Website if !text.is_empty() && !is_website(text) => Some(Finding::error("website_malformed", path)),
        Kind::Days => Validity::deserialize(held).ok().filter(ends_before_it_begins).map(|_| Finding::error("ends_before_it_begins", path)),
        Kind::Integer(low, high) => held.as_i64().and_then(|number| out_of(number, (low, high), path)),
        _ => None,
    }
}

fn is_missing(kind: Kind, held: &Value) -> bool {
    match (kind, held) {
        (Kind::Name, Value::Object(names)) => names.values().all(|name| name == ""),
        (_, Value::String(text)) => is_blank(text),
        (_, Value::Array(members)) => members.is_empty(),
        _ => held.is_null(),
    }
}

fn ends_before_it_begins(days: &Validity) -> bool {
    days.until.is_some_and(|until| until < days.from)
}

fn out_of(number: i64, (low, high): (i64, i64), path: &str) -> Option<Finding> {
    let told = || Finding::error("integer_out_of_range", path).with("low", low).with("high", high);
    (!(low..=high).contains(&number)).then(told)
}

/// What is wrong with a form as it is filled in: what was typed is no day or no number yet, and what forms ask for is not there. `sign` is the
/// decimal sign of the language it is filled in.
pub fn of_form(fields: &[Field], prefix: &str, body: &Value, sign: char) -> Vec<Finding> {
    fields.iter().filter(|field| field.drawn).flat_map(|field| typed(field, &join(prefix, field.key), body, sign)).collect()
}

fn typed(field: &Field, path: &str, body: &Value, sign: char) -> Vec<Finding> {
    match field.kind {
        Kind::List(fields) => {
            let count = at(body, path).and_then(Value::as_array).map_or(0, Vec::len);
            (0..count).flat_map(|n| of_form(fields, &format!("{path}/{n}"), body, sign)).collect()
        }
        Kind::Part(_) if !at(body, path).is_some_and(Value::is_object) => Vec::new(),
        Kind::Shape(tag, variants) => match at(body, path).and_then(|part| shape_of(tag, variants, part)) {
            Some(variant) => of_form(variant.fields, path, body, sign),
            None if field.optional => Vec::new(),
            None => vec![Finding::error("required", path)],
        },
        kind => match kind.within() {
            Some(fields) => of_form(fields, path, body, sign),
            None => leaf(field, path, body, sign).into_iter().collect(),
        },
    }
}

fn leaf(field: &Field, path: &str, body: &Value, sign: char) -> Option<Finding> {
    if matches!(
        field.kind,
        Kind::Name | Kind::Flag | Kind::Choices(..) | Kind::Roles | Kind::OfStandards | Kind::Many(..) | Kind::Moment | Kind::OfActs
    ) {
        return None;
    }
    let text = text_at(body, path);
    if text.trim().is_empty() {
        return field.stops_when_empty().then(|| Finding::error("required", path));
    }
    match field.kind {
        Kind::Day => text.parse::<Date>().err().map(|_| Finding::error("date_malformed", path)),
        Kind::Decimal => match DecimalText::parse(&text) {
            Err(why) => Some(refused(&why, path)),
            // The stored value has a point, but a comma was typed. In languages that use a decimal comma, it is the decimal sign.
            Ok(_) if sign == '.' => decimal::ask(&text, '.').err().map(|why| refused(&why, path)),
            Ok(_) => None,
        },
        Kind::Integer(low, high) => match integer(&text) {
            Some(number) => out_of(number, (low, high), path),
            None => Some(Finding::error("integer_out_of_range", path).with("low", low).with("high", high)),
        },
        _ => None,
    }
}

fn refused(why: &dyn Refusal, path: &str) -> Finding {
    Finding { severity: Severity::Error, code: why.code().into(), path: path.to_owned(), params: why.params() }
}

/// A whole number as typed, full-width digits included.
pub fn integer(typed: &str) -> Option<i64> {
    DecimalText::parse(typed).ok()?.as_str().parse().ok()
}
