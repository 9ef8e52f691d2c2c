//! No misleading number (P-4.3): what a round cannot tell is not told as satisfactory.

use super::assigned::Route;
use super::caution::Caution;
use super::criteria::CriteriaSet;
use super::round::{Assigned, Participant, Round, Scale, Scored};
use super::score::Class;
use super::{StatisticsError, refusal};
use crate::finding::Refusal;

fn scored(results: &[Option<f64>], route: Route) -> Result<Scored, StatisticsError> {
    let criteria = CriteriaSet::Iso13528.criteria();
    Round { results, assigned: Assigned::Consensus(route), scale: Scale::Participants(route), criteria }.scored()
}

fn all(values: &[f64]) -> Vec<Option<f64>> {
    values.iter().copied().map(Some).collect()
}

fn codes(participant: &Participant) -> Vec<&'static str> {
    participant.cautions.iter().map(Refusal::code).collect()
}

// With the mean and standard deviation of five, |z| ≤ 4/√5 = 1.79: a million is no more than that.
#[test]
fn five_laboratories_with_their_own_standard_deviation_are_never_called_satisfactory() {
    for wild in [10.3, 12.0, 1e6, 1e300] {
        let scored = scored(&all(&[10.0, 10.1, 9.9, 10.05, wild]), Route::Mean).unwrap();
        for participant in scored.participants.iter().flatten() {
            assert!(participant.z.abs() <= 1.789 && participant.class.is_none(), "{participant:?}");
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
        assert_eq!(first.class.is_none(), bound <= 2.0, "{n}");
        assert_eq!(codes(first).contains(&"action_unreachable"), bound > 2.0 && bound < 3.0, "{n}");
    }
}

#[test]
fn a_robust_scale_of_three_is_bounded_too_and_one_of_five_is_not() {
    let three = scored(&all(&[10.0, 10.1, 9.9]), Route::AlgorithmA).unwrap();
    assert!(three.participants.iter().flatten().all(|p| p.class.is_none() && codes(p).contains(&"score_bounded")));
    let six = scored(&all(&[10.0, 10.1, 9.9, 10.05, 9.96, 12.0]), Route::AlgorithmA).unwrap();
    assert_eq!(six.participants[5].as_ref().unwrap().class, Some(Class::Action));
    assert_eq!(six.participants[0].as_ref().unwrap().class, Some(Class::Acceptable));
}

#[test]
fn who_pulls_the_assigned_value_to_himself_is_named() {
    let values = all(&[10.0, 10.2, 9.8, 10.1, 9.9, 10.0, 10.1, 9.95, 10.05, 10.15, 9.85, 10.9]);
    let scored = scored(&values, Route::Mean).unwrap();
    let last = scored.participants[11].as_ref().unwrap();
    let Some(Caution::PullsAssigned { without }) = last.cautions.first() else { panic!("{last:?}") };
    assert!((*without - 7.12).abs() < 0.1 && last.z < 3.0 || last.class != Some(Class::Action), "{last:?}");
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
    let results = [Some(10.2), None, Some(10.5)];
    let round = |sigma| Round {
        results: &results,
        assigned: Assigned::Known(10.0, 0.01),
        scale: Scale::Known(sigma),
        criteria: CriteriaSet::Pmu1599.criteria(),
    };
    let scored = round(0.1).scored().unwrap();
    let classes: Vec<_> = scored.participants.iter().map(|p| p.as_ref().map(|p| p.class)).collect();
    assert_eq!(classes, [Some(Some(Class::Acceptable)), None, Some(Some(Class::Action))]);
    assert!(scored.cautions.is_empty());
    assert_eq!(round(0.0).scored(), Err(StatisticsError::ZeroScale));
    assert_eq!(round(-1.0).scored(), Err(StatisticsError::OutOfRange("sigma_pt")));
    assert_eq!(round(0.02).scored().unwrap().cautions, [Caution::AssignedUncertain]);
}
