//! A measured thing beside its baseline.

use std::time::Duration;

/// Two medians.
pub struct Figure {
    pub what: String,
    pub measured: Duration,
    pub baseline: Duration,
}

/// The middle one of several times.
pub fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// Prints a figure as a line.
pub fn line(figure: &Figure) {
    let ratio = figure.measured.as_secs_f64() / figure.baseline.as_secs_f64().max(1e-9);
    println!("{:<58} {:>12} {:>12} {:>7.1}x", figure.what, words(figure.measured), words(figure.baseline), ratio);
}

fn words(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1e3)
}
