//! On Postgres the role that serves owns no table: what the owner's triggers refuse, the server has no right to either.

use sqlx::{AssertSqlSafe, PgPool};

/// Tables whose rows may go.
const REMOVED_FROM: &[&str] = &[
    "case_links",
    "jobs",
    "known_browsers",
    "list_terms",
    "record_people",
    "register_keys",
    "register_links",
    "sessions",
    "upgrade_steps",
];

const TABLES: &str = "SELECT c.relname::text, EXISTS (SELECT 1 FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid \
    WHERE t.tgrelid = c.oid AND p.proname = 'append_only') FROM pg_class c \
    WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace ORDER BY c.relname";

/// The role that a pool speaks as.
pub(super) async fn role(pool: &PgPool) -> sqlx::Result<String> {
    sqlx::query_scalar("SELECT current_user::text").fetch_one(pool).await
}

/// Gives the serving role what it needs and nothing else: read and insert everywhere; change where rows are not append-only;
/// remove sessions, known browsers, jobs that are done, who calibrates a record, which upgrade steps ran, and what is only an index. Run by
/// the owner after each migration.
pub(super) async fn give(owner: &PgPool, role: &str) -> sqlx::Result<()> {
    let role = format!("\"{}\"", role.replace('"', "\"\""));
    let tables: Vec<(String, bool)> = sqlx::query_as(TABLES).fetch_all(owner).await?;
    let mut statements = vec![
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC".to_owned(),
        format!("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}"),
        format!("GRANT USAGE ON SCHEMA public TO {role}"),
    ];
    statements.extend(tables.iter().map(|(table, append_only)| format!("GRANT {} ON {table} TO {role}", rights(table, *append_only))));
    let mut tx = owner.begin().await?;
    for statement in statements {
        sqlx::query(AssertSqlSafe(statement)).execute(&mut *tx).await?;
    }
    tx.commit().await
}

fn rights(table: &str, append_only: bool) -> &'static str {
    if table.starts_with("_sqlx") {
        "SELECT"
    } else if append_only {
        "SELECT, INSERT"
    } else if REMOVED_FROM.contains(&table) {
        "SELECT, INSERT, UPDATE, DELETE"
    } else {
        "SELECT, INSERT, UPDATE"
    }
}
