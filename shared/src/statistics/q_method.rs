//! The Q method: a robust standard deviation that needs no location (ISO 13528 C.5.2.2).

use super::refusal::{StatisticsError, at_least, count};
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
    let steps = steps(groups);
    let zero = steps.first().filter(|step| step.at == 0.0).map_or(0.0, |step| step.share);
    let wanted = 0.25 + 0.75 * zero;
    let Some(quantile) = interpolated(&steps, zero, wanted) else { return Ok(0.0) };
    let probability = 0.625 + 0.375 * zero;
    let factor = normal_factor(2.0 * probability - 1.0).ok_or(StatisticsError::NotFinite)?;
    Ok(quantile / (std::f64::consts::SQRT_2 * factor))
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
