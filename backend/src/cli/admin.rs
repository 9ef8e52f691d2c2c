//! `etalon admin`: restores access, and settles numbers after a restore, for whoever runs the server.

use std::process::ExitCode;

use clap::{Args, Subcommand, ValueEnum};
use domain::library::person::TitleLevel;

use crate::app::Result;
use crate::app::authority::command_line::{self, Post};
use crate::app::numbers::after_restore;
use crate::cli::say::say;
use crate::cli::storage::Storage;
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
    /// Make a person administrator, or technical manager, and active.
    Role(Given),
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
struct Given {
    #[command(flatten)]
    to: Named,
    /// Give the role of technical manager instead: where the only technical manager is gone and cannot give it to anybody.
    #[arg(long)]
    technical_manager: bool,
    /// Level of the technical manager's professional title, if the register does not have it yet.
    #[arg(long, requires = "technical_manager")]
    title: Option<Title>,
}

/// A title that the post of a technical manager asks for.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Title {
    Intermediate,
    Senior,
    /// No title, but equivalent ability, as assessed.
    Equivalent,
}

impl From<Title> for TitleLevel {
    fn from(title: Title) -> Self {
        match title {
            Title::Intermediate => Self::Intermediate,
            Title::Senior => Self::Senior,
            Title::Equivalent => Self::Equivalent,
        }
    }
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
    match after_restore::settle(app, last).await? {
        Some(number) => say(format_args!("The next certificate number comes after {number}")),
        None => say(format_args!("Nothing was issued since the backup: the next certificate number is the one after the last in it")),
    }
    Ok(())
}

/// Runs the command, also while a server is running.
pub(super) async fn run(command: Admin) -> Result<ExitCode> {
    match command.what {
        What::Password(Named { sign_in, storage }) => {
            let app = storage.app(Config::default()).await?;
            let password = command_line::password(&app, &sign_in).await?;
            say(format_args!("One-time password of {sign_in}, to be changed at the next sign-in: {password}"));
            app.db.close().await;
        }
        What::Role(Given { to: Named { sign_in, storage }, technical_manager, title }) => {
            let app = storage.app(Config::default()).await?;
            let (post, name) = match technical_manager {
                true => (Post::TechnicalManager(title.map(Into::into)), "technical manager"),
                false => (Post::Administrator, "administrator"),
            };
            command_line::role(&app, &sign_in, post).await?;
            say(format_args!("{sign_in} is {name}"));
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
