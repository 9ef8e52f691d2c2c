//! Properties (P-4.3.1, P-4.3.2): shift, scale and order change nothing but shift and scale; a few wild values move a robust
//! estimate little; what is undefined is refused by name.

use proptest::prelude::*;

use super::StatisticsError;
use super::algorithm_a::{Stop, algorithm_a};
use super::assigned::{Route, consensus, mean_without_outliers};
use super::combined::combine;
use super::criteria::CriteriaSet;
use super::descriptive::{mean, median, standard_deviation};
use super::hampel::q_hampel;
use super::homogeneity::homogeneity;
use super::outliers::{cochran, grubbs};
use super::precision::precision;
use super::qn::qn;
use super::robust::made;
use super::score::{Class, en, score};

const ROUTES: [Route; 5] = [Route::Mean, Route::MedianNiqr, Route::MedianMade, Route::AlgorithmA, Route::QHampel];

/// Results of a round on paper: two decimals.
fn round() -> impl Strategy<Value = Vec<f64>> {
    proptest::collection::vec((500_i32..1500).prop_map(|n| f64::from(n) / 100.0), 5..25)
}

fn close(a: f64, b: f64, scale: f64) -> bool {
    (a - b).abs() <= 1e-8 * scale.abs().max(1e-3)
}

proptest! {
    #[test]
    fn consensus_follows_shift_and_scale(values in round(), shift in -500_i32..500, factor in 1_i32..40) {
        let (shift, factor) = (f64::from(shift) / 10.0, f64::from(factor) / 4.0);
        let moved: Vec<f64> = values.iter().map(|value| value * factor + shift).collect();
        for route in ROUTES {
            // The roots of Hampel's function and its scale jump where distances that tie on paper no longer do in binary.
            if route == Route::QHampel {
                continue;
            }
            let (one, other) = (consensus(&values, route).unwrap(), consensus(&moved, route).unwrap());
            prop_assert!(close(other.x, one.x * factor + shift, 100.0 * factor), "{route:?}");
            prop_assert!(close(other.s, one.s * factor, 100.0 * factor), "{route:?}");
        }
    }

    #[test]
    fn consensus_does_not_depend_on_order(values in round()) {
        let mut turned = values.clone();
        turned.reverse();
        turned.rotate_left(2);
        for route in ROUTES {
            let (one, other) = (consensus(&values, route).unwrap(), consensus(&turned, route).unwrap());
            prop_assert!(close(one.x, other.x, 10.0) && close(one.s, other.s, 10.0), "{route:?}");
        }
    }

    #[test]
    fn one_wild_value_in_nine_moves_robust_estimates_little(values in proptest::collection::vec(9.0_f64..11.0, 16..30)) {
        let mut wild = values.clone();
        wild[0] = 1e6;
        wild[1] = -1e6;
        for route in [Route::MedianNiqr, Route::MedianMade, Route::AlgorithmA, Route::QHampel] {
            let got = consensus(&wild, route).unwrap();
            prop_assert!((9.0..=11.0).contains(&got.x) && got.s < 5.0, "{route:?} {got:?}");
        }
        let left = mean_without_outliers(&wild, 0.01, 2, 3).unwrap();
        prop_assert!(left.mean > -1e6 && left.n <= wild.len());
    }

    #[test]
    fn nothing_is_ever_nan(values in proptest::collection::vec(prop_oneof![Just(0.0), Just(1.0), Just(-3.5), -1e300_f64..1e300, -1e-300_f64..1e-300], 0..8)) {
        for route in ROUTES {
            if let Ok(got) = consensus(&values, route) {
                prop_assert!(got.x.is_finite() && got.s.is_finite() && got.u.is_finite(), "{route:?} {got:?}");
            }
        }
        prop_assert!(grubbs(&values).is_ok_and(|g| g.high.is_finite() && g.low.is_finite()) || grubbs(&values).is_err());
        prop_assert!(qn(&values, 2.2191).is_ok_and(f64::is_finite) || qn(&values, 2.2191).is_err());
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
    fn two_fifths_of_wild_values_break_no_estimate_that_promises_to_stand(values in proptest::collection::vec(9.0_f64..11.0, 12..30), wild in 1e3_f64..1e12) {
        let mut values = values;
        for n in 0..values.len() * 2 / 5 {
            values[n] = wild * (1.0 + n as f64);
        }
        for route in [Route::MedianMade, Route::QHampel] {
            let got = consensus(&values, route).unwrap();
            prop_assert!((8.0..=12.5).contains(&got.x) && got.s < 30.0, "{route:?} {got:?}");
        }
        prop_assert!(qn(&values, 2.2191).unwrap() < 30.0);
        prop_assert!(consensus(&values, Route::Mean).unwrap().x > 100.0, "and the mean does break");
    }

    #[test]
    fn classes_do_not_depend_on_unit_or_origin(x in -400_i32..400, shift in -1000_i32..1000, power in -9_i32..9) {
        let iso = CriteriaSet::Iso13528.criteria();
        let text = |n: i32| format!("{n}e{}", power - 2).parse::<f64>().unwrap();
        let class = |x: f64, assigned: f64, sigma: f64| score(x, assigned, &[sigma], &iso).unwrap().class;
        prop_assert_eq!(class(f64::from(x) / 100.0, 0.0, 1.0), class(text(x + shift), text(shift), text(100)));
    }
}
