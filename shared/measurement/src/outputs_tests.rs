use super::*;
use crate::distribution::Shape;
use crate::monte_carlo::{Kind, Run, Variable, run};
use crate::propagate::propagate;
use base::unit::Unit;

fn known(symbol: &str, x: f64, u: f64) -> Known {
    Known { symbol: symbol.to_owned(), x, u, dof: None }
}

fn formula(text: &str) -> Formula {
    Formula::parse(text).unwrap()
}

// GUM H.2: resistance, reactance and impedance from one set of readings, table H.4.
#[test]
fn several_outputs_have_their_covariance() {
    let inputs = [known("V", 4.999, 0.0032), known("I", 0.019_661, 9.5e-6), known("phi", 1.044_46, 0.000_75)];
    let pair = |a: &str, b: &str, r: f64| (a.to_owned(), b.to_owned(), r);
    let correlations = [pair("V", "I", -0.36), pair("V", "phi", 0.86), pair("I", "phi", -0.65)];
    let models = [formula("V/I*cos(phi)"), formula("V/I*sin(phi)"), formula("V/I")];
    let got = propagate_all(&models, &inputs, &correlations).unwrap();
    let values: Vec<String> = got.outputs.iter().map(|o| format!("{:.3} {:.2}", o.value, o.combined)).collect();
    assert_eq!(values, ["127.732 0.07", "219.847 0.30", "254.260 0.24"]);
    let r = |a: usize, b: usize| format!("{:.2}", got.correlation[a][b].unwrap());
    // Printed with the rounded inputs: −0.588, −0.485, 0.993.
    assert_eq!([r(0, 1), r(0, 2), r(1, 2), r(1, 0)], ["-0.59", "-0.49", "0.99", "-0.59"]);
    assert!((got.covariance[0][0] - got.outputs[0].combined.powi(2)).abs() < 1e-12);
}

// GUM 5.1.2: (−2)³ with an exact 3, to both orders; by an exponent that is uncertain there is no slope.
#[test]
fn an_exact_exponent_needs_no_derivative() {
    let power = formula("x**n");
    let exact = [known("x", -2.0, 0.01), known("n", 3.0, 0.0)];
    let first = propagate(&power, &exact, &[]).unwrap();
    assert!((first.value + 8.0).abs() < 1e-15 && (first.combined - 0.12).abs() < 1e-15, "{first:?}");
    let second = second_order(&power, &exact, &[]).unwrap();
    assert!((second.first - 0.12).abs() < 1e-15 && second.combined > second.first && !second.needed, "{second:?}");
    let correlated = [("x".to_owned(), "n".to_owned(), 0.5)];
    assert!((propagate(&power, &exact, &correlated).unwrap().combined - 0.12).abs() < 1e-15);
    let uncertain = [known("x", -2.0, 0.01), known("n", 3.0, 1e-6)];
    assert_eq!(propagate(&power, &uncertain, &[]), Err(MeasurementError::NoDerivative("n".to_owned())));
}

#[test]
fn an_output_without_uncertainty_correlates_with_nothing() {
    let got = propagate_all(&[formula("a"), formula("3 + 0*a")], &[known("a", 1.0, 0.1)], &[]).unwrap();
    assert_eq!(got.correlation, [[Some(1.0), None], [None, None]]);
    assert_eq!(got.covariance[0][1], 0.0);
}

// GUM 5.1.2 note: for y = x² of a normal input u²(y) = 4x²u² + 2u⁴ exactly, and the mean lies u² beyond.
#[test]
fn a_quadratic_model_of_normal_inputs_is_exact_to_the_second_order() {
    for x in [0.0, 0.3, 2.0] {
        let got = second_order(&formula("x^2"), &[known("x", x, 0.5)], &[]).unwrap();
        let exact = (4.0 * x * x * 0.25 + 2.0 * 0.0625_f64).sqrt();
        assert!((got.combined - exact).abs() < 1e-12 && (got.shift - 0.25).abs() < 1e-12, "{got:?}");
        assert!(got.needed);
    }
    // The product of two: u² = a²u_b² + b²u_a² + u_a²u_b².
    let got = second_order(&formula("a*b"), &[known("a", 1.0, 0.4), known("b", 2.0, 0.3)], &[]).unwrap();
    assert!((got.combined - (0.09 + 0.64 + 0.0144_f64).sqrt()).abs() < 1e-12, "{got:?}");
}

// For correlated normal inputs of a product, u² = a²u_b² + b²u_a² + 2ab·r·u_a·u_b + (1 + r²)u_a²u_b², and the mean lies r·u_a·u_b beyond.
#[test]
fn the_second_order_knows_correlations() {
    let inputs = [known("a", 1.0, 0.4), known("b", 2.0, 0.3)];
    for r in [-1.0, -0.3, 0.5, 1.0] {
        let got = second_order(&formula("a*b"), &inputs, &[("a".to_owned(), "b".to_owned(), r)]).unwrap();
        let exact: f64 = 0.09 + 0.64 + 4.0 * r * 0.12 + (1.0 + r * r) * 0.0144;
        assert!((got.combined - exact.sqrt()).abs() < 1e-12 && (got.shift - r * 0.12).abs() < 1e-12, "{r}: {got:?}");
    }
}

// GUM 5.2.2: with r = 1 only the difference of two like contributions is left.
#[test]
fn full_correlation_cancels_without_noise() {
    let inputs = [known("a", 1.0, 1.0), known("b", 1.0, 1.0 - 1e-7)];
    let full = [("a".to_owned(), "b".to_owned(), 1.0)];
    let got = propagate(&formula("a - b"), &inputs, &full).unwrap();
    assert!((got.combined / 1e-7 - 1.0).abs() < 1e-9, "{got:?}");
    let twice = [full[0].clone(), ("b".to_owned(), "a".to_owned(), 1.0)];
    assert_eq!(propagate(&formula("a + b"), &inputs, &twice), propagate(&formula("a + b"), &inputs, &full));
}

#[test]
fn a_linear_model_needs_no_second_order() {
    let got =
        second_order(&formula("2*a - 3*b + 1"), &[known("a", 1.0, 0.4), known("b", 2.0, 0.3), known("not_named", 1.0, 1.0)], &[]).unwrap();
    assert_eq!((got.combined, got.shift, got.needed), (got.first, 0.0, false));
}

#[test]
fn where_the_first_order_fails_the_second_stands_beside_the_simulation() {
    let model = formula("exp(x)*y");
    let got = second_order(&model, &[known("x", 0.0, 0.2), known("y", 3.0, 0.1)], &[]).unwrap();
    let variables = [Variable::Normal(0.0, 0.2), Variable::Normal(3.0, 0.1)];
    let interval = Kind::Symmetric;
    let run = run(&Run {
        model: &model,
        variables: &variables,
        correlations: &[],
        trials: 1_000_000,
        seed: 2,
        probability: 0.95,
        interval,
        digits: None,
    });
    let simulated = run.unwrap();
    assert!((got.combined / simulated.u - 1.0).abs() < 0.005, "{got:?} {simulated:?}");
    assert!((got.first / simulated.u - 1.0).abs() > 0.02);
    assert!((3.0 + got.shift - simulated.mean).abs() < 0.004);
}

#[test]
fn what_is_known_comes_in_several_forms() {
    let expanded = Known::from_expanded("a", 10.0, 0.4, 2.0, None).unwrap();
    assert_eq!((expanded.u, expanded.dof), (0.2, None));
    assert!(Known::from_expanded("a", 10.0, 0.4, 0.0, None).is_err());
    let readings = Known::from_readings("a", &[1.0, 2.0, 3.0, 4.0]).unwrap();
    assert!((readings.x, readings.dof) == (2.5, Some(3.0)) && (readings.u - (5.0_f64 / 12.0).sqrt()).abs() < 1e-15);
    assert_eq!(Known::from_readings("a", &[1.0]), Err(MeasurementError::TooFewReadings("a".to_owned())));
    let half = Known::from_half_width("a", 0.0, 3.0, Shape::Rectangular, None).unwrap();
    assert!((half.u - 3.0_f64.sqrt()).abs() < 1e-15);
    assert!(Known::from_half_width("a", 0.0, -1.0, Shape::Rectangular, None).is_err());
    let unit = |symbol| Unit::find(symbol).unwrap();
    let warm = known("t", 20.0, 0.1).converted(unit("°C"), unit("mK")).unwrap();
    assert!((warm.x - 293_150.0).abs() < 1e-6 && (warm.u - 100.0).abs() < 1e-9, "{warm:?}");
    assert!(known("t", 20.0, 0.1).converted(unit("°C"), unit("V")).is_err());
}
