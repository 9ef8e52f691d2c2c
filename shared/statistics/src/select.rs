//! Medians without sorting.

/// The median of finite values, whose order is lost. Zero of nothing.
pub(super) fn median_in_place(values: &mut [f64]) -> f64 {
    let middle = values.len() / 2;
    if values.is_empty() {
        return 0.0;
    }
    let odd = values.len() % 2 == 1;
    let (below, &mut upper, _) = values.select_nth_unstable_by(middle, f64::total_cmp);
    if odd {
        return upper;
    }
    let lower = below.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    between(lower, upper)
}

/// The middle of two numbers, also where their distance is beyond numbers.
pub(super) fn between(low: f64, high: f64) -> f64 {
    let distance = high - low;
    if distance.is_finite() { low + distance / 2.0 } else { low / 2.0 + high / 2.0 }
}
