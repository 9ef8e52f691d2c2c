//! The subcommands: flags and environment, wiring, and what is printed.

mod admin;
mod backup;
pub mod compute;
mod demo;
mod serve;
mod verify;

use std::fmt::Arguments;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::app::Result;
use crate::app::vault::{self, Keys};
use crate::state::{App, AppState, Clock, Config};
use crate::store::files::Files;
use crate::store::{Db, private};

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

/// Where everything is stored.
#[derive(Debug, Clone, Args)]
pub struct Storage {
    /// Folder of the SQLite database and of the files.
    #[arg(long, env = "ETALON_DATA", default_value = "data")]
    data: PathBuf,
    /// `sqlite:<file>` or `postgres://…`; by default SQLite in the data folder.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database: Option<String>,
    /// Postgres: the address of the role that owns the tables and migrates them; `DATABASE_URL` then names a role that owns
    /// nothing and is given only the rights it needs.
    #[arg(long, env = "DATABASE_OWNER_URL", hide_env_values = true)]
    database_owner: Option<String>,
    /// File with the key of the vault, apart from the database and its backups; by default `vault.key` in the data folder.
    #[arg(long, env = "ETALON_VAULT_KEY")]
    vault_key: Option<PathBuf>,
}

impl Storage {
    /// Opens the database, migrating it, and the store of files.
    async fn open(&self) -> Result<(Db, Files)> {
        let files = Files::local(&self.data.join("files"))?;
        let url = self.database.clone().unwrap_or_else(|| format!("sqlite:{}", self.data.join("etalon.db").display()));
        Ok((Db::open_owned(&url, self.database_owner.as_deref()).await?, files))
    }

    /// What of it everybody on this machine can read: an earlier release, or somebody else, made it so.
    fn open_to_all(&self) -> Vec<PathBuf> {
        let database = match &self.database {
            None => Some(self.data.join("etalon.db")),
            Some(url) => url.strip_prefix("sqlite:").map(|file| file.split('?').next().unwrap_or(file).trim_start_matches("//").into()),
        };
        private::open_to_all(database.into_iter().chain([self.data.join("files")]))
    }

    /// The application over it.
    async fn app(&self, config: Config) -> Result<AppState> {
        self.app_at(config, Clock::System).await
    }

    /// The same, with another clock.
    async fn app_at(&self, config: Config, clock: Clock) -> Result<AppState> {
        let (db, files) = self.open().await?;
        let vault = Keys::of_file(&self.vault_key())?;
        Ok(App::new(db, files, clock, Config { vault, ..config }))
    }

    fn vault_key(&self) -> PathBuf {
        self.vault_key.clone().unwrap_or_else(|| self.data.join("vault.key"))
    }

    /// Makes the key of a vault that holds nothing yet. One that holds something keeps the key it has, wherever that is.
    async fn keyed(&self, app: AppState) -> Result<AppState> {
        match vault::unreadable(&app).await? {
            0 if app.config.vault.is_empty() => {
                let vault = Keys::make(&self.vault_key())?;
                let config = Config { vault, ..app.config.clone() };
                Ok(App::new(app.db.clone(), app.files.clone(), app.clock.clone(), config))
            }
            0 => Ok(app),
            unread => {
                let file = self.vault_key();
                say(format_args!("{unread} entries of the vault cannot be read: their key is not in {}", file.display()));
                Ok(app)
            }
        }
    }
}

/// Prints a line. Whoever reads it may have gone (`etalon restore … | head`): the command goes on all the same.
fn say(line: Arguments<'_>) {
    let _ = writeln!(std::io::stdout(), "{line}");
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
