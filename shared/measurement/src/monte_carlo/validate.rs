//! Whether the result of the law of propagation stands beside the simulation (JCGM 101 clause 8).

use super::run::Simulated;

/// What the comparison says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Validation {
    /// The numerical tolerance δ.
    pub tolerance: f64,
    /// |y − U − lower end|.
    pub low: f64,
    /// |y + U − upper end|.
    pub high: f64,
    /// Whether both are within δ: then the law of propagation serves here, and for like cases.
    pub validated: bool,
}

/// δ: half of one unit in the last of u's significant digits (JCGM 101 7.9.2). Zero for u = 0.
pub fn tolerance(u: f64, digits: u8) -> f64 {
    let text = format!("{:.*e}", usize::from(digits.max(1)) - 1, u.abs());
    let exponent = text.split_once('e').and_then(|(_, exponent)| exponent.parse::<i32>().ok()).unwrap_or(0);
    if u == 0.0 { 0.0 } else { 0.5 * 10.0_f64.powi(exponent + 1 - i32::from(digits.max(1))) }
}

/// Compares y ± U with the coverage interval of a simulation, to so many digits of u. The simulation's own tolerance should be a
/// fifth of that (JCGM 101 8.2).
pub fn validate(value: f64, u: f64, expanded: f64, simulated: &Simulated, digits: u8) -> Validation {
    let tolerance = tolerance(u, digits);
    let (low, high) = ((value - expanded - simulated.low).abs(), (value + expanded - simulated.high).abs());
    Validation { tolerance, low, high, validated: low <= tolerance && high <= tolerance }
}
