//! First figures, each beside a baseline measured in the same run on the same disk. What they must reach is not set yet.

mod exchange;
mod figure;
mod paper;

use figure::{Figure, line};

fn main() {
    // `cargo test` runs benches too, with `--test`: there is nothing to check.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    println!("{:<46} {:>12} {:>12} {:>8}", "", "median", "baseline", "ratio");
    let figures: Vec<Figure> = runtime.block_on(exchange::figures());
    figures.iter().for_each(line);
    paper::figures().iter().for_each(line);
}
