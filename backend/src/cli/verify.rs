//! `etalon verify`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::app::verify::{Checkpoint, Report, verify};
use crate::app::{Error, Result};
use crate::cli::say::say;
use crate::cli::storage::Storage;
use crate::state::Config;

/// Broken places printed; the rest is counted.
const SHOWN: usize = 20;

/// What to verify, and against what.
#[derive(Debug, Clone, Args)]
pub(super) struct Verify {
    #[command(flatten)]
    storage: Storage,
    /// Compare with a checkpoint written earlier: finds cut tails and deleted streams.
    #[arg(long, value_name = "FILE")]
    checkpoint: Option<PathBuf>,
    /// Write the heads of all chains to a file, to be kept off this server; only if nothing is broken.
    #[arg(long, value_name = "FILE")]
    write_checkpoint: Option<PathBuf>,
}

/// Verifies, prints, and fails where anything is broken.
pub(super) async fn run(command: Verify) -> Result<ExitCode> {
    let app = command.storage.app(Config::default()).await?;
    let against: Option<Checkpoint> = match &command.checkpoint {
        Some(file) => Some(serde_json::from_slice(&std::fs::read(file)?).map_err(Error::corrupt)?),
        None => None,
    };
    let report = verify(&app, against.as_ref()).await?;
    app.db.close().await;
    print(&report);
    if !report.broken.is_empty() {
        return Ok(ExitCode::FAILURE);
    }
    if let Some(file) = &command.write_checkpoint {
        std::fs::write(file, serde_json::to_vec(&report.checkpoint()).map_err(Error::corrupt)?)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn print(report: &Report) {
    for (kind, count) in &report.walked {
        say(format_args!("{count:>9} {kind}"));
    }
    if report.indexes_not_compared {
        say(format_args!(
            "Indexes were not compared with their tables: this needs CREATE EXTENSION amcheck, run by the database administrator"
        ));
    }
    for broken in report.broken.iter().take(SHOWN) {
        say(format_args!("BROKEN {broken}"));
    }
    match report.broken.len() {
        0 => say(format_args!("nothing is broken")),
        n => say(format_args!("{n} broken places, the first: {}", report.broken[0])),
    }
}
