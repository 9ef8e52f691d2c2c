//! No misleading number (P-4.3): what a round cannot tell is not told as satisfactory.

use super::assigned::Assigned;
use super::caution::Caution;
use super::consensus::Route;
use super::criteria::Class;
use super::criteria::{Criteria, CriteriaSet};
use super::judgement::Judgement;
use super::round::{Asked, Participant, Reported, Round, Scale, Scored};
use super::score::Logarithm;
use super::{StatisticsError, refusal};
use base::finding::Refusal;

fn round<'a>(results: &'a [Option<Reported>], assigned: &'a Assigned, scale: Option<Scale>, asked: &'a [Asked]) -> Round<'a> {
    let criteria = CriteriaSet::Iso13528.criteria();
    Round { results, assigned, expanded: None, scale, criteria, asked, logarithm: None, judgement: None }
}

fn scored_by(results: &[Option<f64>], by: Route, asked: &[Asked]) -> Result<Scored, StatisticsError> {
    let results: Vec<Option<Reported>> = results.iter().map(|x| x.map(Reported::alone)).collect();
    round(&results, &Assigned::Participants { by }, Some(Scale::Participants(by)), asked).scored()
}

fn scored(results: &[Option<f64>], route: Route) -> Result<Scored, StatisticsError> {
    scored_by(results, route, &[Asked::Z])
}

fn all(values: &[f64]) -> Vec<Option<f64>> {
    values.iter().copied().map(Some).collect()
}

fn z(participant: &Participant) -> f64 {
    participant.score(Asked::Z).unwrap().value.unwrap()
}

fn class(participant: &Participant) -> Option<Class> {
    participant.score(Asked::Z).unwrap().class
}

fn codes(participant: &Participant) -> Vec<&'static str> {
    participant.cautions.iter().map(Refusal::code).collect()
}

// With the mean and standard deviation of five, |z| ≤ 4/√5 = 1.79: a million is no more than that.
#[test]
fn five_laboratories_with_their_own_standard_deviation_are_never_called_satisfactory() {
    for wild in [10.3, 12.0, 1e6, 1e300] {
        let scored = scored_by(&all(&[10.0, 10.1, 9.9, 10.05, wild]), Route::Mean, &[Asked::Z, Asked::ZPrime]).unwrap();
        for participant in scored.participants.iter().flatten() {
            assert!(z(participant).abs() <= 1.789 && participant.scores.iter().all(|given| given.class.is_none()), "{participant:?}");
            assert!(codes(participant).contains(&"score_bounded"));
        }
        assert_eq!(scored.cautions, [Caution::FewResults { n: 5, needed: 12 }, Caution::AssignedUncertain]);
    }
}

#[test]
fn up_to_ten_laboratories_with_their_own_standard_deviation_cannot_reach_action() {
    for n in 2..14 {
        let values: Vec<Option<f64>> = (0..n).map(|n| Some(f64::from(n % 4) + f64::from(n) / 7.0)).collect();
        let scored = scored(&values, Route::Mean).unwrap();
        let first = scored.participants[0].as_ref().unwrap();
        let bound = (f64::from(n) - 1.0) / f64::from(n).sqrt();
        assert_eq!(class(first).is_none(), bound <= 2.0, "{n}");
        // Below twelve, u exceeds 0.3 s: z′ comes with z, and its bound is the smaller one.
        let prime = bound / (1.0 + 1.0 / f64::from(n)).sqrt();
        assert_eq!(first.score(Asked::ZPrime).is_some(), n < 12, "{n}");
        assert_eq!(codes(first).contains(&"action_unreachable"), bound > 2.0 && bound < 3.0 || n < 12 && prime > 2.0 && prime < 3.0, "{n}");
    }
}

#[test]
fn a_robust_scale_of_three_is_bounded_too_and_one_of_five_is_not() {
    let three = scored(&all(&[10.0, 10.1, 9.9]), Route::AlgorithmA).unwrap();
    assert!(three.participants.iter().flatten().all(|p| class(p).is_none() && codes(p).contains(&"score_bounded")));
    let six = scored(&all(&[10.0, 10.1, 9.9, 10.05, 9.96, 12.0]), Route::AlgorithmA).unwrap();
    assert_eq!(class(six.participants[5].as_ref().unwrap()), Some(Class::Action));
    assert_eq!(class(six.participants[0].as_ref().unwrap()), Some(Class::Acceptable));
}

#[test]
fn who_pulls_the_assigned_value_to_himself_is_named() {
    let values = all(&[10.0, 10.2, 9.8, 10.1, 9.9, 10.0, 10.1, 9.95, 10.05, 10.15, 9.85, 10.9]);
    let scored = scored(&values, Route::Mean).unwrap();
    let last = scored.participants[11].as_ref().unwrap();
    let Some(Caution::PullsAssigned { without }) = last.cautions.first() else { panic!("{last:?}") };
    // Against mean and standard deviation of the eleven others (numpy).
    assert!((*without - 7.063_349_707_533).abs() < 1e-9 && class(last) == Some(Class::Warning), "{last:?}");
    assert!(scored.participants[0].as_ref().unwrap().cautions.is_empty());
}

#[test]
fn rounds_without_scatter_are_refused_by_name() {
    assert_eq!(scored(&all(&[5.0; 8]), Route::Mean), Err(StatisticsError::AllEqual));
    let tied = all(&[5.0, 5.0, 5.0, 5.0, 5.0, 5.1]);
    for route in [Route::MedianMade, Route::MedianNiqr, Route::AlgorithmA] {
        assert_eq!(scored(&tied, route), Err(StatisticsError::MajorityEqual), "{route:?}");
    }
    assert_eq!(scored(&[None, None], Route::Mean), Err(StatisticsError::TooFew { needed: 1 }));
    assert_eq!(scored(&all(&[1.0]), Route::Mean), Err(StatisticsError::TooFew { needed: 2 }));
    assert_eq!(scored(&[Some(1.0), None, Some(f64::NAN)], Route::Mean), Err(StatisticsError::NotFinite));
    assert!(refusal::finite(1.0).is_ok());
}

#[test]
fn one_result_that_alone_makes_the_scale_is_named() {
    let mut values = [7.0; 13];
    values[12] = 9.0;
    let scored = scored(&all(&values), Route::Mean).unwrap();
    assert!(codes(scored.participants[12].as_ref().unwrap()).contains(&"carries_scale"));
    assert!(scored.cautions.contains(&Caution::ManyTies { distinct: 2 }));
}

#[test]
fn with_value_and_scale_from_outside_three_laboratories_are_scored() {
    let results = [Some(Reported::alone(10.2)), None, Some(Reported::alone(10.5))];
    let assigned = Assigned::known(10.0, 0.01);
    let round = |sigma| round(&results, &assigned, Some(Scale::Known(sigma)), &[Asked::Z]).scored();
    let scored = round(0.1).unwrap();
    let classes: Vec<_> = scored.participants.iter().map(|p| p.as_ref().map(class)).collect();
    assert_eq!(classes, [Some(Some(Class::Acceptable)), None, Some(Some(Class::Action))]);
    assert!(scored.cautions.is_empty() && scored.negligible == Some(true));
    assert_eq!(round(0.0), Err(StatisticsError::ZeroScale));
    assert_eq!(round(-1.0), Err(StatisticsError::OutOfRange("sigma_pt")));
    let uncertain = round(0.02).unwrap();
    assert_eq!((uncertain.cautions.as_slice(), uncertain.negligible), ([Caution::AssignedUncertain].as_slice(), Some(false)));
    // P-4.3.1: where the acceptance criterion is not met, z′ comes with z.
    let prime = uncertain.participants[0].as_ref().unwrap().score(Asked::ZPrime).unwrap().value.unwrap();
    assert!((prime - 0.2 / 0.02_f64.hypot(0.01)).abs() < 1e-12);
}

// P-4.3.2: D, D%, rank and percentile, z, z′, ζ and En as the programme asks; what one participant did not report keeps nothing from
// the others.
#[test]
fn a_programme_gets_the_scores_it_asks_for() {
    let stated = |x, u, expanded| Some(Reported { x, u, expanded });
    let results = [stated(10.3, Some(0.1), Some(0.2)), stated(9.8, None, None), stated(10.3, Some(0.3), Some(0.0))];
    let assigned = Assigned::known(10.0, 0.04);
    let asked = [Asked::D, Asked::DPercent, Asked::Rank, Asked::Percentile, Asked::Zeta, Asked::En];
    let got = round(&results, &assigned, None, &asked).scored().unwrap();
    let values = |place: usize| got.participants[place].as_ref().unwrap().scores.iter().map(|given| given.value).collect::<Vec<_>>();
    let first: Vec<f64> = values(0).into_iter().map(Result::unwrap).collect();
    let expected = [0.3, 3.0, 2.5, 100.0 * 2.0 / 3.0, 0.3 / 0.1_f64.hypot(0.04), 0.3 / 0.2_f64.hypot(0.08)];
    assert!(first.iter().zip(expected).all(|(got, expected)| (got - expected).abs() < 1e-12), "{first:?}");
    assert_eq!(values(1)[4..], [Err(StatisticsError::Missing("u_x")), Err(StatisticsError::Missing("U_x"))]);
    // ζ and En stand although σ is zero.
    let asked = [Asked::Z, Asked::Zeta];
    let got = round(&results, &assigned, Some(Scale::Known(0.0)), &asked).scored().unwrap();
    let first = got.participants[0].as_ref().unwrap();
    assert_eq!(first.score(Asked::Z).unwrap().value, Err(StatisticsError::ZeroScale));
    assert_eq!(first.score(Asked::Zeta).unwrap().class, Some(Class::Warning));
    // σ that was not given is missing, not zero.
    assert_eq!(round(&results, &assigned, None, &[Asked::Z]).scored(), Err(StatisticsError::Missing("sigma_pt")));
}

// P-4.3.1: outliers leave the statistics, and are scored.
#[test]
fn outliers_leave_the_statistics_and_are_still_scored() {
    let mut values = vec![10.0, 10.2, 9.8, 10.1, 9.9, 10.0, 10.1, 9.95, 10.05, 10.15, 9.85, 10.02, 9.97];
    values.push(15.0);
    let scored = scored(&all(&values), Route::MeanWithoutOutliers { alpha: 0.01, sides: 2 }).unwrap();
    let last = scored.participants[13].as_ref().unwrap();
    assert!(codes(last).contains(&"left_statistics") && class(last) == Some(Class::Action) && z(last) > 30.0, "{last:?}");
    assert!((scored.x - 10.007).abs() < 1e-3);
}

// P-4.3.2: on a log scale, ten times too much is as far off as a tenth.
#[test]
fn on_a_log_scale_ten_times_too_much_is_as_far_off_as_a_tenth() {
    let results: Vec<Option<Reported>> = [100.0, 1.0, 10.0].map(|x| Some(Reported::alone(x))).to_vec();
    let assigned = Assigned::known(10.0, 0.0);
    let with = |logarithm| {
        Round { logarithm: Some(logarithm), ..round(&results, &assigned, Some(Scale::Known(0.5)), &[Asked::Z, Asked::D]) }.scored()
    };
    let got = with(Logarithm::Log10).unwrap();
    let zs: Vec<f64> = got.participants.iter().flatten().map(z).collect();
    assert_eq!(zs, [2.0, -2.0, 0.0]);
    assert!((got.x - 10.0).abs() < 1e-12);
    assert!((z(with(Logarithm::Ln).unwrap().participants[0].as_ref().unwrap()) - 10.0_f64.ln() / 0.5).abs() < 1e-12);
    let negative = [Some(Reported::alone(-1.0))];
    let got = Round { logarithm: Some(Logarithm::Ln), ..round(&negative, &assigned, Some(Scale::Known(0.5)), &[Asked::Z]) }.scored();
    assert_eq!(got, Err(StatisticsError::OutOfRange("x")));
}

// P-4.3.3: criteria and judgement are data of a programme.
#[test]
fn a_programme_judges_by_its_own_criteria() {
    let results: Vec<Option<Reported>> = (0..12_i32).map(|n| Some(Reported::alone(10.0 + f64::from(n) / 10.0))).collect();
    let assigned = Assigned::known(10.0, 0.0);
    let strict: Criteria = serde_json::from_str(r#"{"acceptable": 1, "action": 2, "en": 1, "en_inclusive": true, "fewest": 5}"#).unwrap();
    let judgement: Judgement = serde_json::from_str(r#"{"by": "participants_consensus", "share": "lower_90"}"#).unwrap();
    let base = round(&results, &assigned, Some(Scale::Known(0.5)), &[Asked::Z]);
    let got = Round { criteria: strict, judgement: Some(judgement), ..base }.scored().unwrap();
    let told: Vec<_> = got.participants.iter().flatten().map(|p| (class(p), p.judged)).collect();
    assert_eq!((told[5].0, told[6].0, told[10].0), (Some(Class::Acceptable), Some(Class::Warning), Some(Class::Action)));
    assert_eq!((told[9].1, told[11].1), (Some(Ok(Class::Acceptable)), Some(Ok(Class::Action))));
}

// P-4.3: in a large round too, a result that decides its own class is named; by mean and standard deviation, and by a robust route.
#[test]
fn in_a_large_round_too_who_decides_his_own_class_is_named() {
    let mut values: Vec<f64> = (0..400_i32).map(|n| f64::from(n % 20) / 10.0).collect();
    values[0] = 2.765;
    for route in [Route::Mean, Route::AlgorithmA] {
        let (mut seen, mut checked) = (0, 0);
        for own in (0..400_i32).map(|n| 2.2 + f64::from(n) / 400.0) {
            values[0] = own;
            let got = scored(&all(&values), route).unwrap();
            let first = got.participants[0].as_ref().unwrap();
            let others: Vec<f64> = values[1..].to_vec();
            let alone = super::consensus::consensus(&others, route).unwrap();
            let without = super::score::score(own, alone.x, &[alone.s], &CriteriaSet::Iso13528.criteria()).unwrap();
            checked += 1;
            let differs = Some(without.class) != class(first);
            assert_eq!(codes(first).contains(&"pulls_assigned_value"), differs, "{route:?} {own} {first:?} {without:?}");
            seen += usize::from(differs);
        }
        assert!(seen > 0 && checked == 400, "{route:?}: never seen");
    }
}

// P-4.3: every stated route works in a round; a scale that a route does not give is refused by name.
#[test]
fn scales_that_no_route_gives_are_refused_by_name() {
    let values: Vec<f64> = (0..20_i32).map(|n| 10.0 + f64::from(n * n) / 100.0).collect();
    let results: Vec<Option<Reported>> = values.iter().map(|x| Some(Reported { x: *x, u: Some(0.2), expanded: None })).collect();
    for by in [Route::Geometric, Route::Mode { bandwidth: 0.5 }, Route::Weighted, Route::Trimmed { share: 0.1 }] {
        let assigned = Assigned::Participants { by };
        let with = |scale| round(&results, &assigned, Some(scale), &[Asked::Z]).scored();
        let got = with(Scale::Participants(Route::AlgorithmA)).unwrap();
        assert!(got.u > 0.0 && got.participants.len() == 20, "{by:?} {got:?}");
        if matches!(by, Route::Mode { .. } | Route::Weighted) {
            assert_eq!(with(Scale::Participants(by)), Err(StatisticsError::NotDefined("sigma_pt")), "{by:?}");
        }
    }
}
