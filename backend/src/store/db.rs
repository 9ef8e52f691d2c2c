//! The database: opening, migrating, reading, and the one way to write.

use sqlx::PgPool;
use sqlx::migrate::Migrator;
use sqlx::postgres::PgPoolOptions;

use super::grants;
use super::lite::Lite;
use super::serializable;
use super::tx::{Fails, Running, Tx};

/// One of the two engines.
#[derive(Clone)]
pub enum Db {
    /// The embedded one: one writer, many readers.
    Sqlite(Lite),
    /// For more than one server.
    Postgres(PgPool),
}

impl Db {
    /// Opens `sqlite:<file>` or `postgres://…`, creating the file and migrating as needed.
    pub async fn open(url: &str) -> sqlx::Result<Self> {
        Self::open_owned(url, None).await
    }

    /// The same; on Postgres the tables belong to the role of `owner`, which migrates, and the role of `url` is given only
    /// the rights it needs.
    pub async fn open_owned(url: &str, owner: Option<&str>) -> sqlx::Result<Self> {
        if url.starts_with("sqlite:") { Self::open_sqlite(url).await } else { Self::open_postgres(url, owner).await }
    }

    async fn open_sqlite(url: &str) -> sqlx::Result<Self> {
        let options = Lite::options(url)?;
        let writing = Lite::writing_pool(&options).await?;
        sqlite_migrations().run(&writing).await?;
        Ok(Self::Sqlite(Lite::start(writing, &options).await?))
    }

    async fn open_postgres(url: &str, owner: Option<&str>) -> sqlx::Result<Self> {
        let pool = PgPoolOptions::new().max_connections(16).connect(url).await?;
        let migrator = postgres_migrations();
        match owner {
            Some(owner) => {
                let owner = PgPoolOptions::new().max_connections(1).connect(owner).await?;
                migrator.run(&owner).await?;
                let role = grants::role(&pool).await?;
                if role != grants::role(&owner).await? {
                    grants::give(&owner, &role).await?;
                }
                owner.close().await;
            }
            // A role that owns nothing may not even ask whether a table is to be made.
            None if migrated(&pool, &migrator).await => {}
            None => migrator.run(&pool).await?,
        }
        Ok(Self::Postgres(pool))
    }

    /// Runs a command in a write transaction and commits it if it succeeds.
    ///
    /// The body may run more than once (Postgres: serialization failures), so it clones what it consumes and has no
    /// effect but on the transaction: no files, no password hashing, no rendering.
    ///
    /// ```text
    /// db.write(move |tx| { let command = command.clone(); Box::pin(async move { … }) }).await
    /// ```
    pub async fn write<T, E, F>(&self, body: F) -> Result<T, E>
    where
        F: for<'t> FnMut(&'t mut Tx) -> Running<'t, Result<T, E>> + Send + 'static,
        T: Send + 'static,
        E: Fails,
    {
        match self {
            Self::Sqlite(lite) => lite.write(body).await,
            Self::Postgres(pool) => serializable::write(pool, body).await,
        }
    }

    /// Reads from one consistent snapshot. Nothing written here is kept.
    pub async fn read<T, E, F>(&self, body: F) -> Result<T, E>
    where
        F: for<'t> FnOnce(&'t mut Tx) -> Running<'t, Result<T, E>> + Send,
        E: Fails,
    {
        let mut tx = match self {
            Self::Sqlite(lite) => Tx::Sqlite(lite.reading().begin().await?),
            Self::Postgres(pool) => Tx::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?),
        };
        body(&mut tx).await
    }

    /// Waits until everything is written and closes.
    pub async fn close(&self) {
        match self {
            Self::Sqlite(lite) => lite.close().await,
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// Whether every migration is applied, as it is known here.
async fn migrated(pool: &PgPool, migrator: &Migrator) -> bool {
    let applied = sqlx::query_as::<_, (i64, Vec<u8>)>("SELECT version, checksum FROM _sqlx_migrations WHERE success").fetch_all(pool).await;
    let Ok(applied) = applied else { return false };
    migrator.iter().all(|known| applied.iter().any(|(version, sum)| *version == known.version && **sum == *known.checksum))
}

/// The migrations of SQLite.
pub(super) fn sqlite_migrations() -> Migrator {
    tolerant(sqlx::migrate!("migrations/sqlite"))
}

/// The migrations of Postgres.
pub(super) fn postgres_migrations() -> Migrator {
    tolerant(sqlx::migrate!("migrations/postgres"))
}

/// A database written by a newer version opens with an older one as long as the tables it knows are there.
fn tolerant(mut migrator: Migrator) -> Migrator {
    migrator.set_ignore_missing(true);
    migrator
}
