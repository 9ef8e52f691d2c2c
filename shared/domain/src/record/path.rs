//! Addresses in an edition's form: which place of the form a path names, and which paths a complete record has.

use crate::record::Record;
use measurement::method::{EnvironmentField, Form, InspectionField, Point, Quantity, Stage};

/// The path of what concerns the whole record.
pub const WHOLE: &str = "record";
/// The path of remarks that the certificate repeats; others stay in the record.
pub const CERTIFICATE: &str = "certificate";
/// The highest number an extra reading can have.
pub const MAX_READING: u8 = 99;
/// Environment is read at these moments; path segments.
pub const MOMENTS: [&str; 2] = ["start", "end"];

/// A place in a form.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Address<'f> {
    /// `environment/{start|end}/{key}`.
    Environment(&'f EnvironmentField),
    /// `inspection/{key}`.
    Inspection(&'f InspectionField),
    /// `{stage}/points/{point}/{quantity}/r{n}`.
    Reading {
        /// Stage.
        stage: Stage,
        /// Point.
        point: &'f Point,
        /// Quantity.
        quantity: &'f Quantity,
        /// Number, from 1; above the quantity's number of readings for an extra one.
        number: u8,
    },
}

/// The place of the form that a path names.
pub fn find<'f>(form: &'f Form, path: &str) -> Option<Address<'f>> {
    let segments: Vec<&str> = path.split('/').collect();
    match segments.as_slice() {
        ["environment", moment, key] if MOMENTS.contains(moment) => {
            form.environment.iter().find(|field| field.key == *key).map(Address::Environment)
        }
        ["inspection", key] => form.inspections.iter().find(|field| field.key == *key).map(Address::Inspection),
        [stage, "points", point, quantity, number] => Some(Address::Reading {
            stage: stage_of(stage)?,
            point: form.points.iter().find(|p| p.key == *point)?,
            quantity: form.quantities.iter().find(|q| q.key == *quantity)?,
            number: number_of(number)?,
        }),
        _ => None,
    }
}

/// The path of a reading.
pub fn reading(stage: Stage, point: &str, quantity: &str, number: u8) -> String {
    format!("{}/points/{point}/{quantity}/r{number}", stage.key())
}

/// The path of an environment reading; `moment` is one of [`MOMENTS`].
pub fn environment(moment: &str, key: &str) -> String {
    format!("environment/{moment}/{key}")
}

/// The path of an inspection.
pub fn inspection(key: &str) -> String {
    format!("inspection/{key}")
}

/// The path of a point of a stage, for notes that concern all its readings.
pub fn point(stage: Stage, point: &str) -> String {
    format!("{}/points/{point}", stage.key())
}

/// The stage and point that such a path names.
pub fn find_point<'f>(form: &'f Form, path: &str) -> Option<(Stage, &'f Point)> {
    match path.split('/').collect::<Vec<_>>().as_slice() {
        [stage, "points", key] => Some((stage_of(stage)?, form.points.iter().find(|point| point.key == *key)?)),
        _ => None,
    }
}

/// Whether the path names a place of the form, a point or the whole record.
pub fn is_known(form: &Form, path: &str) -> bool {
    path == WHOLE || find(form, path).is_some() || find_point(form, path).is_some()
}

/// Paths still to be filled before the record can be submitted, in the form's order. A withdrawn reading asks for an
/// extra one in its place.
pub fn missing(record: &Record) -> Vec<String> {
    let form = &record.opened.edition.form;
    let mut paths = Vec::new();
    for moment in MOMENTS {
        paths.extend(form.environment.iter().map(|field| environment(moment, &field.key)));
    }
    paths.extend(form.inspections.iter().map(|field| inspection(&field.key)));
    paths.retain(|path| record.cells.get(path).is_none_or(|cell| cell.in_force().is_none()));
    let stages: &[Stage] = if record.adjustments.is_empty() { &[Stage::AsFound] } else { &[Stage::AsFound, Stage::AsLeft] };
    for stage in stages {
        for point in &form.points {
            for quantity in &form.quantities {
                paths.extend(missing_readings(record, *stage, point, quantity));
            }
        }
    }
    paths
}

/// Paths of a quantity's readings at a point that are still to be filled: those planned and never entered, and extra ones in
/// the place of withdrawn ones.
pub fn missing_readings(record: &Record, stage: Stage, point: &Point, quantity: &Quantity) -> Vec<String> {
    let path = |number| reading(stage, &point.key, &quantity.key, number);
    let mut absent: Vec<String> = (1..=quantity.readings).map(path).filter(|path| !record.cells.contains_key(path)).collect();
    let in_force = (1..=MAX_READING).filter(|n| record.cells.get(&path(*n)).is_some_and(|c| c.in_force().is_some())).count();
    let short = usize::from(quantity.readings).saturating_sub(in_force + absent.len());
    let fresh = (quantity.readings.saturating_add(1)..=MAX_READING).map(path).filter(|path| !record.cells.contains_key(path));
    absent.extend(fresh.take(short));
    absent
}

fn stage_of(key: &str) -> Option<Stage> {
    [Stage::AsFound, Stage::AsLeft].into_iter().find(|stage| stage.key() == key)
}

/// `r1` … `r99`, without leading zeros.
fn number_of(segment: &str) -> Option<u8> {
    let digits = segment.strip_prefix('r')?;
    let number: u8 = digits.parse().ok()?;
    (digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0') && number <= MAX_READING).then_some(number)
}
