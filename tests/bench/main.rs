//! First figures, each beside a baseline measured in the same run on the same disk. What they must reach is not set yet.

#[path = "../e2e/browser.rs"]
#[allow(dead_code, reason = "the stories use all of it")]
mod browser;
mod exchange;
mod figure;
#[path = "../e2e/here.rs"]
#[allow(dead_code, reason = "the stories use all of it")]
mod here;
mod lists;
mod paper;
#[path = "../e2e/server.rs"]
#[allow(dead_code, reason = "the stories use all of it")]
mod server;
mod simulated;

use figure::{Figure, line};

fn main() {
    // `cargo test` runs benches too, with `--test`: there is nothing to check.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    // How fast the app simulates, for `scripts/bench.sh` to set beside numpy.
    if std::env::args().any(|argument| argument == "browser") {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        return println!("monte_carlo.browser {:.3}", runtime.block_on(simulated::trials_per_second()));
    }
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    println!("{:<58} {:>12} {:>12} {:>8}", "", "median", "baseline", "ratio");
    if std::env::args().any(|argument| argument == "lists") {
        return runtime.block_on(lists::figures()).iter().for_each(line);
    }
    let figures: Vec<Figure> = runtime.block_on(exchange::figures());
    figures.iter().for_each(line);
    paper::figures().iter().for_each(line);
    runtime.block_on(lists::figures()).iter().for_each(line);
}
