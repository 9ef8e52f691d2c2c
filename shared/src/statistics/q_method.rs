//! The Q method: a robust standard deviation that needs no location (ISO 13528 C.5.2.2).

use super::pairs::Pairs;
use super::refusal::{StatisticsError, at_least, count, finite};
use super::scaled::integers;
use super::student::normal_factor;

/// The robust standard deviation between participants, from one or several results each.
///
/// # Errors
/// [`StatisticsError::TooFew`] below two participants or for a participant without result, [`StatisticsError::NotFinite`].
pub fn q_method(groups: &[Vec<f64>]) -> Result<f64, StatisticsError> {
    if groups.len() < 2 {
        return Err(StatisticsError::TooFew { needed: 2 });
    }
    groups.iter().try_for_each(|group| at_least(group, 1))?;
    let (quantile, zero) = if groups.iter().all(|group| group.len() == 1) { of_single(groups) } else { of_several(groups)? };
    let Some(quantile) = quantile else { return Ok(0.0) };
    let probability = 0.625 + 0.375 * zero;
    let factor = normal_factor(2.0 * probability - 1.0).ok_or(StatisticsError::NotFinite)?;
    finite(quantile / (std::f64::consts::SQRT_2 * factor))
}

/// The distance at which the distribution G reaches its quarter, and the share of pairs without distance.
type Quarter = (Option<f64>, f64);

/// The share of G that is looked for.
fn wanted(zero: f64) -> f64 {
    0.25 + 0.75 * zero
}

/// One result each: pairs are counted, not listed.
fn of_single(groups: &[Vec<f64>]) -> Quarter {
    let mut values: Vec<f64> = groups.iter().flatten().copied().collect();
    match integers(&values) {
        Some((mut whole, unit)) => {
            whole.sort_unstable();
            quarter(&Pairs::of_integers(&whole), |distance| distance as f64 * unit)
        }
        None => {
            values.sort_unstable_by(f64::total_cmp);
            quarter(&Pairs::of_numbers(&values), f64::from_bits)
        }
    }
}

fn quarter<T: Copy>(pairs: &Pairs<'_, T>, length: impl Fn(u64) -> f64) -> Quarter {
    let all = pairs.all() as f64;
    let zero = pairs.at_most(0) as f64 / all;
    let wanted = wanted(zero);
    // G at a distance is midway between the shares below it and up to it.
    let g = |reach: u64| 0.5 * (pairs.below(reach) + pairs.at_most(reach)) as f64 / all;
    let reached = pairs.smallest(|_, reach| reach > 0 && g(reach) >= wanted);
    let (below, above) = pairs.around(reached.unwrap_or(u64::MAX));
    let below = below.filter(|distance| *distance > 0);
    let (before_at, before_g) = below.map_or((0.0, 0.0), |distance| (length(distance), g(distance)));
    let at = match above.filter(|_| reached.is_some()) {
        Some(above) => before_at + (wanted - before_g) / (g(above) - before_g) * (length(above) - before_at),
        None => before_at,
    };
    (Some(at).filter(|at| *at > 0.0), zero)
}

/// Most pairs that are listed.
const MOST_PAIRS: usize = 20_000_000;

/// Several results each: every pair with its weight.
fn of_several(groups: &[Vec<f64>]) -> Result<Quarter, StatisticsError> {
    let results: usize = groups.iter().map(Vec::len).sum();
    if results.saturating_mul(results) / 2 > MOST_PAIRS {
        return Err(StatisticsError::OutOfRange("replicates"));
    }
    let steps = steps(groups);
    let zero = steps.first().filter(|step| step.at == 0.0).map_or(0.0, |step| step.share);
    Ok((interpolated(&steps, zero, wanted(zero)), zero))
}

/// A distance between results of two participants, with the share of pairs that have it.
struct Step {
    at: f64,
    share: f64,
}

/// Distinct distances in order, with their shares. Distances equal in decimal are one.
fn steps(groups: &[Vec<f64>]) -> Vec<Step> {
    let all: Vec<f64> = groups.iter().flatten().copied().collect();
    let participants = count(groups.len());
    let pairs = participants * (participants - 1.0) / 2.0;
    let owner: Vec<usize> = groups.iter().enumerate().flat_map(|(n, group)| group.iter().map(move |_| n)).collect();
    let weight = |a: usize, b: usize| 1.0 / (pairs * count(groups[owner[a]].len()) * count(groups[owner[b]].len()));
    let between = || (0..all.len()).flat_map(|a| (a + 1..all.len()).map(move |b| (a, b))).filter(|(a, b)| owner[*a] != owner[*b]);
    match integers(&all) {
        Some((whole, unit)) => {
            let mut distances: Vec<(u64, f64)> = between().map(|(a, b)| (whole[a].abs_diff(whole[b]), weight(a, b))).collect();
            distances.sort_unstable_by_key(|(distance, _)| *distance);
            merged(distances.into_iter().map(|(distance, share)| (distance as f64 * unit, share)))
        }
        None => {
            let mut distances: Vec<(f64, f64)> = between().map(|(a, b)| ((all[a] - all[b]).abs(), weight(a, b))).collect();
            distances.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
            merged(distances.into_iter())
        }
    }
}

fn merged(distances: impl Iterator<Item = (f64, f64)>) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for (at, share) in distances {
        match steps.last_mut() {
            Some(last) if last.at == at => last.share += share,
            _ => steps.push(Step { at, share }),
        }
    }
    steps
}

/// Where the interpolated distribution G reaches `wanted`; `None` where there is no positive distance.
fn interpolated(steps: &[Step], zero: f64, wanted: f64) -> Option<f64> {
    let (mut before_at, mut before_g, mut below) = (0.0, 0.0, zero);
    for step in steps.iter().filter(|step| step.at > 0.0) {
        let now = below + step.share;
        let g = 0.5 * (below + now);
        if g >= wanted {
            return Some(before_at + (wanted - before_g) / (g - before_g) * (step.at - before_at));
        }
        (before_at, before_g, below) = (step.at, g, now);
    }
    (before_at > 0.0).then_some(before_at)
}
