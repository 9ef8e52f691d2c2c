//! What is wrong with an entry by itself: fields left empty or contradicting each other.

use std::cmp::Ordering;

use super::address::{is_mailbox, is_website};
use crate::access::Role;
use crate::certificate::number::Pattern;
use crate::finding::{Finding, Refusal, Severity};
use crate::item::Item;
use crate::library::body::Body;
use crate::library::edition::Edition;
use crate::library::edition_check;
use crate::library::fitness;
use crate::library::method::Method;
use crate::library::person::{Person, TitleLevel};
use crate::library::place::Place;
use crate::library::service::CalibrationService;
use crate::library::standard::{
    AboveZero, COVERAGE_FACTORS, Characteristic, LONGEST_VALIDITY, MeasuringRange, Standard, StandardStatus, Traceability,
};
use crate::measurement::formula::Formula;
use crate::order::customer::Customer;
use crate::order::{Order, terms};
use crate::text::Bilingual;
use crate::text::fault::is_blank;
use crate::time::{Date, Validity};
use crate::visit::Visit;

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
    if !method.is_approved(crate::time::Date::MAX) {
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
mod tests {
    use super::*;
    use crate::library::body::CertificateLanguage;
    use crate::order::tests::example::{order, standard};
    use crate::register::Entry;

    fn told(findings: Vec<Finding>) -> Vec<(String, String)> {
        let wrong = findings.into_iter().filter(|finding| finding.severity == Severity::Error);
        wrong.map(|finding| (finding.code.into_owned(), finding.path)).collect()
    }

    fn one(code: &str, path: &str) -> Vec<(String, String)> {
        vec![(code.to_owned(), path.to_owned())]
    }

    fn with(status: StandardStatus, uncertainty: &str, factor: &str) -> Standard {
        let value = serde_json::json!({"key": "length", "value": "0.02", "expanded_uncertainty": uncertainty, "coverage_factor": factor,
            "unit": "mm"});
        let range = serde_json::json!({"low": "0", "high": "1", "unit": "mm"});
        let (characteristics, ranges) = (vec![serde_json::from_value(value).unwrap()], vec![serde_json::from_value(range).unwrap()]);
        Standard { kind: "gauge_blocks".to_owned(), ranges, characteristics, status, ..standard() }
    }

    // C-4.5.2
    #[test]
    fn a_certified_value_has_an_uncertainty_and_a_coverage_factor() {
        let nested = format!("{}1{}", "(".repeat(3000), ")".repeat(3000));
        let within = format!("{}1{}", "(".repeat(500), ")".repeat(500));
        let (u, k) = ("characteristics/0/expanded_uncertainty", "characteristics/0/coverage_factor");
        for (uncertainty, factor) in [
            ("0.06", "2"),
            ("2e-5 * abs(nominal)", "2.00"),
            ("mpe_weight / 3", "1.65"),
            ("max(0.06, 0.001 * nominal)", "1"),
            ("1e-9", "10"),
        ] {
            assert_eq!(told(with(StandardStatus::InUse, uncertainty, factor).findings()), [], "{uncertainty} {factor}");
        }
        for (uncertainty, factor, expected) in [
            ("0", "2", one("not_positive", u)),
            ("-0.0004", "2", one("not_positive", u)),
            ("0.5 - 1", "2", one("not_positive", u)),
            ("1 / 0", "2", one("not_positive", u)),
            // By a formula, over the range from 0 mm to 1 mm.
            ("nominal - nominal", "2", one("not_positive", u)),
            ("0 - nominal", "2", one("not_positive", u)),
            ("nominal - 0.5", "2", one("not_positive", u)),
            ("sqrt(nominal - 1)", "2", one("not_positive", u)),
            ("0.01 / nominal", "2", one("not_positive", u)),
            ("0,06", "2", one("formula_unexpected", u)),
            (nested.as_str(), "2", one("formula_too_long", u)),
            (within.as_str(), "2", one("formula_too_deep", u)),
            ("0.06", "0", one("coverage_factor_out_of_range", k)),
            ("0.06", "-2", one("coverage_factor_out_of_range", k)),
            ("0.06", "1e9", one("coverage_factor_out_of_range", k)),
        ] {
            assert_eq!(told(with(StandardStatus::InUse, uncertainty, factor).findings()), expected, "{uncertainty} {factor}");
            let failed = with(StandardStatus::Failed, uncertainty, factor);
            assert_eq!(told(failed.findings()), [], "that it failed is written down whatever else is entered");
        }
    }

    // C-4.5.2
    #[test]
    fn an_uncertainty_relative_to_the_value_is_told_that_it_vanishes_at_zero() {
        let told = |uncertainty: &str| {
            let findings = with(StandardStatus::InUse, uncertainty, "2").findings();
            findings.into_iter().map(|finding| (finding.code.into_owned(), finding.severity)).collect::<Vec<_>>()
        };
        assert_eq!(told("2e-5 * abs(nominal)"), [("uncertainty_zero_at_zero".to_owned(), Severity::Warning)]);
        // What only the point of an edition gives a value is looked at there.
        for sound in ["0.0001 + 2e-5 * nominal", "mpe_weight / 3", "mpe_weight - mpe_weight"] {
            assert_eq!(told(sound), [], "{sound}");
        }
    }

    // C-4.5.2
    #[test]
    fn a_certificate_that_counts_before_its_calibration_or_for_years_is_asked_about() {
        let told = |calibrated_on: Option<&str>, from: &str, until: Option<&str>| {
            let mut standard = with(StandardStatus::InUse, "0.06", "2");
            let day = |text: &str| text.parse::<Date>().unwrap();
            standard.traceability.calibrated_on = calibrated_on.map(day);
            standard.traceability.validity = Validity { from: day(from), until: until.map(day) };
            standard.findings().into_iter().map(|finding| (finding.code.into_owned(), finding.severity)).collect::<Vec<_>>()
        };
        let asked = |codes: &[&str]| codes.iter().map(|&code| (code.to_owned(), Severity::Warning)).collect::<Vec<_>>();
        for (calibrated_on, from, until, codes) in [
            (Some("2026-01-10"), "2026-01-10", Some("2027-01-09"), &[][..]),
            (Some("2026-01-10"), "2026-02-01", Some("2031-01-10"), &[]),
            (None, "2026-01-10", Some("2031-01-10"), &[]),
            (Some("2026-01-10"), "2026-01-10", None, &[]),
            (Some("2026-01-10"), "2020-01-01", Some("2025-01-01"), &["valid_before_calibration"]),
            (Some("1900-01-01"), "2026-01-10", Some("2027-01-09"), &["valid_for_long"]),
            (None, "2026-01-10", Some("2099-01-01"), &["valid_for_long"]),
            (Some("2026-01-10"), "2026-01-09", Some("2031-01-10"), &["valid_before_calibration", "valid_for_long"]),
        ] {
            assert_eq!(told(calibrated_on, from, until), asked(codes), "{calibrated_on:?} {from} {until:?}");
        }
    }

    fn body() -> Body {
        let name = Bilingual::new("衡准", "Hengzhun");
        Body {
            name: name.clone(),
            address: name.clone(),
            telephone: String::new(),
            email: "lab@hengzhun.example".to_owned(),
            website: "https://hengzhun.example".to_owned(),
            seal: name,
            permits: String::new(),
            number_pattern: "EC{year}-{seq:5}".to_owned(),
            certificate_language: CertificateLanguage::Bilingual,
            time_zone: "Asia/Shanghai".to_owned(),
        }
    }

    // C-5.4.1 a, b
    #[test]
    fn what_certificates_show_of_the_body_leads_nowhere_else() {
        assert_eq!(told(body().findings()), []);
        let bare = Body { email: String::new(), website: String::new(), ..body() };
        assert_eq!(told(bare.findings()), [], "a body that has neither yet");
        for (spoilt, code, path) in [
            (Body { email: "lab@hengzhun.example, evil@x.example".to_owned(), ..body() }, "email_malformed", "email"),
            (Body { website: "javascript:alert(1)".to_owned(), ..body() }, "website_malformed", "website"),
            (Body { number_pattern: "../../{year}-{seq:3}".to_owned(), ..body() }, "number_pattern_sign", "number_pattern"),
            (Body { number_pattern: "HZ/\"'<b>{seq:2}".to_owned(), ..body() }, "number_pattern_sign", "number_pattern"),
            (Body { number_pattern: "EC{year}".to_owned(), ..body() }, "number_pattern_without_sequence", "number_pattern"),
            (Body { number_pattern: "EC{month}{seq}".to_owned(), ..body() }, "number_pattern_placeholder", "number_pattern"),
        ] {
            assert_eq!(told(spoilt.findings()), one(code, path));
        }
    }

    // C-5.1.1
    #[test]
    fn an_orders_form_says_what_is_wrong_with_its_terms() {
        let mut order = order();
        order.lines[0].recalibration_months = Some(0);
        assert_eq!(told(order.findings()), one("integer_out_of_range", "lines/0/recalibration_months"));
    }
}
