//! What an entry of a register is refused or warned of by the rules of its fields, and what follows from its declaration.

use std::collections::BTreeSet;

use serde_json::json;

use super::{ALL, find};
use crate::library::body::{Body, CertificateLanguage};
use crate::library::person::{Conflict, Employment, Person};
use crate::library::standard::Standard;
use crate::order::customer::{Contact, Customer};
use crate::order::tests::example::{id, order, person, standard};
use crate::order::{Order, OrderStatus};
use crate::register::table::columns::{File, columns};
use crate::register::{Entry, Reference};
use base::finding::{Finding, Severity};
use base::text::Bilingual;
use base::time::Validity;

fn told(findings: Vec<Finding>) -> Vec<(String, String)> {
    let wrong = findings.into_iter().filter(|finding| finding.severity == Severity::Error);
    wrong.map(|finding| (finding.code.into_owned(), finding.path)).collect()
}

fn one(code: &str, path: &str) -> Vec<(String, String)> {
    vec![(code.to_owned(), path.to_owned())]
}

fn customer() -> Customer {
    let contact = Contact { name: "Wang".to_owned(), telephone: String::new(), email: String::new() };
    let (code, name, address) = ("HENGDA".to_owned(), Bilingual::new("恒达", "Hengda"), Bilingual::default());
    Customer { code, name, address, contacts: vec![contact], notes: String::new() }
}

// C-5.3.3: a text that must be given shows something.
#[test]
fn a_text_of_which_nobody_sees_anything_is_not_given() {
    let missing = ("required".to_owned(), "number".to_owned());
    let told = |number: &str| told(Standard { number: number.to_owned(), ..standard() }.all_findings());
    for nothing in ["", " ", "\u{3164}", "\u{200b}", "\u{2800}\u{3000}", "\u{301}"] {
        assert!(told(nothing).contains(&missing), "{nothing:?}");
    }
    for something in ["S-1", "7", "甲", "."] {
        assert!(!told(something).contains(&missing), "{something}");
    }
}

// Each field is found fault with by what it is, wherever it stands.
#[test]
fn the_rules_of_a_field_hold_in_every_member_of_a_list() {
    let mut customer = customer();
    customer.contacts.push(Contact { name: " ".to_owned(), telephone: String::new(), email: "nobody".to_owned() });
    let expected = [("required", "contacts/1/name"), ("email_malformed", "contacts/1/email")];
    assert_eq!(told(customer.all_findings()), expected.map(|(code, path)| (code.to_owned(), path.to_owned())));
    let mut person = person();
    let day = |text: &str| text.parse().unwrap();
    let validity = Validity { from: day("2026-02-02"), until: Some(day("2026-02-01")) };
    person.employment.push(Employment { employer: "Other".to_owned(), calibration_body: false, validity });
    assert_eq!(told(person.all_findings()), one("ends_before_it_begins", "employment/0/validity"));
}

fn body() -> Body {
    let name = Bilingual::new("衡准", "Hengzhun");
    Body {
        name: name.clone(),
        address: name.clone(),
        telephone: String::new(),
        email: "lab@hengzhun.example".to_owned(),
        website: "https://hengzhun.example".to_owned(),
        seal: name,
        permits: String::new(),
        number_pattern: "EC{year}-{seq:5}".to_owned(),
        certificate_language: CertificateLanguage::Bilingual,
        time_zone: "Asia/Shanghai".to_owned(),
    }
}

// C-5.4.1 a, b
#[test]
fn what_certificates_show_of_the_body_leads_nowhere_else() {
    assert_eq!(told(body().all_findings()), []);
    let bare = Body { email: String::new(), website: String::new(), ..body() };
    assert_eq!(told(bare.all_findings()), [], "a body that has neither yet");
    for (spoilt, code, path) in [
        (Body { email: "lab@hengzhun.example, evil@x.example".to_owned(), ..body() }, "email_malformed", "email"),
        (Body { website: "javascript:alert(1)".to_owned(), ..body() }, "website_malformed", "website"),
        (Body { number_pattern: "../../{year}-{seq:3}".to_owned(), ..body() }, "number_pattern_sign", "number_pattern"),
        (Body { number_pattern: "HZ/\"'<b>{seq:2}".to_owned(), ..body() }, "number_pattern_sign", "number_pattern"),
        (Body { number_pattern: "EC{year}".to_owned(), ..body() }, "number_pattern_without_sequence", "number_pattern"),
        (Body { number_pattern: "EC{month}{seq}".to_owned(), ..body() }, "number_pattern_placeholder", "number_pattern"),
    ] {
        assert_eq!(told(spoilt.all_findings()), one(code, path));
    }
}

// C-5.1.1
#[test]
fn an_orders_form_says_what_is_wrong_with_its_terms() {
    let mut order = order();
    order.lines[0].recalibration_months = Some(0);
    assert_eq!(told(order.all_findings()), one("integer_out_of_range", "lines/0/recalibration_months"));
}

#[test]
fn what_an_entry_names_follows_from_its_fields() {
    let named = |references: Vec<Reference>| references.into_iter().map(|named| (named.path, named.noun)).collect::<Vec<_>>();
    let order = Order { place: Some(id(9)), ..order() };
    let first = [("customer", "customers"), ("place", "places"), ("lines/0/item", "items"), ("lines/0/service", "services")];
    let first = first.map(|(path, noun)| (path.to_owned(), noun));
    assert_eq!(named(order.references())[..4], first);
    let conflicts = vec![Conflict { customer: id(40), reason: String::new() }];
    let person = Person { conflicts, authorisations: Vec::new(), ..person() };
    assert_eq!(named(person.references()), [("conflicts/0/customer".to_owned(), "customers")]);
    // C-4.1.2.1: nobody is found by a conflict of interest.
    assert_eq!(person.links(), []);
}

// A form begins where one can go on: with what is usual, today, and nothing that somebody would have to take out again.
#[test]
fn a_new_entry_begins_with_what_its_fields_say() {
    let today = "2026-03-01".parse().unwrap();
    let blank = |noun: &str| find(noun).unwrap().blank(today);
    assert_eq!(blank("visits"), json!({"number": "", "day": "2026-03-01", "starts": "09:00", "people": [], "standards": [], "notes": ""}));
    let order = blank("orders");
    assert_eq!((&order["location"], &order["status"], &order["received_as"]), (&json!("site"), &json!("draft"), &json!("written")));
    assert_eq!((order.get("place"), order.get("review"), order.get("customer")), (None, None, None));
    let computation = &blank("editions")["computation"];
    assert_eq!(computation["coverage"], json!({"rule": {"by": "dominant_terms"}, "probability": "0.95", "places": 2}));
    assert_eq!(computation["rounding"], json!({"digits": 2, "mode": "half_even"}));
}

// An entry is copied without its number; what was said of the first one is not said of the other.
#[test]
fn a_copy_of_an_order_is_a_draft_that_nobody_reviewed() {
    let order = serde_json::to_value(Order { status: OrderStatus::Accepted, ..order() }).unwrap();
    let copy = find("orders").unwrap().copy(order.clone(), "2026-03-01".parse().unwrap());
    assert_eq!((&copy["number"], &copy["status"], &copy["received_on"]), (&json!(""), &json!("draft"), &json!("2026-03-01")));
    assert_eq!((&copy["lines"], &copy["customer"]), (&order["lines"], &order["customer"]));
}

macro_rules! in_files {
    (@each [] $($how:ident $noun:ty,)+) => {
        /// The columns that nouns name for their files, and how many of them fill a field.
        fn named_in_files() -> Vec<(&'static str, usize, usize)> {
            let columns = |fields, file| (if let File::Of(all) = file { all.len() } else { 0 }, columns(fields, file).len());
            vec![$({
                let (named, filling) = columns(<$noun>::FIELDS, <$noun>::FILE);
                (<$noun>::NOUN, named, filling)
            }),+]
        }
    };
}
each_noun!(in_files);

#[test]
fn every_column_that_a_noun_names_for_its_files_fills_a_field() {
    for (noun, named, filling) in named_in_files().into_iter().filter(|(_, named, _)| *named > 0) {
        assert_eq!(named, filling, "{noun}");
    }
}

#[test]
fn every_noun_is_listed_once_and_says_who_keeps_it() {
    let names: BTreeSet<&str> = ALL.iter().map(|noun| noun.name).collect();
    assert_eq!(names.len(), ALL.len());
    for noun in ALL.iter().filter(|noun| !noun.in_files().is_empty()) {
        let columns = noun.in_files();
        assert_eq!(columns.iter().collect::<BTreeSet<_>>().len(), columns.len(), "{}: two columns of one name", noun.name);
    }
}
