//! The customers' measuring instruments (C-5.3).

use crate::access::Role;
use crate::access::groups::CLERKS;
use crate::access::wing::Wing;
use crate::item::{Item, twice};
use crate::library::service::CalibrationService;
use crate::order::customer::Customer;
use crate::register::entry::{Entry, Group, Kept};
use crate::register::field::{Field, Governed};
use crate::register::shown::{Column, Shown};
use crate::register::table::columns::File;
use base::id::{CustomerId, kind};
use base::text::Bilingual;

impl Entry for Item {
    const NOUN: &'static str = "items";
    const FIELDS: &'static [Field] = &[
        Field::code("identification").required().own(),
        Field::one("customer", Customer::NOUN).asked().kept().governed(Governed::WhereBound),
        Field::name("name").required().wide(),
        Field::text("model"),
        Field::text("manufacturer"),
        Field::text("serial_number").own(),
        Field::text("range"),
        Field::one("service", CalibrationService::NOUN).optional(),
        Field::text("location"),
        Field::long("notes").words("field.item_notes"),
    ];
    const WRITERS: &'static [Role] = CLERKS;
    const WING: Option<Wing> = Some(Wing::Calibration);
    const GROUP: Group = Group::Customers;
    const CODE_FIELD: &'static str = "identification";
    const STATED: bool = true;
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("field.model", |item| Shown::text(&item.model)),
        Column::new("field.serial_number", |item| Shown::text(&item.serial_number)),
        Column::new("field.customer", |item| Shown::entries(Customer::NOUN, [item.customer])),
        Column::new("field.location", |item| Shown::text(&item.location)),
    ];
    const FILE: File = File::Plain;

    fn code(&self) -> String {
        self.identification.clone()
    }

    fn name(&self) -> Option<&Bilingual> {
        Some(&self.name)
    }

    fn label(&self) -> String {
        format!("{} {} {}", self.name.both(), self.model, self.serial_number)
    }

    fn search_text(&self) -> String {
        format!("{} {}", self.manufacturer, self.location)
    }

    fn known_by(&self) -> Vec<String> {
        twice::serial(self).into_iter().collect()
    }

    fn customer(&self) -> Option<CustomerId> {
        Some(self.customer)
    }
}

impl Kept for kind::Item {
    type Entry = Item;
}
