//! Office facts on a certificate: whose it is, of what, and what is said of the standards, as the record's snapshots, an older
//! certificate or the registers say.

use std::collections::BTreeMap;

use crate::certificate::document::{CertificateDocument, StatedBody, StatedCustomer, StatedItem, StatedPlace, StatedStandard};
use crate::certificate::observed::days;
use crate::item::Item;
use crate::library::body::Body;
use crate::library::place::Place;
use crate::library::standard::Standard;
use crate::order::OrderLine;
use crate::order::customer::Customer;
use crate::record::{EquipmentEntry, Record};
use base::id::{EventId, StandardId};
use base::text::Bilingual;
use base::time::{Date, OffsetFrom};
use measurement::method::DecisionRule;

/// What a certificate states beside the observations of the record.
#[derive(Debug, Clone, PartialEq)]
pub struct OfficeFacts {
    /// The body.
    pub body: StatedBody,
    /// The customer.
    pub customer: StatedCustomer,
    /// The item.
    pub item: StatedItem,
    /// The place.
    pub place: StatedPlace,
    /// Whether what follows of the order is the order's, as it stands.
    pub ordered: bool,
    /// Day on which the item was received; on site that of the work, where nothing else is said.
    pub received_on: Option<Date>,
    /// Decision rule, where a statement of conformity was asked for.
    pub decision_rule: Option<DecisionRule>,
    /// Recommended interval, where asked for.
    pub recalibration_months: Option<u16>,
    /// What is said of the standard that each of the record's events put in a slot (C-5.4.1 h).
    pub standards: BTreeMap<EventId, StatedStandard>,
    /// Whether the annex with the uncertainty budgets is asked for.
    pub budget_annex: bool,
}

/// The registers' present entries about a record.
#[derive(Debug, Clone, Copy)]
pub struct Registers<'a> {
    /// The body.
    pub body: &'a Body,
    /// The customer.
    pub customer: &'a Customer,
    /// The item.
    pub item: &'a Item,
    /// The place.
    pub place: &'a Place,
    /// The order's line for this work, where there is one.
    pub order: Option<&'a OrderLine>,
    /// Every version of each standard of the record, the latest last.
    pub standards: &'a BTreeMap<StandardId, Vec<Standard>>,
    /// What is known of the place's time zone.
    pub zone: &'a [OffsetFrom],
}

impl OfficeFacts {
    /// The snapshots of the record: what a first certificate is composed from.
    pub fn of_record(record: &Record, body: &Body) -> Self {
        let opened = &record.opened;
        let order = opened.order.as_ref();
        Self {
            body: stated_body(body),
            customer: StatedCustomer {
                name: opened.customer.name.clone(),
                address: opened.customer.address.clone(),
                contact: opened.customer.contact.trim().to_owned(),
            },
            item: stated_item(&opened.item.item),
            place: StatedPlace { name: opened.place.name.clone(), address: opened.place.address.clone() },
            ordered: false,
            // The snapshot has the day on which the order came, not the item (C-5.4.1 f).
            received_on: None,
            decision_rule: order.and_then(|order| order.decision_rule.clone()),
            recalibration_months: order.and_then(|order| order.recalibration_months),
            standards: record.equipment.iter().map(|entry| (entry.event, stated_standard(&entry.standard.standard))).collect(),
            // A wish about paper: no record needs to know it, the order says it.
            budget_annex: false,
        }
    }

    /// The registers as they are now: the fresh snapshot of a correction of office facts.
    pub fn of_registers(record: &Record, now: Registers<'_>) -> Self {
        let day = day_of(record, now.zone);
        let line = now.order;
        Self {
            body: stated_body(now.body),
            customer: stated_customer(now.customer),
            item: stated_item(now.item),
            place: stated_place(now.place),
            ordered: line.is_some(),
            received_on: line.and_then(|line| line.received_on),
            decision_rule: line.and_then(|line| line.decision_rule.clone()),
            recalibration_months: line.and_then(|line| line.recalibration_months),
            standards: standards(record, |entry| registered(now.standards.get(&entry.standard.id)?, day)),
            budget_annex: line.is_some_and(|line| line.budget_annex),
        }
    }

    /// What an issued certificate says: kept when only the record is corrected. A standard put in a slot since is the
    /// record's.
    pub fn of_certificate(document: &CertificateDocument, record: &Record) -> Self {
        let (stated, equipment) = (&document.stated, &document.envelope.equipment);
        // Certificates of the first version do not say which event a standard is of: there it is found by its number.
        let place = |entry: &EquipmentEntry| match equipment.is_empty() {
            true => stated.standards.iter().position(|standard| standard.number == entry.standard.standard.number),
            false => equipment.iter().position(|events| events.contains(&entry.event)),
        };
        Self {
            standards: standards(record, |entry| stated.standards.get(place(entry)?).cloned()),
            body: stated.body.clone(),
            customer: stated.customer.clone(),
            item: stated.item.clone(),
            place: stated.place.clone(),
            ordered: true,
            received_on: stated.received_on,
            decision_rule: stated.decision.as_ref().map(|decision| decision.rule.clone()),
            recalibration_months: stated.recalibration_months,
            budget_annex: !stated.budgets.is_empty(),
        }
    }

    /// The same with what is empty taken from `other`; nothing stated is changed.
    #[must_use]
    pub fn filled_from(mut self, other: &Self) -> Self {
        fill_both(&mut self.customer.name, &other.customer.name);
        fill_both(&mut self.customer.address, &other.customer.address);
        fill(&mut self.customer.contact, &other.customer.contact);
        fill(&mut self.item.identification, &other.item.identification);
        fill_both(&mut self.item.name, &other.item.name);
        fill(&mut self.item.model, &other.item.model);
        fill(&mut self.item.manufacturer, &other.item.manufacturer);
        fill(&mut self.item.serial_number, &other.item.serial_number);
        fill(&mut self.item.range, &other.item.range);
        fill_both(&mut self.place.name, &other.place.name);
        fill_both(&mut self.place.address, &other.place.address);
        // What was agreed is what the order says as it stands: the snapshot may be of an order that was changed and reviewed since.
        if other.ordered {
            self.ordered = true;
            self.decision_rule.clone_from(&other.decision_rule);
            self.recalibration_months = other.recalibration_months;
            self.budget_annex = other.budget_annex;
        }
        self.received_on = self.received_on.or(other.received_on);
        self.standards_filled_from(other)
    }

    /// The same with what is empty of the standards taken from `other`.
    #[must_use]
    pub fn standards_filled_from(mut self, other: &Self) -> Self {
        for (event, standard) in &mut self.standards {
            if let Some(other) = other.standards.get(event) {
                fill_standard(standard, other);
            }
        }
        self
    }

    /// The same with what an issued certificate says of the order, where there is no order any more; its day of receipt stays
    /// until the office enters another, so that certificates of before are still supplemented.
    #[must_use]
    pub fn with_order_of(mut self, issued: &Self) -> Self {
        if !self.ordered {
            self.decision_rule.clone_from(&issued.decision_rule);
            self.recalibration_months = issued.recalibration_months;
        }
        self.received_on = self.received_on.or(issued.received_on);
        self.budget_annex |= issued.budget_annex;
        self
    }
}

/// The first day of the calibration.
pub(super) fn day_of(record: &Record, zone: &[OffsetFrom]) -> Date {
    days(record, zone).first().copied().unwrap_or_else(|| record.opened.place.day_at(zone, record.opened_at))
}

/// What is said of each standard of the record: as found, else as its snapshot says.
fn standards(record: &Record, found: impl Fn(&EquipmentEntry) -> Option<StatedStandard>) -> BTreeMap<EventId, StatedStandard> {
    let of = |entry: &EquipmentEntry| found(entry).unwrap_or_else(|| stated_standard(&entry.standard.standard));
    record.equipment.iter().map(|entry| (entry.event, of(entry))).collect()
}

/// What the register says of a standard that was used on a day: what it is as of now; its characteristic and its certificate
/// as the latest version says whose certificate counted on that day. A later calibration of the standard is not the one that
/// the results are traced to.
pub(super) fn registered(versions: &[Standard], day: Date) -> Option<StatedStandard> {
    let now = versions.last()?;
    let then = versions.iter().rev().find(|version| version.valid_on(day))?;
    let (now, then) = (stated_standard(now), stated_standard(then));
    Some(StatedStandard { name: now.name, number: now.number, model: now.model, range: now.range, ..then })
}

/// What a certificate says of a standard.
pub(super) fn stated_standard(standard: &Standard) -> StatedStandard {
    StatedStandard {
        name: standard.name.clone(),
        number: standard.number.clone(),
        model: standard.model.clone(),
        range: standard.range.clone(),
        characteristic: standard.characteristic.clone(),
        traced_to: standard.traceability.traced_to.clone(),
        certificate: standard.traceability.certificate.clone(),
        valid_until: standard.traceability.validity.until,
    }
}

fn fill_standard(standard: &mut StatedStandard, other: &StatedStandard) {
    fill_both(&mut standard.name, &other.name);
    fill(&mut standard.number, &other.number);
    fill(&mut standard.model, &other.model);
    fill(&mut standard.range, &other.range);
    fill(&mut standard.characteristic, &other.characteristic);
    fill_both(&mut standard.traced_to, &other.traced_to);
    fill(&mut standard.certificate, &other.certificate);
    standard.valid_until = standard.valid_until.or(other.valid_until);
}

fn fill(text: &mut String, other: &str) {
    if text.is_empty() {
        other.clone_into(text);
    }
}

fn fill_both(name: &mut Bilingual, other: &Bilingual) {
    fill(&mut name.zh, &other.zh);
    fill(&mut name.en, &other.en);
}

fn stated_body(body: &Body) -> StatedBody {
    StatedBody {
        name: body.name.clone(),
        address: body.address.clone(),
        telephone: body.telephone.clone(),
        email: body.email.clone(),
        seal: body.seal.clone(),
    }
}

pub(super) fn stated_customer(customer: &Customer) -> StatedCustomer {
    StatedCustomer { name: customer.name.clone(), address: customer.address.clone(), contact: contact(customer) }
}

/// The contact that a certificate states: the first one, with the telephone.
pub fn contact(customer: &Customer) -> String {
    customer.contacts.first().map(|c| format!("{} {}", c.name, c.telephone).trim().to_owned()).unwrap_or_default()
}

pub(super) fn stated_place(place: &Place) -> StatedPlace {
    StatedPlace { name: place.name.clone(), address: place.address.clone() }
}

pub(super) fn stated_item(item: &Item) -> StatedItem {
    StatedItem {
        identification: item.identification.clone(),
        name: item.name.clone(),
        model: item.model.clone(),
        manufacturer: item.manufacturer.clone(),
        serial_number: item.serial_number.clone(),
        range: item.range.clone(),
    }
}

#[cfg(test)]
#[path = "office_tests.rs"]
mod tests;
