//! Customers with their contacts (C-5.4.1 c).

use crate::access::Role;
use crate::access::groups::CLERKS;
use crate::order::customer::{Contact, Customer, marks};
use crate::register::entry::{Entry, Group, Kept};
use crate::register::field::Field;
use crate::register::shown::{Column, Shown};
use crate::register::table::columns::{File, InFile};
use base::id::kind;
use base::text::Bilingual;

/// A contact, of a customer or of somebody else whom the body deals with.
pub const CONTACT: &[Field] =
    &[Field::text("name").words("field.contact_name").required().found(), Field::text("telephone"), Field::email("email").found()];

const IN_FILES: &[InFile] = &[
    InFile::new("code", "code"),
    InFile::new("name_zh", "name/zh"),
    InFile::new("name_en", "name/en"),
    InFile::new("address_zh", "address/zh"),
    InFile::new("address_en", "address/en"),
    InFile::new("contact_name", "contacts/0/name"),
    InFile::new("contact_telephone", "contacts/0/telephone"),
    InFile::new("contact_email", "contacts/0/email"),
    InFile::new("notes", "notes"),
];

impl Entry for Customer {
    const NOUN: &'static str = "customers";
    const FIELDS: &'static [Field] = &[
        Field::text("code").required().own(),
        Field::name("name").required(),
        Field::name("address").wide(),
        Field::list("contacts", CONTACT),
        Field::long("notes"),
    ];
    const WRITERS: &'static [Role] = CLERKS;
    const GROUP: Group = Group::Customers;
    const STATED: bool = true;
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("field.address", |customer| Shown::name(&customer.address)),
        Column::new("field.contacts", |customer| first(customer, |contact| &contact.name)),
        Column::new("field.telephone", |customer| first(customer, |contact| &contact.telephone)),
    ];
    const FILE: File = File::Of(IN_FILES);

    fn code(&self) -> String {
        self.code.clone()
    }

    fn name(&self) -> Option<&Bilingual> {
        Some(&self.name)
    }

    fn search_text(&self) -> String {
        let contacts: Vec<_> = self.contacts.iter().map(|c| format!("{} {}", c.name, c.email)).collect();
        format!("{} {}", self.address.both(), contacts.join(" "))
    }

    fn known_by(&self) -> Vec<String> {
        marks(self)
    }
}

impl Kept for kind::Customer {
    type Entry = Customer;
}

fn first(customer: &Customer, of: fn(&Contact) -> &str) -> Shown {
    Shown::text(customer.contacts.first().map(of).unwrap_or_default())
}
