//! A simulation in the browser, on the thread that a tablet uses for it, with the app as it is downloaded.

use std::time::Duration;

use measurement::formula::Formula;
use measurement::monte_carlo::{Kind, Run, Simulation, Variable};
use serde_json::json;

use crate::browser::Device;
use crate::server::Server;

/// Trials of one simulation.
const TRIALS: u32 = 1_000_000;

/// Trials a second on one thread, the best of several simulations: y = a·b/c + d − f with three normal inputs, a rectangular and a triangular
/// one, mean, standard deviation and both quantiles, as numpy does it in `scripts/bench_peers.py`.
pub async fn trials_per_second() -> f64 {
    let server = Server::with_demo().await;
    let mut device = Device::fresh().await;
    let browser = device.open().await;
    browser.set_script_timeout(Duration::from_secs(120)).await.expect("patience");
    browser.goto(&server.url("/")).await.expect("the app opens");
    let script = r"
        const [jobs, done] = [arguments[0], arguments[1]];
        (async () => {
          const program = document.querySelector(`link[rel='modulepreload'][href*='frontend']`).href;
          const module = await WebAssembly.compileStreaming(fetch(program.replace('.js', '_bg.wasm')));
          const worker = new Worker('/engine.js', { type: 'module' });
          const times = [];
          let started;
          let turn = 0;
          const give = () => { started = performance.now(); worker.postMessage(JSON.stringify([jobs[turn]])); };
          worker.onmessage = ({ data }) => {
            const said = JSON.parse(data);
            if (said === 'Ready') give();
            if (said === 'Done') {
              times.push(performance.now() - started);
              turn += 1;
              if (turn < jobs.length) give(); else done(times);
            }
          };
          worker.postMessage({ program, module });
        })().catch(why => done(String(why)));";
    let answer = browser.execute_async(script, vec![json!((0..7).map(simulation).collect::<Vec<_>>())]).await.expect("the simulations end");
    let times: Vec<f64> = serde_json::from_value(answer.json().clone()).unwrap_or_else(|_| panic!("{:?}", answer.json()));
    f64::from(TRIALS) / times.iter().copied().fold(f64::INFINITY, f64::min) * 1e3
}

/// Each turn with a seed of its own.
fn simulation(seed: u64) -> Simulation {
    let model = Formula::parse("a * b / c + d - f").expect("the model");
    let normal = Variable::Normal;
    let variables = [normal(10.0, 0.1), normal(3.0, 0.05), normal(2.0, 0.02), Variable::Uniform(0.8, 1.2), Variable::Triangular(3.8, 4.2)];
    let run = Run {
        model: &model,
        variables: &variables,
        correlations: &[],
        trials: TRIALS,
        seed,
        probability: 0.95,
        interval: Kind::Symmetric,
        digits: None,
    };
    Simulation::new(&run).expect("a sound run")
}
