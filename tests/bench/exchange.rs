//! One committed value, and a thousand of them, through the router into SQLite; beside plain inserts into a plain SQLite file.

use std::time::{Duration, Instant};

use base::id::RecordId;
use domain::event::Stream;
use domain::event::body::Body;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{Connection, SqliteConnection};
use support::tablet::opening;
use support::{Client, Engine, Lab, Tablet, World};

use crate::figure::{Figure, median};

const SINGLE: usize = 100;
const MANY: usize = 1_000;

/// Both figures.
pub async fn figures() -> Vec<Figure> {
    let lab = Lab::new_on(Engine::Sqlite).await;
    World::new(&lab).await;
    let client = lab.person("lin").await;
    let mut tablet = Tablet::enrol(&lab, &client, 1).await;
    tablet.exchange(&client, lab.now()).await;
    let record: RecordId = tablet.new_id(lab.now());
    let opened = opening(tablet.pack(), None);
    tablet.make(Stream::record(record), lab.now(), opened).expect("a record begins");
    tablet.exchange(&client, lab.now()).await;
    vec![
        Figure {
            what: "commit of a value (one event, one exchange)".to_owned(),
            measured: one(&lab, &client, &mut tablet, record).await,
            baseline: insert_one().await,
        },
        Figure {
            what: "exchange of 1,000 events".to_owned(),
            measured: many(&lab, &client, &mut tablet, record).await,
            baseline: insert_many().await,
        },
    ]
}

fn remark(n: usize) -> Body {
    Body::Remarked { path: "record".to_owned(), text: format!("remark {n}") }
}

async fn one(lab: &Lab, client: &Client, tablet: &mut Tablet, record: RecordId) -> Duration {
    let mut times = Vec::new();
    for n in 0..SINGLE {
        tablet.make(Stream::record(record), lab.now(), remark(n)).expect("a remark");
        let started = Instant::now();
        tablet.exchange(client, lab.now()).await;
        times.push(started.elapsed());
    }
    median(times)
}

async fn many(lab: &Lab, client: &Client, tablet: &mut Tablet, record: RecordId) -> Duration {
    for n in 0..MANY {
        tablet.make(Stream::record(record), lab.now(), remark(n)).expect("a remark");
    }
    let started = Instant::now();
    tablet.exchange(client, lab.now()).await;
    started.elapsed()
}

async fn plain(folder: &tempfile::TempDir) -> SqliteConnection {
    let options = SqliteConnectOptions::new()
        .filename(folder.path().join("plain.db"))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let mut connection = SqliteConnection::connect_with(&options).await.expect("a plain database");
    sqlx::query("CREATE TABLE plain (id BIGINT PRIMARY KEY, text TEXT NOT NULL)").execute(&mut connection).await.expect("a table");
    connection
}

async fn insert(connection: &mut SqliteConnection, n: usize) {
    let text = "x".repeat(400);
    let statement = sqlx::query("INSERT INTO plain (id, text) VALUES ($1, $2)").bind(n as i64).bind(text);
    statement.execute(connection).await.expect("a row");
}

async fn insert_one() -> Duration {
    let folder = tempfile::tempdir().expect("a folder");
    let mut connection = plain(&folder).await;
    let mut times = Vec::new();
    for n in 0..SINGLE {
        let started = Instant::now();
        insert(&mut connection, n).await;
        times.push(started.elapsed());
    }
    median(times)
}

async fn insert_many() -> Duration {
    let folder = tempfile::tempdir().expect("a folder");
    let mut connection = plain(&folder).await;
    let started = Instant::now();
    sqlx::query("BEGIN").execute(&mut connection).await.expect("a transaction");
    for n in 0..MANY {
        insert(&mut connection, n).await;
    }
    sqlx::query("COMMIT").execute(&mut connection).await.expect("one fsync");
    started.elapsed()
}
