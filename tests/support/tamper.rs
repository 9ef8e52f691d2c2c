//! Somebody with the database's file in their hands: past the triggers, one byte at a time. SQLite only, where rows have a number.

use sqlx::{AssertSqlSafe, Connection, Row, SqliteConnection};

use crate::lab::Lab;

/// One changed value, and how it was.
#[derive(Debug)]
pub struct Tampered {
    /// Table and column, for the test's message.
    pub place: String,
    table: String,
    column: String,
    row: i64,
    before: String,
}

/// A connection that no trigger stops.
pub struct Tamperer {
    connection: SqliteConnection,
}

impl Tamperer {
    pub async fn new(lab: &Lab) -> Self {
        let mut connection = SqliteConnection::connect(lab.database_url()).await.expect("the database opens");
        let triggers = texts(&mut connection, "SELECT name FROM sqlite_master WHERE type = 'trigger'").await;
        for trigger in triggers {
            run(&mut connection, format!("DROP TRIGGER {trigger}")).await;
        }
        run(&mut connection, "PRAGMA foreign_keys = OFF".to_owned()).await;
        Self { connection }
    }

    /// Columns of a table.
    pub async fn columns(&mut self, table: &str) -> Vec<String> {
        texts(&mut self.connection, &format!("SELECT name FROM pragma_table_info('{table}')")).await
    }

    /// Numbers of a table's rows.
    pub async fn rows(&mut self, table: &str) -> Vec<i64> {
        let sql = format!("SELECT rowid FROM {table} ORDER BY rowid");
        let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(&mut self.connection).await.expect("rows");
        rows.iter().map(|row| row.get(0)).collect()
    }

    /// Changes one byte of one value; `None` where there is nothing to change.
    pub async fn flip(&mut self, table: &str, column: &str, row: i64) -> Option<Tampered> {
        let sql = format!("SELECT CAST({column} AS TEXT) FROM {table} WHERE rowid = {row}");
        let found = sqlx::query(AssertSqlSafe(sql)).fetch_one(&mut self.connection).await.expect("a value");
        let before: String = found.get::<Option<String>, _>(0).filter(|text| !text.is_empty())?;
        let at = before.char_indices().nth(before.chars().count() / 2).map_or(0, |(at, _)| at);
        let old = before[at..].chars().next()?;
        let tampered = Tampered { place: format!("{table}.{column}"), table: table.into(), column: column.into(), row, before };
        // Another value may be taken where values are unique.
        for new in ['1', '2', '7', '9'].into_iter().filter(|new| *new != old) {
            let (before, after) = (&tampered.before[..at], &tampered.before[at + old.len_utf8()..]);
            if self.write(&tampered, &format!("{before}{new}{after}")).await {
                return Some(tampered);
            }
        }
        None
    }

    /// Puts it back.
    pub async fn undo(&mut self, tampered: Tampered) {
        let before = tampered.before.clone();
        assert!(self.write(&tampered, &before).await, "{} is put back", tampered.place);
    }

    /// Runs a statement.
    pub async fn run(&mut self, sql: &str) {
        run(&mut self.connection, sql.to_owned()).await;
    }

    async fn write(&mut self, at: &Tampered, value: &str) -> bool {
        let Tampered { table, column, row, .. } = at;
        // The column's affinity makes whole numbers of BIGINT again.
        let sql = AssertSqlSafe(format!("UPDATE {table} SET {column} = $1 WHERE rowid = {row}"));
        sqlx::query(sql).bind(value).execute(&mut self.connection).await.is_ok()
    }
}

async fn texts(connection: &mut SqliteConnection, sql: &str) -> Vec<String> {
    let rows = sqlx::query(AssertSqlSafe(sql.to_owned())).fetch_all(connection).await.expect("names");
    rows.iter().map(|row| row.get(0)).collect()
}

async fn run(connection: &mut SqliteConnection, sql: String) {
    sqlx::query(AssertSqlSafe(sql)).execute(connection).await.expect("the statement runs");
}
