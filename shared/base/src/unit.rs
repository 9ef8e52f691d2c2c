//! The units Etalon knows. An unknown unit is refused at the door.

use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::arithmetic;

/// A unit out of the table, named by its symbol.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Unit(&'static str);

/// Symbol, kind of quantity, factor to the coherent SI unit, offset added after the factor.
type Row = (&'static str, &'static str, f64, f64);

const UNITS: &[Row] = &[
    ("1", "ratio", 1.0, 0.0),
    ("%", "ratio", 1e-2, 0.0),
    ("ppm", "ratio", 1e-6, 0.0),
    ("m", "length", 1.0, 0.0),
    ("cm", "length", 1e-2, 0.0),
    ("mm", "length", 1e-3, 0.0),
    ("µm", "length", 1e-6, 0.0),
    ("nm", "length", 1e-9, 0.0),
    ("kg", "mass", 1.0, 0.0),
    ("g", "mass", 1e-3, 0.0),
    ("mg", "mass", 1e-6, 0.0),
    ("µg", "mass", 1e-9, 0.0),
    ("s", "time", 1.0, 0.0),
    ("ms", "time", 1e-3, 0.0),
    ("min", "time", 60.0, 0.0),
    ("h", "time", 3600.0, 0.0),
    ("K", "temperature", 1.0, 0.0),
    ("°C", "temperature", 1.0, 273.15),
    ("mK", "temperature", 1e-3, 0.0),
    ("V", "voltage", 1.0, 0.0),
    ("mV", "voltage", 1e-3, 0.0),
    ("µV", "voltage", 1e-6, 0.0),
    ("kV", "voltage", 1e3, 0.0),
    ("A", "current", 1.0, 0.0),
    ("mA", "current", 1e-3, 0.0),
    ("µA", "current", 1e-6, 0.0),
    ("Ω", "resistance", 1.0, 0.0),
    ("kΩ", "resistance", 1e3, 0.0),
    ("MΩ", "resistance", 1e6, 0.0),
    ("Hz", "frequency", 1.0, 0.0),
    ("kHz", "frequency", 1e3, 0.0),
    ("MHz", "frequency", 1e6, 0.0),
    ("Pa", "pressure", 1.0, 0.0),
    ("hPa", "pressure", 1e2, 0.0),
    ("kPa", "pressure", 1e3, 0.0),
    ("MPa", "pressure", 1e6, 0.0),
    ("bar", "pressure", 1e5, 0.0),
    ("mbar", "pressure", 1e2, 0.0),
    ("N", "force", 1.0, 0.0),
    ("kN", "force", 1e3, 0.0),
    ("N·m", "torque", 1.0, 0.0),
    ("W", "power", 1.0, 0.0),
    ("°", "angle", 0.017_453_292_519_943_295, 0.0),
    ("L", "volume", 1e-3, 0.0),
    ("mL", "volume", 1e-6, 0.0),
    ("µL", "volume", 1e-9, 0.0),
    ("% RH", "relative humidity", 1e-2, 0.0),
    ("lx", "illuminance", 1.0, 0.0),
    ("dB", "level", 1.0, 0.0),
    ("mm/s", "velocity", 1e-3, 0.0),
];

impl Unit {
    /// The unit with this symbol.
    pub fn find(symbol: &str) -> Option<Self> {
        UNITS.iter().find(|row| row.0 == symbol).map(|row| Self(row.0))
    }

    /// The symbol, as printed.
    pub const fn symbol(self) -> &'static str {
        self.0
    }

    /// The kind of quantity ("length").
    pub fn quantity(self) -> &'static str {
        self.row().1
    }

    /// Every unit, for a choice on a screen.
    pub fn all() -> impl Iterator<Item = Self> {
        UNITS.iter().map(|row| Self(row.0))
    }

    /// The factor that takes a difference in this unit to `other`; `None` for another kind of quantity.
    pub fn factor_to(self, other: Self) -> Option<f64> {
        (self.quantity() == other.quantity()).then(|| self.row().2 / other.row().2)
    }

    /// The factor to the coherent SI unit.
    pub fn factor(self) -> f64 {
        self.row().2
    }

    /// Exponents of m, kg, s, A, K and cd; `None` for a level, which is the logarithm of a ratio.
    pub fn dimension(self) -> Option<[i8; 6]> {
        Some(match self.quantity() {
            "length" => [1, 0, 0, 0, 0, 0],
            "mass" => [0, 1, 0, 0, 0, 0],
            "time" => [0, 0, 1, 0, 0, 0],
            "current" => [0, 0, 0, 1, 0, 0],
            "temperature" => [0, 0, 0, 0, 1, 0],
            "voltage" => [2, 1, -3, -1, 0, 0],
            "resistance" => [2, 1, -3, -2, 0, 0],
            "frequency" => [0, 0, -1, 0, 0, 0],
            "pressure" => [-1, 1, -2, 0, 0, 0],
            "force" => [1, 1, -2, 0, 0, 0],
            "torque" => [2, 1, -2, 0, 0, 0],
            "power" => [2, 1, -3, 0, 0, 0],
            "volume" => [3, 0, 0, 0, 0, 0],
            "illuminance" => [-2, 0, 0, 0, 0, 1],
            "velocity" => [1, 0, -1, 0, 0, 0],
            "ratio" | "angle" | "relative humidity" => [0; 6],
            _ => return None,
        })
    }

    /// Whether its zero is not the quantity's (°C).
    pub fn has_offset(self) -> bool {
        self.row().3 != 0.0
    }

    /// A value in this unit, in `other`; `None` for another kind of quantity. Decimal, so that no digit is lost to binary factors.
    pub fn convert(self, value: Decimal, other: Self) -> Option<Decimal> {
        if self == other {
            return Some(value);
        }
        if self.quantity() != other.quantity() {
            return None;
        }
        let (from, to) = (self.row(), other.row());
        let coherent = arithmetic::sum(arithmetic::product(value, decimal(from.2)?)?, decimal(from.3)?)?;
        arithmetic::quotient(arithmetic::difference(coherent, decimal(to.3)?)?, decimal(to.2)?)
    }

    /// A value in this unit, in `other`, in binary.
    pub fn convert_f64(self, value: f64, other: Self) -> Option<f64> {
        let factor = self.factor_to(other)?;
        Some(if self == other { value } else { value * factor + (self.row().3 - other.row().3) / other.row().2 })
    }

    fn row(self) -> &'static Row {
        UNITS.iter().find(|row| row.0 == self.0).unwrap_or(&UNITS[0])
    }
}

/// A factor of the table as the decimal it is written as.
fn decimal(factor: f64) -> Option<Decimal> {
    Decimal::from_scientific(&format!("{factor:e}")).ok()
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}
impl fmt::Debug for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}
crate::text_schema!(Unit, "Unit", "enum": Unit::all().map(Unit::symbol).collect::<Vec<_>>());
impl Serialize for Unit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}
impl<'de> Deserialize<'de> for Unit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::find(&text).ok_or_else(|| serde::de::Error::custom(format!("unknown unit {text:?}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_unit_but_a_level_has_a_dimension() {
        let without: Vec<Unit> = Unit::all().filter(|unit| unit.dimension().is_none()).collect();
        assert_eq!(without.iter().map(|unit| unit.symbol()).collect::<Vec<_>>(), ["dB"]);
    }
}
