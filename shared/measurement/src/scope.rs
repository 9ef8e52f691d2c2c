//! Symbols and their values: what a formula of an edition can name.

use std::collections::BTreeMap;

use super::formula::Formula;
use super::number::Number;
use super::refusal::MeasurementError;
use super::situation::Situation;
use crate::method::{Point, Procedure};

/// Values by symbol.
#[derive(Debug, Clone, Default)]
pub(super) struct Scope(BTreeMap<String, Number>);

impl Scope {
    /// `nominal`, the point's parameters and the computation's constants.
    pub(super) fn of_point(procedure: Procedure<'_>, point: &Point) -> Self {
        let mut values: BTreeMap<String, Number> = procedure
            .computation
            .constants
            .iter()
            .chain(&point.parameters)
            .map(|parameter| (parameter.symbol.clone(), Number::of(&parameter.value)))
            .collect();
        values.insert("nominal".to_owned(), Number::of(&point.nominal));
        Self(values)
    }

    /// The same with the means of the quantities' readings.
    pub(super) fn of_situation(situation: &Situation<'_>) -> Self {
        let mut scope = Self::of_point(situation.procedure, situation.point);
        for quantity in &situation.procedure.form.quantities {
            let readings: Vec<Number> =
                situation.readings.get(quantity.key.as_str()).into_iter().flatten().map(|reading| reading.number).collect();
            if let Some(mean) = (!readings.is_empty()).then(|| Number::mean(&readings)).flatten() {
                scope.0.insert(quantity.symbol.clone(), mean);
            }
        }
        scope
    }

    pub(super) fn set(&mut self, symbol: &str, value: Number) {
        self.0.insert(symbol.to_owned(), value);
    }

    pub(super) fn get(&self, symbol: &str) -> Option<Number> {
        self.0.get(symbol).copied()
    }

    /// The values of a formula's symbols, in its order.
    pub(super) fn values(&self, formula: &Formula) -> Result<Vec<Number>, MeasurementError> {
        let find = |symbol: &String| self.0.get(symbol).copied().ok_or_else(|| MeasurementError::SymbolUnknown(symbol.clone()));
        formula.symbols().iter().map(find).collect()
    }

    /// The value of a formula that stands at `place`.
    pub(super) fn evaluate(&self, place: &str, text: &str) -> Result<Number, MeasurementError> {
        let formula = parse(place, text)?;
        let values = self.values(&formula)?;
        value(place, &formula, &values)
    }
}

/// Reads a formula that stands at `place`.
pub(super) fn parse(place: &str, text: &str) -> Result<Formula, MeasurementError> {
    Formula::parse(text).map_err(|error| MeasurementError::Formula(place.to_owned(), error))
}

/// The value, decimal where it can be.
pub(super) fn value(place: &str, formula: &Formula, values: &[Number]) -> Result<Number, MeasurementError> {
    let exact: Vec<_> = values.iter().map(|value| value.exact).collect();
    if let Some(number) = formula.exact(&exact).and_then(Number::decimal) {
        return Ok(number);
    }
    let approx: Vec<f64> = values.iter().map(|value| value.approx).collect();
    formula.value(&approx).map(Number::binary).ok_or_else(|| MeasurementError::NotFinite(place.to_owned()))
}
