//! Somebody with the database in their hands: past the triggers, one byte at a time, on either engine.

use sqlx::{AssertSqlSafe, Connection, PgConnection, Row, SqliteConnection};

use crate::lab::Lab;

/// One changed value, and how it was.
#[derive(Debug)]
pub struct Tampered {
    /// Table and column, for the test's message.
    pub place: String,
    /// The texts of the row before and after that could name it.
    pub names: Vec<String>,
    table: String,
    column: String,
    row: String,
    before: Option<String>,
}

/// A connection without triggers; all of them are restored afterwards.
pub enum Tamperer {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

/// The same on either engine.
macro_rules! on {
    ($tamperer:expr, $connection:ident => $work:expr) => {
        match $tamperer {
            Tamperer::Sqlite($connection) => $work,
            Tamperer::Postgres($connection) => $work,
        }
    };
}

impl Tamperer {
    pub async fn new(lab: &Lab) -> Self {
        let url = lab.owner_url();
        if !url.starts_with("sqlite:") {
            let connection = PgConnection::connect(url).await.expect("the database opens");
            let mut tamperer = Self::Postgres(connection);
            tamperer.run("SET session_replication_role = replica").await;
            return tamperer;
        }
        let mut tamperer = Self::Sqlite(SqliteConnection::connect(url).await.expect("the database opens"));
        tamperer.plain("PRAGMA foreign_keys = OFF").await;
        tamperer
    }

    /// What a row's place is called. A table without row numbers has only its key.
    fn row(&self, table: &str) -> &'static str {
        match self {
            Self::Sqlite(_) if table == "list_terms" => "term",
            Self::Sqlite(_) => "rowid",
            Self::Postgres(_) => "ctid",
        }
    }

    /// Tables.
    pub async fn tables(&mut self) -> Vec<String> {
        let sql = match self {
            Self::Sqlite(_) => {
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '%sqlx%' ORDER BY name"
            }
            Self::Postgres(_) => {
                "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema() AND tablename NOT LIKE '%sqlx%' ORDER BY 1"
            }
        };
        self.texts(sql).await
    }

    /// Columns of a table.
    pub async fn columns(&mut self, table: &str) -> Vec<String> {
        let sql = match self {
            Self::Sqlite(_) => format!("SELECT name FROM pragma_table_info('{table}')"),
            Self::Postgres(_) => format!(
                "SELECT column_name::text FROM information_schema.columns WHERE table_schema = current_schema() \
                 AND table_name = '{table}' ORDER BY ordinal_position"
            ),
        };
        self.texts(&sql).await
    }

    /// Places of a table's rows.
    pub async fn rows(&mut self, table: &str) -> Vec<String> {
        let sql = format!("SELECT CAST({0} AS TEXT) FROM {table} ORDER BY {0}", self.row(table));
        self.texts(&sql).await
    }

    /// Changes the byte in the middle of a value; `None` where there is nothing to change.
    pub async fn flip(&mut self, table: &str, column: &str, row: &str) -> Option<Tampered> {
        self.flip_at(table, column, row, 500, '1').await
    }

    /// Changes one character of one value, `at` thousandths from its beginning, into `new` or another; an empty value is
    /// given one. `None` where the value cannot be another.
    pub async fn flip_at(&mut self, table: &str, column: &str, row: &str, at: usize, new: char) -> Option<Tampered> {
        let sql = format!("SELECT CAST({column} AS TEXT) FROM {table} WHERE {} = '{row}'", self.row(table));
        let before = self.optional(&sql).await;
        let mut tampered = Tampered {
            place: format!("{table}.{column}"),
            names: self.names(table, row).await,
            table: table.into(),
            column: column.into(),
            row: row.into(),
            before: before.clone(),
        };
        let before: Vec<char> = before.unwrap_or_default().chars().collect();
        let at = (before.len() * at / 1000).min(before.len().saturating_sub(1));
        // Another value may be taken where values are unique, and a whole number takes digits only.
        for new in [new, '1', '2', '7', '9'] {
            let mut after = before.clone();
            match after.get_mut(at) {
                Some(old) => *old = new,
                None => after.push(new),
            }
            if after != before && self.write(&mut tampered, Some(after.into_iter().collect())).await {
                tampered.names.extend(self.names(table, &tampered.row).await);
                return Some(tampered);
            }
        }
        None
    }

    /// Puts it back.
    pub async fn undo(&mut self, mut tampered: Tampered) {
        let before = tampered.before.clone();
        assert!(self.write(&mut tampered, before).await, "{} is put back", tampered.place);
    }

    /// Runs a statement with triggers disabled.
    pub async fn run(&mut self, sql: &str) {
        let triggers = self.without_triggers("%").await;
        self.plain(sql).await;
        self.with_triggers(triggers).await;
    }

    /// Runs a statement as it is.
    pub async fn plain(&mut self, sql: &str) {
        let sql = AssertSqlSafe(sql.to_owned());
        on!(self, connection => drop(sqlx::query(sql).execute(connection).await.expect("the statement runs")));
    }

    /// Drops the triggers of a table on SQLite, which cannot bypass them; returns the statements that made them.
    async fn without_triggers(&mut self, table: &str) -> Vec<String> {
        if matches!(self, Self::Postgres(_)) {
            return Vec::new();
        }
        let of = format!("FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE '{table}'");
        let made = self.texts(&format!("SELECT sql {of}")).await;
        for name in self.texts(&format!("SELECT name {of}")).await {
            self.plain(&format!("DROP TRIGGER {name}")).await;
        }
        made
    }

    async fn with_triggers(&mut self, triggers: Vec<String>) {
        for trigger in triggers {
            self.plain(&trigger).await;
        }
    }

    /// Texts of a row that are long enough to name it.
    async fn names(&mut self, table: &str, row: &str) -> Vec<String> {
        let mut names = Vec::new();
        for column in self.columns(table).await {
            let sql = format!("SELECT CAST({column} AS TEXT) FROM {table} WHERE {} = '{row}'", self.row(table));
            names.extend(self.optional(&sql).await.filter(|text| (8..80).contains(&text.len()) && !text.starts_with('{')));
        }
        names
    }

    /// One text.
    pub async fn text(&mut self, sql: &str) -> String {
        self.optional(sql).await.expect("a text")
    }

    async fn optional(&mut self, sql: &str) -> Option<String> {
        let sql = AssertSqlSafe(sql.to_owned());
        on!(self, connection => sqlx::query(sql).fetch_one(connection).await.expect("a value").get(0))
    }

    async fn texts(&mut self, sql: &str) -> Vec<String> {
        let sql = AssertSqlSafe(sql.to_owned());
        on!(self, connection => {
            let rows = sqlx::query(sql).fetch_all(connection).await.expect("texts");
            rows.iter().map(|row| row.get(0)).collect()
        })
    }

    async fn write(&mut self, at: &mut Tampered, value: Option<String>) -> bool {
        let triggers = self.without_triggers(&at.table).await;
        let written = self.write_past(at, value).await;
        self.with_triggers(triggers).await;
        written
    }

    async fn write_past(&mut self, at: &mut Tampered, value: Option<String>) -> bool {
        let Tampered { table, column, row, .. } = at;
        let place = self.row(table);
        match self {
            Self::Sqlite(connection) => {
                // The column's affinity makes whole numbers of BIGINT again; what is no number would be text there.
                let number = "typeof($1) = 'null' OR (SELECT type FROM pragma_table_info($2) WHERE name = $3) <> 'BIGINT' OR $1 = CAST(CAST($1 AS BIGINT) AS TEXT)";
                let sql = AssertSqlSafe(format!("UPDATE {table} SET {column} = $1 WHERE {place} = '{row}' AND ({number})"));
                let done = sqlx::query(sql).bind(value).bind(table.as_str()).bind(column.as_str()).execute(connection).await;
                done.is_ok_and(|done| done.rows_affected() == 1)
            }
            Self::Postgres(connection) => {
                let kind = format!(
                    "SELECT data_type::text FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = '{table}' AND column_name = '{column}'"
                );
                let kind: String = sqlx::query_scalar(AssertSqlSafe(kind)).fetch_one(&mut *connection).await.expect("a type");
                let sql = format!("UPDATE {table} SET {column} = CAST($1 AS {kind}) WHERE {place} = '{row}' RETURNING CAST(ctid AS TEXT)");
                match sqlx::query_scalar(AssertSqlSafe(sql)).bind(value).fetch_one(connection).await {
                    Ok(moved) => {
                        at.row = moved;
                        true
                    }
                    Err(_) => false,
                }
            }
        }
    }
}
