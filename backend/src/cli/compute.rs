//! `etalon compute`: the engine on files of cases, for comparison with published and independent results.

use std::path::PathBuf;
use std::process::ExitCode;

use calculator::Cases;
use clap::Args;

use crate::app::simulate::simulate;
use crate::app::{Error, Result};
use crate::cli::say::say;

/// Computes the cases of a file (`tests/reference/statistics/README.md`).
#[derive(Debug, Clone, Args)]
pub struct Compute {
    /// File of cases: each with `function` and `input`.
    file: PathBuf,
    /// Compares with `expected` within `tolerance`; prints each failure, and the counts last.
    #[arg(long)]
    check: bool,
}

/// Runs `etalon compute`.
///
/// # Errors
/// Where the file cannot be read.
pub fn run(command: &Compute) -> Result<ExitCode> {
    let unreadable = |error: &dyn std::fmt::Display| Error::Internal(format!("{}: {error}", command.file.display()));
    let text = std::fs::read_to_string(&command.file).map_err(|error| unreadable(&error))?;
    let cases = Cases::read(&text).map_err(|error| unreadable(&error))?;
    for oddity in cases.oddities() {
        eprintln!("{oddity}");
    }
    if !command.check {
        say(format_args!("{}", serde_json::to_string_pretty(&cases.computed(&simulate)).map_err(|error| unreadable(&error))?));
        return Ok(ExitCode::SUCCESS);
    }
    let failures = cases.failures(&simulate);
    for failure in &failures {
        say(format_args!("{failure}"));
    }
    say(format_args!("{} passed, {} failed", cases.len() - failures.len(), failures.len()));
    Ok(if failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
