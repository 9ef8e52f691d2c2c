//! Commands that write at the same time: each whole or not at all, and none lost.

use backend::store::{Db, Tx};
use backend::{execute, fetch_optional};
use support::{Lab, on_both_engines};

async fn counter(lab: &Lab) -> Db {
    // The server may make no table on Postgres: the one who owns them does.
    let db = Db::open(lab.owner_url()).await.expect("the database opens");
    let made: sqlx::Result<u64> = db
        .write(|tx: &mut Tx| {
            Box::pin(async move {
                execute!(tx, "CREATE TABLE counter (id BIGINT PRIMARY KEY, n BIGINT NOT NULL)")?;
                execute!(tx, "INSERT INTO counter (id, n) VALUES (1, 0)")
            })
        })
        .await;
    made.expect("a counter");
    db
}

async fn value(db: &Db) -> i64 {
    let read: sqlx::Result<Option<(i64,)>> =
        db.read(|tx| Box::pin(async move { fetch_optional!(tx, (i64,), "SELECT n FROM counter WHERE id = 1") })).await;
    read.expect("a read").expect("a row").0
}

/// Reads, thinks and writes: lost updates would show.
async fn increment(db: Db, fails: bool) -> sqlx::Result<u64> {
    db.write(move |tx: &mut Tx| {
        Box::pin(async move {
            let (n,) = fetch_optional!(tx, (i64,), "SELECT n FROM counter WHERE id = 1")?.ok_or(sqlx::Error::RowNotFound)?;
            let done = execute!(tx, "UPDATE counter SET n = $1 WHERE id = 1", n + 1)?;
            if fails { Err(sqlx::Error::RowNotFound) } else { Ok(done) }
        })
    })
    .await
}

on_both_engines!(forty_commands_at_once_lose_nothing, Lab::empty_on);
async fn forty_commands_at_once_lose_nothing(lab: Lab) {
    let db = counter(&lab).await;
    let commands: Vec<_> = (0..40).map(|n| tokio::spawn(increment(db.clone(), n % 4 == 0))).collect();
    let mut done = 0;
    for command in commands {
        done += i64::from(command.await.expect("no panic").is_ok());
    }
    assert_eq!(done, 30, "each fourth fails by itself, no other does");
    assert_eq!(value(&db).await, 30, "what failed left nothing, what succeeded is there");
}

on_both_engines!(a_failed_command_leaves_nothing, Lab::empty_on);
async fn a_failed_command_leaves_nothing(lab: Lab) {
    let db = counter(&lab).await;
    assert!(increment(db.clone(), true).await.is_err());
    assert_eq!(value(&db).await, 0);
    increment(db.clone(), false).await.expect("the next one works");
    assert_eq!(value(&db).await, 1);
}

on_both_engines!(what_a_reader_changes_is_not_kept, Lab::empty_on);
async fn what_a_reader_changes_is_not_kept(lab: Lab) {
    let db = counter(&lab).await;
    let _: sqlx::Result<u64> = db.read(|tx| Box::pin(async move { execute!(tx, "UPDATE counter SET n = 7 WHERE id = 1") })).await;
    assert_eq!(value(&db).await, 0);
}

on_both_engines!(what_is_committed_outlives_a_restart, Lab::empty_on);
async fn what_is_committed_outlives_a_restart(mut lab: Lab) {
    let db = counter(&lab).await;
    increment(db, false).await.expect("it works");
    lab.restart().await;
    let db = Db::open(lab.owner_url()).await.expect("the database opens");
    assert_eq!(value(&db).await, 1);
}
