//! An entry, field by field.

use serde_json::Value;

use super::field::{Field, Kind, Variant};
use super::json::{join, text_at};

/// What is done with a field: the field, what stands there (`null` where nothing does), and its path.
pub type Met<'f> = dyn FnMut(&'static Field, &Value, &str) + 'f;

/// Calls `met` for every field that holds no further fields, and for spans of days both whole and day by day.
pub fn walk(fields: &'static [Field], body: &Value, met: &mut Met<'_>) {
    below(fields, body, "", met);
}

fn below(fields: &'static [Field], part: &Value, prefix: &str, met: &mut Met<'_>) {
    for field in fields {
        one(field, &part[field.key], &join(prefix, field.key), met);
    }
}

fn one(field: &'static Field, held: &Value, path: &str, met: &mut Met<'_>) {
    match field.kind {
        Kind::List(fields) => {
            for (n, member) in held.as_array().into_iter().flatten().enumerate() {
                below(fields, member, &format!("{path}/{n}"), met);
            }
        }
        Kind::Part(fields) if held.is_object() => below(fields, held, path, met),
        Kind::Part(_) => {}
        Kind::Group(fields) => below(fields, held, path, met),
        Kind::Shape(tag, variants) => {
            if let Some(variant) = shape_of(tag, variants, held) {
                below(variant.fields, held, path, met);
            }
        }
        Kind::Days => {
            met(field, held, path);
            below(super::field::SPAN, held, path, met);
        }
        _ => met(field, held, path),
    }
}

/// The shape that a part has.
pub fn shape_of(tag: &str, variants: &'static [Variant], part: &Value) -> Option<&'static Variant> {
    let code = text_at(part, tag);
    variants.iter().find(|variant| variant.code == code)
}

/// The field at a path: places in lists are steps of it.
pub fn find(fields: &'static [Field], path: &str) -> Option<&'static Field> {
    let (key, rest) = path.split_once('/').unwrap_or((path, ""));
    let field = fields.iter().find(|field| field.key == key)?;
    if rest.is_empty() {
        return Some(field);
    }
    match field.kind {
        Kind::List(fields) => find(fields, rest.split_once('/')?.1),
        Kind::Shape(_, variants) => variants.iter().find_map(|variant| find(variant.fields, rest)),
        // Its languages; its members.
        Kind::Name | Kind::Many(..) | Kind::Choices(..) | Kind::Roles | Kind::OfStandards => (!rest.contains('/')).then_some(field),
        kind => find(kind.within()?, rest),
    }
}
