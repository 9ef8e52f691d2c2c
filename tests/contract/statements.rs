//! Every statement is understood by both engines, with the columns and types it names.

use backend::store::{account, audit, certificate, correction, event, facts, file, ledger, message, reading, record};
use sqlx::{Executor, SqlSafeStr};
use support::{Lab, on_both_engines};

const FILES: &[(&str, &[&str])] = &[
    ("account", account::STATEMENTS),
    ("audit", audit::STATEMENTS),
    ("event", event::STATEMENTS),
    ("facts", facts::STATEMENTS),
    ("file", file::STATEMENTS),
    ("ledger", ledger::STATEMENTS),
    ("record", record::STATEMENTS),
    ("certificate", certificate::STATEMENTS),
    ("correction", correction::STATEMENTS),
    ("message", message::STATEMENTS),
    ("reading", reading::STATEMENTS),
];

on_both_engines!(every_statement_prepares, Lab::empty_on);
async fn every_statement_prepares(lab: Lab) {
    for (file, statements) in FILES {
        for statement in *statements {
            let prepared = prepare(lab.database_url(), statement).await;
            assert!(prepared.is_ok(), "{file}: {statement}\n{prepared:?}");
        }
    }
    assert!(prepare(lab.database_url(), "SELECT nobody FROM audit WHERE id = $1").await.is_err(), "a wrong column is found");
}

async fn prepare(url: &str, statement: &'static str) -> sqlx::Result<()> {
    if url.starts_with("sqlite:") {
        sqlx::SqlitePool::connect(url).await?.prepare(statement.into_sql_str()).await.map(|_| ())
    } else {
        let pool = sqlx::PgPool::connect(url).await?;
        let prepared = pool.prepare(statement.into_sql_str()).await.map(|_| ());
        pool.close().await;
        prepared
    }
}
