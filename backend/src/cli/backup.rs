//! `etalon backup` and `etalon restore`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::admin;
use crate::app::{Result, backup, numbers};
use crate::cli::say::say;
use crate::cli::storage::Storage;
use crate::state::Config;

/// A backup's file and what it is of.
#[derive(Debug, Clone, Args)]
pub(super) struct Backup {
    #[command(flatten)]
    storage: Storage,
    /// The backup.
    file: PathBuf,
}

/// A backup that is restored.
#[derive(Debug, Clone, Args)]
pub(super) struct Restore {
    #[command(flatten)]
    of: Backup,
    /// The certificate number that was given out last, or `none` if nothing was issued since the backup.
    #[arg(long)]
    last_number: Option<String>,
}

/// Writes a backup; the server may go on serving.
pub(super) async fn backup(command: Backup) -> Result<ExitCode> {
    let app = command.storage.app(Config::default()).await?;
    let extent = backup::backup(&app, &command.file).await?;
    say(format_args!("{}: {} rows, {} files", command.file.display(), extent.rows, extent.files));
    app.db.close().await;
    Ok(ExitCode::SUCCESS)
}

/// Restores a backup into an empty place.
pub(super) async fn restore(Restore { of, last_number }: Restore) -> Result<ExitCode> {
    let app = of.storage.app(Config::default()).await?;
    let extent = backup::restore(&app, &of.file).await?;
    say(format_args!("restored {} rows and {} files; `etalon verify` checks them", extent.rows, extent.files));
    say(format_args!("Everybody has been signed out. Passwords and devices are as they were when the backup was made:"));
    say(format_args!("reset and revoke again what was reset and revoked since."));
    if let Some(last) = last_number {
        admin::settle(&app, &last).await?;
    } else if app.db.read(|tx| Box::pin(async move { numbers::after_restore::unsettled(tx).await })).await? {
        say(format_args!(
            "Certificates issued since the backup are not in it, but their numbers are on paper. Nothing is issued until you say which"
        ));
        say(format_args!("number was given out last: `etalon admin numbers --last <number>`, or `none` if nothing was issued since."));
    }
    app.db.close().await;
    Ok(ExitCode::SUCCESS)
}
