//! `etalon backup` and `etalon restore`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::Storage;
use crate::app::{Result, backup};
use crate::state::Config;

/// A backup's file and what it is of.
#[derive(Debug, Clone, Args)]
pub(super) struct Backup {
    #[command(flatten)]
    storage: Storage,
    /// The backup.
    file: PathBuf,
}

/// Writes a backup; the server may go on serving.
pub(super) async fn backup(command: Backup) -> Result<ExitCode> {
    let app = command.storage.app(Config::default()).await?;
    let extent = backup::backup(&app, &command.file).await?;
    println!("{}: {} rows, {} files", command.file.display(), extent.rows, extent.files);
    app.db.close().await;
    Ok(ExitCode::SUCCESS)
}

/// Restores a backup into an empty place.
pub(super) async fn restore(command: Backup) -> Result<ExitCode> {
    let app = command.storage.app(Config::default()).await?;
    let extent = backup::restore(&app, &command.file).await?;
    println!("restored {} rows and {} files; `etalon verify` checks them", extent.rows, extent.files);
    println!("Everybody has been signed out. Passwords and devices are as they were when the backup was made:");
    println!("reset and revoke again what was reset and revoked since.");
    app.db.close().await;
    Ok(ExitCode::SUCCESS)
}
