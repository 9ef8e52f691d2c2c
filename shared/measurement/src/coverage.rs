//! Coverage factors: t for a stated probability (GUM G.3), the dominant terms of EA-4/02 (S9, S10), numerical convolution.

use super::convolution;
use super::distribution::{Shape, Term, trapezoidal};
use super::gum::stated;
use statistics::student;

/// A coverage factor and the shape that gave it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Factor {
    /// k.
    pub k: f64,
    /// "normal", "t", "rectangular", "trapezoidal", "convolution", "monte_carlo", "fixed".
    pub by: &'static str,
}

/// What the rest may be of the dominant part, in standard uncertainties (EA-4/02 S9.14).
const NEGLIGIBLE: f64 = 0.3;

/// k for a probability with effective degrees of freedom (truncated to an integer; `None` is infinite). `None` where there is less
/// than one degree of freedom.
pub fn by_t(probability: f64, dof: Option<f64>) -> Option<Factor> {
    match stated(dof) {
        None => student::normal_factor(probability).map(|k| Factor { k, by: "normal" }),
        Some(whole) if whole >= 1.0 => student::factor_of_whole(probability, whole).map(|k| Factor { k, by: "t" }),
        Some(_) => None,
    }
}

/// k with the degrees of freedom as they are, between integers.
pub fn interpolated(probability: f64, dof: Option<f64>) -> Option<f64> {
    match dof {
        None => student::normal_factor(probability),
        Some(dof) => student::factor(probability, dof),
    }
}

/// k by EA-4/02: one rectangular contribution that dominates gives a rectangular result, two a trapezoidal one; else t.
pub fn by_dominant_terms(probability: f64, terms: &[Term], dof: Option<f64>) -> Option<Factor> {
    dominant(probability, terms).or_else(|| by_t(probability, dof))
}

/// k by numerical convolution of all contributions.
pub fn by_convolution(probability: f64, terms: &[Term], combined: f64) -> Option<Factor> {
    let half_width = convolution::half_width(probability, terms)?;
    Some(Factor { k: half_width / combined, by: "convolution" }).filter(|factor| factor.k.is_finite() && factor.k > 0.0)
}

fn dominant(probability: f64, terms: &[Term]) -> Option<Factor> {
    let mut sorted: Vec<&Term> = terms.iter().collect();
    sorted.sort_by(|a, b| b.u.total_cmp(&a.u));
    let rest = |from: usize| sorted[from..].iter().map(|term| term.u * term.u).sum::<f64>().sqrt();
    let first = sorted.first()?;
    let sound = |term: &&Term| {
        term.u >= 0.0 && term.u.is_finite() && !matches!(term.shape, Shape::Trapezoidal(beta) if !(0.0..=1.0).contains(&beta))
    };
    if !(probability > 0.0 && probability < 1.0 && first.u > 0.0 && sorted.iter().all(sound)) {
        return None;
    }
    if rest(1) <= NEGLIGIBLE * first.u {
        match first.shape {
            Shape::Rectangular => return Some(Factor { k: trapezoidal(probability, 1.0), by: "rectangular" }),
            Shape::Trapezoidal(beta) => return Some(Factor { k: trapezoidal(probability, beta), by: "trapezoidal" }),
            Shape::Triangular => return Some(Factor { k: trapezoidal(probability, 0.0), by: "trapezoidal" }),
            Shape::Normal | Shape::Student(_) | Shape::UShaped => {}
        }
    }
    let second = sorted.get(1)?;
    let both = first.shape == Shape::Rectangular && second.shape == Shape::Rectangular;
    if both && rest(2) <= NEGLIGIBLE * first.u.hypot(second.u) {
        // Equal divisors: the ratio of half-widths is that of the standard uncertainties.
        let beta = (first.u - second.u) / (first.u + second.u);
        return Some(Factor { k: trapezoidal(probability, beta), by: "trapezoidal" });
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rectangular(u: f64) -> Term {
        Term { u, shape: Shape::Rectangular }
    }

    #[test]
    fn one_rectangular_contribution_dominates() {
        let factor = by_dominant_terms(0.95, &[rectangular(0.0289), rectangular(0.00635)], None).unwrap();
        assert_eq!((factor.by, format!("{:.2}", factor.k)), ("rectangular", "1.65".to_owned()));
    }

    #[test]
    fn two_rectangular_contributions_make_a_trapezoid() {
        let factor = by_dominant_terms(0.95, &[rectangular(14.43), rectangular(1.96), rectangular(28.87)], None).unwrap();
        assert_eq!((factor.by, format!("{:.2}", factor.k)), ("trapezoidal", "1.83".to_owned()));
    }

    #[test]
    fn without_dominance_it_is_t_or_normal() {
        let terms = [rectangular(1.0), Term { u: 1.0, shape: Shape::Normal }];
        assert_eq!(by_dominant_terms(0.95, &terms, None).map(|f| f.by), Some("normal"));
        let factor = by_dominant_terms(0.95, &terms, Some(4.7)).unwrap();
        assert_eq!((factor.by, format!("{:.3}", factor.k)), ("t", "2.776".to_owned()));
        assert_eq!(by_t(0.95, Some(0.5)), None);
    }

    #[test]
    fn the_two_branches_of_the_trapezoid_meet() {
        let edge = 0.95 / 1.05;
        assert!((trapezoidal(0.95, edge - 1e-9) - trapezoidal(0.95, edge + 1e-9)).abs() < 1e-7);
        assert!((trapezoidal(0.95, 1.0) - 0.95 * 3.0_f64.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn convolution_gives_what_theory_gives() {
        // EA-4/02's multimeter: 1.65 by the dominant term, 1.71 by convolution: both right, named on the certificate.
        let terms = [rectangular(0.05 / 3.0_f64.sqrt()), rectangular(0.011 / 3.0_f64.sqrt()), Term { u: 0.001, shape: Shape::Normal }];
        let u = (terms.iter().map(|t| t.u * t.u).sum::<f64>()).sqrt();
        assert_eq!(format!("{:.2}", by_convolution(0.95, &terms, u).unwrap().k), "1.71");
        let normal = [Term { u: 3.0, shape: Shape::Normal }, Term { u: 4.0, shape: Shape::Normal }];
        assert!((by_convolution(0.95, &normal, 5.0).unwrap().k - 1.959_964).abs() < 1e-4);
        let one = [rectangular(1.0)];
        assert!((by_convolution(0.95, &one, 1.0).unwrap().k - 0.95 * 3.0_f64.sqrt()).abs() < 1e-3);
        let triangle = [rectangular(1.0), rectangular(1.0)];
        assert!((by_convolution(0.95, &triangle, 2.0_f64.sqrt()).unwrap().k - trapezoidal(0.95, 0.0)).abs() < 1e-3);
    }
}
