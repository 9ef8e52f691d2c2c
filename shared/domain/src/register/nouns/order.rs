//! Orders with what C-5.1.1 asks for.

use crate::access::Role;
use crate::access::groups::CLERKS;
use crate::access::wing::Wing;
use crate::item::Item;
use crate::library::edition::Edition;
use crate::library::place::Place;
use crate::library::service::CalibrationService;
use crate::order::customer::Customer;
use crate::order::{Order, terms};
use crate::register::entry::{Entry, Group, Kept};
use crate::register::field::{Brings, Field, Offered, Variant};
use crate::register::shown::{Column, Shown, code_of};
use base::finding::Finding;
use base::id::{CustomerId, kind};

const GUARDED: &[Field] = &[Field::decimal("factor").words("field.guard_factor").asked()];

/// Decision rules, of orders and of editions.
pub const DECISION_RULES: &[Variant] =
    &[Variant { code: "simple", fields: &[] }, Variant { code: "guarded", fields: GUARDED }, Variant { code: "non_binary", fields: &[] }];

const LINE: &[Field] = &[
    Field::one("item", Item::NOUN).asked().offers(Offered::OfCustomer("customer")).brings(Brings::IfEmpty("service")),
    Field::one("service", CalibrationService::NOUN).asked().brings(Brings::OnlyOne("edition")),
    Field::text("service_reason").optional(),
    Field::one("edition", Edition::NOUN).asked().offers(Offered::Serving("service")),
    Field::choice("method_agreement", "method_agreement", &["open", "named", "consented"]),
    Field::day("received_on").words("field.item_received_on").optional(),
    Field::text("range"),
    Field::shape("decision_rule", "rule", DECISION_RULES).optional(),
    Field::integer("recalibration_months", *terms::MONTHS.start() as i64, *terms::MONTHS.end() as i64).optional(),
    Field::flag("budget_annex").optional(),
];

const STATES: &[&str] = &["draft", "accepted", "review_again", "declined", "completed"];

impl Entry for Order {
    const NOUN: &'static str = "orders";
    const FIELDS: &'static [Field] = &[
        Field::code("number").required().own(),
        Field::one("customer", Customer::NOUN).asked(),
        Field::choice("received_as", "received_as", &["written", "tender", "oral"]),
        Field::day("received_on").asked().today().own(),
        Field::choice("location", "location", &["laboratory", "site"]).words("field.calibration_location").begins("site"),
        // The place of a laboratory order is the body's own.
        Field::one("place", Place::NOUN).optional().offers(Offered::OfCustomerUnless("customer", ("location", "laboratory"))),
        Field::day("agreed_on").optional(),
        Field::list("lines", LINE),
        Field::long("notes").words("field.order_notes"),
        Field::choice("status", "order_status", STATES).undrawn().own(),
        Field::of_acts("review").own(),
        Field::of_acts("unplanned").own(),
    ];
    const WRITERS: &'static [Role] = CLERKS;
    const WING: Option<Wing> = Some(Wing::Calibration);
    const GROUP: Group = Group::Work;
    const CODE_FIELD: &'static str = "number";
    const NEWEST_FIRST: bool = true;
    const STATED: bool = true;
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("field.customer", |order| Shown::entries(Customer::NOUN, [order.customer])),
        Column::new("field.received_on", |order| Shown::Day(Some(order.received_on))),
        Column::new("field.agreed_on", |order| Shown::Day(order.agreed_on)),
        Column::new("field.calibration_location", |order| Shown::choice("location", &order.location)),
        Column::new("field.lines", |order| Shown::Count(order.lines.len())),
    ];
    const STATES: &'static [&'static str] = STATES;

    fn code(&self) -> String {
        self.number.clone()
    }

    fn customer(&self) -> Option<CustomerId> {
        Some(self.customer)
    }

    fn status(&self) -> String {
        code_of(&self.status)
    }

    fn findings(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        if self.lines.is_empty() {
            findings.push(Finding::warning("order_without_lines", "lines"));
        }
        findings.extend(terms::findings(self));
        findings
    }
}

impl Kept for kind::Order {
    type Entry = Order;
}
