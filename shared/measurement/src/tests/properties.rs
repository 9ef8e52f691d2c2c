//! Properties that hold for any numbers.

use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::coverage::{by_convolution, by_t};
use crate::distribution::{Shape, Term};
use crate::formula::Formula;
use crate::gum::{Contribution, combined, effective_dof};
use crate::method::RoundingMode;
use crate::monte_carlo::{Kind, Run, Variable, run};
use crate::propagate::{Known, propagate};
use crate::rounding;
use base::decimal::DecimalText;
use statistics::student;

fn text(mantissa: i64, scale: u32) -> DecimalText {
    DecimalText::parse(&format!("{mantissa}e-{scale}")).unwrap()
}

fn decimal(text: &str) -> Decimal {
    Decimal::from_str_exact(text).unwrap()
}

proptest! {
    #[test]
    fn rounding_is_monotone(a in -1_000_000_i64..1_000_000, b in -1_000_000_i64..1_000_000, scale in 0_u32..6, places in -3_i32..6) {
        let (low, high) = (a.min(b), a.max(b));
        let round = |n| decimal(&rounding::to_places(&text(n, scale), places).unwrap());
        prop_assert!(round(low) <= round(high));
    }

    #[test]
    fn every_rounding_is_monotone(
        a in -1_000_000_i64..1_000_000, b in -1_000_000_i64..1_000_000, scale in 0_u32..6,
        digits in 1_u8..4, interval in proptest::sample::select(vec!["0.1", "0.2", "0.5", "1", "20", "0.005"]), up in any::<bool>(),
    ) {
        let mode = if up { RoundingMode::Up } else { RoundingMode::HalfEven };
        let (low, high) = (a.min(b), a.max(b));
        let step = DecimalText::parse(interval).unwrap();
        let by_step = |n| decimal(&rounding::to_interval(&text(n, scale), &step).unwrap());
        prop_assert!(by_step(low) <= by_step(high));
        let significant = |n: i64| decimal(&rounding::to_significant(&text(n.abs(), scale), digits, mode).unwrap());
        prop_assert_eq!(significant(low) <= significant(high), low.abs() <= high.abs() || significant(low) == significant(high));
        let u = text(1 + a.abs(), scale);
        let result = |n| decimal(&rounding::result(&text(n, scale), &u, digits, mode).unwrap().value);
        prop_assert!(result(low) <= result(high));
        if let Ok(rounded) = rounding::result_to_interval(&text(low, scale), &u, &step, mode) {
            let other = rounding::result_to_interval(&text(high, scale), &u, &step, mode).unwrap();
            prop_assert!(decimal(&rounded.value) <= decimal(&other.value));
        }
    }

    #[test]
    fn rounding_agrees_with_bankers_rounding(mantissa in -1_000_000_000_i64..1_000_000_000, scale in 0_u32..10, places in 0_u32..9) {
        let expected = Decimal::new(mantissa, scale).round_dp(places);
        let got = rounding::to_places(&text(mantissa, scale), i32::try_from(places).unwrap()).unwrap();
        prop_assert_eq!(decimal(&got), expected);
    }

    #[test]
    fn rounding_twice_is_rounding_once(mantissa in -1_000_000_i64..1_000_000, scale in 0_u32..6, places in -3_i32..6) {
        let once = rounding::to_places(&text(mantissa, scale), places).unwrap();
        let twice = rounding::to_places(&DecimalText::parse(&once).unwrap(), places).unwrap();
        prop_assert_eq!(once, twice);
    }

    #[test]
    fn upwards_is_never_below_and_less_than_one_unit_above(mantissa in 1_i64..1_000_000, scale in 0_u32..6, digits in 1_u8..3) {
        let value = text(mantissa, scale);
        let up = decimal(&rounding::to_significant(&value, digits, RoundingMode::Up).unwrap());
        let even = decimal(&rounding::to_significant(&value, digits, RoundingMode::HalfEven).unwrap());
        let exact = Decimal::new(mantissa, scale);
        prop_assert!(up >= exact && up >= even);
        prop_assert!(up - exact <= exact);
    }

    #[test]
    fn results_stand_at_the_place_of_their_uncertainty(value in -1_000_000_i64..1_000_000, u in 1_i64..10_000, scale in 0_u32..6, digits in 1_u8..3) {
        let rounded = rounding::result(&text(value, scale), &text(u, scale), digits, RoundingMode::HalfEven).unwrap();
        let fraction = |text: &str| text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
        prop_assert_eq!(fraction(&rounded.value), fraction(&rounded.expanded_uncertainty));
        prop_assert_eq!(i32::try_from(fraction(&rounded.value)).unwrap(), rounded.places.max(0));
    }

    #[test]
    fn no_text_makes_the_formula_parser_panic(text in "[a-c0-9.eE+*/^()\\-, minaxsqrt]{0,60}") {
        if let Ok(formula) = Formula::parse(&text) {
            let values = vec![0.5; formula.symbols().len()];
            let _ = (formula.value(&values), formula.gradient(&values), formula.exact(&vec![Some(Decimal::TWO); values.len()]));
            prop_assert!(formula.value(&values).is_none_or(f64::is_finite));
        }
    }

    #[test]
    fn derivatives_follow_the_value(x in 0.5_f64..3.0, y in 0.5_f64..3.0) {
        let formula = Formula::parse("x^3*sin(y) - exp(x/y) + sqrt(x*y)/ln(x + 3) + atan(y)^2").unwrap();
        let (_, gradient) = formula.gradient(&[x, y]).unwrap();
        let h = 1e-6;
        let slope = |dx: f64, dy: f64| {
            (formula.value(&[x + dx, y + dy]).unwrap() - formula.value(&[x - dx, y - dy]).unwrap()) / (2.0 * h)
        };
        prop_assert!((gradient[0] - slope(h, 0.0)).abs() < 1e-6 * (1.0 + gradient[0].abs()));
        prop_assert!((gradient[1] - slope(0.0, h)).abs() < 1e-6 * (1.0 + gradient[1].abs()));
    }

    #[test]
    fn combined_uncertainty_scales_and_does_not_shrink(us in proptest::collection::vec(0.001_f64..10.0, 1..8), factor in 0.01_f64..100.0) {
        let of = |k: f64| us.iter().map(|u| Contribution { signed: k * u, dof: Some(5.0) }).collect::<Vec<_>>();
        let (one, scaled) = (combined(&of(1.0)).unwrap(), combined(&of(factor)).unwrap());
        prop_assert!((scaled / one / factor - 1.0).abs() < 1e-12);
        prop_assert!(us.iter().all(|u| one >= *u * (1.0 - 1e-12)));
        let dof = effective_dof(&of(1.0), one).unwrap();
        let most = 5.0 * us.len() as f64;
        prop_assert!((5.0 - 1e-9..=most * (1.0 + 1e-9)).contains(&dof), "{dof}");
        prop_assert!(by_t(0.95, Some(dof)).unwrap().k >= by_t(0.95, None).unwrap().k);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    /// For a linear model with normal inputs, GUM, convolution and Monte Carlo agree.
    #[test]
    fn monte_carlo_agrees_with_gum_where_gum_is_exact(a in 0.1_f64..5.0, b in 0.1_f64..5.0, c in -3.0_f64..3.0, seed in 0_u64..1000) {
        let model = Formula::parse(&format!("x + ({c})*y")).unwrap();
        let terms = [Contribution { signed: a, dof: None }, Contribution { signed: c * b, dof: None }];
        let u = combined(&terms).unwrap();
        let simulated = run(&Run {
            model: &model,
            variables: &[Variable::Normal(1.0, a), Variable::Normal(2.0, b)],
            correlations: &[],
            trials: 100_000,
            seed,
            probability: 0.95,
            interval: Kind::Symmetric,
            digits: None,
        })
        .unwrap();
        prop_assert!((simulated.mean - (1.0 + 2.0 * c)).abs() < 0.02 * u);
        prop_assert!((simulated.u / u - 1.0).abs() < 0.02);
        let k = (simulated.high - simulated.low) / 2.0 / u;
        prop_assert!((k - 1.96).abs() < 0.05, "{}", k);
        let shapes = terms.map(|term| Term { u: term.signed.abs(), shape: Shape::Normal });
        prop_assert!((by_convolution(0.95, &shapes, u).unwrap().k - 1.96).abs() < 1e-3);
    }

    /// The same for correlated normal inputs, and for a t, whose standard deviation is √(ν/(ν − 2)) of its scale.
    #[test]
    fn monte_carlo_agrees_with_gum_for_correlated_inputs_and_for_t(r in -1.0_f64..1.0, b in 0.1_f64..5.0, dof in 6.0_f64..60.0, seed in 0_u64..1000) {
        let simulate = |model: &Formula, variables: &[Variable], correlations: &[(usize, usize, f64)]| {
            let interval = Kind::Symmetric;
            run(&Run { model, variables, correlations, trials: 100_000, seed, probability: 0.95, interval, digits: None }).unwrap()
        };
        let model = Formula::parse("x - 2*y").unwrap();
        let known = |symbol: &str, u: f64| Known { symbol: symbol.to_owned(), x: 0.0, u, dof: None };
        let gum = propagate(&model, &[known("x", 1.0), known("y", b)], &[("x".to_owned(), "y".to_owned(), r)]).unwrap();
        let got = simulate(&model, &[Variable::Normal(0.0, 1.0), Variable::Normal(0.0, b)], &[(0, 1, r)]);
        prop_assert!((got.u / gum.combined - 1.0).abs() < 0.02, "{} {}", got.u, gum.combined);
        prop_assert!((got.high / gum.combined - 1.96).abs() < 0.06, "{} {}", got.high, gum.combined);
        let alone = Formula::parse("x").unwrap();
        let got = simulate(&alone, &[Variable::Student(0.0, b, dof)], &[]);
        prop_assert!((got.u / b / (dof / (dof - 2.0)).sqrt() - 1.0).abs() < 0.03);
        prop_assert!((got.high / b / student::factor(0.95, dof).unwrap() - 1.0).abs() < 0.04);
        // A t beside a normal: neither is exact by Welch and Satterthwaite, but convolution is.
        let sum = Formula::parse("x + y").unwrap();
        let got = simulate(&sum, &[Variable::Student(0.0, b, dof), Variable::Normal(0.0, 1.0)], &[]);
        let terms = [Term { u: b, shape: Shape::Student(dof) }, Term { u: 1.0, shape: Shape::Normal }];
        let half_width = by_convolution(0.95, &terms, 1.0).unwrap().k;
        prop_assert!(((got.high - got.low) / 2.0 / half_width - 1.0).abs() < 0.03);
    }
}
