//! The subcommands: flags and environment, wiring, and what is printed.

mod admin;
mod backup;
pub mod compute;
mod demo;
mod say;
mod serve;
mod storage;
mod verify;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::app::Result;

/// The system a calibration body runs on.
#[derive(Debug, Parser)]
#[command(name = "etalon", version, about)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the app and the API.
    Serve(serve::Serve),
    /// Serve a demo body, loaded into the database if it is empty, and print its sign-ins.
    Demo(demo::Demo),
    /// Write a consistent copy of database and files to one file, also while serving.
    Backup(backup::Backup),
    /// Restore a backup into an empty database and data folder, of either engine.
    Restore(backup::Restore),
    /// Walk every chain and file, compute every hash again, and name what is broken.
    Verify(verify::Verify),
    /// Restore access: a new one-time password, or the role of administrator; settle certificate numbers after a restore. Audited, and
    /// announced to everybody concerned.
    Admin(admin::Admin),
    /// Compute the cases of a file, or check them.
    Compute(compute::Compute),
}

/// Runs a command line.
pub async fn run(cli: Cli) -> Result<ExitCode> {
    match cli.command {
        Command::Serve(command) => serve::run(command).await,
        Command::Demo(command) => demo::run(command).await,
        Command::Backup(command) => backup::backup(command).await,
        Command::Restore(command) => backup::restore(command).await,
        Command::Verify(command) => verify::run(command).await,
        Command::Admin(command) => admin::run(command).await,
        Command::Compute(command) => compute::run(&command),
    }
}
