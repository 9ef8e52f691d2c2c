//! Laboratories and customers' sites, with environment limits and time zone (C-4.4).

use crate::access::Role;
use crate::access::groups::CLERKS;
use crate::library::place::Place;
use crate::order::customer::Customer;
use crate::register::entry::{Entry, Group, Kept};
use crate::register::field::Field;
use crate::register::shown::{Column, Shown};
use base::id::{CustomerId, kind};
use base::text::Bilingual;

const LIMIT: &[Field] = &[
    Field::code("key").asked().begins("temperature"),
    Field::unit("unit").asked().begins("°C"),
    Field::decimal("low").optional(),
    Field::decimal("high").optional(),
];

impl Entry for Place {
    const NOUN: &'static str = "places";
    const FIELDS: &'static [Field] = &[
        Field::name("name").required(),
        Field::one("customer", Customer::NOUN).words("field.site_of").optional(),
        Field::name("address").wide(),
        Field::code("time_zone").required().begins("Asia/Shanghai"),
        Field::list("limits", LIMIT),
        Field::long("notes").words("field.site_notes"),
    ];
    const WRITERS: &'static [Role] = CLERKS;
    const GROUP: Group = Group::Customers;
    const STATED: bool = true;
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("field.site_of", |place| Shown::entries(Customer::NOUN, place.customer)),
        Column::new("field.address", |place| Shown::name(&place.address)),
        Column::new("field.time_zone", |place| Shown::text(&place.time_zone)),
    ];

    fn code(&self) -> String {
        String::new()
    }

    fn name(&self) -> Option<&Bilingual> {
        Some(&self.name)
    }

    fn search_text(&self) -> String {
        self.address.both()
    }

    fn customer(&self) -> Option<CustomerId> {
        self.customer
    }
}

impl Kept for kind::Place {
    type Entry = Place;
}
