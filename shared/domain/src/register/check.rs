//! What is wrong with an entry by itself: fields left empty or contradicting each other.

use std::cmp::Ordering;

use super::address::{is_mailbox, is_website};
use crate::access::Role;
use crate::certificate::number::Pattern;
use crate::item::Item;
use crate::library::body::Body;
use crate::library::edition::Edition;
use crate::library::edition_check;
use crate::library::fitness;
use crate::library::method::Method;
use crate::library::person::{Person, TitleLevel};
use crate::library::place::Place;
use crate::library::service::CalibrationService;
use crate::library::standard::{LONGEST_VALIDITY, Standard, StandardStatus, Traceability};
use crate::order::customer::Customer;
use crate::order::{Order, terms};
use crate::visit::Visit;
use base::finding::{Finding, Refusal, Severity};
use base::text::Bilingual;
use base::text::fault::is_blank;
use base::time::{Date, Validity};
use measurement::formula::Formula;
use measurement::method::{AboveZero, COVERAGE_FACTORS, Characteristic, MeasuringRange};

fn required(findings: &mut Vec<Finding>, path: &str, value: &str) {
    if is_blank(value) {
        findings.push(Finding::error("required", path));
    }
}

fn named(findings: &mut Vec<Finding>, path: &str, name: &Bilingual) {
    if name.is_empty() {
        findings.push(Finding::error("required", path));
    }
}

fn in_order(findings: &mut Vec<Finding>, path: &str, validity: &Validity) {
    if validity.until.is_some_and(|until| until < validity.from) {
        findings.push(Finding::error("ends_before_it_begins", path));
    }
}

fn email(findings: &mut Vec<Finding>, path: &str, address: &str) {
    if !address.is_empty() && !is_mailbox(address) {
        findings.push(Finding::error("email_malformed", path));
    }
}

pub fn body(body: &Body) -> Vec<Finding> {
    let mut findings = Vec::new();
    named(&mut findings, "name", &body.name);
    named(&mut findings, "address", &body.address);
    email(&mut findings, "email", &body.email);
    if !body.website.is_empty() && !is_website(&body.website) {
        findings.push(Finding::error("website_malformed", "website"));
    }
    match Pattern::parse(&body.number_pattern) {
        Err(error) => findings.push(Finding::error(error.code(), "number_pattern")),
        Ok(pattern) if !pattern.is_plain() => findings.push(Finding::error("number_pattern_sign", "number_pattern")),
        Ok(_) => {}
    }
    findings
}

pub fn person(person: &Person) -> Vec<Finding> {
    let mut findings = Vec::new();
    named(&mut findings, "name", &person.name);
    required(&mut findings, "sign_in", &person.sign_in);
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '_' | '@');
    if !person.sign_in.chars().all(plain) {
        findings.push(Finding::error("sign_in_malformed", "sign_in"));
    }
    email(&mut findings, "email", &person.email);
    for (n, employment) in person.employment.iter().enumerate() {
        in_order(&mut findings, &format!("employment/{n}/validity"), &employment.validity);
        // C-4.3.4: nobody is active here while working for another calibration body.
        if person.active && employment.calibration_body && employment.validity.until.is_none() {
            findings.push(Finding::error("employed_by_other_body", format!("employment/{n}")));
        }
    }
    // C-4.3.2, C-4.3.3: an intermediate or higher title, or equivalent ability.
    let leads = person.roles.iter().any(|role| matches!(role, Role::Signatory | Role::TechnicalManager));
    if leads && person.title_level < TitleLevel::Intermediate {
        findings.push(Finding::error("title_too_low", "title_level"));
    }
    // C-4.1.2.2: a customer's person has that role alone, and a customer whose things to see.
    let of_customer = person.roles.contains(&Role::Customer);
    if of_customer && person.roles.len() > 1 {
        findings.push(Finding::error("customer_role_alone", "roles"));
    }
    if of_customer != person.customer.is_some() {
        findings.push(Finding::error("customer_role_needs_customer", "customer"));
    }
    for (n, authorisation) in person.authorisations.iter().enumerate() {
        in_order(&mut findings, &format!("authorisations/{n}/validity"), &authorisation.validity);
    }
    findings
}

pub fn customer(customer: &Customer) -> Vec<Finding> {
    let mut findings = Vec::new();
    required(&mut findings, "code", &customer.code);
    named(&mut findings, "name", &customer.name);
    for (n, contact) in customer.contacts.iter().enumerate() {
        required(&mut findings, &format!("contacts/{n}/name"), &contact.name);
        email(&mut findings, &format!("contacts/{n}/email"), &contact.email);
    }
    findings
}

pub fn place(place: &Place) -> Vec<Finding> {
    let mut findings = Vec::new();
    named(&mut findings, "name", &place.name);
    required(&mut findings, "time_zone", &place.time_zone);
    findings
}

pub fn item(item: &Item) -> Vec<Finding> {
    let mut findings = Vec::new();
    named(&mut findings, "name", &item.name);
    required(&mut findings, "identification", &item.identification);
    findings
}

pub fn standard(standard: &Standard) -> Vec<Finding> {
    let mut findings = Vec::new();
    named(&mut findings, "name", &standard.name);
    required(&mut findings, "number", &standard.number);
    in_order(&mut findings, "traceability/validity", &standard.traceability.validity);
    findings.extend(calibrated(&standard.traceability));
    usable_as(standard, &mut findings);
    for (n, value) in standard.characteristics.iter().enumerate() {
        let told = certified(value, &standard.ranges, &format!("characteristics/{n}"));
        // As with kind and ranges: a standard is always written down as failed or given up.
        let weighed = |finding| match standard.status {
            StandardStatus::InUse => finding,
            _ => Finding { severity: Severity::Warning, ..finding },
        };
        findings.extend(told.into_iter().map(weighed));
    }
    findings
}

/// What no certificate states of a value (C-4.5.2): an uncertainty of nought or below, or a formula that is none; a coverage factor
/// that is none.
fn certified(value: &Characteristic, ranges: &[MeasuringRange], path: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let uncertainty = format!("{path}/expanded_uncertainty");
    match Formula::parse(&value.expanded_uncertainty) {
        Err(error) => findings.push(Finding { params: error.params(), ..Finding::error(error.code(), uncertainty) }),
        Ok(formula) => match value.shown_above_zero(&formula, ranges) {
            AboveZero::Yes => {}
            AboveZero::NotAtZero => findings.push(Finding::warning("uncertainty_zero_at_zero", uncertainty)),
            AboveZero::No => findings.push(Finding::error("not_positive", uncertainty)),
        },
    }
    if !COVERAGE_FACTORS.contains(&value.coverage_factor.to_f64()) {
        findings.push(Finding::error("coverage_factor_out_of_range", format!("{path}/coverage_factor")));
    }
    findings
}

/// What is asked about the days of a certificate (C-4.5.2): it counts from before the calibration, or for years after it.
fn calibrated(traceability: &Traceability) -> Vec<Finding> {
    let Traceability { validity, calibrated_on, .. } = traceability;
    let path = "traceability/validity";
    let early = calibrated_on.is_some_and(|day| validity.from < day);
    let since = calibrated_on.map_or(validity.from, |day| day.min(validity.from));
    let last = since.checked_add(jiff::Span::new().years(LONGEST_VALIDITY)).unwrap_or(Date::MAX);
    let long = validity.until.is_some_and(|until| until > last);
    let told = [
        early.then(|| Finding::warning("valid_before_calibration", path)),
        long.then(|| Finding::warning("valid_for_long", path).with("years", LONGEST_VALIDITY)),
    ];
    told.into_iter().flatten().collect()
}

/// What a standard is, and from where to where it is used (C-4.5.2): asked for while it is in use. A standard that failed or was
/// given up is never kept from being written down as such.
fn usable_as(standard: &Standard, findings: &mut Vec<Finding>) {
    let absent = |path: &str| match standard.status {
        StandardStatus::InUse => Finding::error("required", path),
        _ => Finding::warning("required", path),
    };
    if standard.kind.trim().is_empty() {
        findings.push(absent("kind"));
    }
    if standard.ranges.is_empty() {
        findings.push(absent("ranges"));
    }
    for (n, range) in standard.ranges.iter().enumerate() {
        if fitness::compare((&range.low, range.unit), (&range.high, range.unit)).is_some_and(Ordering::is_gt) {
            findings.push(Finding::error("low_above_high", format!("ranges/{n}/low")));
        }
    }
}

pub fn service(service: &CalibrationService) -> Vec<Finding> {
    let mut findings = Vec::new();
    required(&mut findings, "code", &service.code);
    named(&mut findings, "name", &service.name);
    findings
}

pub fn method(method: &Method) -> Vec<Finding> {
    let mut findings = Vec::new();
    required(&mut findings, "code", &method.code);
    named(&mut findings, "title", &method.title);
    if let Some(approval) = &method.approval {
        required(&mut findings, "approval/by", &approval.by);
    }
    // C-4.2: until then it can be written down, and none of its editions comes into force.
    if !method.is_approved(base::time::Date::MAX) {
        findings.push(Finding::warning("method_not_approved", "approval"));
    }
    findings
}

pub fn edition(edition: &Edition) -> Vec<Finding> {
    let mut findings = Vec::new();
    required(&mut findings, "name", &edition.name);
    in_order(&mut findings, "validity", &edition.validity);
    findings.extend(edition_check::findings(edition));
    findings
}

pub fn order(order: &Order) -> Vec<Finding> {
    let mut findings = Vec::new();
    required(&mut findings, "number", &order.number);
    if order.lines.is_empty() {
        findings.push(Finding::warning("order_without_lines", "lines"));
    }
    findings.extend(terms::findings(order));
    findings
}

pub fn visit(visit: &Visit) -> Vec<Finding> {
    let mut findings = Vec::new();
    required(&mut findings, "number", &visit.number);
    findings
}

#[cfg(test)]
mod tests;
