//! The schema that the migrations make: tables with their columns, keys and references, triggers that keep rows append-only, indexes that
//! keep them unique. Anybody with write access to the database can change them, so the verifier compares them and looks for additions.

use std::collections::BTreeSet;

use sqlx::migrate::Migrator;
use sqlx::sqlite::SqlitePoolOptions;

use super::dump::{self, Table};
use super::{Tx, db};

/// A part of a schema: its place and its definition, in a form common to both engines.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    /// Its place: "table audit", "column audit.seq", "reference ledger (event_id)", "guard audit_no_change".
    pub place: String,
    /// What is there.
    pub is: String,
}

impl Part {
    /// Whether rows are unreadable without it: a table, or the type of a column.
    pub fn is_read(&self) -> bool {
        match self.place.split_once(' ') {
            Some(("table", _)) => self.is == "table",
            Some(("column", _)) => self.is != NOT_NULL,
            _ => false,
        }
    }

    /// Whether it only guards the tables and holds no data: a trigger or an index.
    pub fn is_guard(&self) -> bool {
        self.place.starts_with("guard ")
    }
}

/// A schema.
#[derive(Debug, Clone, Default)]
pub struct Schema {
    /// Its parts.
    pub parts: BTreeSet<Part>,
    /// Its tables.
    pub tables: Vec<Table>,
}

const NOT_NULL: &str = "not null";

/// What SQLite reports about tables, columns, keys, references and indexes, in a form that Postgres can report too. Only its own tables and
/// the migrations' are left out, each by its name: everything else counts, whatever it is called.
const LITE: &str = "WITH own AS (SELECT name, type FROM sqlite_master WHERE type = 'view' OR (type = 'table' AND name NOT IN \
    ('sqlite_sequence', 'sqlite_stat1', 'sqlite_stat2', 'sqlite_stat3', 'sqlite_stat4', '_sqlx_migrations'))) \
    SELECT 'table ' || name, type FROM own \
    UNION ALL SELECT 'column ' || m.name || '.' || p.name, lower(p.type) || CASE WHEN p.dflt_value IS NULL THEN '' ELSE ' default' END \
    FROM own m JOIN pragma_table_info(m.name) p WHERE m.type = 'table' \
    UNION ALL SELECT 'column ' || m.name || '.' || p.name, 'not null' FROM own m JOIN pragma_table_info(m.name) p \
    WHERE m.type = 'table' AND (p.\"notnull\" = 1 OR p.pk > 0) \
    UNION ALL SELECT 'key ' || m.name, \
    (SELECT group_concat(name, ', ') FROM (SELECT p.name FROM pragma_table_info(m.name) p WHERE p.pk > 0 ORDER BY p.pk)) \
    FROM own m WHERE m.type = 'table' \
    AND EXISTS (SELECT 1 FROM pragma_table_info(m.name) p WHERE p.pk > 0) \
    UNION ALL SELECT CASE WHEN l.origin = 'c' THEN 'guard ' || l.name \
    ELSE 'unique ' || m.name || ' (' || (SELECT coalesce(group_concat(i.name, ', '), '') FROM pragma_index_info(l.name) i) || ')' END, \
    CASE WHEN l.origin = 'c' THEN CASE WHEN l.\"unique\" THEN 'unique index on ' ELSE 'index on ' END || m.name || ' (' || \
    (SELECT coalesce(group_concat(i.name, ', '), '') FROM pragma_index_info(l.name) i) || ')' || CASE WHEN l.partial THEN \
    (SELECT substr(x.sql, instr(x.sql, ' WHERE ')) FROM sqlite_master x WHERE x.name = l.name) ELSE '' END \
    ELSE 'unique' END FROM sqlite_master m JOIN pragma_index_list(m.name) l WHERE m.type = 'table' AND l.origin IN ('c', 'u') \
    UNION ALL SELECT 'reference ' || m.name || ' (' || f.\"from\" || ')', f.\"table\" || ' (' || coalesce(f.\"to\", '') || ')' \
    FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table'";

/// What only SQLite reports: the source text of tables, triggers and indexes, conditions included. An index that a key makes has none.
const LITE_TEXTS: &str = "SELECT CASE WHEN type = 'table' THEN 'table ' ELSE 'guard ' END || name, sql FROM sqlite_master \
    WHERE sql IS NOT NULL AND type <> 'view' AND NOT (type = 'table' AND name IN \
    ('sqlite_sequence', 'sqlite_stat1', 'sqlite_stat2', 'sqlite_stat3', 'sqlite_stat4', '_sqlx_migrations'))";
const LITE_WHOLE: &str = "SELECT integrity_check FROM pragma_integrity_check";
const LITE_REFERENCES: &str = "SELECT \"table\" || ' row ' || coalesce(rowid, '') FROM pragma_foreign_key_check";

/// The same for Postgres, with its triggers and the functions they run. Disabled triggers and invalid indexes are left out, because they
/// guard nothing; so are objects of extensions.
const POSTGRES: &str = "WITH own AS (SELECT c.oid, c.relname::text AS name, c.relkind, c.relrowsecurity FROM pg_class c \
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relname <> '_sqlx_migrations' \
    AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')) \
    SELECT 'table ' || name, CASE WHEN relkind = 'r' AND NOT relrowsecurity THEN 'table' ELSE 'no plain table' END FROM own \
    WHERE relkind IN ('r', 'p', 'v', 'm', 'f') \
    UNION ALL SELECT 'column ' || c.name || '.' || a.attname::text, \
    format_type(a.atttypid, a.atttypmod) || CASE WHEN a.atthasdef THEN ' default' ELSE '' END \
    FROM own c JOIN pg_attribute a ON a.attrelid = c.oid WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped \
    UNION ALL SELECT 'column ' || c.name || '.' || a.attname::text, 'not null' \
    FROM own c JOIN pg_attribute a ON a.attrelid = c.oid WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND a.attnotnull \
    UNION ALL SELECT CASE k.contype WHEN 'p' THEN 'key ' || c.name WHEN 'u' THEN 'unique ' || c.name || ' (' || k.cols || ')' \
    WHEN 'f' THEN 'reference ' || c.name || ' (' || k.cols || ')' ELSE 'constraint ' || k.conname::text END, \
    CASE k.contype WHEN 'p' THEN k.cols WHEN 'u' THEN 'unique' WHEN 'f' THEN k.target || ' (' || k.there || ')' ELSE k.contype::text END \
    || CASE WHEN NOT k.convalidated OR EXISTS (SELECT 1 FROM pg_trigger t WHERE t.tgconstraint = k.oid AND t.tgenabled NOT IN ('O', 'A')) \
    THEN ' that guards nothing' ELSE '' END \
    FROM own c JOIN (SELECT f.*, f.confrelid::regclass::text AS target, \
    (SELECT string_agg(a.attname::text, ', ' ORDER BY n.at) FROM unnest(f.conkey) WITH ORDINALITY n (num, at) \
    JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = n.num) AS cols, \
    (SELECT string_agg(a.attname::text, ', ' ORDER BY n.at) FROM unnest(f.confkey) WITH ORDINALITY n (num, at) \
    JOIN pg_attribute a ON a.attrelid = f.confrelid AND a.attnum = n.num) AS there \
    FROM pg_constraint f WHERE f.contype NOT IN ('n', 't')) k ON k.conrelid = c.oid \
    UNION ALL SELECT 'guard ' || x.name, CASE WHEN i.indisunique THEN 'unique index on ' ELSE 'index on ' END || c.name || ' (' || \
    (SELECT string_agg(pg_get_indexdef(i.indexrelid, n, true), ', ' ORDER BY n) FROM generate_series(1, i.indnkeyatts::int) n) || ')' \
    || coalesce(' WHERE ' || translate(replace(pg_get_expr(i.indpred, i.indrelid), '::text', ''), '()', ''), '') \
    || CASE WHEN i.indisvalid AND i.indisready THEN '' ELSE ' that guards nothing' END \
    FROM own c JOIN pg_index i ON i.indrelid = c.oid JOIN own x ON x.oid = i.indexrelid \
    WHERE NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u')) \
    UNION ALL SELECT 'guard ' || t.tgname::text, CASE WHEN t.tgtype & 2 > 0 THEN 'before' ELSE 'after' END \
    || CASE WHEN t.tgtype & 8 > 0 THEN ' delete' ELSE '' END || CASE WHEN t.tgtype & 4 > 0 THEN ' insert' ELSE '' END \
    || CASE WHEN t.tgtype & 32 > 0 THEN ' truncate' ELSE '' END || CASE WHEN t.tgtype & 16 > 0 THEN ' update' ELSE '' END \
    || ' on ' || c.name || CASE WHEN t.tgtype & 1 > 0 THEN ' row ' ELSE ' statement ' END || p.proname::text \
    || CASE WHEN t.tgqual IS NULL AND t.tgattr::text = '' THEN '' ELSE ' at times' END \
    || CASE WHEN t.tgenabled IN ('O', 'A') THEN '' ELSE ' that guards nothing' END \
    FROM own c JOIN pg_trigger t ON t.tgrelid = c.oid JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal \
    UNION ALL SELECT 'guard ' || p.proname::text, btrim(p.prosrc, E' \\n') FROM pg_proc p JOIN pg_trigger t ON t.tgfoid = p.oid \
    JOIN own c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal \
    UNION ALL SELECT 'guard ' || r.rulename::text, 'rule' FROM pg_rewrite r JOIN own c ON c.oid = r.ev_class WHERE r.rulename <> '_RETURN'";
const AMCHECK: &str = "SELECT extname::text FROM pg_extension WHERE extname = 'amcheck'";
const MAY_CHECK: &str = "SELECT has_function_privilege('bt_index_check(regclass, boolean)', 'execute')::int::bigint";
const POSTGRES_INDEXES: &str = "SELECT c.relname::text FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid \
    JOIN pg_am a ON a.oid = c.relam JOIN pg_namespace n ON n.oid = c.relnamespace \
    WHERE n.nspname = current_schema() AND a.amname = 'btree' AND i.indisvalid AND i.indisready ORDER BY 1";

/// The schema that this engine's migrations make. Tables and indexes are the same on both engines and are read from an in-memory database
/// made with SQLite's migrations; the Postgres triggers are read from its own migrations.
pub async fn expected(tx: &Tx) -> sqlx::Result<Schema> {
    let pool = SqlitePoolOptions::new().max_connections(1).connect("sqlite::memory:").await?;
    db::sqlite_migrations().run(&pool).await?;
    let mut new = Tx::Sqlite(pool.begin().await?);
    let tables = dump::tables(&mut new).await?;
    let parts = match tx {
        Tx::Sqlite(_) => there(&mut new).await?,
        Tx::Postgres(_) => {
            let mut parts = told(&mut new, LITE).await?;
            parts.extend(triggers(&db::postgres_migrations()));
            parts
        }
    };
    drop(new);
    pool.close().await;
    Ok(Schema { parts, tables })
}

/// What the database has.
pub async fn there(tx: &mut Tx) -> sqlx::Result<BTreeSet<Part>> {
    if matches!(tx, Tx::Postgres(_)) {
        return told(tx, POSTGRES).await;
    }
    let mut parts = told(tx, LITE).await?;
    parts.extend(told(tx, LITE_TEXTS).await?);
    Ok(parts)
}

async fn told(tx: &mut Tx, sql: &'static str) -> sqlx::Result<BTreeSet<Part>> {
    Ok(fetch_all!(tx, (String, String), sql)?.into_iter().map(|(place, is)| Part { place, is }).collect())
}

/// The triggers that exist after the last migration, and the functions they run.
fn triggers(migrator: &Migrator) -> BTreeSet<Part> {
    let mut parts = BTreeSet::new();
    for migration in migrator.iter() {
        let text = migration.sql.as_str();
        for statement in text.split("CREATE FUNCTION ").skip(1) {
            let name = statement.split('(').next().unwrap_or_default().to_owned();
            let body = statement.split("$$").nth(1).unwrap_or_default().trim().to_owned();
            parts.insert(Part { place: format!("guard {name}"), is: body });
        }
        let words: Vec<&str> = text.split([' ', '\n', '\t', ';', '(', ')']).filter(|word| !word.is_empty()).collect();
        for at in 0..words.len() {
            match words[at..] {
                ["CREATE", "TRIGGER", name, ..] => drop(parts.insert(trigger(name, &words[at + 3..]))),
                ["DROP", "TRIGGER", name, ..] => parts.retain(|part| part.place != format!("guard {name}")),
                _ => {}
            }
        }
    }
    parts
}

/// `BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION append_only`, as Postgres reports it.
fn trigger(name: &str, words: &[&str]) -> Part {
    let after = |word: &str| words.iter().position(|known| *known == word).and_then(|at| words.get(at + 1)).copied().unwrap_or_default();
    let ends = words.iter().position(|word| *word == "ON").unwrap_or(words.len());
    let mut events: Vec<String> = words[..ends].iter().skip(1).filter(|word| **word != "OR").map(|word| word.to_lowercase()).collect();
    events.sort();
    let (when, events) = (words.first().copied().unwrap_or_default().to_lowercase(), events.join(" "));
    let is = format!("{when} {events} on {} {} {}", after("ON"), after("EACH").to_lowercase(), after("FUNCTION"));
    Part { place: format!("guard {name}"), is }
}

/// What the engine itself finds wrong with tables, indexes and references, and whether it could compare indexes with tables. On Postgres
/// that needs the extension `amcheck`, which the database administrator installs.
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
        // A failed check would abort the transaction, so each has a savepoint.
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
