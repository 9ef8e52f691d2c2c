//! What a new entry, a copy of one and a new member of a list begin with.

use base::time::Date;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::field::{Begins, Field, Kind, SPAN};
use super::json::{remove, set};

/// A new entry, or a new part of one, on a day.
pub fn entry(fields: &[Field], today: Date) -> Value {
    member(fields, &[], today)
}

/// A new member of a list that has these.
pub fn member(fields: &[Field], present: &[Value], today: Date) -> Value {
    let begin = |field: &Field| Some((field.key.to_owned(), begin(field, present, today)?));
    Value::Object(fields.iter().filter_map(begin).collect::<Map<_, _>>())
}

/// A copy without what tells entries apart, and where they stand.
pub fn copy(fields: &[Field], mut like: Value, today: Date) -> Value {
    for field in fields.iter().filter(|field| field.own) {
        match begin(field, &[], today) {
            Some(value) => set(&mut like, field.key, value),
            None => remove(&mut like, field.key),
        }
    }
    like
}

/// An entry that a file says nothing of yet: what its type must have stands in it as nothing that anybody means, and is found fault with
/// where the file leaves it so.
pub fn unsaid(fields: &[Field]) -> Value {
    let mut body = entry(fields, Date::ZERO);
    for field in fields.iter().filter(|field| !field.optional) {
        let nothing = match field.kind {
            Kind::One(..) => json!(Uuid::nil()),
            Kind::Day => json!(Date::ZERO),
            Kind::Decimal => json!("0"),
            Kind::Integer(low, _) => json!(low),
            _ => continue,
        };
        if body[field.key].is_null() || body[field.key] == "" {
            set(&mut body, field.key, nothing);
        }
    }
    body
}

fn begin(field: &Field, present: &[Value], today: Date) -> Option<Value> {
    if let Some(last) = present.last().filter(|_| field.like_last) {
        return last.get(field.key).cloned();
    }
    match (field.begins, field.kind) {
        (Begins::Text(code), Kind::Shape(tag, _)) => Some(json!({ tag: code })),
        (Begins::Text(text), _) => Some(json!(text)),
        (Begins::Number(number), _) => Some(json!(number)),
        (Begins::Yes, _) => Some(json!(true)),
        (Begins::Today, _) => Some(json!(today)),
        (Begins::Key(stem), _) => Some(json!(unused(stem, field.key, present))),
        (Begins::Empty, _) if field.optional => None,
        (Begins::Empty, kind) => empty(kind, today),
    }
}

/// Nothing, as it stands in an entry; `None` where nothing stands.
fn empty(kind: Kind, today: Date) -> Option<Value> {
    match kind {
        Kind::Text | Kind::Long | Kind::Code | Kind::Email | Kind::Website | Kind::Decimal | Kind::OfStandard => Some(json!("")),
        Kind::Name => Some(json!({ "zh": "", "en": "" })),
        Kind::Flag => Some(json!(false)),
        Kind::Choice(_, codes) => codes.first().map(|code| json!(code)),
        Kind::Choices(..) | Kind::Roles | Kind::OfStandards | Kind::Many(..) | Kind::List(_) => Some(json!([])),
        Kind::Group(fields) => Some(entry(fields, today)),
        Kind::Days => Some(entry(SPAN, today)),
        Kind::Shape(tag, variants) => variants.first().map(|variant| json!({ tag: variant.code })),
        Kind::Day | Kind::Moment | Kind::Integer(..) | Kind::Unit | Kind::One(..) | Kind::Part(_) | Kind::OfActs => None,
    }
}

/// A key that no member has.
fn unused(stem: &str, field: &str, present: &[Value]) -> String {
    let taken = |key: &str| present.iter().any(|other| other[field] == key);
    (present.len() + 1..).map(|n| format!("{stem}_{n}")).find(|key| !taken(key)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Date = Date::constant(2026, 3, 1);
    const POINT: &[Field] = &[Field::code("key").keyed("p"), Field::unit("unit").begins("mm").like_last(), Field::day("on").optional()];

    #[test]
    fn a_new_member_has_a_key_of_its_own_and_goes_on_as_the_last_one_did() {
        assert_eq!(member(POINT, &[], TODAY), json!({"key": "p_1", "unit": "mm"}));
        let present = [json!({"key": "p_2", "unit": "mm"}), json!({"key": "p_3", "unit": "V"})];
        assert_eq!(member(POINT, &present, TODAY), json!({"key": "p_4", "unit": "V"}));
        assert_eq!(member(POINT, &present[1..], TODAY), json!({"key": "p_2", "unit": "V"}));
    }

    #[test]
    fn a_copy_begins_without_what_tells_entries_apart() {
        const FIELDS: &[Field] =
            &[Field::code("number").own(), Field::days("validity").own(), Field::day("on").own(), Field::text("model")];
        let like = json!({"number": "S-1", "validity": {"from": "2020-01-01", "until": "2021-01-01"}, "on": "2020-01-01", "model": "m"});
        assert_eq!(copy(FIELDS, like, TODAY), json!({"number": "", "validity": {"from": "2026-03-01"}, "model": "m"}));
    }
}
