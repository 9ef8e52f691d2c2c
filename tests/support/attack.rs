//! Trying to change what was written down, behind the program's back.

use std::path::Path;

use backend::execute;
use backend::store::{Db, Tx};
use sqlx::AssertSqlSafe;

use crate::Lab;

/// Tables that only ever grow, as the migrations say.
pub fn append_only_tables() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../backend/migrations/sqlite");
    let files = std::fs::read_dir(folder).expect("the migrations").flatten();
    let text: String = files.filter_map(|file| std::fs::read_to_string(file.path()).ok()).collect();
    let mut tables: Vec<String> = text.split_whitespace().filter_map(|word| word.strip_suffix("_no_delete")).map(str::to_owned).collect();
    tables.sort();
    tables
}

/// Tries to change and to remove the rows of each append-only table that has any; gives back the tables that had.
/// Panics where the database lets it happen: the triggers refuse its owner, and on Postgres the server has no right either.
pub async fn change_what_was_written_down(lab: &Lab) -> Vec<String> {
    let owner = Db::open(lab.owner_url()).await.expect("the database opens");
    let postgres = !lab.owner_url().starts_with("sqlite:");
    let mut attacked = Vec::new();
    for table in append_only_tables() {
        if rows(&owner, &table).await == 0 {
            continue;
        }
        let column = first_column(&table);
        let mut attacks = vec![format!("UPDATE {table} SET {column} = {column}"), format!("DELETE FROM {table}")];
        attacks.push(if postgres {
            format!("TRUNCATE {table} CASCADE")
        } else {
            format!("INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
        });
        for attack in attacks {
            let refused = run(&owner, attack.clone()).await.expect_err(&attack).to_string();
            assert!(refused.contains("append-only"), "{attack}: {refused}");
            if postgres {
                let refused = run(&lab.app.db, attack.clone()).await.expect_err(&attack).to_string();
                assert!(refused.contains("permission denied"), "{attack}: {refused}");
            }
        }
        attacked.push(table);
    }
    owner.close().await;
    attacked
}

/// The name after the opening bracket of the table's definition.
fn first_column(table: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../backend/migrations/sqlite");
    let files = std::fs::read_dir(folder).expect("the migrations").flatten();
    let text: String = files.filter_map(|file| std::fs::read_to_string(file.path()).ok()).collect();
    let opening = format!("CREATE TABLE {table} (");
    let definition = &text[text.find(&opening).expect("its definition") + opening.len()..];
    definition.split_whitespace().next().expect("a column").to_owned()
}

/// Runs any statement in a write transaction.
pub async fn run(db: &Db, sql: String) -> sqlx::Result<u64> {
    db.write(move |tx: &mut Tx| {
        let sql = sql.clone();
        Box::pin(async move { execute!(tx, AssertSqlSafe(sql.clone())) })
    })
    .await
}

/// How many rows a table has: those that a copy of it loses.
async fn rows(db: &Db, table: &str) -> u64 {
    run(db, format!("CREATE TABLE counted AS SELECT 1 AS n FROM {table}")).await.expect("a copy to count");
    let rows = run(db, "DELETE FROM counted".to_owned()).await.expect("its rows");
    run(db, "DROP TABLE counted".to_owned()).await.expect("the copy goes");
    rows
}
