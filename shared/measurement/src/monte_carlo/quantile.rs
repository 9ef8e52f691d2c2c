//! Coverage intervals from trials (JCGM 101 7.7) without sorting them: only what lies about the ends is put in order.

use super::run::Kind;

/// One of so many trials makes the sample from which the places of the ends are guessed.
const STRIDE: usize = 61;
/// Fewer trials than this are sorted.
const FEW: usize = 4_000;

/// Trials looked at in one go.
const CHUNK: usize = 1024;

/// The interval that holds the probability, of trials in parts; `None` where there are too few trials for it.
pub(super) fn interval(parts: &[&[f64]], probability: f64, kind: Kind) -> Option<(f64, f64)> {
    let trials: usize = parts.iter().map(|part| part.len()).sum();
    let inside = (probability * trials as f64 + 0.5).floor() as usize;
    let last = trials.checked_sub(1)?;
    if inside == 0 || inside > last {
        return None;
    }
    match kind {
        Kind::Symmetric => {
            // JCGM 101 7.7.2: y₍ᵣ₎ and y₍ᵣ₊q₎ of M ordered trials, r = (M − q)/2 or, where that is no integer, (M − q + 1)/2, counted
            // from 1.
            let first = (trials - inside).div_ceil(2) - 1;
            Some((nth(parts, trials, first), nth(parts, trials, first + inside)))
        }
        Kind::Shortest => shortest(&mut parts.concat(), inside),
    }
}

/// The narrowest interval over `inside` steps: only the lowest and the highest trials can be its ends.
fn shortest(values: &mut [f64], inside: usize) -> Option<(f64, f64)> {
    let outside = values.len() - inside;
    let ends = if 2 * outside < values.len() {
        let (low, _, _) = values.select_nth_unstable_by(outside, f64::total_cmp);
        low.sort_unstable_by(f64::total_cmp);
        let from = values.len() - outside;
        let rest = &mut values[outside..];
        let (_, _, high) = rest.select_nth_unstable_by(inside - outside - 1, f64::total_cmp);
        high.sort_unstable_by(f64::total_cmp);
        (0..outside, from)
    } else {
        values.sort_unstable_by(f64::total_cmp);
        (0..outside, inside)
    };
    let width = |at: &usize| values[ends.1 + at] - values[*at];
    let first = ends.0.min_by(|a, b| width(a).total_cmp(&width(b)))?;
    Some((values[first], values[ends.1 + first]))
}

/// The n-th smallest: a sample tells between which values it lies, a pass picks those, and they are put in order.
fn nth(parts: &[&[f64]], trials: usize, n: usize) -> f64 {
    if trials > FEW {
        let (low, high) = bracket(parts, n as f64 / trials as f64);
        if let Some(found) = between(parts, n, low, high) {
            return found;
        }
    }
    *parts.concat().select_nth_unstable_by(n, f64::total_cmp).1
}

/// Values that have the n-th smallest between them, but for bad luck.
fn bracket(parts: &[&[f64]], share: f64) -> (f64, f64) {
    let mut sample: Vec<f64> = parts.iter().flat_map(|part| part.iter().step_by(STRIDE)).copied().collect();
    let size = sample.len() as f64;
    let (place, doubt) = (share * size, 5.0 * (share * (1.0 - share) * size).sqrt() + 2.0);
    let last = sample.len() - 1;
    let low = (place - doubt).floor();
    let high = ((place + doubt).ceil() as usize).min(last);
    let high = if high == last { f64::INFINITY } else { *sample.select_nth_unstable_by(high, f64::total_cmp).1 };
    let low = if low <= 0.0 { f64::NEG_INFINITY } else { *sample.select_nth_unstable_by(low as usize, f64::total_cmp).1 };
    (low, high)
}

/// The n-th smallest, if it lies from `low` to `high`.
fn between(parts: &[&[f64]], n: usize, low: f64, high: f64) -> Option<f64> {
    let (mut below, mut picked) = (0, Vec::new());
    let mut room = [0.0; CHUNK];
    for chunk in parts.iter().flat_map(|part| part.chunks(CHUNK)) {
        let mut count = 0;
        for value in chunk {
            below += usize::from(*value < low);
            // Written in any case, kept if it belongs: no branch to guess.
            room[count] = *value;
            count += usize::from(*value >= low && *value <= high);
        }
        picked.extend_from_slice(&room[..count]);
    }
    let place = n.checked_sub(below).filter(|place| *place < picked.len())?;
    Some(*picked.select_nth_unstable_by(place, f64::total_cmp).1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_those_of_sorted_trials() {
        for (size, ties) in [(1_000, 1), (20_000, 1), (20_011, 5000), (50_000, 20_000)] {
            let trials: Vec<f64> = (0_u64..size).map(|n| ((n * 7_919 + 13) % 100_003 / ties) as f64).collect();
            let parts: Vec<&[f64]> = trials.chunks(777).collect();
            let mut sorted = trials.clone();
            sorted.sort_unstable_by(f64::total_cmp);
            for p in [0.001, 0.5, 0.9, 0.95, 0.9973] {
                let inside = (p * trials.len() as f64 + 0.5).floor() as usize;
                let first = (trials.len() - inside).div_ceil(2) - 1;
                let symmetric = interval(&parts, p, Kind::Symmetric).unwrap();
                assert_eq!(symmetric, (sorted[first], sorted[first + inside]), "{size} {p}");
                let narrowest = (0..trials.len() - inside).map(|n| sorted[n + inside] - sorted[n]).min_by(f64::total_cmp).unwrap();
                let shortest = interval(&parts, p, Kind::Shortest).unwrap();
                assert_eq!(shortest.1 - shortest.0, narrowest, "{size} {p}");
            }
        }
        assert_eq!(interval(&[&[1.0, 2.0]], 0.99, Kind::Symmetric), None);
    }

    // JCGM 101 7.7.2: of ten trials and p = 0.6, q = 6 and r = 2: the second and the eighth. Of eleven, q = 7 and r = 2.
    #[test]
    fn ends_are_counted_as_in_the_standard() {
        let trials: Vec<f64> = (1..=11).map(f64::from).collect();
        assert_eq!(interval(&[&trials[..10]], 0.6, Kind::Symmetric), Some((2.0, 8.0)));
        assert_eq!(interval(&[&trials], 0.6, Kind::Symmetric), Some((2.0, 9.0)));
        assert_eq!(interval(&[&trials[..10]], 0.7, Kind::Symmetric), Some((2.0, 9.0)));
        assert_eq!(interval(&[&trials[..10]], 0.9, Kind::Symmetric), Some((1.0, 10.0)));
    }
}
