//! Every column is evidence that a walk sees changed, or says why it is none (F25).

use backend::app::Error;
use backend::app::verify::coverage::{cover, named};
use backend::store::seal::{Again, SEALED};
use backend::store::{Tx, dump};
use support::{Lab, on_both_engines};

on_both_engines!(every_column_is_walked_or_sealed_or_says_why_not, Lab::empty_on);
async fn every_column_is_walked_or_sealed_or_says_why_not(lab: Lab) {
    let read = lab.app.db.read::<_, Error, _>(|tx: &mut Tx| Box::pin(async move { Ok(dump::tables(tx).await?) }));
    let tables = read.await.expect("the tables");
    let there = |table: &str, column: &str| {
        tables.iter().any(|known| known.name == table && known.columns.iter().any(|known| known.name == column))
    };
    let columns = tables.iter().flat_map(|table| table.columns.iter().map(move |column| (table.name.as_str(), column.name.as_str())));
    let uncovered: Vec<String> =
        columns.filter(|(table, column)| cover(table, column).is_none()).map(|(table, column)| format!("{table}.{column}")).collect();
    assert!(uncovered.is_empty(), "a changed byte here would not be named; seal the row or say why it is no evidence: {uncovered:?}");
    let keys = SEALED.iter().flat_map(|sealed| sealed.key.iter().chain(sealed.open).map(move |column| (sealed.table, *column)));
    for (table, column) in named().chain(keys) {
        assert!(there(table, column), "{table}.{column} is not there any more");
    }
}

// A second seal is named exactly where the database refuses a second writing.
#[test]
fn rows_that_the_database_lets_nobody_change_are_sealed_once() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../backend/migrations/sqlite");
    let files = std::fs::read_dir(folder).expect("the migrations").map(|file| file.expect("a file").path());
    let made: String = files.map(|file| std::fs::read_to_string(file).expect("a migration")).collect();
    for sealed in SEALED {
        let appended = made.contains(&format!("CREATE TRIGGER {}_no_update BEFORE UPDATE", sealed.table));
        assert_eq!(appended, sealed.again == Again::Never, "{}", sealed.table);
    }
}
