//! The Q method: a robust standard deviation that needs no location (ISO 13528 C.5.2.2).

use super::grouped::Grouped;
use super::pairs::{Counted, Distance, Pairs, Visit, with_whole};
use super::refusal::{StatisticsError, at_least, finite};
use super::student::normal_factor;

/// The robust standard deviation between participants, from one or several results each (ISO 13528 C.5.2.2). Differences that are
/// equal in decimal are ties.
///
/// # Errors
/// [`StatisticsError::TooFew`] below two participants or for a participant without result, [`StatisticsError::NotFinite`].
pub fn q_method(groups: &[Vec<f64>]) -> Result<f64, StatisticsError> {
    if groups.len() < 2 {
        return Err(StatisticsError::TooFew { needed: 2 });
    }
    groups.iter().try_for_each(|group| at_least(group, 1))?;
    let values: Vec<f64> = groups.iter().flatten().copied().collect();
    let sizes: Vec<usize> = groups.iter().map(Vec::len).collect();
    let (quantile, zero) = with_whole(&values, Quarter { sizes: &sizes });
    // A majority without distance leaves none.
    if quantile == 0.0 {
        return Ok(0.0);
    }
    let probability = 0.625 + 0.375 * zero;
    let factor = normal_factor(2.0 * probability - 1.0).ok_or(StatisticsError::NotFinite)?;
    finite(quantile / (std::f64::consts::SQRT_2 * factor))
}

/// The distance at which the distribution G reaches its quarter, and the share of pairs without distance.
struct Quarter<'a> {
    sizes: &'a [usize],
}

impl Visit for Quarter<'_> {
    type Outcome = (f64, f64);

    fn visit<T: Ord, D: Distance>(self, mut values: Vec<T>, distance: fn(&T, &T) -> D, length: &dyn Fn(&D) -> f64) -> (f64, f64) {
        if self.sizes.iter().all(|size| *size == 1) {
            values.sort_unstable();
            return quarter(&Pairs { sorted: &values, distance }, length);
        }
        quarter(&Grouped::of(values, self.sizes, distance), length)
    }
}

fn quarter<C: Counted>(pairs: &C, length: &dyn Fn(&C::Distance) -> f64) -> (f64, f64) {
    let all = pairs.all() as f64;
    let share = |pairs: u128| pairs as f64 / all;
    let none = C::Distance::zero();
    let zero = share(pairs.at_most(&none));
    let wanted = 0.25 + 0.75 * zero;
    // G at a distance is midway between the shares below it and up to it.
    let g = |reach: &C::Distance| 0.5 * share(pairs.below(reach) + pairs.at_most(reach));
    let reached = pairs.smallest(|_, reach| *reach > none && g(reach) >= wanted);
    let from = reached.clone().unwrap_or_else(|| pairs.widest().next());
    let (below, above) = pairs.around(&from);
    let (before_at, before_g) = below.filter(|distance| *distance > none).map_or((0.0, 0.0), |distance| (length(&distance), g(&distance)));
    let at = match above.filter(|_| reached.is_some()) {
        Some(above) => before_at + (wanted - before_g) / (g(&above) - before_g) * (length(&above) - before_at),
        None => before_at,
    };
    (at, zero)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(values: &[f64]) -> f64 {
        q_method(&values.iter().map(|value| vec![*value]).collect::<Vec<_>>()).unwrap()
    }

    fn near(got: f64, expected: f64) {
        assert!((got / expected - 1.0).abs() < 1e-12, "{got} {expected}");
    }

    // ISO 13528 C.5.2.2: of 1, 2, 3 the distances 1, 1, 2 give the quarter at 3/4 of 1; 0.75/(√2·Φ⁻¹(0.625)), at any size.
    #[test]
    fn differences_equal_on_paper_are_ties_at_any_size() {
        let expected = 1.664_358_349_488_806_8;
        for power in [-320, -300, -30, -3, 0, 3, 25, 300] {
            let values = [1, 2, 3].map(|n| format!("{n}e{power}").parse::<f64>().unwrap());
            let unit = format!("1e{power}").parse::<f64>().unwrap();
            if power > -310 {
                near(of(&values) / unit, expected);
            }
        }
        near(of(&[0.1, 0.2, 0.3]), expected / 10.0);
        near(of(&[1e9 + 0.1, 1e9 + 0.2, 1e9 + 0.3]), expected / 10.0);
        // Distances 1e-10, 1e30 − 2e-10, 1e30 − 1e-10: the quarter lies a sixth of the way to the second.
        near(of(&[1e30, 1e-10, 2e-10]), 1e30 / 4.0 / (std::f64::consts::SQRT_2 * normal_factor(0.25).unwrap()));
    }

    #[test]
    fn many_replicates_are_counted_and_not_listed() {
        let groups: Vec<Vec<f64>> =
            (0..1000_i32).map(|n| (0..20_i32).map(|k| f64::from((n * 7919 + k * 31) % 1000) / 10.0).collect()).collect();
        let got = q_method(&groups).unwrap();
        assert!(got > 20.0 && got < 50.0, "{got}");
    }

    /// The standard's text: all pairs listed, with their weights.
    fn listed(groups: &[Vec<i32>]) -> f64 {
        let (mut pairs, mut steps) = (0.0, std::collections::BTreeMap::<u32, f64>::new());
        for (a, one) in groups.iter().enumerate() {
            for other in &groups[a + 1..] {
                pairs += 1.0;
                for (x, y) in one.iter().flat_map(|x| other.iter().map(move |y| (x, y))) {
                    *steps.entry(x.abs_diff(*y)).or_default() += 1.0 / (one.len() * other.len()) as f64;
                }
            }
        }
        let zero = steps.get(&0).copied().unwrap_or(0.0) / pairs;
        let (wanted, mut below, mut before) = (0.25 + 0.75 * zero, zero, (0.0, 0.0));
        for (at, share) in steps.range(1..) {
            let (now, at) = (below + share / pairs, f64::from(*at));
            let g = 0.5 * (below + now);
            if g >= wanted - 1e-14 {
                before.0 += (wanted - before.1) / (g - before.1) * (at - before.0);
                break;
            }
            (before, below) = ((at, g), now);
        }
        before.0 / (std::f64::consts::SQRT_2 * normal_factor(2.0 * (0.625 + 0.375 * zero) - 1.0).unwrap_or(f64::INFINITY))
    }

    proptest! {
        #[test]
        fn counting_gives_what_a_list_of_all_pairs_gives(groups in proptest::collection::vec(proptest::collection::vec(0_i32..60, 1..6), 2..12)) {
            let values: Vec<Vec<f64>> = groups.iter().map(|group| group.iter().map(|n| f64::from(*n) / 100.0).collect()).collect();
            let (got, expected) = (q_method(&values).unwrap(), listed(&groups) / 100.0);
            prop_assert!((got - expected).abs() <= 1e-9 * expected.max(1e-3), "{} {}", got, expected);
        }
    }
}
