//! One SQL text, two engines: `$1` placeholders, the same rows. `$tx` is a `&mut Tx`.

/// Runs a statement; the number of rows it touched.
#[macro_export]
macro_rules! execute {
    ($tx:expr, $sql:expr $(, $arg:expr)* $(,)?) => {
        match $tx {
            $crate::store::Tx::Sqlite(t) => {
                sqlx::query($sql)$(.bind($arg))*.execute(&mut **t).await.map(|done| done.rows_affected())
            }
            $crate::store::Tx::Postgres(t) => {
                sqlx::query($sql)$(.bind($arg))*.execute(&mut **t).await.map(|done| done.rows_affected())
            }
        }
    };
}

/// The one row, if there is one.
#[macro_export]
macro_rules! fetch_optional {
    ($tx:expr, $row:ty, $sql:expr $(, $arg:expr)* $(,)?) => {
        match $tx {
            $crate::store::Tx::Sqlite(t) => {
                sqlx::query_as::<_, $row>($sql)$(.bind($arg))*.fetch_optional(&mut **t).await
            }
            $crate::store::Tx::Postgres(t) => {
                sqlx::query_as::<_, $row>($sql)$(.bind($arg))*.fetch_optional(&mut **t).await
            }
        }
    };
}

/// Every row.
#[macro_export]
macro_rules! fetch_all {
    ($tx:expr, $row:ty, $sql:expr $(, $arg:expr)* $(,)?) => {
        match $tx {
            $crate::store::Tx::Sqlite(t) => {
                sqlx::query_as::<_, $row>($sql)$(.bind($arg))*.fetch_all(&mut **t).await
            }
            $crate::store::Tx::Postgres(t) => {
                sqlx::query_as::<_, $row>($sql)$(.bind($arg))*.fetch_all(&mut **t).await
            }
        }
    };
}
