//! `etalon admin`: restores access, and settles numbers after a restore, for whoever runs the server.

use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::Storage;
use crate::app::Result;
use crate::app::authority::command_line;
use crate::app::backup::numbers;
use crate::state::{App, Config};

/// Whom to let in.
#[derive(Debug, Clone, Args)]
pub(super) struct Admin {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Clone, Subcommand)]
enum What {
    /// Give a person a new one-time password, and print it.
    Password(Named),
    /// Make a person administrator, and active.
    Role(Named),
    /// After a restore: say which certificate number was given out last, so that none is given twice. Until then nothing is issued.
    Numbers(Numbers),
}

#[derive(Debug, Clone, Args)]
struct Named {
    /// Sign-in name.
    sign_in: String,
    #[command(flatten)]
    storage: Storage,
}

#[derive(Debug, Clone, Args)]
struct Numbers {
    /// The number, or its place in the sequence; `none` if nothing was issued since the backup.
    #[arg(long)]
    last: String,
    #[command(flatten)]
    storage: Storage,
}

/// Settles the numbers, and says after which one it goes on.
pub(super) async fn settle(app: &App, last: &str) -> Result<()> {
    match numbers::settle(app, last).await? {
        Some(number) => println!("The next certificate number comes after {number}"),
        None => println!("Nothing was issued since the backup: the next certificate number is the one after the last in it"),
    }
    Ok(())
}

/// Runs the command, also while a server is running.
pub(super) async fn run(command: Admin) -> Result<ExitCode> {
    match command.what {
        What::Password(Named { sign_in, storage }) => {
            let app = storage.app(Config::default()).await?;
            let password = command_line::password(&app, &sign_in).await?;
            println!("One-time password of {sign_in}, to be changed at the next sign-in: {password}");
            app.db.close().await;
        }
        What::Role(Named { sign_in, storage }) => {
            let app = storage.app(Config::default()).await?;
            command_line::administrator(&app, &sign_in).await?;
            println!("{sign_in} is administrator");
            app.db.close().await;
        }
        What::Numbers(Numbers { last, storage }) => {
            let app = storage.app(Config::default()).await?;
            settle(&app, &last).await?;
            app.db.close().await;
        }
    }
    Ok(ExitCode::SUCCESS)
}
