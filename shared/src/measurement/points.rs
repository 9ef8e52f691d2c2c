//! The law of propagation for many points of one model: what can be known before the numbers is worked out once, and no memory is
//! taken for a point.

use super::formula::{Formula, Scratch};
use super::gum::combined;
use super::gum::{Contribution, effective_dof};
use super::refusal::MeasurementError;

/// A model with the order of its inputs.
#[derive(Debug, Clone)]
pub struct Points {
    model: Formula,
    order: Vec<usize>,
    values: Vec<f64>,
    scratch: Scratch,
    contributions: Vec<Contribution>,
}

/// What is known of an input at a point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct At {
    /// Estimate.
    pub x: f64,
    /// Standard uncertainty.
    pub u: f64,
    /// Degrees of freedom; `None` is infinite.
    pub dof: Option<f64>,
}

/// What comes out at a point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Value of the model.
    pub value: f64,
    /// Combined standard uncertainty.
    pub combined: f64,
    /// Effective degrees of freedom; `None` is infinite.
    pub dof: Option<f64>,
}

impl Points {
    /// Prepares a model for inputs without correlation, in the order of `symbols`.
    ///
    /// # Errors
    /// [`MeasurementError::SymbolUnknown`] for a symbol of the model that is not among them.
    pub fn new(model: &Formula, symbols: &[&str]) -> Result<Self, MeasurementError> {
        let place = |symbol: &String| {
            symbols.iter().position(|known| known == symbol).ok_or_else(|| MeasurementError::SymbolUnknown(symbol.clone()))
        };
        let order = model.symbols().iter().map(place).collect::<Result<Vec<_>, _>>()?;
        Ok(Self { model: model.clone(), order, values: Vec::new(), scratch: Scratch::default(), contributions: Vec::new() })
    }

    /// Propagates at one point.
    ///
    /// # Errors
    /// [`MeasurementError::NotFinite`], [`MeasurementError::NotPositive`] for a negative uncertainty or no degrees of freedom,
    /// [`MeasurementError::SymbolUnknown`] where inputs are missing.
    pub fn at(&mut self, inputs: &[At]) -> Result<Point, MeasurementError> {
        self.values.clear();
        for place in &self.order {
            let input = inputs.get(*place).ok_or_else(|| MeasurementError::SymbolUnknown(place.to_string()))?;
            if !(input.u >= 0.0 && input.u.is_finite() && input.dof.is_none_or(|dof| dof > 0.0)) {
                return Err(MeasurementError::NotPositive(place.to_string()));
            }
            self.values.push(input.x);
        }
        let beyond = || MeasurementError::NotFinite("model".to_owned());
        let value = self.model.gradient_into(&self.values, &mut self.scratch).ok_or_else(beyond)?;
        self.contributions.clear();
        let known = self.order.iter().map(|place| inputs[*place]);
        let terms = known.zip(self.scratch.gradient()).map(|(input, c)| Contribution { signed: c * input.u, dof: input.dof });
        self.contributions.extend(terms);
        let combined = combined(&self.contributions).ok_or_else(beyond)?;
        let dof = if combined > 0.0 { effective_dof(&self.contributions, combined) } else { None };
        Ok(Point { value, combined, dof })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measurement::propagate::{Known, propagate};

    #[test]
    fn many_points_are_as_one() {
        let model = Formula::parse("a*b/c + d - e").unwrap();
        let symbols = ["d", "a", "c", "b", "e"];
        let mut points = Points::new(&model, &symbols).unwrap();
        for n in 1..20 {
            let n = f64::from(n);
            let inputs = [0.1, 0.2, 0.3, 0.4, 0.5].map(|u| At { x: n + 10.0 * u, u: u / n, dof: Some(n + 10.0 * u) });
            let known: Vec<Known> = symbols
                .iter()
                .zip(inputs)
                .map(|(symbol, at)| Known { symbol: (*symbol).to_owned(), x: at.x, u: at.u, dof: at.dof })
                .collect();
            let one = propagate(&model, &known, &[]).unwrap();
            let got = points.at(&inputs).unwrap();
            assert_eq!((got.value, got.dof.is_some()), (one.value, one.dof.is_some()));
            assert!((got.combined / one.combined - 1.0).abs() < 1e-14);
            assert!((got.dof.unwrap() / one.dof.unwrap() - 1.0).abs() < 1e-13);
        }
        assert!(Points::new(&model, &["a"]).is_err());
        assert!(points.at(&[]).is_err());
        assert!(points.at(&[At { x: 1.0, u: -1.0, dof: None }; 5]).is_err());
        assert!(points.at(&[At { x: 0.0, u: 1.0, dof: None }; 5]).is_err());
    }
}
