//! Inputs that no laboratory should send: whatever comes out is a number or a refusal with a name, never NaN, infinity, a panic or an
//! endless run (C-5.5.3).

use proptest::prelude::*;

use super::conformity::{Judged, judge};
use super::correlation::Correlation;
use super::coverage;
use super::distribution::{Shape, Term};
use super::formula::Formula;
use super::gum::{Contribution, combined, effective_dof, stated};
use super::monte_carlo::{Kind, Run, Variable, run, validate};
use super::outputs::{propagate_all, second_order};
use super::propagate::{Known, propagate};
use super::risk::{Process, global};
use super::rounding;
use crate::method::{DecisionRule, RoundingMode};
use base::decimal::DecimalText;
use statistics::student;

/// Numbers of every size, and what is no number.
fn any_number() -> impl Strategy<Value = f64> {
    let special = [
        0.0,
        -0.0,
        1.0,
        -3.5,
        5e-324,
        -5e-324,
        f64::MIN_POSITIVE,
        f64::MAX,
        f64::MIN,
        1e300,
        -1e300,
        1e-300,
        1e16,
        0.1,
        0.3,
        0.95,
        f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        1e-10,
        0.9999999999999999,
    ];
    prop_oneof![
        proptest::sample::select(special.to_vec()),
        (-320_i32..308, -9.99_f64..9.99).prop_map(|(power, digits)| digits * 10.0_f64.powi(power)),
        (-10_i32..10).prop_map(f64::from),
        0.0_f64..1.0,
    ]
}

fn any_dof() -> impl Strategy<Value = Option<f64>> {
    proptest::option::of(any_number())
}

fn any_shape() -> impl Strategy<Value = Shape> {
    prop_oneof![
        Just(Shape::Normal),
        any_number().prop_map(Shape::Student),
        Just(Shape::Rectangular),
        Just(Shape::Triangular),
        any_number().prop_map(Shape::Trapezoidal),
        Just(Shape::UShaped),
    ]
}

fn any_terms() -> impl Strategy<Value = Vec<Term>> {
    proptest::collection::vec((any_number(), any_shape()).prop_map(|(u, shape)| Term { u, shape }), 0..4)
}

/// Decimals of any length and size.
fn any_decimal() -> impl Strategy<Value = DecimalText> {
    ("-?[0-9]{1,40}(\\.[0-9]{0,40})?", -99_i32..100)
        .prop_map(|(digits, power)| DecimalText::parse_up_to(&format!("{digits}e{power}"), 1_000).unwrap())
}

fn sound(name: &str, numbers: &[f64]) -> Result<(), TestCaseError> {
    prop_assert!(numbers.iter().all(|n| n.is_finite()), "{name}: {numbers:?}");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn propagation_of_any_numbers_gives_numbers_or_a_refusal(
        values in proptest::collection::vec((any_number(), any_number(), any_dof()), 3),
        model in proptest::sample::select(vec!["a+b-c", "a*b/c", "exp(a)*b", "max(a,b)+sqrt(abs(c))", "a^b", "1/(1/a)", "ln(a)/sin(b)"]),
        r in any_number(),
    ) {
        let model = Formula::parse(model).unwrap();
        let known: Vec<Known> =
            ["a", "b", "c"].iter().zip(&values).map(|(s, (x, u, dof))| Known { symbol: (*s).to_owned(), x: *x, u: *u, dof: *dof }).collect();
        let correlations = [("a".to_owned(), "b".to_owned(), r)];
        for correlations in [&[][..], &correlations[..]] {
            if let Ok(got) = propagate(&model, &known, correlations) {
                sound("propagated", &[got.value, got.combined, got.dof.unwrap_or(1.0)])?;
                sound("sensitivities", &[got.sensitivities, got.contributions].concat())?;
            }
            if let Ok(got) = propagate_all(std::slice::from_ref(&model), &known, correlations) {
                sound("covariance", &got.covariance.concat())?;
            }
            if let Ok(got) = second_order(&model, &known, correlations) {
                sound("second", &[got.first, got.combined, got.shift])?;
            }
        }
        let terms: Vec<Contribution> = values.iter().map(|(x, _, dof)| Contribution { signed: *x, dof: *dof }).collect();
        let u = combined(&terms);
        sound("combined", &u.map_or(vec![], |u| vec![u]))?;
        let dof = u.and_then(|u| effective_dof(&terms, u));
        sound("dof", &[dof.unwrap_or(1.0), stated(dof).unwrap_or(1.0)])?;
    }

    #[test]
    fn correlations_of_any_numbers_make_a_factor_or_are_refused(pairs in proptest::collection::vec((0_usize..5, 0_usize..5, any_number()), 0..6)) {
        let correlations: Vec<Correlation> = pairs.iter().map(|&(a, b, r)| Correlation { a, b, r }).collect();
        if let Ok(factor) = super::correlation::Factor::of(4, &correlations) {
            for n in 0..4 {
                let length: f64 = (0..4).map(|k| factor.part(n, k).powi(2)).sum();
                prop_assert!((length - 1.0).abs() < 1e-9, "{pairs:?}: {length}");
            }
        }
    }

    #[test]
    fn risks_of_any_numbers_are_probabilities_or_a_refusal(
        [mean, sigma, u, a, b] in proptest::array::uniform5(any_number()),
        limits in proptest::array::uniform2(proptest::option::of(any_number())),
    ) {
        let process = Process { mean, sigma, u, tolerance: (limits[0], limits[1]), acceptance: (Some(a), Some(b)) };
        for process in [process, Process { acceptance: (limits[1], limits[0]), tolerance: (Some(a), Some(b)), ..process }] {
            if let Ok(got) = global(&process) {
                let all = [got.false_acceptance, got.false_rejection, got.false_acceptance_of_accepted];
                prop_assert!(all.iter().all(|p| (-1e-12..=1.0 + 1e-9).contains(p)), "{process:?} {got:?}");
            }
        }
    }

    #[test]
    fn decisions_of_any_decimals_are_made_or_refused(
        value in any_decimal(), low in any_decimal(), high in any_decimal(), u in any_decimal(), standard in any_number(), factor in any_decimal(),
    ) {
        let judged = Judged { value: &value, lower: Some(&low), upper: Some(&high), expanded_uncertainty: &u, standard_uncertainty: standard };
        for rule in [DecisionRule::Simple, DecisionRule::NonBinary, DecisionRule::Guarded { factor }] {
            if let Ok(got) = judge(&judged, &rule) {
                prop_assert!((0.0..=1.0).contains(&got.probability) && (0.0..=1.0).contains(&got.specific_risk), "{judged:?} {got:?}");
            }
        }
    }

    #[test]
    fn any_decimal_is_rounded_or_refused(value in any_decimal(), other in any_decimal(), places in any::<i32>(), digits in any::<u8>()) {
        for places in [places, places % 50] {
            let _ = rounding::to_places(&value, places);
        }
        for mode in [RoundingMode::Up, RoundingMode::HalfEven] {
            let _ = rounding::to_significant(&value, digits, mode);
            let _ = rounding::result(&value, &other, digits, mode);
            let _ = rounding::result_to_interval(&value, &other, &other, mode);
        }
        let _ = (rounding::to_interval(&value, &other), rounding::plain(&value), value.to_decimal(), value.to_f64());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn factors_of_any_numbers_are_positive_numbers_or_none(p in any_number(), dof in any_dof(), terms in any_terms(), u in any_number()) {
        let found = [
            coverage::by_t(p, dof).map(|f| f.k),
            coverage::interpolated(p, dof),
            coverage::by_dominant_terms(p, &terms, dof).map(|f| f.k),
            coverage::by_convolution(p, &terms, u).map(|f| f.k),
            student::upper_quantile(p, dof.unwrap_or(3.0)),
        ];
        for k in found.into_iter().flatten() {
            prop_assert!(k.is_finite() && k >= 0.0, "{found:?}");
        }
    }

    #[test]
    fn a_higher_probability_never_has_a_smaller_factor(p in 0.01_f64..0.999, dof in 0.5_f64..1e5, terms in any_terms()) {
        let higher = p + 0.5 * (1.0 - p);
        let rises = |k: &dyn Fn(f64) -> Option<f64>| k(p).zip(k(higher)).is_none_or(|(low, high)| low <= high * (1.0 + 1e-7));
        prop_assert!(rises(&|p| coverage::interpolated(p, Some(dof))));
        prop_assert!(rises(&|p| coverage::by_convolution(p, &terms, 1.0).map(|f| f.k)));
    }

    #[test]
    fn a_simulation_of_any_numbers_gives_numbers_or_a_refusal([a, b, c, p] in proptest::array::uniform4(any_number()), kind in 0..8) {
        let variable = match kind {
            0 => Variable::Constant(a),
            1 => Variable::Normal(a, b),
            2 => Variable::Student(a, b, c),
            3 => Variable::Uniform(a, b),
            4 => Variable::Triangular(a, b),
            5 => Variable::Trapezoidal(a, b, c),
            6 => Variable::Arcsine(a, b),
            _ => Variable::CurvilinearTrapezoid(a, b, c),
        };
        let model = Formula::parse("2*x - 1/(1 + exp(x))").unwrap();
        for (probability, digits, interval) in [(p, None, Kind::Symmetric), (0.95, Some(2), Kind::Shortest)] {
            let variables = [variable];
            let simulated =
                run(&Run { model: &model, variables: &variables, correlations: &[], trials: 20_000, seed: 1, probability, interval, digits });
            if let Ok(got) = simulated {
                sound("simulated", &[got.mean, got.u, got.low, got.high])?;
                prop_assert!(got.low <= got.high);
                let compared = validate(a, b, c, &got, 2);
                prop_assert!(!(compared.validated && compared.low.is_nan()));
            }
        }
    }
}
