//! The form: keys, symbols, limits, points.

use std::cmp::Ordering;

use super::gathered::{Findings, point_symbols};
use crate::library::edition::Edition;
use crate::library::fitness;
use measurement::method::{Covers, EnvironmentField, Point, Quantity};

/// Most readings per point and quantity.
const MAX_READINGS: u8 = 50;

pub(super) fn check(edition: &Edition, findings: &mut Findings) {
    let form = &edition.form;
    findings.keys("form/environment", form.environment.iter().map(|field| field.key.as_str()));
    findings.keys("form/inspections", form.inspections.iter().map(|field| field.key.as_str()));
    findings.keys("form/slots", form.slots.iter().map(|slot| slot.key.as_str()));
    findings.keys("form/quantities", form.quantities.iter().map(|quantity| quantity.key.as_str()));
    findings.keys("form/points", form.points.iter().map(|point| point.key.as_str()));
    findings.refuse_unless(!form.quantities.is_empty(), "required", "form/quantities");
    findings.refuse_unless(!form.points.is_empty(), "required", "form/points");
    for (n, field) in form.environment.iter().enumerate() {
        limits(field, &format!("form/environment/{n}"), findings);
    }
    for (n, field) in form.inspections.iter().enumerate() {
        let path = format!("form/inspections/{n}/choices");
        findings.refuse_unless(!field.choices.is_empty(), "required", &path);
        findings.keys(&path, field.choices.iter().map(|choice| choice.key.as_str()));
    }
    for (n, slot) in form.slots.iter().enumerate() {
        if let Some(Covers::Range(range)) = &slot.covers {
            let crossed = fitness::compare((&range.low, range.unit), (&range.high, range.unit)).is_some_and(Ordering::is_gt);
            findings.refuse_unless(!crossed, "low_above_high", format!("form/slots/{n}/covers/low"));
        }
    }
    for (n, quantity) in form.quantities.iter().enumerate() {
        check_quantity(edition, quantity, &format!("form/quantities/{n}"), findings);
    }
    for (n, point) in form.points.iter().enumerate() {
        check_point(edition, point, &format!("form/points/{n}"), findings);
    }
}

fn limits(field: &EnvironmentField, path: &str, findings: &mut Findings) {
    if let (Some(low), Some(high)) = (&field.low, &field.high) {
        findings.refuse_unless(low.to_f64() <= high.to_f64(), "low_above_high", path);
    }
}

fn check_quantity(edition: &Edition, quantity: &Quantity, path: &str, findings: &mut Findings) {
    findings.symbol(format!("{path}/symbol"), &quantity.symbol);
    let twice = edition.form.quantities.iter().filter(|other| other.symbol == quantity.symbol).count() > 1;
    if twice {
        findings.named("symbol_duplicate", format!("{path}/symbol"), &quantity.symbol);
    }
    findings.refuse_unless((1..=MAX_READINGS).contains(&quantity.readings), "readings_out_of_range", format!("{path}/readings"));
    let positive = quantity.resolution.as_ref().is_none_or(|resolution| resolution.to_f64() > 0.0);
    findings.refuse_unless(positive, "not_positive", format!("{path}/resolution"));
    if let Some(plausible) = &quantity.plausible {
        findings.formula(format!("{path}/plausible"), plausible, &point_symbols(edition));
    }
}

fn check_point(edition: &Edition, point: &Point, path: &str, findings: &mut Findings) {
    for (n, parameter) in point.parameters.iter().enumerate() {
        let path = format!("{path}/parameters/{n}/symbol");
        findings.symbol(path.clone(), &parameter.symbol);
        let constants = edition.computation.constants.iter().filter(|constant| constant.symbol == parameter.symbol);
        let others = point.parameters.iter().filter(|other| other.symbol == parameter.symbol).skip(1);
        if constants.chain(others).next().is_some() {
            findings.named("symbol_duplicate", path, &parameter.symbol);
        }
    }
    for quantity in &edition.form.quantities {
        if point.unit.quantity() != quantity.unit.quantity() {
            continue;
        }
        findings.refuse_unless(point.unit == quantity.unit || !point.unit.has_offset(), "unit_mismatch", format!("{path}/unit"));
    }
}
