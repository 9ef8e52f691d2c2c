//! What stands at a path of an entry, in words: the form's own labels, and what its values mean there.

use base::time::Date;
use domain::item::Item;
use domain::library::person::Person;
use domain::library::standard::Standard;
use domain::register::Entry;
use domain::register::field::{Field, Kind, SPAN};
use domain::register::walk;

use super::draw::choice_words;
use crate::data::labels::{self, of_standard};
use crate::text::{self, format, t, t_known};

/// A field found by its path.
struct Found {
    words: String,
    kind: Kind,
}

/// The words of a path.
pub fn path(fields: &[Field], path: &str) -> String {
    find(fields, path).map_or_else(|| text::place(path), |found| found.words)
}

/// What a value at a path means, for a reader.
pub fn value(fields: &'static [Field], path: &str, value: &str) -> String {
    if let Some(found) = find(fields, path) {
        return meant(&found, value).unwrap_or_else(|| value.to_owned());
    }
    let field = path.split('/').rfind(|segment| segment.parse::<usize>().is_err()).unwrap_or_default();
    match noun_at(fields, path).or_else(|| noun_of(field)) {
        Some(noun) => labels::label(noun, value),
        None if field == "at" || field.ends_with("_at") => {
            value.parse().map_or_else(|_| value.to_owned(), |at| format::moment(base::time::Instant(at)))
        }
        None => coded(field, value),
    }
}

/// A code that no form chooses: a state, an outcome, yes or no.
fn coded(field: &str, value: &str) -> String {
    let groups = [format!("state.{value}"), format!("choice.{field}.{value}"), format!("unplanned.{value}"), yes_or_no(value)];
    let spelled = value.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') && !value.is_empty();
    groups.iter().filter(|_| spelled).find_map(|key| t_known(key)).unwrap_or_else(|| value.to_owned())
}

fn yes_or_no(value: &str) -> String {
    match value {
        "true" => "answer.yes".to_owned(),
        "false" => "answer.no".to_owned(),
        _ => String::new(),
    }
}

/// The register that a field names entries of which no form shows.
fn noun_at(fields: &'static [Field], path: &str) -> Option<&'static str> {
    match walk::find(fields, path)?.kind {
        Kind::One(noun, ..) | Kind::Many(noun, _) => Some(noun),
        _ => None,
    }
}

/// The register that a field names entries of in what acts write.
fn noun_of(field: &str) -> Option<&'static str> {
    Some(match field {
        "by" | "person" => Person::NOUN,
        "item" => Item::NOUN,
        "standard" => Standard::NOUN,
        _ => return None,
    })
}

fn meant(found: &Found, value: &str) -> Option<String> {
    match found.kind {
        Kind::Choice(group, _) | Kind::Choices(group, _) => Some(choice_words(group, value)),
        Kind::Roles => Some(choice_words("role", value)),
        Kind::Shape(tag, _) => Some(choice_words(tag, value)),
        Kind::OfStandard | Kind::OfStandards => Some(of_standard(value)),
        Kind::One(noun, ..) | Kind::Many(noun, _) => Some(labels::label(noun, value)),
        Kind::Flag => t_known(&yes_or_no(value)),
        Kind::Day => value.parse::<Date>().ok().map(format::day),
        Kind::Decimal => Some(format::written(value)),
        _ => None,
    }
}

fn find(fields: &[Field], path: &str) -> Option<Found> {
    let (key, rest) = path.split_once('/').unwrap_or((path, ""));
    within(fields.iter().find(|field| field.key == key && field.drawn)?, rest)
}

fn within(field: &Field, rest: &str) -> Option<Found> {
    let own = t(&field.label());
    let inner = |words: String, fields: &[Field], rest: &str| {
        find(fields, rest).map(|found| Found { words: format!("{words} · {}", found.words), ..found })
    };
    match field.kind {
        _ if rest.is_empty() => Some(Found { words: own, kind: field.kind }),
        Kind::List(fields) => {
            let (n, rest) = rest.split_once('/').unwrap_or((rest, ""));
            let words = format!("{own} {}", n.parse::<usize>().ok()? + 1);
            if rest.is_empty() { Some(Found { words, kind: field.kind }) } else { inner(words, fields, rest) }
        }
        // Both days stand among the other fields.
        Kind::Days => find(SPAN, rest),
        Kind::Group(fields) | Kind::Part(fields) => inner(own, fields, rest),
        Kind::Shape(tag, _) if rest == tag => Some(Found { words: own, kind: field.kind }),
        Kind::Shape(_, variants) => variants.iter().find_map(|variant| inner(own.clone(), variant.fields, rest)),
        Kind::Name => {
            let language = if rest == "zh" { "language.chinese" } else { "language.english" };
            Some(Found { words: format!("{own} · {}", t(language)), kind: field.kind })
        }
        Kind::Choices(..) | Kind::Roles | Kind::Many(..) | Kind::OfStandards => Some(Found { words: own, kind: field.kind }),
        _ => None,
    }
}
