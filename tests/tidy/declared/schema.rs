//! The schema of a type, as the API describes it, and where a declaration says something else.

use std::collections::{BTreeMap, BTreeSet};

use base::id::{Identified, named};
use domain::register::Entry;
use domain::register::field::{Field, Kind, Variant};
use schemars::JsonSchema;
use serde_json::{Map, Value};

/// A schema with what it refers to.
pub struct Schema {
    whole: Value,
    definitions: Value,
}

macro_rules! all {
    (@each [] $($how:ident $noun:ty,)+) => {
        /// Every noun with the schema of its type.
        pub fn nouns() -> Vec<(&'static str, Schema)> {
            vec![$((<$noun as Entry>::NOUN, Schema::of::<$noun>())),+]
        }

        /// What the identities of each noun's entries are called.
        fn kinds() -> BTreeMap<&'static str, &'static str> {
            [$((<$noun as Entry>::NOUN, named::<<$noun as Identified>::Kind>())),+].into()
        }
    };
}
domain::each_noun!(all);

impl Schema {
    /// Of a type.
    pub fn of<T: JsonSchema>() -> Self {
        let mut generator = schemars::generate::SchemaSettings::draft2020_12().into_generator();
        let whole = generator.root_schema_for::<T>().to_value();
        let definitions = whole["$defs"].clone();
        Self { whole, definitions }
    }

    /// Where these fields are not what the type has.
    pub fn faults(&self, fields: &[Field]) -> Vec<String> {
        let mut faults = Vec::new();
        self.part(fields, &self.plain(&self.whole).0, "", &[], &mut faults);
        faults
    }

    /// What a schema refers to, without what is said about it, and whether nothing can stand there too.
    fn plain(&self, schema: &Value) -> (Value, bool) {
        let mut schema = schema.as_object().cloned().unwrap_or_default();
        let mut nullable = false;
        if let Some(any) = schema.remove("anyOf").and_then(|any| any.as_array().cloned()) {
            let (nothing, other): (Vec<_>, Vec<_>) = any.into_iter().partition(|one| one["type"] == "null");
            nullable |= !nothing.is_empty();
            if let [one] = other.as_slice() {
                schema.extend(one.as_object().cloned().unwrap_or_default());
            }
        }
        if let Some(types) = schema.get("type").and_then(Value::as_array).cloned() {
            nullable |= types.iter().any(|one| one == "null");
            schema.insert("type".to_owned(), types.into_iter().find(|one| one != "null").unwrap_or_default());
        }
        if let Some(reference) = schema.remove("$ref").and_then(|path| path.as_str().map(str::to_owned)) {
            let name = reference.rsplit('/').next().unwrap_or_default();
            let (of, also) = self.plain(&self.definitions[name]);
            nullable |= also;
            schema.insert("x-name".to_owned(), name.into());
            merge(&mut schema, of.as_object().cloned().unwrap_or_default());
        }
        (Value::Object(schema), nullable)
    }

    fn part(&self, fields: &[Field], object: &Value, path: &str, beside: &[&str], faults: &mut Vec<String>) {
        let empty = Map::new();
        let properties = object["properties"].as_object().unwrap_or(&empty);
        let has: BTreeSet<&str> = properties.keys().map(String::as_str).filter(|key| !beside.contains(key)).collect();
        let says: BTreeSet<&str> = fields.iter().map(|field| field.key).collect();
        faults.extend(has.difference(&says).map(|key| format!("{path}{key} is not declared")));
        faults.extend(says.difference(&has).map(|key| format!("{path}{key} is declared, and is not there")));
        let required = |key: &str| object["required"].as_array().is_some_and(|keys| keys.iter().any(|known| known == key));
        for field in fields.iter().filter(|field| has.contains(field.key)) {
            self.field(field, &properties[field.key], required(field.key), &format!("{path}{}", field.key), faults);
        }
    }

    fn field(&self, field: &Field, schema: &Value, required: bool, path: &str, faults: &mut Vec<String>) {
        let (schema, nullable) = self.plain(schema);
        let mut must = |holds: bool, told: &str| {
            if !holds {
                faults.push(format!("{path} {told}: {field:?} is {schema}"));
            }
        };
        must(!(field.optional && required), "cannot be left out");
        must(field.optional || !field.kind.has_no_empty_value() || !nullable, "may be absent");
        must(matches!(field.kind, Kind::Part(_)) <= nullable, "is always there");
        must(self.holds(field, &schema), "is of another kind");
        match field.kind {
            Kind::List(fields) => self.part(fields, &self.plain(&schema["items"]).0, &format!("{path}/"), &[], faults),
            Kind::Part(fields) | Kind::Group(fields) => self.part(fields, &schema, &format!("{path}/"), &[], faults),
            Kind::Shape(tag, variants) => self.shapes(tag, variants, &schema, path, faults),
            _ => {}
        }
    }

    fn shapes(&self, tag: &str, variants: &[Variant], schema: &Value, path: &str, faults: &mut Vec<String>) {
        let shapes: BTreeMap<String, Value> = schema["oneOf"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|shape| self.plain(shape).0)
            .filter_map(|shape| Some((shape["properties"][tag]["const"].as_str()?.to_owned(), shape)))
            .collect();
        let codes: BTreeSet<&str> = variants.iter().map(|variant| variant.code).collect();
        if codes != shapes.keys().map(String::as_str).collect() {
            faults.push(format!("{path} has other shapes: {:?}", shapes.keys()));
        }
        for variant in variants {
            if let Some(shape) = shapes.get(variant.code) {
                self.part(variant.fields, shape, &format!("{path}/{}/", variant.code), &[tag], faults);
            }
        }
    }

    /// Whether a schema is of a field's kind.
    fn holds(&self, field: &Field, schema: &Value) -> bool {
        let text = schema["type"] == "string";
        let plain = text && ["format", "pattern", "enum", "const"].iter().all(|key| schema.get(*key).is_none());
        let items = || self.plain(&schema["items"]).0;
        let names = |noun: &str, id: &Value| kinds().get(noun).is_some_and(|kind| id["x-identifies"] == *kind);
        match field.kind {
            Kind::Text | Kind::Long | Kind::Code | Kind::Email | Kind::Website | Kind::OfStandard => plain,
            Kind::Name => schema["x-name"] == "Bilingual",
            Kind::Day => text && schema["format"] == "date",
            Kind::Days => schema["x-name"] == "Validity",
            Kind::Moment => schema["x-name"] == "Instant",
            Kind::Decimal => text && schema.get("pattern").is_some(),
            Kind::Integer(low, high) => {
                let most = schema["maximum"].as_i64().unwrap_or(i64::MAX);
                schema["type"] == "integer" && schema["minimum"].as_i64().is_none_or(|least| least <= low) && high <= most
            }
            Kind::Flag => schema["type"] == "boolean",
            Kind::Unit => text && schema["enum"].as_array().is_some_and(|units| units.iter().any(|unit| unit == "mm")),
            Kind::Choice(_, codes) => codes_of(schema) == codes.iter().map(|code| (*code).to_owned()).collect(),
            Kind::Choices(_, codes) => codes_of(&items()) == codes.iter().map(|code| (*code).to_owned()).collect(),
            Kind::Roles => items()["x-name"] == "Role",
            Kind::OfStandards => schema["type"] == "array" && items()["type"] == "string",
            Kind::One(noun, ..) => names(noun, schema),
            Kind::Many(noun, _) => names(noun, &items()),
            Kind::List(_) => schema["type"] == "array",
            Kind::Part(_) | Kind::Group(_) => schema["type"] == "object",
            Kind::Shape(..) => schema["oneOf"].is_array(),
            Kind::OfActs => true,
        }
    }
}

fn merge(into: &mut Map<String, Value>, other: Map<String, Value>) {
    for (key, value) in other {
        match (into.get_mut(&key), value) {
            (Some(Value::Object(here)), Value::Object(there)) => here.extend(there),
            (Some(Value::Array(here)), Value::Array(there)) => here.extend(there),
            (Some(_), _) => {}
            (None, value) => drop(into.insert(key, value)),
        }
    }
}

/// The codes of a closed list.
fn codes_of(schema: &Value) -> BTreeSet<String> {
    let listed = schema["enum"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let described = schema["oneOf"].as_array().into_iter().flatten();
    let described = described.flat_map(|one| {
        let codes = one["enum"].as_array().into_iter().flatten().filter_map(Value::as_str);
        codes.chain(one["const"].as_str())
    });
    listed.chain(described).map(str::to_owned).collect()
}
