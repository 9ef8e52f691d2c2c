//! Student's t: two-sided factors and quantiles, for any degrees of freedom.

use std::cell::RefCell;
use std::f64::consts::PI;

use libm::tgamma;

use super::normal;
pub use super::normal::{factor as normal_factor, tail as normal_tail};

/// The squared normal quantile, in units of the degrees of freedom, below which the series of Cornish and Fisher has all digits.
const SERIES: f64 = 2e-3;
/// From here on the series is used.
const MANY: f64 = 1e4;
/// With fewer degrees of freedom the factor of any probability worth asking for is beyond numbers.
const FEWEST: f64 = 1e-6;
/// Steps of a continued fraction: none comes near.
const MOST_STEPS: u32 = 20_000;
/// Turns of a root: what is left after them is binary noise.
const MOST_TURNS: u32 = 200;

/// Two-sided factor: P(|T| ≤ k) = probability. `None` outside 0 < probability < 1, without degrees of freedom, or where k is beyond
/// numbers.
pub fn factor(probability: f64, dof: f64) -> Option<f64> {
    if !(probability > 0.0 && probability < 1.0) {
        return None;
    }
    if probability < 0.5 { solved(Wanted::Inside(probability), dof) } else { solved(Wanted::Outside(1.0 - probability), dof) }
}

/// The t with P(T > t) = wanted, for 0 < wanted < ½. `None` otherwise, without degrees of freedom, or where t is beyond numbers.
pub fn upper_quantile(wanted: f64, dof: f64) -> Option<f64> {
    if !(wanted > 0.0 && wanted < 0.5) {
        return None;
    }
    if wanted > 0.25 { solved(Wanted::Inside(1.0 - 2.0 * wanted), dof) } else { solved(Wanted::Outside(2.0 * wanted), dof) }
}

/// Degrees of freedom whose factors are remembered.
const REMEMBERED: usize = 512;

thread_local! {
    /// Factors of the probability that was asked for last, by whole degrees of freedom.
    static FACTORS: RefCell<(f64, Vec<f64>)> = const { RefCell::new((0.0, Vec::new())) };
}

/// The same as [`factor`] for whole degrees of freedom: a table that fills as it is used, since a coverage factor is looked up at
/// every point.
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

/// What is held between −t and t, or left outside: whichever is the smaller has all its digits.
#[derive(Clone, Copy)]
enum Wanted {
    Inside(f64),
    Outside(f64),
}

fn solved(wanted: Wanted, dof: f64) -> Option<f64> {
    if !(dof >= FEWEST && dof.is_finite()) {
        return None;
    }
    let z = match wanted {
        Wanted::Inside(p) => normal::factor(p)?,
        Wanted::Outside(q) => normal::upper_quantile(0.5 * q)?,
    };
    if dof >= MANY && z * z <= SERIES * dof {
        return Some(cornish_fisher(z, dof));
    }
    let t = T::with(dof);
    let (mut low, mut high) = (f64::MIN_POSITIVE, f64::MAX * dof.sqrt().min(1.0));
    if t.step(wanted, high) > 0.0 || t.step(wanted, low) < 0.0 {
        return None;
    }
    let mut at = t.start(wanted, z).clamp(low, high);
    for _ in 0..MOST_TURNS {
        let step = t.step(wanted, at);
        if step >= 0.0 {
            low = at;
        } else {
            high = at;
        }
        // Newton's step on logarithms, within what is known.
        let next = at * step.exp();
        let next = if next >= low && next <= high { next } else { (0.5 * (low.ln() + high.ln())).exp() };
        if (next - at).abs() <= 4e-16 * at || next <= low && next >= high {
            return Some(next);
        }
        at = next;
    }
    Some(at)
}

/// t by its expansion about the normal quantile (Abramowitz and Stegun 26.7.5).
fn cornish_fisher(z: f64, dof: f64) -> f64 {
    let s = z * z;
    let terms = [
        (s + 1.0) / 4.0,
        ((5.0 * s + 16.0) * s + 3.0) / 96.0,
        (((3.0 * s + 19.0) * s + 17.0) * s - 15.0) / 384.0,
        ((((79.0 * s + 776.0) * s + 1482.0) * s - 1920.0) * s - 945.0) / 92_160.0,
    ];
    z + z * terms.iter().rev().fold(0.0, |sum, term| (sum + term) / dof)
}

/// The distribution with some degrees of freedom.
struct T {
    dof: f64,
    /// Γ((ν + 1)/2)/Γ(ν/2)/√π.
    scale: f64,
}

impl T {
    fn with(dof: f64) -> Self {
        Self { dof, scale: gamma_ratio(0.5 * dof) / PI.sqrt() }
    }

    /// Where to begin: the heavy tail's power law for few degrees of freedom, else the normal quantile.
    fn start(&self, wanted: Wanted, z: f64) -> f64 {
        match wanted {
            Wanted::Outside(q) if self.dof < 4.0 => (0.5 * self.dof.ln() + (2.0 * self.scale / self.dof / q).ln() / self.dof).exp(),
            _ => z,
        }
    }

    /// By how much ln t must change, to the first order, for the wanted probability.
    fn step(&self, wanted: Wanted, t: f64) -> f64 {
        let (half, r) = (0.5 * self.dof, t / self.dof.sqrt());
        let logarithm = if r < 1e100 { (t * (t / self.dof)).ln_1p() } else { 2.0 * r.ln() };
        // y = r²/(1 + r²), x = 1 − y.
        let (root_y, x) = (r / r.hypot(1.0), 1.0 / (1.0 + r * r));
        let density = self.scale * r * (-(half + 0.5) * logarithm).exp();
        let common = self.scale * (-half * logarithm).exp() * root_y;
        let near = r * r * half < 1.5 * self.dof / (self.dof + 2.0);
        let (inside, outside) = if near {
            let inside = 2.0 * common * fraction(0.5, half, root_y * root_y);
            (inside, 1.0 - inside)
        } else {
            let outside = common / half * fraction(half, 0.5, x);
            (1.0 - outside, outside)
        };
        match wanted {
            Wanted::Inside(_) if inside <= 0.0 => f64::INFINITY,
            Wanted::Outside(_) if outside <= 0.0 => f64::NEG_INFINITY,
            Wanted::Inside(p) => (p / inside).ln() * inside / (2.0 * density),
            Wanted::Outside(q) => (outside / q).ln() * outside / (2.0 * density),
        }
    }
}

/// Γ(a + ½)/Γ(a).
fn gamma_ratio(a: f64) -> f64 {
    if a < 20.0 {
        // Γ(a) of the smallest a is 1/a.
        return if a < 1e-300 { a * PI.sqrt() } else { tgamma(a + 0.5) / tgamma(a) };
    }
    let w = a - 0.25;
    let v = 1.0 / (w * w);
    let series = [1.0 / 64.0, -19.0 / 8_192.0, 631.0 / 524_288.0, -174_317.0 / 134_217_728.0, 20_491_783.0 / 8_589_934_592.0];
    w.sqrt() * (1.0 + series.iter().rev().fold(0.0, |sum, term| (sum + term) * v))
}

/// The continued fraction of the incomplete beta function, for x below (a + 1)/(a + b + 2) (Lentz's method).
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let kept = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / kept(1.0 - (a + b) * x / (a + 1.0));
    let mut product = d;
    for n in 1..MOST_STEPS {
        let m = f64::from(n);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / kept(1.0 + even * d);
        c = kept(1.0 + even / c);
        product *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / kept(1.0 + odd * d);
        c = kept(1.0 + odd / c);
        product *= d * c;
        if (d * c - 1.0).abs() < 1e-16 {
            break;
        }
    }
    product
}

#[cfg(test)]
mod tests {
    use super::*;

    /// mpmath, 60 digits.
    #[test]
    fn factors_have_their_digits_for_any_degrees_of_freedom() {
        for (probability, dof, expected) in [
            (0.95, 0.01, 6.364181928400011e+128),
            (1e-10, 5.0, 1.3171527620701363e-10),
            (0.95, 1.0, 12.706204736174694),
            (0.95, 2.5, 3.5746548420036817),
            (0.95, 9.0, 2.262157162798205),
            (0.99, 16.0, 2.9207816224250998),
            (0.9545, 50.0, 2.0512507818518824),
            (0.95, 1e4, 1.960201239890626),
            (0.9999, 30.0, 4.482417175409786),
            (0.999_999_999_9, 1000.0, 6.536820817131027),
            (0.999_999_999_999, 20_000.0, 7.135133387903828),
            (0.5, 3.0, 0.7648923284043453),
            (0.3, 0.2, 1.3913338810743152),
            (1e-300, 7.0, 1.2987301378228253e-300),
            (0.9999999999999999, 1.0, 5734161139222659.0),
            (0.95, 1e5, 1.9599877075346093),
            (0.95, 1e7, 1.959964221767205),
            (0.95, 1e15, 1.9599639845400563),
            (0.95, 1e20, 1.9599639845400538),
            (0.9973, 123_456.0, 3.0000377429194436),
        ] {
            let k = factor(probability, dof).unwrap();
            // What one bit of the probability moves grows with 1/ν.
            assert!((k / expected - 1.0).abs() < 2e-14 + 1e-15 / dof, "{probability} {dof}: {k:e}, not {expected:e}");
            let outside = 1.0 - probability;
            if probability > 0.5 {
                assert!((upper_quantile(outside / 2.0, dof).unwrap() / k - 1.0).abs() < 1e-14);
            }
        }
    }

    #[test]
    fn more_degrees_of_freedom_never_need_a_larger_factor() {
        for probability in [1e-6, 0.3, 0.5, 0.95, 0.9973, 1.0 - 1e-12] {
            let mut before = f64::INFINITY;
            for n in 1..400 {
                let k = factor(probability, 1.09_f64.powi(n) / 2.0).unwrap();
                assert!(k <= before * (1.0 + 1e-14), "{probability} {n}: {k} after {before}");
                before = k;
            }
            assert!((before / normal_factor(probability).unwrap() - 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn what_is_remembered_is_what_is_computed() {
        for (probability, dof) in [(0.95, 5.0), (0.99, 5.0), (0.95, 5.0), (0.95, 700.0), (0.95, 2.5)] {
            assert_eq!(factor_of_whole(probability, dof), factor(probability, dof), "{probability} {dof}");
        }
        assert_eq!(factor_of_whole(1.0, 5.0), None);
    }

    #[test]
    fn what_has_no_factor_is_none_and_never_a_panic() {
        for (probability, dof) in [(1.0, 5.0), (0.0, 5.0), (f64::NAN, 5.0), (0.95, 0.0), (0.95, f64::NAN), (0.95, f64::INFINITY)] {
            assert_eq!(factor(probability, dof), None, "{probability} {dof}");
        }
        for dof in [5e-324, 1e-300, 1e-5, 0.001] {
            assert_eq!(factor(0.95, dof), None, "k would be beyond numbers: {dof}");
        }
        assert_eq!((upper_quantile(0.5, 3.0), upper_quantile(0.0, 3.0)), (None, None));
    }
}
