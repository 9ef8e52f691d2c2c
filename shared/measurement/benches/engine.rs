//! The engine's figures, measured by criterion, each beside its baseline measured in the same run. `scripts/bench-peers.sh` measures
//! the peers and hands over their figures in the file that `ETALON_PEERS` names: lines of a name and a rate. The table at the end
//! compares the best turns, and the time that a processor spent, on both sides: what else the machine does takes from neither. With
//! threads it is the time of the busiest one and of what one does alone: what a clock shows where there is a processor for each. A
//! word given leaves out what has it not.

#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "a benchmark reads the clock and prints")]

use std::cell::Cell;
use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::Duration;

use cpu_time::ThreadTime;
use criterion::{Criterion, Throughput};
use measurement::coverage::by_t;
use measurement::formula::Formula;
use measurement::method::{Computation, Form, Procedure};
use measurement::monte_carlo::{Collected, Kind, Run, Simulation, Variable};
use measurement::propagate::{Known, propagate};
use measurement::{Sample, at_once, preview};
use statistics::algorithm_a::{Stop, algorithm_a};
use statistics::hampel::q_hampel;

const LABORATORIES: usize = 1_000;
const MEASURANDS: usize = 100;
const TRIALS: u32 = 1_000_000;
const POINTS: usize = 2_000;
const MODEL: &str = "a*b/c + d - e";

/// One turn: the seconds that a processor spent on it.
type Turn = Box<dyn FnMut() -> f64>;

/// What is measured, what a turn does, how, and the peers with the ratio to reach.
type Figure = (&'static str, usize, fn() -> Turn, &'static [(&'static str, f64)]);

const FIGURES: [Figure; 6] = [
    (
        "Algorithm A, 1,000 laboratories: measurands",
        MEASURANDS,
        algorithm_a_turn,
        &[("algorithm_a.pt13528", 30.0), ("algorithm_a.numpy", 4.0)],
    ),
    ("Q method and Hampel, 1,000 values: rounds", 1, q_hampel_turn, &[("q_hampel.pt13528", 50.0)]),
    ("GUM with degrees of freedom and k, 5 inputs: points", POINTS, gum_turn, &[("gum.gtc", 40.0)]),
    ("A point of an edition, readings to rounded text: points", POINTS / 10, edition_turn, &[("gum.gtc", 1.0)]),
    (
        "Monte Carlo, 5 inputs, quantiles: trials",
        TRIALS as usize,
        || monte_carlo_turn(1),
        &[("monte_carlo.numpy", 1.0), ("monte_carlo.suncal", 1.0)],
    ),
    ("The same on two threads", TRIALS as usize, || monte_carlo_turn(2), &[("monte_carlo.numpy", 4.0), ("monte_carlo.suncal", 4.0)]),
];

fn main() {
    let mut criterion = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(4))
        .without_plots()
        .configure_from_args();
    let rates: Vec<Option<f64>> = FIGURES.iter().map(|figure| measured(&mut criterion, figure)).collect();
    criterion.final_summary();
    // `cargo test` runs benches too, with `--test`: there is nothing to compare.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let peers = peers();
    println!("{:<56} {:>12} {:<14} {:>12} {:>8} {:>8}", "", "per second", "peer", "per second", "ratio", "to reach");
    for ((what, .., wanted), rate) in FIGURES.iter().zip(rates) {
        if let Some(rate) = rate {
            line(what, rate, &peers, wanted);
        }
    }
}

/// The best rate; `None` where the word given leaves it out.
fn measured(criterion: &mut Criterion, (what, each, make, _): &Figure) -> Option<f64> {
    let best = Cell::new(f64::INFINITY);
    let mut group = criterion.benchmark_group("engine");
    group.throughput(Throughput::Elements(*each as u64));
    group.bench_function(*what, |bencher| {
        let mut turn = make();
        bencher.iter_custom(|turns| {
            let mut each = || {
                let seconds = turn();
                best.set(best.get().min(seconds));
                seconds
            };
            Duration::from_secs_f64((0..turns).map(|_| each()).sum())
        });
    });
    group.finish();
    Some(*each as f64 / best.get()).filter(|rate| *rate > 0.0)
}

fn peers() -> BTreeMap<String, f64> {
    let text = std::env::var("ETALON_PEERS").ok().and_then(|path| std::fs::read_to_string(path).ok()).unwrap_or_default();
    let parsed =
        text.lines().filter_map(|line| line.split_once(' ')).filter_map(|(name, rate)| Some((name.to_owned(), rate.trim().parse().ok()?)));
    parsed.collect()
}

fn line(what: &str, rate: f64, peers: &BTreeMap<String, f64>, wanted: &[(&str, f64)]) {
    for (peer, to_reach) in wanted {
        let name = peer.split_once('.').map_or(*peer, |(_, name)| name);
        match peers.get(*peer) {
            Some(other) => println!("{what:<56} {rate:>12.0} {name:<14} {other:>12.1} {:>7.1}x {to_reach:>7.0}x", rate / other),
            None => println!("{what:<56} {rate:>12.0} {name:<14} {:>12} {:>8} {to_reach:>7.0}x", "not there", ""),
        }
    }
}

/// What came out, and the seconds that a processor spent on it in this thread.
fn spent<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let before = ThreadTime::now();
    let out = work();
    (out, before.elapsed().as_secs_f64().max(1e-9))
}

/// Numbers that look normal, the same in every run: the sum of twelve uniform ones.
fn sample(seed: u64, length: usize) -> Vec<f64> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut uniform = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / 9_007_199_254_740_992.0
    };
    (0..length).map(|_| 10.0 + (0..12).map(|_| uniform()).sum::<f64>() - 6.0).collect()
}

fn algorithm_a_turn() -> Turn {
    // Every twentieth laboratory is far off.
    let contaminated = |seed| {
        let mut values = sample(seed, LABORATORIES);
        values.iter_mut().step_by(20).for_each(|value| *value += 8.0);
        values
    };
    let measurands: Vec<Vec<f64>> = (1..=MEASURANDS as u64).map(contaminated).collect();
    Box::new(move || {
        let turn = || {
            for values in &measurands {
                let got = algorithm_a(values, 1.134, 1.5, Stop::Converged).expect("a fixed point");
                assert!(black_box(got).s > 0.5);
            }
        };
        spent(turn).1
    })
}

fn q_hampel_turn() -> Turn {
    let groups: Vec<Vec<f64>> = sample(7, LABORATORIES).into_iter().map(|value| vec![(value * 1e3).round() / 1e3]).collect();
    Box::new(move || spent(|| assert!(black_box(q_hampel(&groups)).is_ok())).1)
}

/// As `etalon compute` does it for a case of the law of propagation.
fn gum_turn() -> Turn {
    let model = Formula::parse(MODEL).expect("the model");
    let stated = [("a", 10.0, 0.1, 5.0), ("b", 3.0, 0.05, 9.0), ("c", 2.0, 0.02, 12.0), ("d", 1.0, 0.2, 30.0), ("e", 4.0, 0.1, 50.0)];
    let known = |(symbol, x, u, dof): (&str, f64, f64, f64)| Known { symbol: symbol.to_owned(), x, u, dof: Some(dof) };
    let mut inputs = stated.map(known);
    Box::new(move || {
        let turn = || {
            for n in 0..POINTS {
                let shift = n as f64 / POINTS as f64;
                inputs.iter_mut().zip(stated).for_each(|(input, (_, x, ..))| input.x = x + shift);
                let point = propagate(&model, &inputs, &[]).expect("a point");
                let k = by_t(0.95, point.dof).expect("a factor").k;
                assert!(black_box(k * point.combined) > 0.0);
            }
        };
        spent(turn).1
    })
}

/// What an edition states that the engine needs.
#[derive(serde::Deserialize)]
struct Stated {
    form: Form,
    computation: Computation,
}

/// As a record is computed: budget, coverage factor, rounding and conformity, from texts to texts, twice (result and table).
fn edition_turn() -> Turn {
    let text = include_str!("../../../backend/demo/editions/calliper.json");
    let stated: Stated = serde_json::from_str(text).expect("the edition");
    let sample = Sample::default();
    Box::new(move || {
        let turn = || {
            let procedure = Procedure { form: &stated.form, computation: &stated.computation };
            for _ in 0..POINTS / 10 {
                assert!(black_box(preview(procedure, "150", &sample, &at_once)).is_ok());
            }
        };
        spent(turn).1
    })
}

fn monte_carlo_turn(threads: u32) -> Turn {
    let model = Formula::parse(MODEL).expect("the model");
    let normal = Variable::Normal;
    // In the order of the model's symbols: a, b, c, d, e.
    let variables = [normal(10.0, 0.1), normal(3.0, 0.05), normal(2.0, 0.02), Variable::Uniform(0.8, 1.2), Variable::Triangular(3.8, 4.2)];
    let run = Run {
        model: &model,
        variables: &variables,
        correlations: &[],
        trials: TRIALS,
        seed: 1,
        probability: 0.95,
        interval: Kind::Symmetric,
        digits: None,
    };
    let simulation = Simulation::new(&run).expect("a sound run");
    Box::new(move || {
        let simulation = &simulation;
        let part = |first: u32| (first..simulation.blocks()).step_by(threads as usize).map(|n| simulation.block(n)).collect::<Vec<_>>();
        let parts: Vec<_> = std::thread::scope(|scope| {
            let started: Vec<_> = (0..threads)
                .map(|first| {
                    let part = &part;
                    scope.spawn(move || spent(|| part(first)))
                })
                .collect();
            started.into_iter().map(|thread| thread.join().expect("a thread")).collect()
        });
        let busiest = parts.iter().map(|(_, seconds)| *seconds).fold(0.0, f64::max);
        let (got, alone) = spent(|| {
            let mut collected = Collected::new(simulation);
            parts.into_iter().flat_map(|(blocks, _)| blocks).for_each(|block| collected.merge(block.expect("a block")));
            collected.finish().expect("a result")
        });
        assert!((got.mean - 12.0).abs() < 0.01);
        busiest + alone
    })
}
