//! The store's contract, on both engines.

use backend::store::{account, audit};
use sqlx::{Executor, SqlSafeStr};
use support::{Lab, on_both_engines};

on_both_engines!(every_statement_prepares, Lab::empty_on);
async fn every_statement_prepares(lab: Lab) {
    for (file, statements) in [("account", account::STATEMENTS), ("audit", audit::STATEMENTS)] {
        for statement in statements {
            let prepared = prepare(lab.database_url(), statement).await;
            assert!(prepared.is_ok(), "{file}: {statement}\n{prepared:?}");
        }
    }
    assert!(prepare(lab.database_url(), "SELECT nobody FROM audit WHERE id = $1").await.is_err(), "a wrong column is found");
}

async fn prepare(url: &str, statement: &'static str) -> sqlx::Result<()> {
    if url.starts_with("sqlite:") {
        let pool = sqlx::SqlitePool::connect(url).await?;
        pool.prepare(statement.into_sql_str()).await.map(|_| ())
    } else {
        let pool = sqlx::PgPool::connect(url).await?;
        let prepared = pool.prepare(statement.into_sql_str()).await.map(|_| ());
        pool.close().await;
        prepared
    }
}
