//! A transaction on either engine, and what runs in it.

use std::future::Future;
use std::pin::Pin;

use sqlx::{Postgres, Sqlite, Transaction};

/// A transaction on either engine. Statements go through `execute!`, `fetch_optional!` and `fetch_all!`.
pub enum Tx {
    /// On SQLite.
    Sqlite(Transaction<'static, Sqlite>),
    /// On Postgres.
    Postgres(Transaction<'static, Postgres>),
}

/// The future a transaction's body returns.
pub type Running<'t, T> = Pin<Box<dyn Future<Output = T> + Send + 't>>;

/// An error of a transaction's body: a refusal, or what the database said.
pub trait Fails: From<sqlx::Error> + Send + 'static {
    /// What the database said, where it is that.
    fn database(&self) -> Option<&sqlx::Error>;
}

impl Fails for sqlx::Error {
    fn database(&self) -> Option<&sqlx::Error> {
        Some(self)
    }
}
