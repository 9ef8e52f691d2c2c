//! The columns of customers, items and standards.

use uuid::Uuid;

use super::number::day;
use super::{CellRefusal, Column, Get, Governed, References, Set, Tabular, characteristics, ranges};
use crate::item::Item;
use crate::library::standard::{Standard, StandardStatus, Traceability};
use crate::order::customer::{Contact, Customer};
use base::id::Id;
use base::text::Bilingual;
use base::time::{Date, Validity};

/// A column that is one text field.
macro_rules! text {
    ($name:literal, $field:literal, $required:literal, $($path:tt)+) => {
        Column {
            name: $name,
            field: $field,
            required: $required,
            day: false,
            governed: Governed::No,
            get: |entry, _| entry.$($path)+.clone(),
            set: |entry, cell, _| {
                cell.clone_into(&mut entry.$($path)+);
                Ok(())
            },
        }
    };
}

/// A column that is one field of the first contact.
macro_rules! contact {
    ($name:literal, $field:literal, $member:ident) => {
        Column {
            name: $name,
            field: $field,
            required: false,
            day: false,
            governed: Governed::No,
            get: |entry: &Customer, _| entry.contacts.first().map(|c| c.$member.clone()).unwrap_or_default(),
            set: |entry, cell, _| {
                if let Some(contact) = first_contact(entry, cell) {
                    cell.clone_into(&mut contact.$member);
                }
                Ok(())
            },
        }
    };
}

/// A column that is not one text field.
const fn column<T>(name: &'static str, field: &'static str, required: bool, get: Get<T>, set: Set<T>) -> Column<T> {
    Column { name, field, required, day: false, governed: Governed::No, get, set }
}

impl Tabular for Customer {
    fn columns() -> Vec<Column<Self>> {
        vec![
            text!("code", "code", true, code),
            text!("name_zh", "name/zh", false, name.zh),
            text!("name_en", "name/en", false, name.en),
            text!("address_zh", "address/zh", false, address.zh),
            text!("address_en", "address/en", false, address.en),
            contact!("contact_name", "contacts/0/name", name),
            contact!("contact_telephone", "contacts/0/telephone", telephone),
            contact!("contact_email", "contacts/0/email", email),
            text!("notes", "notes", false, notes),
        ]
    }

    fn blank() -> Self {
        Self { code: String::new(), name: Bilingual::default(), address: Bilingual::default(), contacts: Vec::new(), notes: String::new() }
    }
}

impl Tabular for Item {
    fn columns() -> Vec<Column<Self>> {
        vec![
            text!("identification", "identification", true, identification),
            Column { governed: Governed::WhereBound, ..column("customer", "customer", true, customer_code, set_customer) },
            text!("name_zh", "name/zh", false, name.zh),
            text!("name_en", "name/en", false, name.en),
            text!("model", "model", false, model),
            text!("manufacturer", "manufacturer", false, manufacturer),
            text!("serial_number", "serial_number", false, serial_number),
            text!("range", "range", false, range),
            column("service", "service", false, service_code, set_service),
            text!("location", "location", false, location),
            text!("notes", "notes", false, notes),
        ]
    }

    fn blank() -> Self {
        Self {
            customer: Id::from_uuid(Uuid::nil()),
            identification: String::new(),
            name: Bilingual::default(),
            model: String::new(),
            manufacturer: String::new(),
            serial_number: String::new(),
            range: String::new(),
            service: None,
            location: String::new(),
            notes: String::new(),
        }
    }
}

impl Tabular for Standard {
    fn columns() -> Vec<Column<Self>> {
        vec![
            text!("number", "number", true, number),
            text!("name_zh", "name/zh", false, name.zh),
            text!("name_en", "name/en", false, name.en),
            text!("model", "model", false, model),
            text!("manufacturer", "manufacturer", false, manufacturer),
            text!("serial_number", "serial_number", false, serial_number),
            text!("kind", "kind", false, kind),
            text!("range", "range", false, range),
            column("ranges", "ranges", false, measuring_ranges, set_measuring_ranges),
            text!("characteristic", "characteristic", false, characteristic),
            column("certified_values", "characteristics", false, certified_values, set_certified_values),
            text!("traced_to_zh", "traceability/traced_to/zh", false, traceability.traced_to.zh),
            text!("traced_to_en", "traceability/traced_to/en", false, traceability.traced_to.en),
            text!("certificate", "traceability/certificate", false, traceability.certificate),
            Column { day: true, ..column("valid_from", "traceability/validity/from", true, valid_from, set_valid_from) },
            Column { day: true, ..column("valid_until", "traceability/validity/until", false, valid_until, set_valid_until) },
            Column { day: true, ..column("calibrated_on", "traceability/calibrated_on", false, calibrated_on, set_calibrated_on) },
            text!("location", "location", false, location),
            // A standard is taken out of use, and back into it, by an act that looks at what was measured with it.
            Column { governed: Governed::Always, ..column("status", "status", false, status, set_status) },
        ]
    }

    fn blank() -> Self {
        Self {
            name: Bilingual::default(),
            number: String::new(),
            model: String::new(),
            manufacturer: String::new(),
            serial_number: String::new(),
            kind: String::new(),
            range: String::new(),
            ranges: Vec::new(),
            characteristic: String::new(),
            traceability: Traceability {
                traced_to: Bilingual::default(),
                certificate: String::new(),
                validity: Validity { from: Date::ZERO, until: None },
                calibrated_on: None,
            },
            characteristics: Vec::new(),
            location: String::new(),
            status: StandardStatus::InUse,
        }
    }
}

/// The first contact; made where there is something to write in it.
fn first_contact<'a>(customer: &'a mut Customer, cell: &str) -> Option<&'a mut Contact> {
    if customer.contacts.is_empty() && !cell.is_empty() {
        customer.contacts.push(Contact { name: String::new(), telephone: String::new(), email: String::new() });
    }
    customer.contacts.first_mut()
}

fn code_of<K>(codes: &std::collections::BTreeMap<String, Id<K>>, id: Id<K>) -> String {
    codes.iter().find(|(_, known)| **known == id).map(|(code, _)| code.clone()).unwrap_or_default()
}

fn customer_code(item: &Item, references: &References) -> String {
    code_of(&references.customers, item.customer)
}

fn set_customer(item: &mut Item, cell: &str, references: &References) -> Result<(), CellRefusal> {
    item.customer = *references.customers.get(cell).ok_or(CellRefusal::CustomerUnknown)?;
    Ok(())
}

fn service_code(item: &Item, references: &References) -> String {
    item.service.map(|service| code_of(&references.services, service)).unwrap_or_default()
}

fn set_service(item: &mut Item, cell: &str, references: &References) -> Result<(), CellRefusal> {
    item.service = match cell {
        "" => None,
        code => Some(*references.services.get(code).ok_or(CellRefusal::ServiceUnknown)?),
    };
    Ok(())
}

fn date_or_none(cell: &str) -> Result<Option<Date>, CellRefusal> {
    if cell.is_empty() { Ok(None) } else { day(cell).map(Some) }
}

fn written(day: Option<Date>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

fn valid_from(standard: &Standard, _: &References) -> String {
    standard.traceability.validity.from.to_string()
}

fn set_valid_from(standard: &mut Standard, cell: &str, _: &References) -> Result<(), CellRefusal> {
    standard.traceability.validity.from = day(cell)?;
    Ok(())
}

fn valid_until(standard: &Standard, _: &References) -> String {
    written(standard.traceability.validity.until)
}

fn set_valid_until(standard: &mut Standard, cell: &str, _: &References) -> Result<(), CellRefusal> {
    standard.traceability.validity.until = date_or_none(cell)?;
    Ok(())
}

fn calibrated_on(standard: &Standard, _: &References) -> String {
    written(standard.traceability.calibrated_on)
}

fn set_calibrated_on(standard: &mut Standard, cell: &str, _: &References) -> Result<(), CellRefusal> {
    standard.traceability.calibrated_on = date_or_none(cell)?;
    Ok(())
}

fn measuring_ranges(standard: &Standard, _: &References) -> String {
    ranges::written(&standard.ranges)
}

fn set_measuring_ranges(standard: &mut Standard, cell: &str, _: &References) -> Result<(), CellRefusal> {
    standard.ranges = ranges::read(cell)?;
    Ok(())
}

fn certified_values(standard: &Standard, _: &References) -> String {
    characteristics::written(&standard.characteristics)
}

fn set_certified_values(standard: &mut Standard, cell: &str, _: &References) -> Result<(), CellRefusal> {
    standard.characteristics = characteristics::read(cell)?;
    Ok(())
}

fn status(standard: &Standard, _: &References) -> String {
    crate::register::entry::state(&standard.status)
}

fn set_status(standard: &mut Standard, cell: &str, _: &References) -> Result<(), CellRefusal> {
    const ALL: [StandardStatus; 4] =
        [StandardStatus::InUse, StandardStatus::AtCalibration, StandardStatus::Failed, StandardStatus::Retired];
    if !cell.is_empty() {
        let known = ALL.into_iter().find(|status| crate::register::entry::state(status) == cell);
        standard.status = known.ok_or(CellRefusal::StatusUnknown)?;
    }
    Ok(())
}
