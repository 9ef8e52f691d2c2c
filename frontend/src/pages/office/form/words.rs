//! What stands at a path of an entry, in words: the form's own labels, and what its values mean there.

use base::time::Date;

use super::draw::choice_words;
use super::kinds::kind_words;
use super::spec::{Kind, Spec};
use crate::data::labels;
use crate::text::{self, format, t, t_known};

/// A field found by its path.
struct Found {
    words: String,
    kind: Kind,
}

/// The words of a path.
pub fn path(specs: &[Spec], path: &str) -> String {
    find(specs, path).map_or_else(|| text::place(path), |found| found.words)
}

/// What a value at a path means, for a reader.
pub fn value(specs: &[Spec], path: &str, value: &str) -> String {
    if let Some(found) = find(specs, path) {
        return meant(&found, value).unwrap_or_else(|| value.to_owned());
    }
    let field = path.split('/').rfind(|segment| segment.parse::<usize>().is_err()).unwrap_or_default();
    match noun_of(field) {
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

/// The register that a field names entries of, where no form says it.
fn noun_of(field: &str) -> Option<&'static str> {
    Some(match field {
        "by" | "person" | "people" | "calibrators" => "people",
        "customer" => "customers",
        "edition" => "editions",
        "item" => "items",
        "method" => "methods",
        "order" => "orders",
        "place" => "places",
        "service" => "services",
        "standard" | "standards" => "standards",
        "visit" => "visits",
        _ => return None,
    })
}

fn meant(found: &Found, value: &str) -> Option<String> {
    match found.kind {
        Kind::Choice(group, _) => Some(choice_words(group, value)),
        Kind::Roles => Some(choice_words("role", value)),
        Kind::Shape(tag, _) => Some(choice_words(tag, value)),
        Kind::OfStandard | Kind::OfStandards => Some(kind_words(value)),
        Kind::Reference(noun) | Kind::References(noun) => Some(labels::label(noun, value)),
        Kind::Flag => t_known(&yes_or_no(value)),
        Kind::Date => value.parse::<Date>().ok().map(format::day),
        Kind::Decimal => Some(format::written(value)),
        _ => None,
    }
}

fn find(specs: &[Spec], path: &str) -> Option<Found> {
    specs.iter().find_map(|spec| {
        let rest = if spec.path == path { "" } else { path.strip_prefix(spec.path)?.strip_prefix('/')? };
        within(spec, rest)
    })
}

fn within(spec: &Spec, rest: &str) -> Option<Found> {
    let own = t(spec.label);
    let inner = |words: String, fields: &[Spec], rest: &str| {
        find(fields, rest).map(|found| Found { words: format!("{words} · {}", found.words), ..found })
    };
    match spec.kind {
        _ if rest.is_empty() => Some(Found { words: own, kind: spec.kind }),
        Kind::List(fields, _) => {
            let (n, rest) = rest.split_once('/').unwrap_or((rest, ""));
            let words = format!("{own} {}", n.parse::<usize>().ok()? + 1);
            if rest.is_empty() { Some(Found { words, kind: spec.kind }) } else { inner(words, fields, rest) }
        }
        Kind::Group(fields) | Kind::Part(fields, _) => inner(own, fields, rest),
        Kind::Shape(tag, _) if rest == tag => Some(Found { words: own, kind: spec.kind }),
        Kind::Shape(_, variants) => variants.iter().find_map(|variant| inner(own.clone(), variant.fields, rest)),
        Kind::Bilingual => {
            let language = if rest == "zh" { "language.chinese" } else { "language.english" };
            Some(Found { words: format!("{own} · {}", t(language)), kind: spec.kind })
        }
        Kind::Roles | Kind::References(_) | Kind::OfStandards => Some(Found { words: own, kind: spec.kind }),
        _ => None,
    }
}
