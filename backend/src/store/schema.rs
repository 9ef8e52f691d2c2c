//! What the migrations make beside tables: triggers that keep rows append-only, and indexes that keep them unique. Who can write the
//! tables can drop them, so a verifier looks for them.

use std::collections::BTreeMap;

use sqlx::migrate::Migrator;

use super::{Tx, db};

/// A trigger or an index, by its name, with what it is as the engine tells it.
pub type Guards = BTreeMap<String, String>;

const LITE: &str = "SELECT name, sql FROM sqlite_master WHERE type IN ('trigger', 'index') AND sql IS NOT NULL";
const LITE_WHOLE: &str = "SELECT integrity_check FROM pragma_integrity_check";
const LITE_REFERENCES: &str = "SELECT \"table\" || ' row ' || coalesce(rowid, '') FROM pragma_foreign_key_check";
/// Disabled triggers and invalid indexes guard nothing.
const POSTGRES: &str = "SELECT t.tgname::text, 'trigger' FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid \
    JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_proc p ON p.oid = t.tgfoid \
    WHERE n.nspname = current_schema() AND NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND p.prosrc LIKE '%RAISE EXCEPTION%' \
    UNION ALL SELECT c.relname::text, 'index' FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid \
    JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = current_schema() AND i.indisvalid AND i.indisready";
const AMCHECK: &str = "SELECT extname::text FROM pg_extension WHERE extname = 'amcheck'";
const MAY_CHECK: &str = "SELECT has_function_privilege('bt_index_check(regclass, boolean)', 'execute')::int::bigint";
const POSTGRES_INDEXES: &str = "SELECT c.relname::text FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid \
    JOIN pg_am a ON a.oid = c.relam JOIN pg_namespace n ON n.oid = c.relnamespace \
    WHERE n.nspname = current_schema() AND a.amname = 'btree' AND i.indisvalid AND i.indisready ORDER BY 1";

/// What the migrations of this engine leave behind.
pub async fn expected(tx: &Tx) -> sqlx::Result<Guards> {
    match tx {
        Tx::Sqlite(_) => of_new_sqlite().await,
        Tx::Postgres(_) => Ok(named(&db::postgres_migrations())),
    }
}

/// What the database has.
pub async fn there(tx: &mut Tx) -> sqlx::Result<Guards> {
    let sql = match tx {
        Tx::Sqlite(_) => LITE,
        Tx::Postgres(_) => POSTGRES,
    };
    Ok(fetch_all!(tx, (String, String), sql)?.into_iter().collect())
}

/// SQLite tells each trigger and index as it was written: those of a database just made.
async fn of_new_sqlite() -> sqlx::Result<Guards> {
    let pool = sqlx::sqlite::SqlitePoolOptions::new().max_connections(1).connect("sqlite::memory:").await?;
    db::sqlite_migrations().run(&pool).await?;
    let guards = sqlx::query_as::<_, (String, String)>(LITE).fetch_all(&pool).await?;
    pool.close().await;
    Ok(guards.into_iter().collect())
}

/// The triggers and indexes that migrations name, after the last of them.
fn named(migrator: &Migrator) -> Guards {
    let mut guards = Guards::new();
    for migration in migrator.iter() {
        let words: Vec<&str> = migration.sql.as_str().split([' ', '\n', '\t', ';', '(']).filter(|word| !word.is_empty()).collect();
        for at in 0..words.len() {
            match words[at..] {
                ["CREATE", kind @ ("TRIGGER" | "INDEX"), name, ..] => drop(guards.insert(name.to_owned(), kind.to_lowercase())),
                ["CREATE", "UNIQUE", "INDEX", name, ..] => drop(guards.insert(name.to_owned(), "index".to_owned())),
                ["DROP", "TRIGGER" | "INDEX", name, ..] => drop(guards.remove(name)),
                _ => {}
            }
        }
    }
    guards
}

/// What the engine itself finds wrong between tables, indexes and references; and whether it could compare indexes with tables. On
/// Postgres that takes the extension `amcheck`, which a database's administrator installs.
pub async fn inconsistent(tx: &mut Tx) -> sqlx::Result<(Vec<String>, bool)> {
    if matches!(tx, Tx::Sqlite(_)) {
        let whole = fetch_all!(tx, (String,), LITE_WHOLE)?.into_iter().map(|(said,)| said).filter(|said| said != "ok");
        let mut found: Vec<String> = whole.collect();
        found.extend(fetch_all!(tx, (String,), LITE_REFERENCES)?.into_iter().map(|(row,)| format!("{row} refers to nothing")));
        return Ok((found, true));
    }
    let installed = fetch_optional!(tx, (String,), AMCHECK)?.is_some();
    if !installed || fetch_all!(tx, (i64,), MAY_CHECK)? != [(1,)] {
        return Ok((Vec::new(), false));
    }
    let mut found = Vec::new();
    for (index,) in fetch_all!(tx, (String,), POSTGRES_INDEXES)? {
        // A failed check would end the transaction: each has a savepoint.
        execute!(tx, "SAVEPOINT index_check")?;
        let checked = fetch_all!(tx, (i64,), "SELECT 1::bigint FROM bt_index_check($1::regclass, true)", &index);
        if let Err(error) = checked {
            let said = error.as_database_error().map_or_else(|| error.to_string(), |error| error.message().to_owned());
            found.push(format!("index {index}: {said}"));
            execute!(tx, "ROLLBACK TO SAVEPOINT index_check")?;
        }
        execute!(tx, "RELEASE SAVEPOINT index_check")?;
    }
    Ok((found, true))
}
