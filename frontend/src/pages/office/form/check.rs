//! What is wrong with a form before the server is asked: the schema's own findings, then the entry's rules, which are
//! the very functions that the server runs.

use base::decimal::{self, DecimalText};
use base::finding::{Finding, Refusal, Severity};
use base::time::Date;
use domain::register::Entry;
use serde_json::Value;

use super::json::{at, join, text_at};
use super::spec::{Kind, Spec};
use crate::text::format::decimal_sign;

/// Findings of the schema.
pub fn schema(specs: &[Spec], prefix: &str, body: &Value) -> Vec<Finding> {
    specs.iter().flat_map(|spec| field(spec, &join(prefix, spec.path), body)).collect()
}

fn field(spec: &Spec, path: &str, body: &Value) -> Vec<Finding> {
    match spec.kind {
        Kind::List(fields, _) => {
            let count = at(body, path).and_then(Value::as_array).map_or(0, Vec::len);
            (0..count).flat_map(|n| schema(fields, &format!("{path}/{n}"), body)).collect()
        }
        Kind::Part(fields, _) if at(body, path).is_some_and(Value::is_object) => schema(fields, path, body),
        Kind::Group(fields) => schema(fields, path, body),
        Kind::Shape(tag, variants) => {
            let code = text_at(body, &join(path, tag));
            match variants.iter().find(|variant| variant.code == code) {
                Some(variant) => schema(variant.fields, path, body),
                None if spec.absent_when_empty => Vec::new(),
                None => vec![Finding::error("required", path)],
            }
        }
        _ => leaf(spec, path, body).into_iter().collect(),
    }
}

fn leaf(spec: &Spec, path: &str, body: &Value) -> Option<Finding> {
    let text = text_at(body, path);
    if matches!(spec.kind, Kind::Bilingual | Kind::Flag | Kind::Roles | Kind::OfStandards | Kind::References(_) | Kind::Part(..)) {
        return None;
    }
    if text.trim().is_empty() {
        let stops = spec.needed
            || (!spec.absent_when_empty
                && matches!(
                    spec.kind,
                    Kind::Date | Kind::Decimal | Kind::Integer(..) | Kind::Unit | Kind::Choice(..) | Kind::Reference(_)
                ));
        return stops.then(|| Finding::error("required", path));
    }
    match spec.kind {
        Kind::Date => text.parse::<Date>().err().map(|_| Finding::error("date_malformed", path)),
        Kind::Decimal => match DecimalText::parse(&text) {
            Err(why) => Some(refused(&why, path)),
            // The stored value has a point, but a comma was typed. In languages that use a decimal comma, it is the decimal sign.
            Ok(_) if decimal_sign() == '.' => decimal::ask(&text, '.').err().map(|why| refused(&why, path)),
            Ok(_) => None,
        },
        Kind::Integer(low, high) => integer(&text)
            .filter(|n| (low..=high).contains(n))
            .is_none()
            .then(|| Finding::error("integer_out_of_range", path).with("low", low).with("high", high)),
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

/// Findings of an entry: its schema's, then its rules'.
pub fn entry<T: Entry>(specs: &[Spec], body: &Value) -> Vec<Finding> {
    let mut findings = schema(specs, "", body);
    match serde_json::from_value::<T>(body.clone()) {
        Ok(entry) => {
            for finding in entry.all_findings() {
                if !findings.iter().any(|known| known.path == finding.path && known.code == finding.code) {
                    findings.push(finding);
                }
            }
        }
        Err(_) if findings.is_empty() => findings.push(Finding::error("entry_malformed", "")),
        Err(_) => {}
    }
    findings
}

/// Whether any of these stops a save.
pub fn stops(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity == Severity::Error)
}
