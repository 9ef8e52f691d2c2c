//! Properties (P-4.3.1, P-4.3.2): shift, scale and order change nothing but shift and scale; what is undefined is refused by name.

use proptest::prelude::*;

use super::StatisticsError;
use super::algorithm_a::{Stop, algorithm_a};
use super::algorithm_s::algorithm_s;
use super::cleaned::mean_without_outliers;
use super::combined::{combine, percentiles};
use super::consensus::{Route, consensus};
use super::criteria::Class;
use super::criteria::CriteriaSet;
use super::density::mode;
use super::descriptive::{mean, median, standard_deviation};
use super::hampel::q_hampel;
use super::homogeneity::homogeneity;
use super::outliers::{cochran, grubbs, grubbs_double};
use super::precision::precision;
use super::qn::qn;
use super::robust::{huber_location, made};
use super::score::{Score, en, score};

pub(super) const ROUTES: [Route; 7] = [
    Route::Mean,
    Route::MedianNiqr,
    Route::MedianMade,
    Route::AlgorithmA,
    Route::QHampel,
    Route::Trimmed { share: 0.1 },
    Route::MeanWithoutOutliers { alpha: 0.01, sides: 2 },
];

/// Results of a round on paper, in hundredths.
fn hundredths() -> impl Strategy<Value = Vec<i64>> {
    proptest::collection::vec(500_i64..1500, 5..25)
}

/// What so many units of a power of ten are, read as a person writes it.
pub(super) fn written(units: i64, power: i32) -> f64 {
    format!("{units}e{power}").parse().unwrap()
}

fn all_written(units: &[i64], power: i32) -> Vec<f64> {
    units.iter().map(|units| written(*units, power)).collect()
}

fn near(got: f64, expected: f64, scale: f64) -> bool {
    (got - expected).abs() <= 1e-9 * scale.abs().max(expected.abs())
}

proptest! {
    // Shift and scale on paper: units, times a factor and shifted, in another power of ten. Everything is finite and compared; no
    // route is left out.
    #[test]
    fn every_estimate_follows_shift_and_scale(units in hundredths(), shift in -5_000_i64..5_000, factor in 1_i64..40, power in proptest::sample::select(vec![-200, -30, -2, 0, 25, 200])) {
        let one = all_written(&units, 0);
        let other = all_written(&units.iter().map(|n| n * factor + shift).collect::<Vec<_>>(), power);
        let unit = 10.0_f64.powi(power);
        let (f, shift) = (factor as f64, shift as f64);
        let moved = |x: f64| (x * f + shift) * unit;
        for route in ROUTES {
            let (a, b) = (consensus(&one, route), consensus(&other, route));
            let (Ok(a), Ok(b)) = (a.clone(), b.clone()) else { return Err(TestCaseError::fail(format!("{route:?} {a:?} {b:?}"))) };
            prop_assert!(near(b.x, moved(a.x), 2e4 * f * unit) && near(b.s, a.s * f * unit, 1e3 * f * unit), "{:?} {:?} {:?}", route, a, b);
            prop_assert!(near(b.u, a.u * f * unit, 1e3 * f * unit));
            prop_assert_eq!(a.removed, b.removed);
        }
        for (name, a, b) in [
            ("qn", qn(&one, 2.2191), qn(&other, 2.2191)),
            ("sd", standard_deviation(&one), standard_deviation(&other)),
            ("made", made(&one, 1.483), made(&other, 1.483)),
        ] {
            prop_assert!(near(b.unwrap(), a.unwrap() * f * unit, 1e-3 * f * unit), "{} {:?} {:?}", name, a, b);
        }
        let at = |x: &[f64], bandwidth| mode(x, bandwidth).ok();
        if let Some((a, b)) = at(&one, 40.0).zip(at(&other, 40.0 * f * unit)) {
            prop_assert!((b / unit - (a * f + shift)).abs() <= 1e-6 * 2e4 * f, "{} {}", a, b);
        }
        let huber = |x: &[f64], scale| huber_location(x, 1.5, scale).unwrap();
        prop_assert!(near(huber(&other, 90.0 * f * unit), moved(huber(&one, 90.0)), 2e4 * f * unit));
        if standard_deviation(&one).unwrap() > 0.0 {
            let (a, b) = (grubbs(&one).unwrap(), grubbs(&other).unwrap());
            prop_assert!(near(b.high, a.high, 1.0) && near(b.low, a.low, 1.0));
            let (a, b) = (grubbs_double(&one).unwrap(), grubbs_double(&other).unwrap());
            prop_assert!(near(b.high, a.high, 1.0) && near(b.low, a.low, 1.0));
        }
    }

    // What knows only the scale: Algorithm S, Cochran; and what is made of groups.
    #[test]
    fn estimates_of_groups_follow_shift_and_scale(units in proptest::collection::vec((500_i64..1500, 500_i64..1500), 4..12), shift in -5_000_i64..5_000, power in proptest::sample::select(vec![-200, -30, 0, 25, 200])) {
        let groups = |shift: i64, power: i32| -> Vec<Vec<f64>> {
            units.iter().map(|(a, b)| vec![written(a + shift, power), written(b + shift, power)]).collect()
        };
        let (one, other, unit) = (groups(0, 0), groups(shift, power), 10.0_f64.powi(power));
        let (a, b) = (precision(&one).unwrap(), precision(&other).unwrap());
        prop_assert_eq!(a.clamped, b.clamped);
        prop_assert!(near(b.s_r, a.s_r * unit, 0.0) && near(b.s_l, a.s_l * unit, 0.0) && near(b.s_reproducibility, a.s_reproducibility * unit, 0.0));
        prop_assert_eq!((a.h.is_some(), a.k.is_some()), (b.h.is_some(), b.k.is_some()));
        let (a, b) = (homogeneity(&one, 200.0).unwrap(), homogeneity(&other, written(200, power)).unwrap());
        prop_assert!(near(b.s_s, a.s_s * unit, 0.0) && near(b.s_w, a.s_w * unit, 0.0) && near(b.s_x, a.s_x * unit, 0.0));
        prop_assert_eq!((a.sufficient, a.sufficient_expanded, a.clamped), (b.sufficient, b.sufficient_expanded, b.clamped));
        let ((xa, sa), (xb, sb)) = (q_hampel(&one).unwrap(), q_hampel(&other).unwrap());
        prop_assert!(near(sb, sa * unit, unit) && near(xb, (xa + shift as f64) * unit, 2e4 * unit), "{} {} {} {}", xa, sa, xb, sb);
        let ranges = |power: i32| units.iter().map(|(a, b)| written((a - b).abs(), power)).collect::<Vec<_>>();
        let (a, b) = (algorithm_s(&ranges(0), 1).unwrap(), algorithm_s(&ranges(power), 1).unwrap());
        prop_assert!(near(b.w, a.w * unit, 0.0) && a.degenerate == b.degenerate);
        if let Ok(a) = cochran(&ranges(0)) {
            prop_assert!(near(cochran(&ranges(power)).unwrap(), a, 0.0));
        }
    }

    // Any order: the same to the last digits, and the same results removed, whichever place they have.
    #[test]
    fn no_estimate_depends_on_the_order(order in Just((0..24_usize).collect::<Vec<_>>()).prop_shuffle(), units in proptest::collection::vec(500_i64..1500, 24)) {
        let one = all_written(&units, -2);
        let other: Vec<f64> = order.iter().map(|place| one[*place]).collect();
        for route in ROUTES {
            let (a, b) = (consensus(&one, route).unwrap(), consensus(&other, route).unwrap());
            prop_assert!(near(b.x, a.x, 1e-3) && near(b.s, a.s, 1e-3), "{:?} {:?} {:?}", route, a, b);
        }
        prop_assert_eq!(mean(&one), mean(&other));
        prop_assert_eq!(standard_deviation(&one), standard_deviation(&other));
        prop_assert_eq!(qn(&one, 2.2191), qn(&other, 2.2191));
        let places = percentiles(&one).unwrap();
        prop_assert_eq!(order.iter().map(|place| places[*place]).collect::<Vec<_>>(), percentiles(&other).unwrap());
        let (a, b) = (mode(&one, 0.4), mode(&other, 0.4));
        prop_assert_eq!(a, b);
    }

    #[test]
    fn outliers_are_removed_in_an_order_that_does_not_depend_on_their_places(order in Just((0..20_usize).collect::<Vec<_>>()).prop_shuffle(), units in proptest::collection::vec(900_i64..1100, 17), far in 5_000_i64..9_000) {
        let mut units = units;
        units.extend([far, -2 * far, 7 * far]);
        let one = all_written(&units, -2);
        let other: Vec<f64> = order.iter().map(|place| one[*place]).collect();
        let values = |x: &[f64]| {
            let got = mean_without_outliers(x, 0.05, 2, 3).unwrap();
            (got.removed.iter().map(|place| x[*place]).collect::<Vec<_>>(), got.mean, got.sd)
        };
        let got = values(&one);
        prop_assert!(got.0.len() >= 3, "{:?}", got);
        prop_assert_eq!(got, values(&other));
    }
}

#[test]
fn rounds_too_small_or_without_scatter_are_named() {
    assert_eq!(consensus(&[], Route::Mean), Err(StatisticsError::TooFew { needed: 1 }));
    assert_eq!(consensus(&[1.0], Route::MedianMade).err(), Some(StatisticsError::TooFew { needed: 2 }));
    assert_eq!(grubbs(&[1.0, 1.0, 1.0]), Err(StatisticsError::ZeroScale));
    assert_eq!(cochran(&[0.0, 0.0]), Err(StatisticsError::ZeroScale));
    assert_eq!(q_hampel(&[vec![1.0]]), Err(StatisticsError::TooFew { needed: 2 }));
    assert_eq!(precision(&[vec![1.0], vec![2.0]]).err(), Some(StatisticsError::TooFew { needed: 3 }));
    assert_eq!(homogeneity(&[vec![1.0, 2.0], vec![1.0, 2.0]], 0.0).err(), Some(StatisticsError::OutOfRange("sigma_pt")));
    let iso = CriteriaSet::Iso13528.criteria();
    assert_eq!(score(1.0, 1.0, &[0.0], &iso), Err(StatisticsError::ZeroScale));
    assert_eq!(combine(&[None, None], &iso).err(), Some(StatisticsError::TooFew { needed: 1 }));
    assert_eq!(made(&[f64::NAN], 1.483), Err(StatisticsError::NotFinite));
    assert!(algorithm_a(&[1.2, 1.2, 1.2, 1.2, 1.3], 1.134, 1.5, Stop::Converged).unwrap().degenerate);
}

// P-4.3.3: boundary values are decided in decimal; (0.3 − 0.1)/0.1 is 2, not 1.9999999999999998 and not more.
#[test]
fn boundaries_are_decided_in_decimal() {
    let iso = CriteriaSet::Iso13528.criteria();
    let class = |x, scale| score(x, 0.1, &[scale], &iso).unwrap().class;
    assert_eq!(class(0.3, 0.1), Class::Acceptable);
    assert_eq!(class(0.4, 0.1), Class::Action);
    assert_eq!(class(0.5, 0.2), Class::Acceptable);
    assert_eq!(class(0.7, 0.2), Class::Action);
    assert_eq!(class(0.6, 0.2), Class::Warning);
    assert_eq!(score(3e-20, 1e-20, &[1e-20], &iso).unwrap().class, Class::Acceptable);
    // 4e-15 − 1e-15 over 1e-15 is three, at any size.
    for power in [-300, -30, -15, 0, 15, 30, 300] {
        let of = |digits: f64| format!("{digits}e{power}").parse::<f64>().unwrap();
        let got = score(of(4.0), of(1.0), &[of(1.0)], &iso).unwrap();
        assert_eq!((got.value, got.class), (3.0, Class::Action), "{power}");
        assert_eq!(score(of(3.0), of(1.0), &[of(1.0)], &iso).unwrap().class, Class::Acceptable, "{power}");
        for (set, expected) in [(CriteriaSet::Iso13528, Class::Action), (CriteriaSet::Pmu1599, Class::Acceptable)] {
            assert_eq!(en(of(0.6), of(0.1), &[of(0.3), of(0.4)], &set.criteria()), Ok(Score { value: 1.0, class: expected }), "{power}");
        }
    }
    let boundary = |set: CriteriaSet| en(0.6, 0.1, &[0.3, 0.4], &set.criteria()).unwrap().class;
    assert_eq!(boundary(CriteriaSet::Iso13528), Class::Action);
    assert_eq!(boundary(CriteriaSet::Pmu1599), Class::Acceptable);
}

/// ISO 13528 C.3.1, word for word: values beyond x* ± 1.5 s* drawn in, their mean, 1.134 times their standard deviation.
fn updated(values: &[f64], x: f64, s: f64) -> (f64, f64) {
    let drawn_in: Vec<f64> = values.iter().map(|value| value.clamp(x - 1.5 * s, x + 1.5 * s)).collect();
    (mean(&drawn_in).unwrap(), 1.134 * standard_deviation(&drawn_in).unwrap())
}

proptest! {
    #[test]
    fn algorithm_a_is_the_fixed_point_that_the_standard_comes_to(values in proptest::collection::vec((-30_i32..30).prop_map(|n| f64::from(n) / 8.0), 3..40)) {
        let got = algorithm_a(&values, 1.134, 1.5, Stop::Converged).unwrap();
        let mut at = (median(&values).unwrap(), made(&values, 1.483).unwrap());
        if at.1 == 0.0 {
            at.1 = standard_deviation(&values).unwrap();
        }
        for _ in 0..20_000 {
            let next = updated(&values, at.0, at.1);
            if next == at {
                break;
            }
            at = next;
        }
        if got.degenerate {
            prop_assert!(at.1 < 1e-6, "{at:?}");
        } else {
            prop_assert!((got.x - at.0).abs() < 1e-9 && (got.s - at.1).abs() < 1e-9, "{got:?} {at:?}");
        }
    }

    #[test]
    fn classes_do_not_depend_on_unit_or_origin(x in -400_i32..400, shift in -1000_i32..1000, power in -9_i32..9) {
        let iso = CriteriaSet::Iso13528.criteria();
        let text = |n: i32| format!("{n}e{}", power - 2).parse::<f64>().unwrap();
        let class = |x: f64, assigned: f64, sigma: f64| score(x, assigned, &[sigma], &iso).unwrap().class;
        prop_assert_eq!(class(f64::from(x) / 100.0, 0.0, 1.0), class(text(x + shift), text(shift), text(100)));
    }
}
