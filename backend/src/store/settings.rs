//! What disables the guards without touching them: on Postgres, a session in which `session_replication_role` is not `origin` runs no
//! trigger and checks no reference, and an event trigger can undo what somebody repairs. Neither is part of a table.

use super::Tx;

/// Settings of this database and of the roles that write its tables, the session's own, and event triggers that no extension made. The
/// tables are looked for in the schema in use, and none need be there.
const POSTGRES: &str = "SELECT 'setting session_replication_role' || coalesce(' of database ' || d.datname::text, '') \
    || coalesce(' of role ' || r.rolname::text, '') FROM pg_db_role_setting s CROSS JOIN LATERAL unnest(s.setconfig) AS setting \
    LEFT JOIN pg_database d ON d.oid = s.setdatabase LEFT JOIN pg_roles r ON r.oid = s.setrole \
    WHERE (s.setdatabase = 0 OR d.datname = current_database()) \
    AND (s.setrole = 0 OR EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
    WHERE n.nspname = current_schema() AND c.relkind = 'r' AND c.relname <> '_sqlx_migrations' \
    AND has_table_privilege(s.setrole, c.oid, 'INSERT, UPDATE, DELETE'))) \
    AND lower(split_part(setting, '=', 1)) = 'session_replication_role' AND lower(split_part(setting, '=', 2)) <> 'origin' \
    UNION ALL SELECT 'setting session_replication_role of the session' WHERE current_setting('session_replication_role') <> 'origin' \
    UNION ALL SELECT 'event trigger ' || e.evtname::text FROM pg_event_trigger e WHERE e.evtenabled <> 'D' \
    AND NOT EXISTS (SELECT 1 FROM pg_depend p WHERE p.classid = 'pg_event_trigger'::regclass AND p.objid = e.oid AND p.deptype = 'e') \
    ORDER BY 1";

/// Everything of that kind.
pub async fn beside_the_guards(tx: &mut Tx) -> sqlx::Result<Vec<String>> {
    let Tx::Postgres(tx) = tx else { return Ok(Vec::new()) };
    let found: Vec<(String,)> = sqlx::query_as(POSTGRES).fetch_all(&mut **tx).await?;
    Ok(found.into_iter().map(|(place,)| place).collect())
}
