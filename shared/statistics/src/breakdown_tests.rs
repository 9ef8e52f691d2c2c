//! How many wild results an estimate withstands (P-4.3: robust methods are preferred to outlier removal): up to its breakdown point it
//! stays with the others, wherever the wild ones are.

use proptest::prelude::*;

use super::consensus::{Route, consensus};
use super::hampel::q_hampel;
use super::qn::qn;

/// Results between 9 and 11 of which the first so many are replaced by wild ones.
fn contaminated(values: &[f64], wild: usize, size: f64, both_sides: bool) -> Vec<f64> {
    let far = |n: usize| if both_sides && n % 2 == 1 { -size * (1.0 + n as f64) } else { size * (1.0 + n as f64) };
    values.iter().enumerate().map(|(n, value)| if n < wild { far(n) } else { *value }).collect()
}

fn sample() -> impl Strategy<Value = Vec<f64>> {
    proptest::collection::vec(9.0_f64..11.0, 20..40)
}

/// Where location and scale must stay.
fn holds(x: f64, s: f64, widest: f64) -> bool {
    (8.0..=12.0).contains(&x) && s > 0.0 && s <= widest
}

proptest! {
    // MADe, Q and Qn withstand just less than half; the median with them.
    #[test]
    fn median_q_hampel_and_qn_withstand_nearly_half(values in sample(), size in 1e3_f64..1e12, both in any::<bool>()) {
        let wild = contaminated(&values, (values.len() - 1) / 2, size, both);
        let got = consensus(&wild, Route::MedianMade).unwrap();
        prop_assert!(holds(got.x, got.s, 5.0), "{:?}", got);
        let scale = qn(&wild, 2.2191).unwrap();
        prop_assert!(scale > 0.0 && scale < 10.0, "{}", scale);
    }

    // The Q method's scale is that of the quarter of pairs; with four in ten wild, those of the others are more than that.
    #[test]
    fn q_hampel_withstands_four_in_ten(values in sample(), size in 1e3_f64..1e12, both in any::<bool>()) {
        let wild = contaminated(&values, values.len() * 2 / 5, size, both);
        let (x, s) = q_hampel(&wild.iter().map(|value| vec![*value]).collect::<Vec<_>>()).unwrap();
        prop_assert!(holds(x, s, 30.0), "{} {}", x, s);
    }

    // The quartiles are among the others as long as less than a quarter is wild on one side.
    #[test]
    fn the_interquartile_range_withstands_a_quarter(values in sample(), size in 1e3_f64..1e12) {
        let wild = contaminated(&values, (values.len() - 1) / 4, size, false);
        let got = consensus(&wild, Route::MedianNiqr).unwrap();
        prop_assert!(holds(got.x, got.s, 2.0), "{:?}", got);
    }

    // Algorithm A's scale withstands f²δ²·ε(1 − ε…) < 1: one in four on both sides, or one in five on one.
    #[test]
    fn algorithm_a_withstands_up_to_its_bound(values in sample(), size in 1e3_f64..1e12, both in any::<bool>()) {
        let wild = contaminated(&values, values.len() / 5, size, both);
        let got = consensus(&wild, Route::AlgorithmA).unwrap();
        prop_assert!(holds(got.x, got.s, 12.0), "{:?}", got);
    }

    // And beyond their bounds they do break: the assertions above are not vacuous.
    #[test]
    fn beyond_its_bound_each_of_them_breaks(values in sample(), size in 1e6_f64..1e12) {
        let broken = |route: Route, wild: usize| {
            let got = consensus(&contaminated(&values, wild, size, false), route).unwrap();
            got.x > 100.0 || got.s > 100.0
        };
        let n = values.len();
        prop_assert!(broken(Route::Mean, 1));
        prop_assert!(broken(Route::MedianMade, n / 2 + 1));
        prop_assert!(broken(Route::MedianNiqr, n / 4 + 2));
        prop_assert!(broken(Route::AlgorithmA, n / 2));
        prop_assert!(broken(Route::QHampel, n / 2 + 2));
        prop_assert!(qn(&contaminated(&values, n / 2 + 2, size, false), 2.2191).unwrap() > 100.0);
    }
}
