//! What an edition's computation answers to: its readings, its inputs, the points of a formula. Asked while an edition is written.

use super::evaluate::Inputs;
use super::number::Number;
use super::preview::{Sample, situation};
use super::scope::Scope;
use super::situation::{Reading, Situation};
use crate::method::{Point, Procedure, Quantity, Uncertainty};

/// Below this share of what a reading moved, the result has not moved: the noise of binary numbers.
const NOISE: f64 = 1e-15;
/// What stands for the readings that have no nominal value.
const ANY: f64 = 1.0;
/// How readings are moved, by a factor and a distance: up, and down, since a model may take the least of them.
const MOVES: [(f64, f64); 2] = [(1.25, 1.0), (0.8, -1.0)];

/// What was found out with samples.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Probe {
    /// Whether the result follows any reading at any point; `None` where nothing could be computed.
    pub follows_readings: Option<bool>,
    /// Inputs of type B without uncertainty at every point, by their place.
    pub certain: Vec<usize>,
}

/// Tries the model at every point with other values of each quantity, over each sample of what stands beside the readings.
pub fn probe(procedure: Procedure<'_>, samples: &[Sample]) -> Probe {
    let inputs = procedure.computation.inputs.iter().enumerate();
    let of_type_b = inputs.filter(|(_, input)| matches!(input.uncertainty, Uncertainty::TypeB { .. })).map(|(n, _)| n);
    let mut found = Probe { follows_readings: None, certain: of_type_b.collect() };
    let mut tried = false;
    for (point, sample) in procedure.form.points.iter().flat_map(|point| samples.iter().map(move |sample| (point, sample))) {
        tried |= try_at(procedure, point, sample, &mut found);
        if found.follows_readings == Some(true) && found.certain.is_empty() {
            break;
        }
    }
    if !tried {
        found.certain.clear();
    }
    found
}

/// Whether anything could be computed at the point.
fn try_at(procedure: Procedure<'_>, point: &Point, sample: &Sample, found: &mut Probe) -> bool {
    let at = |moved: Option<(&Quantity, (f64, f64))>| value(procedure, point, sample, moved);
    let mut some = false;
    let first = at(None);
    let each = procedure.form.quantities.iter().flat_map(|quantity| MOVES.map(|by| (quantity, by)));
    let moved = each.map(|moved| at(Some(moved)));
    for (result, certain, distance) in moved.flatten().chain(first.clone()) {
        some = true;
        found.certain.retain(|n| certain.contains(n));
        if let Some((before, ..)) = &first
            && distance > 0.0
        {
            let follows = (result - before).abs() > NOISE * distance;
            found.follows_readings = Some(found.follows_readings.unwrap_or_default() || follows);
        }
    }
    some
}

/// The value, the inputs without uncertainty, and how far the readings of the quantity were moved.
fn value(
    procedure: Procedure<'_>,
    point: &Point,
    sample: &Sample,
    moved: Option<(&Quantity, (f64, f64))>,
) -> Option<(f64, Vec<usize>, f64)> {
    let mut situation = situation(procedure, point, sample);
    let mut distance = 0.0;
    for quantity in &procedure.form.quantities {
        let readings = filled(&mut situation, quantity);
        if let Some((_, (factor, by))) = moved.filter(|(moved, _)| moved.key == quantity.key) {
            for reading in readings {
                let other = reading.number.approx.mul_add(factor, by);
                distance = f64::max(distance, (other - reading.number.approx).abs());
                reading.number = Number::binary(other);
            }
        }
    }
    let inputs = Inputs::of(&situation).ok()?;
    let result = inputs.value("model", &procedure.computation.model).ok()?.approx;
    Some((result, inputs.certain(), distance))
}

/// The readings of a quantity, as many as the form asks for.
fn filled<'s, 'e>(situation: &'s mut Situation<'e>, quantity: &'e Quantity) -> &'s mut [Reading] {
    let readings = situation.readings.entry(quantity.key.as_str()).or_default();
    let last = readings.last().copied().unwrap_or(Reading { number: Number::binary(ANY), places: 0 });
    readings.resize(readings.len().max(usize::from(quantity.readings)), last);
    readings
}

/// What a formula over a point's symbols gives at each point where it gives anything.
pub fn at_points(procedure: Procedure<'_>, formula: &str) -> Vec<f64> {
    let value = |point: &Point| Scope::of_point(procedure, point).evaluate("formula", formula).ok();
    procedure.form.points.iter().filter_map(value).map(|number| number.approx).collect()
}
