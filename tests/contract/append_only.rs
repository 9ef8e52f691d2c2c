//! What was written down stays: the database itself refuses to change or to remove it.

use backend::execute;
use backend::store::{Tx, audit};
use shared::event::Hash;
use sqlx::AssertSqlSafe;
use support::{Lab, on_both_engines};

const TABLES: &[&str] = &["audit"];

on_both_engines!(what_was_written_down_is_neither_changed_nor_removed, Lab::empty_on);
async fn what_was_written_down_is_neither_changed_nor_removed(lab: Lab) {
    write_something_down(&lab).await;
    for table in TABLES {
        assert!(rows(&lab, table).await > 0, "{table} holds something");
        let mut attacks = vec![format!("UPDATE {table} SET id = id"), format!("DELETE FROM {table}")];
        if lab.database_url().starts_with("sqlite:") {
            attacks.push(format!("INSERT OR REPLACE INTO {table} SELECT * FROM {table}"));
        } else {
            attacks.push(format!("TRUNCATE {table}"));
        }
        for attack in attacks {
            let refused = run(&lab, attack.clone()).await.expect_err(&attack).to_string();
            assert!(refused.contains("append-only"), "{attack}: {refused}");
        }
    }
}

async fn write_something_down(lab: &Lab) {
    let at = lab.now();
    let written: sqlx::Result<()> = lab
        .app
        .db
        .write(move |tx: &mut Tx| {
            let (noun, object, object_hash) = ("customers", "1", Hash::of(b"a customer"));
            let entry = audit::Entry {
                at,
                actor: None,
                action: "created",
                noun,
                object,
                revision: 1,
                object_hash,
                detail: serde_json::Value::Null,
            };
            Box::pin(audit::append(tx, entry))
        })
        .await;
    written.expect("an audit entry");
}

async fn run(lab: &Lab, sql: String) -> sqlx::Result<u64> {
    lab.app
        .db
        .write(move |tx: &mut Tx| {
            let sql = sql.clone();
            Box::pin(async move { execute!(tx, AssertSqlSafe(sql.clone())) })
        })
        .await
}

async fn rows(lab: &Lab, table: &str) -> u64 {
    // A transaction that writes nothing: the number of rows that an update of none would have to look at.
    run(lab, format!("CREATE TABLE counted AS SELECT 1 AS n FROM {table}")).await.expect("a copy to count");
    let rows = run(lab, "DELETE FROM counted".to_owned()).await.expect("its rows");
    run(lab, "DROP TABLE counted".to_owned()).await.expect("the copy goes");
    rows
}
