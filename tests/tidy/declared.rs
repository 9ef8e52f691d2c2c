//! What a noun declares is what its type is: each field there, none too many, of that kind, and naming entries of that noun (ADR 0350). And
//! what it declares can be said: every label, choice and state has its words.

mod schema;

use std::collections::BTreeSet;

use domain::authority::Authority;
use domain::register::field::{Field, Kind};
use domain::register::noun::Noun;
use domain::register::nouns::person::AUTHORITY;
use domain::register::nouns::{ALL, find};
use domain::register::walk;
use schema::Schema;

use crate::languages::texts;

#[test]
fn every_field_of_every_noun_is_what_its_type_says() {
    for (name, schema) in schema::nouns() {
        let noun = find(name).unwrap_or_else(|| panic!("{name} is listed"));
        let faults = schema.faults(noun.fields);
        assert!(faults.is_empty(), "{name}:\n{}", faults.join("\n"));
    }
    assert!(ALL.len() >= 12);
}

#[test]
fn the_form_of_an_authority_asks_for_what_an_authority_is() {
    let faults = Schema::of::<Authority>().faults(AUTHORITY);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

// A declaration that lies is found, whatever it lies about.
#[test]
fn a_declaration_that_says_something_else_than_its_type_is_found() {
    use domain::library::place::Place;
    const LIMIT: &[Field] = &[Field::code("key"), Field::unit("unit"), Field::decimal("low").optional(), Field::decimal("high").optional()];
    const TRUE: [Field; 6] = [
        Field::name("name"),
        Field::name("address"),
        Field::one("customer", "customers").optional(),
        Field::code("time_zone"),
        Field::list("limits", LIMIT),
        Field::long("notes"),
    ];
    const SHORT: &[Field] = &[Field::code("key"), Field::unit("unit"), Field::decimal("low").optional()];
    const LONG: &[Field] = &[
        Field::code("key"),
        Field::unit("unit"),
        Field::decimal("low").optional(),
        Field::decimal("high").optional(),
        Field::text("remark"),
    ];
    let schema = Schema::of::<Place>();
    let with = |n: usize, field: Field| {
        let mut fields = TRUE;
        fields[n] = field;
        let fields: &'static [Field] = Box::leak(Box::new(fields));
        schema.faults(fields)
    };
    assert_eq!(schema.faults(Box::leak(Box::new(TRUE))), Vec::<String>::new());
    for (n, lie) in [
        (0, Field::text("name")),
        (0, Field::name("title")),
        (2, Field::one("customer", "items").optional()),
        (2, Field::one("customer", "customers")),
        (3, Field::day("time_zone")),
        (3, Field::choice("time_zone", "zone", &["Asia/Shanghai"])),
        (4, Field::list("limits", SHORT)),
        (4, Field::list("limits", LONG)),
        (4, Field::part("limits", LIMIT)),
        (5, Field::integer("notes", 1, 2)),
        (5, Field::flag("notes")),
    ] {
        assert!(!with(n, lie).is_empty(), "{lie:?}");
    }
}

#[test]
fn everything_that_is_declared_has_its_words() {
    let english = texts("en");
    let mut wanted: BTreeSet<String> = BTreeSet::new();
    for noun in ALL {
        wanted.extend(["noun", "empty", "new"].map(|group| format!("{group}.{}", noun.name)));
        let states = noun.states.iter().copied().chain(noun.looks.iter().map(|(state, _)| *state));
        wanted.extend(states.map(|state| format!("state.{state}")));
        wanted.extend(noun.heads().into_iter().map(str::to_owned));
        words(noun.fields, &mut wanted);
    }
    words(AUTHORITY, &mut wanted);
    let missing: Vec<String> = wanted.into_iter().filter(|key| !english.contains_key(key)).collect();
    assert!(missing.is_empty(), "no text for:\n{}", missing.join("\n"));
}

/// The keys of what a form says.
fn words(fields: &[Field], wanted: &mut BTreeSet<String>) {
    for field in fields.iter().filter(|field| field.drawn) {
        if !matches!(field.kind, Kind::Days) {
            wanted.insert(field.label());
        }
        match field.kind {
            Kind::Choice(group, codes) | Kind::Choices(group, codes) => {
                wanted.extend(codes.iter().map(|code| format!("choice.{group}.{code}")));
            }
            Kind::Shape(tag, variants) => {
                wanted.extend(variants.iter().map(|variant| format!("choice.{tag}.{}", variant.code)));
                variants.iter().for_each(|variant| words(variant.fields, wanted));
            }
            Kind::List(fields) => words(fields, wanted),
            kind => words(kind.within().unwrap_or_default(), wanted),
        }
    }
}

// What a field says of another one is so: what a choice brings, by what an offer is narrowed, what a file's column fills.
#[test]
fn what_a_field_says_of_others_is_there() {
    use domain::register::field::{Brings, Offered};
    fn of_form(noun: &Noun, prefix: &str, fields: &'static [Field], faults: &mut Vec<String>) {
        let whole = |key: &str| walk::find(noun.fields, key).is_some();
        let beside = |key: &str| fields.iter().any(|field| field.key == key);
        for field in fields {
            let told = match field.kind {
                Kind::One(_, offered, brings) => {
                    let offers = match offered {
                        Offered::Every => true,
                        Offered::OfCustomer(key) | Offered::Fitting(key) => whole(key),
                        Offered::OfCustomerUnless(key, (other, _)) => whole(key) && whole(other),
                        Offered::Serving(key) => beside(key),
                    };
                    let brings = match brings {
                        Brings::Nothing => true,
                        Brings::Fields(keys) => keys.iter().all(|key| beside(key)),
                        Brings::IfEmpty(key) | Brings::OnlyOne(key) => beside(key),
                    };
                    offers && brings
                }
                Kind::Many(_, Offered::Fitting(key) | Offered::OfCustomer(key)) => whole(key),
                _ => true,
            };
            if !told {
                faults.push(format!("{} {prefix}{}", noun.name, field.key));
            }
            match field.kind {
                Kind::List(members) => of_form(noun, &format!("{prefix}{}/", field.key), members, faults),
                kind => of_form(noun, &format!("{prefix}{}/", field.key), kind.within().unwrap_or_default(), faults),
            }
        }
    }
    let mut faults = Vec::new();
    ALL.iter().for_each(|noun| of_form(noun, "", noun.fields, &mut faults));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
