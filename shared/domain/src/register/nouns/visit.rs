//! Planned visits to customers' sites (C-5.2-B).

use crate::access::Role;
use crate::access::groups::CLERKS;
use crate::access::wing::Wing;
use crate::library::person::Person;
use crate::library::place::Place;
use crate::library::standard::Standard;
use crate::order::customer::Customer;
use crate::register::entry::{Entry, Group, Kept};
use crate::register::field::{Field, Offered};
use crate::register::shown::{Column, Shown};
use crate::visit::Visit;
use base::id::{CustomerId, kind};

impl Entry for Visit {
    const NOUN: &'static str = "visits";
    const FIELDS: &'static [Field] = &[
        Field::code("number").required().own(),
        Field::one("customer", Customer::NOUN).asked(),
        Field::one("place", Place::NOUN).asked().offers(Offered::OfCustomer("customer")),
        Field::day("day").asked().today().own(),
        Field::text("starts").begins("09:00"),
        Field::many("people", Person::NOUN),
        Field::many("standards", Standard::NOUN),
        Field::long("notes").words("field.visit_notes"),
    ];
    const WRITERS: &'static [Role] = CLERKS;
    const WING: Option<Wing> = Some(Wing::Calibration);
    const GROUP: Group = Group::Work;
    const CODE_FIELD: &'static str = "number";
    const NEWEST_FIRST: bool = true;
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("field.starts", |visit| Shown::text(&visit.starts)),
        Column::new("field.customer", |visit| Shown::entries(Customer::NOUN, [visit.customer])),
        Column::new("field.place", |visit| Shown::entries(Place::NOUN, [visit.place])),
    ];

    fn code(&self) -> String {
        self.number.clone()
    }

    fn label(&self) -> String {
        format!("{} {}", self.day, self.number)
    }

    fn reads(&self) -> Vec<Shown> {
        vec![Shown::text(&self.number), Shown::Day(Some(self.day))]
    }

    fn customer(&self) -> Option<CustomerId> {
        Some(self.customer)
    }
}

impl Kept for kind::Visit {
    type Entry = Visit;
}
