//! Samples far from zero beside their scatter: 10 000 000.1 and 10 000 000.2 are a tenth apart, which their nearest binary numbers are not.

use super::exact::Exact;

/// Sizes of a sample's middle in units of its scatter beyond which digits of the scatter are lost.
const FAR: f64 = 1e3;

/// Whether the middle is so far from zero that distances from it lose digits.
pub(super) fn is_far(middle: f64, scatter: f64) -> bool {
    middle.abs() > FAR * scatter
}

/// One of the values next to the middle, and the distances of all from it: each the number nearest to the distance of the decimals.
pub(super) fn from_one_of_them(values: &[f64], middle: f64) -> (f64, Vec<f64>) {
    let nearer = |a: f64, b: &f64| if (b - middle).abs() < (a - middle).abs() { *b } else { a };
    let origin = values.iter().fold(f64::INFINITY, nearer);
    let exact = Exact::of(origin);
    (origin, values.iter().map(|value| Exact::of(*value).minus(&exact).number()).collect())
}
