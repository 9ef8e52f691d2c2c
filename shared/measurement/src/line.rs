//! An input of the computation at a point: its estimate, its standard uncertainty, the shape of its distribution (GUM 4).

use super::distribution::Shape;
use super::number::Number;
use super::refusal::MeasurementError;
use super::scope::Scope;
use super::situation::Situation;
use crate::method::Characteristic;
use crate::method::{Distribution, Estimate, Input, Uncertainty};
use base::decimal::DecimalText;
use base::unit::Unit;

/// What is known of an input: one line of the budget.
#[derive(Debug, Clone)]
pub(super) struct Line<'a> {
    pub(super) input: &'a Input,
    pub(super) estimate: Number,
    pub(super) u: f64,
    pub(super) shape: Shape,
    pub(super) dof: Option<f64>,
    pub(super) sensitivity: f64,
    /// Whether the sensitivity was stated, and not derived from the model.
    pub(super) stated: bool,
}

impl Line<'_> {
    pub(super) fn contribution(&self) -> f64 {
        self.sensitivity * self.u
    }
}

pub(super) fn line<'a>(situation: &Situation<'a>, scope: &Scope, input: &'a Input) -> Result<Line<'a>, MeasurementError> {
    let estimate = estimate(situation, scope, input)?;
    let (u, shape, dof) = uncertainty(situation, scope, input)?;
    if !u.is_finite() || u < 0.0 {
        return Err(MeasurementError::NotPositive(input.symbol.clone()));
    }
    Ok(Line { input, estimate, u, shape, dof, sensitivity: 0.0, stated: false })
}

fn estimate(situation: &Situation<'_>, scope: &Scope, input: &Input) -> Result<Number, MeasurementError> {
    let unit_error = |name: &str| MeasurementError::ReadingUnit(name.to_owned());
    match &input.estimate {
        Estimate::Zero => Ok(Number::ZERO),
        Estimate::Formula { formula } => scope.evaluate(&input.symbol, formula),
        Estimate::Readings { quantity } => {
            let (readings, unit) = readings(situation, quantity)?;
            let mean = Number::mean(&readings).ok_or_else(|| MeasurementError::ReadingMissing(quantity.clone()))?;
            mean.convert(unit, input.unit).ok_or_else(|| unit_error(quantity))
        }
        Estimate::Standard { slot, characteristic } => {
            let found = find_characteristic(situation, slot, characteristic)?;
            // A correction of 0 K is none of −273.15 °C: such units must agree.
            let alike = found.unit == input.unit || !(found.unit.has_offset() || input.unit.has_offset());
            let value = Number::of(&found.value).convert(found.unit, input.unit).filter(|_| alike);
            value.ok_or_else(|| MeasurementError::CharacteristicUnusable(slot.clone(), characteristic.clone()))
        }
        Estimate::Environment { field } => {
            let missing = || MeasurementError::EnvironmentMissing(field.clone());
            let value = situation.environment.get(field.as_str()).ok_or_else(missing)?;
            let declared = situation.procedure.form.environment.iter().find(|f| f.key == *field).ok_or_else(missing)?;
            value.convert(declared.unit, input.unit).ok_or_else(|| unit_error(field))
        }
    }
}

type Known = (f64, Shape, Option<f64>);

fn uncertainty(situation: &Situation<'_>, scope: &Scope, input: &Input) -> Result<Known, MeasurementError> {
    let stated = stated_dof(input)?;
    match &input.uncertainty {
        Uncertainty::None => Ok((0.0, Shape::Normal, None)),
        Uncertainty::TypeA { quantity, pooled } => type_a(situation, scope, input, quantity, pooled.as_deref()),
        Uncertainty::TypeB { magnitude, distribution, .. } => {
            let magnitude = scope.evaluate(&input.symbol, magnitude)?.approx;
            let (shape, divisor) = shape(input, distribution)?;
            Ok((magnitude / divisor, shape, stated))
        }
        Uncertainty::Certificate { slot, characteristic } => {
            let unusable = || MeasurementError::CharacteristicUnusable(slot.clone(), characteristic.clone());
            let found = find_characteristic(situation, slot, characteristic)?;
            let expanded = Scope::of_point(situation.procedure, situation.point).evaluate(&input.symbol, &found.expanded_uncertainty)?;
            let k = Some(found.coverage_factor.to_f64()).filter(|k| *k > 0.0).ok_or_else(unusable)?;
            let factor = found.unit.factor_to(input.unit).ok_or_else(unusable)?;
            Ok((expanded.approx * factor / k, gaussian(stated), stated))
        }
    }
}

fn type_a(
    situation: &Situation<'_>,
    scope: &Scope,
    input: &Input,
    quantity: &str,
    pooled: Option<&str>,
) -> Result<Known, MeasurementError> {
    let (readings, unit) = readings(situation, quantity)?;
    let factor = unit.factor_to(input.unit).ok_or_else(|| MeasurementError::ReadingUnit(quantity.to_owned()))?;
    let n = readings.len() as f64;
    if n < 2.0 {
        let pooled = pooled.ok_or_else(|| MeasurementError::TooFewReadings(quantity.to_owned()))?;
        let s = scope.evaluate(&input.symbol, pooled)?.approx;
        let dof = stated_dof(input)?;
        return Ok((s / n.sqrt(), gaussian(dof), dof));
    }
    let mean = readings.iter().map(|reading| reading.approx).sum::<f64>() / n;
    let squares: f64 = readings.iter().map(|reading| (reading.approx - mean).powi(2)).sum();
    Ok(((squares / (n - 1.0) / n).sqrt() * factor, Shape::Student(n - 1.0), Some(n - 1.0)))
}

fn readings(situation: &Situation<'_>, quantity: &str) -> Result<(Vec<Number>, Unit), MeasurementError> {
    let missing = || MeasurementError::ReadingMissing(quantity.to_owned());
    let declared = situation.procedure.form.quantities.iter().find(|q| q.key == quantity).ok_or_else(missing)?;
    let taken = situation.readings.get(quantity).filter(|taken| !taken.is_empty()).ok_or_else(missing)?;
    Ok((taken.iter().map(|reading| reading.number).collect(), declared.unit))
}

/// A characteristic by `key/point`, where the standard states one for the point, else by `key`.
pub(super) fn find_characteristic<'a>(situation: &Situation<'a>, slot: &str, key: &str) -> Result<&'a Characteristic, MeasurementError> {
    let stated = situation.standards.get(slot).ok_or_else(|| MeasurementError::StandardMissing(slot.to_owned()))?;
    let own = format!("{key}/{}", situation.point.key);
    let by_key = |wanted: &str| stated.iter().find(|c| c.key == wanted);
    by_key(&own).or_else(|| by_key(key)).ok_or_else(|| MeasurementError::CharacteristicMissing(slot.to_owned(), key.to_owned()))
}

fn stated_dof(input: &Input) -> Result<Option<f64>, MeasurementError> {
    match input.degrees_of_freedom.as_ref().map(DecimalText::to_f64) {
        Some(dof) if dof > 0.0 && dof.is_finite() => Ok(Some(dof)),
        Some(_) => Err(MeasurementError::NotPositive(input.symbol.clone())),
        None => Ok(None),
    }
}

/// Normal; t where degrees of freedom say how well the standard uncertainty is known (JCGM 101 6.4.9).
fn gaussian(dof: Option<f64>) -> Shape {
    dof.map_or(Shape::Normal, Shape::Student)
}

/// The shape and what the magnitude is divided by for the standard uncertainty.
fn shape(input: &Input, distribution: &Distribution) -> Result<(Shape, f64), MeasurementError> {
    let wrong = || MeasurementError::NotPositive(input.symbol.clone());
    let shape = match distribution {
        Distribution::Normal => gaussian(stated_dof(input)?),
        Distribution::Expanded { k } => {
            let dof = stated_dof(input)?;
            return Some(k.to_f64()).filter(|k| *k > 0.0).map(|k| (gaussian(dof), k)).ok_or_else(wrong);
        }
        Distribution::Rectangular => Shape::Rectangular,
        Distribution::Triangular => Shape::Triangular,
        Distribution::Trapezoidal { beta } => {
            Some(beta.to_f64()).filter(|beta| (0.0..=1.0).contains(beta)).map(Shape::Trapezoidal).ok_or_else(wrong)?
        }
        Distribution::UShaped => Shape::UShaped,
        Distribution::T => stated_dof(input)?.map(Shape::Student).ok_or_else(wrong)?,
    };
    Ok((shape, shape.divisor()))
}
