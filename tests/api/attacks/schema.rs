//! Who changes tables, triggers, indexes or settings of the database, and what `verify` says of it.

use backend::app::verify::Fault;
use support::tamper::Tamperer;
use support::{Engine, Lab, on_both_engines};

use super::insiders::{faults, named};

on_both_engines!(triggers_and_indexes_that_are_gone_are_named, Lab::new_on);
async fn triggers_and_indexes_that_are_gone_are_named(lab: Lab) {
    assert_eq!(faults(&lab).await, Vec::<String>::new());
    let mut tamperer = Tamperer::new(&lab).await;
    let postgres = !lab.owner_url().starts_with("sqlite:");
    let trigger = if postgres { "ledger_no_change" } else { "ledger_no_update" };
    let drop = if postgres { "DROP TRIGGER ledger_no_change ON ledger" } else { "DROP TRIGGER ledger_no_update" };
    tamperer.plain(drop).await;
    named(&lab, &format!("guard {trigger}"), Fault::GuardMissing).await;
    tamperer.plain("DROP INDEX certificates_original").await;
    named(&lab, "guard certificates_original", Fault::GuardMissing).await;
    if postgres {
        tamperer.plain("ALTER TABLE events DISABLE TRIGGER events_no_truncate").await;
        named(&lab, "guard events_no_truncate", Fault::GuardMissing).await;
    } else {
        tamperer.plain("DROP TRIGGER events_no_update").await;
        tamperer.plain("CREATE TRIGGER events_no_update BEFORE UPDATE ON events BEGIN SELECT 1; END").await;
        named(&lab, "guard events_no_update", Fault::GuardMissing).await;
    }
}

// Only what was missing was looked for, and a table of another kind stopped the walk.
on_both_engines!(what_was_added_to_the_tables_or_taken_from_them_is_named, Lab::new_on);
async fn what_was_added_to_the_tables_or_taken_from_them_is_named(lab: Lab) {
    let mut tamperer = Tamperer::new(&lab).await;
    let postgres = !lab.owner_url().starts_with("sqlite:");
    if postgres {
        tamperer.plain("CREATE TRIGGER quiet BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION append_only()").await;
        tamperer.plain("ALTER TABLE ledger DROP CONSTRAINT ledger_event_id_fkey").await;
        named(&lab, "reference ledger (event_id)", Fault::SchemaDiffers).await;
        tamperer.plain("CREATE RULE silent AS ON DELETE TO sessions DO INSTEAD NOTHING").await;
        named(&lab, "guard silent", Fault::SchemaAdded).await;
    } else {
        tamperer.plain("CREATE TRIGGER quiet BEFORE INSERT ON audit BEGIN SELECT 1; END").await;
        tamperer.plain("PRAGMA writable_schema = ON").await;
        let without = "UPDATE sqlite_master SET sql = replace(sql, 'REFERENCES events (id)', '') WHERE type = 'table' AND name = 'ledger'";
        tamperer.plain(without).await;
        named(&lab, "table ledger", Fault::SchemaDiffers).await;
    }
    named(&lab, "guard quiet", Fault::SchemaAdded).await;
    tamperer.plain("CREATE TABLE beside (id TEXT PRIMARY KEY, at REAL)").await;
    named(&lab, "table beside", Fault::SchemaAdded).await;
    tamperer.plain("ALTER TABLE register_entries ADD COLUMN more TEXT").await;
    named(&lab, "column register_entries.more", Fault::SchemaAdded).await;
    tamperer.plain("ALTER TABLE devices DROP COLUMN last_seen_at").await;
    named(&lab, "column devices.last_seen_at", Fault::SchemaDiffers).await;
}

// A question about one table ended the walk where that table was gone.
on_both_engines!(a_table_that_is_gone_is_named, Lab::new_on);
async fn a_table_that_is_gone_is_named(lab: Lab) {
    let mut tamperer = Tamperer::new(&lab).await;
    tamperer.plain("ALTER TABLE events RENAME TO away").await;
    named(&lab, "table events", Fault::SchemaDiffers).await;
    named(&lab, "table away", Fault::SchemaAdded).await;
}

// SQLite keeps the names that begin with its own; whoever writes its schema as a table does not.
#[tokio::test]
async fn a_trigger_that_is_called_like_sqlites_own_tables_is_named() {
    let lab = Lab::new_on(Engine::Sqlite).await;
    let mut tamperer = Tamperer::new(&lab).await;
    tamperer.plain("ANALYZE").await;
    assert_eq!(faults(&lab).await, Vec::<String>::new(), "SQLite's own tables are no addition");
    tamperer.plain("PRAGMA writable_schema = ON").await;
    for (name, table) in [("sqlite_quiet", "events"), ("sqlite_stat1", "audit")] {
        let made = format!("CREATE TRIGGER {name} BEFORE INSERT ON {table} BEGIN SELECT 1; END");
        tamperer.plain(&format!("INSERT INTO sqlite_master VALUES ('trigger', '{name}', '{table}', 0, '{made}')")).await;
        named(&lab, &format!("guard {name}"), Fault::SchemaAdded).await;
    }
}

// On Postgres one setting disables every trigger of every session to come, and no table differs by it.
#[tokio::test(flavor = "multi_thread")]
async fn a_setting_that_disables_all_guards_is_named() {
    let lab = Lab::new_on(Engine::Postgres).await;
    let mut tamperer = Tamperer::new(&lab).await;
    assert_eq!(faults(&lab).await, Vec::<String>::new(), "a setting of somebody's session");
    let of = |what: &str| format!("DO $$ BEGIN EXECUTE format('ALTER {what}', current_database(), session_user); END $$");
    for (set, reset, named_as) in [
        ("DATABASE %I SET session_replication_role = replica", "DATABASE %I RESET session_replication_role", "of database"),
        (
            "ROLE %2$I IN DATABASE %1$I SET session_replication_role = local",
            "ROLE %2$I IN DATABASE %1$I RESET session_replication_role",
            "of database",
        ),
    ] {
        tamperer.plain(&of(set)).await;
        named(&lab, &format!("setting session_replication_role {named_as}"), Fault::SchemaAdded).await;
        tamperer.plain(&of(reset)).await;
        let left = faults(&lab).await;
        assert!(!left.iter().any(|fault| fault.contains("of database")), "{reset}: {left:?}");
    }
    tamperer.plain("CREATE FUNCTION after_all() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE NOTICE 'done'; END $$").await;
    tamperer.plain("CREATE EVENT TRIGGER after_all ON ddl_command_end EXECUTE FUNCTION after_all()").await;
    named(&lab, "event trigger after_all", Fault::SchemaAdded).await;
}

// A row that its index does not know: searched by the index it is not there, read from the table it is.
on_both_engines!(an_index_that_differs_from_its_table_is_named, Lab::new_on);
async fn an_index_that_differs_from_its_table_is_named(lab: Lab) {
    const ROW: &str =
        "INSERT INTO devices (id, person_id, name, public_key, enrolled_at) SELECT 'unindexed', person_id, '', '', 1 FROM credentials";
    let mut tamperer = Tamperer::new(&lab).await;
    if lab.owner_url().starts_with("sqlite:") {
        let of = "FROM sqlite_master WHERE name = 'devices_person'";
        let (sql, page) =
            (tamperer.text(&format!("SELECT sql {of}")).await, tamperer.text(&format!("SELECT CAST(rootpage AS TEXT) {of}")).await);
        for statement in [
            "PRAGMA writable_schema = ON",
            "DELETE FROM sqlite_master WHERE name = 'devices_person'",
            "PRAGMA writable_schema = RESET",
            ROW,
            "PRAGMA writable_schema = ON",
            &format!("INSERT INTO sqlite_master VALUES ('index', 'devices_person', 'devices', {page}, '{sql}')"),
            "PRAGMA writable_schema = RESET",
        ] {
            tamperer.plain(statement).await;
        }
    } else {
        let at = "WHERE indexrelid = 'devices_person'::regclass";
        for statement in [
            "CREATE EXTENSION IF NOT EXISTS amcheck",
            "GRANT EXECUTE ON FUNCTION bt_index_check(regclass, boolean) TO PUBLIC",
            &format!("UPDATE pg_index SET indisready = false, indisvalid = false {at}"),
            ROW,
            &format!("UPDATE pg_index SET indisready = true, indisvalid = true {at}"),
        ] {
            tamperer.plain(statement).await;
        }
    }
    named(&lab, "database ", Fault::IndexDiffers).await;
}
