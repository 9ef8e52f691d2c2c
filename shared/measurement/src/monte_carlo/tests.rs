use super::*;
use crate::formula::Formula;

fn simulate(model: &str, variables: &[Variable], correlations: &[(usize, usize, f64)]) -> Result<Simulated, MeasurementError> {
    let model = Formula::parse(model).unwrap();
    run(&Run {
        model: &model,
        variables,
        correlations,
        trials: 200_000,
        seed: 7,
        probability: 0.95,
        interval: Kind::Symmetric,
        digits: None,
    })
}

#[test]
fn four_normal_inputs_of_jcgm_101() {
    let got = simulate("a+b+c+d", &[Variable::Normal(0.0, 1.0); 4], &[]).unwrap();
    assert!(got.mean.abs() < 0.03 && (got.u - 2.0).abs() < 0.02 && (got.high - 3.92).abs() < 0.06, "{got:?}");
    assert_eq!(got, simulate("a+b+c+d", &[Variable::Normal(0.0, 1.0); 4], &[]).unwrap(), "reproducible from the seed");
}

#[test]
fn shapes_have_their_standard_deviations() {
    for (variable, expected) in [
        (Variable::Uniform(-1.0, 1.0), 1.0 / 3.0_f64.sqrt()),
        (Variable::Triangular(-1.0, 1.0), 1.0 / 6.0_f64.sqrt()),
        (Variable::Trapezoidal(-1.0, 1.0, 0.5), (1.25_f64 / 6.0).sqrt()),
        (Variable::Arcsine(-1.0, 1.0), 0.5_f64.sqrt()),
        (Variable::CurvilinearTrapezoid(-1.0, 1.0, 0.5), (1.0 / 3.0 + 0.25 / 9.0_f64).sqrt()),
        (Variable::Student(0.0, 1.0, 10.0), 1.25_f64.sqrt()),
    ] {
        let got = simulate("x", &[variable], &[]).unwrap();
        assert!((got.u / expected - 1.0).abs() < 0.01, "{variable:?}: {}", got.u);
    }
}

#[test]
fn correlated_inputs_cancel_or_add() {
    let two = [Variable::Normal(0.0, 1.0); 2];
    assert!(simulate("a-b", &two, &[(0, 1, 1.0)]).unwrap().u < 1e-12);
    assert!((simulate("a+b", &two, &[(0, 1, 0.5)]).unwrap().u - 3.0_f64.sqrt()).abs() < 0.02);
    assert!(simulate("a+b", &two, &[(0, 1, 1.5)]).is_err());
    let three = [Variable::Normal(0.0, 1.0); 3];
    assert!(simulate("a+b+c", &three, &[(0, 1, 0.9), (1, 2, 0.9), (0, 2, -0.9)]).is_err());
}

#[test]
fn a_model_without_value_is_refused() {
    assert_eq!(simulate("sqrt(x)", &[Variable::Normal(0.0, 1.0)], &[]), Err(MeasurementError::NotFinite("model".to_owned())));
    assert!(simulate("x", &[Variable::Uniform(2.0, 1.0)], &[]).is_err());
}

fn known(symbols: &str, variables: &[Variable], digits: Option<u8>, seed: u64) -> Simulation {
    let model = Formula::parse(symbols).unwrap();
    let interval = Kind::Symmetric;
    let run = Run { model: &model, variables, correlations: &[], trials: 2_000_000, seed, probability: 0.95, interval, digits };
    Simulation::new(&run).unwrap()
}

/// Blocks in a given order, as threads would hand them in.
fn collected(simulation: &Simulation, order: impl Iterator<Item = u32>) -> Simulated {
    let mut collected = Collected::new(simulation);
    for n in order {
        collected.merge(simulation.block(n).unwrap());
    }
    collected.finish().unwrap()
}

#[test]
fn the_order_of_blocks_does_not_matter() {
    let simulation = known("x*y", &[Variable::Normal(1.0, 0.1), Variable::Uniform(1.0, 2.0)], None, 5);
    let blocks = simulation.blocks();
    assert_eq!(blocks, 200);
    let one = collected(&simulation, 0..blocks);
    assert_eq!(one, collected(&simulation, (0..blocks).rev()));
    assert_eq!(one, collected(&simulation, (0..blocks).map(|n| (n * 77) % blocks)));
    assert_eq!(one.settled, None);
}

#[test]
fn an_adaptive_run_stops_when_its_digits_have_settled_whoever_was_faster() {
    let variables = [Variable::Normal(0.0, 1.0); 4];
    for (digits, most) in [(1, 30_000), (2, 1_500_000)] {
        let simulation = known("a+b+c+d", &variables, Some(digits), 3);
        let one = collected(&simulation, 0..simulation.blocks());
        assert_eq!(one.settled, Some(true), "{digits}");
        assert!(one.trials <= most, "{one:?}");
        let delta = tolerance(2.0, digits);
        assert!((one.u - 2.0).abs() < delta && (one.high - 3.92).abs() < delta, "{one:?}");
        let pairs = (0..simulation.blocks() / 2).flat_map(|n| [2 * n + 1, 2 * n]);
        assert_eq!(one, collected(&simulation, pairs));
    }
    let never = collected(&known("a+b+c+d", &variables, Some(4), 3), 0..200);
    assert_eq!((never.settled, never.trials), (Some(false), 2_000_000));
}

#[test]
fn a_run_that_is_cancelled_has_no_result_but_tells_how_far_it_came() {
    let simulation = known("x", &[Variable::Normal(0.0, 1.0)], None, 1);
    let mut collected = Collected::new(&simulation);
    collected.merge(simulation.block(0).unwrap());
    collected.merge(simulation.block(7).unwrap());
    assert_eq!(collected.progress(), (2, 200));
    assert!(!collected.is_done());
    assert_eq!(collected.finish(), Err(MeasurementError::Coverage));
}

// JCGM 101 9.2: four normal inputs stand beside the law of propagation, four rectangular ones do not.
#[test]
fn the_law_of_propagation_is_validated_where_it_holds() {
    let half = 3.0_f64.sqrt();
    let validated = |variable| {
        let got = collected(&known("a+b+c+d", &[variable; 4], None, 11), 0..200);
        validate(0.0, 2.0, 1.96 * 2.0, &got, 2)
    };
    let normal = validated(Variable::Normal(0.0, 1.0));
    assert!(normal.validated && normal.tolerance == 0.05, "{normal:?}");
    let rectangular = validated(Variable::Uniform(-half, half));
    assert!(rectangular.low < 0.05, "JCGM 101 9.2.3.4: validated to two digits: {rectangular:?}");
    // Table 3: one rectangular input ten times the others.
    let variables = [
        Variable::Uniform(-half, half),
        Variable::Uniform(-half, half),
        Variable::Uniform(-half, half),
        Variable::Uniform(-10.0 * half, 10.0 * half),
    ];
    let got = collected(&known("a+b+c+d", &variables, None, 11), 0..200);
    assert!((got.high - 17.0).abs() < 0.1, "{got:?}");
    assert!(!validate(0.0, 103.0_f64.sqrt(), 1.96 * 103.0_f64.sqrt(), &got, 2).validated);
}

#[test]
fn tolerances_are_those_of_the_standard() {
    // JCGM 101 7.9.2: 0.35 is 35 × 10⁻², δ = 0.005; with one digit 4 × 10⁻¹, δ = 0.05; 9.96 to two digits is 10 × 10⁰.
    assert!((tolerance(0.35, 2) - 0.005).abs() < 1e-15);
    assert!((tolerance(0.35, 1) - 0.05).abs() < 1e-15);
    assert!((tolerance(9.96, 2) - 0.5).abs() < 1e-15);
    assert_eq!(tolerance(0.0, 2), 0.0);
}

#[test]
fn correlated_normals_have_their_covariance() {
    let model = Formula::parse("a*b").unwrap();
    let two = [Variable::Normal(0.0, 1.0), Variable::Normal(0.0, 2.0)];
    let run_with = |correlations: &[(usize, usize, f64)]| {
        let interval = Kind::Shortest;
        run(&Run { model: &model, variables: &two, correlations, trials: 500_000, seed: 1, probability: 0.9, interval, digits: None })
    };
    // E[ab] = r·u(a)·u(b).
    assert!((run_with(&[(0, 1, 0.7)]).unwrap().mean - 1.4).abs() < 0.02);
    assert!(run_with(&[(0, 1, -0.7)]).unwrap().mean < -1.38);
}
