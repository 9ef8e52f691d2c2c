//! The units of a model: what its symbols' units make of it. Terms that are added must be of one dimension and one scale (C-5.5.3).

use std::fmt::Write as _;

use super::{Formula, Function, Step};
use base::unit::Unit;

/// Exponents of m, kg, s, A, K, cd: mol is in no unit of the table.
const BASES: [&str; 6] = ["m", "kg", "s", "A", "K", "cd"];

/// What is known of a value's unit. A bare number has no dimension and any scale; what has no stated unit may be anything.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measure {
    /// Exponents of the base units; `None` where they are not known.
    dimension: Option<[f64; 6]>,
    /// Factor to the coherent unit; `None` where it is not known.
    scale: Option<f64>,
}

/// Two terms of a sum, or a model and its result, that do not fit together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Differ {
    /// The one.
    pub left: String,
    /// The other.
    pub right: String,
}

impl Measure {
    /// Nothing is known.
    pub const UNKNOWN: Self = Self { dimension: None, scale: None };
    const NUMBER: Self = Self { dimension: Some([0.0; 6]), scale: None };

    /// Of a unit.
    pub fn of(unit: Unit) -> Self {
        Self { dimension: unit.dimension().map(|exponents| exponents.map(f64::from)), scale: Some(unit.factor()) }
    }

    /// Of a symbol that is stated in several units: what they have in common.
    pub fn common(self, other: Self) -> Self {
        Self {
            dimension: if self.dimension == other.dimension { self.dimension } else { None },
            scale: if self.scale == other.scale { self.scale } else { None },
        }
    }

    fn times(self, other: Self, sign: f64) -> Self {
        let dimension = self.dimension.zip(other.dimension).map(|(a, b)| std::array::from_fn(|n| sign.mul_add(b[n], a[n])));
        Self { dimension, scale: self.scale.zip(other.scale).map(|(a, b)| a * b.powf(sign)) }
    }

    fn raised(self, exponent: f64) -> Self {
        Self { dimension: self.dimension.map(|d| d.map(|n| n * exponent)), scale: self.scale.map(|scale| scale.powf(exponent)) }
    }

    /// The measure of a sum of both.
    fn with(self, other: Self) -> Result<Self, Differ> {
        let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * a.abs().max(b.abs());
        let fits = self.dimension.zip(other.dimension).is_none_or(|(a, b)| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-9))
            && self.scale.zip(other.scale).is_none_or(|(a, b)| near(a, b));
        if !fits {
            return Err(Differ { left: self.text(), right: other.text() });
        }
        Ok(Self { dimension: self.dimension.or(other.dimension), scale: self.scale.or(other.scale) })
    }

    /// "0.001 m", "kg·m²·s⁻²" as "kg·m^2·s^-2", "1" for a number.
    fn text(self) -> String {
        let mut text = match self.scale {
            Some(scale) if (scale - 1.0).abs() > 1e-12 => format!("{scale} "),
            _ => String::new(),
        };
        let Some(dimension) = self.dimension else { return text + "?" };
        let parts = BASES.iter().zip(dimension).filter(|(_, n)| *n != 0.0);
        let parts: Vec<String> = parts.map(|(base, n)| if n == 1.0 { (*base).to_owned() } else { format!("{base}^{n}") }).collect();
        let _ = write!(text, "{}", if parts.is_empty() { "1".to_owned() } else { parts.join("·") });
        text
    }
}

impl Formula {
    /// Whether the terms of its sums fit together, and its value with the unit of the result.
    ///
    /// # Errors
    /// The first that do not.
    pub fn fits(&self, find: impl Fn(&str) -> Measure, result: Unit) -> Result<(), Differ> {
        let mut done: Vec<Measure> = Vec::with_capacity(self.steps.len());
        for step in &self.steps {
            let next = match *step {
                // Zero is zero in every unit.
                Step::Number(_, 0.0) => Measure::UNKNOWN,
                Step::Number(..) => Measure::NUMBER,
                Step::Symbol(n) => self.symbols.get(n).map_or(Measure::UNKNOWN, |symbol| find(symbol)),
                Step::Negative(a) | Step::Call(Function::Abs, a) => done[a],
                Step::Add(a, b) | Step::Subtract(a, b) | Step::Min(a, b) | Step::Max(a, b) => done[a].with(done[b])?,
                Step::Multiply(a, b) => done[a].times(done[b], 1.0),
                Step::Divide(a, b) => done[a].times(done[b], -1.0),
                Step::Power(a, b) => match self.number(b) {
                    Some(exponent) => done[a].raised(exponent),
                    None => Measure { dimension: done[a].dimension.filter(|d| *d == [0.0; 6]), scale: None },
                },
                Step::Call(Function::Sqrt, a) => done[a].raised(0.5),
                Step::Call(..) => Measure::NUMBER,
            };
            done.push(next);
        }
        done.last().map_or(Ok(()), |last| last.with(Measure::of(result)).map(|_| ()))
    }

    /// A step that is a number, whatever its sign.
    fn number(&self, step: usize) -> Option<f64> {
        match *self.steps.get(step)? {
            Step::Number(_, value) => Some(value),
            Step::Negative(a) => self.number(a).map(|value| -value),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(model: &str, symbols: &[(&str, &str)], result: &str) -> Result<(), (String, String)> {
        let find = |symbol: &str| {
            let unit = symbols.iter().find(|(name, _)| *name == symbol).and_then(|(_, unit)| Unit::find(unit));
            unit.map_or(Measure::UNKNOWN, Measure::of)
        };
        let fits = Formula::parse(model).unwrap().fits(find, Unit::find(result).unwrap());
        fits.map_err(|differ| (differ.left, differ.right))
    }

    // C-5.5.3
    #[test]
    fn terms_of_a_sum_are_of_one_dimension_and_scale() {
        let symbols = [("l", "mm"), ("d", "µm"), ("m", "m"), ("t", "K"), ("U", "V"), ("R", "Ω"), ("I", "mA"), ("P", "W"), ("s", "s")];
        for (model, result) in [
            ("l - l*a*t + l", "mm"),
            ("l + 2*d", "mm"),
            ("(l - d*1000)/m*100", "%"),
            ("max(l, 0)", "mm"),
            ("U/R", "A"),
            ("U^2/R", "W"),
            ("sqrt(P*R)", "V"),
            ("l*exp(-s/s)", "mm"),
            ("l^2/l", "mm"),
            ("l*s^-1", "mm/s"),
            ("a + b", "mm"),
        ] {
            assert_eq!(fits(model, &symbols, result), Ok(()), "{model}");
        }
        for (model, result, left, right) in [
            ("l + d", "mm", "0.001 m", "0.000001 m"),
            ("(l - m)/m*100", "%", "0.001 m", "m"),
            ("m*s^-1", "mm/s", "m·s^-1", "0.001 m·s^-1"),
            ("l + t", "mm", "0.001 m", "K"),
            ("l + 1", "mm", "0.001 m", "1"),
            ("l", "µm", "0.001 m", "0.000001 m"),
            ("I*R", "V", "0.001 m^2·kg·s^-3·A^-1", "m^2·kg·s^-3·A^-1"),
            ("min(U, P)", "V", "m^2·kg·s^-3·A^-1", "m^2·kg·s^-3"),
        ] {
            assert_eq!(fits(model, &symbols, result), Err((left.to_owned(), right.to_owned())), "{model}");
        }
    }
}
