//! Where everything is stored: the flags that say so, and the application over it.

use std::path::PathBuf;

use clap::Args;

use super::say::say;
use crate::app::vault::{self, Keys};
use crate::app::{Result, upgrade};
use crate::state::{App, AppState, Clock, Config};
use crate::store::files::Files;
use crate::store::{Db, private};

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
    pub(super) async fn open(&self) -> Result<(Db, Files)> {
        let files = Files::local(&self.data.join("files"))?;
        let url = self.database.clone().unwrap_or_else(|| format!("sqlite:{}", self.data.join("etalon.db").display()));
        Ok((Db::open_owned(&url, self.database_owner.as_deref()).await?, files))
    }

    /// What of it everybody on this machine can read: an earlier release, or somebody else, made it so.
    pub(super) fn open_to_all(&self) -> Vec<PathBuf> {
        let database = match &self.database {
            None => Some(self.data.join("etalon.db")),
            Some(url) => url.strip_prefix("sqlite:").map(|file| file.split('?').next().unwrap_or(file).trim_start_matches("//").into()),
        };
        private::open_to_all(database.into_iter().chain([self.data.join("files")]))
    }

    /// The application over it.
    pub(super) async fn app(&self, config: Config) -> Result<AppState> {
        self.app_at(config, Clock::System).await
    }

    /// The same, with another clock.
    pub(super) async fn app_at(&self, config: Config, clock: Clock) -> Result<AppState> {
        let (db, files) = self.open().await?;
        upgrade::run(&db, clock.now()).await?;
        let vault = Keys::of_file(&self.vault_key())?;
        Ok(App::new(db, files, clock, Config { vault, ..config }))
    }

    pub(super) fn vault_key(&self) -> PathBuf {
        self.vault_key.clone().unwrap_or_else(|| self.data.join("vault.key"))
    }

    /// Makes the key of a vault that holds nothing yet. One that holds something keeps the key it has, wherever that is.
    pub(super) async fn keyed(&self, app: AppState) -> Result<AppState> {
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
