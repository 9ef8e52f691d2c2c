//! `etalon admin`: restores access, for whoever runs the server.

use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::Storage;
use crate::app::Result;
use crate::app::authority::command_line;
use crate::state::Config;

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
}

#[derive(Debug, Clone, Args)]
struct Named {
    /// Sign-in name.
    sign_in: String,
    #[command(flatten)]
    storage: Storage,
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
    }
    Ok(ExitCode::SUCCESS)
}
