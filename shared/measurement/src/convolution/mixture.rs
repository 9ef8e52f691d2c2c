//! Student's t as a mixture of normal distributions: given χ²/ν, it is normal.

use std::collections::BTreeMap;

use crate::distribution::Shape;
use crate::distribution::Term;

/// A normal distribution in a mixture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Part {
    pub(super) weight: f64,
    pub(super) sigma: f64,
}

/// Nodes in ln χ² are this far apart at most: the rule converges by exp(−π²/step).
const STEP: f64 = 0.25;
/// Nodes on each side: none comes near.
const MOST_NODES: i32 = 10_000;
/// A weight that counts for nothing.
const NOTHING: f64 = 1e-19;
/// Largest σ that is followed, in units of the largest term; what lies beyond lies outside of every interval that is looked for.
const FARTHEST: f64 = 1e140;
/// Nodes in ln σ² to which the products of several mixtures are brought back.
const LATTICE: f64 = 0.125;
/// Neighbours among which a weight is shared: of Lagrange's polynomial of degree five.
const SHARED: i32 = 6;

/// All normal and t terms as one mixture, in groups of much the same σ; those that are small beside `bounded`, how far the bounded
/// terms reach, are one group.
pub(super) fn mixture(terms: &[Term], bounded: f64) -> Vec<Vec<Part>> {
    let normal: f64 = terms.iter().filter(|term| is_normal(term.shape)).map(|term| term.u * term.u).sum();
    let mut parts = vec![Part { weight: 1.0, sigma: normal.sqrt() }];
    for term in terms {
        let Shape::Student(dof) = term.shape else { continue };
        if is_normal(term.shape) {
            continue;
        }
        let nodes = student(term.u, dof);
        let sum = |a: &Part, b: &Part| Part { weight: a.weight * b.weight, sigma: a.sigma.hypot(b.sigma) };
        let several = parts.len() > 1;
        parts = parts.iter().flat_map(|a| nodes.iter().map(move |b| sum(a, b))).collect();
        if several {
            parts = brought_back(&parts);
        }
    }
    grouped(parts, 0.1 * bounded)
}

/// From so many degrees of freedom on, a t is normal to the last digit.
const fn is_normal(shape: Shape) -> bool {
    matches!(shape, Shape::Normal) || matches!(shape, Shape::Student(dof) if dof > 1e12)
}

/// A scaled t: the rule of trapezia over y = ln(χ²/ν), whose density is proportional to exp(ν/2·(y − eʸ)).
fn student(u: f64, dof: f64) -> Vec<Part> {
    let step = STEP.min(0.7 * (2.0 / dof).sqrt());
    let density = |y: f64| (0.5 * dof * (y - y.exp_m1())).exp();
    let node = |n: i32| Part { weight: density(f64::from(n) * step), sigma: u * (-0.5 * f64::from(n) * step).exp() };
    let kept = |part: &Part| part.weight > NOTHING && part.sigma < FARTHEST;
    let above = (0..MOST_NODES).map(node).take_while(|part| part.weight > NOTHING);
    let below = (1..MOST_NODES).map(|n| node(-n)).take_while(kept);
    let mut parts: Vec<Part> = above.chain(below).collect();
    let total = step.recip() * whole(dof);
    parts.iter_mut().for_each(|part| part.weight /= total);
    parts
}

/// ∫exp(ν/2·(y − eʸ + 1))dy = Γ(ν/2)·(2/ν)^(ν/2)·exp(ν/2).
fn whole(dof: f64) -> f64 {
    let a = 0.5 * dof;
    if a < 30.0 {
        return libm::tgamma(a) * (a - a * a.ln()).exp();
    }
    // Stirling's series: what would cancel is gone.
    let v = 1.0 / (a * a);
    let rest = (1.0 / 12.0 - v * (1.0 / 360.0 - v * (1.0 / 1260.0 - v / 1680.0))) / a;
    (2.0 * std::f64::consts::PI / a).sqrt() * rest.exp()
}

/// Shares weights among the nodes of a lattice in ln σ².
fn brought_back(parts: &[Part]) -> Vec<Part> {
    let mut lattice: BTreeMap<i32, f64> = BTreeMap::new();
    let mut still = Vec::new();
    for part in parts {
        let at = 2.0 * part.sigma.ln() / LATTICE;
        if !at.is_finite() || at.abs() >= 1e6 {
            still.push(*part);
            continue;
        }
        let first = at.floor() as i32 - (SHARED / 2 - 1);
        for n in first..first + SHARED {
            let others = (first..first + SHARED).filter(|m| *m != n);
            let share: f64 = others.map(|m| (at - f64::from(m)) / f64::from(n - m)).product();
            *lattice.entry(n).or_default() += part.weight * share;
        }
    }
    let node = |(n, weight): (i32, f64)| Part { weight, sigma: (0.5 * LATTICE * f64::from(n)).exp() };
    still.extend(lattice.into_iter().filter(|(_, weight)| weight.abs() > NOTHING).map(node));
    still
}

/// In groups whose largest σ is at most four times the smallest, all small ones together.
fn grouped(parts: Vec<Part>, small: f64) -> Vec<Vec<Part>> {
    let mut groups: BTreeMap<i32, Vec<Part>> = BTreeMap::new();
    for part in parts {
        let group = if part.sigma <= small { i32::MIN } else { (part.sigma.log2() / 2.0).floor() as i32 };
        groups.entry(group).or_default().push(part);
    }
    groups.into_values().collect()
}
