//! The normal distribution, to the last digit a binary number holds.

use std::f64::consts::{FRAC_1_SQRT_2, PI};

use libm::{erf, erfc};
use statrs::function::erf::{erf_inv, erfc_inv};

/// What the nearest binary number of √½ leaves.
const REST: f64 = -4.833_646_656_726_457e-17;
/// Nodes and weights of the ten-point rule of Gauss and Legendre from −1 to 1: the positive half.
pub const GAUSS: [(f64, f64); 5] = [
    (0.148_874_338_981_631_22, 0.295_524_224_714_752_87),
    (0.433_395_394_129_247_2, 0.269_266_719_309_996_35),
    (0.679_409_568_299_024_4, 0.219_086_362_515_982_04),
    (0.865_063_366_688_984_5, 0.149_451_349_150_580_6),
    (0.973_906_528_517_171_7, 0.066_671_344_308_688_14),
];
/// Narrower than this, a difference of tails would cancel.
const NARROW: f64 = 0.5;

/// φ(z), the density.
pub fn density(z: f64) -> f64 {
    (-0.5 * z * z).exp() / (2.0 * PI).sqrt()
}

/// P(Z > z).
pub fn tail(z: f64) -> f64 {
    let x = z * FRAC_1_SQRT_2;
    let rough = 0.5 * erfc(x);
    if !(1.0..40.0).contains(&x) {
        return rough;
    }
    // What rounding took from z/√2, where the tail is steep: erfc′(x) = −2/√π·exp(−x²).
    let lost = z.mul_add(FRAC_1_SQRT_2, -x) + z * REST;
    rough - lost * (-x * x).exp() / PI.sqrt()
}

/// P(a < Z < b) without cancellation; 0 where b ≤ a.
pub fn between(a: f64, b: f64) -> f64 {
    if a >= b || a.is_nan() || b.is_nan() {
        return 0.0;
    }
    if b - a < NARROW {
        let (middle, half) = (0.5 * a + 0.5 * b, 0.5 * (b - a));
        return half * GAUSS.iter().map(|(x, w)| w * (density(middle - half * x) + density(middle + half * x))).sum::<f64>();
    }
    if a >= 0.0 {
        tail(a) - tail(b)
    } else if b <= 0.0 {
        tail(-b) - tail(-a)
    } else {
        0.5 * (erf(b * FRAC_1_SQRT_2) + erf(-a * FRAC_1_SQRT_2))
    }
}

/// Two-sided factor: P(|Z| ≤ k) = probability. `None` outside 0 < probability < 1.
pub fn factor(probability: f64) -> Option<f64> {
    if !(probability > 0.0 && probability < 1.0) {
        return None;
    }
    // Whichever of inside and outside is the smaller has all its digits.
    if probability < 0.5 {
        let start = erf_inv(probability) / FRAC_1_SQRT_2;
        return refined(start, |k| (probability - erf(k * FRAC_1_SQRT_2)) / (2.0 * density(k)));
    }
    upper_quantile(0.5 * (1.0 - probability))
}

/// The z with P(Z > z) = wanted, for 0 < wanted ≤ ½. `None` otherwise.
pub fn upper_quantile(wanted: f64) -> Option<f64> {
    if !(wanted > 0.0 && wanted <= 0.5) {
        return None;
    }
    let start = erfc_inv(2.0 * wanted) / FRAC_1_SQRT_2;
    refined(start, |z| {
        // Halley's step: the density falls by −z.
        let newton = (tail(z) - wanted) / density(z);
        newton / (1.0 - 0.5 * z * newton)
    })
}

/// A start that is good to many digits, made good to all.
fn refined(start: f64, step: impl Fn(f64) -> f64) -> Option<f64> {
    let mut at = start;
    for _ in 0..8 {
        let by = step(at);
        at += by;
        if by.abs() <= 1e-16 * at.abs() {
            break;
        }
    }
    Some(at).filter(|at| at.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// mpmath, 40 digits.
    #[test]
    fn tails_and_factors_have_all_their_digits() {
        let close = |got: f64, expected: f64| assert!((got / expected - 1.0).abs() < 1e-15, "{got:e} {expected:e}");
        close(tail(0.5), 0.3085375387259869);
        close(tail(1.0), 0.15865525393145705);
        close(tail(3.0), 0.0013498980316300946);
        close(tail(6.0), 9.86587645037698e-10);
        close(tail(8.3), 5.205569744890254e-17);
        close(tail(20.0), 2.7536241186062337e-89);
        close(tail(37.0), 5.725571222524577e-300);
        close(tail(-2.0), 0.9772498680518208);
        close(factor(1e-10).unwrap(), 1.2533141373155003e-10);
        close(factor(0.25).unwrap(), 0.31863936396437514);
        close(factor(0.5).unwrap(), 0.6744897501960817);
        close(factor(0.6826894921370859).unwrap(), 0.9999999999999999);
        close(factor(0.95).unwrap(), 1.9599639845400538);
        close(factor(0.9545).unwrap(), 2.000002443899604);
        close(factor(0.99).unwrap(), 2.5758293035489004);
        close(factor(0.9973).unwrap(), 2.999976992703389);
        close(factor(0.9999999999).unwrap(), 6.466951074732419);
        close(upper_quantile(1e-20).unwrap(), 9.262340089798407);
        close(upper_quantile(1e-100).unwrap(), 21.273453560965326);
        close(upper_quantile(1e-300).unwrap(), 37.0470962993612);
        close(between(2.0, 2.0000001), 5.3990961025731216e-09);
        close(between(-1.0, 3.0), 0.8399948480369128);
        close(between(6.0, 7.0), 9.853078324938123e-10);
        assert!((between(-30.0, -29.9) / 9.348_296_939_675_74e-197 - 1.0).abs() < 1e-14);
        close(between(-1e-09, 2e-09), 1.1968268412042981e-09);
        assert_eq!((factor(0.0), factor(1.0), factor(f64::NAN), upper_quantile(0.7)), (None, None, None, None));
        assert_eq!(between(1.0, 1.0), 0.0);
        assert!(factor(5e-324).is_some_and(|k| k >= 0.0) && factor(1.0 - f64::EPSILON / 2.0).is_some());
    }
}
