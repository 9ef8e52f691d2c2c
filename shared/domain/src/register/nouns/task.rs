//! Tasks: one item of an order, for calibrators with standards. They come out of orders and are assigned there or here.

use super::order::DECISION_RULES;
use crate::access::Role;
use crate::access::groups::CLERKS;
use crate::access::wing::Wing;
use crate::item::Item;
use crate::library::edition::Edition;
use crate::library::person::Person;
use crate::library::service::CalibrationService;
use crate::library::standard::Standard;
use crate::order::Order;
use crate::order::customer::Customer;
use crate::order::task::Task;
use crate::register::entry::{Entry, Group, Kept};
use crate::register::field::{Field, Offered};
use crate::register::shown::{Column, Shown};
use crate::visit::Visit;
use base::id::{CustomerId, kind};

const CALIBRATORS: Field = Field::many("calibrators", Person::NOUN);
const STANDARDS: Field = Field::many("standards", Standard::NOUN).offers(Offered::Fitting("edition"));
const VISIT: Field = Field::one("visit", Visit::NOUN).offers(Offered::OfCustomer("customer")).optional();

/// What is assigned: a form of its own.
pub const ASSIGNMENT: &[Field] = &[CALIBRATORS, STANDARDS, VISIT];

impl Entry for Task {
    const NOUN: &'static str = "tasks";
    const FIELDS: &'static [Field] = &[
        Field::flag("cancelled"),
        Field::one("order", Order::NOUN).undrawn(),
        Field::integer("line", 0, 65_535).undrawn(),
        Field::one("item", Item::NOUN).undrawn(),
        Field::one("customer", Customer::NOUN).undrawn(),
        Field::one("service", CalibrationService::NOUN).undrawn(),
        Field::one("edition", Edition::NOUN).undrawn(),
        CALIBRATORS.undrawn(),
        STANDARDS.undrawn(),
        VISIT.undrawn(),
        Field::shape("decision_rule", "rule", DECISION_RULES).optional().undrawn(),
    ];
    const WRITERS: &'static [Role] = CLERKS;
    const WING: Option<Wing> = Some(Wing::Calibration);
    const GROUP: Group = Group::Work;
    const NEWEST_FIRST: bool = true;
    const MADE_BY_HAND: bool = false;
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("field.customer", |task| Shown::entries(Customer::NOUN, [task.customer])),
        Column::new("field.order", |task| Shown::entries(Order::NOUN, [task.order])),
        Column::new("field.edition", |task| Shown::entries(Edition::NOUN, [task.edition])),
        Column::new("field.calibrators", |task| Shown::entries(Person::NOUN, task.calibrators.clone())),
        Column::new("field.visit", |task| Shown::entries(Visit::NOUN, task.visit)),
    ];
    const STATES: &'static [&'static str] = &["open", "cancelled"];

    fn code(&self) -> String {
        String::new()
    }

    fn reads(&self) -> Vec<Shown> {
        vec![Shown::entries(Item::NOUN, [self.item])]
    }

    fn customer(&self) -> Option<CustomerId> {
        Some(self.customer)
    }

    fn status(&self) -> String {
        if self.cancelled { "cancelled" } else { "open" }.to_owned()
    }
}

impl Kept for kind::Task {
    type Entry = Task;
}
