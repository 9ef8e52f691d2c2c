//! Every table as rows of texts and whole numbers, out of and into either engine. All that the portable dialect allows.

use std::collections::BTreeMap;

use futures_util::TryStreamExt;
use sqlx::{AssertSqlSafe, Row as _, SqlSafeStr};

use super::Tx;
use super::list::DERIVED;

/// A value of the portable dialect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// TEXT.
    Text(Option<String>),
    /// BIGINT.
    Int(Option<i64>),
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns in their order.
    pub columns: Vec<Column>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Whether it holds whole numbers; texts otherwise.
    pub int: bool,
}

const LITE_COLUMNS: &str = "SELECT m.name, p.name, p.type FROM sqlite_master m JOIN pragma_table_info(m.name) p \
    WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite@_%' ESCAPE '@' AND m.name NOT LIKE '@_sqlx%' ESCAPE '@' \
    ORDER BY m.name, p.cid";
const LITE_REFERENCES: &str = "SELECT m.name, f.\"table\" FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f \
    WHERE m.type = 'table'";
const POSTGRES_COLUMNS: &str = "SELECT table_name::text, column_name::text, data_type::text FROM information_schema.columns \
    WHERE table_schema = current_schema() AND table_name NOT LIKE '@_sqlx%' ESCAPE '@' ORDER BY table_name, ordinal_position";
const POSTGRES_REFERENCES: &str = "SELECT c.relname::text, t.relname::text FROM pg_constraint f \
    JOIN pg_class c ON c.oid = f.conrelid JOIN pg_class t ON t.oid = f.confrelid WHERE f.contype = 'f'";

/// Every table, those referred to before those that refer to them.
pub async fn tables(tx: &mut Tx) -> sqlx::Result<Vec<Table>> {
    let (columns, references) = match tx {
        Tx::Sqlite(_) => (LITE_COLUMNS, LITE_REFERENCES),
        Tx::Postgres(_) => (POSTGRES_COLUMNS, POSTGRES_REFERENCES),
    };
    let mut tables: BTreeMap<String, Vec<Column>> = BTreeMap::new();
    for (table, name, kind) in fetch_all!(tx, (String, String, String), columns)? {
        let int = match kind.to_lowercase().as_str() {
            "bigint" => true,
            "text" => false,
            other => return Err(sqlx::Error::Protocol(format!("{table}.{name} is {other}: neither TEXT nor BIGINT"))),
        };
        tables.entry(table).or_default().push(Column { name, int });
    }
    let references = fetch_all!(tx, (String, String), references)?;
    Ok(in_order(tables, &references))
}

/// Tables that say something of this database alone.
const OWN: [&str; 1] = ["upgrade_steps"];

/// Every table that a backup holds, in the same order: what is only made from others is made again.
pub async fn carried(tx: &mut Tx) -> sqlx::Result<Vec<Table>> {
    let mut tables = tables(tx).await?;
    tables.retain(|table| !OWN.contains(&table.name.as_str()) && !DERIVED.contains(&table.name.as_str()));
    Ok(tables)
}

/// Takes, again and again, the tables whose references are taken. A circle (there is none) would come last, as it is.
fn in_order(mut tables: BTreeMap<String, Vec<Column>>, references: &[(String, String)]) -> Vec<Table> {
    let mut ordered: Vec<Table> = Vec::new();
    loop {
        let taken = |name: &String| ordered.iter().any(|table: &Table| table.name == *name);
        let ready = |name: &String| references.iter().all(|(from, to)| from != name || to == name || taken(to));
        let next = tables.keys().find(|name| ready(name)).or_else(|| tables.keys().next()).cloned();
        let Some((name, columns)) = next.and_then(|name| tables.remove_entry(&name)) else { return ordered };
        ordered.push(Table { name, columns });
    }
}

impl Table {
    fn names(&self) -> String {
        self.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// Keys stand first in every table.
    fn key(&self) -> String {
        let order: Vec<_> = (1..=self.columns.len().min(4)).map(|n| n.to_string()).collect();
        order.join(", ")
    }

    fn insert(&self) -> String {
        let places: Vec<_> = (1..=self.columns.len()).map(|n| format!("${n}")).collect();
        format!("INSERT INTO {} ({}) VALUES ({})", self.name, self.names(), places.join(", "))
    }
}

macro_rules! cells {
    ($row:expr, $table:expr) => {
        $table
            .columns
            .iter()
            .enumerate()
            .map(|(at, column)| if column.int { $row.try_get(at).map(Cell::Int) } else { $row.try_get(at).map(Cell::Text) })
            .collect::<sqlx::Result<Vec<Cell>>>()
    };
}

/// Hands every row of a table over, in the order of its key.
pub async fn each<E: From<sqlx::Error>>(tx: &mut Tx, table: &Table, take: impl FnMut(Vec<Cell>) -> Result<(), E> + Send) -> Result<(), E> {
    each_by(tx, table, &table.key(), take).await
}

/// Hands every row of a table over, in the order of these columns.
pub async fn each_by<E: From<sqlx::Error>>(
    tx: &mut Tx,
    table: &Table,
    order: &str,
    mut take: impl FnMut(Vec<Cell>) -> Result<(), E> + Send,
) -> Result<(), E> {
    let select = sqlx::AssertSqlSafe(format!("SELECT {} FROM {} ORDER BY {order}", table.names(), table.name));
    match tx {
        Tx::Sqlite(t) => {
            let mut rows = sqlx::query(select).fetch(&mut **t);
            while let Some(row) = rows.try_next().await? {
                take(cells!(row, table)?)?;
            }
        }
        Tx::Postgres(t) => {
            let mut rows = sqlx::query(select).fetch(&mut **t);
            while let Some(row) = rows.try_next().await? {
                take(cells!(row, table)?)?;
            }
        }
    }
    Ok(())
}

macro_rules! bound {
    ($query:expr, $cells:expr) => {
        $cells.into_iter().fold($query, |query, cell| match cell {
            Cell::Text(text) => query.bind(text),
            Cell::Int(int) => query.bind(int),
        })
    };
}

/// Writes a row.
pub async fn insert(tx: &mut Tx, table: &Table, cells: Vec<Cell>) -> sqlx::Result<()> {
    let insert = AssertSqlSafe(table.insert());
    run(tx, insert, cells).await
}

/// Runs a statement with these arguments.
pub async fn run(tx: &mut Tx, sql: impl SqlSafeStr, cells: Vec<Cell>) -> sqlx::Result<()> {
    let sql = sql.into_sql_str();
    match tx {
        Tx::Sqlite(t) => bound!(sqlx::query(sql), cells).execute(&mut **t).await.map(|_| ()),
        Tx::Postgres(t) => bound!(sqlx::query(sql), cells).execute(&mut **t).await.map(|_| ()),
    }
}

/// Whether a table holds nothing.
pub async fn is_empty(tx: &mut Tx, table: &Table) -> sqlx::Result<bool> {
    let sql = || AssertSqlSafe(format!("SELECT 1 FROM {} LIMIT 1", table.name));
    Ok(match tx {
        Tx::Sqlite(t) => sqlx::query(sql()).fetch_optional(&mut **t).await?.is_none(),
        Tx::Postgres(t) => sqlx::query(sql()).fetch_optional(&mut **t).await?.is_none(),
    })
}
