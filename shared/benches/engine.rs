//! The engine's figures, each beside its baseline measured in the same run. `scripts/bench-peers.sh` measures the peers and hands
//! over their figures in the file that `ETALON_PEERS` names: lines of a name and a rate. Best of several turns, and the time that a
//! processor spent, on both sides: what else the machine does takes from neither. With threads it is the time of the busiest one
//! and of what one does alone: what a clock shows where there is a processor for each. A word given leaves out what has it not.

use std::collections::BTreeMap;
use std::time::Instant;

use shared::measurement::coverage::by_t;
use shared::measurement::formula::Formula;
use shared::measurement::monte_carlo::{Collected, Kind, Run, Simulation, Variable};
use shared::measurement::points::{At, Points};
use shared::statistics::algorithm_a::{Stop, algorithm_a};
use shared::statistics::hampel::q_hampel;

const LABORATORIES: usize = 1_000;
const MEASURANDS: usize = 100;
const TRIALS: u32 = 1_000_000;
const MODEL: &str = "a*b/c + d - e";

/// What is measured, how, and the peers with the ratio to reach.
type Figure = (&'static str, fn() -> f64, &'static [(&'static str, f64)]);

fn main() {
    // `cargo test` runs benches too, with `--test`: there is nothing to check.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let peers = peers();
    let word = std::env::args().skip(1).find(|argument| !argument.starts_with('-')).unwrap_or_default();
    println!("{:<52} {:>12} {:<14} {:>12} {:>8} {:>8}", "", "per second", "peer", "per second", "ratio", "to reach");
    let figures: [Figure; 5] = [
        ("Algorithm A, 1,000 laboratories: measurands", algorithm_a_rate, &[("algorithm_a.pt13528", 30.0), ("algorithm_a.numpy", 4.0)]),
        ("Q method and Hampel, 1,000 values: rounds", q_hampel_rate, &[("q_hampel.pt13528", 50.0)]),
        ("GUM with degrees of freedom and k, 5 inputs: points", gum_rate, &[("gum.gtc", 40.0)]),
        ("Monte Carlo, 5 inputs, quantiles: trials", || monte_carlo_rate(1), &[("monte_carlo.numpy", 1.0), ("monte_carlo.suncal", 1.0)]),
        ("the same on two threads", || monte_carlo_rate(2), &[("monte_carlo.numpy", 4.0), ("monte_carlo.suncal", 4.0)]),
    ];
    for (what, rate, wanted) in figures.iter().filter(|(what, ..)| what.contains(&word)) {
        line(what, rate(), &peers, wanted);
    }
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
            Some(other) => println!("{what:<52} {rate:>12.0} {name:<14} {other:>12.1} {:>7.1}x {to_reach:>7.0}x", rate / other),
            None => println!("{what:<52} {rate:>12.0} {name:<14} {:>12} {:>8} {to_reach:>7.0}x", "not there", ""),
        }
    }
}

/// The best rate of several turns.
fn best(turns: usize, each: f64, mut turn: impl FnMut()) -> f64 {
    best_by(turns, each, || spent(&mut turn).1)
}

/// The same for turns that tell how long they took.
fn best_by(turns: usize, each: f64, mut turn: impl FnMut() -> f64) -> f64 {
    (0..turns).map(|_| each / turn()).fold(0.0, f64::max)
}

/// What came out, and the seconds that a processor spent on it in this thread; by the clock where the system does not tell.
fn spent<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let spent = || {
        // The system brings its account up to date when a thread steps aside.
        std::thread::sleep(std::time::Duration::from_micros(1));
        let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        told.split_whitespace().next()?.parse::<f64>().ok().map(|nanoseconds| nanoseconds / 1e9)
    };
    let (clock, before) = (Instant::now(), spent());
    let out = work();
    let seconds = before.zip(spent()).map_or_else(|| clock.elapsed().as_secs_f64(), |(before, after)| after - before);
    (out, seconds.max(1e-9))
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

fn algorithm_a_rate() -> f64 {
    // Every twentieth laboratory is far off.
    let contaminated = |seed| {
        let mut values = sample(seed, LABORATORIES);
        values.iter_mut().step_by(20).for_each(|value| *value += 8.0);
        values
    };
    let measurands: Vec<Vec<f64>> = (1..=MEASURANDS as u64).map(contaminated).collect();
    best(20, MEASURANDS as f64, || {
        for values in &measurands {
            let got = algorithm_a(values, 1.134, 1.5, Stop::Converged).expect("a fixed point");
            assert!(std::hint::black_box(got).s > 0.5);
        }
    })
}

fn q_hampel_rate() -> f64 {
    let groups: Vec<Vec<f64>> = sample(7, LABORATORIES).into_iter().map(|value| vec![(value * 1e3).round() / 1e3]).collect();
    best(20, 1.0, || assert!(std::hint::black_box(q_hampel(&groups)).is_ok()))
}

fn gum_rate() -> f64 {
    const POINTS: usize = 20_000;
    let model = Formula::parse(MODEL).expect("the model");
    let mut points = Points::new(&model, &["a", "b", "c", "d", "e"]).expect("its symbols");
    best(10, POINTS as f64, || {
        for n in 0..POINTS {
            let shift = n as f64 / POINTS as f64;
            let known = |x: f64, u: f64, dof: f64| At { x: x + shift, u, dof: Some(dof) };
            let inputs =
                [known(10.0, 0.1, 5.0), known(3.0, 0.05, 9.0), known(2.0, 0.02, 12.0), known(1.0, 0.2, 30.0), known(4.0, 0.1, 50.0)];
            let point = points.at(&inputs).expect("a point");
            let k = by_t(0.95, point.dof).expect("a factor").k;
            assert!(std::hint::black_box(k * point.combined) > 0.0);
        }
    })
}

fn monte_carlo_rate(threads: u32) -> f64 {
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
    let part = |first: u32| (first..simulation.blocks()).step_by(threads as usize).map(|n| simulation.block(n)).collect::<Vec<_>>();
    best_by(7, f64::from(TRIALS), || {
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
            let mut collected = Collected::new(&simulation);
            parts.into_iter().flat_map(|(blocks, _)| blocks).for_each(|block| collected.merge(block.expect("a block")));
            collected.finish().expect("a result")
        });
        assert!((got.mean - 12.0).abs() < 0.01);
        busiest + alone
    })
}
