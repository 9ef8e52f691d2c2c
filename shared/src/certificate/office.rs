//! Office facts on a certificate: whose it is and of what, as the record's snapshots, an older certificate or the registers say.

use crate::certificate::document::{Stated, StatedBody, StatedCustomer, StatedItem, StatedPlace};
use crate::item::Item;
use crate::library::body::Body;
use crate::library::edition::DecisionRule;
use crate::library::place::Place;
use crate::order::customer::Customer;
use crate::order::{Order, OrderLine};
use crate::record::Record;
use crate::text::Bilingual;
use crate::time::Date;

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
    /// Day of receipt.
    pub received_on: Option<Date>,
    /// Decision rule, where a statement of conformity was asked for.
    pub decision_rule: Option<DecisionRule>,
    /// Recommended interval, where asked for.
    pub recalibration_months: Option<u16>,
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
    /// The order with the line of this item, where there is one.
    pub order: Option<(&'a Order, &'a OrderLine)>,
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
            received_on: order.map(|order| order.received_on),
            decision_rule: order.and_then(|order| order.decision_rule.clone()),
            recalibration_months: order.and_then(|order| order.recalibration_months),
        }
    }

    /// The registers as they are now: the fresh snapshot of a correction of office facts.
    pub fn of_registers(now: Registers<'_>) -> Self {
        let line = now.order.map(|(_, line)| line);
        Self {
            body: stated_body(now.body),
            customer: StatedCustomer {
                name: now.customer.name.clone(),
                address: now.customer.address.clone(),
                contact: now.customer.contacts.first().map(|c| format!("{} {}", c.name, c.telephone).trim().to_owned()).unwrap_or_default(),
            },
            item: stated_item(now.item),
            place: StatedPlace { name: now.place.name.clone(), address: now.place.address.clone() },
            received_on: now.order.map(|(order, _)| order.received_on),
            decision_rule: line.and_then(|line| line.decision_rule.clone()),
            recalibration_months: line.and_then(|line| line.recalibration_months),
        }
    }

    /// What an issued certificate says: kept when only the record is corrected.
    pub fn of_stated(stated: &Stated) -> Self {
        Self {
            body: stated.body.clone(),
            customer: stated.customer.clone(),
            item: stated.item.clone(),
            place: stated.place.clone(),
            received_on: stated.received_on,
            decision_rule: stated.decision.as_ref().map(|decision| decision.rule.clone()),
            recalibration_months: stated.recalibration_months,
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
        // Without a day of receipt the record knew no order: what was agreed is in the register alone.
        if self.received_on.is_none() {
            self.received_on = other.received_on;
            self.decision_rule.clone_from(&other.decision_rule);
            self.recalibration_months = other.recalibration_months;
        }
        self
    }
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

fn stated_item(item: &Item) -> StatedItem {
    StatedItem {
        identification: item.identification.clone(),
        name: item.name.clone(),
        model: item.model.clone(),
        manufacturer: item.manufacturer.clone(),
        serial_number: item.serial_number.clone(),
        range: item.range.clone(),
    }
}
