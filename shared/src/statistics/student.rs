//! Normal and Student's t: tails and two-sided factors.

use std::cell::RefCell;
use std::f64::consts::{PI, SQRT_2};

use statrs::function::beta::beta_reg;
use statrs::function::erf::{erfc, erfc_inv};
use statrs::function::gamma::ln_gamma;

/// P(Z > z) of the standard normal distribution.
pub fn normal_tail(z: f64) -> f64 {
    0.5 * erfc(z / SQRT_2)
}

/// Two-sided factor of the normal distribution: P(|Z| ≤ k) = probability. `None` outside 0 < probability < 1.
pub fn normal_factor(probability: f64) -> Option<f64> {
    if !(probability > 0.0 && probability < 1.0) {
        return None;
    }
    let outside = 1.0 - probability;
    let mut k = SQRT_2 * erfc_inv(outside);
    // The inverse is good to about ten digits; one step of Newton's method makes the rest.
    for _ in 0..2 {
        let density = (-0.5 * k * k).exp() / (2.0 * PI).sqrt();
        k += (normal_tail(k) - outside / 2.0) / density;
    }
    Some(k).filter(|k| k.is_finite())
}

/// P(T > t) with some degrees of freedom, for t ≥ 0.
pub fn tail(t: f64, dof: f64) -> f64 {
    if t <= 0.0 {
        return 0.5;
    }
    0.5 * beta_reg(dof / 2.0, 0.5, dof / (dof + t * t))
}

/// Two-sided factor of Student's t: P(|T| ≤ k) = probability. `None` outside 0 < probability < 1 or without degrees of freedom.
pub fn factor(probability: f64, dof: f64) -> Option<f64> {
    if !(probability > 0.0 && probability < 1.0) {
        return None;
    }
    upper_quantile((1.0 - probability) / 2.0, dof)
}

/// Degrees of freedom whose factors are remembered.
const REMEMBERED: usize = 512;

thread_local! {
    /// Factors of the probability that was asked for last, by whole degrees of freedom.
    static FACTORS: RefCell<(f64, Vec<f64>)> = const { RefCell::new((0.0, Vec::new())) };
}

/// The same for whole degrees of freedom: a table that fills as it is used, since a coverage factor is looked up at every point.
pub fn factor_of_whole(probability: f64, dof: f64) -> Option<f64> {
    if !(dof >= 1.0 && dof < REMEMBERED as f64 && dof.fract() == 0.0) {
        return factor(probability, dof);
    }
    FACTORS.with_borrow_mut(|(known, table)| {
        if *known != probability {
            (*known, *table) = (probability, vec![0.0; REMEMBERED]);
        }
        let place = table.get_mut(dof as usize)?;
        if *place == 0.0 {
            *place = factor(probability, dof)?;
        }
        Some(*place)
    })
}

/// The t with P(T > t) = wanted, for 0 < wanted < ½. `None` otherwise or without degrees of freedom.
pub fn upper_quantile(wanted: f64, dof: f64) -> Option<f64> {
    if !(dof > 0.0 && dof.is_finite() && wanted > 0.0 && wanted < 0.5) {
        return None;
    }
    let start = SQRT_2 * erfc_inv(2.0 * wanted);
    // The tail of t is heavier, so that the normal quantile is the lower end.
    let (mut low, mut high) = (start * (1.0 - 1e-9), start * 2.0 + 1.0);
    for _ in 0..200 {
        if tail(high, dof) <= wanted {
            break;
        }
        low = high;
        high *= 4.0;
    }
    let mut k = low;
    for _ in 0..100 {
        let miss = tail(k, dof) - wanted;
        if miss > 0.0 {
            low = k
        } else {
            high = k
        }
        let newton = k + miss / density(k, dof);
        let next = if newton > low && newton < high { newton } else { 0.5 * (low + high) };
        if (next - k).abs() <= 1e-15 * k {
            return Some(next);
        }
        k = next;
    }
    Some(k).filter(|k| k.is_finite())
}

fn density(t: f64, dof: f64) -> f64 {
    let scale = ln_gamma((dof + 1.0) / 2.0) - ln_gamma(dof / 2.0) - 0.5 * (dof * PI).ln();
    (scale - (dof + 1.0) / 2.0 * (t * t / dof).ln_1p()).exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn factors_agree_with_tables() {
        for (probability, dof, expected) in [
            (0.95, 1.0, 12.706_204_736_174_705),
            (0.99, 16.0, 2.920_781_622_425_1),
            (0.95, 38.0, 2.024_394_163_911_97),
            (0.9973, 1.0, 235.783_687_158_492_6),
        ] {
            let k = factor(probability, dof).unwrap();
            assert!((k / expected - 1.0).abs() < 1e-10, "{probability} {dof}: {k}");
        }
        assert!((normal_factor(0.95).unwrap() / 1.959_963_984_540_054_3 - 1.0).abs() < 1e-10);
        for (probability, dof) in [(0.95, 5.0), (0.99, 5.0), (0.95, 5.0), (0.95, 700.0), (0.95, 2.5)] {
            assert_eq!(factor_of_whole(probability, dof), factor(probability, dof), "{probability} {dof}");
        }
        assert_eq!(factor_of_whole(1.0, 5.0), None);
        assert_eq!(factor(1.0, 5.0), None);
        assert_eq!(factor(0.95, 0.0), None);
    }
}
