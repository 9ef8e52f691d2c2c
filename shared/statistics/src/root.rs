//! Roots of monotone functions.

/// Where a decreasing function falls to `wanted`, for positive arguments; `None` where it never does.
pub(super) fn decreasing(wanted: f64, start: f64, f: impl Fn(f64) -> f64) -> Option<f64> {
    let (mut low, mut high) = (start, start);
    for _ in 0..2000 {
        if f(low) >= wanted || low < f64::MIN_POSITIVE {
            break;
        }
        low /= 2.0;
    }
    for _ in 0..2000 {
        if f(high) <= wanted {
            break;
        }
        high *= 2.0;
    }
    if !(high.is_finite() && f(high) <= wanted) {
        return None;
    }
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if f(middle) > wanted { low = middle } else { high = middle }
    }
    Some(0.5 * (low + high))
}
