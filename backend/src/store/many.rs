//! Statements over many values at once: one text for each of a few sizes, so that engines know them again.

use std::collections::BTreeMap;

use sqlx::{AssertSqlSafe, FromRow, postgres::PgRow, sqlite::SqliteRow};

use super::Tx;
use super::dump::Cell;

/// How many values a list of them in a statement may have; a shorter list repeats its last.
const SIZES: [usize; 4] = [4, 16, 64, 256];
/// The most values of a list in a statement.
pub const MOST: usize = SIZES[SIZES.len() - 1];

/// Adapts arguments to a query of either engine.
macro_rules! bound {
    ($query:expr, $cells:expr) => {
        $cells.iter().cloned().fold($query, |query, cell| match cell {
            Cell::Text(text) => query.bind(text),
            Cell::Int(int) => query.bind(int),
        })
    };
}

/// A text as an argument.
pub fn text(text: impl Into<String>) -> Cell {
    Cell::Text(Some(text.into()))
}

/// A whole number as an argument.
pub const fn int(int: i64) -> Cell {
    Cell::Int(Some(int))
}

/// The rows of a statement with these arguments. The text is the store's own: values are arguments.
pub async fn fetch<R>(tx: &mut Tx, sql: String, cells: &[Cell]) -> sqlx::Result<Vec<R>>
where
    R: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
{
    let sql = AssertSqlSafe(sql);
    match tx {
        Tx::Sqlite(t) => bound!(sqlx::query_as(sql), cells).fetch_all(&mut **t).await,
        Tx::Postgres(t) => bound!(sqlx::query_as(sql), cells).fetch_all(&mut **t).await,
    }
}

/// Runs a statement with these arguments.
pub async fn run(tx: &mut Tx, sql: String, cells: &[Cell]) -> sqlx::Result<()> {
    let sql = AssertSqlSafe(sql);
    match tx {
        Tx::Sqlite(t) => bound!(sqlx::query(sql), cells).execute(&mut **t).await.map(|_| ()),
        Tx::Postgres(t) => bound!(sqlx::query(sql), cells).execute(&mut **t).await.map(|_| ()),
    }
}

/// The same statement for as many rows of arguments as there are: `sql` says where `VALUES …` stands by `{values}`.
pub async fn run_all(tx: &mut Tx, sql: &str, rows: &[Vec<Cell>]) -> sqlx::Result<()> {
    let mut left = rows;
    while let Some(first) = left.first() {
        let size = SIZES.into_iter().rev().find(|size| *size <= left.len()).unwrap_or(1);
        let (now, later) = left.split_at(size);
        run(tx, sql.replace("{values}", &values(first, size)), &now.concat()).await?;
        left = later;
    }
    Ok(())
}

/// `VALUES` for rows like this one. Postgres takes an argument there for a text, unless told otherwise.
fn values(like: &[Cell], rows: usize) -> String {
    let place = |(at, cell): (usize, &Cell), row: usize| match cell {
        Cell::Text(_) => format!("${}", row * like.len() + at + 1),
        Cell::Int(_) => format!("CAST(${} AS BIGINT)", row * like.len() + at + 1),
    };
    let row = |row| format!("({})", like.iter().enumerate().map(|cell| place(cell, row)).collect::<Vec<_>>().join(", "));
    format!("VALUES {}", (0..rows).map(row).collect::<Vec<_>>().join(", "))
}

/// The arguments of a list in a statement that has `before` others, and the list: `$3, $4 …`. At most [`MOST`] values.
pub fn listed(before: usize, mut values: Vec<Cell>) -> (String, Vec<Cell>) {
    let size = SIZES.into_iter().find(|size| *size >= values.len()).unwrap_or(values.len());
    if let Some(last) = values.last().cloned() {
        values.resize(size, last);
    }
    let places: Vec<String> = (1..=values.len()).map(|at| format!("${}", before + at)).collect();
    (places.join(", "), values)
}

/// The rows with these identities, in this order. `sql` says where the list of them stands by `{places}`, behind its other arguments.
pub async fn these<R>(tx: &mut Tx, sql: &str, others: &[Cell], ids: &[String], id: fn(&R) -> &String) -> sqlx::Result<Vec<R>>
where
    R: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
{
    let mut found: BTreeMap<String, R> = BTreeMap::new();
    for some in ids.chunks(MOST) {
        let (places, some) = listed(others.len(), some.iter().map(text).collect());
        let rows = fetch(tx, sql.replace("{places}", &places), &[others.to_vec(), some].concat()).await?;
        found.extend(rows.into_iter().map(|row| (id(&row).clone(), row)));
    }
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_has_one_of_a_few_sizes() {
        let (places, cells) = listed(2, vec![int(7), int(8), int(9)]);
        assert_eq!((places.as_str(), cells), ("$3, $4, $5, $6", vec![int(7), int(8), int(9), int(9)]));
        assert_eq!(listed(0, vec![int(1); 65]).1.len(), 256);
        assert_eq!(values(&[int(1), text("a")], 2), "VALUES (CAST($1 AS BIGINT), $2), (CAST($3 AS BIGINT), $4)");
    }
}
