//! Inputs that no laboratory should send: whatever comes out is a number or a refusal with a name, never NaN, infinity or a panic
//! (P-4.3); and what is right at 1 is right at 1e300 and at 1e-300.

use proptest::prelude::*;

use super::algorithm_a::{Stop, algorithm_a};
use super::algorithm_s::algorithm_s;
use super::assigned::{Assigned, against_reference, from_reference};
use super::cleaned::mean_without_outliers;
use super::combined::{combine, combine_differences, combine_relative, percentiles};
use super::consensus::{Route, consensus, consensus_with, of_experts};
use super::criteria::CriteriaSet;
use super::density::{density, mode};
use super::descriptive::{QuantileRule, mean, median, standard_deviation, variation_percent};
use super::homogeneity::homogeneity;
use super::judgement::{Judgement, Permitted, Share};
use super::mandel::{mandel_h_critical, mandel_k_critical};
use super::outliers::{cochran, cochran_critical, grubbs, grubbs_critical, grubbs_double};
use super::precision::precision;
use super::qn::{self, qn};
use super::regression::fit;
use super::robust::{huber_location, made, niqr};
use super::round::{Asked, Reported, Round, Scale};
use super::score::{Logarithm, difference, difference_percent, en, log_score, permitted_percent, score};
use super::sigma::{sigma_from_precision, sigma_horwitz};
use super::stability::stability;
use super::uncertainty::combined_uncertainty;

const ROUTES: [Route; 10] = [
    Route::Mean,
    Route::MedianNiqr,
    Route::MedianMade,
    Route::AlgorithmA,
    Route::QHampel,
    Route::MeanWithoutOutliers { alpha: 0.05, sides: 2 },
    Route::Trimmed { share: 0.2 },
    Route::Geometric,
    Route::Mode { bandwidth: 0.5 },
    Route::Weighted,
];

/// Numbers of every size, with zeros, ties and the smallest and largest there are.
fn any_number() -> impl Strategy<Value = f64> {
    let special = [0.0, -0.0, 1.0, -3.5, 5e-324, -5e-324, f64::MIN_POSITIVE, f64::MAX, f64::MIN, 1e300, -1e300, 1e-300, 1e16, 0.1, 0.3];
    prop_oneof![
        proptest::sample::select(special.to_vec()),
        (-320_i32..308, -9.99_f64..9.99).prop_map(|(power, digits)| digits * 10.0_f64.powi(power)),
        (-10_i32..10).prop_map(f64::from),
    ]
}

fn sound(name: &str, numbers: &[f64]) -> Result<(), TestCaseError> {
    prop_assert!(numbers.iter().all(|n| n.is_finite()), "{name}: {numbers:?}");
    Ok(())
}

fn numbers(most: usize) -> impl Strategy<Value = Vec<f64>> {
    proptest::collection::vec(any_number(), 0..most)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_sample_of_any_numbers_gives_numbers_or_a_refusal(x in numbers(12), other in any_number()) {
        for (name, got) in [
            ("mean", mean(&x)), ("sd", standard_deviation(&x)), ("median", median(&x)), ("made", made(&x, 1.483)),
            ("niqr", niqr(&x, 0.7413, QuantileRule::Type7)), ("niqr6", niqr(&x, 0.7413, QuantileRule::Type6)),
            ("qn", qn(&x, qn::FACTOR)), ("huber", huber_location(&x, 1.5, other)), ("s", algorithm_s(&x, 3).map(|s| s.w)),
            ("cv", variation_percent(&x)), ("u", combined_uncertainty(&x)), ("made with", made(&x, other)),
            ("cochran", cochran(&x)), ("mode", mode(&x, other)), ("density", density(&x, other, 1.0)),
        ] {
            sound(name, &got.map_or(vec![], |n| vec![n]))?;
        }
        for route in ROUTES {
            for got in [consensus(&x, route), consensus_with(&x, &x, route), of_experts(&x, &x, route)] {
                sound("consensus", &got.map_or(vec![], |c| vec![c.x, c.s, c.u]))?;
            }
        }
        for stop in [Stop::Converged, Stop::ThirdFigure] {
            sound("a", &algorithm_a(&x, 1.134, 1.5, stop).map_or(vec![], |a| vec![a.x, a.s]))?;
        }
        for got in [grubbs(&x), grubbs_double(&x)] {
            sound("grubbs", &got.map_or(vec![], |g| vec![g.high, g.low]))?;
        }
        sound("cleaned", &mean_without_outliers(&x, 0.05, 2, 3).map_or(vec![], |c| vec![c.mean, c.sd]))?;
        sound("percentiles", &percentiles(&x).unwrap_or_default())?;
        sound("line", &fit(&x, &x, other).map_or(vec![], |l| vec![l.intercept, l.slope, l.u_intercept, l.u_slope, l.correlation]))?;
    }

    #[test]
    fn scores_of_any_numbers_are_numbers_or_a_refusal(x in any_number(), pt in any_number(), a in any_number(), b in any_number()) {
        let criteria = CriteriaSet::Iso13528.criteria();
        for got in [score(x, pt, &[a], &criteria), score(x, pt, &[a, b], &criteria), en(x, pt, &[a, b], &criteria)] {
            sound("score", &got.map_or(vec![], |s| vec![s.value]))?;
        }
        for got in [
            difference(x, pt), difference_percent(x, pt), permitted_percent(x, pt, a), log_score(x, pt, &[a], Logarithm::Ln, &criteria).map(|s| s.value),
            sigma_from_precision(a, b, 3), sigma_horwitz(a), from_reference(x, a, &[pt, b]).map(|c| c.u), against_reference((x, a), (pt, b)).map(|c| c.ratio),
            grubbs_critical(5, a, 2), cochran_critical(5, 2, a), mandel_h_critical(5, a), mandel_k_critical(5, 2, a),
        ] {
            sound("number", &got.map_or(vec![], |n| vec![n]))?;
        }
        let all = [Some(x), None, Some(pt), Some(a), Some(b)];
        let combined = combine(&all, &criteria);
        sound("combined", &combined.map_or(vec![], |c| {
            vec![c.sum, c.mean, c.squares.unwrap_or(0.0), c.root_mean_square, c.rescaled_sum, c.mean_absolute, c.squares_probability]
        }))?;
        sound("differences", &combine_differences(&all, &[pt; 5]).map_or(vec![], |c| vec![c.mean_absolute, c.sum_absolute]))?;
        sound("relative", &combine_relative(&all, &[pt; 5], &[a.abs(); 5]).map_or(vec![], |c| vec![c.mean_relative, c.satisfactory_percent]))?;
        let results = all.map(|x| x.map(|x| Reported { x, u: Some(a.abs()), expanded: Some(b.abs()) }));
        let asked = [Asked::D, Asked::DPercent, Asked::Rank, Asked::Percentile, Asked::Z, Asked::ZPrime, Asked::Zeta, Asked::En];
        let permitted = Permitted { difference: a, percent: true, inclusive: false };
        let judgements = [Judgement::ExpertConsensus { permitted }, Judgement::ParticipantsConsensus { share: Share::Central80 }];
        for assigned in [Assigned::known(x, a), Assigned::Participants { by: Route::AlgorithmA }, Assigned::Participants { by: Route::Mean }] {
            for scale in [Some(Scale::Known(b)), Some(Scale::Participants(Route::Mean)), Some(Scale::Participants(Route::MedianNiqr)), None] {
                for (logarithm, judgement) in [None, Some(Logarithm::Ln)].into_iter().zip(judgements.map(Some)) {
                    let round = Round { results: &results, assigned: &assigned, expanded: None, scale, criteria, asked: &asked, logarithm, judgement };
                    let Ok(scored) = round.scored() else { continue };
                    let scores = scored.participants.iter().flatten().flat_map(|p| p.scores.iter().filter_map(|given| given.value.ok()));
                    sound("round", &scores.chain([scored.x, scored.u]).chain(scored.sigma.and_then(Result::ok)).collect::<Vec<_>>())?;
                }
            }
        }
    }

    #[test]
    fn groups_of_any_numbers_give_numbers_or_a_refusal(groups in proptest::collection::vec(numbers(4), 0..5), sigma in any_number()) {
        sound("precision", &precision(&groups).map_or(vec![], |p| vec![p.mean, p.s_r, p.s_l, p.s_reproducibility, p.r_limit, p.reproducibility_limit]))?;
        let pairs: Vec<Vec<f64>> = groups.iter().filter(|g| g.len() >= 2).map(|g| g[..2].to_vec()).collect();
        let got = homogeneity(&pairs, sigma);
        sound("homogeneity", &got.map_or(vec![], |h| vec![h.mean, h.s_x, h.s_w, h.s_s, h.criterion, h.expanded_criterion, h.f.unwrap_or(0.0)]))?;
        if let [a, b, ..] = groups.as_slice() {
            sound("stability", &stability(a, b, sigma, Some((sigma, 1.0))).map_or(vec![], |s| vec![s.difference, s.criterion]))?;
        }
    }
}

#[test]
fn one_wild_value_does_not_swallow_the_digits_of_the_others() {
    let mut values = vec![10.1, 10.2, 9.9, 10.0, 10.3, 9.8, 10.15, 9.95, 10.05];
    let with = |wild: f64, values: &mut Vec<f64>| {
        values.push(wild);
        let got = algorithm_a(values, 1.134, 1.5, Stop::Converged).unwrap();
        values.pop();
        got
    };
    let near = with(12.0, &mut values);
    for wild in [1e6, 1e15, 1e200, 1e300, f64::MAX] {
        let far = with(wild, &mut values);
        assert!((far.x - near.x).abs() < 1e-12 && (far.s - near.s).abs() < 1e-12, "{wild}: {far:?} {near:?}");
        let low = with(-wild, &mut values);
        assert!((low.s - near.s).abs() < 0.05, "{wild}: {low:?}");
    }
}

#[test]
fn a_hundred_thousand_values_are_no_trouble() {
    let values: Vec<f64> = (0..100_000_i32).map(|n| f64::from((n * 7919) % 100_003) / 1000.0).collect();
    for route in ROUTES.into_iter().filter(|route| !matches!(route, Route::Geometric | Route::Mode { .. } | Route::Weighted)) {
        let got = consensus(&values, route).unwrap();
        assert!((got.x - 50.0).abs() < 0.1 && (20.0..50.0).contains(&got.s), "{route:?} {got:?}");
    }
    assert!((qn(&values, qn::FACTOR).unwrap() / 29.7 - 1.0).abs() < 0.1);
    let mut tied = vec![1.0; 100_000];
    tied[77] = 2.0;
    assert!(algorithm_a(&tied, 1.134, 1.5, Stop::Converged).unwrap().degenerate);
    assert_eq!(consensus(&tied, Route::QHampel).unwrap().x, 1.0);
}
