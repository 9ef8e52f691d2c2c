//! The distribution of a sum of independent contributions, by its Fourier series. A term of few degrees of freedom has tails that no
//! grid holds: it is a mixture of normal distributions, and each of those has a series of its own length.

mod mixture;
#[cfg(test)]
mod tests;

use std::f64::consts::PI;

use libm::j0;

use self::mixture::{Part, mixture};
use super::distribution::{Shape, Term, trapezoidal};
use statistics::{normal, student};

/// How many standard deviations of a normal part are looked at: beyond are 10⁻¹⁹.
const REACH: f64 = 9.0;
/// Most members of a series; reached only without any normal part.
const MOST_MEMBERS: usize = 10_000;
/// Fewer degrees of freedom hold no probability worth asking for within numbers.
const FEWEST: f64 = 1e-6;
/// Members whose sines follow from each other, before one is worked out anew.
const TURNED: usize = 64;
/// What a member may be for the rest to be left out.
const NOTHING: f64 = 1e-18;
/// Turns of the search for a half-width.
const MOST_TURNS: u32 = 200;

/// The half-width that holds the probability in the sum of all terms; `None` where there is nothing to hold, or no number is wide
/// enough.
pub(super) fn half_width(probability: f64, terms: &[Term]) -> Option<f64> {
    let unit = terms.iter().map(|term| term.u.abs()).fold(0.0, f64::max);
    let sound = |term: &Term| term.u.is_finite() && sound(term.shape);
    if !(unit > 0.0 && probability > 0.0 && probability < 1.0 && terms.iter().all(sound)) {
        return None;
    }
    // In units of the largest, so that no square overflows or vanishes.
    let scaled = |term: &Term| Term { u: term.u.abs() / unit, shape: term.shape };
    let terms: Vec<Term> = terms.iter().filter(|term| term.u != 0.0).map(scaled).collect();
    let width = match alone(&terms) {
        Some(term) => one(probability, term)?,
        None => Sum::of(&terms).half_width(probability)?,
    };
    Some(width * unit).filter(|width| width.is_finite() && *width > 0.0)
}

const fn sound(shape: Shape) -> bool {
    match shape {
        Shape::Student(dof) => dof >= FEWEST && dof.is_finite(),
        Shape::Trapezoidal(beta) => beta >= 0.0 && beta <= 1.0,
        Shape::Normal | Shape::Rectangular | Shape::Triangular | Shape::UShaped => true,
    }
}

/// The one term that there is; normal ones are one, and two rectangles a trapezoid.
fn alone(terms: &[Term]) -> Option<Term> {
    match terms {
        [term] => Some(*term),
        [Term { u: a, shape: Shape::Rectangular }, Term { u: b, shape: Shape::Rectangular }] => {
            Some(Term { u: a.hypot(*b), shape: Shape::Trapezoidal((a - b).abs() / (a + b)) })
        }
        _ if terms.iter().all(|term| term.shape == Shape::Normal) => {
            Some(Term { u: terms.iter().map(|term| term.u * term.u).sum::<f64>().sqrt(), shape: Shape::Normal })
        }
        _ => None,
    }
}

fn one(probability: f64, term: Term) -> Option<f64> {
    let factor = match term.shape {
        Shape::Normal => normal::factor(probability)?,
        Shape::Student(dof) => student::factor(probability, dof)?,
        Shape::Rectangular => trapezoidal(probability, 1.0),
        Shape::Triangular => trapezoidal(probability, 0.0),
        Shape::Trapezoidal(beta) => trapezoidal(probability, beta),
        Shape::UShaped => term.shape.divisor() * (0.5 * PI * probability).sin(),
    };
    Some(factor * term.u)
}

/// A sum as parts of it that have much the same normal spread, each a Fourier series over its own period.
struct Sum(Vec<Series>);

struct Series {
    /// Half of the period: nothing lies beyond.
    half: f64,
    weight: f64,
    /// Of sin(πnh/half), n from 1.
    members: Vec<f64>,
}

impl Sum {
    fn of(terms: &[Term]) -> Self {
        let bounded: Vec<Term> = terms.iter().filter(|term| !matches!(term.shape, Shape::Normal | Shape::Student(_))).copied().collect();
        let reach = bounded.iter().map(|term| term.u * term.shape.divisor()).sum();
        Self(mixture(terms, reach).iter().map(|parts| Series::of(&bounded, reach, parts)).collect())
    }

    /// The probability between −h and h.
    fn inside(&self, h: f64) -> f64 {
        self.0.iter().map(|series| series.inside(h)).sum()
    }

    fn half_width(&self, probability: f64) -> Option<f64> {
        let (mut low, mut high) = (0.0, 1.0);
        while self.inside(high) < probability {
            (low, high) = (high, high * 2.0);
            if high > 1e150 {
                return None;
            }
        }
        let (mut below, mut above) = (self.inside(low) - probability, self.inside(high) - probability);
        // The rule of false position, the end that stays being weighed down (Illinois); every third turn halves.
        for turn in 0..MOST_TURNS {
            if high - low <= 1e-14 * high {
                break;
            }
            let guess = low - below * (high - low) / (above - below);
            let at = if turn % 3 == 2 || !(guess > low && guess < high) { 0.5 * (low + high) } else { guess };
            let miss = self.inside(at) - probability;
            if miss < 0.0 {
                (low, below, above) = (at, miss, 0.5 * above);
            } else {
                (high, above, below) = (at, miss, 0.5 * below);
            }
        }
        Some(0.5 * (low + high))
    }
}

impl Series {
    fn of(bounded: &[Term], reach: f64, parts: &[Part]) -> Self {
        let half = reach + REACH * parts.iter().map(|part| part.sigma).fold(0.0, f64::max);
        let weight = parts.iter().map(|part| part.weight).sum();
        let mut members = Vec::new();
        for n in 1..=MOST_MEMBERS {
            let at = PI * n as f64 / half;
            let near = parts.iter().filter(|part| at * part.sigma < REACH);
            let spread: f64 = near.map(|part| part.weight * (-0.5 * (at * part.sigma).powi(2)).exp()).sum();
            members.push(2.0 / (PI * n as f64) * spread * bounded.iter().map(|term| characteristic(*term, at)).product::<f64>());
            if spread.abs() < NOTHING {
                break;
            }
        }
        Self { half, weight, members }
    }

    fn inside(&self, h: f64) -> f64 {
        if h >= self.half {
            return self.weight;
        }
        let angle = PI * h / self.half;
        let (turn_sine, turn_cosine) = angle.sin_cos();
        let mut waves = 0.0;
        for (n, members) in self.members.chunks(TURNED).enumerate() {
            let (mut sine, mut cosine) = (angle * ((n * TURNED) as f64 + 1.0)).sin_cos();
            for member in members {
                waves += member * sine;
                (sine, cosine) = (sine * turn_cosine + cosine * turn_sine, cosine * turn_cosine - sine * turn_sine);
            }
        }
        self.weight * h / self.half + waves
    }
}

/// The characteristic function of a bounded term.
fn characteristic(term: Term, at: f64) -> f64 {
    let x = term.u * term.shape.divisor() * at;
    let sinc = |x: f64| if x.abs() < 1e-8 { 1.0 } else { x.sin() / x };
    match term.shape {
        Shape::Rectangular => sinc(x),
        Shape::Triangular => sinc(0.5 * x).powi(2),
        Shape::Trapezoidal(beta) => sinc(0.5 * (1.0 + beta) * x) * sinc(0.5 * (1.0 - beta) * x),
        Shape::UShaped => j0(x),
        Shape::Normal | Shape::Student(_) => 1.0,
    }
}
