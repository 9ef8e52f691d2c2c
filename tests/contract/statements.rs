//! Every statement is understood by both engines, with the columns and types it names.

use backend::store::{
    account, audit, authority, case, certificate, correction, device, event, facts, file, job, keys, ledger, list, message, reading,
    record, register, sequence, settlement, stamp, upgrade, vault,
};
use sqlx::{Executor, SqlSafeStr};
use support::{Lab, on_both_engines};

const FILES: &[(&str, &[&str])] = &[
    ("account", account::STATEMENTS),
    ("audit", audit::STATEMENTS),
    ("authority", authority::STATEMENTS),
    ("case", case::STATEMENTS),
    ("certificate", certificate::STATEMENTS),
    ("correction", correction::STATEMENTS),
    ("device", device::STATEMENTS),
    ("event", event::STATEMENTS),
    ("facts", facts::STATEMENTS),
    ("file", file::STATEMENTS),
    ("job", job::STATEMENTS),
    ("keys", keys::STATEMENTS),
    ("ledger", ledger::STATEMENTS),
    ("list/bring_up", list::bring_up::STATEMENTS),
    ("list/check", list::check::STATEMENTS),
    ("list/find", list::find::STATEMENTS),
    ("list/of_cases", list::of_cases::STATEMENTS),
    ("list/of_readings", list::of_readings::STATEMENTS),
    ("list/of_records", list::of_records::STATEMENTS),
    ("list/of_register", list::of_register::STATEMENTS),
    ("list/settle", list::settle::STATEMENTS),
    ("list/terms", list::terms::STATEMENTS),
    ("message", message::STATEMENTS),
    ("reading", reading::STATEMENTS),
    ("record", record::STATEMENTS),
    ("register", register::STATEMENTS),
    ("sequence", sequence::STATEMENTS),
    ("settlement", settlement::STATEMENTS),
    ("stamp", stamp::STATEMENTS),
    ("upgrade", upgrade::STATEMENTS),
    ("vault", vault::STATEMENTS),
];

#[test]
fn every_file_of_the_store_is_listed() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../backend/src/store");
    let mut with_statements = Vec::new();
    for prefix in ["", "list/"] {
        let files = std::fs::read_dir(folder.join(prefix)).expect("the store's folder").flatten();
        let stating = files.filter(|entry| std::fs::read_to_string(entry.path()).is_ok_and(|text| text.contains("pub const STATEMENTS")));
        with_statements.extend(stating.map(|entry| format!("{prefix}{}", entry.file_name().to_string_lossy().trim_end_matches(".rs"))));
    }
    with_statements.sort();
    let listed: Vec<&str> = FILES.iter().map(|(file, _)| *file).collect();
    assert_eq!(listed, with_statements);
}

on_both_engines!(every_statement_prepares, Lab::empty_on);
async fn every_statement_prepares(lab: Lab) {
    let mut wrong = Vec::new();
    for (file, statements) in FILES {
        for statement in *statements {
            if let Err(error) = prepare(lab.database_url(), statement).await {
                wrong.push(format!("{file}: {statement}\n{error}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
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
