//! The distribution of a sum of independent contributions, on a grid.

use super::coverage::Term;
use super::distribution::Shape;
use crate::statistics::student;

/// Cells on each side of the centre.
const HALF: usize = 600;

/// The half-width that holds the probability in the sum of all terms; `None` where there is nothing to hold.
pub(super) fn half_width(probability: f64, terms: &[Term]) -> Option<f64> {
    let u = terms.iter().map(|term| term.u * term.u).sum::<f64>().sqrt();
    if !(u > 0.0 && u.is_finite() && probability > 0.0 && probability < 1.0) {
        return None;
    }
    let reach = terms.iter().map(|term| reach(*term)).sum::<f64>().min(8.0 * u).max(tails(terms));
    let cell = reach / HALF as f64;
    let normal = terms.iter().filter(|term| term.shape == Shape::Normal).map(|term| term.u * term.u).sum::<f64>().sqrt();
    let mut density = if normal > 0.0 { cells(Term { u: normal, shape: Shape::Normal }, cell) } else { one_cell() };
    for term in terms.iter().filter(|term| term.shape != Shape::Normal && term.u > 0.0) {
        density = convolve(&density, &cells(*term, cell));
    }
    Some(width(&density, probability, cell))
}

/// Half of a symmetric density: the centre cell and the cells to its right.
type Half = Vec<f64>;

fn one_cell() -> Half {
    vec![1.0]
}

/// Probabilities of the cells of a term; what lies beyond the grid is in its last cell.
fn cells(term: Term, cell: f64) -> Half {
    let edge = |n: usize| upper_half(term, (n as f64 + 0.5) * cell);
    let mut out = vec![2.0 * edge(0)];
    let mut before = edge(0);
    for n in 1..=HALF {
        let now = if n == HALF { 0.5 } else { edge(n) };
        out.push(now - before);
        before = now;
        if now >= 0.5 {
            break;
        }
    }
    out
}

/// P(0 < X ≤ x) of a term.
fn upper_half(term: Term, x: f64) -> f64 {
    let z = x / (term.u * term.shape.divisor());
    match term.shape {
        Shape::Normal => 0.5 - student::normal_tail(z),
        Shape::Student(dof) => 0.5 - student::tail(z, dof),
        _ if z >= 1.0 => 0.5,
        Shape::Rectangular => z / 2.0,
        Shape::Triangular => z - z * z / 2.0,
        Shape::Trapezoidal(beta) if z <= beta => z / (1.0 + beta),
        Shape::Trapezoidal(beta) => 0.5 - (1.0 - z).powi(2) / (2.0 * (1.0 - beta * beta)),
        Shape::UShaped => z.asin() / std::f64::consts::PI,
    }
}

/// How far a term reaches.
fn reach(term: Term) -> f64 {
    match term.shape {
        Shape::Normal => 6.0 * term.u,
        Shape::Student(_) => f64::INFINITY,
        shape => term.u * shape.divisor(),
    }
}

/// How far the tails of t contributions must be followed.
fn tails(terms: &[Term]) -> f64 {
    let tail = |term: &Term| match term.shape {
        Shape::Student(dof) => student::factor(0.9999, dof).unwrap_or(0.0) * term.u,
        _ => 0.0,
    };
    terms.iter().map(tail).fold(0.0, f64::max)
}

fn convolve(a: &Half, b: &Half) -> Half {
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    let length = (long.len() + short.len() - 1).min(HALF + 1);
    let at = |n: isize| long.get(n.unsigned_abs()).copied().unwrap_or(0.0);
    let mut out = vec![0.0; length];
    for (n, sum) in out.iter_mut().enumerate() {
        let n = isize::try_from(n).unwrap_or(0);
        *sum = short[0] * at(n);
        for (m, weight) in short.iter().enumerate().skip(1) {
            let m = isize::try_from(m).unwrap_or(0);
            *sum += weight * (at(n - m) + at(n + m));
        }
    }
    out
}

fn width(density: &Half, probability: f64, cell: f64) -> f64 {
    let mut inside = density[0];
    if inside >= probability {
        return probability / inside * cell / 2.0;
    }
    for (n, weight) in density.iter().enumerate().skip(1) {
        let pair = 2.0 * weight;
        if inside + pair >= probability {
            return (n as f64 - 0.5 + (probability - inside) / pair) * cell;
        }
        inside += pair;
    }
    density.len() as f64 * cell
}
